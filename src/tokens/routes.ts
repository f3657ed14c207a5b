import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { epochMs } from '../lib/time.ts';
import { limitOf } from '../lib/wire.ts';
import { badCursor, readCursor } from '../store/page.ts';
import type { TokenId } from './model.ts';
import type { Tokens } from './service.ts';
import { NewTokenBody, TokenMade, TokenPage, TokenParams, TokenQuery, tokenRow } from './wire.ts';

export type TokenRouteDeps = { readonly tokens: Tokens };

const tags = ['tokens'];
const right = 'tokens.manage';

const listTokens = {
  config: { right, errors: ['H12_BAD_CURSOR'] },
  schema: {
    tags,
    summary: "Tokens, newest first: one's own, or everybody's",
    querystring: TokenQuery,
    response: { 200: TokenPage },
  },
} as const;
const newToken = {
  config: { right, errors: ['H12_BAD_EXPIRY', 'H12_MORE_THAN_MAKER'] },
  schema: {
    tags,
    summary: 'Make a token; its secret is told this once',
    body: NewTokenBody,
    response: { 201: TokenMade },
  },
} as const;
const revokeToken = {
  config: { right, errors: ['H12_NO_SUCH_TOKEN'] },
  schema: {
    tags,
    summary: 'Revoke a token; it is of no use from this moment',
    params: TokenParams,
    response: { 204: Type.Null() },
  },
} as const;

/** Tokens for machines. They are made and revoked by people alone. */
export const tokenRoutes =
  ({ tokens }: TokenRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get('/tokens', listTokens, (request, reply) => {
      const after = readCursor(request.query.cursor);
      if (after === null) return reply.refuse(badCursor);
      const page = tokens.list(request.who().actor, after, { limit: limitOf(request.query) });
      return { ...page, items: page.items.map(tokenRow) };
    });
    app.post('/tokens', newToken, (request, reply) => {
      const { name, rights, expiresAt } = request.body;
      const asked = { name, rights, expiresAt: epochMs(expiresAt) };
      const made = tokens.create(asked, request.who().actor, request.ip);
      if ('code' in made) return reply.refuse(made);
      reply.code(201);
      return { token: tokenRow(made.token), secret: made.secret };
    });
    app.delete('/tokens/:id', revokeToken, (request, reply) => {
      const refusal = tokens.revoke(request.params.id as TokenId, request.who().actor, request.ip);
      if (refusal !== null) return reply.refuse(refusal);
      reply.code(204);
      return null;
    });
    done();
  };
