import type { AgentId } from '../acd/model.ts';
import type { CallId, PhoneNumber } from '../calls/ids.ts';
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

/** A number on a list. It is never changed and never gone: it ends by itself, or somebody removes it. */
export type CallerEntry = {
  readonly id: CallerEntryId;
  /** As it would be dialled, whichever way the network gave it. */
  readonly number: PhoneNumber;
  readonly kind: ListKind;
  readonly reason: string;
  /** `rule`: the plan's rule, by itself. */
  readonly madeBy: AgentId | 'rule';
  readonly madeAt: EpochMs;
  /** From then on it has no effect; null, of a VIP alone: until it is removed. */
  readonly expiresAt: EpochMs | null;
  readonly removedAt: EpochMs | null;
  readonly removedBy: AgentId | null;
  readonly removedWhy: string | null;
};

/** Somebody looked at an entry and let it go on. */
export type CallerReview = {
  readonly at: EpochMs;
  readonly by: AgentId;
  readonly why: string;
  readonly expiredBefore: EpochMs | null;
  readonly expiresAt: EpochMs | null;
};

export type ProposalId = Brand<number, 'ProposalId'>;

/** A call that somebody, or the plan's rule, holds for harassment. */
export type Proposal = {
  readonly id: ProposalId;
  readonly call: CallId;
  readonly number: PhoneNumber;
  readonly reason: string;
  readonly by: AgentId | 'rule';
  readonly at: EpochMs;
  /** Null while nobody has decided; `entry` is null where it was dismissed. */
  readonly decided: {
    readonly at: EpochMs;
    readonly by: AgentId;
    readonly word: string;
    readonly entry: CallerEntryId | null;
  } | null;
};

export type CallerRefusal = { readonly code: string; readonly why: string };
