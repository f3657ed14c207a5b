import { type Static, Type } from 'typebox';
import { hasRight } from '../access/decide.ts';
import { numberFor } from '../access/mask.ts';
import type { Actor } from '../access/model.ts';
import type { NameOf } from '../acd/wire.ts';
import type { CallerEntryId } from '../callers/model.ts';
import { Instant, list, nullable, strict, word } from '../lib/wire.ts';
import { layout } from './layout.ts';
import { currentSeatLeg } from './legs.ts';
import { type Call, type Hunt, type HuntReport, type LegId, legId } from './model.ts';
import {
  LanguageCell,
  languageHeard,
  OriginWord,
  PhaseWord,
  PurposeWord,
  placeOf,
  standingParts,
} from './wire.ts';

/** Who is in a call: `citizen`; `agent` who has it; whoever was asked in, by what they are. */
const RoleWord = word(['citizen', 'agent', 'desk', 'remoteSeat', 'seat', 'number']);
/** `together`: hears the citizen and whoever is there; `aside`: in private with the agent; `alone`: hears music or ringing, and nobody. */
const PlaceWord = word(['together', 'aside', 'alone']);

export const PartyRow = strict({
  leg: Type.String({ description: 'by which it is muted and dropped' }),
  role: RoleWord,
  name: nullable(Type.String({ description: 'as people are told; null for citizen and agent' })),
  seat: nullable(Type.String()),
  unit: nullable(Type.String()),
  since: Instant,
  place: PlaceWord,
  muted: Type.Boolean({ description: 'nobody hears it' }),
});
export type PartyRow = Static<typeof PartyRow>;

const GoalWord = word(['emergency', 'join', 'consult', 'transfer']);
const WhyWord = word([
  'callerGone',
  'answeredElsewhere',
  'lost',
  'noAnswer',
  'refused',
  'declined',
  'unreachable',
  'fault',
  'cancelled',
  'outsideHours',
  'signedOut',
]);
const TriedRow = strict({ name: Type.String(), why: WhyWord, at: Instant });
const quest = {
  goal: GoalWord,
  name: Type.String({ description: 'whom, as people are told: a unit, a desk, a person' }),
  unit: nullable(Type.String()),
  number: nullable(word(['110', '120', '119'])),
};

/** A hunt that goes on: who rings, who did not come and why, who is still to be rung. */
export const HuntRow = strict({
  ...quest,
  ringing: list(
    strict({
      leg: Type.String(),
      name: Type.String(),
      since: Instant,
      state: word(['asked', 'ringing', 'up', 'gone']),
    }),
  ),
  tried: list(TriedRow),
  left: list(Type.String({ description: 'names of those still to be rung, in order' })),
  until: nullable(Instant),
});
export type HuntRow = Static<typeof HuntRow>;

/** What the last hunt came to. */
export const HuntReportRow = strict({
  ...quest,
  result: word(['reached', 'failed', 'cancelled']),
  tried: list(TriedRow),
  at: Instant,
  readOut: list(Type.String({ description: 'numbers to read out to the citizen, when no desk was reached' })),
});
export type HuntReportRow = Static<typeof HuntReportRow>;

/** A call that goes on, as desks show it. */
export const LiveCall = strict({
  id: Type.String(),
  origin: OriginWord,
  purpose: nullable(PurposeWord),
  ticketNo: Type.String(),
  from: nullable(Type.String()),
  queue: Type.String(),
  phase: PhaseWord,
  arrivedAt: Instant,
  queuedAt: nullable(Instant),
  seat: nullable(Type.String()),
  /** Since when the number is being dialled; null while the desk's own phone rings, and in other phases. */
  diallingSince: nullable(Instant),
  /** Whether the phone of the citizen who is dialled rings. */
  ringing: Type.Boolean(),
  talkingSince: nullable(Instant),
  language: LanguageCell,
  /** As what the caller is treated; null: like everybody. */
  standing: nullable(
    strict({
      ...standingParts,
      reason: nullable(
        Type.String({ description: 'why the number is on the list, for who may read the lists' }),
      ),
    }),
  ),
  /** Who is in it, citizen and agent first; none before the talk. */
  parties: list(PartyRow),
  hunt: nullable(HuntRow),
  lastHunt: nullable(HuntReportRow),
  /** Who supervises it: for supervisors, and for the call's own agent where the centre's rule says so. */
  supervision: nullable(
    strict({
      seat: Type.String(),
      agent: Type.String(),
      agentName: nullable(Type.String()),
      mode: word(['listen', 'whisper', 'join']),
      since: Instant,
      up: Type.Boolean({ description: 'whether the supervisor has answered' }),
    }),
  ),
});
export type LiveCall = Static<typeof LiveCall>;

