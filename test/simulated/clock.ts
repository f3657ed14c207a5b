import { type EpochMs, epochMs } from '../../src/lib/time.ts';
import type { Clock } from '../../src/ports/clock.ts';

type Entry = { readonly due: number; readonly seq: number; readonly run: () => void };

/**
 * A clock that stands still until it is told to go on. Everything that is to happen later stands in one list, in order of its due
 * time; what is due at the same time happens in the order in which it was asked for.
 */
export class SimulatedClock {
  #now: number;
  #seq = 0;
  /** Kept sorted, latest first: the next one is taken off the end. */
  readonly #entries: Entry[] = [];

  constructor(now: EpochMs) {
    this.#now = now;
  }

  now(): EpochMs {
    return epochMs(this.#now);
  }

  /** Has something done so many ms from now. @returns a function that takes it back */
  after(ms: number, run: () => void): () => void {
    const entry = { due: this.#now + Math.max(0, ms), seq: this.#seq++, run };
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.#entries[middle];
      if (there !== undefined && there.due > entry.due) low = middle + 1;
      else high = middle;
    }
    this.#entries.splice(low, 0, entry);
    return () => {
      const at = this.#entries.indexOf(entry);
      if (at >= 0) this.#entries.splice(at, 1);
    };
  }

  /** A clock for one life of the house: one wake at a time, and none once `stop` was called. */
  forHouse(): Clock & { stop(): void } {
    let cancel = (): void => undefined;
    let stopped = false;
    return {
      now: () => this.now(),
      wakeAt: (due, wake) => {
        cancel();
        cancel = due === null || stopped ? () => undefined : this.after(due - this.#now, wake);
      },
      stop: () => {
        stopped = true;
        cancel();
      },
    };
  }

  /**
   * Lets time pass, and everything that is due on the way happen, each with all its promises.
   * @param each called after each happening
   */
  async pass(ms: number, each: () => void = () => undefined): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      await settled();
      const next = this.#entries.at(-1);
      if (next === undefined || next.due > until) break;
      this.#entries.pop();
      this.#now = Math.max(this.#now, next.due);
      next.run();
      await settled();
      each();
    }
    this.#now = until;
  }
}

/** When every promise that can go on has gone on. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
