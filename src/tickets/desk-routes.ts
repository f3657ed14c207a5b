import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Actor } from '../access/model.ts';
import type { TicketNo } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { Instant, list, nullable, strict } from '../lib/wire.ts';
import type { DeskStore } from './desk-store.ts';
import type { Content } from './life/model.ts';
import type { LifeService } from './life-service.ts';
import { ContentBody } from './life-wire.ts';
import { PlainName, TicketParams } from './wire.ts';

export type DeskRouteDeps = {
  readonly desk: DeskStore;
  readonly life: Pick<LifeService, 'look'>;
  readonly now: () => EpochMs;
};

const tags = ['tickets'];
const noSuchTicket = { code: 'H12_NO_SUCH_TICKET', why: 'there is no such ticket' };
const noSuchView = { code: 'H12_NO_SUCH_VIEW', why: 'there is no such view' };

const Draft = strict({
  version: Type.Integer({ minimum: 1 }),
  content: Type.Partial(ContentBody),
});
const DraftRow = strict({ ...Draft.properties, savedAt: Instant });
const ViewName = PlainName;
const ViewParams = strict({ name: ViewName });
const ViewBody = strict({
  name: ViewName,
  query: Type.Record(Type.String({ pattern: '^[A-Za-z]{1,20}$' }), Type.String({ maxLength: 200 }), {
    maxProperties: 20,
  }),
});
const ViewRow = strict({ name: ViewName, query: Type.Record(Type.String(), Type.String()) });

/** What each person keeps for itself: drafts while typing, views of the lists. */
export const deskRoutes =
  (deps: DeskRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.register(draftRoutes(deps));
    app.register(viewRoutes(deps));
    done();
  };

const draftRoutes =
  ({ desk, life, now }: DeskRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const config = { right: 'ticket.open', errors: ['H12_NO_SUCH_TICKET'] } as const;
    const params = TicketParams;
    const response = { 200: nullable(DraftRow) };
    const asked = askedOf(life);
    app.get(
      '/tickets/:no/draft',
      { config, schema: { tags, summary: 'What this person has typed and not filed', params, response } },
      (request, reply) => {
        const of = asked(request);
        return of === null ? reply.refuse(noSuchTicket) : desk.draft(of.no, of.actor.id);
      },
    );
    app.put(
      '/tickets/:no/draft',
      { config, schema: { tags, summary: 'Keep what is typed', params, body: Draft, response } },
      (request, reply) => {
        const of = asked(request);
        if (of === null) return reply.refuse(noSuchTicket);
        const content = request.body.content as Partial<Content>;
        const draft = { version: request.body.version, content, savedAt: now() };
        desk.putDraft(of.no, of.actor.id, draft);
        return draft;
      },
    );
    app.delete(
      '/tickets/:no/draft',
      { config, schema: { tags, summary: 'Throw it away', params, response: { 200: Type.Null() } } },
      (request, reply) => {
        const of = asked(request);
        if (of === null) return reply.refuse(noSuchTicket);
        desk.removeDraft(of.no, of.actor.id);
        return null;
      },
    );
    done();
  };
/** Of a ticket that the person sees; null where it sees none. */
const askedOf =
  (life: DeskRouteDeps['life']) =>
  (request: FastifyRequest<{ Params: { no: string } }>): Asked | null => {
    const { actor } = request.who();
    const no = request.params.no as TicketNo;
    return life.look(actor, no, request.ip) === null ? null : { actor, no };
  };
type Asked = { readonly actor: Actor; readonly no: TicketNo };

const viewRoutes =
  ({ desk }: DeskRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const config = { right: 'ticket.life', errors: ['H12_NO_SUCH_VIEW'] } as const;
    app.get(
      '/ticket-views',
      { config, schema: { tags, summary: 'Saved views of this person', response: { 200: list(ViewRow) } } },
      (request) => desk.views(request.who().actor.id),
    );
    app.post(
      '/ticket-views',
      {
        config,
        schema: {
          tags,
          summary: 'Save a view, or another one under its name',
          body: ViewBody,
          response: { 200: ViewRow },
        },
      },
      (request) => {
        const view = request.body;
        desk.putView(request.who().actor.id, view);
        return view;
      },
    );
    app.delete(
      '/ticket-views/:name',
      {
        config,
        schema: { tags, summary: 'Remove a view', params: ViewParams, response: { 200: Type.Null() } },
      },
      (request, reply) =>
        desk.removeView(request.who().actor.id, request.params.name) ? null : reply.refuse(noSuchView),
    );
    done();
  };
