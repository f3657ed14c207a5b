import { type Static, Type } from 'typebox';
import { roles } from '../access/roles.ts';
import { Instant, list, nullable, pageOf, pageQuery, strict, word, YesNo } from '../lib/wire.ts';
import {
  type Account,
  passwordLength,
  type Session,
  type SessionKey,
  type SignedIn,
  sessionIdOf,
  usernamePattern,
} from './model.ts';

/** Of an authenticator app, or for recovery. */
const Code = Type.String({
  pattern: '^(?:[0-9]{6}|[A-Za-z2-7]{5}-[A-Za-z2-7]{5})$',
  description: 'six digits of the app, or a recovery code',
  examples: ['123456'],
});
const GivenPassword = Type.String({ minLength: 1, maxLength: passwordLength.max });
const NewPassword = Type.String({ minLength: passwordLength.min, maxLength: passwordLength.max });

/** Not checked by the rules for new names and passwords: what cannot be right is simply wrong. */
export const SignInBody = strict({
  username: Type.String({ minLength: 1, maxLength: 64, examples: ['chen'] }),
  password: GivenPassword,
  code: Type.Optional(Code),
});
export const PasswordBody = strict({ password: GivenPassword });
export const CodeBody = strict({ code: Type.String({ pattern: '^[0-9]{6}$', examples: ['123456'] }) });
export const ChangePasswordBody = strict({ current: GivenPassword, next: NewPassword });

const Roles = list(word(roles));

export const Who = strict({
  username: Type.String(),
  displayName: Type.String(),
  roles: Roles,
  unit: nullable(Type.String()),
  district: nullable(Type.String()),
  cleared: Type.Boolean(),
  limit: nullable(
    Type.Unsafe<'passwordChange' | 'secondFactor'>({
      type: 'string',
      enum: ['passwordChange', 'secondFactor'],
      description: 'what must be done before anything else is allowed',
    }),
  ),
  secondFactor: Type.Boolean({ description: 'whether sign-in asks for a code' }),
});

export const whoOf = ({ actor, displayName, limit, secondFactor }: SignedIn): Static<typeof Who> => ({
  username: actor.id,
  displayName,
  roles: actor.roles,
  unit: actor.unit,
  district: actor.district,
  cleared: actor.cleared,
  limit,
  secondFactor,
});

export const SessionRow = strict({
  id: Type.String(),
  createdAt: Instant,
  lastSeenAt: Instant,
  address: nullable(Type.String()),
  browser: nullable(Type.String({ description: 'as it says itself' })),
  current: Type.Boolean({ description: 'whether it is the one that asks' }),
});
export type SessionRow = Static<typeof SessionRow>;
export const SessionList = strict({ items: list(SessionRow) });

/** @param current the session that asks */
export const sessionRow = (session: Session, current: SessionKey): SessionRow => ({
  id: sessionIdOf(session.key),
  createdAt: session.createdAt,
  lastSeenAt: session.lastSeenAt,
  address: session.address,
  browser: session.browser,
  current: session.key === current,
});

const id = Type.String({ pattern: usernamePattern, examples: ['chen'] });
const sessionId = Type.String({ pattern: '^[0-9a-f]{16}$' });
export const AccountParams = strict({ id });
export const SessionParams = strict({ session: sessionId });
export const AccountSessionParams = strict({ id, session: sessionId });

const place = nullable(Type.String({ minLength: 1, maxLength: 64 }));
const changeable = {
  displayName: Type.String({ minLength: 1, maxLength: 64, examples: ['陈静'] }),
  roles: Type.Array(word(roles), { uniqueItems: true, maxItems: roles.length, examples: [['agent']] }),
  unit: nullable(Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' })),
  district: place,
  cleared: Type.Boolean(),
};
export const NewAccountBody = strict({
  username: id,
  displayName: changeable.displayName,
  roles: changeable.roles,
  unit: Type.Optional(changeable.unit),
  district: Type.Optional(changeable.district),
  cleared: Type.Optional(changeable.cleared),
});
export const AccountChangeBody = Type.Partial(strict({ ...changeable, disabled: Type.Boolean() }), {
  additionalProperties: false,
});

export const AccountQuery = strict({
  ...pageQuery,
  role: Type.Optional(word(roles)),
  unit: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
  disabled: Type.Optional(YesNo),
});
export const AccountRow = strict({
  username: Type.String(),
  displayName: Type.String(),
  roles: Roles,
  unit: nullable(Type.String()),
  district: nullable(Type.String()),
  cleared: Type.Boolean(),
  disabled: Type.Boolean(),
  mustChangePassword: Type.Boolean(),
  secondFactor: Type.Boolean(),
  createdAt: Instant,
});
export type AccountRow = Static<typeof AccountRow>;
export const AccountPage = pageOf(AccountRow);
/** The password is told this once. */
export const AccountMade = strict({ account: AccountRow, password: Type.String() });

export const accountRow = (account: Account): AccountRow => ({
  username: account.id,
  displayName: account.displayName,
  roles: account.roles,
  unit: account.unit,
  district: account.district,
  cleared: account.cleared,
  disabled: account.disabled,
  mustChangePassword: account.mustChangePassword,
  secondFactor: account.totpSecret !== null,
  createdAt: account.createdAt,
});

export const Enrolment = strict({
  secret: Type.String({ description: 'Base32, for who types it' }),
  uri: Type.String({ description: '`otpauth://`, for the picture that an app reads' }),
});
export const SecondFactorState = strict({
  enrolled: Type.Boolean(),
  required: Type.Boolean({ description: 'whether a role of the account must have it' }),
  recoveryCodesLeft: Type.Integer(),
});
export const RecoveryCodes = strict({ recoveryCodes: list(Type.String()) });
export const SecondFactorRoles = strict({
  roles: Type.Array(word(roles), { uniqueItems: true, maxItems: roles.length }),
});
