import type { AgentId } from '../acd/model.ts';
import type { CallId, PhoneNumber } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import { type Page, type PageAsked, type Position, page } from '../store/page.ts';
import { tx } from '../store/tx.ts';
import type { CallerEntry, CallerEntryId, CallerReview, ListKind, Proposal, ProposalId } from './model.ts';
import type { Ring } from './traffic.ts';

/** Members that are given must all hold. */
export type CallerFilter = {
  readonly kind?: ListKind | undefined;
  /** Part of a number. */
  readonly number?: string | undefined;
  /** In force at this instant. */
  readonly inForceAt?: EpochMs | undefined;
  /** Expired or removed at this instant. */
  readonly overAt?: EpochMs | undefined;
};

type NewEntry = Omit<CallerEntry, 'id' | 'removedAt' | 'removedBy' | 'removedWhy'>;
type NewProposal = Omit<Proposal, 'id' | 'decided'>;
type Listed = PageAsked & { readonly after: Position };

export type CallerStore = {
  /** All of `work` is written, or nothing. */
  atOnce<T>(work: () => T): T;
  add(entry: NewEntry): CallerEntryId;
  read(id: CallerEntryId): CallerEntry | null;
  /** Those in force, whichever way they will end. */
  inForce(at: EpochMs): readonly CallerEntry[];
  /** Newest first. */
  list(filter: CallerFilter, asked: Listed): Page<CallerEntry>;
  remove(id: CallerEntryId, done: { readonly at: EpochMs; readonly by: AgentId; readonly why: string }): void;
  review(id: CallerEntryId, review: CallerReview): void;
  /** Oldest first. */
  reviews(id: CallerEntryId): readonly CallerReview[];
  propose(proposal: NewProposal): ProposalId;
  proposal(id: ProposalId): Proposal | null;
  /** Newest first; open ones, or those decided. */
  proposals(open: boolean, asked: Listed): Page<Proposal>;
  isProposed(of: { readonly call: CallId } | { readonly number: PhoneNumber }): boolean;
  decide(id: ProposalId, decided: NonNullable<Proposal['decided']>): void;
  /** When somebody last took this number off a list, or decided about it; null: never. */
  lastDecisionAt(number: PhoneNumber): EpochMs | null;
  /** Citizens' calls that began after `since`, oldest first, with the number as the network gave it. */
  ringsSince(since: EpochMs): readonly (Ring & { readonly from: PhoneNumber })[];
};

const columns = `id, number, kind, reason, made_by AS madeBy, made_at AS madeAt, expires_at AS expiresAt,
  removed_at AS removedAt, removed_by AS removedBy, removed_why AS removedWhy`;
const proposalColumns = `id, call_id AS "call", number, reason, by, at, decided_at AS decidedAt, decided_by AS decidedBy, word, entry`;
const alive = 'removed_at IS NULL AND (expires_at IS NULL OR expires_at > @at)';

/** The lists of callers in the database. */
export function createCallerStore(db: Db): CallerStore {
  const read = db.prepare<[CallerEntryId], CallerEntry>(`SELECT ${columns} FROM caller_entries WHERE id = ?`);
  const inForce = db.prepare<[{ readonly at: EpochMs }], CallerEntry>(
    `SELECT ${columns} FROM caller_entries WHERE ${alive} ORDER BY id`,
  );
  const reviews = db.prepare<[CallerEntryId], CallerReview>(
    `SELECT at, by, why, expired_before AS expiredBefore, expires_at AS expiresAt FROM caller_reviews WHERE entry = ? ORDER BY id`,
  );
  return {
    atOnce: (work) => tx(db, work),
    ...writes(db),
    read: (id) => read.get(id) ?? null,
    inForce: (at) => inForce.all({ at }),
    list: (filter, asked) => list(db, filter, asked),
    reviews: (id) => reviews.all(id),
    ...proposalsIn(db),
    ...historyIn(db),
  };
}

function writes(db: Db): Pick<CallerStore, 'add' | 'remove' | 'review'> {
  const add = db
    .prepare<[NewEntry], CallerEntryId>(
      `INSERT INTO caller_entries (number, kind, reason, made_by, made_at, expires_at)
       VALUES (@number, @kind, @reason, @madeBy, @madeAt, @expiresAt) RETURNING id`,
    )
    .pluck();
  const remove = db.prepare(
    'UPDATE caller_entries SET removed_at = @at, removed_by = @by, removed_why = @why WHERE id = @id',
  );
  const extend = db.prepare<[EpochMs | null, CallerEntryId]>(
    'UPDATE caller_entries SET expires_at = ? WHERE id = ?',
  );
  const note = db.prepare(
    `INSERT INTO caller_reviews (entry, at, by, why, expired_before, expires_at)
     VALUES (@id, @at, @by, @why, @expiredBefore, @expiresAt)`,
  );
  return {
    add: (entry) => add.get(entry) as CallerEntryId,
    remove: (id, done) => {
      remove.run({ id, ...done });
    },
    review: (id, review) => {
      extend.run(review.expiresAt, id);
      note.run({ id, ...review });
    },
  };
}

