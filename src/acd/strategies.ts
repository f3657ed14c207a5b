import type { EpochMs } from '../lib/time.ts';
import type { SeatId } from './model.ts';

/** A ready seat as matching sees it. */
export type ReadySeat = { readonly id: SeatId; readonly idleSince: EpochMs };

/** Who is rung first among ready seats. Comparators tell any two seats apart, so that the order never depends on chance. */
export const strategies = {
  /** The seat that has been idle longest. */
  longestIdle: (a: ReadySeat, b: ReadySeat): number => a.idleSince - b.idleSince || compareText(a.id, b.id),
} as const satisfies Record<string, (a: ReadySeat, b: ReadySeat) => number>;

/** Order by code unit: the same on every machine, unlike a locale's. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
