import type { Who } from '../access/model.ts';
import type { Audit, AuditAction } from '../audit/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Refusal } from '../ports/house.ts';
import { checkPlan } from './check.ts';
import { type Document, hostile, longestDocument, textOf, tooLarge } from './document.ts';
import { type Finding, hasErrors, lineOf } from './findings.ts';
import { missingAround, type Surroundings } from './served.ts';
import type { PlanService, Published, Wanted } from './service.ts';
import { waysIn } from './soundness.ts';
import type { PlanStore } from './store.ts';
import { inForceAt, type PublicationId, type VersionNo } from './timeline.ts';
import type { Draft, DraftId } from './versions.ts';

export type DraftDeps = {
  readonly plans: PlanService;
  readonly store: PlanStore;
  readonly tx: <T>(work: () => T) => T;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  /** Whether somebody who did not write a plan must approve it. */
  readonly approval: boolean;
  /** What is there that a plan counts on; null: nothing of it is known. */
  readonly around: () => Surroundings | null;
};

/** Why a version comes, and from when to when. */
export type When = {
  readonly reason: string;
  readonly from: EpochMs | null;
  readonly until: EpochMs | null;
};
/** Something refused, with what is wrong with the plan where that is why. */
export type PlanRefusal = Refusal & { readonly findings?: readonly Finding[] };

const noDraft: Refusal = { code: 'H12_NO_SUCH_PLAN_DRAFT', why: 'there is no such draft' };
const noVersion: Refusal = { code: 'H12_NO_SUCH_PLAN_VERSION', why: 'there is no such version' };
const noPublication: Refusal = { code: 'H12_NO_SUCH_PUBLICATION', why: 'there is no such publication' };
const changed: Refusal = {
  code: 'H12_PLAN_DRAFT_CHANGED',
  why: 'somebody else has saved the draft meanwhile: read it again',
};
const notNewest: Refusal = {
  code: 'H12_PLAN_BASE_OLD',
  why: 'another version was made meanwhile: look at the difference to it, and name it',
};
const notApproved: Refusal = {
  code: 'H12_PLAN_NOT_APPROVED',
  why: 'somebody who did not write it must approve the draft as it is now',
};
const wrote: Refusal = { code: 'H12_SAME_PERSON', why: 'who wrote in a draft does not approve it' };
const badTime: Refusal = {
  code: 'H12_PLAN_BAD_TIME',
  why: 'it must begin later than now and within a year, and end after it begins',
};
const lasting: Refusal = {
  code: 'H12_PLAN_LASTING',
  why: 'it has come and is not temporary: publish another, or return to an earlier version',
};

const longestAheadMs = 366 * 86_400_000;

/** Plans that are being written, and their way into force: saved, checked, approved where that is wanted, published. */
export class PlanDrafts {
  readonly #deps: DraftDeps;

  constructor(deps: DraftDeps) {
    this.#deps = deps;
  }

  get approval(): boolean {
    return this.#deps.approval;
  }

  list(): readonly Draft[] {
    return this.#deps.store.drafts();
  }

  read(id: DraftId): Draft | Refusal {
    return this.#deps.store.draft(id) ?? noDraft;
  }

  /** Begins a draft: as a version is, or as a document says. */
  begin(
    asked: { readonly title: string; readonly version: VersionNo; readonly document: Document | null },
    who: Who,
  ): Draft | Refusal {
    const { store, tx } = this.#deps;
    const base = store.version(asked.version);
    if (base === null) return noVersion;
    const document = asked.document ?? base.document;
    const refused = unkeepable(document);
    if (refused !== null) return refused;
    return tx(() => {
      const id = store.addDraft({
        ...{ title: asked.title, base: base.n, document, revision: 1, writers: [who.agent] },
        ...{ changedBy: who.agent, changedAt: this.#deps.now() },
        ...{ checkedRevision: null, approvedRevision: null, approvedBy: null },
      });
      this.#record('plan.edit', `draft ${String(id)}`, who);
      const made = store.draft(id);
      if (made === null) throw new Error('a draft is not there that was just made');
      return made;
    });
  }

  /** Saves a draft; whoever saves says which revision was read. What was checked or approved of it counts no more. */
  save(
    id: DraftId,
    asked: { readonly revision: number; readonly title: string; readonly document: Document },
    who: Who,
  ): Draft | Refusal {
    const draft = this.#deps.store.draft(id);
    if (draft === null) return noDraft;
    const refused = unkeepable(asked.document);
    if (refused !== null) return refused;
    const saved: Draft = {
      ...draft,
      ...{ title: asked.title, document: asked.document, revision: asked.revision + 1 },
      writers: draft.writers.includes(who.agent) ? draft.writers : [...draft.writers, who.agent],
      ...{ changedBy: who.agent, changedAt: this.#deps.now() },
    };
    return this.#put(saved, asked.revision, { action: 'plan.edit', who });
  }

  remove(id: DraftId, who: Who): Refusal | null {
    const { store, tx } = this.#deps;
    if (store.draft(id) === null) return noDraft;
    tx(() => {
      store.removeDraft(id);
      this.#record('plan.edit', `draft ${String(id)} removed`, who);
    });
    return null;
  }

  /** What is wrong with a draft; one without errors is checked from now on, until it is saved again. */
  check(id: DraftId, who: Who): { readonly draft: Draft; readonly findings: readonly Finding[] } | Refusal {
    const draft = this.#deps.store.draft(id);
    if (draft === null) return noDraft;
    const findings = this.findings(draft.document);
    const checkedRevision = hasErrors(findings) ? null : draft.revision;
    const kept = this.#put({ ...draft, checkedRevision }, draft.revision, { action: 'plan.check', who });
    return 'code' in kept ? kept : { draft: kept, findings };
  }

  approve(id: DraftId, revision: number, who: Who): Draft | PlanRefusal {
    const draft = this.#deps.store.draft(id);
    if (draft === null) return noDraft;
    if (draft.revision !== revision) return changed;
    if (draft.writers.includes(who.agent)) return wrote;
    const unusable = this.#unusable(draft.document);
    if (unusable !== null) return unusable;
    const approved: Draft = {
      ...{ ...draft, checkedRevision: revision, approvedRevision: revision, approvedBy: who.agent },
    };
    return this.#put(approved, revision, { action: 'plan.approve', who });
  }

  /** Makes a version of a draft, which is gone then. @param asked.over the newest version, as whoever publishes has seen it */
  publish(
    id: DraftId,
    asked: When & { readonly revision: number; readonly over: VersionNo },
    who: Who,
  ): PublicationId | PlanRefusal {
    const { store, approval } = this.#deps;
    const draft = store.draft(id);
    if (draft === null) return noDraft;
    if (draft.revision !== asked.revision) return changed;
    if (store.newest() !== asked.over) return notNewest;
    if (approval && draft.approvedRevision !== draft.revision) return notApproved;
    const approvedBy = draft.approvedRevision === draft.revision ? draft.approvedBy : null;
    return this.#inForce(asked, who, {
      ...{ document: draft.document, origin: 'draft', base: asked.over, approvedBy },
      author: draft.changedBy,
      alongside: () => {
        store.removeDraft(id);
      },
    });
  }

