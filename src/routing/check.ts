import Value from 'typebox/value';
import type { QueueId, Skill, SkillName } from '../acd/model.ts';
import { compareText } from '../acd/strategies.ts';
import { type Language, type PhoneNumber, type PromptName, usualLanguage } from '../calls/model.ts';
import type { Languages, Menu, Wish } from '../calls/plan.ts';
import { type CallersPlan, noWay, usualCallers, type Way } from './callers.ts';
import { hostile } from './document.ts';
import { type Finding, fault, lineOf } from './findings.ts';
import { type File, keysIn, mistakesIn, spanOf } from './mistakes.ts';
import type { Announcement, Entry, Hours, Plan, QueuePlan, Weekday } from './model.ts';
import { defaultPlan, defaultWholePlan, type Matching, usualMatching } from './model.ts';
import { matchingNames, PlanFile, treatmentNames } from './schema.ts';

export type PlanChecked =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly findings: readonly Finding[]; readonly problems: readonly string[] };

/** Checks a plan as it is written, and fills what it leaves out from the default. Names every mistake, with its place. Pure. */
export function checkPlan(value: unknown): PlanChecked {
  const refused = hostile(value);
  if (refused !== null) return wrong([fault('badValue', '', { message: refused.why })]);
  const misfits = misfitsIn(value);
  if (misfits.length > 0) return wrong(misfits);
  const file = value as File;
  const plan = planOf(file);
  const mistakes = mistakesIn(file, plan);
  return mistakes.length > 0 ? wrong(mistakes) : { ok: true, plan };
}

const wrong = (findings: readonly Finding[]): PlanChecked => ({
  ok: false,
  findings,
  problems: [...new Set(findings.map(lineOf))],
});

/** Where a document is not of the shape of a plan. */
const misfitsIn = (value: unknown): readonly Finding[] =>
  Value.Errors(PlanFile, value)
    // An unknown property is told twice: by its place, and by its parent. A union is told by each of its parts. The place is enough.
    .filter(({ keyword }) => keyword !== 'additionalProperties' && keyword !== 'anyOf')
    .map(({ keyword, instancePath, message }) =>
      keyword === 'boolean'
        ? fault('unknownMember', instancePath)
        : fault('badValue', instancePath, { message }),
    );

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
    callers: callersOf(file.callers),
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

type CallersPart = NonNullable<File['callers']>;
type WayPart = NonNullable<CallersPart['vip']>;

const callersOf = ({ blocked, restricted, vip, repeat, harassing }: CallersPart = {}): CallersPlan => ({
  blocked: { ...usualCallers.blocked, ...blocked } as CallersPlan['blocked'],
  restricted: { ...wayOf(restricted, usualCallers.restricted), next: restricted?.next ?? 'wait' },
  vip: wayOf(vip, usualCallers.vip),
  repeat: repeat == null ? null : { ...wayOf(repeat, noWay), calls: repeat.calls, withinMs: repeat.withinMs },
  harassing: harassing == null ? null : { action: 'propose', forMs: dayMs, ...harassing },
});
const dayMs = 86_400_000;

/** What is left out is as usual. */
const wayOf = (part: WayPart = {}, usual: Way): Way => ({
  prompts: (part.prompts as readonly PromptName[] | undefined) ?? usual.prompts,
  queue: (part.queue ?? null) as QueueId | null,
  priority: part.priority ?? usual.priority,
  skills: skillsOf(part.skills),
});

type EntryPart = NonNullable<File['entries']>[number];

function entryOf(file: File, entry: EntryPart): Entry {
  const menu = entry.menu === undefined ? (file.menu ?? null) : entry.menu;
  const languages = entry.languages === undefined ? (file.languages ?? null) : entry.languages;
  return {
    numbers: entry.numbers ?? [],
    queue: (entry.queue ?? file.queue ?? defaultPlan.queue) as QueueId,
    greeting: (entry.greeting ?? file.greeting ?? defaultPlan.greeting) as PromptName[],
    languages: languages === null ? null : languagesOf(languages),
    menu: menu === null ? null : menuOf(menu),
    hours: entry.hours === undefined ? (file.openingHours ?? null) : entry.hours,
    wish: wishOf(entry),
  };
}

type LanguagesPart = NonNullable<File['languages']>;

function languagesOf({ prompts, options, limitMs = 5_000, default: usual }: LanguagesPart): Languages {
  type Choice = Exclude<(typeof options)[string], string>;
  const choices = Object.entries(options).map(([key, option]): readonly [string, Choice] => [
    key,
    typeof option === 'string' ? { language: option } : option,
  ]);
  return {
    prompts: prompts as PromptName[],
    options: Object.fromEntries(choices.map(([key, { language }]) => [key, language as Language])),
    numbers: choices.flatMap(([, { language, numbers = false }]) => (numbers ? [language as Language] : [])),
    skills: Object.fromEntries(
      choices.flatMap(([key, { skills = {} }]) =>
        Object.keys(skills).length === 0 ? [] : [[key, skillsOf(skills)]],
      ),
    ),
    limitMs,
    default: (usual ?? usualLanguage) as Language,
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
