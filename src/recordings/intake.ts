import type { EpochMs } from '../lib/time.ts';
import type { RecordingState } from './model.ts';
import { frameBytes } from './raw.ts';

/** After the hang-up MixMonitor writes what it still holds; the file is not looked at as finished before this, in ms. */
const settleMs = 500;
/** A file that is not there by then will not come, in ms. */
const giveUpMs = 10_000;

/** What a look at the record and the folders shows. */
export type Seen = {
  readonly at: EpochMs;
  readonly state: RecordingState;
  /** Whether what is kept lies in the vault; false for a WAV file of a version without one. */
  readonly inVault: boolean;
  /** Size of what is to be taken in (the raw file, or the WAV file's sound); null when there is none. */
  readonly sourceBytes: number | null;
};

/** What is remembered between two looks. */
export type Look = { readonly firstAt: EpochMs; readonly sourceBytes: number | null };

/**
 * The steps, each of which can be done again:
 *
 *     wait ─▶ seal: check, measure, encode, encrypt, name the file, note it ─▶ removeSource ─▶ done
 *       └──▶ giveUp (an alarm)
 *
 * Sealing ends with the note in the database. Cut off before it, it is done again under a new key, and the file that an earlier try
 * left is replaced: the source is removed only when the note is there.
 */
export type Step =
  | { readonly do: 'wait'; readonly look: Look }
  | { readonly do: 'seal' }
  | { readonly do: 'removeSource' }
  | { readonly do: 'giveUp'; readonly alarm: 'missing' | 'unusable' }
  | { readonly do: 'done' };

/** The next step of taking a recording in, from what was seen before and now. Pure: a crash at any step repeats that step. */
export function nextStep(before: Look | null, seen: Seen): Step {
  const { at, state, inVault, sourceBytes } = seen;
  if (state === 'missing' || state === 'destroyed') return { do: 'done' };
  if (state === 'kept' && inVault) return { do: sourceBytes === null ? 'done' : 'removeSource' };
  const look: Look = { firstAt: before?.firstAt ?? at, sourceBytes };
  const waitedMs = at - look.firstAt;
  if (sourceBytes === null || sourceBytes < frameBytes)
    return waitedMs >= giveUpMs
      ? { do: 'giveUp', alarm: sourceBytes === null ? 'missing' : 'unusable' }
      : { do: 'wait', look };
  // What an earlier version kept has been at rest for long.
  const stable = before !== null && before.sourceBytes === sourceBytes && waitedMs >= settleMs;
  return stable || state === 'kept' ? { do: 'seal' } : { do: 'wait', look };
}
