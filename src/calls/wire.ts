import { type Static, Type } from 'typebox';
import type { AgentId, SeatId } from '../acd/model.ts';
import { emergencyNumbers } from '../emergency/model.ts';
import {
  Instant,
  list,
  nullable,
  pageOf,
  pageQuery,
  periodQuery,
  SurveyLevelCell,
  SurveyLevelWord,
  strict,
  word,
} from '../lib/wire.ts';
import { RecordingRow } from '../recordings/wire.ts';
import { TicketRow } from '../tickets/wire.ts';
import type { Call, Ending, Language, Phase } from './model.ts';

const phases: Readonly<Record<Phase, true>> = {
  greeting: true,
  menu: true,
  queued: true,
  offering: true,
  dialling: true,
  talking: true,
  emergency: true,
  conference: true,
  survey: true,
  farewell: true,
  ended: true,
};
const outcomes: Readonly<Record<Ending['outcome'], true>> = {
  answered: true,
  abandoned: true,
  noSeat: true,
  nobodyAnswered: true,
  waitedTooLong: true,
  queueFull: true,
  closed: true,
  holiday: true,
  blocked: true,
  callBackAsked: true,
  fault: true,
  lost: true,
  busy: true,
  noAnswer: true,
  refused: true,
  unreachable: true,
  seatNotReached: true,
  cancelled: true,
  withdrawn: true,
  emergency: true,
  emergencyFailed: true,
  failSafe: true,
};
export const PhaseWord = word(Object.keys(phases) as readonly Phase[]);
const OutcomeWord = word(Object.keys(outcomes) as readonly Ending['outcome'][]);
export const OriginWord = word(['inbound', 'outbound']);
export const PurposeWord = word(['callBack', 'followUp']);
const EndingBy = word(['caller', 'seat', 'hotline', 'switch']);

export const CallParams = strict({ id: Type.String({ pattern: '^C[A-Za-z0-9_.-]{1,63}$' }) });
export const CallQuery = strict({
  ...pageQuery,
  phase: Type.Optional(word(['live', 'ended'])),
  ...periodQuery,
  outcome: Type.Optional(OutcomeWord),
  queue: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  seat: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
  surveyLevel: Type.Optional(SurveyLevelWord),
  ticket: Type.Optional(
    Type.String({ pattern: '^[0-9]{8}-[0-9]{6,9}$', description: 'all calls of one ticket' }),
  ),
});

const callRow = {
  id: Type.String(),
  origin: OriginWord,
  purpose: nullable(PurposeWord),
  phase: PhaseWord,
  arrivedAt: Instant,
  endedAt: nullable(Instant),
  from: nullable(Type.String()),
  dialled: Type.String(),
  ticketNo: Type.String(),
  queue: Type.String(),
  outcome: nullable(OutcomeWord),
  seat: nullable(Type.String()),
  agent: nullable(Type.String()),
  surveyLevel: SurveyLevelCell,
};
export const CallRow = strict(callRow);
export type CallRow = Static<typeof CallRow>;
export const CallPage = pageOf(CallRow);

const Leg = strict({
  id: Type.String(),
  role: word(['caller', 'seat', 'party']),
  seat: nullable(Type.String()),
  name: nullable(Type.String({ description: 'who a party is' })),
  state: word(['asked', 'ringing', 'up', 'gone']),
  startedAt: Instant,
  upAt: nullable(Instant),
  goneAt: nullable(Instant),
  cause: nullable(Type.Integer()),
});
const Step = strict({
  n: Type.Integer(),
  at: Instant,
  event: nullable(Type.Object({ type: Type.String() }, { additionalProperties: true })),
  from: nullable(PhaseWord),
  to: PhaseWord,
  commands: Type.Union([list(Type.String()), Type.Null()]),
});

/** What every screen is told of how a caller is treated: by an entry of the lists, or for so many calls. */
export const standingParts = {
  kind: word(['blocked', 'restricted', 'vip', 'repeat']),
  entry: nullable(Type.Integer()),
  calls: nullable(Type.Integer()),
};
/** See `languageHeard`. */
export const LanguageCell = nullable(
  Type.String({
    description: 'BCP 47 tag of what the caller hears; null: the plan does not ask, or nothing is chosen yet',
  }),
);

