import type { Static } from 'typebox';
import Value from 'typebox/value';
import type { QueueId, Skill, SkillName } from '../acd/model.ts';
import { compareText } from '../acd/strategies.ts';
import { isDay } from '../calendar/days.ts';
import type { Digit, PhoneNumber, PromptName } from '../calls/model.ts';
import { dialable } from '../calls/number.ts';
import type { Menu, Wish } from '../calls/plan.ts';
import type { Announcement, Entry, Hours, Plan, QueuePlan, Span, Weekday } from './model.ts';
import { defaultPlan, defaultWholePlan, type Matching, usualMatching } from './model.ts';
import { matchingNames, PlanFile, treatmentNames } from './schema.ts';

type File = Static<typeof PlanFile>;

export type PlanChecked =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Checks a plan read from a file, and fills what it leaves out from the default. Names every problem, with its place. Pure. */
export function checkPlan(value: unknown): PlanChecked {
  const problems = Value.Errors(PlanFile, value)
    // An unknown property is told twice: by its place, and by its parent. A union is told by each of its parts. The place is enough.
    .filter(({ keyword }) => keyword !== 'additionalProperties' && keyword !== 'anyOf')
    .map(({ keyword, instancePath, message }) =>
      keyword === 'boolean' ? `${instancePath} is not known here` : `${instancePath || '/'} ${message}`,
    );
  if (problems.length > 0) return { ok: false, problems: [...new Set(problems)] };
  const file = value as File;
  const plan = planOf(file);
  const wrong = [
    ...daysIn(file),
    ...spansIn(file),
    ...referencesIn(plan),
    ...keysIn(plan),
    ...outsideIn(plan),
  ];
  return wrong.length > 0 ? { ok: false, problems: wrong } : { ok: true, plan };
}

function planOf(file: File): Plan {
  const own = file.queue ?? defaultPlan.queue;
  const queues = { [own]: {}, ...file.queues };
  const plan: Plan = {
    version: file.version ?? defaultPlan.version,
    entries: (file.entries ?? [{}]).map((entry) => entryOf(file, entry)),
    queues: Object.fromEntries(Object.entries(queues).map(([queue, part]) => [queue, queuePlan(file, part)])),
    hours: Object.fromEntries(
      Object.entries(file.hours ?? {}).map(([name, hours]) => [name, hoursOf(hours)]),
    ),
    emergencyKeys: file.emergencyKeys ?? {},
    outside: (file.outside ?? []).map(({ name, number }) => ({ name, number: number as PhoneNumber })),
    emergency: defaultWholePlan.emergency,
  };
  return file.emergencyKeys === undefined ? { ...plan, emergencyKeys: freeKeys(plan) } : plan;
}

/** The usual emergency keys, as far as they mean nothing else in this plan. */
const freeKeys = (plan: Plan): Plan['emergencyKeys'] =>
  Object.fromEntries(
    Object.entries(defaultWholePlan.emergencyKeys).filter(
      ([key, number]) => keysIn({ ...plan, emergencyKeys: { [key]: number } }).length === 0,
    ),
  );

type QueuePart = NonNullable<File['queues']>[string];

/** A queue's own line goes before the file's top, and that before the default. */
function queuePlan(file: File, part: QueuePart): QueuePlan {
  const { farewell: own, hours = null, overflow: ownOverflow } = part;
  const { farewell: top } = file;
  const overflow = ownOverflow === undefined ? file.overflow : ownOverflow;
  const merged = { ...defaultPlan, ...membersOf(file, treatmentNames), ...membersOf(part, treatmentNames) };
  return {
    ...(merged as Omit<QueuePlan, 'hours' | 'matching'>),
    farewell: { ...defaultPlan.farewell, ...top, ...own } as QueuePlan['farewell'],
    overflow:
      overflow == null
        ? null
        : {
            to: overflow.to as QueueId,
            waitMs: overflow.waitMs ?? null,
            length: overflow.length ?? null,
            unstaffed: overflow.unstaffed ?? false,
            prompts: (overflow.prompts ?? ['sent-on']) as PromptName[],
          },
    hours,
    matching: matchingOf(file, part),
  };
}

