import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { nameOnRecord } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import type { NameOf } from '../acd/wire.ts';
import type { Audit, AuditAction } from '../audit/model.ts';
import type { TicketNo } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { limitOf, NoBody } from '../lib/wire.ts';
import { badCursor, readCursor } from '../store/page.ts';
import { TicketParams } from '../tickets/wire.ts';
import type { CallBack, CallBackId, CallBackRules } from './model.ts';
import type { CallBackService, Done, TicketToDial } from './service.ts';
import type { CallBackStore } from './store.ts';
import {
  CallBackPage,
  CallBackParams,
  CallBackQuery,
  CallBackRecord,
  CallBackRow,
  callBackRecord,
  callBackRow,
  Dialled,
  type Eyes,
} from './wire.ts';

export type CallBackRouteDeps = {
  readonly callBacks: CallBackStore;
  readonly service: CallBackService;
  readonly rules: CallBackRules;
  readonly ticketOf: (actor: Actor, no: TicketNo) => TicketToDial | null;
  readonly nameOf: NameOf;
  readonly now: () => EpochMs;
  readonly audit: Audit;
};

const tags = ['call-backs'];
const noSuch = { code: 'H12_NO_SUCH_CALL_BACK', why: 'there is no such call-back' };

const reading = { right: 'callBacks.read', errors: ['H12_BAD_CURSOR', 'H12_NO_SUCH_CALL_BACK'] } as const;

/** The call-back list, and dialling: from it, or for a ticket. No route takes a number: it is the entry's or the ticket's own. */
export const callBackRoutes =
  (deps: CallBackRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/call-backs',
      {
        config: reading,
        schema: {
          tags,
          summary: 'Citizens to be called back, the soonest next try first',
          querystring: CallBackQuery,
          response: { 200: CallBackPage },
        },
      },
      (request, reply) => {
        const { cursor, state, due, mine } = request.query;
        const after = cursor === undefined ? null : readCursor(cursor);
        if (cursor !== undefined && after === null) return reply.refuse(badCursor);
        const eyes = eyesOf(deps, request);
        const filter = {
          closed: state === 'closed',
          dueAt: due === 'true' ? eyes.at : undefined,
          heldBy: mine === 'true' ? { agent: eyes.actor.id, at: eyes.at } : undefined,
        };
        const page = deps.callBacks.list(filter, after, limitOf(request.query));
        return { ...page, items: page.items.map((entry) => callBackRow(entry, eyes)) };
      },
    );
    app.register(oneCallBack(deps));
    app.register(callBackCommands(deps));
    app.register(dialCommands(deps));
    done();
  };

const oneCallBack =
  (deps: CallBackRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/call-backs/:id',
      {
        config: reading,
        schema: {
          tags,
          summary: 'One of them, with what was done about it',
          params: CallBackParams,
          response: { 200: CallBackRecord },
        },
      },
      (request, reply) => {
        const id = idOf(request);
        const entry = deps.callBacks.read(id);
        if (entry === null) return reply.refuse(noSuch);
        return callBackRecord(entry, deps.callBacks.history(id), eyesOf(deps, request));
      },
    );
    done();
  };

const commands = [
  ['claim', 'Take one in hand: nobody else can until it is done, or was left alone for 15 minutes'],
  ['release', 'Give it back'],
  ['wish', 'The citizen wishes no call'],
  ['give-up', 'Enough was tried: 4 times over 24 hours, on different parts of the day'],
] as const;
type Command = (typeof commands)[number][0];

/** What work on an entry is refused with; and dialling, besides. */
const errors = [
  'H12_NO_SUCH_CALL_BACK',
  'H12_CALL_BACK_CLOSED',
  'H12_CALL_BACK_TAKEN',
  'H12_BEING_CALLED',
  'H12_NOT_TRIED_ENOUGH',
];
const dialErrors = [
  ...errors,
  'H12_NO_SUCH_TICKET',
  'H12_NO_NUMBER',
  'H12_NUMBER_NOT_ALLOWED',
  'H12_OUTSIDE_CALLING_HOURS',
  'H12_TOO_EARLY',
  'H12_NO_SUCH_SEAT',
  'H12_SEAT_OFFLINE',
  'H12_SEAT_BUSY',
  'H12_SEAT_PHONE_UNREACHABLE',
  'H12_NOT_READY',
  'H12_STOPPING',
];

