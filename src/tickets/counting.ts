import type { EpochMs } from '../lib/time.ts';
import type { Query } from '../store/query.ts';
import type { Seen } from './see.ts';

/**
 * What is counted, each figure by its definition over parts (`p`); the same words count it and find the tickets behind it (Art. 12-2, 23).
 * On time: done before the limit was over. Late: done after it, or not done and it is over.
 */
export const figureSql = {
  received: '1',
  acknowledged: 'p.acknowledged_at IS NOT NULL',
  acknowledgedOnTime: 'p.acknowledged_at < p.acknowledge_due',
  acknowledgedLate: 'coalesce(p.acknowledged_at, p.done_at, @now) >= p.acknowledge_due',
  answered: "p.state IN ('replied', 'redone')",
  answeredOnTime: "(p.state IN ('replied', 'redone') AND p.done_at < p.finish_due)",
  answeredLate:
    "((p.state IN ('replied', 'redone') AND p.done_at >= p.finish_due) OR (p.state IN ('sent', 'acknowledged') AND @now >= p.finish_due))",
  returned: "p.state = 'returned'",
  redone: "p.state = 'redone'",
  urged: 'p.urges > 0',
  rated: 'p.result IS NOT NULL',
  satisfied: 'p.result >= 4',
  timely: 'p.timeliness >= 4',
} as const;
export type Figure = keyof typeof figureSql;
export const figures = Object.keys(figureSql) as readonly Figure[];

export const groupings = ['unit', 'topic', 'district'] as const;
export type Grouping = (typeof groupings)[number];

export type CountedRow = { readonly key: string | null; readonly urges: number } & Readonly<
  Record<Figure, number>
>;

/** The statement that counts the parts received in a period, by unit, topic or district. */
export function countSql(
  by: Grouping,
  seen: Seen,
  period: { readonly since: EpochMs; readonly until: EpochMs; readonly now: EpochMs },
): Query {
  const counts = figures.map((figure) => `coalesce(sum(${figureSql[figure]}), 0) AS ${figure}`);
  const where = [
    'p.received_at >= @since AND p.received_at < @until',
    ...(seen.unit === undefined ? [] : ['p.unit = @ownUnit']),
    ...(seen.district === undefined ? [] : ['p.district = @ownDistrict']),
    ...(seen.confidential ? [] : ["p.level = 'ordinary'"]),
  ];
  return {
    sql: `SELECT p.${by} AS key, ${counts.join(', ')}, sum(p.urges) AS urges FROM ticket_parts p
      WHERE ${where.join(' AND ')} GROUP BY p.${by} ORDER BY received DESC, p.${by}`,
    values: {
      ...period,
      ...(seen.unit === undefined ? {} : { ownUnit: seen.unit }),
      ...(seen.district === undefined ? {} : { ownDistrict: seen.district }),
    },
  };
}

/** A share of several, 0 to 1; null where there is nothing to share. */
export const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
