import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { nameOnRecord } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import type { Audit } from '../audit/model.ts';
import type { PhoneNumber, TicketNo } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { list, NoBody, nullable, strict } from '../lib/wire.ts';
import type { FoundService } from './found-service.ts';
import { FoundRow, foundRow } from './found-wire.ts';
import type { Case } from './life/model.ts';
import type { Book } from './life/settled.ts';
import type { LifeService } from './life-service.ts';
import type { LifeStore } from './life-store.ts';
import { ActBody, actionOf, CaseView, ChangeRow, caseView, changeRow } from './life-wire.ts';
import { mustCall } from './see.ts';
import { TicketParams } from './wire.ts';

export type LifeRouteDeps = {
  readonly life: LifeService;
  readonly lives: Pick<LifeStore, 'facts'>;
  readonly found: FoundService;
  readonly book: () => Book;
  readonly now: () => EpochMs;
  readonly audit: Audit;
};

const tags = ['tickets'];
const noSuchTicket = { code: 'H12_NO_SUCH_TICKET', why: 'there is no such ticket' };
const config = { right: 'ticket.life', errors: ['H12_NO_SUCH_TICKET', 'H12_TICKET_CHANGED'] } as const;

/** The lives of tickets: one, what is done to it, and whose it is. */
export const lifeRoutes =
  (deps: LifeRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.register(readRoutes(deps));
    app.register(actRoute(deps));
    app.register(furtherRoute(deps));
    app.register(citizenRoutes(deps));
    done();
  };

const viewOf = ({ lives, book, now }: LifeRouteDeps, actor: Actor, found: Case): CaseView =>
  caseView(found, { actor, facts: lives.facts(found.no), book: book(), now: now() });

const noOf = (request: FastifyRequest<{ Params: { no: string } }>): TicketNo => request.params.no as TicketNo;

const readRoutes =
  (deps: LifeRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const params = TicketParams;
    app.get(
      '/tickets/:no/life',
      { config, schema: { tags, summary: 'The life of one ticket', params, response: { 200: CaseView } } },
      (request, reply) => {
        const { actor } = request.who();
        const found = deps.life.open(actor, noOf(request), request.ip);
        return found === null ? reply.refuse(noSuchTicket) : viewOf(deps, actor, found);
      },
    );
    app.get(
      '/tickets/:no/changes',
      {
        config,
        schema: { tags, summary: 'Who changed it when', params, response: { 200: list(ChangeRow) } },
      },
      (request, reply) => {
        const { actor } = request.who();
        const found = deps.life.look(actor, noOf(request), request.ip);
        if (found === null) return reply.refuse(noSuchTicket);
        return deps.life.changes(found.no).map((change) => changeRow(actor, found, change));
      },
    );
    done();
  };

const actRoute =
  (deps: LifeRouteDeps): FastifyPluginCallbackTypebox =>
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
        const acted = deps.life.act(actor, noOf(request), asked);
        return 'refusal' in acted ? reply.refuse(acted.refusal) : viewOf(deps, actor, acted.found);
      },
    );
    done();
  };

const furtherRoute =
  (deps: LifeRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/tickets/:no/further',
      {
        config: { right: 'ticket.open', errors: ['H12_NO_SUCH_TICKET'] },
        schema: {
          tags,
          summary: 'Open a further ticket of the same call: several requests in one call',
          params: TicketParams,
          body: NoBody,
          response: { 200: CaseView },
        },
      },
      (request, reply) => {
        const { actor } = request.who();
        const opened = deps.life.further(actor, noOf(request), request.ip);
        return 'refusal' in opened ? reply.refuse(opened.refusal) : viewOf(deps, actor, opened.found);
      },
    );
    done();
  };

const Citizen = strict({ number: nullable(Type.String()), name: Type.String() });
const mostEarlier = 20;

const citizenRoutes =
  (deps: LifeRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const params = TicketParams;
    app.post(
      '/tickets/:no/citizen',
      {
        config: { right: 'ticket.life', errors: ['H12_NO_SUCH_TICKET', 'H12_NEED_NOT_CALL'] },
        schema: {
          tags,
          summary: 'Who the citizen is, for those who must call; on the record',
          params,
          body: NoBody,
          response: { 200: Citizen },
        },
      },
      (request, reply) => {
        const { actor } = request.who();
        const found = deps.life.look(actor, noOf(request), request.ip);
        if (found === null) return reply.refuse(noSuchTicket);
        const facts = deps.lives.facts(found.no);
        if (!mustCall(actor, found, facts?.agent ?? null)) return reply.refuse(needNotCall);
        deps.audit({
          ...{ at: deps.now(), actor: nameOnRecord(actor), action: 'number.read', target: found.no },
          ...{ outcome: 'done', address: request.ip },
        });
        return { number: facts?.callerNumber ?? null, name: found.content.callerName };
      },
    );
    app.register(relatedRoute(deps));
    done();
  };

const relatedRoute =
  (deps: LifeRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const params = TicketParams;
    app.get(
      '/tickets/:no/related',
      {
        config: { right: 'ticket.open', errors: ['H12_NO_SUCH_TICKET'] },
        schema: {
          tags,
          summary: 'Other tickets of the same number, newest first: repeated callers',
          params,
          response: { 200: list(FoundRow) },
        },
      },
      async (request, reply) => {
        const { actor } = request.who();
        const found = deps.life.look(actor, noOf(request), request.ip);
        if (found === null) return reply.refuse(noSuchTicket);
        const number: PhoneNumber | null = deps.lives.facts(found.no)?.callerNumber ?? null;
        if (number === null) return [];
        const place = { after: null, limit: mostEarlier };
        const { items } = await deps.found.find(actor, { callerNumber: number }, place);
        return items.filter(({ no }) => no !== found.no).map((line) => foundRow(actor, line));
      },
    );
    done();
  };

const needNotCall = {
  code: 'H12_NEED_NOT_CALL',
  why: 'who need not call the citizen is not told the number',
};
