import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { whoAsks } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import { type EpochMs, epochMs } from '../lib/time.ts';
import { limitOf } from '../lib/wire.ts';
import { badCursor, type Page, type PageAsked, type Position, readCursor } from '../store/page.ts';
import type { CallerEntryId } from './model.ts';
import { type ProposalRouteDeps, proposalRoutes } from './proposal-routes.ts';
import type { CallerFilter } from './store.ts';
import {
  CallerPage,
  CallerPageQuery,
  CallerParams,
  CallerQuery,
  CallerRecord,
  CallerRow,
  callerRecord,
  callerRow,
  NewCallerBody,
  ReasonBody,
  ReviewBody,
  type TreatedCall,
  TreatedCallPage,
} from './wire.ts';

export type CallerRouteDeps = ProposalRouteDeps & {
  /** Calls that were treated by an entry, newest first; those that this person may know of. */
  readonly treated: (
    actor: Actor,
    entry: CallerEntryId,
    asked: PageAsked & { readonly after: Position },
  ) => Page<TreatedCall>;
};

const tags = ['callers'];
const noSuch = { code: 'H12_NO_SUCH_CALLER', why: 'there is no such entry' };
const reading = { right: 'callers.read', errors: ['H12_BAD_CURSOR', noSuch.code] } as const;
const editing = (...errors: readonly string[]) => ({ right: 'callers.edit', errors }) as const;

const listing = {
  config: reading,
  schema: {
    tags,
    summary: 'Numbers on lists, newest first; those that are over stay on the record',
    querystring: CallerQuery,
    response: { 200: CallerPage },
  },
} as const;
const one = {
  config: reading,
  schema: {
    tags,
    summary: 'One of them, with its reviews',
    params: CallerParams,
    response: { 200: CallerRecord },
  },
} as const;
const treatedCalls = {
  config: reading,
  schema: {
    tags,
    summary: 'The calls that were treated by it, newest first',
    params: CallerParams,
    querystring: CallerPageQuery,
    response: { 200: TreatedCallPage },
  },
} as const;
const adding = {
  config: editing('H12_CALLER_NUMBER', 'H12_CALLER_PROTECTED', 'H12_CALLER_EXPIRY', 'H12_CALLER_LISTED'),
  schema: {
    tags,
    summary: 'Put a number on a list; it holds for the next call',
    body: NewCallerBody,
    response: { 201: CallerRow },
  },
} as const;
const removing = {
  config: editing(noSuch.code, 'H12_CALLER_OVER'),
  schema: {
    tags,
    summary: 'Take it off the list; the entry stays on the record',
    params: CallerParams,
    body: ReasonBody,
    response: { 200: CallerRow },
  },
} as const;
const reviewing = {
  config: editing(noSuch.code, 'H12_CALLER_OVER', 'H12_CALLER_EXPIRY'),
  schema: {
    tags,
    summary: 'Look at it again: it ends sooner or later than it would',
    params: CallerParams,
    body: ReviewBody,
    response: { 200: CallerRow },
  },
} as const;

const idOf = (request: FastifyRequest<{ Params: { entry: string } }>): CallerEntryId =>
  Number(request.params.entry) as CallerEntryId;

export const instantOrNull = (ms: number | null): EpochMs | null => (ms === null ? null : epochMs(ms));

/** The lists of callers: looked at, added to, removed from, reviewed; and what is proposed for them. */
export const callerRoutes =
  (deps: CallerRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.register(looking(deps));
    app.register(changing(deps));
    app.register(proposalRoutes(deps));
    done();
  };

const looking =
  ({ store, treated, nameOf, now }: CallerRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get('/callers', listing, (request, reply) => {
      const { cursor, kind, number, state } = request.query;
      const after = readCursor(cursor);
      if (after === null) return reply.refuse(badCursor);
      const at = now();
      const filter: CallerFilter = {
        ...{ kind, number },
        inForceAt: state === 'inForce' ? at : undefined,
        overAt: state === 'over' ? at : undefined,
      };
      const page = store.list(filter, { after, limit: limitOf(request.query) });
      return { ...page, items: page.items.map((entry) => callerRow(entry, nameOf, at)) };
    });
    app.get('/callers/:entry', one, (request, reply) => {
      const entry = store.read(idOf(request));
      if (entry === null) return reply.refuse(noSuch);
      return callerRecord(callerRow(entry, nameOf, now()), store.reviews(entry.id), nameOf);
    });
    app.get('/callers/:entry/calls', treatedCalls, (request, reply) => {
      const after = readCursor(request.query.cursor);
      if (after === null) return reply.refuse(badCursor);
      const entry = store.read(idOf(request));
      if (entry === null) return reply.refuse(noSuch);
      return treated(request.who().actor, entry.id, { after, limit: limitOf(request.query) });
    });
    done();
  };

const changing =
  ({ lists, nameOf, now }: CallerRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post('/callers', adding, (request, reply) => {
      const expiresAt = instantOrNull(request.body.expiresAt);
      const added = lists.add({ ...request.body, expiresAt }, whoAsks(request));
      if (!added.ok) return reply.refuse(added.refusal);
      reply.code(201);
      return callerRow(added.value, nameOf, now());
    });
    app.post('/callers/:entry/remove', removing, (request, reply) => {
      const removed = lists.remove(idOf(request), request.body.reason, whoAsks(request));
      return removed.ok ? callerRow(removed.value, nameOf, now()) : reply.refuse(removed.refusal);
    });
    app.post('/callers/:entry/review', reviewing, (request, reply) => {
      const { reason: why, expiresAt } = request.body;
      const asked = { why, expiresAt: instantOrNull(expiresAt) };
      const reviewed = lists.review(idOf(request), asked, whoAsks(request));
      return reviewed.ok ? callerRow(reviewed.value, nameOf, now()) : reply.refuse(reviewed.refusal);
    });
    done();
  };
