import type { CallId, Claim } from '../calls/model.ts';
import { SortedList } from '../lib/sorted.ts';
import type { EpochMs } from '../lib/time.ts';
import type { AgentId, QueueId, QueueRules, Seat, SeatId } from './model.ts';
import { canTake } from './seat.ts';
import { compareText, type ReadySeat, readySeat, strategies } from './strategies.ts';

/** One waiting caller as matching sees it; derived from the call, never stored. */
export type WaitingCall = {
  readonly id: CallId;
  readonly queue: QueueId;
  readonly since: EpochMs;
  /** What makes it differ from the others of its queue. */
  readonly claim: Claim;
};
/** This caller is to be offered to this seat. */
export type Match = { readonly call: CallId; readonly seat: SeatId; readonly agent: AgentId };

type Lane = {
  readonly waiting: SortedList<WaitingCall>;
  readonly ready: SortedList<ReadySeat>;
  staffed: number;
};

const byWait = (a: WaitingCall, b: WaitingCall): number => a.since - b.since || compareText(a.id, b.id);

/**
 * Who waits and who is ready, by queue and in order. An index over calls and seats: it holds nothing that they do not say, and is
 * rebuilt from them after a restart. Both sides are kept sorted, so that a match is a look at two heads.
 */
export class MatchIndex {
  readonly #lanes = new Map<QueueId, Lane>();
  readonly #waiting = new Map<CallId, WaitingCall>();
  readonly #seats = new Map<SeatId, Seat>();
  readonly #dirty = new Set<QueueId>();
  readonly #rulesOf: (queue: QueueId) => QueueRules;

  /** @param rulesOf the rules of a queue as they are published now */
  constructor(rulesOf: (queue: QueueId) => QueueRules) {
    this.#rulesOf = rulesOf;
  }

  /** Tells how a call waits now; null when it does not. */
  putCall(id: CallId, waiting: WaitingCall | null): void {
    const before = this.#waiting.get(id);
    if (before?.queue === waiting?.queue && before?.since === waiting?.since) return;
    if (before !== undefined) {
      this.#lane(before.queue).waiting.remove(before);
      this.#waiting.delete(id);
    }
    if (waiting === null) return;
    this.#waiting.set(id, waiting);
    this.#lane(waiting.queue).waiting.add(waiting);
    this.#dirty.add(waiting.queue);
  }

  /** Tells what a seat is now. */
  putSeat(seat: Seat): void {
    const before = this.#seats.get(seat.id);
    if (before !== undefined) this.#removeSeat(before);
    this.#seats.set(seat.id, seat);
    for (const queue of seat.queues) {
      const lane = this.#lane(queue);
      if (seat.agent !== null) lane.staffed += 1;
      if (canTake(seat)) lane.ready.add(readySeat(seat, queue, this.#rulesOf(queue).skills));
      this.#dirty.add(queue);
    }
  }

  /** A seat that is there no more. */
  dropSeat(id: SeatId): void {
    const seat = this.#seats.get(id);
    if (seat === undefined) return;
    this.#removeSeat(seat);
    this.#seats.delete(id);
  }

  /**
   * The next offer to make, or null when no waiting caller and ready seat fit any more. The caller who has waited longest goes first;
   * the strategy of the queue names the seat. Whoever takes the match must put call and seat as they are afterwards before asking again.
   */
  next(): Match | null {
    let best: WaitingCall | null = null;
    for (const queue of this.#dirty) {
      const lane = this.#lane(queue);
      const head = lane.waiting.first();
      if (head === undefined || lane.ready.size === 0) this.#dirty.delete(queue);
      else if (best === null || byWait(head, best) < 0) best = head;
    }
    const seat =
      best === null ? undefined : this.#seats.get(this.#lane(best.queue).ready.first()?.id ?? ('' as SeatId));
    if (best === null || seat === undefined || !canTake(seat)) return null;
    return { call: best.id, seat: seat.id, agent: seat.agent };
  }

  /** Callers waiting in queues at whose seats nobody is signed in. */
  unstaffed(): readonly CallId[] {
    const calls: CallId[] = [];
    for (const lane of this.#lanes.values()) {
      if (lane.staffed > 0 || lane.waiting.size === 0) continue;
      for (const call of lane.waiting) calls.push(call.id);
    }
    return calls;
  }

  /** Counts of one queue: waiting callers, the longest one's beginning, seats signed in and ready. */
  view(queue: QueueId): {
    readonly waiting: number;
    readonly since: EpochMs | null;
    readonly staffed: number;
    readonly ready: number;
  } {
    const lane = this.#lane(queue);
    return {
      waiting: lane.waiting.size,
      since: lane.waiting.first()?.since ?? null,
      staffed: lane.staffed,
      ready: lane.ready.size,
    };
  }

  queues(): readonly QueueId[] {
    return [...this.#lanes.keys()];
  }

  #removeSeat(seat: Seat): void {
    for (const queue of seat.queues) {
      const lane = this.#lane(queue);
      if (seat.agent !== null) lane.staffed -= 1;
      if (canTake(seat)) lane.ready.remove(readySeat(seat, queue, this.#rulesOf(queue).skills));
    }
  }

  #lane(queue: QueueId): Lane {
    let lane = this.#lanes.get(queue);
    if (lane === undefined) {
      const ready = new SortedList(strategies[this.#rulesOf(queue).strategy]);
      lane = { waiting: new SortedList(byWait), ready, staffed: 0 };
      this.#lanes.set(queue, lane);
    }
    return lane;
  }
}
