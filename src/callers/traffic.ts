import type { CallId, Ending, PhoneNumber } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';

/** A call of a number, as far as rules for callers look at it. */
export type Ring = {
  readonly call: CallId;
  readonly at: EpochMs;
  /** How long it took, in ms, of a call that can be harassment; null of every other, and of one that goes on. */
  readonly tookMs: number | null;
};

/** The longest span that a plan's rule can name, in ms. */
export const rememberedMs = 86_400_000;
/** More than any rule counts. */
const mostOfOne = 200;
/** After so many calls the numbers that have not rung for long are forgotten. */
const sweepEvery = 5_000;

/** Ends of calls that can be harassment, if they come soon and often: given up, or answered, whoever hung up. What the hotline itself ended is none. */
const counted: ReadonlySet<Ending['outcome']> = new Set(['abandoned', 'answered']);
export const countsAsShort = (outcome: Ending['outcome']): boolean => counted.has(outcome);

/** Which number rang when, in the last day. Withheld numbers are never in it. */
export class Traffic {
  readonly #rings = new Map<PhoneNumber, readonly Ring[]>();
  #sinceSweep = 0;

  /** A call began. @param number as lists have it */
  began(number: PhoneNumber, ring: Ring): void {
    const before = this.#rings.get(number) ?? [];
    const kept = before.filter(({ call, at }) => call !== ring.call && at > ring.at - rememberedMs);
    this.#rings.set(number, [...kept.slice(-mostOfOne + 1), ring]);
    this.#sinceSweep += 1;
    if (this.#sinceSweep >= sweepEvery) this.#sweep(ring.at);
  }

  /** It ended in a way that can be harassment. */
  ended(number: PhoneNumber, call: CallId, at: EpochMs): void {
    const rings = this.#rings.get(number) ?? [];
    this.#rings.set(
      number,
      rings.map((ring) => (ring.call === call ? { ...ring, tookMs: at - ring.at } : ring)),
    );
  }

  earlier(number: PhoneNumber): readonly EpochMs[] {
    return (this.#rings.get(number) ?? []).map(({ at }) => at);
  }

  /** How many calls that began after `since` were over sooner than this, in ms. */
  short(number: PhoneNumber, since: EpochMs, shorterThanMs: number): number {
    return (this.#rings.get(number) ?? []).filter(
      ({ at, tookMs }) => at > since && tookMs !== null && tookMs < shorterThanMs,
    ).length;
  }

  #sweep(now: EpochMs): void {
    this.#sinceSweep = 0;
    for (const [number, rings] of this.#rings)
      if (rings.every(({ at }) => at <= now - rememberedMs)) this.#rings.delete(number);
  }
}
