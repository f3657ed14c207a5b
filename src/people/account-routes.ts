import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { nameOnRecord } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import type { AgentId } from '../acd/model.ts';
import { limitOf, NoBody, yesNo } from '../lib/wire.ts';
import { badCursor, readCursor } from '../store/page.ts';
import type { UnitId } from '../units/model.ts';
import { type By, isRefusal } from './accounts.ts';
import type { AccountChange } from './model.ts';
import type { PeopleService } from './service.ts';
import {
  AccountChangeBody,
  AccountMade,
  AccountPage,
  AccountParams,
  AccountQuery,
  AccountRow,
  AccountSessionParams,
  accountRow,
  NewAccountBody,
  SecondFactorRoles,
  SessionList,
  sessionRow,
} from './wire.ts';

export type AccountRouteDeps = { readonly people: PeopleService };

const tags = ['accounts'];
const reading = { right: 'accounts.read' } as const;
const nothing = { 204: Type.Null() };
const noSuchAccount = { code: 'H12_NO_SUCH_ACCOUNT', why: 'there is no such account' };
const errors = ['H12_NO_SUCH_ACCOUNT'];

const byOf = (request: { who(): { readonly actor: Actor }; readonly ip: string }): By => ({
  actor: request.who().actor,
  address: request.ip,
});

const listAccounts = {
  config: { ...reading, errors: ['H12_BAD_CURSOR'] },
  schema: {
    tags,
    summary: 'Accounts, newest first',
    querystring: AccountQuery,
    response: { 200: AccountPage },
  },
} as const;
const oneAccount = {
  config: { ...reading, errors },
  schema: { tags, summary: 'One account', params: AccountParams, response: { 200: AccountRow } },
} as const;
const newAccount = {
  config: { right: 'accounts.write', errors: ['H12_ACCOUNT_EXISTS', 'H12_BAD_ACCOUNT'] },
  schema: {
    tags,
    summary: 'Make an account; its password is told this once, and is changed at the first sign-in',
    body: NewAccountBody,
    response: { 201: AccountMade },
  },
} as const;
const changeAccount = {
  config: { right: 'accounts.write', errors: [...errors, 'H12_LAST_ADMINISTRATOR'] },
  schema: {
    tags,
    summary: 'Change name, roles, unit, district, clearance; disabling ends the sessions at once',
    params: AccountParams,
    body: AccountChangeBody,
    response: { 200: AccountRow },
  },
} as const;
const resetPassword = {
  config: { right: 'accounts.write', errors },
  schema: {
    tags,
    summary: 'A new password, told this once; all sessions of the account end',
    params: AccountParams,
    body: NoBody,
    response: { 200: AccountMade },
  },
} as const;
const unlock = {
  config: { right: 'accounts.write', errors },
  schema: {
    tags,
    summary: 'Let a name sign in again after too many failed tries',
    params: AccountParams,
    body: NoBody,
    response: nothing,
  },
} as const;
const removeSecondFactor = {
  config: { right: 'accounts.write', errors: [...errors, 'H12_NO_SECOND_FACTOR'] },
  schema: {
    tags,
    summary: 'Remove a second factor that its owner has lost; all sessions of the account end',
    params: AccountParams,
    response: nothing,
  },
} as const;
const accountSessions = {
  config: { ...reading, errors },
  schema: {
    tags,
    summary: "An account's sessions, newest first",
    params: AccountParams,
    response: { 200: SessionList },
  },
} as const;
const endSession = {
  config: { right: 'accounts.write', errors: ['H12_NO_SUCH_SESSION'] },
  schema: { tags, summary: 'End a session', params: AccountSessionParams, response: nothing },
} as const;
const requiredRoles = {
  config: reading,
  schema: {
    tags,
    summary: 'Roles whose people must have a second factor',
    response: { 200: SecondFactorRoles },
  },
} as const;
const requireRoles = {
  config: { right: 'accounts.write' },
  schema: {
    tags,
    summary: 'Require a second factor of roles; who has none is led to enrol before anything else',
    body: SecondFactorRoles,
    response: { 200: SecondFactorRoles },
  },
} as const;

