import { type Static, Type } from 'typebox';
import { type QueueId, type Skill, strategyNames } from '../acd/model.ts';
import { SkillRow } from '../acd/wire.ts';
import type { EpochMs } from '../lib/time.ts';
import { Instant, list, nullable, strict, word } from '../lib/wire.ts';
import { type Plan, queueRulesOf } from './model.ts';

/** How a queue's callers are matched to seats; `docs/queueing.md` says what each member does. */
const QueueRow = strict({
  queue: Type.String(),
  strategy: word(strategyNames),
  priority: Type.Integer(),
  ageingMs: Type.Integer(),
  skills: list(SkillRow),
  relaxSkillsAfterMs: nullable(Type.Integer()),
  lastAgentWaitMs: Type.Integer(),
  lastAgentWithinMs: Type.Integer(),
  ringAtOnce: Type.Integer(),
  wrapUpMs: Type.Integer(),
  wrapUpExtension: strict({ stepMs: Type.Integer(), maxMs: Type.Integer() }),
  serviceLevel: strict({ percent: Type.Integer(), answerWithinMs: Type.Integer() }),
  shortAbandonMs: Type.Integer(),
  usualHandlingMs: Type.Integer(),
});

export const PlanInForce = strict({
  version: Type.String(),
  publishedAt: Instant,
  queues: list(QueueRow),
  skills: list(
    Type.String({ description: 'every skill that a queue, an entry, a language or a menu asks for' }),
  ),
});
export type PlanInForce = Static<typeof PlanInForce>;

/** The plan in force, as far as it says who gets which call; queues and skills in order of their names. */
export const planInForce = (plan: Plan, publishedAt: EpochMs): PlanInForce => ({
  version: plan.version,
  publishedAt,
  queues: Object.entries(plan.queues)
    .map(([queue, { wrapUpMs }]) => {
      const { id, ...rules } = queueRulesOf(plan, queue as QueueId);
      return { queue: id, wrapUpMs, ...rules };
    })
    .toSorted((a, b) => (a.queue < b.queue ? -1 : 1)),
  skills: [...new Set(wishesIn(plan).map(({ skill }) => skill))].toSorted(),
});

const wishesIn = ({ queues, entries, callers }: Plan): readonly Skill[] => [
  ...[callers.restricted, callers.vip, callers.repeat].flatMap((way) => way?.skills ?? []),
  ...Object.values(queues).flatMap(({ matching }) => matching.skills),
  ...entries.flatMap(({ wish, languages, menu }) => [
    ...wish.skills,
    ...Object.values(languages?.skills ?? {}).flat(),
    ...Object.values(menu?.wishes ?? {}).flatMap(({ skills }) => skills),
  ]),
];