const matchingOf = (file: File, part: QueuePart): Matching => {
  const { skills, ...said } = { ...membersOf(file, matchingNames), ...membersOf(part, matchingNames) };
  return { ...usualMatching, ...said, skills: skillsOf(skills) };
};

/** Those members of a part of the file that are of one kind. */
const membersOf = (part: Partial<File> | QueuePart, names: ReadonlySet<string>): Omit<QueuePart, 'hours'> =>
  Object.fromEntries(Object.entries(part).filter(([name]) => names.has(name)));

/** In order of their names, so that the same is said in one way. */
const skillsOf = (levels: Readonly<Record<string, number>> = {}): readonly Skill[] =>
  Object.entries(levels)
    .map(([skill, level]) => ({ skill: skill as SkillName, level }))
    .toSorted((a, b) => compareText(a.skill, b.skill));

const wishOf = ({ priority = 0, skills }: Pick<EntryPart, 'priority' | 'skills'>): Wish => ({
  priority,
  skills: skillsOf(skills),
});

type EntryPart = NonNullable<File['entries']>[number];

function entryOf(file: File, entry: EntryPart): Entry {
  const menu = entry.menu === undefined ? (file.menu ?? null) : entry.menu;
  return {
    numbers: entry.numbers ?? [],
    queue: (entry.queue ?? file.queue ?? defaultPlan.queue) as QueueId,
    greeting: (entry.greeting ?? file.greeting ?? defaultPlan.greeting) as PromptName[],
    menu: menu === null ? null : menuOf(menu),
    hours: entry.hours === undefined ? (file.openingHours ?? null) : entry.hours,
    wish: wishOf(entry),
  };
}

const menuOf = (menu: NonNullable<NonNullable<File['menu']>>): Menu => ({
  prompts: menu.prompts as PromptName[],
  options: Object.fromEntries(
    Object.entries(menu.options).map(([key, option]) => [
      key,
      (typeof option === 'string' ? option : option.queue) as QueueId,
    ]),
  ),
  wishes: Object.fromEntries(
    Object.entries(menu.options).flatMap(([key, option]) =>
      typeof option === 'string' ? [] : [[key, wishOf(option)]],
    ),
  ),
  limitMs: menu.limitMs ?? 8_000,
  tries: menu.tries ?? 3,
  invalid: (menu.invalid ?? ['menu-invalid']) as PromptName[],
});

type HoursPart = NonNullable<File['hours']>[string];
type AnnouncementPart = NonNullable<HoursPart['closed']>;

const weekdayOf: Readonly<Record<string, Weekday>> = {
  mon: 1,
  tue: 2,
  wed: 3,
  thu: 4,
  fri: 5,
  sat: 6,
  sun: 7,
};

function hoursOf({ weekly, closed = {}, special = [] }: HoursPart): Hours {
  const days = Object.entries(weekly as Readonly<Record<string, readonly string[]>>);
  return {
    weekly: Object.fromEntries(
      days.map(([day, spans]) => [String(weekdayOf[day]), spans.map(spanOf)] as const),
    ),
    closed: announcementOf(closed, 'closed'),
    special: special.map(({ from, until = from, open = [], ...what }) => ({
      from: from as Hours['special'][number]['from'],
      until: until as Hours['special'][number]['until'],
      open: open.map(spanOf),
      closed: announcementOf(what, 'holiday'),
    })),
  };
}

const announcementOf = (part: AnnouncementPart, usual: 'closed' | 'holiday'): Announcement => {
  const outcome = part.outcome ?? usual;
  return {
    outcome,
    prompts: (part.prompts ?? ['greeting', outcome]) as PromptName[],
    to: (part.to ?? null) as QueueId | null,
  };
};

