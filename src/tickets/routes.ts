import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { nameOnRecord } from '../access/decide.ts';
import type { Audit } from '../audit/model.ts';
import type { TicketNo } from '../calls/model.ts';
import { type EpochMs, periodOf } from '../lib/time.ts';
import { limitOf, surveyLevelOf } from '../lib/wire.ts';
import { badCursor, readCursor } from '../store/page.ts';
import type { TicketStore } from './store.ts';
import { TicketPage, TicketParams, TicketQuery, TicketRow, ticketRow } from './wire.ts';

export type TicketRouteDeps = {
  readonly tickets: TicketStore;
  /** IANA name: what a day is. */
  readonly timeZone: string;
  readonly audit: Audit;
  readonly now: () => EpochMs;
};

const config = { right: 'tickets.read', errors: ['H12_BAD_CURSOR', 'H12_NO_SUCH_TICKET'] } as const;
const tags = ['tickets'];

/** Tickets: list and one. */
export const ticketRoutes =
  (deps: TicketRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.register(listRoute(deps));
    app.register(oneRoute(deps));
    done();
  };

const listRoute =
  ({ tickets, timeZone }: TicketRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/tickets',
      {
        config,
        schema: {
          tags,
          summary: 'Tickets, newest first; who is to be called back stands in /call-backs',
          querystring: TicketQuery,
          response: { 200: TicketPage },
        },
      },
      (request, reply) => {
        const { cursor, state, surveyLevel } = request.query;
        const after = readCursor(cursor);
        if (after === null) return reply.refuse(badCursor);
        const { actor } = request.who();
        const filter = {
          state,
          level: actor.cleared ? undefined : ('ordinary' as const),
          surveyLevel: surveyLevelOf(surveyLevel),
          ...periodOf(request.query, timeZone),
        };
        const page = tickets.list(filter, after, { limit: limitOf(request.query) });
        return { ...page, items: page.items.map((ticket) => ticketRow(actor, ticket)) };
      },
    );
    done();
  };

const oneRoute =
  ({ tickets, audit, now }: TicketRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/tickets/:no',
      {
        config,
        schema: { tags, summary: 'One ticket', params: TicketParams, response: { 200: TicketRow } },
      },
      (request, reply) => {
        const { actor } = request.who();
        const no = request.params.no as TicketNo;
        const ticket = tickets.readFor(actor, no);
        if (ticket === null)
          return reply.refuse({ code: 'H12_NO_SUCH_TICKET', why: 'there is no such ticket' });
        // Whoever reads what only the cleared may read is on the record (Art. 20).
        if (actor.cleared && tickets.readFor({ cleared: false }, no) === null)
          audit({
            ...{ at: now(), actor: nameOnRecord(actor), action: 'ticket.read', target: no },
            ...{ outcome: 'done', address: request.ip },
          });
        return ticketRow(actor, ticket);
      },
    );
    done();
  };
