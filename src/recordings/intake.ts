import type { EpochMs } from '../lib/time.ts';

/** After the hang-up MixMonitor writes what it still holds; the file is not looked at as finished before this, in ms. */
const settleMs = 500;
/** A file that is not there by then will not come, in ms. */
const giveUpMs = 10_000;

/** What a look at the two folders shows. */
export type Seen = {
  readonly at: EpochMs;
  /** Size of the raw file; null when there is none. */
  readonly rawBytes: number | null;
  /** Whether the finished file is there: an earlier intake was cut off after it had been named. */
  readonly finished: boolean;
};

/** What is remembered between two looks. */
export type Look = { readonly firstAt: EpochMs; readonly rawBytes: number | null };

export type Step =
  /** Look again a little later. */
  | { readonly do: 'wait'; readonly look: Look }
  /** The raw file is whole: copy it, note it, remove it. Done again after a crash, it comes to the same. */
  | { readonly do: 'takeIn' }
  /** Only the note is missing: the finished file is there and the raw one is gone. */
  | { readonly do: 'note' }
  /** There is no usable sound: an alarm. */
  | { readonly do: 'giveUp' };

/** The next step of taking a recording in, from what was seen before and now. Pure: a crash at any step repeats that step. */
export function nextStep(before: Look | null, seen: Seen): Step {
  const look: Look = { firstAt: before?.firstAt ?? seen.at, rawBytes: seen.rawBytes };
  const waitedMs = seen.at - look.firstAt;
  if (seen.rawBytes === null && seen.finished) return { do: 'note' };
  if (seen.rawBytes === null || seen.rawBytes === 0) {
    return waitedMs >= giveUpMs ? { do: 'giveUp' } : { do: 'wait', look };
  }
  const stable = before !== null && before.rawBytes === seen.rawBytes && waitedMs >= settleMs;
  return stable ? { do: 'takeIn' } : { do: 'wait', look };
}
