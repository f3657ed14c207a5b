import type { SeatId, WithdrawnWhy } from '../acd/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Command, FailedOutcome, HangUpReason } from './commands.ts';
import { type CallEvent, type EventOf, isAsked } from './events.ts';
import {
  type Call,
  type CallId,
  type CallIn,
  type Leg,
  type LegId,
  legId,
  type Offer,
  type Target,
} from './model.ts';
import { type Turn, turn } from './table.ts';

/** The caller's leg as it is when the call begins: up, since the dialplan has answered it. */
export const callerLeg = (call: CallId, at: EpochMs): Leg => ({
  id: legId(call, 'caller'),
  role: 'caller',
  seat: null,
  name: null,
  state: 'up',
  startedAt: at,
  upAt: at,
  goneAt: null,
  cause: null,
});

/** The leg of a citizen who is dialled. */
export const citizenLeg = (call: CallId, at: EpochMs): Leg => ({
  ...callerLeg(call, at),
  state: 'asked',
  upAt: null,
});

/** A new leg towards a seat, numbered after those before it. */
export const seatLeg = (call: Pick<Call, 'id' | 'legs'>, seat: SeatId, at: EpochMs): Leg =>
  newLeg(call, { seat, name: null }, at);

/** A new leg towards somebody who is asked into the call: a seat's is numbered with the seats' legs. */
export const partyLeg = (call: Call, { seat, name }: Target, at: EpochMs): Leg =>
  newLeg(call, { seat, name }, at);

function newLeg(
  call: Pick<Call, 'id' | 'legs'>,
  { seat, name }: Pick<Leg, 'seat' | 'name'>,
  at: EpochMs,
): Leg {
  const role = seat === null ? 'party' : 'seat';
  const n = call.legs.filter((leg) => leg.role === role).length + 1;
  const id = legId(call.id, role, n);
  return { id, role, seat, name, state: 'asked', startedAt: at, upAt: null, goneAt: null, cause: null };
}

/** A citizen who is to be called back holds no line until dialled. */
export const holdsNoLine = ({ origin, legs }: Pick<Call, 'origin' | 'legs'>): boolean =>
  origin === 'outbound' && !legs.some(({ role }) => role === 'caller');

export const liveLegs = (call: Call): readonly Leg[] => call.legs.filter((leg) => leg.state !== 'gone');

export const hangUp = (call: Call, leg: LegId, reason: HangUpReason): Command => ({
  type: 'HangUp',
  call: call.id,
  leg,
  reason,
});

/** The leg of the seat that has the call now, or is offered it (of several the first); null when none has. */
export function currentSeatLeg(call: Call): LegId | null {
  switch (call.phase) {
    case 'offering':
      return call.offer.leg;
    case 'dialling':
      return call.dialling.leg;
    case 'talking':
      return call.talk.leg;
    case 'emergency':
    case 'conference':
      return call.seatIn === 'gone' ? null : (call.talk?.leg ?? null);
    default:
      return null;
  }
}

/** The legs, besides the caller's, that the call is about now: whoever rings for it or is in it. */
export function currentLegs(call: Call): readonly LegId[] {
  const seat = currentSeatLeg(call);
  const watcher = call.supervision === null ? [] : [call.supervision.leg];
  const first = [...(seat === null ? [] : [seat]), ...watcher];
  if (call.phase === 'offering') return offersOf(call).map(({ leg }) => leg);
  if (call.phase !== 'emergency' && call.phase !== 'conference') return first;
  return [...first, ...[...call.parties, ...(call.hunt?.ringing ?? [])].map(({ leg }) => leg)];
}

/** The offers that stand: the phones that ring for this caller. */
export const offersOf = (call: CallIn<'offering'>): readonly Offer[] => [call.offer, ...call.beside];

/** Whether the call is about this leg now: it rings or talks, alone or as one of several. */
export const isAbout = (call: Call, leg: LegId): boolean => currentLegs(call).includes(leg);

