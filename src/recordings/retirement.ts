import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Audit } from '../audit/model.ts';
import { OneRun } from '../lib/one-run.ts';
import { after, type EpochMs } from '../lib/time.ts';
import type { CustodyStore, Elder } from './custody-store.ts';
import { removeFile } from './files.ts';
import { type Fate, fateOf, fewestDays, keptUntil, type RetentionRules, ruleFor } from './retention.ts';

export type RetirementDeps = {
  readonly store: CustodyStore;
  readonly recordingsDir: string;
  readonly rules: RetentionRules;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  readonly log: Logger;
};

/** A recording whose time has come, and whether something stops it. */
export type Due = {
  readonly elder: Elder;
  readonly fate: Exclude<Fate, 'kept'>;
  readonly rule: string;
  readonly until: EpochMs;
};

const atOnce = 200;
const dayMs = 86_400_000;

/**
 * Destroys recordings whose time has come, by the rules: the data key first, then the file. Killed between the two, the next run removes the file,
 * which nobody can open any more. However long it was not run, a run does all that is due.
 */
export class Retirement {
  readonly #deps: RetirementDeps;
  readonly #running = new OneRun(() => this.#run());
  #stopped = false;

  constructor(deps: RetirementDeps) {
    this.#deps = deps;
  }

  /** What a run at this moment would look at: what is due, and what would be but for a hold or a ticket at work. Changes nothing. */
  *due(): Generator<Due> {
    const { store, rules, now } = this.#deps;
    const at = now();
    const before = after(at, -fewestDays(rules) * dayMs);
    let place = { at: Number.MIN_SAFE_INTEGER, id: '' };
    for (;;) {
      const some = store.elders(before, place, atOnce);
      for (const elder of some) {
        const fate = fateOf(elder, rules, at);
        if (fate !== 'kept')
          yield { elder, fate, rule: ruleFor(elder, rules).name, until: keptUntil(elder, rules) };
      }
      const last = some.at(-1);
      if (last === undefined || some.length < atOnce) return;
      place = { at: last.startedAt, id: last.id };
    }
  }

  /** Destroys what is due. Called while it runs, it is the same run. @returns how many went */
  run(): Promise<number> {
    return this.#running.run();
  }

  /** Lets the recording under way be finished; what is left is the next start's. */
  async close(): Promise<void> {
    this.#stopped = true;
    await this.#running.underWay?.catch(() => undefined);
  }

  async #run(): Promise<number> {
    const { store, log } = this.#deps;
    await this.#removeFiles();
    let destroyed = 0;
    for (const due of [...this.due()]) {
      if (this.#stopped) break;
      if (due.fate !== 'due') continue;
      store.destroy(due.elder.id, this.#deps.now(), () => this.#certify(due));
      await this.#removeFiles();
      destroyed += 1;
      // Calls come first: one at a time.
      await nextTurn();
    }
    if (destroyed > 0) log.info({ destroyed }, 'recordings destroyed by rule');
    return destroyed;
  }

  /** What proves afterwards that it was destroyed, when, and by which rule; on the record, which shows every change. */
  #certify({ elder, rule, until }: Due): void {
    const { audit, now } = this.#deps;
    const { id, ticketNo, sha256, bytes, durationMs, startedAt } = elder;
    const certificate = { ticketNo, sha256, bytes, durationMs, startedAt, until, rule };
    audit({
      at: now(),
      actor: 'retention',
      action: 'recording.destroy',
      target: id,
      outcome: 'done',
      address: null,
      why: JSON.stringify(certificate),
    });
  }

  async #removeFiles(): Promise<void> {
    const { store, recordingsDir } = this.#deps;
    for (const { id, file } of store.leftovers()) {
      await removeFile(join(recordingsDir, file));
      store.removed(id, file);
    }
  }
}