/** What a call does not say itself. */
export type Known = {
  readonly nameOf: NameOf;
  /** Why a number was put on a list; null: there is no such entry. */
  readonly whyListed: (entry: CallerEntryId) => string | null;
};

/** A call that goes on, as this actor may see it. */
export function liveCall(actor: Actor, call: Call, known: Known): LiveCall {
  const { id, ticketNo, phase, arrivedAt, queuedAt } = call;
  const place = placeOf(call);
  return {
    id,
    origin: call.origin,
    purpose: call.order?.purpose ?? null,
    ticketNo,
    from: numberFor(actor, call.from, place),
    queue: call.queue,
    phase,
    arrivedAt,
    queuedAt,
    seat: place.seat,
    diallingSince: call.phase === 'dialling' ? call.dialling.dialledAt : null,
    ringing:
      call.phase === 'dialling' && call.legs.some((leg) => leg.role === 'caller' && leg.state === 'ringing'),
    talkingSince: currentSeatLeg(call) !== null && 'talk' in call ? (call.talk?.startedAt ?? null) : null,
    language: languageHeard(call),
    standing: standingFor(actor, call, known),
    parties: partiesOf(call),
    hunt:
      (call.phase === 'emergency' || call.phase === 'conference') && call.hunt !== null
        ? huntRow(call, call.hunt)
        : null,
    lastHunt: call.lastHunt === null ? null : reportRow(call, call.lastHunt),
    supervision: supervisionFor(actor, call, known),
  };
}

/** That a caller is on a list whoever has the call should know; why is for those who may read the lists. */
function standingFor(actor: Actor, { plan }: Call, { whyListed }: Known): LiveCall['standing'] {
  const { standing } = plan;
  if (standing === null) return null;
  const { kind, entry, calls } = standing;
  const reason = entry !== null && hasRight(actor, 'callers.read') ? whyListed(entry) : null;
  return { kind, entry, calls, reason };
}

function supervisionFor(actor: Actor, call: Call, { nameOf }: Known): LiveCall['supervision'] {
  const { supervision } = call;
  if (supervision === null) return null;
  const { seat, agent, mode, since, up, told } = supervision;
  const isTold = told && placeOf(call).agent === actor.id;
  if (!isTold && !hasRight(actor, 'call.supervise')) return null;
  return { seat, agent, agentName: nameOf(agent), mode, since, up };
}

/** Everybody in a talk, an emergency or a conference. */
function partiesOf(call: Call): readonly PartyRow[] {
  if (call.phase !== 'talking' && call.phase !== 'emergency' && call.phase !== 'conference') return [];
  const { main, aside } = layout(call);
  const muted: readonly LegId[] = call.phase === 'talking' ? [] : call.muted;
  const parties = call.phase === 'talking' ? [] : call.parties;
  const placed = (leg: LegId): Pick<PartyRow, 'leg' | 'place' | 'muted'> => ({
    leg,
    place: main.includes(leg) ? 'together' : aside.includes(leg) ? 'aside' : 'alone',
    muted: muted.includes(leg),
  });
  const { talk } = call;
  const caller = legId(call.id, 'caller');
  const citizen = call.legs.find(({ id }) => id === caller);
  const nobody = { name: null, seat: null, unit: null };
  return [
    { ...placed(caller), ...nobody, role: 'citizen', since: citizen?.upAt ?? call.arrivedAt },
    ...(talk === null || currentSeatLeg(call) === null
      ? []
      : [{ ...placed(talk.leg), ...nobody, role: 'agent', seat: talk.seat, since: talk.startedAt } as const]),
    ...parties.map(({ leg, target: { kind, name, seat, unit }, joinedAt }) => ({
      ...placed(leg),
      role: kind,
      name,
      seat,
      unit,
      since: joinedAt,
    })),
  ];
}

function huntRow(call: Call, { goal, name, unit, number, ringing, tried, targets, untilAt }: Hunt): HuntRow {
  const rows = ringing.map(({ leg, target }) => {
    const known = call.legs.find(({ id }) => id === leg);
    return {
      leg,
      name: target.name,
      since: known?.startedAt ?? call.arrivedAt,
      state: known?.state ?? 'asked',
    };
  });
  const left = targets.map((target) => target.name);
  return { goal, name, unit, number, ringing: rows, tried, left, until: untilAt };
}

const reportRow = (
  { plan }: Call,
  { goal, name, unit, number, result, tried, at }: HuntReport,
): HuntReportRow => ({
  goal,
  name,
  unit,
  number,
  result,
  tried,
  at,
  readOut:
    number !== null && result === 'failed'
      ? [number, ...plan.emergency[number].flatMap(({ direct }) => direct ?? [])]
      : [],
});
