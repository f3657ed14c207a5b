import { emergencyNumbers } from '../emergency/model.ts';
import { queuesOfCallers } from './callers.ts';
import { doubt, type Finding, fault } from './findings.ts';
import type { Hours, Plan, Span } from './model.ts';

/** What is wrong or doubtful in how a plan leads its callers, whoever serves its queues. Pure. */
export const waysIn = (plan: Plan): readonly Finding[] => [
  ...entriesOf(plan),
  ...languagesIn(plan),
  ...menusIn(plan),
  ...unreachable(plan),
  ...circles('overflowLoop', overflowOf(plan)),
  ...circles('dutyLoop', dutyOf(plan)),
  ...Object.entries(plan.hours).flatMap(([name, hours]) => timesIn(`/hours/${name}`, hours)),
  ...keysMissing(plan),
  ...silentTo(plan),
];

/** Entries that no call comes to, numbers that stand in two, and callers without one. */
function entriesOf({ entries }: Plan): readonly Finding[] {
  const seen = new Set<string>();
  let takesAll = false;
  const found: Finding[] = [];
  for (const [n, { numbers }] of entries.entries()) {
    if (takesAll && numbers.length === 0) found.push(doubt('unreachableEntry', `/entries/${n}`));
    numbers.forEach((number, m) => {
      if (seen.has(number)) found.push(doubt('numberTaken', `/entries/${n}/numbers/${m}`, { number }));
      seen.add(number);
    });
    takesAll ||= numbers.length === 0;
  }
  return takesAll ? found : [...found, doubt('noEntryForOthers', '/entries')];
}

/** A question for the language that cannot be answered, or that nobody hears. */
const languagesIn = ({ entries }: Plan): readonly Finding[] =>
  entries.flatMap(({ languages }, n) => {
    if (languages === null) return [];
    const at = `/entries/${n}/languages`;
    return [
      ...(Object.keys(languages.options).length === 0 ? [doubt('menuWithoutChoice', `${at}/options`)] : []),
      ...(languages.prompts.length === 0 ? [doubt('menuSilent', `${at}/prompts`)] : []),
    ];
  });

/** Who presses nothing is let on after so long at the latest, in ms, without a doubt. */
const slowMenuMs = 90_000;

const menusIn = ({ entries }: Plan): readonly Finding[] =>
  entries.flatMap(({ menu }, n) => {
    if (menu === null) return [];
    const at = `/entries/${n}/menu`;
    const waitMs = menu.limitMs * menu.tries;
    return [
      ...(Object.keys(menu.options).length === 0 ? [doubt('menuWithoutChoice', `${at}/options`)] : []),
      ...(menu.prompts.length === 0 ? [doubt('menuSilent', `${at}/prompts`)] : []),
      ...(waitMs > slowMenuMs ? [doubt('menuSlow', at, { seconds: String(waitMs / 1_000) })] : []),
    ];
  });

type Leads = ReadonlyMap<string, readonly { readonly to: string; readonly at: string }[]>;

const overflowOf = ({ queues }: Plan): Leads =>
  new Map(
    Object.entries(queues).map(([id, { overflow }]) => [
      id,
      overflow === null ? [] : [{ to: overflow.to, at: `/queues/${id}/overflow/to` }],
    ]),
  );

/** Where a queue's callers are taken while it is closed. */
const dutyOf = ({ queues, hours }: Plan): Leads =>
  new Map(
    Object.entries(queues).map(([id, queue]) => [
      id,
      queue.hours === null ? [] : dutiesOf(queue.hours, hours[queue.hours]),
    ]),
  );

const dutiesOf = (name: string, hours: Hours | undefined): readonly { to: string; at: string }[] => {
  if (hours === undefined) return [];
  const { closed, special } = hours;
  return [
    ...(closed.to === null ? [] : [{ to: closed.to, at: `/hours/${name}/closed/to` }]),
    ...special.flatMap((days, n) =>
      days.closed.to === null ? [] : [{ to: days.closed.to, at: `/hours/${name}/special/${n}/to` }],
    ),
  ];
};

