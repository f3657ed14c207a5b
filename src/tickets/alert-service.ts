import type { AgentId } from '../acd/model.ts';
import type { TicketNo } from '../calls/model.ts';
import { OneRun } from '../lib/one-run.ts';
import type { EpochMs } from '../lib/time.ts';
import type { AlertStore, ReckoningRow } from './alert-store.ts';
import type { HouseAction } from './life/actions.ts';
import { type Duty, officeOf } from './life/duties.ts';
import type { Case } from './life/model.ts';
import { type Book, settledOf } from './life/settled.ts';
import type { LifeStore } from './life-store.ts';
import type { Notice } from './notices.ts';

export type AlertDeps = {
  readonly store: AlertStore;
  readonly lives: LifeStore;
  readonly book: () => Book;
  readonly now: () => EpochMs;
  readonly tx: <T>(work: () => T) => T;
  readonly house: (no: TicketNo, action: HouseAction, by: AgentId) => boolean;
  /** Told of each notice within its transaction. */
  readonly raised: (notice: Notice, found: Case) => void;
  /** Lets the calls have their turn before the next slice. */
  readonly pause: () => Promise<void>;
  readonly failed: (err: unknown) => void;
};

/** How many tickets are gone through at once: some milliseconds of the loop. */
const slice = 50;

/**
 * What comes by the clock: reminders, cards, escalations (Art. 12), and the reckoning anew of what is due after the calendar or a limit has
 * changed. Each slice is one transaction that also says how far it has come: whatever was missed comes later, and nothing comes twice.
 */
export class AlertService {
  readonly #deps: AlertDeps;
  readonly #running = new OneRun(() => this.#all());
  #stopped = false;

  constructor(deps: AlertDeps) {
    this.#deps = deps;
  }

  /** Does all that is to be done by now, in slices; asked for again meanwhile it is one run. */
  run(): Promise<void> {
    return this.#running.run();
  }

  /** Begins a run that nobody waits for; what fails is tried again by the next one. */
  kick(): void {
    this.run().catch(this.#deps.failed);
  }

  /** Ends a run after the slice it is in; the next start goes on from there. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running.underWay?.catch(this.#deps.failed);
  }

  async #all(): Promise<void> {
    while (!this.#stopped && this.slice()) await this.#deps.pause();
  }

  /** One slice. @returns whether there may be more */
  slice(): boolean {
    return this.#deps.tx(() => {
      const dated = this.#dateNew();
      const raised = this.#raise();
      const reckoned = this.#reckon();
      return dated || raised || reckoned;
    });
  }

  /** The calendar, or a limit, has changed. @param days what is touched; null: all that is open */
  changed(
    what: string,
    actor: string,
    days: { readonly since: EpochMs; readonly until: EpochMs } | null,
  ): void {
    const { since, until } = days ?? { since: null, until: null };
    this.#deps.store.beginReckoning({ at: this.#deps.now(), actor, what, since, until });
    this.slice();
    this.kick();
  }

  /** Tickets that calls have opened: what is due of them. */
  #dateNew(): boolean {
    const { lives } = this.#deps;
    const found = lives.undated(slice);
    for (const no of found) this.#settle(no);
    return found.length === slice;
  }

  #raise(): boolean {
    const now = this.#deps.now();
    const found = this.#deps.store.toRaise(now, slice);
    for (const no of found) this.#raiseOf(no, now);
    return found.length === slice;
  }

  #raiseOf(no: TicketNo, now: EpochMs): void {
    const { lives, store, book } = this.#deps;
    const found = lives.read(no);
    if (found === null) return;
    for (const duty of settledOf(found, book()).duties) {
      for (const { kind, at } of duty.alerts)
        if (at <= now) this.#add(noticeOf(found, duty, { kind, at, raisedAt: now }), found);
      store.setNext(no, duty, duty.alerts.find(({ at }) => at > now)?.at ?? null);
    }
  }

  #reckon(): boolean {
    const { store, now } = this.#deps;
    const row = store.underWay();
    if (row === null) return false;
    const found = store.toReckon(row, slice);
    const moved = found.filter((no) => this.#reckonOne(row, no)).length;
    store.step(row.id, { after: found.at(-1) ?? row.after, looked: found.length, moved });
    if (found.length < slice) store.finish(row.id, now());
    return true;
  }

  #reckonOne(row: ReckoningRow, no: TicketNo): boolean {
    const before = this.#settledBefore(no);
    this.#deps.house(no, { type: 'renewLimits' }, row.actor as AgentId);
    const settled = this.#settle(no);
    if (settled === null) return false;
    const moved = settled.duties.filter((duty) => {
      const was = before.get(dutyKey(duty));
      return was !== undefined && was !== duty.due.at;
    });
    for (const duty of moved)
      this.#add(
        {
          ...noticeOf(settled.found, duty, { kind: 'moved', at: row.at, raisedAt: this.#deps.now() }),
          key: `${no}/${dutyKey(duty)}/moved/${String(row.id)}`,
          wasDueAt: before.get(dutyKey(duty)) ?? null,
        },
        settled.found,
      );
    return moved.length > 0;
  }

  #settledBefore(no: TicketNo): ReadonlyMap<string, EpochMs> {
    return new Map(this.#deps.lives.dues(no).map((one) => [dutyKey(one), one.dueAt]));
  }

  #settle(no: TicketNo): { readonly found: Case; readonly duties: readonly Duty[] } | null {
    const { lives, book } = this.#deps;
    const found = lives.read(no);
    if (found === null) return null;
    const settled = settledOf(found, book());
    lives.settle(found, settled);
    return { found, duties: settled.duties };
  }

  #add(notice: Notice, found: Case): void {
    if (this.#deps.store.add(notice)) this.#deps.raised(notice, found);
  }
}

const dutyKey = ({ part, step }: { readonly part: number; readonly step: string }): string =>
  `${String(part)}/${step}`;

type Raised = { readonly kind: string; readonly at: EpochMs; readonly raisedAt: EpochMs };

/** Who is told: whoever must do it, and when it is escalated the office responsible. */
function noticeOf(found: Case, duty: Duty, { kind, at, raisedAt }: Raised): Notice {
  const { no } = found;
  const { part, step, due, owner } = duty;
  const escalated = kind === 'escalated';
  return {
    key: `${no}/${dutyKey(duty)}/${kind}/${String(due.at)}`,
    ...{ no, part, step, kind, at, raisedAt },
    owner: escalated ? 'office' : owner.of,
    unit: owner.of === 'unit' ? owner.unit : null,
    district: owner.of === 'office' ? owner.district : officeOf(found),
    dueAt: due.at,
    wasDueAt: null,
  };
}
