import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { TicketNo } from '../calls/model.ts';
import { limitOf } from '../lib/wire.ts';
import { readCursor } from '../store/page.ts';
import type { TicketStore } from './store.ts';
import { TicketPage, TicketParams, TicketQuery, TicketRow, ticketRow } from './wire.ts';

const badCursor = { code: 'H12_BAD_CURSOR', why: 'the cursor is not one of ours' };

export type TicketRouteDeps = { readonly tickets: TicketStore };

/** Tickets: list and one. */
export const ticketRoutes =
  ({ tickets }: TicketRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const config = { right: 'tickets.read' } as const;
    const tags = ['tickets'];
    app.get(
      '/tickets',
      {
        config,
        schema: {
          tags,
          summary: 'Tickets, newest first; `callBack=true` is the call-back list',
          querystring: TicketQuery,
          response: { 200: TicketPage },
        },
      },
      (request, reply) => {
        const { cursor, state, callBack } = request.query;
        const after = readCursor(cursor);
        if (after === null) return reply.refuse(badCursor);
        const filter = { state, callBack: callBack === undefined ? undefined : callBack === 'true' };
        const page = tickets.list(filter, after, { limit: limitOf(request.query) });
        const { actor } = request.who();
        return { ...page, items: page.items.map((ticket) => ticketRow(actor, ticket)) };
      },
    );
    app.get(
      '/tickets/:no',
      {
        config,
        schema: { tags, summary: 'One ticket', params: TicketParams, response: { 200: TicketRow } },
      },
      (request, reply) => {
        const ticket = tickets.read(request.params.no as TicketNo);
        if (ticket === null)
          return reply.refuse({ code: 'H12_NO_SUCH_TICKET', why: 'there is no such ticket' });
        return ticketRow(request.who().actor, ticket);
      },
    );
    done();
  };
