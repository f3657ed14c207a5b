import type { Brand } from '../lib/brand.ts';
import type { EpochMs } from '../lib/time.ts';

export type CallerEntryId = Brand<number, 'CallerEntryId'>;

/** The lists of callers, as the plan treats them: turned away with an announcement, heard after others, served before others. */
export const listKinds = ['blocked', 'restricted', 'vip'] as const;
export type ListKind = (typeof listKinds)[number];

/** What is known of who rings at the moment of the call. */
export type KnownCaller = {
  /** The entry that holds now; null: the number is on no list. `entry` is null where it is only supposed, as when a plan is tried. */
  readonly listed: { readonly kind: ListKind; readonly entry: CallerEntryId | null } | null;
  /** When the same number rang before, of the last day; in no order. */
  readonly earlier: readonly EpochMs[];
};

/** Somebody of whom nothing is known; everybody who withholds the number. */
export const unknownCaller: KnownCaller = { listed: null, earlier: [] };

/** As what a call was treated, and why; it stands in the call from its beginning. */
export type Standing = {
  readonly kind: ListKind | 'repeat';
  /** The entry of the list; null for who calls repeatedly. */
  readonly entry: CallerEntryId | null;
  /** The calls within the plan's span, this one included; null for who is on a list. */
  readonly calls: number | null;
};
