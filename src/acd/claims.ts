import type { CallId, Claim } from '../calls/model.ts';
import { after, type EpochMs } from '../lib/time.ts';
import type { QueueId, QueueRules, Seat, Skill } from './model.ts';
import { compareText, levelOf } from './strategies.ts';

/** One waiting caller as matching sees it; derived from the call, never stored. */
export type WaitingCall = {
  readonly id: CallId;
  readonly queue: QueueId;
  readonly since: EpochMs;
  /** What makes it differ from the others of its queue. */
  readonly claim: Claim;
};

/** A waiting caller and its rank: who has the lower one goes first. */
export type Ranked = { readonly call: WaitingCall; readonly rank: number };

/** No two callers compare equal, so that the order never depends on chance. */
export const byRank = (a: Ranked, b: Ranked): number => a.rank - b.rank || compareText(a.call.id, b.call.id);
export const bySince = (a: WaitingCall, b: WaitingCall): number =>
  a.since - b.since || compareText(a.id, b.id);

export const priorities = { min: 0, max: 9 } as const;

/**
 * When the caller began to wait, put back by what its priority is worth: a step counts as `ageingMs` of waiting. It never changes
 * while the caller waits, and a caller is only ever overtaken by those who came at most `9 × ageingMs` later; one of lower priority than
 * the common by at most as much again (`docs/queueing.md`).
 */
export function rankOf({ since, claim }: WaitingCall, rules: QueueRules): number {
  const steps = Math.min(priorities.max, Math.max(-priorities.max, rules.priority + claim.priority));
  return since - steps * rules.ageingMs;
}

/** What the seat must be able to do: what the queue asks for and what the caller does, the higher level of each; by name. */
export function needsOf({ claim }: WaitingCall, rules: QueueRules): readonly Skill[] {
  if (claim.skills.length === 0) return rules.skills;
  const needs = new Map<Skill['skill'], number>();
  for (const { skill, level } of [...rules.skills, ...claim.skills])
    needs.set(skill, Math.max(level, needs.get(skill) ?? 0));
  return [...needs]
    .map(([skill, level]) => ({ skill, level }))
    .toSorted((a, b) => compareText(a.skill, b.skill));
}

/** Who knows a little is better than nobody after a long wait; who knows nothing of it is not. */
export const relaxed = (needs: readonly Skill[]): readonly Skill[] =>
  needs.map(({ skill }) => ({ skill, level: 1 }));

export const meets = ({ skills }: Seat, needs: readonly Skill[]): boolean =>
  needs.every(({ skill, level }) => levelOf(skills, skill) >= level);

/** When a waiting caller is to be placed anew, because time has passed. */
export type Change = { readonly at: EpochMs; readonly id: CallId };

/** What a caller asks of a seat at this moment, and when that changes by time alone. */
export type Asks = {
  readonly needs: readonly Skill[];
  /** Until when it waits for the agent of last time; null: not at all, or not any more. */
  readonly lastAgentUntil: EpochMs | null;
  /** From when on a little knowledge is enough; null: never, or it is already. */
  readonly relaxedFrom: EpochMs | null;
};

export function asksNow(call: WaitingCall, rules: QueueRules, now: number): Asks {
  const { since, claim } = call;
  const full = needsOf(call, rules);
  const { lastAgentWaitMs } = rules;
  const waits = claim.lastAgent !== null && lastAgentWaitMs > 0 && since + lastAgentWaitMs > now;
  const lastAgentUntil = waits ? after(since, lastAgentWaitMs) : null;
  if (rules.relaxSkillsAfterMs === null || full.length === 0)
    return { needs: full, lastAgentUntil, relaxedFrom: null };
  const relaxedFrom = after(since, rules.relaxSkillsAfterMs);
  return relaxedFrom <= now
    ? { needs: relaxed(full), lastAgentUntil, relaxedFrom: null }
    : { needs: full, lastAgentUntil, relaxedFrom };
}

/** Who works will be free soon; who is on a break is not waited for. */
export const isAtWork = ({ doing: { state } }: Seat): boolean => state !== 'offline' && state !== 'notReady';

/** Whether callers who are kept for the seat's agent stay so: nothing changed of what they are kept by. */
export const isKeptAlike = (a: Seat, b: Seat): boolean =>
  a.agent === b.agent && a.queues === b.queues && a.skills === b.skills && isAtWork(a) === isAtWork(b);
