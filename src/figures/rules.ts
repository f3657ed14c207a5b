import type { AgentId, NotReadyReason, QueueId, QueueRules, Seat, SeatId } from '../acd/model.ts';
import { type Call, callOfLeg, type DialFailure, type Ending } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type {
  FigureChange,
  QueueCounts,
  QueueToday,
  SeatCountsOf,
  Spell,
  Thresholds,
  VisitOutcome,
} from './model.ts';

type Wait = { readonly queue: QueueId; readonly since: EpochMs };

/** The queue a call waits in, and since when; null when it does not. Its phone ringing somewhere does not end the wait. */
const waitOf = (call: Call): Wait | null =>
  call.phase === 'queued' || call.phase === 'offering' ? { queue: call.queue, since: call.queuedAt } : null;

/** What a decision about a call brings to the figures of the queues. @param before undefined: the call has just begun */
export function callFigures(before: Call | undefined, call: Call, at: EpochMs): readonly FigureChange[] {
  // A citizen whom the hotline calls is nobody's waiting caller.
  if (call.origin === 'outbound') return [];
  const was = before === undefined ? null : waitOf(before);
  const is = waitOf(call);
  if (was !== null && is?.queue === was.queue) return [];
  const changes: FigureChange[] = [];
  if (was !== null) changes.push({ type: 'QueueLeft', call: call.id, at, ...departure(call, is) });
  // Moved from one queue to another it joins that one now, whatever place it keeps there.
  if (is !== null)
    changes.push({ type: 'QueueJoined', call: call.id, queue: is.queue, at: was === null ? is.since : at });
  if (call.phase === 'ended' && before?.phase !== 'ended' && call.queuedAt === null)
    changes.push({
      type: 'NeverQueued',
      ...{ call: call.id, queue: call.queue, arrivedAt: call.arrivedAt, at },
    });
  return changes;
}

/** How citizens who ring leave a queue; those whom the hotline calls are in no figure of a queue. */
const outcomeOf: Readonly<Record<Exclude<Ending['outcome'], DialFailure>, VisitOutcome>> = {
  answered: 'answered',
  abandoned: 'abandoned',
  noSeat: 'turnedAway',
  nobodyAnswered: 'turnedAway',
  waitedTooLong: 'turnedAway',
  fault: 'turnedAway',
  emergency: 'overflowed',
  emergencyFailed: 'overflowed',
  failSafe: 'overflowed',
  queueFull: 'turnedAway',
  closed: 'turnedAway',
  holiday: 'turnedAway',
  blocked: 'turnedAway',
  callBackAsked: 'callBack',
  lost: 'lost',
};

type Departure = {
  readonly outcome: VisitOutcome;
  readonly seat: SeatId | null;
  readonly agent: AgentId | null;
};
const nobody = { seat: null, agent: null };

/** How a call left its queue. */
function departure(call: Call, is: Wait | null): Departure {
  if (is !== null) return { outcome: 'overflowed', ...nobody };
  if ('ending' in call) {
    const { outcome } = call.ending;
    return {
      outcome: outcome in outcomeOf ? outcomeOf[outcome as keyof typeof outcomeOf] : 'overflowed',
      ...nobody,
    };
  }
  if ('talk' in call && call.talk !== null)
    return { outcome: 'answered', seat: call.talk.seat, agent: call.talk.agent };
  return { outcome: 'overflowed', ...nobody };
}

/** Why a seat is not ready after an offer that it let go by. */
const missing: ReadonlySet<NotReadyReason> = new Set(['noAnswer', 'refused', 'declined', 'phoneFault']);

/** What a change of a seat brings to the figures of its agent: the spell that ended. */
export function seatFigures(before: Seat, seat: Seat): readonly FigureChange[] {
  const spell = spellOf(before, seat.since);
  if (spell === null || (before.since === seat.since && before.doing.state === seat.doing.state)) return [];
  const { doing } = seat;
  const goesOn = 'leg' in doing && callOfLeg(doing.leg) === spell.call;
  const worked = spell.state === 'talking' || spell.state === 'wrapUp';
  // A state that was passed through at once has left nothing.
  if (spell.until <= spell.since && !worked && spell.state !== 'offered') return [];
  const missed = spell.state === 'offered' && doing.state === 'notReady' && missing.has(doing.reason);
  return [{ type: 'SpellEnded', spell, handled: worked && !goesOn, missed }];
}

/** What a seat is doing as a spell that ends now; null when nobody sits there. */
export function spellOf({ id, agent, doing, since }: Seat, until: EpochMs): Spell | null {
  if (agent === null || doing.state === 'offline') return null;
  return {
    seat: id,
    agent,
    state: doing.state,
    reason: doing.state === 'notReady' ? doing.reason : null,
    call: 'leg' in doing ? callOfLeg(doing.leg) : null,
    since,
    until,
  };
}

/** What of a queue's rules the figures go by. */
export const promiseOf = ({ serviceLevel, shortAbandonMs }: QueueRules): Thresholds => ({
  answerWithinMs: serviceLevel.answerWithinMs,
  shortAbandonMs,
});

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** What follows from the counts of a queue. null: of no call nothing can be said. */
export function queueRatios(counts: QueueCounts) {
  const { offered, answered, answeredWithin, abandoned, shortAbandoned, overflowed, handled } = counts;
  const settled =
    answered + abandoned + shortAbandoned + overflowed + counts.callBack + counts.turnedAway + counts.lost;
  const due = settled - shortAbandoned - overflowed;
  return {
    /** Callers who still wait. */
    waiting: Math.max(0, offered - settled),
    /** Calls the queue had to answer. */
    due,
    serviceLevel: ratio(answeredWithin, due),
    answerRate: ratio(answered, due),
    abandonRate: ratio(abandoned, due),
    asaMs: ratio(counts.answeredWaitMs, answered),
    ahtMs: ratio(counts.talkMs + counts.wrapUpMs, handled),
  };
}

/** What desks and wallboards are told of a queue's day. */
export function todayOf(counts: QueueCounts): QueueToday {
  const { offered, answered, answeredWithin, abandoned, shortAbandoned, answeredWaitMs } = counts;
  const { due } = queueRatios(counts);
  return { offered, answered, answeredWithin, abandoned, shortAbandoned, answeredWaitMs, due };
}

/** Of a queue of which nothing has been counted today. */
export const nothingToday: QueueToday = {
  ...{ offered: 0, answered: 0, answeredWithin: 0, abandoned: 0, shortAbandoned: 0 },
  ...{ answeredWaitMs: 0, due: 0 },
};

/** What follows from the counts of an agent. */
export function seatRatios(counts: SeatCountsOf) {
  const busyMs = counts.talkingMs + counts.wrapUpMs;
  const availableMs = busyMs + counts.readyMs + counts.offeredMs;
  return {
    signedInMs: availableMs + counts.notReadyMs,
    occupancy: ratio(busyMs, availableMs),
    ahtMs: ratio(counts.handledTalkMs + counts.handledWrapUpMs, counts.handled),
  };
}
