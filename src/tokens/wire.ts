import { type Static, Type } from 'typebox';
import { rightNames } from '../access/roles.ts';
import { Instant, list, nullable, pageOf, pageQuery, strict, word } from '../lib/wire.ts';
import { type Token, tokenRights } from './model.ts';

export const TokenParams = strict({ id: Type.String({ pattern: '^T[0-9a-f]{12}$' }) });
export const TokenQuery = strict(pageQuery);
export const NewTokenBody = strict({
  name: Type.String({ minLength: 1, maxLength: 64, examples: ['Prometheus'] }),
  rights: Type.Array(word(tokenRights), { minItems: 1, uniqueItems: true, examples: [['metrics.read']] }),
  expiresAt: Type.Integer({ minimum: 0, description: 'milliseconds since 1970; within a year' }),
});

export const TokenRow = strict({
  id: Type.String(),
  account: Type.String({ description: 'who made it, and whose rights are its limit' }),
  name: Type.String(),
  rights: list(word(rightNames)),
  createdAt: Instant,
  expiresAt: Instant,
  lastUsedAt: nullable(Instant),
  revokedAt: nullable(Instant),
});
export type TokenRow = Static<typeof TokenRow>;
export const TokenPage = pageOf(TokenRow);
/** The secret is told this once. */
export const TokenMade = strict({ token: TokenRow, secret: Type.String() });

export const tokenRow = ({ key: _, ...token }: Token): TokenRow => token;