  /** A new version with the content of an earlier one, which was approved then. */
  returnTo(n: VersionNo, asked: When, who: Who): PublicationId | PlanRefusal {
    const { store } = this.#deps;
    const version = store.version(n);
    if (version === null) return noVersion;
    return this.#inForce(asked, who, {
      ...{ document: version.document, origin: 'return', base: store.newest() },
      ...{ author: who.agent, approvedBy: null },
    });
  }

  /** Takes back what has not come yet, or ends what is temporary. */
  withdraw(id: PublicationId, who: Who): Refusal | null {
    const { store, plans, now } = this.#deps;
    const publication = store.publication(id);
    if (publication === null) return noPublication;
    const at = now();
    const isRunning = inForceAt(store.standing(at), at)?.id === id;
    if (publication.withdrawnAt !== null) return noPublication;
    if (publication.from <= at && (publication.until === null || !isRunning)) return lasting;
    plans.withdraw(id, { ...who, author: who.agent });
    return null;
  }

  /** Takes the plan file in, unless what comes into force must be approved: nobody approves a file. */
  publishFile(who: Pick<Wanted, 'author' | 'actor' | 'address'>): Refusal | null {
    if (this.#deps.approval) return notApproved;
    const problems = this.#deps.plans.publishFile(who);
    return problems.length === 0 ? null : { code: 'H12_PLAN_UNUSABLE', why: problems.join('\n') };
  }

  /** Everything that is wrong with a document or doubtful in it, by what there is in the house at this moment. */
  findings(document: unknown): readonly Finding[] {
    const checked = checkPlan(document);
    if (!checked.ok) return checked.findings;
    const around = this.#deps.around();
    return [...waysIn(checked.plan), ...(around === null ? [] : missingAround(checked.plan, around))];
  }

  #unusable(document: unknown): PlanRefusal | null {
    const findings = this.findings(document).filter(({ severity }) => severity === 'error');
    return findings.length === 0
      ? null
      : { code: 'H12_PLAN_UNUSABLE', why: findings.map(lineOf).join('\n'), findings };
  }

  #inForce(
    { reason, from, until }: When,
    { actor, address }: Who,
    what: Pick<Wanted, 'document' | 'origin' | 'base' | 'author' | 'approvedBy' | 'alongside'>,
  ): PublicationId | PlanRefusal {
    const at = this.#deps.now();
    if (from !== null && (from <= at || from > at + longestAheadMs)) return badTime;
    if (until !== null && until <= (from ?? at)) return badTime;
    const unusable = this.#unusable(what.document);
    if (unusable !== null) return unusable;
    const done: Published = this.#deps.plans.publish({ ...what, reason, from, until, actor, address });
    return done.ok
      ? done.publication
      : { code: 'H12_PLAN_UNUSABLE', why: done.problems.join('\n'), findings: done.findings };
  }

  #put(
    draft: Draft,
    revision: number,
    { action, who }: { readonly action: AuditAction; readonly who: Who },
  ): Draft | Refusal {
    const { store, tx } = this.#deps;
    return tx(() => {
      if (!store.putDraft(draft, revision)) return changed;
      this.#record(action, `draft ${String(draft.id)} r${String(draft.revision)}`, who);
      return draft;
    });
  }

  #record(action: AuditAction, target: string, { actor, address }: Who): void {
    this.#deps.audit({ at: this.#deps.now(), actor, action, target, outcome: 'done', address });
  }
}

const unkeepable = (document: Document): Refusal | null =>
  hostile(document) ?? (textOf(document).length > longestDocument ? tooLarge : null);
