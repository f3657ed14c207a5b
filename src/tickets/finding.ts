import type { PhoneNumber, TicketNo } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Query } from '../store/query.ts';
import { type Figure, figureSql } from './counting.ts';
import type { Case, DeskStep, Kind, State, Step } from './life/model.ts';
import type { Seen } from './see.ts';
import { ofUnit, queryOf } from './words.ts';

/** What is looked for; members that are given must all hold. `since` is included, `until` is not. */
export type FoundFilter = {
  readonly text?: string | undefined;
  /** The beginning of its number. */
  readonly no?: string | undefined;
  readonly stage?: State | undefined;
  readonly kind?: Kind | undefined;
  readonly topic?: string | undefined;
  readonly unit?: string | undefined;
  readonly district?: string | undefined;
  readonly callerNumber?: string | undefined;
  readonly callerName?: string | undefined;
  readonly since?: EpochMs | undefined;
  readonly until?: EpochMs | undefined;
  /** Of what is due next. */
  readonly dueSince?: EpochMs | undefined;
  readonly dueUntil?: EpochMs | undefined;
  /** Only those with an instruction or inspection note that the unit has not opened yet. */
  readonly unread?: true | undefined;
  /** The parts behind a figure: then `since` and `until` are of their receipt. */
  readonly figure?: Figure | undefined;
};

/** Where a list goes on: behind this one. */
export type After = { readonly at: number; readonly id: string };

/** A ticket as it stands in lists. */
export type FoundLine = {
  readonly no: TicketNo;
  readonly stage: State;
  readonly kind: Case['content']['kind'];
  readonly topic: string | null;
  readonly level: Case['level'];
  readonly district: string | null;
  readonly title: string;
  readonly openedAt: EpochMs;
  readonly dueAt: EpochMs | null;
  readonly callerNumber: PhoneNumber | null;
  readonly callerName: string;
  readonly keepIdentity: 0 | 1;
  readonly agent: string | null;
  /** Its units, by comma. */
  readonly units: string | null;
  /** How many instructions and inspection notes the asking person's unit has not opened yet. */
  readonly unread: number | null;
  /** Which part a figure counts; null: the ticket as a whole. */
  readonly part: number | null;
  /** Where the list stands here. */
  readonly position: number;
};

const person = `t.caller_number AS callerNumber, t.caller_name AS callerName,
  coalesce(json_extract(t.life, '$.content.keepIdentity'), 0) AS keepIdentity, t.agent`;
const ticket = `t.no, t.stage, t.kind, t.topic, t.level, t.district, t.title, t.opened_at AS openedAt, t.due_at AS dueAt, ${person},
  (SELECT group_concat(DISTINCT q.unit) FROM ticket_parts q WHERE q.no = t.no) AS units,
  (SELECT max(q.remarks - q.remarks_seen) FROM ticket_parts q WHERE q.no = t.no AND +q.unit = @ownUnit) AS unread`;

type Condition = readonly [wanted: unknown, sql: string];
const those = (conditions: readonly Condition[]): readonly string[] =>
  conditions.filter(([wanted]) => wanted !== undefined && wanted !== false).map(([, sql]) => sql);

/** Values for all names that may be in a statement; one that is not asked for is not looked at. */
const bound = (values: object): Query['values'] =>
  Object.fromEntries(
    Object.entries(values as Readonly<Record<string, string | number | null | undefined>>).flatMap(
      ([name, value]) => (value === undefined ? [] : [[name, value]]),
    ),
  );

/**
 * The statement that finds tickets, newest first. By words: in the order of the index of words, which is that of opening; of a unit or
 * behind a figure: by receipt; so each list is read along an index and stops when there are enough.
 * @returns null when nothing can be found, as by signs that are no words
 */
export function findSql(
  filter: FoundFilter,
  seen: Seen,
  asked: { readonly after: After | null; readonly limit: number; readonly now: EpochMs },
): Query | null {
  const match = filter.text === undefined ? undefined : queryOf(filter.text);
  if (match === null) return null;
  const unit = filter.unit ?? seen.unit;
  const words = match === undefined || unit === undefined ? match : ofUnit(match, unit);
  const byPart = match === undefined && (unit !== undefined || filter.figure !== undefined);
  const way = match !== undefined ? byWords : byPart ? byReceipt : byOpening;
  const figure = filter.figure;
  const ofFigure = figure === undefined ? [] : [figureSql[figure]];
  const where = [...conditionsOf({ filter, seen, match, unit, byPart, way }, asked.after), ...ofFigure];
  const part = figure === undefined ? 'NULL' : 'p.part';
  return {
    sql: `SELECT ${ticket}, ${part} AS part, ${way.position} AS position FROM ${way.from}
      WHERE ${['1', ...where].join(' AND ')} ORDER BY ${way.order} LIMIT @limit`,
    values: bound({
      ...filter,
      ...{ match: words, unit, ownUnit: seen.unit ?? null, unread: null, ownDistrict: seen.district },
      ...{ at: asked.after?.at, id: asked.after?.id, now: asked.now, limit: asked.limit },
    }),
  };
}