function spanOf(text: string): Span {
  const [from = '', until = ''] = text.split('-');
  return { fromMin: minutes(from), untilMin: minutes(until) };
}

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Days that there are not, and a last day before the first. */
const daysIn = (file: File): readonly string[] =>
  Object.entries(file.hours ?? {}).flatMap(([name, { special = [] }]) =>
    special.flatMap(({ from, until = from }, n) => {
      const at = `/hours/${name}/special/${n}`;
      return [
        ...(isDay(from) ? [] : [`${at}/from is no day`]),
        ...(isDay(until) ? [] : [`${at}/until is no day`]),
        ...(until < from ? [`${at}/until lies before its from`] : []),
      ];
    }),
  );

/** Times of a day that end before they begin. Over midnight there are two of them, on two days. */
const spansIn = (file: File): readonly string[] =>
  Object.entries(file.hours ?? {}).flatMap(([name, { weekly, special = [] }]) => [
    ...Object.entries(weekly as Readonly<Record<string, readonly string[]>>).flatMap(([day, spans]) =>
      emptySpans(spans, `/hours/${name}/weekly/${day}`),
    ),
    ...special.flatMap(({ open = [] }, n) => emptySpans(open, `/hours/${name}/special/${n}/open`)),
  ]);

const emptySpans = (spans: readonly string[], at: string): readonly string[] =>
  spans.flatMap((text, n) => {
    const { fromMin, untilMin } = spanOf(text);
    return fromMin < untilMin ? [] : [`${at}/${n} must end after it begins`];
  });

/** Queues and hours that are named and not there. */
function referencesIn({ entries, queues, hours }: Plan): readonly string[] {
  const queue = (at: string, id: string | null | undefined): readonly string[] =>
    id == null || id in queues ? [] : [`${at} names a queue that is not in /queues: ${id}`];
  const time = (at: string, name: string | null): readonly string[] =>
    name === null || name in hours ? [] : [`${at} names hours that are not in /hours: ${name}`];
  return [
    ...entries.flatMap((entry, n) => [
      ...queue(`/entries/${n}/queue`, entry.queue),
      ...time(`/entries/${n}/hours`, entry.hours),
      ...Object.entries(entry.menu?.options ?? {}).flatMap(([key, id]) =>
        queue(`/entries/${n}/menu/options/${key}`, id),
      ),
    ]),
    ...Object.entries(queues).flatMap(([id, plan]) => [
      ...queue(`/queues/${id}/overflow/to`, plan.overflow?.to),
      ...(plan.overflow?.to === id ? [`/queues/${id}/overflow/to leads to the queue itself`] : []),
      ...time(`/queues/${id}/hours`, plan.hours),
    ]),
    ...Object.entries(hours).flatMap(([name, { closed, special }]) => [
      ...queue(`/hours/${name}/closed/to`, closed.to),
      ...special.flatMap((days, n) => queue(`/hours/${name}/special/${n}/to`, days.closed.to)),
    ]),
  ];
}

/** Numbers that are never dialled, whoever wrote them down: emergency, short, premium and international ones. */
const outsideIn = ({ outside }: Plan): readonly string[] =>
  outside.flatMap(({ number }, n) =>
    dialable(number) === null
      ? [`/outside/${n}/number is not a mobile or landline number of the country: ${number}`]
      : [],
  );

const levels: readonly Digit[] = ['1', '2', '3', '4', '5'];

/** An emergency key must mean nothing else, wherever the caller is. */
function keysIn({ entries, queues, emergencyKeys }: Plan): readonly string[] {
  const taken = (key: string, at: string): readonly string[] =>
    key in emergencyKeys ? [`${at} is an emergency key already: ${key}`] : [];
  return [
    ...entries.flatMap(({ menu }, n) =>
      Object.keys(menu?.options ?? {}).flatMap((key) => taken(key, `/entries/${n}/menu/options/${key}`)),
    ),
    ...Object.entries(queues).flatMap(([id, { callBack, survey }]) => [
      ...(callBack === null ? [] : taken(callBack.key, `/queues/${id}/callBack/key`)),
      ...(survey === null
        ? []
        : levels.flatMap((level) => taken(level, `/queues/${id}/survey: level ${level}`))),
    ]),
  ];
}
