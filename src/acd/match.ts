import type { CallId } from '../calls/model.ts';
import { SortedList } from '../lib/sorted.ts';
import type { EpochMs } from '../lib/time.ts';
import {
  asksNow,
  byRank,
  type Change,
  isAtWork,
  isKeptAlike,
  meets,
  type Ranked,
  rankOf,
  type WaitingCall,
} from './claims.ts';
import type { Lane } from './lane.ts';
import { Line, type QueueView } from './line.ts';
import type { AgentId, QueueId, QueueRules, Seat, SeatId, Skill } from './model.ts';
import { canTake } from './seat.ts';
import { compareText } from './strategies.ts';

export type { WaitingCall } from './claims.ts';

/** This caller is to be offered to this seat; to those `beside` it at once, where the queue rings several. */
export type Match = SeatedAt & { readonly call: CallId; readonly beside: readonly SeatedAt[] };
type SeatedAt = { readonly seat: SeatId; readonly agent: AgentId };

/** Where a caller stands: in a lane, or kept for the seat of the agent of last time. */
type Placed = Ranked & {
  readonly lane: Lane | null;
  readonly seat: SeatId | null;
  /** Its rank where it stands: at the seat it is kept for, it has the window as credit. */
  readonly there: Ranked;
  readonly change: Change | null;
};

/**
 * Who waits and who is ready, by queue and in order. An index over calls and seats: it holds nothing that they do not say, and is
 * rebuilt from them after a restart. Everything is kept sorted, so that a match is a look at a few heads.
 */
export class MatchIndex {
  readonly #lines = new Map<QueueId, Line>();
  readonly #placed = new Map<CallId, Placed>();
  readonly #seats = new Map<SeatId, Seat>();
  readonly #seatOf = new Map<AgentId, SeatId>();
  /** Callers who would like the agent of last time, whether they are kept for it or not. */
  readonly #wishing = new Map<AgentId, Set<CallId>>();
  readonly #kept = new Map<SeatId, SortedList<Ranked>>();
  readonly #changes = new SortedList<Change>((a, b) => a.at - b.at || compareText(a.id, b.id));
  readonly #dirty = new Set<Lane>();
  readonly #dirtySeats = new Set<SeatId>();
  readonly #rulesOf: (queue: QueueId) => QueueRules;
  #now = 0;

  /** @param rulesOf the rules of a queue as they are published now */
  constructor(rulesOf: (queue: QueueId) => QueueRules) {
    this.#rulesOf = rulesOf;
  }

  /** Tells how a call waits now; null when it does not. */
  putCall(id: CallId, waiting: WaitingCall | null): void {
    const before = this.#placed.get(id)?.call;
    if (
      before?.queue === waiting?.queue &&
      before?.since === waiting?.since &&
      before?.claim === waiting?.claim
    )
      return;
    if (before !== undefined) this.#removeCall(before);
    if (waiting !== null) this.#addCall(waiting);
  }

