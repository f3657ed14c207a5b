import { type EpochMs, epochMs } from '../lib/time.ts';
import {
  type QueueCounts,
  queueCounters,
  type SeatCountsOf,
  type Spell,
  seatCounters,
  type Visit,
  type VisitOutcome,
} from './model.ts';

/** The length of an interval. Quarter hours of UTC are quarter hours of the city: every zone in use is so many of them away from UTC. */
export const intervalMs = 900_000;

/** The beginning of the interval that an instant is in. */
export const intervalOf = (at: EpochMs): EpochMs => epochMs(Math.floor(at / intervalMs) * intervalMs);

export const noQueueCounts = Object.fromEntries(queueCounters.map((name) => [name, 0])) as QueueCounts;
export const noSeatCounts = Object.fromEntries(seatCounters.map((name) => [name, 0])) as SeatCountsOf;

/** Two counts of the same thing put together. Loops, since reports put tens of thousands together. */
export function sumOfQueues(a: QueueCounts, b: Partial<QueueCounts>): QueueCounts {
  const sum: Record<keyof QueueCounts, number> = { ...a };
  for (const name of queueCounters) sum[name] += b[name] ?? 0;
  sum.longestWaitMs = Math.max(a.longestWaitMs, b.longestWaitMs ?? 0);
  return sum;
}
export function sumOfSeats(a: SeatCountsOf, b: Partial<SeatCountsOf>): SeatCountsOf {
  const sum: Record<keyof SeatCountsOf, number> = { ...a };
  for (const name of seatCounters) sum[name] += b[name] ?? 0;
  return sum;
}

/** What the end of a visit counts, in the interval in which the caller joined. */
export function visitCounts(visit: Visit, leftAt: EpochMs, outcome: VisitOutcome): Partial<QueueCounts> {
  const waitedMs = Math.max(0, leftAt - visit.joinedAt);
  switch (outcome) {
    case 'answered': {
      const answeredWithin = waitedMs <= visit.answerWithinMs ? 1 : 0;
      return { answered: 1, answeredWithin, answeredWaitMs: waitedMs, longestWaitMs: waitedMs };
    }
    case 'abandoned':
      return waitedMs < visit.shortAbandonMs
        ? { shortAbandoned: 1, longestWaitMs: waitedMs }
        : { abandoned: 1, abandonedWaitMs: waitedMs, longestWaitMs: waitedMs };
    case 'overflowed':
    case 'callBack':
    case 'turnedAway':
    case 'lost':
      return { [outcome]: 1, longestWaitMs: waitedMs };
  }
}

const timeOf = {
  ready: 'readyMs',
  offered: 'offeredMs',
  talking: 'talkingMs',
  wrapUp: 'wrapUpMs',
  notReady: 'notReadyMs',
} as const satisfies Record<Spell['state'], keyof SeatCountsOf>;

/** A part of a spell that lies within one interval. */
export type Slice = { readonly at: EpochMs; readonly ms: number };

/** A stretch of time by intervals: each gets the part that lies within it. */
export function slices(since: EpochMs, until: EpochMs): readonly Slice[] {
  const parts: Slice[] = [];
  for (let from: number = since; from < until; ) {
    const at = intervalOf(epochMs(from));
    const to = Math.min(until, at + intervalMs);
    parts.push({ at, ms: to - from });
    from = to;
  }
  return parts;
}

/** What a spell counts: its time in each interval it touches. A talk is counted as answered where it began. */
export function spellCounts({
  state,
  since,
  until,
}: Spell): readonly (Partial<SeatCountsOf> & { at: EpochMs })[] {
  const times = slices(since, until).map(({ at, ms }) => ({ at, [timeOf[state]]: ms }));
  return state === 'talking' ? [{ at: intervalOf(since), answered: 1 }, ...times] : times;
}
