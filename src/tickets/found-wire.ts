import { type Static, Type } from 'typebox';
import type { Actor } from '../access/model.ts';
import { Instant, list, nullable, pageOf, pageQuery, periodQuery, strict, word, YesNo } from '../lib/wire.ts';
import { type CountedRow, figures, groupings, shareOf } from './counting.ts';
import type { DueLine, FoundLine } from './finding.ts';
import { deskSteps, kinds, states, steps } from './life/model.ts';
import type { Notice } from './notices.ts';
import { citizenIn } from './see.ts';

const text = (most: number) => Type.String({ minLength: 1, maxLength: most });
const UnitName = Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' });
const allSteps = [...steps, ...deskSteps] as const;
const Level = word(['ordinary', 'confidential']);
const owners = ['unit', 'centre', 'office'] as const;

const instant = Type.String({
  pattern: '^(?:[0-9]{1,15}|[0-9]{4}-[0-9]{2}-[0-9]{2})$',
  description: 'a day of the city as YYYY-MM-DD, or an instant in milliseconds since 1970',
});

const unreadOnly = Type.Literal('true', {
  description: 'only with instructions or inspection notes that the unit has not opened yet',
});
const Unread = Type.Integer({
  description: 'instructions and inspection notes that the unit has not opened yet',
});

/** What tickets are looked for by; saved views keep the same. */
export const foundFilter = {
  text: Type.Optional(text(100)),
  no: Type.Optional(Type.String({ pattern: '^[0-9-]{1,24}$', description: 'the beginning of its number' })),
  stage: Type.Optional(word(states)),
  kind: Type.Optional(word(kinds)),
  topic: Type.Optional(text(200)),
  unit: Type.Optional(UnitName),
  district: Type.Optional(text(64)),
  callerNumber: Type.Optional(Type.String({ pattern: '^\\+?[0-9]{3,32}$' })),
  callerName: Type.Optional(text(200)),
  dueSince: Type.Optional(instant),
  dueUntil: Type.Optional(instant),
  figure: Type.Optional(word(figures)),
  unread: Type.Optional(unreadOnly),
  ...periodQuery,
};
export const FoundQuery = strict({ ...foundFilter, ...pageQuery });
export const DueQuery = strict({
  step: Type.Optional(word(allSteps)),
  owner: Type.Optional(word(owners)),
  unit: Type.Optional(UnitName),
  district: Type.Optional(text(64)),
  card: Type.Optional(word(['yellow', 'red'])),
  kind: Type.Optional(word(kinds)),
  unread: Type.Optional(unreadOnly),
  mine: Type.Optional(YesNo),
  ...pageQuery,
});

const person = {
  callerNumber: nullable(Type.String({ description: 'masked; null where it may not be known' })),
  callerName: nullable(Type.String({ description: 'masked; null where it may not be known' })),
};
export const FoundRow = strict({
  no: Type.String(),
  stage: word(states),
  kind: nullable(word(kinds)),
  topic: nullable(Type.String()),
  level: Level,
  district: nullable(Type.String()),
  title: Type.String(),
  openedAt: Instant,
  dueAt: nullable(Instant),
  units: list(Type.String()),
  part: nullable(Type.Integer()),
  unread: Unread,
  ...person,
});
export type FoundRow = Static<typeof FoundRow>;
export const FoundPage = pageOf(FoundRow);

/** A line as this person may see it. */
export function foundRow(actor: Actor, line: FoundLine): FoundRow {
  const { position: _position, keepIdentity, agent: _agent, units, unread, ...rest } = line;
  const citizen = citizenIn(actor, {
    number: line.callerNumber,
    name: line.callerName,
    keepIdentity: keepIdentity === 1,
  });
  // A unit is not told which others have a part (Art. 20).
  const named = units?.split(',') ?? [];
  const own = actor.unit === null ? named : named.filter((unit) => unit === actor.unit);
  return {
    ...{ ...rest, units: own, unread: unread ?? 0 },
    ...{ callerNumber: citizen.number, callerName: citizen.name },
  };
}

