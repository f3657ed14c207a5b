import { type Static, Type } from 'typebox';
import { roles } from '../access/roles.ts';
import { list, nullable, strict, word } from '../lib/wire.ts';
import { passwordLength, type SignedIn } from './model.ts';

/** Not checked by the rules for new names and passwords: what cannot be right is simply wrong. */
export const SignInBody = strict({
  username: Type.String({ minLength: 1, maxLength: 64 }),
  password: Type.String({ minLength: 1, maxLength: passwordLength.max }),
});

export const Who = strict({
  username: Type.String(),
  displayName: Type.String(),
  roles: list(word(roles)),
  unit: nullable(Type.String()),
  district: nullable(Type.String()),
  cleared: Type.Boolean(),
});

export const whoOf = ({ actor, displayName }: SignedIn): Static<typeof Who> => ({
  username: actor.id,
  displayName,
  roles: actor.roles,
  unit: actor.unit,
  district: actor.district,
  cleared: actor.cleared,
});
