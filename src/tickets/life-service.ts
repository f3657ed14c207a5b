import { nameOnRecord } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import type { AgentId } from '../acd/model.ts';
import type { Audit, AuditEntry } from '../audit/model.ts';
import type { CallId, TicketNo } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Unit, UnitId } from '../units/model.ts';
import type { Action, HouseAction } from './life/actions.ts';
import { decideCase } from './life/decide.ts';
import { decideHouse } from './life/house.ts';
import type { Case, Content } from './life/model.ts';
import type { Change } from './life/record.ts';
import { type Book, settledOf } from './life/settled.ts';
import type { LifeStore } from './life-store.ts';
import { isOfUnit, sightOf } from './see.ts';
import type { Topic } from './topics.ts';

export type LifeDeps = {
  readonly store: LifeStore;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  readonly unit: (id: UnitId) => Unit | undefined;
  readonly topic: (name: string) => Topic | undefined;
  /** The rules in force, and the calendar as it is now. */
  readonly book: () => Book;
  /** Told of each change within its own transaction: other systems follow tickets. */
  readonly changed: (found: Case, change: Change) => void;
  /** Does all of it in one transaction, or nothing. */
  readonly tx: <T>(work: () => T) => T;
};

export type LifeRefusal = { readonly code: string; readonly why: string };
export type Acted = { readonly found: Case } | { readonly refusal: LifeRefusal };

const noSuchTicket: LifeRefusal = { code: 'H12_NO_SUCH_TICKET', why: 'there is no such ticket' };
const changed: LifeRefusal = {
  code: 'H12_TICKET_CHANGED',
  why: 'somebody else has changed the ticket meanwhile: look at it again',
};

/** The lives of tickets: what people do to them, on the record, one after the other. */
export class LifeService {
  readonly #deps: LifeDeps;

  constructor(deps: LifeDeps) {
    this.#deps = deps;
  }

  /** A ticket as this person may see it; null where it may not even know that there is one. A look at a confidential one is on the record. */
  look(actor: Actor, no: TicketNo, address: string): Case | null {
    const found = this.#visible(actor, no);
    if (found === null) return null;
    if (found.level === 'confidential')
      this.#record(actor, { action: 'ticket.read', target: no, outcome: 'done', address });
    return found;
  }

  /** The same where it is opened to be read: by a unit, all instructions and inspection notes on it are read with it. */
  open(actor: Actor, no: TicketNo, address: string): Case | null {
    const found = this.look(actor, no, address);
    if (found !== null && actor.unit !== null && isOfUnit(actor)) this.#deps.store.opened(no, actor.unit);
    return found;
  }

  changes(no: TicketNo): readonly Change[] {
    return this.#deps.store.changes(no);
  }

  /**
   * Does an action.
   * @param version the one the person looked at. What is filled in is merged field by field with what others have filled in since; any
   * other action on a ticket that has changed is refused, and nothing is overwritten.
   */
  act(
    actor: Actor,
    no: TicketNo,
    asked: { readonly action: Action; readonly version: number; readonly address: string },
  ): Acted {
    return this.#deps.tx(() => {
      const found = this.#visible(actor, no);
      if (found === null) return { refusal: noSuchTicket };
      const acted = this.#decide(actor, found, asked);
      this.#record(actor, {
        action: 'ticket.command',
        target: `${no} ${asked.action.type}`,
        outcome: 'refusal' in acted ? acted.refusal.code : 'done',
        address: asked.address,
      });
      return acted;
    });
  }

  #decide(
    actor: Actor,
    found: Case,
    { action, version }: { readonly action: Action; readonly version: number },
  ): Acted {
    const { now, unit, topic } = this.#deps;
    if (version > found.version) return { refusal: changed };
    if (version < found.version && !this.#merges(found, action, version)) return { refusal: changed };
    const at = now();
    const book = this.#deps.book();
    const other = (no: TicketNo): Case | null => this.#visible(actor, no);
    const call = (id: CallId): boolean => this.#deps.store.hasCall(id, actor.cleared);
    const outcome = decideCase(found, action, { ...book, actor, at, unit, topic, call, other });
    if ('refusal' in outcome) {
      const { code, why, article } = outcome.refusal;
      return { refusal: { code, why: `${why} (${article})` } };
    }
    if (outcome.next === found) return { found };
    if (action.type === 'merge') this.#giveCalls(found, action.into, actor.id);
    return this.#write(outcome.next, { version: outcome.next.version, at, actor: actor.id, action });
  }

  #write(now: Case, change: Change): Acted {
    if (!this.#deps.store.write(now, change, settledOf(now, this.#deps.book()))) return { refusal: changed };
    this.#deps.changed(now, change);
    return { found: now };
  }

  /** The calls of a merged ticket are of the one it went into. */
  #giveCalls({ calls }: Case, into: TicketNo, by: AgentId): void {
    for (const call of calls) this.house(into, { type: 'noteCall', call, failure: null }, by);
  }

  /** Does what the house itself makes of a ticket. @returns whether it changed */
  house(no: TicketNo, action: HouseAction, by: AgentId): boolean {
    return this.#deps.tx(() => {
      const found = this.#deps.store.read(no);
      if (found === null) return false;
      const at = this.#deps.now();
      const now = decideHouse(found, action, { by, at, limits: this.#deps.book().limits });
      return now !== found && 'found' in this.#write(now, { version: now.version, at, actor: by, action });
    });
  }

  /** Opens a further ticket of the call of one that the person sees: several requests in one call. */
  further(actor: Actor, no: TicketNo, address: string): Acted {
    return this.#deps.tx(() => {
      if (this.#visible(actor, no) === null) return { refusal: noSuchTicket };
      const further = this.#deps.store.openFurther(no, this.#deps.now());
      this.#record(actor, { action: 'ticket.command', target: `${further} open`, outcome: 'done', address });
      const found = this.#deps.store.read(further);
      return found === null ? { refusal: noSuchTicket } : { found };
    });
  }

  #visible(actor: Actor, no: TicketNo): Case | null {
    const found = this.#deps.store.read(no);
    return found === null || sightOf(actor, found) === 'none' ? null : found;
  }

  /** Whether what is filled in touches nothing that others have filled in since, and they did nothing else. */
  #merges({ no }: Case, action: Action, version: number): boolean {
    if (action.type !== 'fill') return false;
    const fields = new Set(Object.keys(action.content));
    return this.#deps.store
      .changes(no)
      .filter((change) => change.version > version)
      .every(({ action: done }) => {
        if (['noteCall', 'linkCall', 'addFile'].includes(done.type)) return true;
        if (done.type !== 'fill') return false;
        return Object.keys(done.content satisfies Partial<Content>).every((name) => !fields.has(name));
      });
  }

  #record(actor: Actor, entry: Pick<AuditEntry, 'action' | 'target' | 'outcome' | 'address'>): void {
    this.#deps.audit({ at: this.#deps.now(), actor: nameOnRecord(actor), ...entry });
  }
}