  /** Tells what a seat is now. */
  putSeat(seat: Seat): void {
    // A new line takes in the seats there are: all are made before this one is put over what it was (taking it out would rebuild the maps).
    for (const queue of seat.queues) this.#line(queue);
    const before = this.#seats.get(seat.id);
    if (before !== undefined) this.#leaveLanes(before);
    this.#seats.set(seat.id, seat);
    if (before !== undefined && before.agent !== null && before.agent !== seat.agent)
      this.#seatOf.delete(before.agent);
    if (seat.agent !== null) this.#seatOf.set(seat.agent, seat.id);
    for (const queue of seat.queues)
      for (const lane of this.#line(queue).lanes.values()) if (lane.addSeat(seat)) this.#dirty.add(lane);
    if (canTake(seat)) this.#dirtySeats.add(seat.id);
    if (before === undefined || !isKeptAlike(before, seat)) this.#placeWishing(before, seat);
  }

  /** The seat is there no more. */
  dropSeat(id: SeatId): void {
    const seat = this.#seats.get(id);
    if (seat === undefined) return;
    this.#leaveLanes(seat);
    if (seat.agent !== null) this.#seatOf.delete(seat.agent);
    this.#seats.delete(id);
    this.#placeWishing(seat);
  }

  /**
   * The next offer to make, or null when no waiting caller and ready seat fit any more. The caller of the lowest rank goes first; the
   * strategy of the queue names the seat. Whoever takes the match must put call and seats as they are afterwards before asking again.
   */
  next(at: EpochMs): Match | null {
    this.#advance(at);
    const lane = this.#firstLane();
    const kept = this.#firstKept();
    const head = lane?.waiting.first();
    if (kept !== null && (head === undefined || byRank(kept.ranked, head) < 0))
      return { call: kept.ranked.call.id, seat: kept.seat.id, agent: kept.seat.agent, beside: [] };
    if (lane === null || head === undefined) return null;
    const [first, ...beside] = lane.chosen().flatMap(({ id }) => seatedAt(this.#seats.get(id)));
    return first === undefined ? null : { call: head.call.id, seat: first.seat, agent: first.agent, beside };
  }

  /** When a waiting caller can be served by more seats than now, though nothing else happens; null: at no time. */
  changesAt(): EpochMs | null {
    return this.#changes.first()?.at ?? null;
  }

  /** Callers whom no seat could serve at which anybody is signed in. */
  unstaffed(): readonly CallId[] {
    const calls: CallId[] = [];
    for (const { lanes } of this.#lines.values())
      for (const { staffed, waiting } of lanes.values())
        if (staffed === 0) for (const { call } of waiting) calls.push(call.id);
    return calls;
  }

  view(queue: QueueId): QueueView {
    return this.#line(queue).view();
  }

  /** How many of the queue's callers go before this rank. */
  before(queue: QueueId, ranked: Ranked): number {
    return this.#lines.get(queue)?.before(ranked) ?? 0;
  }

  /** The call's rank; null when it does not wait. */
  ranked(id: CallId): Ranked | null {
    return this.#placed.get(id) ?? null;
  }

  seats(): Iterable<Seat> {
    return this.#seats.values();
  }

  queues(): readonly QueueId[] {
    return [...this.#lines.keys()];
  }

  /** The rules were published anew: everybody is placed by them. */
  refresh(): void {
    const calls = [...this.#placed.values()].map(({ call }) => call);
    const seats = [...this.#seats.values()];
    for (const call of calls) this.#removeCall(call);
    this.#seats.clear();
    this.#seatOf.clear();
    this.#lines.clear();
    this.#dirty.clear();
    for (const seat of seats) this.putSeat(seat);
    for (const call of calls) this.#addCall(call);
  }

  #firstLane(): Lane | null {
    let best: Lane | null = null;
    let bestHead: Ranked | undefined;
    for (const lane of this.#dirty) {
      const head = lane.waiting.first();
      if (head === undefined || lane.ready.size === 0) this.#dirty.delete(lane);
      else if (bestHead === undefined || byRank(head, bestHead) < 0) {
        best = lane;
        bestHead = head;
      }
    }
    return best;
  }

  #firstKept() {
    let best: { readonly ranked: Ranked; readonly seat: Seat & { readonly agent: AgentId } } | null = null;
    for (const id of this.#dirtySeats) {
      const seat = this.#seats.get(id);
      const ranked = this.#kept.get(id)?.first();
      if (seat === undefined || ranked === undefined || !canTake(seat)) this.#dirtySeats.delete(id);
      else if (best === null || byRank(ranked, best.ranked) < 0) best = { ranked, seat };
    }
    return best;
  }

  #advance(at: EpochMs): void {
    this.#now = Math.max(this.#now, at);
    for (
      let due = this.#changes.first();
      due !== undefined && due.at <= this.#now;
      due = this.#changes.first()
    )
      this.#place(due.id);
  }

  #addCall(call: WaitingCall): void {
    const line = this.#line(call.queue);
    const ranked = { call, rank: rankOf(call, line.rules) };
    line.add(ranked);
    const { lastAgent } = call.claim;
    if (lastAgent !== null) {
      const wishing = this.#wishing.get(lastAgent) ?? new Set();
      this.#wishing.set(lastAgent, wishing.add(call.id));
    }
    this.#stand(ranked);
  }

  #removeCall(call: WaitingCall): void {
    const placed = this.#placed.get(call.id);
    if (placed === undefined) return;
    this.#leave(placed);
    this.#line(call.queue).remove(placed);
    const { lastAgent } = call.claim;
    if (lastAgent === null) return;
    const wishing = this.#wishing.get(lastAgent);
    wishing?.delete(call.id);
    if (wishing?.size === 0) this.#wishing.delete(lastAgent);
  }

  /** Places a caller anew. */
  #place(id: CallId): void {
    const placed = this.#placed.get(id);
    if (placed === undefined) return;
    this.#leave(placed);
    this.#stand({ call: placed.call, rank: placed.rank });
  }

  /** Finds the caller's place as of now: kept for the agent of last time while that may come, or in the lane of those who ask for the same. */
  #stand(ranked: Ranked): void {
    const placed = this.#placeFor(ranked);
    const { lane, seat, there, change } = placed;
    this.#placed.set(ranked.call.id, placed);
    if (change !== null) this.#changes.add(change);
    if (lane !== null) {
      lane.waiting.add(there);
      this.#dirty.add(lane);
    }
    if (seat !== null) {
      const kept = this.#kept.get(seat) ?? new SortedList(byRank);
      kept.add(there);
      this.#kept.set(seat, kept);
      this.#dirtySeats.add(seat);
    }
  }

