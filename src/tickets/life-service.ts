import { nameOnRecord } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import type { Audit, AuditEntry } from '../audit/model.ts';
import type { TicketNo } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Unit, UnitId } from '../units/model.ts';
import type { Action } from './life/actions.ts';
import { decideCase } from './life/decide.ts';
import { type LimitRules, nextDue, type Reckoning } from './life/limits.ts';
import type { Case, Content } from './life/model.ts';
import type { Change, Dues, LifeStore } from './life-store.ts';
import { sightOf } from './see.ts';

export type LifeDeps = {
  readonly store: LifeStore;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  readonly unit: (id: UnitId) => Unit | undefined;
  readonly limits: LimitRules;
  /** As the calendar is now. */
  readonly reckoning: () => Reckoning;
  /** Does all of it in one transaction, or nothing. */
  readonly tx: <T>(work: () => T) => T;
};

export type LifeRefusal = { readonly code: string; readonly why: string };
export type Acted = { readonly found: Case } | { readonly refusal: LifeRefusal };

const followUpTries = 3;
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
    const found = this.#deps.store.read(no);
    if (found === null || sightOf(actor, found) === 'none') return null;
    if (found.level === 'confidential')
      this.#record(actor, { action: 'ticket.read', target: no, outcome: 'done', address });
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
      const found = this.#deps.store.read(no);
      if (found === null || sightOf(actor, found) === 'none') return { refusal: noSuchTicket };
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
    const { store, now, limits, unit } = this.#deps;
    if (version > found.version) return { refusal: changed };
    if (version < found.version && !this.#merges(found, action, version)) return { refusal: changed };
    const at = now();
    const reckoning = this.#deps.reckoning();
    const outcome = decideCase(found, action, { actor, at, limits, reckoning, unit, followUpTries });
    if ('refusal' in outcome) {
      const { code, why, article } = outcome.refusal;
      return { refusal: { code, why: `${why} (${article})` } };
    }
    if (outcome.next === found) return { found };
    const change = { version: outcome.next.version, at, actor: actor.id, action };
    const written = store.write(outcome.next, change, duesOf(outcome.next, reckoning));
    return written ? { found: outcome.next } : { refusal: changed };
  }

  /** Whether what is filled in touches nothing that others have filled in since, and they did nothing else. */
  #merges({ no }: Case, action: Action, version: number): boolean {
    if (action.type !== 'fill') return false;
    const fields = new Set(Object.keys(action.content));
    return this.#deps.store
      .changes(no)
      .filter((change) => change.version > version)
      .every(
        (change) =>
          change.action.type === 'fill' &&
          Object.keys(change.action.content satisfies Partial<Content>).every((name) => !fields.has(name)),
      );
  }

  /** Reckons every open limit anew: the calendar, or a limit, has changed. @returns the tickets whose dues moved */
  reckonAnew(): readonly TicketNo[] {
    const { store, tx } = this.#deps;
    const reckoning = this.#deps.reckoning();
    return tx(() =>
      store.withDues().filter((no) => {
        const found = store.read(no);
        return found !== null && store.setDues(no, duesOf(found, reckoning));
      }),
    );
  }

  #record(actor: Actor, entry: Pick<AuditEntry, 'action' | 'target' | 'outcome' | 'address'>): void {
    this.#deps.audit({ at: this.#deps.now(), actor: nameOnRecord(actor), ...entry });
  }
}

/** When each part is due next. */
export const duesOf = (found: Case, reckoning: Reckoning): Dues =>
  new Map(found.parts.map((part) => [part.id, nextDue(part, reckoning)?.due.at ?? null]));
