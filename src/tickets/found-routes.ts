import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { Static } from 'typebox';
import type { Actor } from '../access/model.ts';
import { type EpochMs, epochMs, periodOf } from '../lib/time.ts';
import { limitOf } from '../lib/wire.ts';
import { badCursor, type Position, readCursor } from '../store/page.ts';
import type { AlertStore } from './alert-store.ts';
import type { DueFilter, FoundFilter } from './finding.ts';
import type { FoundService } from './found-service.ts';
import {
  CountList,
  CountQuery,
  countRow,
  DuePage,
  DueQuery,
  dueRow,
  FoundPage,
  FoundQuery,
  foundRow,
  NoticePage,
  NoticeQuery,
  noticeRow,
  ReckoningList,
} from './found-wire.ts';

export type FoundRouteDeps = {
  readonly found: FoundService;
  readonly notices: Pick<AlertStore, 'reckonings'>;
  readonly now: () => EpochMs;
  /** IANA name: what a day is. */
  readonly timeZone: string;
};

const tags = ['tickets'];
const config = { right: 'ticket.life', errors: ['H12_BAD_CURSOR'] } as const;

/** Tickets that are looked for, what is due, what was raised about it, and figures. */
export const foundRoutes =
  (deps: FoundRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/tickets/found',
      {
        config,
        schema: {
          tags,
          summary: 'Tickets by words, number, caller, unit, kind, state and due date, newest first',
          description: 'With `figure`, the parts behind a figure of `/tickets/statistics`.',
          querystring: FoundQuery,
          response: { 200: FoundPage },
        },
      },
      async (request, reply) => {
        const after = placeAsked(request.query.cursor);
        if (after === undefined) return reply.refuse(badCursor);
        const { actor } = request.who();
        const filter = filterOf(actor, request.query, deps.timeZone);
        const page = await deps.found.find(actor, filter, { after, limit: limitOf(request.query) });
        return { ...page, items: page.items.map((line) => foundRow(actor, line)) };
      },
    );
    app.register(dueRoute(deps));
    app.register(noticeRoutes(deps));
    app.register(countRoute(deps));
    done();
  };

/** Null: from the beginning; undefined: a cursor that was made up. */
function placeAsked(cursor: string | undefined): Position | null | undefined {
  if (cursor === undefined) return null;
  return readCursor(cursor) ?? undefined;
}

type Asked = Omit<Static<typeof FoundQuery>, 'limit' | 'cursor'>;

/** What is asked for. Whoever may not know who the citizen is finds no ticket by it either. */
export function filterOf(actor: Actor, asked: Asked, timeZone: string): FoundFilter {
  const { since, until, dueSince, dueUntil, callerNumber, callerName, unread, ...rest } = asked;
  const due = periodOf({ since: dueSince, until: dueUntil }, timeZone);
  const knows = actor.roles.some((role) => byCitizen.has(role));
  const hidden = '-';
  return {
    ...rest,
    unread: unreadOf(unread),
    ...periodOf({ since, until }, timeZone),
    ...{ dueSince: due.since, dueUntil: due.until },
    callerNumber: knows || callerNumber === undefined ? callerNumber : hidden,
    callerName: knows || callerName === undefined ? callerName : hidden,
  };
}

const unreadOf = (asked: 'true' | undefined): true | undefined => (asked === undefined ? undefined : true);

const byCitizen: ReadonlySet<string> = new Set(['agent', 'shiftLeader', 'managementOffice']);

const dueRoute =
  ({ found, now }: FoundRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/tickets/due',
      {
        config,
        schema: {
          tags,
          summary: 'What is due, by when and by which rule, the soonest first',
          description: '`mine`: what this person’s unit, office or the call centre has to do.',
          querystring: DueQuery,
          response: { 200: DuePage },
        },
      },
      async (request, reply) => {
        const { limit, cursor, mine, unread, ...asked } = request.query;
        const after = placeAsked(cursor);
        if (after === undefined) return reply.refuse(badCursor);
        const { actor } = request.who();
        const filter = { ...asked, unread: unreadOf(unread), ...(mine === 'true' ? dutiesFor(actor) : {}) };
        const page = await found.due(actor, filter, { after, limit: limitOf({ limit }) });
        return { ...page, items: page.items.map((line) => dueRow(actor, line, now())) };
      },
    );
    done();
  };

/** Whose duties are this person's own. */
function dutiesFor(actor: Actor): DueFilter {
  if (actor.roles.includes('managementOffice')) return { office: null };
  if (actor.roles.includes('districtOffice')) return { office: actor.district ?? '-' };
  if (actor.roles.includes('agent') || actor.roles.includes('shiftLeader')) return { owner: 'centre' };
  return { owner: 'unit' };
}

const noticeRoutes =
  ({ found, notices }: FoundRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/tickets/notices',
      {
        config,
        schema: {
          tags,
          summary: 'Reminders, cards, escalations and deadlines that moved, the latest first',
          querystring: NoticeQuery,
          response: { 200: NoticePage },
        },
      },
      async (request, reply) => {
        const after = placeAsked(request.query.cursor);
        if (after === undefined) return reply.refuse(badCursor);
        const { kind, at } = request.query;
        const filter = { kind, at: at === undefined ? undefined : Number(at) };
        const page = await found.notices(request.who().actor, filter, {
          after,
          limit: limitOf(request.query),
        });
        return { ...page, items: page.items.map(noticeRow) };
      },
    );
    app.get(
      '/tickets/reckonings',
      {
        config: { right: 'ticket.figures' },
        schema: {
          tags,
          summary: 'Changes of the calendar and of limits, and how many tickets each has moved',
          response: { 200: ReckoningList },
        },
      },
      () => notices.reckonings(50),
    );
    done();
  };

/** A year, which is what is counted when nothing is said. */
const yearMs = 366 * 86_400_000;

const countRoute =
  ({ found, now, timeZone }: FoundRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/tickets/statistics',
      {
        config: { right: 'ticket.figures' },
        schema: {
          tags,
          summary:
            'Parts received in a period, by unit, topic or district: on time, satisfaction, returns, urgings',
          description:
            'Each figure is found again as `figure` of `/tickets/found` with the same period and key.',
          querystring: CountQuery,
          response: { 200: CountList },
        },
      },
      async (request) => {
        const { by, ...period } = request.query;
        const { since = epochMs(now() - yearMs), until = epochMs(now() + 1) } = periodOf(period, timeZone);
        return (await found.count(request.who().actor, by, { since, until })).map(countRow);
      },
    );
    done();
  };