  #placeFor(ranked: Ranked): Placed {
    const { call, rank } = ranked;
    const line = this.#line(call.queue);
    const { needs, lastAgentUntil, relaxedFrom } = asksNow(call, line.rules, this.#now);
    const seat = lastAgentUntil === null ? null : this.#lastSeat(call, needs);
    const at = seat === null ? relaxedFrom : lastAgentUntil;
    const change = at === null ? null : { at, id: call.id };
    if (seat === null)
      return { call, rank, lane: line.lane(needs, this.#seats.values()), seat, there: ranked, change };
    return { call, rank, lane: null, seat, there: { call, rank: rank - line.rules.lastAgentWaitMs }, change };
  }

  #leave({ call, lane, seat, there, change }: Placed): void {
    lane?.waiting.remove(there);
    if (change !== null) this.#changes.remove(change);
    this.#placed.delete(call.id);
    const kept = seat === null ? undefined : this.#kept.get(seat);
    kept?.remove(there);
    if (seat !== null && kept?.size === 0) this.#kept.delete(seat);
  }

  /** Where the agent of last time sits, at work for this queue and able to serve this caller. */
  #lastSeat({ queue, claim }: WaitingCall, needs: readonly Skill[]): SeatId | null {
    const id = claim.lastAgent === null ? undefined : this.#seatOf.get(claim.lastAgent);
    const seat = id === undefined ? undefined : this.#seats.get(id);
    if (seat === undefined || !isAtWork(seat) || !seat.queues.includes(queue)) return null;
    return meets(seat, needs) ? seat.id : null;
  }

  #leaveLanes(seat: Seat): void {
    for (const queue of seat.queues)
      for (const lane of this.#line(queue).lanes.values()) lane.removeSeat(seat);
  }

  #placeWishing(...seats: readonly (Seat | undefined)[]): void {
    if (this.#wishing.size === 0) return;
    for (const agent of new Set(seats.map((seat) => seat?.agent)))
      if (agent !== null && agent !== undefined)
        for (const id of [...(this.#wishing.get(agent) ?? [])]) this.#place(id);
  }

  #line(queue: QueueId): Line {
    let line = this.#lines.get(queue);
    if (line === undefined) {
      line = new Line(this.#rulesOf(queue), this.#seats.values());
      this.#lines.set(queue, line);
    }
    return line;
  }
}

const seatedAt = (seat: Seat | undefined): readonly SeatedAt[] =>
  seat !== undefined && canTake(seat) ? [{ seat: seat.id, agent: seat.agent }] : [];