const callBackCommands =
  (deps: CallBackRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    for (const [path, summary] of commands)
      app.post(
        `/call-backs/:id/${path}`,
        {
          config: { right: 'callBacks.work', errors },
          schema: { tags, summary, params: CallBackParams, body: NoBody, response: { 200: CallBackRow } },
        },
        (request, reply) => {
          const eyes = eyesOf(deps, request);
          const id = idOf(request);
          const result = ask(deps.service, path, id, eyes);
          note(deps, request, { action: 'callBack.work', target: `${String(id)} ${path}`, result });
          return result.ok ? callBackRow(result.value, eyes) : reply.refuse(result.refusal);
        },
      );
    done();
  };

function ask(service: CallBackService, command: Command, id: CallBackId, { actor }: Eyes): Done<CallBack> {
  switch (command) {
    case 'claim':
      return service.claim(id, actor.id);
    case 'release':
      return service.release(id, actor.id);
    case 'wish':
      return service.wish(id, actor.id);
    case 'give-up':
      return service.giveUp(id, actor.id);
  }
}

const dialCommands =
  (deps: CallBackRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const config = { right: 'call.dial', errors: dialErrors } as const;
    const { service } = deps;
    app.post(
      '/call-backs/:id/dial',
      {
        config,
        schema: {
          tags,
          summary: 'Ring your own phone, then the citizen',
          params: CallBackParams,
          body: NoBody,
          response: { 200: Dialled },
        },
      },
      (request, reply) => {
        const id = idOf(request);
        const result = service.dial(id, request.who().actor.id);
        note(deps, request, { action: 'call.dial', target: `call-back ${String(id)}`, result });
        return result.ok ? result.value : reply.refuse(result.refusal);
      },
    );
    app.register(ticketDial(deps));
    done();
  };

const ticketDial =
  (deps: CallBackRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const config = { right: 'call.dial', errors: dialErrors } as const;
    const { service } = deps;
    app.post(
      '/tickets/:no/dial',
      {
        config,
        schema: {
          tags: ['tickets'],
          summary: "Ring your own phone, then the ticket's citizen",
          params: TicketParams,
          body: NoBody,
          response: { 200: Dialled },
        },
      },
      (request, reply) => {
        const { actor } = request.who();
        const ticket = deps.ticketOf(actor, request.params.no as TicketNo);
        if (ticket === null)
          return reply.refuse({ code: 'H12_NO_SUCH_TICKET', why: 'there is no such ticket' });
        const result = service.dialTicket(ticket, actor.id);
        note(deps, request, { action: 'call.dial', target: `ticket ${ticket.no}`, result });
        return result.ok ? result.value : reply.refuse(result.refusal);
      },
    );
    done();
  };

const idOf = (request: FastifyRequest<{ Params: { id: string } }>): CallBackId =>
  Number(request.params.id) as CallBackId;

const eyesOf = (deps: CallBackRouteDeps, request: FastifyRequest): Eyes => ({
  actor: request.who().actor,
  at: deps.now(),
  rules: deps.rules,
  nameOf: deps.nameOf,
});

/** Whom somebody called, or did not, is on the record. */
function note(
  deps: CallBackRouteDeps,
  request: FastifyRequest,
  done: { readonly action: AuditAction; readonly target: string; readonly result: Done<unknown> },
): void {
  deps.audit({
    at: deps.now(),
    actor: nameOnRecord(request.who().actor),
    action: done.action,
    target: done.target,
    outcome: done.result.ok ? 'done' : done.result.refusal.code,
    address: request.ip,
  });
}
