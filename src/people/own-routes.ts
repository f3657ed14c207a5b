import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { NoBody } from '../lib/wire.ts';
import { type Accounts, isRefusal } from './accounts.ts';
import type { Account, SignedIn } from './model.ts';
import type { PeopleService } from './service.ts';
import {
  ChangePasswordBody,
  CodeBody,
  Enrolment,
  PasswordBody,
  RecoveryCodes,
  SecondFactorState,
  SessionList,
  SessionParams,
  sessionRow,
} from './wire.ts';

export type OwnRouteDeps = { readonly people: PeopleService };

const tags = ['session'];
const nothing = { 204: Type.Null() };
/** What a wrong or a too often tried password is refused with. */
const passwordErrors = ['H12_WRONG_PASSWORD', 'H12_TOO_MANY_SIGN_INS', 'H12_SIGN_IN_BUSY'];

const changePassword = {
  config: { right: 'session.own', errors: [...passwordErrors, 'H12_PASSWORD_UNCHANGED', 'H12_BAD_ACCOUNT'] },
  schema: {
    tags,
    summary: 'Change the own password; other sessions end',
    body: ChangePasswordBody,
    response: nothing,
  },
} as const;
const ownSessions = {
  config: { right: 'session.own' },
  schema: { tags, summary: 'The own sessions, newest first', response: { 200: SessionList } },
} as const;
const endOwnSession = {
  config: { right: 'session.own', errors: ['H12_NO_SUCH_SESSION'] },
  schema: { tags, summary: 'End one of the own sessions', params: SessionParams, response: nothing },
} as const;
const secondFactorState = {
  config: { right: 'session.own' },
  schema: { tags, summary: 'The own second factor', response: { 200: SecondFactorState } },
} as const;
const beginEnrolment = {
  config: { right: 'session.own', errors: ['H12_HAS_SECOND_FACTOR'] },
  schema: {
    tags,
    summary: 'Begin to enrol an authenticator app (RFC 6238)',
    description: 'Nothing changes until a code of the app has come back with PUT.',
    body: NoBody,
    response: { 200: Enrolment },
  },
} as const;
const confirmEnrolment = {
  config: { right: 'session.own', errors: ['H12_WRONG_CODE', 'H12_NO_SECOND_FACTOR'] },
  schema: {
    tags,
    summary: 'Confirm the app by its first code; recovery codes are told this once',
    body: CodeBody,
    response: { 200: RecoveryCodes },
  },
} as const;
const newCodes = {
  config: { right: 'session.own', errors: [...passwordErrors, 'H12_NO_SECOND_FACTOR'] },
  schema: {
    tags,
    summary: 'New recovery codes; the former ones serve no more',
    body: PasswordBody,
    response: { 200: RecoveryCodes },
  },
} as const;
const removeFactor = {
  config: {
    right: 'session.own',
    errors: [...passwordErrors, 'H12_NO_SECOND_FACTOR', 'H12_SECOND_FACTOR_REQUIRED'],
  },
  schema: { tags, summary: 'Remove the second factor', body: PasswordBody, response: nothing },
} as const;

/** One's own security: password, sessions, second factor. Also for who must first do one of these. */
export const ownRoutes =
  (deps: OwnRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { people } = deps;
    const { accounts } = people;
    app.put('/session/password', changePassword, async (request, reply) => {
      const who = request.who();
      const by = { actor: who.actor, address: request.ip };
      const refusal = await accounts.changePassword(who, request.body, by);
      if (refusal !== null) return reply.refuse(refusal);
      reply.code(204);
      return null;
    });
    app.get('/session/sessions', ownSessions, (request) => {
      const { actor, session } = request.who();
      return { items: people.sessionsOf(actor.id).map((one) => sessionRow(one, session)) };
    });
    app.delete('/session/sessions/:session', endOwnSession, (request, reply) => {
      const { actor } = request.who();
      const refusal = people.endSession(actor.id, request.params.session, actor, request.ip);
      if (refusal !== null) return reply.refuse(refusal);
      reply.code(204);
      return null;
    });
    app.register(secondFactorRoutes(deps));
    done();
  };

/** The account of who asks. @throws when it is gone meanwhile: a bug, accounts are never removed */
function own(accounts: Accounts, { actor }: SignedIn): Account {
  const account = accounts.read(actor.id);
  if (account === null) throw new Error('whoever is signed in has no account');
  return account;
}

const secondFactorRoutes =
  ({ people }: OwnRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { secondFactor, accounts } = people;
    const path = '/session/second-factor';
    app.get(path, secondFactorState, (request) => {
      const account = own(accounts, request.who());
      return {
        enrolled: account.totpSecret !== null,
        required: secondFactor.isRequiredOf(account),
        recoveryCodesLeft: secondFactor.recoveryCodesLeft(account.id),
      };
    });
    app.post(path, beginEnrolment, (request, reply) => {
      const offered = secondFactor.begin(own(accounts, request.who()));
      return isRefusal(offered) ? reply.refuse(offered) : offered;
    });
    app.put(path, confirmEnrolment, (request, reply) => {
      const codes = secondFactor.confirm(request.who().actor.id, request.body.code);
      return isRefusal(codes) ? reply.refuse(codes) : { recoveryCodes: codes };
    });
    app.register(withPassword({ people }));
    done();
  };

/** What an open screen alone may not do: the password is asked for again. */
const withPassword =
  ({ people }: OwnRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { secondFactor, accounts } = people;
    app.post('/session/second-factor/recovery-codes', newCodes, async (request, reply) => {
      const who = request.who();
      const by = { actor: who.actor, address: request.ip };
      const wrong = await accounts.confirmPassword(who, request.body.password, by);
      if (wrong !== null) return reply.refuse(wrong);
      const codes = secondFactor.newRecoveryCodes(own(accounts, who));
      return isRefusal(codes) ? reply.refuse(codes) : { recoveryCodes: codes };
    });
    app.post('/session/second-factor/remove', removeFactor, async (request, reply) => {
      const who = request.who();
      const by = { actor: who.actor, address: request.ip };
      const wrong = await accounts.confirmPassword(who, request.body.password, by);
      if (wrong !== null) return reply.refuse(wrong);
      const account = own(accounts, who);
      if (account.totpSecret !== null && secondFactor.isRequiredOf(account))
        return reply.refuse({ code: 'H12_SECOND_FACTOR_REQUIRED', why: 'your role must have one' });
      const refusal = secondFactor.remove(account, account.id);
      if (refusal !== null) return reply.refuse(refusal);
      reply.code(204);
      return null;
    });
    done();
  };
