import { SortedList } from '../lib/sorted.ts';
import { byRank, meets, type Ranked, relaxed } from './claims.ts';
import type { QueueId, QueueRules, Seat, Skill } from './model.ts';
import { canTake } from './seat.ts';
import { type ReadySeat, readySeat, strategies } from './strategies.ts';

/** Callers of one queue who ask for the same of a seat, and the ready seats that can do it; both in order. */
export class Lane {
  readonly queue: QueueId;
  readonly needs: readonly Skill[];
  readonly waiting = new SortedList<Ranked>(byRank);
  readonly ready: SortedList<ReadySeat>;
  /** Seats signed in that can serve these callers, be it only when they have waited for long. */
  staffed = 0;
  readonly #rules: QueueRules;
  readonly #least: readonly Skill[];

  constructor(rules: QueueRules, needs: readonly Skill[]) {
    this.queue = rules.id;
    this.ready = new SortedList(strategies[rules.strategy]);
    this.#rules = rules;
    this.needs = needs;
    this.#least = rules.relaxSkillsAfterMs === null ? needs : relaxed(needs);
  }

  /** @returns whether anything about the ready seats changed */
  addSeat(seat: Seat): boolean {
    if (seat.agent !== null && meets(seat, this.#least)) this.staffed += 1;
    if (!canTake(seat) || !meets(seat, this.needs)) return false;
    this.ready.add(readySeat(seat, this.queue, this.needs));
    return true;
  }

  /** @param seat exactly as it was added */
  removeSeat(seat: Seat): void {
    if (seat.agent !== null && meets(seat, this.#least)) this.staffed -= 1;
    if (canTake(seat) && meets(seat, this.needs)) this.ready.remove(readySeat(seat, this.queue, this.needs));
  }

  /** The seats that are to ring for the next caller: the first by the strategy, or as many of its tier as ring at once. */
  chosen(): readonly ReadySeat[] {
    const first = this.ready.first();
    if (first === undefined) return [];
    if (this.#rules.strategy !== 'ringAll') return [first];
    const chosen: ReadySeat[] = [];
    for (const seat of this.ready) {
      if (seat.tier !== first.tier || chosen.length >= this.#rules.ringAtOnce) break;
      chosen.push(seat);
    }
    return chosen;
  }
}
