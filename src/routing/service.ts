import { readFileSync, statSync } from 'node:fs';
import type { QueueId, QueueRules } from '../acd/model.ts';
import type { Audit } from '../audit/model.ts';
import type { CallPlan } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { checkPlan, type PlanChecked } from './check.ts';
import { type Document, longestDocument, textOf } from './document.ts';
import { type Coming, planFor } from './evaluate.ts';
import { defaultPlan, defaultWholePlan, type Plan, queueRulesOf } from './model.ts';
import type { PlanStore } from './store.ts';
import { inForceAt, type PublicationId, type PublicationLine, type VersionNo } from './timeline.ts';
import { type NewVersion, nameOf } from './versions.ts';

export type PlanDeps = {
  readonly store: PlanStore;
  /** Does work in one transaction. */
  readonly tx: <T>(work: () => T) => T;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  /** Path of the plan file; null: there is none. */
  readonly file: string | null;
  /** The ways to the emergency desks: the configuration's, whatever a plan says. */
  readonly emergency: CallPlan['emergency'];
};

/** What is to be put in force, by whom and when. */
export type Wanted = Pick<NewVersion, 'document' | 'origin' | 'author' | 'approvedBy' | 'reason'> & {
  readonly base: VersionNo | null;
  /** Null: at once. */
  readonly from: EpochMs | null;
  /** Null: until another comes. */
  readonly until: EpochMs | null;
  /** As the record knows who wants it, and from where. */
  readonly actor: string;
  readonly address: string | null;
  /** What is done in the same transaction. */
  readonly alongside?: () => void;
};

export type Published =
  | { readonly ok: true; readonly version: VersionNo; readonly publication: PublicationId }
  | Extract<PlanChecked, { ok: false }>;

type FileRead =
  | { readonly ok: true; readonly document: Document }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads a plan file. */
function readPlanFile(file: string): FileRead {
  try {
    if (statSync(file).size > longestDocument)
      return { ok: false, problems: [`cannot be read: it is longer than ${String(longestDocument)} bytes`] };
    const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const checked = checkPlan(document);
    return checked.ok ? { ok: true, document: document as Document } : checked;
  } catch (err) {
    return { ok: false, problems: [`cannot be read: ${err instanceof Error ? err.message : String(err)}`] };
  }
}

/** What is wrong with a plan file. */
export function problemsOfFile(file: string): readonly string[] {
  const read = readPlanFile(file);
  return read.ok ? [] : read.problems;
}

/** Who is named for what nobody asked for. */
const byItself = 'system';

/**
 * The plan in force: a version in the database. It is always whole. Calls keep what they began with; who waits is matched by the rules of
 * now. What is in force is found by the instant alone, in memory: no call waits for the database, and a plan that begins at 08:00 is in
 * force at 08:00.
 */
export class PlanService {
  readonly #deps: PlanDeps;
  readonly #plans = new Map<VersionNo, Plan>();
  #standing: readonly PublicationLine[] = [];
  #noted: PublicationId | null = null;
  #notedAt: EpochMs;

  constructor(deps: PlanDeps) {
    this.#deps = deps;
    this.#notedAt = deps.now();
  }

  /**
   * Takes up what was published; where nothing ever was, the plan file is the first version, or without one the built-in plan. What was due
   * while nobody was here is in force now. @returns why it cannot be used
   */
  start(): readonly string[] {
    const { store, file } = this.#deps;
    if (store.newest() === null) {
      const first = file === null ? builtIn : readPlanFile(file);
      if (!first.ok) return first.problems;
      this.#publishFirst(first.document, file === null ? 'builtIn' : 'file');
    }
    const problems = this.#problemsAhead();
    if (problems.length === 0) this.look();
    return problems;
  }

  get plan(): Plan {
    return this.#at(this.#deps.now());
  }

  /** When it came into force. */
  get publishedAt(): EpochMs {
    return this.#notedAt;
  }

