import type { TicketNo } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Query } from '../store/query.ts';
import type { Seen } from './see.ts';

/** Something that was raised about a ticket: a reminder, a card, an escalation, or a deadline that moved. */
export type Notice = {
  readonly key: string;
  readonly no: TicketNo;
  readonly part: number;
  readonly step: string;
  readonly kind: string;
  readonly owner: 'unit' | 'centre' | 'office';
  readonly unit: string | null;
  readonly district: string | null;
  readonly dueAt: EpochMs;
  readonly wasDueAt: EpochMs | null;
  readonly at: EpochMs;
  readonly raisedAt: EpochMs;
};

export type NoticeFilter = {
  readonly kind?: string | undefined;
  /** When it was to come: of what one reckoning has moved, the reckoning's own instant. */
  readonly at?: number | undefined;
};

/** The statement of what was raised, the latest first: a unit sees its own, a district office its district's, the others all. */
export function noticeSql(
  filter: NoticeFilter,
  seen: Seen,
  asked: { readonly after: { readonly at: number; readonly id: string } | null; readonly limit: number },
): Query {
  const where = [
    ...(filter.kind === undefined ? [] : ['n.kind = @kind']),
    ...(filter.at === undefined ? [] : ['n.at = @when']),
    // What goes to the office about a unit is the office's.
    ...(seen.unit === undefined ? [] : ["n.unit = @unit AND n.owner = 'unit'"]),
    ...(seen.district === undefined ? [] : ['n.district = @district']),
    ...(seen.confidential ? [] : ["t.level = 'ordinary'"]),
    ...(asked.after === null ? [] : ['(n.raised_at, n.key) < (@at, @id)']),
  ];
  return {
    sql: `SELECT n.key, n.no, n.part, n.step, n.kind, n.owner, n.unit, n.district, n.due_at AS dueAt, n.was_due_at AS wasDueAt, n.at,
        n.raised_at AS raisedAt, t.title
      FROM ticket_notices n CROSS JOIN tickets t ON t.no = n.no WHERE ${['1', ...where].join(' AND ')}
      ORDER BY n.raised_at DESC, n.key DESC LIMIT @limit`,
    values: {
      limit: asked.limit,
      kind: filter.kind ?? null,
      when: filter.at ?? null,
      unit: seen.unit ?? null,
      district: seen.district ?? null,
      at: asked.after?.at ?? null,
      id: asked.after?.id ?? null,
    },
  };
}
