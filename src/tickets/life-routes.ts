import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { Actor } from '../access/model.ts';
import type { TicketNo } from '../calls/model.ts';
import { limitOf, list, strict } from '../lib/wire.ts';
import type { UnitId } from '../units/model.ts';
import type { Reckoning } from './life/limits.ts';
import type { LifeService } from './life-service.ts';
import type { LifeFilter, LifeStore } from './life-store.ts';
import { ActBody, actionOf, CaseView, ChangeRow, caseView, LifeLineRow, LifeQuery } from './life-wire.ts';
import { seesAll } from './see.ts';
import { TicketParams } from './wire.ts';

export type LifeRouteDeps = {
  readonly life: LifeService;
  readonly lives: Pick<LifeStore, 'find' | 'due'>;
  readonly reckoning: () => Reckoning;
};

const tags = ['tickets'];
const noSuchTicket = { code: 'H12_NO_SUCH_TICKET', why: 'there is no such ticket' };

/** The lives of tickets: one, what is done to it, and those that are looked for. */
export const lifeRoutes =
  (deps: LifeRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.register(readRoutes(deps));
    app.register(actRoute(deps));
    app.register(foundRoute(deps));
    done();
  };

const config = {
  right: 'ticket.life',
  errors: ['H12_NO_SUCH_TICKET', 'H12_TICKET_CHANGED', 'H12_BAD_CURSOR'],
} as const;

const readRoutes =
  ({ life, reckoning }: LifeRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const params = TicketParams;
    app.get(
      '/tickets/:no/life',
      { config, schema: { tags, summary: 'The life of one ticket', params, response: { 200: CaseView } } },
      (request, reply) => {
        const { actor } = request.who();
        const found = life.look(actor, request.params.no as TicketNo, request.ip);
        return found === null ? reply.refuse(noSuchTicket) : caseView(actor, found, reckoning());
      },
    );
    app.get(
      '/tickets/:no/changes',
      {
        config,
        schema: { tags, summary: 'Who changed it when', params, response: { 200: list(ChangeRow) } },
      },
      (request, reply) => {
        const no = request.params.no as TicketNo;
        if (life.look(request.who().actor, no, request.ip) === null) return reply.refuse(noSuchTicket);
        return life.changes(no).map((change) => ({ ...change, action: change.action.type }));
      },
    );
    done();
  };

const actRoute =
  ({ life, reckoning }: LifeRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/tickets/:no/actions',
      {
        config,
        schema: {
          tags,
          summary: 'Do something to a ticket',
          description: 'Who may do what in which state, and by which article: docs/ticket-life.md.',
          params: TicketParams,
          body: ActBody,
          response: { 200: CaseView },
        },
      },
      (request, reply) => {
        const { actor } = request.who();
        const { version, action } = request.body;
        const asked = { version, action: actionOf(action), address: request.ip };
        const acted = life.act(actor, request.params.no as TicketNo, asked);
        return 'refusal' in acted ? reply.refuse(acted.refusal) : caseView(actor, acted.found, reckoning());
      },
    );
    done();
  };

const foundRoute =
  ({ lives }: LifeRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/tickets/found',
      {
        config,
        schema: {
          tags,
          summary: 'Tickets by words, state, unit and place; newest or most urgent first',
          querystring: LifeQuery,
          response: { 200: strict({ items: list(LifeLineRow) }) },
        },
      },
      (request) => {
        const filter = seenBy(request.who().actor, request.query);
        if (filter === null) return { items: [] };
        const found = request.query.order === 'due' ? lives.due : lives.find;
        return { items: found(filter, limitOf(request.query)) };
      },
    );
    done();
  };

type Asked = Omit<LifeFilter, 'confidential' | 'unit'> & { readonly unit?: string | undefined };

/** What is asked for, narrowed to what this person may see; null: nothing. */
function seenBy(actor: Actor, { text, stage, unit, district }: Asked): LifeFilter | null {
  const asked = { text, stage, unit: unit as UnitId | undefined, district, confidential: actor.cleared };
  if (seesAll(actor)) return asked;
  if (actor.roles.includes('districtOffice') && actor.district !== null)
    return district === undefined || district === actor.district
      ? { ...asked, district: actor.district }
      : null;
  if (actor.unit === null) return null;
  return unit === undefined || unit === actor.unit ? { ...asked, unit: actor.unit } : null;
}