type Search = {
  readonly filter: FoundFilter;
  readonly seen: Seen;
  readonly match: string | undefined;
  readonly unit: string | undefined;
  readonly byPart: boolean;
  readonly way: Way;
};

const conditionsOf = (
  { filter, seen, match, unit, byPart, way }: Search,
  after: After | null,
): readonly string[] =>
  those([
    [match, 'f.ticket_text MATCH @match'],
    [filter.no, "t.no GLOB @no || '*'"],
    [filter.stage, 't.stage = @stage'],
    [filter.kind, 't.kind = @kind'],
    [filter.topic, filter.topic === none ? 't.topic IS NULL' : 't.topic = @topic'],
    [filter.district, filter.district === none ? 't.district IS NULL' : 't.district = @district'],
    [filter.callerNumber, 't.caller_number = @callerNumber'],
    [filter.callerName, 't.caller_name = @callerName'],
    [filter.since, `${way.time} >= @since`],
    [filter.until, `${way.time} < @until`],
    // A limit that ends at midnight is of the day before it.
    [filter.dueSince, 't.due_at > @dueSince'],
    [filter.dueUntil, 't.due_at <= @dueUntil'],
    [byPart ? unit : undefined, 'p.unit = @unit'],
    [byPart ? undefined : unit, hasPart('@unit')],
    // Somebody of one unit asks for what another one has: both must have it.
    [seen.unit !== undefined && seen.unit !== unit, hasPart('@ownUnit')],
    [filter.unread, byPart && (seen.unit ?? unit) === unit ? 'p.remarks > p.remarks_seen' : hasUnread(seen)],
    [seen.district, 't.district = @ownDistrict'],
    [!seen.confidential, "t.level = 'ordinary'"],
    [after ?? undefined, `(${way.position}, t.no) < (@at, @id)`],
  ]);

/** Asks for those that have none. */
const none = '-';

/** `+`: looked up by the ticket, of which there are few parts, and not through all tickets of the unit. */
const hasPart = (name: string): string =>
  `EXISTS (SELECT 1 FROM ticket_parts o WHERE o.no = t.no AND +o.unit = ${name})`;

/** Of one's own unit's part; whoever has none is shown what any unit has not opened. */
const hasUnread = ({ unit }: Seen): string =>
  `t.no IN (SELECT o.no FROM ticket_parts o WHERE o.remarks > o.remarks_seen${unit === undefined ? '' : ' AND o.unit = @ownUnit'})`;

type Way = {
  readonly from: string;
  readonly order: string;
  readonly position: string;
  readonly time: string;
};
const byWords: Way = {
  from: 'ticket_text f CROSS JOIN tickets t ON t.rowid = f.rowid',
  order: 'f.rowid DESC',
  position: 't.rowid',
  time: 't.opened_at',
};
const byReceipt: Way = {
  from: 'ticket_parts p CROSS JOIN tickets t ON t.no = p.no',
  order: 'p.received_at DESC, p.no DESC',
  position: 'p.received_at',
  time: 'p.received_at',
};
const byOpening: Way = {
  from: 'tickets t',
  order: 't.opened_at DESC, t.no DESC',
  position: 't.opened_at',
  time: 't.opened_at',
};

/** A duty as it stands in a list of what is due. */
export type DueLine = {
  readonly no: TicketNo;
  readonly part: number;
  readonly step: Step | DeskStep;
  readonly owner: 'unit' | 'centre' | 'office';
  readonly unit: string | null;
  readonly district: string | null;
  readonly days: number;
  readonly source: string;
  readonly dueAt: EpochMs;
  readonly dueDay: string;
  readonly provisional: 0 | 1;
  readonly yellowAt: EpochMs;
  readonly title: string;
  readonly kind: Case['content']['kind'];
  readonly level: Case['level'];
  readonly stage: State;
  readonly openedAt: EpochMs;
  readonly callerNumber: PhoneNumber | null;
  readonly callerName: string;
  readonly keepIdentity: 0 | 1;
  readonly agent: string | null;
  readonly tries: number | null;
  readonly lastTryAt: EpochMs | null;
  /** How often the unit was urged (催办) to do its part; null: it is nobody's part. */
  readonly urges: number | null;
  /** How many instructions and inspection notes the unit has not opened yet; null: it is nobody's part. */
  readonly unread: number | null;
};