export const DueRow = strict({
  no: Type.String(),
  part: Type.Integer({ description: '0: the ticket as a whole' }),
  step: word(allSteps),
  owner: word(owners),
  unit: nullable(Type.String()),
  district: nullable(Type.String()),
  days: Type.Integer(),
  source: Type.String({ description: 'the rule it rests on' }),
  dueAt: Instant,
  dueDay: Type.String(),
  provisional: Type.Boolean(),
  card: word(['none', 'yellow', 'red']),
  title: Type.String(),
  kind: nullable(word(kinds)),
  level: Level,
  stage: word(states),
  openedAt: Instant,
  tries: Type.Integer({ description: 'how often the citizen was rung since the units replied last' }),
  lastTryAt: nullable(Instant),
  urges: Type.Integer({ description: 'how often the unit was urged to do this part' }),
  unread: Unread,
  ...person,
});
export type DueRow = Static<typeof DueRow>;
export const DuePage = pageOf(DueRow);

export function dueRow(actor: Actor, line: DueLine, now: number): DueRow {
  const { keepIdentity, agent: _agent, yellowAt, provisional, tries, urges, unread, ...rest } = line;
  const citizen = citizenIn(actor, {
    number: line.callerNumber,
    name: line.callerName,
    keepIdentity: keepIdentity === 1,
  });
  const card = now >= line.dueAt ? 'red' : now >= yellowAt ? 'yellow' : 'none';
  return {
    ...rest,
    ...{ card, provisional: provisional === 1, tries: tries ?? 0 },
    ...{ urges: urges ?? 0, unread: unread ?? 0 },
    ...{ callerNumber: citizen.number, callerName: citizen.name },
  };
}

const noticeKinds = ['before', 'yellow', 'red', 'after', 'escalated', 'moved'] as const;
export const NoticeQuery = strict({
  kind: Type.Optional(word(noticeKinds)),
  at: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$', description: 'the instant of a reckoning' })),
  ...pageQuery,
});
export const NoticeRow = strict({
  no: Type.String(),
  part: Type.Integer(),
  step: word(allSteps),
  kind: word(noticeKinds),
  owner: word(owners),
  unit: nullable(Type.String()),
  district: nullable(Type.String()),
  dueAt: Instant,
  wasDueAt: nullable(Instant),
  at: Instant,
  raisedAt: Instant,
  title: Type.String(),
});
export type NoticeRow = Static<typeof NoticeRow>;
export const NoticePage = pageOf(NoticeRow);
export type NoticeLine = Omit<Notice, 'key'> & { readonly key: string; readonly title: string };
export const noticeRow = ({ key: _key, ...line }: NoticeLine): NoticeRow => line as NoticeRow;

export const ReckoningList = list(
  strict({
    id: Type.Integer(),
    at: Instant,
    actor: Type.String(),
    what: Type.String({ description: 'what was changed' }),
    doneAt: nullable(Instant),
    looked: Type.Integer({ description: 'tickets gone through so far' }),
    moved: Type.Integer({ description: 'tickets of which something is due at another time' }),
  }),
);
export type ReckoningRow = Static<typeof ReckoningList>[number];

export const CountQuery = strict({ by: word(groupings), ...periodQuery });
const Share = nullable(Type.Number({ description: '0 to 1; null where there is nothing to share' }));
const Count = Type.Integer();
export const CountRow = strict({
  key: nullable(Type.String()),
  ...(Object.fromEntries(figures.map((figure) => [figure, Count])) as Record<
    (typeof figures)[number],
    typeof Count
  >),
  urges: Type.Integer(),
  acknowledgedShare: Share,
  answeredShare: Share,
  satisfiedShare: Share,
  timelyShare: Share,
  returnedShare: Share,
});
export type CountRow = Static<typeof CountRow>;
export const CountList = list(CountRow);

/** With the shares: of what was to be done by now, how much was done on time; of who answered, how many are satisfied. */
export const countRow = (row: CountedRow): CountRow => ({
  ...row,
  acknowledgedShare: shareOf(row.acknowledgedOnTime, row.acknowledgedOnTime + row.acknowledgedLate),
  answeredShare: shareOf(row.answeredOnTime, row.answeredOnTime + row.answeredLate),
  satisfiedShare: shareOf(row.satisfied, row.rated),
  timelyShare: shareOf(row.timely, row.rated),
  returnedShare: shareOf(row.returned, row.received),
});
