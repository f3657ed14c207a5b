import type { CallId } from '../calls/model.ts';
import { isAtWork } from './claims.ts';
import type { MatchIndex } from './match.ts';
import type { QueueId, QueueRules, Seat } from './model.ts';

/** What is known of how long a queue's calls hold a seat: from the offer to the end of the after-call work. */
export type Pace = { readonly calls: number; readonly meanMs: number };

export const noExperience: Pace = { calls: 0, meanMs: 0 };

/** Experience counts as much as this many calls at most: older ones fade. */
const memory = 200;
/** What is usual counts as much as this many calls. */
const prior = 10;

/** The experience with one call more. */
export function handled({ calls, meanMs }: Pace, ms: number): Pace {
  const counted = Math.min(calls + 1, memory);
  return { calls: counted, meanMs: meanMs + (ms - meanMs) / counted };
}

/** How long a call holds a seat of this queue, by experience, and by what is usual as long as there is little. In ms. */
export const handlingMs = ({ calls, meanMs }: Pace, { usualHandlingMs }: QueueRules): number =>
  (calls * meanMs + prior * usualHandlingMs) / (calls + prior);

/** How long a call held the seat, if it has just let it go: from the offer to the end of the after-call work. In ms. */
export function heldMs(before: Seat, now: Seat): number | null {
  const { offeredAt } = before.tally;
  return isHeld(before) && !isHeld(now) && offeredAt !== null ? now.since - offeredAt : null;
}

const isHeld = ({ doing: { state } }: Seat): boolean => state === 'talking' || state === 'wrapUp';

/** A caller's place, from 1, and how long the wait will be from now on; null: nobody works who could say. */
export type Expected = { readonly position: number; readonly waitMs: number | null };

/**
 * How long the wait is from a place on: each of those ahead, and then the caller, takes the next seat that becomes free, and with all
 * seats busy one becomes free every `eachMs / seats`.
 */
export const expectedWaitMs = (ahead: number, seats: number, eachMs: number): number | null =>
  seats === 0 ? null : Math.round(((ahead + 1) * eachMs) / seats);

/**
 * Place and expected wait of a waiting caller; null when the call does not wait. Where seats serve several queues, the callers there who
 * go before count by the share of their seats that are this queue's too.
 */
export function expectedOf(
  index: MatchIndex,
  id: CallId,
  handlingOf: (queue: QueueId) => number,
): Expected | null {
  const ranked = index.ranked(id);
  if (ranked === null) return null;
  const { queue } = ranked.call;
  const own = index.before(queue, ranked);
  const working = [...index.seats()].filter(isAtWork);
  const seats = working.filter((seat) => seat.queues.includes(queue));
  const others = new Set(seats.flatMap((seat) => seat.queues).filter((other) => other !== queue));
  let ahead = own;
  for (const other of others) ahead += index.before(other, ranked) * sharedPart(working, other, queue);
  return { position: own + 1, waitMs: expectedWaitMs(ahead, seats.length, handlingOf(queue)) };
}

/** Which part of one queue's seats serves the other queue too. */
function sharedPart(working: readonly Seat[], of: QueueId, withQueue: QueueId): number {
  const all = working.filter(({ queues }) => queues.includes(of));
  return all.filter(({ queues }) => queues.includes(withQueue)).length / Math.max(1, all.length);
}