/** The administration of accounts. */
export const accountRoutes =
  (deps: AccountRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { accounts } = deps.people;
    app.get('/accounts', listAccounts, (request, reply) => {
      const { cursor, role, unit, disabled } = request.query;
      const after = readCursor(cursor);
      if (after === null) return reply.refuse(badCursor);
      const filter = { role, unit, disabled: yesNo(disabled) };
      const page = accounts.list(filter, after, { limit: limitOf(request.query) });
      return { ...page, items: page.items.map(accountRow) };
    });
    app.get('/accounts/:id', oneAccount, (request, reply) => {
      const account = accounts.read(request.params.id);
      return account === null ? reply.refuse(noSuchAccount) : accountRow(account);
    });
    app.register(changes(deps));
    app.register(helps(deps));
    app.register(sessions(deps));
    app.register(requirement(deps));
    done();
  };

const changes =
  ({ people: { accounts } }: AccountRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post('/accounts', newAccount, async (request, reply) => {
      const { unit = null, ...rest } = request.body;
      const made = await accounts.create({ ...rest, unit: unit as UnitId | null }, byOf(request));
      if (isRefusal(made)) return reply.refuse(made);
      reply.code(201);
      return { account: accountRow(made.account), password: made.password };
    });
    app.patch('/accounts/:id', changeAccount, (request, reply) => {
      const changed = accounts.change(request.params.id, request.body as AccountChange, byOf(request));
      return isRefusal(changed) ? reply.refuse(changed) : accountRow(changed);
    });
    app.post('/accounts/:id/reset-password', resetPassword, async (request, reply) => {
      const made = await accounts.resetPassword(request.params.id, byOf(request));
      if (isRefusal(made)) return reply.refuse(made);
      return {
        account: accountRow({ ...made.account, mustChangePassword: true }),
        password: made.password,
      };
    });
    done();
  };

const helps =
  ({ people: { accounts } }: AccountRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post('/accounts/:id/unlock', unlock, (request, reply) => {
      const refusal = accounts.unlock(request.params.id, byOf(request));
      if (refusal !== null) return reply.refuse(refusal);
      reply.code(204);
      return null;
    });
    app.delete('/accounts/:id/second-factor', removeSecondFactor, (request, reply) => {
      const refusal = accounts.removeSecondFactor(request.params.id, byOf(request));
      if (refusal !== null) return reply.refuse(refusal);
      reply.code(204);
      return null;
    });
    done();
  };

const sessions =
  ({ people }: AccountRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { accounts } = people;
    app.get('/accounts/:id/sessions', accountSessions, (request, reply) => {
      const account = accounts.read(request.params.id);
      if (account === null) return reply.refuse(noSuchAccount);
      const { session } = request.who();
      return { items: people.sessionsOf(account.id).map((one) => sessionRow(one, session)) };
    });
    app.delete('/accounts/:id/sessions/:session', endSession, (request, reply) => {
      const { id, session } = request.params;
      const { actor, address } = byOf(request);
      const refusal = people.endSession(id as AgentId, session, actor, address);
      if (refusal !== null) return reply.refuse(refusal);
      reply.code(204);
      return null;
    });
    done();
  };

/** Which roles must have a second factor. */
const requirement =
  ({ people }: AccountRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { secondFactor } = people;
    app.get('/second-factor-roles', requiredRoles, () => ({ roles: [...secondFactor.requiredRoles()] }));
    app.put('/second-factor-roles', requireRoles, (request) => {
      secondFactor.requireFor(request.body.roles, nameOnRecord(request.who().actor));
      return { roles: [...secondFactor.requiredRoles()] };
    });
    done();
  };
