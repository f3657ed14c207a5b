import type { Brand } from '../lib/brand.ts';
import type { EpochMs } from '../lib/time.ts';

/** A version's place in a list of all of them: 1, 2, 3, … */
export type VersionNo = Brand<number, 'VersionNo'>;
export type PublicationId = Brand<number, 'PublicationId'>;

/** From when to when a version is to be in force. */
export type Publication = {
  readonly id: PublicationId;
  readonly version: VersionNo;
  readonly from: EpochMs;
  /** A temporary one ends then, and the one before is in force again; null: until another comes. */
  readonly until: EpochMs | null;
  /** Taken back: it never comes, or ends then. */
  readonly withdrawnAt: EpochMs | null;
};

/** A publication with who wanted it. */
export type PublicationLine = Publication & {
  readonly by: string;
  readonly reason: string;
  readonly madeAt: EpochMs;
  readonly withdrawnBy: string | null;
};

/**
 * What is in force at an instant: of those that hold, the one that began last, and of two that began together the one made last. Nothing has
 * to happen for one to begin or to end: whoever was away at that instant finds the same. Pure.
 */
export function inForceAt<P extends Publication>(publications: readonly P[], at: EpochMs): P | null {
  let found: P | null = null;
  for (const one of publications) if (holds(one, at) && (found === null || isLater(one, found))) found = one;
  return found;
}

const holds = ({ from, until, withdrawnAt }: Publication, at: EpochMs): boolean =>
  from <= at && (until === null || at < until) && (withdrawnAt === null || at < withdrawnAt);

const isLater = (one: Publication, other: Publication): boolean =>
  one.from > other.from || (one.from === other.from && one.id > other.id);

/** Where a publication stands: yet to come, in force, over (or hidden by a later one), or taken back before it came. */
export type PublicationState = 'scheduled' | 'inForce' | 'over' | 'withdrawn';

export function stateOf(
  one: Publication,
  publications: readonly Publication[],
  at: EpochMs,
): PublicationState {
  if (one.withdrawnAt !== null && one.withdrawnAt <= one.from) return 'withdrawn';
  if (at < one.from) return 'scheduled';
  return inForceAt(publications, at)?.id === one.id ? 'inForce' : 'over';
}