export type DueFilter = {
  readonly step?: Step | DeskStep | undefined;
  readonly owner?: DueLine['owner'] | undefined;
  readonly unit?: string | undefined;
  readonly district?: string | undefined;
  readonly card?: 'yellow' | 'red' | undefined;
  readonly kind?: Kind | undefined;
  /** Only with an instruction or inspection note that the unit has not opened yet. */
  readonly unread?: true | undefined;
  /** Of whose office the duty is; null: the management office's. */
  readonly office?: string | null | undefined;
};

/** Something of the part that a duty is about. */
const ofPart = (sql: string): string =>
  `(SELECT ${sql} FROM ticket_parts u WHERE u.no = d.no AND u.part = d.part)`;

/** What was tried since the units replied last: what was tried before a redo is over (`triesNow`, follow-up.ts). */
const redoneAt = `coalesce(json_extract(t.life, '$.redoes[#-1].at'), 0)`;
const lastTryAt = `json_extract(t.life, '$.followUps[#-1].at')`;
const tries = `(SELECT count(*) FROM json_each(t.life, '$.followUps') f WHERE json_extract(f.value, '$.at') >= ${redoneAt}) AS tries,
        CASE WHEN ${lastTryAt} >= ${redoneAt} THEN ${lastTryAt} END AS lastTryAt`;

/** The statement of what is due, the soonest first. */
export function dueSql(
  filter: DueFilter,
  seen: Seen,
  asked: { readonly after: After | null; readonly limit: number; readonly now: EpochMs },
): Query {
  const { office, unread: _unread, ...rest } = filter;
  const where = those([
    [filter.step, 'd.step = @step'],
    [filter.owner, 'd.owner = @owner'],
    [filter.unit ?? seen.unit, 'd.unit = @unit'],
    [seen.unit !== undefined && filter.unit !== undefined, 'd.unit = @ownUnit'],
    [filter.district, 'd.district = @district'],
    [seen.district, 'd.district = @ownDistrict'],
    [office === null, "d.owner = 'office' AND d.district IS NULL"],
    [office ?? undefined, "d.owner = 'office' AND d.district = @office"],
    [filter.card === 'red', 'd.due_at <= @now'],
    [filter.card === 'yellow', 'd.yellow_at <= @now AND d.due_at > @now'],
    [filter.kind, 't.kind = @kind'],
    [filter.unread, `${ofPart('u.remarks - u.remarks_seen')} > 0`],
    [!seen.confidential, "d.level = 'ordinary'"],
    [asked.after ?? undefined, '(d.due_at, d.no, d.part, d.step) > (@at, @id, @part, @after)'],
  ]);
  return {
    sql: `SELECT d.no, d.part, d.step, d.owner, d.unit, d.district, d.days, d.source, d.due_at AS dueAt, d.due_day AS dueDay,
        d.provisional, d.yellow_at AS yellowAt, t.title, t.kind, t.level, t.stage, t.opened_at AS openedAt, ${person},
        ${tries},
        ${ofPart('u.urges')} AS urges, ${ofPart('u.remarks - u.remarks_seen')} AS unread
      FROM ticket_duties d CROSS JOIN tickets t ON t.no = d.no WHERE ${['1', ...where].join(' AND ')}
      ORDER BY d.due_at, d.no, d.part, d.step LIMIT @limit`,
    values: bound({
      ...rest,
      ...{ unit: filter.unit ?? seen.unit, ownUnit: seen.unit, ownDistrict: seen.district },
      office: office ?? undefined,
      ...placeOf(asked.after),
      ...{ now: asked.now, limit: asked.limit },
    }),
  };
}

function placeOf(after: After | null): object {
  const [id = '', part = '', step = ''] = after?.id.split('/') ?? [];
  return after === null ? {} : { at: after.at, id, part: Number(part), after: step };
}

/** Where the list of what is due stands at a line. */
export const duePosition = ({ dueAt, no, part, step }: DueLine): After => ({
  at: dueAt,
  id: `${no}/${String(part)}/${step}`,
});
