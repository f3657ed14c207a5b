import { priorities } from '../acd/claims.ts';
import type { QueueId } from '../acd/model.ts';
import type { KnownCaller, ListKind, Standing } from '../callers/model.ts';
import { keyPrompt } from '../calls/announce.ts';
import type { CallPlan, Digit, PromptName } from '../calls/model.ts';
import type { Menu, Wish } from '../calls/plan.ts';
import { after, type EpochMs } from '../lib/time.ts';
import type { Entry, Plan } from './model.ts';

/** How callers are treated of whom something is known: who stands on a list, and who rings again and again. */
export type CallersPlan = {
  /** An announcement instead of a refusal, then the call ends. */
  readonly blocked: { readonly prompts: readonly PromptName[] };
  /** An announcement after the greeting; then they wait, usually after others, or the call ends. */
  readonly restricted: Way & { readonly next: 'wait' | 'end' };
  readonly vip: Way;
  /** Who has called so often within the span, this call included; null: they are treated like everybody. */
  readonly repeat: (Way & Often) | null;
  /** When a number is restricted by itself, or proposed to somebody who decides; null: never. */
  readonly harassing: Harassing | null;
};

/** What differs for these callers: `prompts` are heard after the greeting, `queue` goes before the entry's own queue and its menu. */
export type Way = Wish & { readonly prompts: readonly PromptName[]; readonly queue: QueueId | null };
/** So many calls, 2 to 100, within so many ms, up to a day. */
type Often = { readonly calls: number; readonly withinMs: number };

/** So many calls of one number within the span, each given up or answered, and over within `shorterThanMs`, whoever hung up. */
export type Harassing = Often & {
  readonly shorterThanMs: number;
  readonly action: 'propose' | 'restrict';
  /** How long the number is restricted, in ms. */
  readonly forMs: number;
};

const prompt = (name: string): PromptName => name as PromptName;
export const noWay: Way = { prompts: [], queue: null, priority: 0, skills: [] };

/** What is done with lists until a plan says otherwise. Nobody is on a list until somebody puts a number there. */
export const usualCallers: CallersPlan = {
  blocked: { prompts: [prompt('greeting'), prompt('caller-blocked')] },
  restricted: { ...noWay, prompts: [prompt('caller-restricted')], priority: -3, next: 'wait' },
  vip: { ...noWay, priority: 3 },
  repeat: null,
  harassing: null,
};

type Callers = { readonly callers: CallersPlan };

/** As what this caller is treated by the plan; null: like everybody. Who is on a list is never treated as a repeat caller besides. Pure. */
export function standingOf(
  { callers }: Callers,
  { listed, earlier }: KnownCaller,
  at: EpochMs,
): Standing | null {
  if (listed !== null) return { ...listed, calls: null };
  if (callers.repeat === null) return null;
  const since = after(at, -callers.repeat.withinMs);
  const calls = earlier.filter((rang) => since < rang && rang <= at).length + 1;
  return calls < callers.repeat.calls ? null : { kind: 'repeat', entry: null, calls };
}

/** The entry as this caller meets it. Pure. */
export function entryOf(entry: Entry, plan: Callers, standing: Standing | null): Entry {
  const way = wayOf(plan, standing);
  if (way === null) return entry;
  return {
    ...entry,
    queue: way.queue ?? entry.queue,
    greeting: [...entry.greeting, ...way.prompts],
    menu: way.queue === null && entry.menu !== null ? menuOf(entry.menu, way) : null,
    wish: { priority: sum(entry.wish, way), skills: skillsOf(entry.wish, way) },
  };
}

/** What of the treatment holds besides the turning away. */
function wayOf({ callers }: Callers, standing: Standing | null): Way | null {
  return standing === null || standing.kind === 'blocked' ? null : callers[standing.kind];
}

/** What is heard after the greeting, wherever the caller is led; nothing by who is treated like everybody. */
export const noticeFor = (plan: Callers, standing: Standing | null): readonly PromptName[] =>
  wayOf(plan, standing)?.prompts ?? [];

/** A choice in the menu says its priority instead of the entry's: the treatment goes on top of it as well. */
const menuOf = (menu: Menu, way: Way): Menu => ({
  ...menu,
  wishes: Object.fromEntries(
    Object.entries(menu.wishes).map(([key, wish]) => [key, { ...wish, priority: sum(wish, way) }]),
  ),
});

const sum = (a: Wish, b: Wish): number =>
  Math.max(-priorities.max, Math.min(priorities.max, a.priority + b.priority));

/** Of each skill the higher level. */
const skillsOf = (a: Wish, b: Wish): Wish['skills'] =>
  [
    ...a.skills.map(({ skill, level }) => ({
      skill,
      level: Math.max(level, b.skills.find((one) => one.skill === skill)?.level ?? 0),
    })),
    ...b.skills.filter(({ skill }) => !a.skills.some((one) => one.skill === skill)),
  ] as Wish['skills'];

/**
 * What who is turned away hears, and that the call ends then; null: it does not. The keys that lead to the emergency services are always
 * named after the announcement: no plan can leave them out.
 */
export function turnedAway(
  plan: Callers & Pick<Plan, 'emergencyKeys'>,
  standing: Standing | null,
): CallPlan['closed'] {
  const { blocked, restricted } = plan.callers;
  if (standing === null) return null;
  const isEnd = standing.kind === 'blocked' || (standing.kind === 'restricted' && restricted.next === 'end');
  if (!isEnd) return null;
  const { prompts } = standing.kind === 'blocked' ? blocked : restricted;
  return { outcome: 'blocked', prompts: [...prompts, ...keysSaid(plan)] };
}

/** "For the police press seven …"; where no key leads there, which numbers to dial. */
export function keysSaid({ emergencyKeys }: Pick<Plan, 'emergencyKeys'>): readonly PromptName[] {
  const keys = Object.entries(emergencyKeys) as readonly (readonly [Digit, string])[];
  if (keys.length === 0) return [prompt('emergency-dial')];
  return keys
    .toSorted(([, a], [, b]) => order.indexOf(a) - order.indexOf(b))
    .flatMap(([key, number]) => [prompt(`emergency-press-${number}`), keyPrompt(key)]);
}
const order = ['110', '120', '119'];

/** Every place of the plan where a list leads to a queue of its own. */
export const queuesOfCallers = ({
  callers,
}: Callers): readonly { readonly at: string; readonly queue: QueueId }[] =>
  (['restricted', 'vip', 'repeat'] as const).flatMap((kind) => {
    const queue = callers[kind]?.queue ?? null;
    return queue === null ? [] : [{ at: `/callers/${kind}/queue`, queue }];
  });

const heardBy: readonly (ListKind | 'repeat')[] = ['blocked', 'restricted', 'vip', 'repeat'];

/** Every place of the plan where what such callers hear is named. */
export const promptsOfCallers = ({
  callers,
}: Callers): readonly { readonly at: string; readonly prompts: readonly PromptName[] }[] =>
  heardBy.map((kind) => ({ at: `/callers/${kind}/prompts`, prompts: callers[kind]?.prompts ?? [] }));