  /** The version in force. */
  get version(): VersionNo | null {
    return inForceAt(this.#standing, this.#deps.now())?.version ?? null;
  }

  /** What a call that arrives now carries of it. */
  planFor(coming: Coming, timeZone: string): CallPlan {
    return planFor(this.#at(coming.at), coming, timeZone);
  }

  queueRules(id: QueueId): QueueRules {
    return queueRulesOf(this.plan, id);
  }

  /** All plans that are in force, or will be. */
  ahead(): readonly Plan[] {
    return [...new Set(this.#standing.map(({ version }) => version))].map((version) => this.#planOf(version));
  }

  /** A plan that is not in force, as it would be. */
  whole(plan: Plan, name: string): Plan {
    return { ...plan, version: name, emergency: this.#deps.emergency };
  }

  /** Makes a version and says when it is in force: all of it or, when it cannot be written, nothing. */
  publish(wanted: Wanted): Published {
    const checked = checkPlan(wanted.document);
    if (!checked.ok) return checked;
    const { store, tx, audit, now } = this.#deps;
    const at = now();
    const done = tx(() => {
      const { version, name } = this.#addVersion(wanted, at);
      const { from, until, actor, address, reason } = wanted;
      const publication = store.addPublication({
        ...{ version, from: from ?? at, until, by: wanted.author, reason, madeAt: at },
      });
      wanted.alongside?.();
      audit({ at, actor, action: 'plan.publish', target: name, outcome: 'done', address, why: reason });
      this.#note(at, { told: from === null });
      return { ok: true, version, publication } as const;
    });
    this.#reload(at);
    return done;
  }

  /** Takes the plan file in as a new version, unless it says what is in force. @returns its problems, if it has any */
  publishFile(who: Pick<Wanted, 'author' | 'actor' | 'address'>): readonly string[] {
    const { file, store } = this.#deps;
    if (file === null) return ['there is no plan file: H12_PLAN_FILE is not set'];
    const read = readPlanFile(file);
    if (!read.ok) return read.problems;
    const { version } = this;
    const present = version === null ? null : store.version(version);
    if (present !== null && textOf(present.document) === textOf(read.document)) return [];
    const { document } = read;
    const reason = 'plan file';
    const published = this.publish({
      ...{
        ...who,
        document,
        reason,
        origin: 'file',
        base: version,
        approvedBy: null,
        from: null,
        until: null,
      },
    });
    return published.ok ? [] : published.problems;
  }

  /** Whether the plan file says something else than what is in force; it is taken in only when somebody publishes it. */
  fileDiffers(): boolean {
    const { file, store } = this.#deps;
    const { version } = this;
    if (file === null || version === null) return false;
    const read = readPlanFile(file);
    return !read.ok || textOf(read.document) !== textOf(store.version(version)?.document ?? {});
  }

  /** Takes a publication back: it never comes, or is over now. */
  withdraw(id: PublicationId, who: Pick<Wanted, 'author' | 'actor' | 'address'>): void {
    const { store, tx, audit, now } = this.#deps;
    const at = now();
    tx(() => {
      store.withdraw(id, who.author, at);
      const { actor, address } = who;
      audit({ at, actor, action: 'plan.withdraw', target: String(id), outcome: 'done', address });
      this.#note(at, { told: true });
    });
    this.#reload(at);
  }

  /** Puts on the record what has come into force by the clock. @returns whether something has */
  look(): boolean {
    const { tx, now } = this.#deps;
    const at = now();
    if (this.#noted !== null && inForceAt(this.#standing, at)?.id === this.#noted) return false;
    tx(() => this.#note(at, { told: false }));
    this.#reload(at);
    return true;
  }

  #publishFirst(document: Document, origin: 'builtIn' | 'file'): void {
    this.publish({
      ...{ document, origin, base: null, author: byItself, approvedBy: null, from: null, until: null },
      ...{ reason: origin === 'file' ? 'plan file' : 'built in', actor: byItself, address: null },
    });
  }

  #addVersion(wanted: Wanted, at: EpochMs): { readonly version: VersionNo; readonly name: string } {
    const { store } = this.#deps;
    const { document, origin, base, author, approvedBy, reason } = wanted;
    const name =
      origin === 'builtIn'
        ? defaultPlan.version
        : nameOf(document, (store.newest() ?? 0) + 1, (taken) => store.isNamed(taken));
    const version = store.addVersion({
      ...{ name, document, base, origin, author, approvedBy, reason, madeAt: at },
    });
    return { version, name };
  }

  /** Writes down what is in force now, if that is not what is written. @param how whether the record says so already */
  #note(at: EpochMs, how: { readonly told: boolean }): void {
    const { store, audit } = this.#deps;
    const due = inForceAt(store.standing(at), at);
    if (due === null || due.id === store.inForce()?.publication) return;
    const { version, id: publication } = due;
    store.noteInForce({ at, version, publication });
    if (how.told) return;
    const target = store.version(version)?.name ?? null;
    audit({ at, actor: byItself, action: 'plan.inForce', target, outcome: 'done', address: null });
  }

  #reload(at: EpochMs): void {
    const { store } = this.#deps;
    this.#standing = store.standing(at);
    const wanted = new Set(this.#standing.map(({ version }) => version));
    for (const version of this.#plans.keys()) if (!wanted.has(version)) this.#plans.delete(version);
    // Made ready here: no call waits for one.
    for (const version of wanted) this.#planOf(version);
    const noted = store.inForce();
    this.#noted = noted?.publication ?? null;
    this.#notedAt = noted?.at ?? at;
  }

  /** What of the versions that are or will be in force this release cannot use. */
  #problemsAhead(): readonly string[] {
    const { store, now } = this.#deps;
    return store.standing(now()).flatMap(({ version }) => {
      const checked = checkPlan(store.version(version)?.document);
      return checked.ok ? [] : checked.problems.map((text) => `version ${String(version)}: ${text}`);
    });
  }

  #at(at: EpochMs): Plan {
    const version = inForceAt(this.#standing, at)?.version;
    return version === undefined ? this.whole(defaultWholePlan, defaultPlan.version) : this.#planOf(version);
  }

  #planOf(version: VersionNo): Plan {
    const known = this.#plans.get(version);
    if (known !== undefined) return known;
    const found = this.#deps.store.version(version);
    const checked = checkPlan(found?.document);
    if (found === null || !checked.ok)
      throw new Error(`version ${String(version)} of the plan cannot be used`);
    const plan = this.whole(checked.plan, found.name);
    this.#plans.set(version, plan);
    return plan;
  }
}

const builtIn = { ok: true, document: {} } as const;