function list(
  db: Db,
  { inForceAt, overAt, ...filter }: CallerFilter,
  { after, limit }: Listed,
): Page<CallerEntry> {
  const where = [
    '(made_at, id) < (@after, CAST(@afterId AS INTEGER))',
    ...(filter.kind === undefined ? [] : ['kind = @kind']),
    ...(filter.number === undefined ? [] : ['instr(number, @number) > 0']),
    ...(inForceAt === undefined ? [] : [alive]),
    ...(overAt === undefined ? [] : [`NOT (${alive})`]),
  ];
  const found = db
    .prepare<[Record<string, unknown>], CallerEntry>(
      `SELECT ${columns} FROM caller_entries WHERE ${where.join(' AND ')} ORDER BY made_at DESC, id DESC LIMIT @limit`,
    )
    .all({ ...filter, ...placeOf(after), at: inForceAt ?? overAt ?? 0, limit: limit + 1 });
  return page(found, limit, ({ madeAt, id }) => ({ at: madeAt, id: String(id) }));
}

/** A list's beginning has no number for its id. */
const placeOf = ({ at, id }: Position) => ({ after: at, afterId: /^[0-9]{1,15}$/.test(id) ? id : '0' });

type ProposalRow = Omit<Proposal, 'decided'> & {
  readonly decidedAt: EpochMs | null;
  readonly decidedBy: AgentId | null;
  readonly word: string | null;
  readonly entry: CallerEntryId | null;
};

const proposalOf = ({ decidedAt: at, decidedBy: by, word, entry, ...row }: ProposalRow): Proposal => ({
  ...row,
  decided: at === null || by === null ? null : { at, by, word: word ?? '', entry },
});

function proposalsIn(
  db: Db,
): Pick<CallerStore, 'propose' | 'proposal' | 'proposals' | 'isProposed' | 'decide'> {
  const propose = db
    .prepare<[NewProposal], ProposalId>(
      `INSERT INTO caller_proposals (call_id, number, reason, by, at) VALUES (@call, @number, @reason, @by, @at) RETURNING id`,
    )
    .pluck();
  const read = db.prepare<[ProposalId], ProposalRow>(
    `SELECT ${proposalColumns} FROM caller_proposals WHERE id = ?`,
  );
  const many = db.prepare<[Record<string, unknown>], ProposalRow>(
    `SELECT ${proposalColumns} FROM caller_proposals
     WHERE (decided_at IS NULL) = @open AND (at, id) < (@after, CAST(@afterId AS INTEGER)) ORDER BY at DESC, id DESC LIMIT @limit`,
  );
  const proposed = db
    .prepare<[Record<string, unknown>], number>(
      'SELECT count(*) FROM caller_proposals WHERE decided_at IS NULL AND (call_id = @call OR number = @number)',
    )
    .pluck();
  const decide = db.prepare(
    'UPDATE caller_proposals SET decided_at = @at, decided_by = @by, word = @word, entry = @entry WHERE id = @id',
  );
  return {
    propose: (proposal) => propose.get(proposal) as ProposalId,
    proposal: (id) => {
      const row = read.get(id);
      return row === undefined ? null : proposalOf(row);
    },
    proposals: (isOpen, { after, limit }) => {
      const found = many.all({ open: isOpen ? 1 : 0, ...placeOf(after), limit: limit + 1 });
      return page(found.map(proposalOf), limit, ({ at, id }) => ({ at, id: String(id) }));
    },
    isProposed: (of) => (proposed.get({ call: null, number: null, ...of }) ?? 0) > 0,
    decide: (id, decided) => {
      decide.run({ id, ...decided });
    },
  };
}

function historyIn(db: Db): Pick<CallerStore, 'lastDecisionAt' | 'ringsSince'> {
  const last = db
    .prepare<[{ readonly number: PhoneNumber }], EpochMs | null>(
      `SELECT max(at) FROM (
         SELECT max(removed_at) AS at FROM caller_entries WHERE number = @number
         UNION ALL SELECT max(decided_at) FROM caller_proposals WHERE number = @number)`,
    )
    .pluck();
  // Who was put through to an emergency desk by an agent counts as answered elsewhere, and never as harassing here.
  const rings = db.prepare<[EpochMs], Ring & { readonly from: PhoneNumber }>(
    `SELECT id AS "call", from_number AS "from", arrived_at AS at,
       CASE WHEN outcome IN ('abandoned', 'answered') AND ended_at - arrived_at < 3600000
         AND json_extract(snapshot, '$.lastHunt.number') IS NULL THEN ended_at - arrived_at END AS tookMs
     FROM calls WHERE arrived_at > ? AND origin = 'inbound' AND from_number IS NOT NULL ORDER BY arrived_at, id`,
  );
  return {
    lastDecisionAt: (number) => last.get({ number }) ?? null,
    ringsSince: (since) => rings.all(since),
  };
}
