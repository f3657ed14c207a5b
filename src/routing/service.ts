import { readFileSync } from 'node:fs';
import type { QueueId, QueueRules } from '../acd/model.ts';
import type { CallPlan } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { checkPlan, type PlanChecked } from './check.ts';
import { planFor } from './evaluate.ts';
import { defaultWholePlan, type Plan, queueRulesOf } from './model.ts';

export type PlanDeps = {
  /** Path of the plan file; null: there is none, and the built-in plan is in force. */
  readonly file: string | null;
  /** The ways to the emergency desks: the configuration's, whatever the file says. */
  readonly emergency: CallPlan['emergency'];
};

/** Reads a plan file. A file that cannot be read is a problem like any other: nothing is published then. */
export function readPlanFile(file: string | null): PlanChecked {
  if (file === null) return { ok: true, plan: defaultWholePlan };
  try {
    return checkPlan(JSON.parse(readFileSync(file, 'utf8')));
  } catch (err) {
    return { ok: false, problems: [`cannot be read: ${err instanceof Error ? err.message : String(err)}`] };
  }
}

/**
 * The plan in force. It is always whole: a file with a mistake changes nothing. Calls keep what they began with; who waits is matched by the
 * rules of now.
 */
export class PlanService {
  readonly #deps: PlanDeps;
  #plan: Plan;
  #publishedAt: EpochMs;

  /** @param first what the file said at the start */
  constructor(deps: PlanDeps, first: Plan, at: EpochMs) {
    this.#deps = deps;
    this.#plan = this.#whole(first);
    this.#publishedAt = at;
  }

  get plan(): Plan {
    return this.#plan;
  }

  /** When it came into force. */
  get publishedAt(): EpochMs {
    return this.#publishedAt;
  }

  /** What a call that arrives now carries of it. */
  planFor(dialled: string, at: EpochMs, timeZone: string): CallPlan {
    return planFor(this.#plan, dialled, at, timeZone);
  }

  queueRules(id: QueueId): QueueRules {
    return queueRulesOf(this.#plan, id);
  }

  /** Reads the file again and puts it in force, if it can be used. */
  publish(at: EpochMs): PlanChecked {
    const checked = readPlanFile(this.#deps.file);
    if (checked.ok) {
      this.#plan = this.#whole(checked.plan);
      this.#publishedAt = at;
    }
    return checked;
  }

  #whole(plan: Plan): Plan {
    return { ...plan, emergency: this.#deps.emergency };
  }
}
