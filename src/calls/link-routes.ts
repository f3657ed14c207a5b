import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from 'typebox';
import { numberFor } from '../access/mask.ts';
import type { Actor } from '../access/model.ts';
import { list, strict } from '../lib/wire.ts';
import { listStart } from '../store/page.ts';
import { TicketParams } from '../tickets/wire.ts';
import type { CallId, PhoneNumber, TicketNo } from './model.ts';
import { eyesOf } from './seen.ts';
import type { CallFilter, CallLine, CallStore } from './store.ts';
import { CallRow } from './wire.ts';

export type LinkRouteDeps = {
  readonly calls: Pick<CallStore, 'list'>;
  readonly life: {
    /** A ticket for who may see it; a look at a confidential one is on the record. */
    look(actor: Actor, no: TicketNo, address: string): { readonly calls: readonly CallId[] } | null;
  };
  readonly lives: { facts(no: TicketNo): { readonly callerNumber: PhoneNumber | null } | null };
};

/** So many of the same number, and so many of one's own. */
const most = 10;

const LinkableCall = strict({
  ...CallRow.properties,
  sameNumber: Type.Boolean({ description: "the ticket's citizen rang, or was rung" }),
});
type LinkableCall = Static<typeof LinkableCall>;

/** Which calls somebody may want to link to a ticket (`linkCall`, docs/ticket-life.md). */
export const linkRoutes =
  (deps: LinkRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/tickets/:no/linkable-calls',
      {
        config: { right: 'calls.read', errors: ['H12_NO_SUCH_TICKET'] },
        schema: {
          tags: ['tickets'],
          summary: 'Calls that can be linked to a ticket: the latest of the same number and one’s own',
          params: TicketParams,
          response: { 200: list(LinkableCall) },
        },
      },
      (request, reply) => {
        const { actor } = request.who();
        const no = request.params.no as TicketNo;
        const ticket = deps.life.look(actor, no, request.ip);
        if (ticket === null)
          return reply.refuse({ code: 'H12_NO_SUCH_TICKET', why: 'there is no such ticket' });
        const number = deps.lives.facts(no)?.callerNumber ?? null;
        return linkable(deps.calls, actor, { linked: ticket.calls, number });
      },
    );
    done();
  };

/** Newest first, each once; those that are linked already are left out. */
function linkable(
  calls: LinkRouteDeps['calls'],
  actor: Actor,
  { linked, number }: { readonly linked: readonly CallId[]; readonly number: PhoneNumber | null },
): readonly LinkableCall[] {
  const latest = (filter: CallFilter): readonly CallLine[] =>
    calls.list(filter, eyesOf(actor), { after: listStart, limit: most + linked.length }).items;
  const ofNumber = number === null ? [] : latest({ from: number });
  const found = new Map([...ofNumber, ...latest({ agent: actor.id })].map((line) => [line.id, line]));
  for (const id of linked) found.delete(id);
  const same = new Set(ofNumber.map(({ id }) => id));
  return [...found.values()]
    .toSorted((a, b) => b.arrivedAt - a.arrivedAt || (a.id < b.id ? 1 : -1))
    .slice(0, 2 * most)
    .map((line) => ({ ...line, from: numberFor(actor, line.from, line), sameNumber: same.has(line.id) }));
}
