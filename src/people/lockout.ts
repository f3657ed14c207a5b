import { after, type EpochMs } from '../lib/time.ts';

/** What is known of sign-ins that failed, for one name, one address, or one name from one address. */
export type Failures = { readonly count: number; readonly lastAt: EpochMs; readonly lockedUntil: EpochMs };

/** After `free` failures each further one locks, for `firstMs` and then twice as long each time, up to `longestMs`. */
export type LockRule = { readonly free: number; readonly firstMs: number; readonly longestMs: number };

/**
 * One name from one address is locked soon: that is somebody guessing. A name alone, from wherever, is locked late, so that nobody can
 * lock an agent out with a few tries from elsewhere. An address alone is locked late too: a whole room may be behind one.
 */
export const lockRules = {
  pair: { free: 5, firstMs: 60_000, longestMs: 900_000 },
  account: { free: 30, firstMs: 60_000, longestMs: 900_000 },
  address: { free: 50, firstMs: 60_000, longestMs: 900_000 },
} as const satisfies Record<string, LockRule>;

/** After so long without a failure the former ones are forgotten, in ms. */
export const forgottenAfterMs = 1_800_000;

/** One more failure. Pure. */
export function failedAgain(before: Failures | undefined, rule: LockRule, at: EpochMs): Failures {
  const count = before === undefined || at - before.lastAt > forgottenAfterMs ? 1 : before.count + 1;
  const over = count - rule.free;
  const lockMs = over < 0 ? 0 : Math.min(rule.firstMs * 2 ** Math.min(over, 20), rule.longestMs);
  return { count, lastAt: at, lockedUntil: after(at, lockMs) };
}

/** How long a sign-in must wait, in ms; 0: it may be tried. */
export const lockedForMs = (failures: Failures | undefined, at: EpochMs): number =>
  failures === undefined ? 0 : Math.max(0, failures.lockedUntil - at);
