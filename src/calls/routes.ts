import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyContextConfig, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { decide, nameOnRecord } from '../access/decide.ts';
import { numberFor } from '../access/mask.ts';
import type { Actor } from '../access/model.ts';
import type { SeatId } from '../acd/model.ts';
import type { Audit, AuditEntry } from '../audit/model.ts';
import type { EmergencyNumber } from '../emergency/model.ts';
import { type EpochMs, periodOf } from '../lib/time.ts';
import { limitOf, NoBody, surveyLevelOf } from '../lib/wire.ts';
import type { House, Refusal } from '../ports/house.ts';
import { consultationOf, type Recording, type RecordingId, recordingOf } from '../recordings/model.ts';
import { type RecordingRow, recordingRow } from '../recordings/wire.ts';
import { badCursor, readCursor } from '../store/page.ts';
import type { Ticket } from '../tickets/model.ts';
import { ticketRow } from '../tickets/wire.ts';
import type { AskedEvent } from './events.ts';
import type { CallId, Consultation, LegId, Target, TicketNo } from './model.ts';
import { eyesOf, mayKnow } from './seen.ts';
import type { CallFilter, CallLine, CallStore } from './store.ts';
import {
  CallPage,
  CallParams,
  CallQuery,
  CallRecord,
  DropBody,
  EmergencyBody,
  languageHeard,
  lineOf,
  MuteBody,
  placeOf,
  ReturnBody,
} from './wire.ts';

/** What is needed to ask something of a call. */
export type CallAsking = {
  readonly house: House;
  readonly calls: CallStore;
  readonly audit: Audit;
};

export type CallRouteDeps = CallAsking & {
  readonly ticketOf: (actor: Actor, no: TicketNo) => Ticket | null;
  /** One of the call's recordings, if this person may know of it. */
  readonly recording: (
    asker: { readonly actor: Actor; readonly address: string },
    id: RecordingId,
  ) => Recording | null;
  /** The routes to an emergency desk for a district, in the order in which they are tried. */
  readonly desksFor: (number: EmergencyNumber, district: string) => readonly Target[];
  /** IANA name: what a day is. */
  readonly timeZone: string;
};

const tags = ['calls'];
const noSuchCall: Refusal = { code: 'H12_NO_SUCH_CALL', why: 'there is no such call' };

/** Calls: list, record, and what is asked of one. */
export const callRoutes =
  (deps: CallRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const config = { right: 'calls.read', errors: ['H12_BAD_CURSOR', 'H12_NO_SUCH_CALL'] } as const;
    app.get(
      '/calls',
      {
        config,
        schema: {
          tags,
          summary: "Calls, newest first; of others' calls only the ends of the number",
          querystring: CallQuery,
          response: { 200: CallPage },
        },
      },
      (request, reply) => {
        const after = readCursor(request.query.cursor);
        if (after === null) return reply.refuse(badCursor);
        const { actor } = request.who();
        const filter = filterOf(request.query, deps.timeZone);
        const page = deps.calls.list(filter, eyesOf(actor), { after, limit: limitOf(request.query) });
        const items = page.items.map((line) => ({ ...line, from: numberFor(actor, line.from, line) }));
        return { ...page, items };
      },
    );
    app.get(
      '/calls/:id',
      {
        config,
        schema: {
          tags,
          summary: 'All that is known of one call',
          params: CallParams,
          response: { 200: CallRecord },
        },
      },
      (request, reply) => recordOf(deps, request, reply),
    );
    app.register(callCommands(deps));
    done();
  };

/** What is asked in the name of a seat, or why it is not even asked. */
export type Asking = (seat: SeatId, at: EpochMs) => AskedEvent | Refusal;

