import { epochMs } from '../../src/lib/time.ts';
import type { Clock } from '../../src/ports/clock.ts';

/** The real clock, set to a morning on a working day and set forward at will, so that a talk of three minutes takes none. */
export class JumpingClock implements Clock {
  #aheadMs = Date.parse('2026-11-24T09:12:20+08:00') - Date.now();
  #timer: NodeJS.Timeout | undefined;

  now() {
    return epochMs(Date.now() + this.#aheadMs);
  }

  wakeAt(due: number | null, wake: () => void): void {
    clearTimeout(this.#timer);
    if (due !== null) this.#timer = setTimeout(wake, Math.max(0, due - this.now()));
  }

  pass(seconds: number): void {
    this.#aheadMs += seconds * 1000;
  }
}
