import type { AgentId } from '../acd/model.ts';
import type { Brand } from '../lib/brand.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Document } from './document.ts';
import type { VersionNo } from './timeline.ts';

/** Where a version came from. */
export const origins = ['builtIn', 'file', 'draft', 'return'] as const;

/** A version of the plan, without its document. */
export type VersionLine = {
  readonly n: VersionNo;
  /** What calls carry of it. */
  readonly name: string;
  /** The version it was made from; null: it is the first. */
  readonly base: VersionNo | null;
  readonly origin: (typeof origins)[number];
  readonly author: string;
  readonly approvedBy: string | null;
  readonly reason: string;
  readonly madeAt: EpochMs;
};
export type Version = VersionLine & { readonly document: Document };
export type NewVersion = Omit<Version, 'n'>;

export type DraftId = Brand<number, 'PlanDraftId'>;

/** A plan that is being written. */
export type Draft = {
  readonly id: DraftId;
  readonly title: string;
  readonly base: VersionNo;
  readonly document: Document;
  /** Grows with each saving. */
  readonly revision: number;
  /** Everybody who wrote in it. */
  readonly writers: readonly AgentId[];
  readonly changedBy: AgentId;
  readonly changedAt: EpochMs;
  /** Which revision passed its check last; another one counts for nothing. */
  readonly checkedRevision: number | null;
  readonly approvedRevision: number | null;
  readonly approvedBy: AgentId | null;
};

/** How far a draft has come. */
export const draftStates = ['draft', 'checked', 'approved'] as const;
export function draftState({
  revision,
  checkedRevision,
  approvedRevision,
}: Draft): (typeof draftStates)[number] {
  if (approvedRevision === revision) return 'approved';
  return checkedRevision === revision ? 'checked' : 'draft';
}

/** The name a version gets: what its document says, or its number; never one that another has. Pure. */
export function nameOf(document: Document, n: number, isNamed: (name: string) => boolean): string {
  const { version } = document;
  const wanted = typeof version === 'string' ? version : `v${String(n)}`;
  return isNamed(wanted) ? `${wanted.slice(0, 50)}.${String(n)}` : wanted;
}
