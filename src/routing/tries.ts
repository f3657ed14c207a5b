import { setImmediate as nextRound } from 'node:timers/promises';
import { numberFor } from '../access/mask.ts';
import type { Actor, Who } from '../access/model.ts';
import type { AgentId } from '../acd/model.ts';
import type { Audit, AuditAction } from '../audit/model.ts';
import type { CallId } from '../calls/model.ts';
import { after, type EpochMs } from '../lib/time.ts';
import type { Refusal } from '../ports/house.ts';
import { badCursor, listStart, type Page, type Position, readCursor } from '../store/page.ts';
import { checkPlan } from './check.ts';
import type { PlanDrafts, PlanRefusal } from './drafts.ts';
import { lineOf } from './findings.ts';
import type { Plan } from './model.ts';
import { type RealCall, triedOf } from './replaying.ts';
import type { PlanService } from './service.ts';
import { pathOf } from './steps.ts';
import type { PathRow, ReplayAnswer, ReplayBody, ReplayRow, TryAnswer } from './try-wire.ts';
import { destinationOf, isSame, type TriedCall, type Walk } from './trying.ts';
import type { Draft, DraftId } from './versions.ts';

/** A call of the record, as it is listed and replayed. */
export type ListedCall = RealCall & { readonly id: CallId; readonly agent: AgentId | null };

export type TryDeps = {
  readonly plans: Pick<PlanService, 'plan' | 'whole'>;
  readonly drafts: Pick<PlanDrafts, 'read'>;
  readonly walk: Walk;
  /** Calls that citizens made and that have ended, newest first; those that are there for this person. */
  readonly calls: (
    actor: Actor,
    since: EpochMs,
    asked: { after: Position; limit: number },
  ) => Page<ListedCall>;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  readonly timeZone: string;
};

const changed: Refusal = {
  code: 'H12_PLAN_DRAFT_CHANGED',
  why: 'somebody else has saved the draft meanwhile: read it again',
};
/** So many calls are replayed for one request, one in a round of the loop: live calls are never behind more than one of them. */
const callsAtOnce = 100;
const dayMs = 86_400_000;

/** Plans tried before they are published: one call that nobody makes, or those that were made. */
export class PlanTries {
  readonly #deps: TryDeps;

  constructor(deps: TryDeps) {
    this.#deps = deps;
  }

  /** One call through the plan in force, and through a draft beside it. */
  try(id: DraftId | null, tried: TriedCall, who: Who): TryAnswer | PlanRefusal {
    const found = id === null ? null : this.#draft(id);
    if (found !== null && 'code' in found) return found;
    this.#record('plan.try', found?.draft ?? null, who);
    const live = this.#path(this.#deps.plans.plan, tried);
    const draft = found === null ? null : this.#path(found.plan, tried);
    return {
      ...{ live, draft },
      parted: draft === null ? null : partedAt(live.steps, draft.steps),
      elsewhere: draft !== null && !isSame(live.destination, draft.destination),
    };
  }

  /**
   * A hundred of the calls that were made, newest first, through the plan in force and through a draft; those that would come to somewhere
   * else are told. `nextCursor` leads on to the hundred before.
   */
  async replay(
    id: DraftId,
    { revision, days = 7, cursor }: ReplayBody,
    { actor, who }: { readonly actor: Actor; readonly who: Who },
  ): Promise<ReplayAnswer | PlanRefusal> {
    const { plans, calls, now } = this.#deps;
    const from = readCursor(cursor);
    if (from === null) return badCursor;
    const found = this.#draft(id);
    if ('code' in found) return found;
    if (found.draft.revision !== revision) return changed;
    if (from === listStart) this.#record('plan.replay', found.draft, who);
    const live = plans.plan;
    const since = after(now(), -days * dayMs);
    const page = calls(actor, since, { after: from, limit: callsAtOnce });
    const items: ReplayRow[] = [];
    for (const call of page.items) {
      items.push(...this.#replayed(call, { live, draft: found.plan }, actor));
      await nextRound();
    }
    const reached = page.nextCursor === null ? since : (page.items.at(-1)?.arrivedAt ?? since);
    const { nextCursor } = page;
    return { live: live.version, since, reached, walked: page.items.length, items, nextCursor };
  }

  #replayed(
    call: ListedCall,
    { live, draft }: { readonly live: Plan; readonly draft: Plan },
    actor: Actor,
  ): readonly ReplayRow[] {
    const tried = triedOf(call);
    const [was, would] = [live, draft].map((plan) => destinationOf(this.#deps.walk(plan, tried).call));
    if (was === undefined || would === undefined || isSame(was, would)) return [];
    const { id, arrivedAt: at, dialled, queue, outcome } = call;
    const from = numberFor(actor, call.from, call);
    return [{ call: id, at, from, dialled, real: { queue, outcome }, was, would }];
  }

  #path(plan: Plan, tried: TriedCall): PathRow {
    const { walk, timeZone } = this.#deps;
    const walked = walk(plan, tried);
    const steps = pathOf(plan, tried, walked, timeZone);
    return { plan: plan.version, steps, destination: destinationOf(walked.call) };
  }

  #draft(id: DraftId): { readonly draft: Draft; readonly plan: Plan } | PlanRefusal {
    const draft = this.#deps.drafts.read(id);
    if ('code' in draft) return draft;
    const checked = checkPlan(draft.document);
    if (!checked.ok) {
      const { findings } = checked;
      return { code: 'H12_PLAN_UNUSABLE', why: findings.map(lineOf).join('\n'), findings };
    }
    return { draft, plan: this.#deps.plans.whole(checked.plan, draft.title) };
  }

  #record(action: AuditAction, draft: Draft | null, { actor, address }: Who): void {
    const target = draft === null ? null : `draft ${String(draft.id)} r${String(draft.revision)}`;
    this.#deps.audit({ at: this.#deps.now(), actor, action, target, outcome: 'done', address });
  }
}

/** The first step in which two paths differ in more than their times; null: in none. */
function partedAt(one: PathRow['steps'], other: PathRow['steps']): number | null {
  const longest = Math.max(one.length, other.length);
  for (let n = 0; n < longest; n++) if (said(one[n]) !== said(other[n])) return n;
  return null;
}

function said(step: PathRow['steps'][number] | undefined): string | null {
  if (step === undefined) return null;
  const { seconds: _, entry: __, ...values } = step.values;
  return JSON.stringify([step.kind, values, step.prompts]);
}
