import { SortedList } from '../lib/sorted.ts';
import type { EpochMs } from '../lib/time.ts';
import { byRank, bySince, type Ranked, type WaitingCall } from './claims.ts';
import { Lane } from './lane.ts';
import type { QueueRules, Seat, Skill } from './model.ts';

/** A queue at this moment. */
export type QueueView = {
  readonly waiting: number;
  /** Since when the one waits who has waited longest; null when nobody does. */
  readonly since: EpochMs | null;
  /** Seats signed in, and those of them that are ready. */
  readonly staffed: number;
  readonly ready: number;
};

/** The callers of one queue, by rank and by wait, and its lanes by what they ask of a seat. */
export class Line {
  readonly rules: QueueRules;
  readonly lanes = new Map<string, Lane>();
  readonly #byRank = new SortedList(byRank);
  readonly #bySince = new SortedList<WaitingCall>(bySince);
  /** Of those who ask for what the queue itself does. */
  readonly #own: Lane;

  constructor(rules: QueueRules, seats: Iterable<Seat>) {
    this.rules = rules;
    this.#own = this.#newLane(rules.skills, seats);
  }

  /** The lane of those who ask for this. @param seats all there are, for a lane that is new */
  lane(needs: readonly Skill[], seats: Iterable<Seat>): Lane {
    if (needs === this.#own.needs) return this.#own;
    return this.lanes.get(keyOf(needs)) ?? this.#newLane(needs, seats);
  }

  add(ranked: Ranked): void {
    this.#byRank.add(ranked);
    this.#bySince.add(ranked.call);
  }

  remove(ranked: Ranked): void {
    this.#byRank.remove(ranked);
    this.#bySince.remove(ranked.call);
  }

  /** How many of these callers go before this rank. */
  before(ranked: Ranked): number {
    return this.#byRank.countBefore(ranked);
  }

  view(): QueueView {
    return {
      waiting: this.#byRank.size,
      since: this.#bySince.first()?.since ?? null,
      staffed: this.#own.staffed,
      ready: this.#own.ready.size,
    };
  }

  #newLane(needs: readonly Skill[], seats: Iterable<Seat>): Lane {
    const lane = new Lane(this.rules, needs);
    this.lanes.set(keyOf(needs), lane);
    for (const seat of seats) if (seat.queues.includes(this.rules.id)) lane.addSeat(seat);
    return lane;
  }
}

const keyOf = (needs: readonly Skill[]): string =>
  needs.map(({ skill, level }) => `${skill}:${String(level)}`).join();
