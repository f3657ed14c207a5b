import type { Query } from '../store/reader.ts';
import type { Seen } from './see.ts';

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