/** What a person may ask of a call. */
const callCommands =
  (deps: CallRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const asked = [
      ['hang-up', 'HangUpAsked', 'Hang up; the caller hears goodbye'],
      ['decline', 'DeclineAsked', 'Decline the offer; the next seat rings'],
      ['hold', 'HoldAsked', 'Step aside: the citizen hears music, or talks to the others'],
      ['leave', 'LeaveAsked', 'Leave the others to talk; the call, its recording and its ticket go on'],
      ['cancel', 'CancelAsked', 'Give up ringing somebody; the citizen is still there'],
    ] as const;
    for (const [path, type, summary] of asked)
      app.post(
        `/calls/:id/${path}`,
        { config: commanding, schema: { ...commandSchema(summary), body: NoBody } },
        (request, reply) => askOfCall(deps, request, reply, (seat, at) => ({ type, at, seat })),
      );
    app.register(callCommandsWithMore(deps));
    done();
  };

export const commandErrors = [
  'H12_NO_SUCH_CALL',
  'H12_CALL_ENDED',
  'H12_NOT_YOUR_CALL',
  'H12_OUT_OF_TURN',
  'H12_NO_SUCH_PARTY',
] as const;
const commanding = {
  right: 'call.command',
  errors: commandErrors,
} as const satisfies FastifyContextConfig;
export const commandSchema = (summary: string) => ({
  tags,
  summary,
  params: CallParams,
  response: { 204: Type.Null() },
});

/** Those that say what they are about. */
const callCommandsWithMore =
  (deps: CallRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/calls/:id/emergency',
      {
        config: commanding,
        schema: {
          ...commandSchema('Put the citizen through to the police, the ambulance or the fire service'),
          description:
            'The routes are tried in order until one answers; the agent stays with the citizen (Art. 9).',
          body: EmergencyBody,
        },
      },
      (request, reply) => {
        const { number, district = null } = request.body;
        const targets = district === null ? [] : deps.desksFor(number, district);
        return askOfCall(deps, request, reply, (seat, at) => ({
          type: 'EmergencyAsked',
          at,
          seat,
          number,
          targets,
        }));
      },
    );
    app.post(
      '/calls/:id/return',
      { config: commanding, schema: { ...commandSchema('Come back to the citizen'), body: ReturnBody } },
      (request, reply) => {
        const { bring } = request.body;
        return askOfCall(deps, request, reply, (seat, at) => ({ type: 'ReturnAsked', at, seat, bring }));
      },
    );
    app.register(partyCommands(deps));
    done();
  };

/** Those that say whom they are about. */
const partyCommands =
  (deps: CallRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/calls/:id/mute',
      {
        config: commanding,
        schema: { ...commandSchema('Mute a party, or let it be heard again'), body: MuteBody },
      },
      (request, reply) => {
        const leg = request.body.leg as LegId;
        const { on } = request.body;
        return askOfCall(deps, request, reply, (seat, at) => ({ type: 'MuteAsked', at, seat, leg, on }));
      },
    );
    app.post(
      '/calls/:id/drop',
      { config: commanding, schema: { ...commandSchema('Send a party away'), body: DropBody } },
      (request, reply) => {
        const leg = request.body.leg as LegId;
        return askOfCall(deps, request, reply, (seat, at) => ({ type: 'DropAsked', at, seat, leg }));
      },
    );
    done();
  };

type CallRequest = FastifyRequest<{ Params: { id: string } }>;

/** What is known of a call. Live ones are known better by the house: a turn may not have been written yet. */
const lineIn = ({ house, calls }: CallsSeen, id: CallId): CallLine | null => {
  const call = house.call(id);
  return call === undefined ? calls.line(id) : lineOf(call);
};

/** Where calls are looked up. */
export type CallsSeen = { readonly house: Pick<House, 'call'>; readonly calls: CallStore };

/** A call for somebody; null where there is none, or none that this person may know of. */
export function lineFor(deps: CallsSeen, actor: Actor, id: CallId): CallLine | null {
  const line = lineIn(deps, id);
  if (line === null) return null;
  return mayKnow(eyesOf(actor), line, () => deps.calls.isSecret(line)) ? line : null;
}