/** Writes into the record what an event tells of a leg's life, whatever the phase makes of it. */
export function noteLeg(call: Call, event: CallEvent): Call {
  switch (event.type) {
    case 'SeatRinging':
    case 'CitizenRinging':
    case 'PartyRinging':
      return change(call, event.leg, (leg) => (leg.state === 'asked' ? { ...leg, state: 'ringing' } : leg));
    case 'SeatAnswered':
    case 'PartyAnswered':
    case 'CitizenAnswered':
      return change(call, event.leg, (leg) => ({ ...leg, state: 'up', upAt: leg.upAt ?? event.at }));
    case 'CallerHungUp':
      return end(call, legId(call.id, 'caller'), event.at, event.cause);
    case 'SeatLegEnded':
    case 'PartyLegEnded':
      return end(call, event.leg, event.at, event.cause);
    case 'LegFoundGone':
      return end(call, event.leg, event.at, null);
    case 'RingFailed':
    case 'PartyRingFailed':
      // A command without an answer may have been done: the leg lives until its hang-up says that it does not.
      return event.outcome === 'timeout' ? call : end(call, event.leg, event.at, null);
    case 'DialFailed':
      // The channel may be there without its number having been dialled: it lives until its hang-up says that it does not.
      return event.outcome === 'gone' ? end(call, event.leg, event.at, null) : call;
    default:
      return call;
  }
}

const end = (call: Call, id: LegId, at: EpochMs, cause: number | null): Call =>
  change(call, id, (leg) => ({ ...leg, state: 'gone', goneAt: at, cause }));

/** A leg that is gone does not come back: late and doubled events leave it as it is. */
function change(call: Call, id: LegId, next: (leg: Leg) => Leg): Call {
  const at = call.legs.findIndex((leg) => leg.id === id && leg.state !== 'gone');
  const found = call.legs[at];
  if (found === undefined) return call;
  const changed = next(found);
  return changed === found ? call : { ...call, legs: call.legs.with(at, changed) };
}

/**
 * The stray rule: what a seat leg does that the call is no longer about is never the phase's business. A stray that rings or answers
 * is hung up, so that no phone rings for nobody and nobody sits in an empty call; everything else of a stray is only noted.
 * @returns null when the event is not a stray's
 */
export function strayRule(before: Call, noted: Call, event: CallEvent): Turn | null {
  if (!('leg' in event) || event.leg === legId(before.id, 'caller')) return null;
  // What a person asks about a leg is for the phase to answer.
  if (isAsked(event)) return null;
  if (isAbout(before, event.leg) && !wasGone(before, event.leg)) return null;
  return comesUp(event) ? turn(noted, [hangUp(noted, event.leg, 'answered_elsewhere')]) : turn(noted);
}

/** Whether a phone rings or is answered. */
export const comesUp = (
  event: CallEvent,
): event is EventOf<'SeatRinging' | 'SeatAnswered' | 'PartyRinging' | 'PartyAnswered'> =>
  event.type === 'SeatAnswered' ||
  event.type === 'SeatRinging' ||
  event.type === 'PartyAnswered' ||
  event.type === 'PartyRinging';

const wasGone = (call: Call, id: LegId): boolean => call.legs.find((leg) => leg.id === id)?.state === 'gone';

/** Q.850 causes by which a phone says that a person, or its own settings, turned the call down. */
const refusedCauses: ReadonlySet<number> = new Set([17, 21]);
/** Q.850 causes of a phone that could not be reached. */
const unreachableCauses: ReadonlySet<number> = new Set([1, 3, 20, 27, 38]);
/** Q.850 causes of a phone that rang out. */
const noAnswerCauses: ReadonlySet<number> = new Set([18, 19]);

/** Why an offer failed, by the cause with which the seat's leg ended before its answer (Q.850 table 1; RFC 3398 section 8.2.6). */
export function whyEnded(cause: number | null): WithdrawnWhy {
  if (cause === null) return 'fault';
  if (refusedCauses.has(cause)) return 'refused';
  if (unreachableCauses.has(cause)) return 'unreachable';
  return noAnswerCauses.has(cause) ? 'noAnswer' : 'fault';
}

/** Q.850 causes of a leg that broke: network out of order, temporary failure, and channel not available, which is Asterisk's of a leg without sound. */
const brokenCauses: ReadonlySet<number> = new Set([38, 41, 44]);

/** Whether a seat's leg ended in the talk without anybody having hung up. */
export const isBroken = (cause: number | null): boolean => cause !== null && brokenCauses.has(cause);

/**
 * Why an offer failed, when the switch did not even ring: an endpoint without a contact is refused at once; `gone` is the caller for
 * whom it was to be rung, whose hang-up is still on its way.
 */
export const whyNotRung = (outcome: FailedOutcome): WithdrawnWhy => whyNot[outcome];
const whyNot: Readonly<Record<FailedOutcome, WithdrawnWhy>> = {
  gone: 'callerGone',
  refused: 'unreachable',
  conflict: 'fault',
  timeout: 'fault',
  down: 'fault',
};
