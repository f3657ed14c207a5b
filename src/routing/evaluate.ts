import type { QueueId } from '../acd/model.ts';
import { type KnownCaller, unknownCaller } from '../callers/model.ts';
import type { CallPlan } from '../calls/model.ts';
import type { Shut, Treatment } from '../calls/plan.ts';
import type { EpochMs } from '../lib/time.ts';
import { entryOf, noticeFor, standingOf, turnedAway } from './callers.ts';
import { shutsOf } from './hours.ts';
import { defaultPlan, type Entry, noWish, type Plan, usualMatching } from './model.ts';

/** A call that arrives: the number dialled, when, and what is known of who rings; nothing is, if not given. */
export type Coming = { readonly dialled: string; readonly at: EpochMs; readonly caller?: KnownCaller };

/**
 * What a call that arrives now carries of the plan: its entry, and the queues that it can come to, with their hours as instants. Pure: the
 * plan, the number, the caller and the instant give the same again.
 * @param timeZone IANA name of the city's
 */
export function planFor(plan: Plan, coming: Coming, timeZone: string): CallPlan {
  const { dialled, at, caller = unknownCaller } = coming;
  const standing = standingOf(plan, caller, at);
  const entry = entryOf(entryFound(plan, dialled).entry, plan, standing);
  const shutNow = (name: string | null): readonly Shut[] => {
    const hours = name === null ? undefined : plan.hours[name];
    return hours === undefined ? [] : shutsOf(hours, at, timeZone);
  };
  const treatment = (queue: string): Treatment => {
    const { hours, ...rest } = plan.queues[queue] ?? { ...defaultPlan, hours: null, matching: usualMatching };
    return { ...treatmentPart(rest), shut: shutNow(hours) };
  };
  const closed = shutNow(entry.hours).find(({ from, until }) => from <= at && at < until) ?? null;
  // The queue on duty takes the caller, who hears why before.
  const onDuty = closed?.to ?? null;
  const queue = onDuty ?? entry.queue;
  const own = treatment(queue);
  const menu = onDuty === null ? entry.menu : null;
  return {
    ...own,
    version: plan.version,
    queue,
    greeting: onDuty === null ? entry.greeting : [...(closed?.prompts ?? []), ...noticeFor(plan, standing)],
    languages: entry.languages,
    menu,
    wish: entry.wish,
    others: othersOf([queue, ...Object.values(menu?.options ?? {})], queue, treatment),
    emergency: plan.emergency,
    emergencyKeys: plan.emergencyKeys,
    standing,
    closed: turnedAway(plan, standing) ?? closedNow(closed),
  };
}

/** What is heard of an entry that is closed and has no queue on duty. */
const closedNow = (closed: Shut | null): CallPlan['closed'] =>
  closed === null || closed.to !== null ? null : { outcome: closed.outcome, prompts: closed.prompts };

/** The entry that takes a call, its place in the plan (-1: it has none), and why it is this one. */
export type EntryFound = {
  readonly entry: Entry;
  readonly n: number;
  readonly because: 'entryByNumber' | 'entryOfOthers' | 'entryBuiltIn';
};

/** The first entry that names the number; without one the first that names none; without that one what is built in. Pure. */
export function entryFound({ entries }: Plan, dialled: string): EntryFound {
  const byNumber = entries.findIndex(({ numbers }) => numbers.includes(dialled));
  const n = byNumber >= 0 ? byNumber : entries.findIndex(({ numbers }) => numbers.length === 0);
  const entry = entries[n];
  if (entry === undefined) return { entry: builtIn, n, because: 'entryBuiltIn' };
  return { entry, n, because: byNumber >= 0 ? 'entryByNumber' : 'entryOfOthers' };
}

const builtIn: Entry = {
  numbers: [],
  queue: defaultPlan.queue,
  greeting: defaultPlan.greeting,
  languages: null,
  menu: null,
  hours: null,
  wish: noWish,
};

/** The queues that can be come to from these, by overflow or as the one on duty, but for the plan's own. */
function othersOf(
  from: readonly QueueId[],
  own: QueueId,
  treatment: (queue: string) => Treatment,
): Readonly<Record<string, Treatment>> {
  const found = new Map<QueueId, Treatment>();
  const open = [...from];
  for (let queue = open.pop(); queue !== undefined; queue = open.pop()) {
    if (found.has(queue)) continue;
    const { overflow, shut } = treatment(queue);
    found.set(queue, treatment(queue));
    open.push(...(overflow === null ? [] : [overflow.to]), ...shut.flatMap(({ to }) => to ?? []));
  }
  found.delete(own);
  return Object.fromEntries(found);
}

/** The parts of a treatment and no others: a call's record is written at each of its steps. */
const treatmentPart = (all: Omit<Treatment, 'shut'>): Omit<Treatment, 'shut'> => ({
  musicClass: all.musicClass,
  ringLimitMs: all.ringLimitMs,
  maxWaitMs: all.maxWaitMs,
  maxOffers: all.maxOffers,
  wrapUpMs: all.wrapUpMs,
  farewell: all.farewell,
  maxLength: all.maxLength,
  comfort: all.comfort,
  position: all.position,
  callBack: all.callBack,
  overflow: all.overflow,
  survey: all.survey,
});
