import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { decide, whoAsks } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import type { AgentId } from '../acd/model.ts';
import type { NameOf } from '../acd/wire.ts';
import type { CallId, PhoneNumber } from '../calls/model.ts';
import { CallParams } from '../calls/wire.ts';
import { type EpochMs, epochMs } from '../lib/time.ts';
import { limitOf } from '../lib/wire.ts';
import { badCursor, readCursor } from '../store/page.ts';
import type { ProposalId } from './model.ts';
import type { CallerLists } from './service.ts';
import type { CallerStore } from './store.ts';
import {
  AcceptBody,
  ProposalPage,
  ProposalParams,
  ProposalQuery,
  ProposalRow,
  proposalRow,
  ReasonBody,
  Reported,
} from './wire.ts';

/** A call as far as it can be reported. */
export type ReportedCall = {
  readonly id: CallId;
  readonly from: PhoneNumber | null;
  readonly agent: AgentId | null;
};

export type ProposalRouteDeps = {
  readonly lists: CallerLists;
  readonly store: CallerStore;
  /** A call that this person may know of; null: there is none. */
  readonly callFor: (actor: Actor, id: CallId) => ReportedCall | null;
  readonly nameOf: NameOf;
  readonly now: () => EpochMs;
};

const tags = ['callers'];
const deciding = (...errors: readonly string[]) =>
  ({ right: 'callers.edit', errors: ['H12_NO_SUCH_PROPOSAL', 'H12_DECIDED_ALREADY', ...errors] }) as const;

const listing = {
  config: { right: 'callers.read', errors: ['H12_BAD_CURSOR'] },
  schema: {
    tags,
    summary: 'Calls reported as harassing, newest first: those to be decided about, or those that were',
    querystring: ProposalQuery,
    response: { 200: ProposalPage },
  },
} as const;
const accepting = {
  config: deciding('H12_SAME_PERSON', 'H12_CALLER_EXPIRY', 'H12_CALLER_LISTED'),
  schema: {
    tags,
    summary: 'Put the number on a list',
    params: ProposalParams,
    body: AcceptBody,
    response: { 200: ProposalRow },
  },
} as const;
const dismissing = {
  config: deciding(),
  schema: {
    tags,
    summary: 'Leave the number alone',
    params: ProposalParams,
    body: ReasonBody,
    response: { 200: ProposalRow },
  },
} as const;
const reporting = {
  config: {
    right: 'callers.propose',
    errors: [
      ...['H12_NO_SUCH_CALL', 'H12_NOT_YOUR_CALL', 'H12_CALLER_WITHHELD'],
      ...['H12_ALREADY_REPORTED', 'H12_CALLER_NUMBER', 'H12_CALLER_PROTECTED'],
    ],
  },
  schema: {
    tags: ['calls'],
    summary: 'Report a call as harassing; somebody else decides whether the number is restricted',
    params: CallParams,
    body: ReasonBody,
    response: { 201: Reported },
  },
} as const;

const idOf = (request: FastifyRequest<{ Params: { proposal: string } }>): ProposalId =>
  Number(request.params.proposal) as ProposalId;

/** Who reports a call does not decide about it: that takes another right. */
export const proposalRoutes =
  (deps: ProposalRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { lists, store, nameOf } = deps;
    app.get('/caller-proposals', listing, (request, reply) => {
      const after = readCursor(request.query.cursor);
      if (after === null) return reply.refuse(badCursor);
      const isOpen = request.query.state !== 'decided';
      const page = store.proposals(isOpen, { after, limit: limitOf(request.query) });
      return { ...page, items: page.items.map((proposal) => proposalRow(proposal, nameOf)) };
    });
    app.post('/caller-proposals/:proposal/accept', accepting, (request, reply) => {
      const { expiresAt: ms, ...asked } = request.body;
      const expiresAt = ms === null ? null : epochMs(ms);
      const decided = lists.accept(idOf(request), { ...asked, expiresAt }, whoAsks(request));
      return decided.ok ? proposalRow(decided.value, nameOf) : reply.refuse(decided.refusal);
    });
    app.post('/caller-proposals/:proposal/dismiss', dismissing, (request, reply) => {
      const decided = lists.dismiss(idOf(request), request.body.reason, whoAsks(request));
      return decided.ok ? proposalRow(decided.value, nameOf) : reply.refuse(decided.refusal);
    });
    app.register(reports(deps));
    done();
  };

const reports =
  ({ lists, callFor }: ProposalRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post('/calls/:id/report-harassment', reporting, (request, reply) => {
      const { actor } = request.who();
      const call = callFor(actor, request.params.id as CallId);
      if (call === null) return reply.refuse({ code: 'H12_NO_SUCH_CALL', why: 'there is no such call' });
      if (!decide(actor, 'callers.propose', { agent: call.agent }).allow)
        return reply.refuse({ code: 'H12_NOT_YOUR_CALL', why: 'this call is not at your seat' });
      const made = lists.propose(call, request.body.reason, whoAsks(request));
      if (!made.ok) return reply.refuse(made.refusal);
      reply.code(201);
      return { id: made.value.id };
    });
    done();
  };