/** All that is known of one call; ticket and recording as far as the reader may see them. */
export const CallRecord = strict({
  ...callRow,
  ending: nullable(
    strict({
      by: EndingBy,
      outcome: OutcomeWord,
      during: PhaseWord,
      cause: nullable(Type.Integer()),
    }),
  ),
  /** Asked for satisfaction after the talk: 1 very satisfied to 5 very dissatisfied, null without an answer. */
  survey: nullable(strict({ at: Instant, level: nullable(Type.Integer({ minimum: 1, maximum: 5 })) })),
  /** As what the caller was treated: by an entry of the lists, or for so many calls; null: like everybody. */
  standing: nullable(strict(standingParts)),
  language: LanguageCell,
  legs: list(Leg),
  steps: list(Step),
  ticket: nullable(TicketRow),
  recording: nullable(RecordingRow),
  /** Who of the centre talked to whom in private, each with the recording of it as far as the reader may know of it. */
  consultations: list(
    strict({
      agent: Type.String(),
      name: Type.String({ description: 'who was asked' }),
      from: Instant,
      to: nullable(Instant),
      recording: nullable(RecordingRow),
    }),
  ),
});
export type CallRecord = Static<typeof CallRecord>;

const LegOfCall = Type.String({ pattern: '^C[A-Za-z0-9_.-]{1,80}$' });
export const EmergencyBody = strict({
  number: word(emergencyNumbers),
  district: Type.Optional(
    nullable(Type.String({ maxLength: 64, description: 'where help is needed: its desks are tried first' })),
  ),
});
/** `bring`: whoever was spoken to in private comes along. */
export const ReturnBody = strict({ bring: Type.Boolean() });
export const MuteBody = strict({ leg: LegOfCall, on: Type.Boolean() });
export const DropBody = strict({ leg: LegOfCall });

const unitId = Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' });
const destinations = [
  strict({ kind: Type.Literal('unit'), unit: unitId }),
  strict({ kind: Type.Literal('remoteSeat'), remoteSeat: unitId }),
  strict({ kind: Type.Literal('seat'), seat: Type.String({ pattern: '^[0-9]{2,8}$' }) }),
  strict({
    kind: Type.Literal('number'),
    number: Type.String({ pattern: '^[0-9]{3,16}$', description: 'one of those under /outside-numbers' }),
  }),
] as const;
/** `announced`: the agent speaks to them first, the citizen hears music; `direct`: they join at once. */
export const InviteBody = strict({ to: Type.Union([...destinations]), way: word(['announced', 'direct']) });
/** `blind`: the agent is free as soon as they answer; `attended`: the agent speaks to them first, and then leaves. */
export const TransferBody = strict({
  to: Type.Union([...destinations, strict({ kind: Type.Literal('queue'), queue: unitId })]),
  way: word(['blind', 'attended']),
});
/** `takeOver`: the supervisor takes the agent's place; `stop`: goes. */
export const SuperviseBody = strict({ mode: word(['listen', 'whisper', 'join', 'takeOver', 'stop']) });
export const OutsideNumbers = list(strict({ name: Type.String(), number: Type.String() }));

/** Where a call is: the seat that rings, talks or talked, and who sits there. */
export type CallPlace = { readonly seat: SeatId | null; readonly agent: AgentId | null };

export function placeOf(call: Call): CallPlace {
  const at = holderOf(call);
  return { seat: at?.seat ?? null, agent: at?.agent ?? null };
}

function holderOf(call: Call): CallPlace | null {
  if (call.phase === 'offering') return call.offer;
  if (call.phase === 'dialling') return call.dialling;
  // One that came to no talk is still the desk's that dialled it.
  return ('talk' in call ? call.talk : null) ?? call.order?.by ?? null;
}

/** The language that a caller hears who was asked for it; null: nobody is asked, or the question still stands. */
export function languageHeard(call: Call): Language | null {
  if (call.origin === 'outbound' || call.plan.languages === null) return null;
  return call.phase === 'menu' && call.about === 'language' ? null : call.language;
}

/** A call's line in lists. */
export const lineOf = (call: Call) => ({
  id: call.id,
  origin: call.origin,
  purpose: call.order?.purpose ?? null,
  phase: call.phase,
  arrivedAt: call.arrivedAt,
  endedAt: call.phase === 'ended' ? call.endedAt : null,
  from: call.from,
  dialled: call.dialled,
  ticketNo: call.ticketNo,
  queue: call.queue,
  outcome: call.phase === 'ended' ? call.ending.outcome : null,
  ...placeOf(call),
  surveyLevel: call.survey?.level ?? null,
});