/** Asks a call in the name of the seat that has it; what is asked of another's goes on the record. */
export function askOfCall(deps: CallAsking, request: CallRequest, reply: FastifyReply, asking: Asking): null {
  const { house } = deps;
  const id = request.params.id as CallId;
  const { actor } = request.who();
  if (lineFor(deps, actor, id) === null) return reply.refuse(noSuchCall);
  const call = house.call(id);
  if (call === undefined || call.phase === 'ended')
    return reply.refuse({ code: 'H12_CALL_ENDED', why: 'the call has ended already' });
  const place = placeOf(call);
  const decision = decide(actor, 'call.command', place);
  if (!decision.allow)
    return reply.refuse({ code: 'H12_NOT_YOUR_CALL', why: 'this call is not at your seat' });
  if (place.seat === null) return reply.refuse({ code: 'H12_OUT_OF_TURN', why: 'no seat has this call now' });
  const asked = asking(place.seat, house.now());
  const refusal = 'code' in asked ? asked : house.askCall(id, asked);
  if (decision.audit)
    onRecord(deps, request, asked, {
      at: house.now(),
      actor: nameOnRecord(actor),
      action: 'call.command',
      target: 'code' in asked ? id : `${id} ${asked.type}`,
      outcome: refusal?.code ?? 'done',
      address: request.ip,
    });
  if (refusal !== null) return reply.refuse(refusal);
  void reply.code(204);
  return null;
}

/** An emergency that is on its way is not called a failure because its entry could not be written: the call's own journal has it. */
function onRecord(
  { audit }: CallAsking,
  { log }: CallRequest,
  asked: ReturnType<Asking>,
  entry: AuditEntry,
): void {
  try {
    audit(entry);
  } catch (err) {
    if ('code' in asked || asked.type !== 'EmergencyAsked') throw err;
    log.error({ err, target: entry.target }, 'an emergency is not in the audit');
  }
}

function recordOf(deps: CallRouteDeps, request: CallRequest, reply: FastifyReply) {
  const { house, calls, audit } = deps;
  const id = request.params.id as CallId;
  const { actor } = request.who();
  const line = lineFor(deps, actor, id);
  if (line === null) return reply.refuse(noSuchCall);
  // A call whose snapshot is damaged still has its line.
  const call = house.call(id) ?? calls.read(id);
  const seen = decide(actor, 'number.read', line);
  const looked = (action: AuditEntry['action'], target: string): void =>
    audit({
      ...{ at: house.now(), actor: nameOnRecord(actor), action, target },
      ...{ outcome: 'done', address: request.ip },
    });
  if (seen.allow && seen.audit) looked('number.read', id);
  // With the call its confidential ticket is shown, as on the ticket's own page (Art. 20).
  if (actor.cleared && calls.isSecret(line)) looked('ticket.read', line.ticketNo);
  return {
    ...line,
    from: numberFor(actor, line.from, line),
    ending: call !== null && 'ending' in call ? call.ending : null,
    survey: call?.survey ?? null,
    standing: call?.plan.standing ?? null,
    language: call === null ? null : languageHeard(call),
    legs: call?.legs ?? [],
    ...partsOf(deps, request, line, call?.consultations ?? []),
  };
}

function partsOf(
  deps: CallRouteDeps,
  request: CallRequest,
  line: CallLine,
  consultations: readonly Consultation[],
) {
  const { actor } = request.who();
  const ticket = deps.ticketOf(actor, line.ticketNo);
  const rowOf = (id: RecordingId): RecordingRow | null => {
    const recording = deps.recording({ actor, address: request.ip }, id);
    return recording === null ? null : recordingRow(recording);
  };
  return {
    // Commands by name only: what they carry is the switch's business, and a citizen's number may be in it.
    steps: deps.calls.steps(line.id).map((step) => ({
      ...step,
      commands: step.commands?.map(({ type }) => type) ?? null,
    })),
    ticket: ticket === null ? null : ticketRow(actor, ticket, line),
    recording: rowOf(recordingOf(line.id)),
    consultations: consultations.map(({ agent, name, from, to }, i) => ({
      ...{ agent, name, from, to },
      recording: rowOf(consultationOf(line.id, i + 1)),
    })),
  };
}

function filterOf(query: Static<typeof CallQuery>, timeZone: string): CallFilter {
  const { phase, outcome, queue, seat, ticket } = query;
  const surveyLevel = surveyLevelOf(query.surveyLevel);
  return { phase, outcome, queue, seat, ticket, surveyLevel, ...periodOf(query, timeZone) };
}
