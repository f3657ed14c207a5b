import { after, type EpochMs } from '../lib/time.ts';
import type { Kind, Level, State } from '../tickets/life/model.ts';

/** For how long recordings are kept, in days from the call's beginning. */
export type RetentionRules = {
  readonly usualDays: number;
  /** Of calls whose ticket is of this kind, or confidential; what is not named is usual. */
  readonly days: Readonly<Partial<Record<Kind | 'confidential', number>>>;
};
export const usualRetention: RetentionRules = { usualDays: 1_095, days: {} };

/** What decides how long a recording is kept. */
export type KeepFacts = {
  readonly startedAt: EpochMs;
  readonly kind: Kind | null;
  readonly level: Level;
  readonly stage: State | null;
  /** Somebody has ordered that it be kept, and has not taken that back. */
  readonly held: boolean;
};

/**
 * `kept`: its time has not come. `held`: an order stops it. `atWork`: its ticket is still being worked on. `due`: it is destroyed the next night.
 */
export type Fate = 'kept' | 'held' | 'atWork' | 'due';

/** Somebody still has to do something about such a ticket, and may need the recording. */
const working: ReadonlySet<State> = new Set(['atOffice', 'withUnits', 'returned', 'followUp']);

/** Of the rules that fit, the longest; the name is for the certificate. */
export function ruleFor(
  { kind, level }: Pick<KeepFacts, 'kind' | 'level'>,
  { usualDays, days }: RetentionRules,
): { readonly name: string; readonly days: number } {
  const names = [...(kind === null ? [] : [kind]), ...(level === 'confidential' ? [level] : [])];
  const named = names.flatMap((name) => (days[name] === undefined ? [] : [{ name, days: days[name] }]));
  return named.sort((a, b) => b.days - a.days)[0] ?? { name: 'usual', days: usualDays };
}

const dayMs = 86_400_000;

export const keptUntil = (facts: KeepFacts, rules: RetentionRules): EpochMs =>
  after(facts.startedAt, ruleFor(facts, rules).days * dayMs);

/** Pure: what happens to it at this instant. */
export function fateOf(facts: KeepFacts, rules: RetentionRules, now: EpochMs): Fate {
  if (now < keptUntil(facts, rules)) return 'kept';
  if (facts.held) return 'held';
  return facts.stage !== null && working.has(facts.stage) ? 'atWork' : 'due';
}

/** The fewest days any rule gives: what is younger need not be looked at. */
export const fewestDays = ({ usualDays, days }: RetentionRules): number =>
  Math.min(usualDays, ...Object.values(days));