/** Each circle, told where it closes; a queue that leads to itself by its overflow is told of as a mistake already. */
function circles(code: 'overflowLoop' | 'dutyLoop', leads: Leads): readonly Finding[] {
  const found: Finding[] = [];
  const done = new Set<string>();
  const follow = (queue: string, path: readonly string[]): void => {
    if (done.has(queue)) return;
    for (const { to, at } of leads.get(queue) ?? []) {
      const from = [...path, queue].indexOf(to);
      if (from >= 0) found.push(fault(code, at, { path: [...[...path, queue].slice(from), to].join(' → ') }));
      else follow(to, [...path, queue]);
    }
    done.add(queue);
  };
  for (const queue of leads.keys()) follow(queue, []);
  return found;
}

/** The queues that calls can come to, from any entry. */
export function reachableIn(plan: Plan): ReadonlySet<string> {
  const [overflow, duty] = [overflowOf(plan), dutyOf(plan)];
  const open: string[] = plan.entries.flatMap(({ queue, menu, hours }) => [
    queue,
    ...Object.values(menu?.options ?? {}),
    ...(hours === null ? [] : dutiesOf(hours, plan.hours[hours]).map(({ to }) => to)),
  ]);
  open.push(...queuesOfCallers(plan).map(({ queue }) => queue));
  const found = new Set<string>();
  for (let queue = open.pop(); queue !== undefined; queue = open.pop()) {
    if (found.has(queue)) continue;
    found.add(queue);
    for (const { to } of [...(overflow.get(queue) ?? []), ...(duty.get(queue) ?? [])]) open.push(to);
  }
  return found;
}

function unreachable(plan: Plan): readonly Finding[] {
  const reachable = reachableIn(plan);
  return Object.keys(plan.queues)
    .filter((queue) => !reachable.has(queue))
    .map((queue) => doubt('unreachableQueue', `/queues/${queue}`, { queue }));
}

/** A break shorter than this was hardly meant, in minutes. */
const shortGapMin = 15;
const dayMin = 1_440;
const dayNames = ['', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

function timesIn(at: string, { weekly, closed, special }: Hours): readonly Finding[] {
  const days = Object.entries(weekly).filter(([, spans]) => spans.length > 0);
  return [
    ...(days.length === 0 ? [doubt('neverOpen', `${at}/weekly`)] : []),
    ...days.flatMap(([day, spans]) => spansIn(`${at}/weekly/${dayNames[Number(day)] ?? day}`, spans)),
    ...special.flatMap(({ open }, n) => spansIn(`${at}/special/${n}/open`, open)),
    ...special.flatMap(({ from }, n) =>
      special.slice(0, n).some((before) => before.from <= from && from <= before.until)
        ? [doubt('specialHidden', `${at}/special/${n}`, { day: from })]
        : [],
    ),
    ...(closed.prompts.length === 0 && closed.to === null ? [doubt('closedSilent', `${at}/closed`)] : []),
  ];
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Spans of one day that overlap, and gaps that nobody would have made on purpose: also that of 23:59 to midnight. */
function spansIn(at: string, spans: readonly Span[]): readonly Finding[] {
  const ordered = spans.map((span, n) => ({ ...span, n })).toSorted((a, b) => a.fromMin - b.fromMin);
  return ordered.flatMap(({ fromMin, untilMin, n }, i): readonly Finding[] => {
    const next = ordered[i + 1];
    const until = next === undefined ? dayMin : next.fromMin;
    if (next !== undefined && until < untilMin)
      return [doubt('spansOverlap', `${at}/${next.n}`, { span: `${clock(until)}-${clock(next.untilMin)}` })];
    const gap = until - untilMin;
    const limit = next === undefined ? 2 : shortGapMin;
    if (gap <= 0 || gap >= limit || fromMin >= untilMin) return [];
    return [
      doubt('hoursGap', `${at}/${n}`, { from: clock(untilMin), until: clock(until), minutes: String(gap) }),
    ];
  });
}

const keysMissing = ({ emergencyKeys }: Plan): readonly Finding[] =>
  emergencyNumbers
    .filter((number) => !Object.values(emergencyKeys).includes(number))
    .map((number) => doubt('noEmergencyKey', '/emergencyKeys', { number }));

/** Who is turned away should hear why. */
const silentTo = ({ callers: { blocked, restricted } }: Plan): readonly Finding[] => [
  ...(blocked.prompts.length === 0 ? [doubt('turnedAwaySilent', '/callers/blocked/prompts')] : []),
  ...(restricted.prompts.length === 0 && restricted.next === 'end'
    ? [doubt('turnedAwaySilent', '/callers/restricted/prompts')]
    : []),
];
