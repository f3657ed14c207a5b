import { type Static, Type } from 'typebox';
import type { AgentId } from '../acd/model.ts';
import type { NameOf } from '../acd/wire.ts';
import { CallRow } from '../calls/wire.ts';
import type { EpochMs } from '../lib/time.ts';
import { Instant, list, nullable, pageOf, pageQuery, strict, word } from '../lib/wire.ts';
import { type CallerEntry, type CallerReview, listKinds, type Proposal } from './model.ts';
import { stateAt } from './rules.ts';

export const CallerParams = strict({ entry: Type.String({ pattern: '^[0-9]{1,15}$' }) });
export const ProposalParams = strict({ proposal: Type.String({ pattern: '^[0-9]{1,15}$' }) });
export const CallerPageQuery = strict(pageQuery);
export const CallerQuery = strict({
  ...pageQuery,
  kind: Type.Optional(word(listKinds)),
  number: Type.Optional(Type.String({ pattern: '^\\+?[0-9]{1,32}$', description: 'or a part of it' })),
  state: Type.Optional(word(['inForce', 'over'])),
});
export const ProposalQuery = strict({ ...pageQuery, state: Type.Optional(word(['open', 'decided'])) });

const reason = Type.String({ minLength: 2, maxLength: 500, pattern: '\\S' });
/** When an entry ends; null for a VIP: until it is removed. */
const expiresAt = nullable(
  Type.Integer({ minimum: 0, description: 'milliseconds since 1970; within 90 days' }),
);
const kind = word(listKinds);
export const NewCallerBody = strict({
  number: Type.String({ minLength: 3, maxLength: 64, examples: ['13900001111'] }),
  kind,
  reason,
  expiresAt,
});
export const ReasonBody = strict({ reason });
export const ReviewBody = strict({ reason, expiresAt });
export const AcceptBody = strict({ kind: word(['blocked', 'restricted']), reason, expiresAt });

const row = {
  id: Type.Integer(),
  number: Type.String(),
  kind,
  reason: Type.String(),
  state: word(['inForce', 'expired', 'removed']),
  madeBy: Type.String({ description: 'an account; `rule`: the plan’s rule, by itself' }),
  madeByName: nullable(Type.String()),
  madeAt: Instant,
  expiresAt: nullable(Instant),
  removedAt: nullable(Instant),
  removedBy: nullable(Type.String()),
  removedByName: nullable(Type.String()),
  removedWhy: nullable(Type.String()),
};
export const CallerRow = strict(row);
export type CallerRow = Static<typeof CallerRow>;
export const CallerPage = pageOf(CallerRow);
export const CallerRecord = strict({
  ...row,
  reviews: list(
    strict({
      at: Instant,
      by: Type.String(),
      byName: nullable(Type.String()),
      why: Type.String(),
      expiredBefore: nullable(Instant),
      expiresAt: nullable(Instant),
    }),
  ),
});
export type CallerRecord = Static<typeof CallerRecord>;

const { id, phase, arrivedAt, endedAt, dialled, queue, outcome } = CallRow.properties;
/** Neither whom it was about nor what: who sees to the lists need not know. */
export const TreatedCall = strict({ id, phase, arrivedAt, endedAt, dialled, queue, outcome });
export type TreatedCall = Static<typeof TreatedCall>;
export const TreatedCallPage = pageOf(TreatedCall);

export const ProposalRow = strict({
  id: Type.Integer(),
  call: Type.String(),
  number: Type.String(),
  reason: Type.String(),
  by: Type.String({ description: 'an account; `rule`: the plan’s rule, by itself' }),
  byName: nullable(Type.String()),
  at: Instant,
  decided: nullable(
    strict({
      at: Instant,
      by: Type.String(),
      byName: nullable(Type.String()),
      word: Type.String(),
      entry: nullable(Type.Integer({ description: 'the entry made of it; null: dismissed' })),
    }),
  ),
});
export type ProposalRow = Static<typeof ProposalRow>;
export const ProposalPage = pageOf(ProposalRow);
/** Who reports a call is told that it was taken down, and no more. */
export const Reported = strict({ id: Type.Integer() });

const name = (nameOf: NameOf, by: string | null): string | null =>
  by === null || by === 'rule' ? null : nameOf(by as AgentId);

export const callerRow = (entry: CallerEntry, nameOf: NameOf, at: EpochMs): CallerRow => ({
  ...entry,
  state: stateAt(entry, at),
  madeByName: name(nameOf, entry.madeBy),
  removedByName: name(nameOf, entry.removedBy),
});

export const callerRecord = (
  entry: CallerRow,
  reviews: readonly CallerReview[],
  nameOf: NameOf,
): CallerRecord => ({
  ...entry,
  reviews: reviews.map((review) => ({ ...review, byName: name(nameOf, review.by) })),
});

export const proposalRow = (proposal: Proposal, nameOf: NameOf): ProposalRow => ({
  ...proposal,
  byName: name(nameOf, proposal.by),
  decided:
    proposal.decided === null ? null : { ...proposal.decided, byName: name(nameOf, proposal.decided.by) },
});
