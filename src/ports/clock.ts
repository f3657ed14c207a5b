import type { EpochMs } from '../lib/time.ts';

/** The only source of time for the inside. */
export type Clock = {
  now(): EpochMs;
  /** Calls `wake` once, at `due` or as soon after as the process can. Only one wake is pending: a new call replaces the former. */
  wakeAt(due: EpochMs | null, wake: () => void): void;
};
