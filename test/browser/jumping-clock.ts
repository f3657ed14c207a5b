import { systemClock } from '../../src/lib/system-clock.ts';
import { after, type EpochMs, epochMs } from '../../src/lib/time.ts';
import type { Clock } from '../../src/ports/clock.ts';

/** The real clock, set to a morning on a working day and set forward at will, so that a talk of three minutes takes none. */
export class JumpingClock implements Clock {
  readonly #real = systemClock();
  #aheadMs = Date.parse('2026-11-24T09:12:20+08:00') - this.#real.now();

  now(): EpochMs {
    return after(this.#real.now(), this.#aheadMs);
  }

  wakeAt(due: EpochMs | null, wake: () => void): void {
    this.#real.wakeAt(due === null ? null : epochMs(due - this.#aheadMs), wake);
  }

  pass(seconds: number): void {
    this.#aheadMs += seconds * 1000;
  }
}
