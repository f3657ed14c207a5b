import type { Who } from '../access/model.ts';
import type { Audit, AuditAction } from '../audit/model.ts';
import type { Fact, FactOf } from '../calls/facts.ts';
import type { CallId, PhoneNumber } from '../calls/model.ts';
import { after, type EpochMs } from '../lib/time.ts';
import {
  type CallerEntry,
  type CallerEntryId,
  type CallerRefusal,
  type KnownCaller,
  type ListKind,
  type Proposal,
  type ProposalId,
  unknownCaller,
} from './model.ts';
import { type Asked, callerKey, numberToList, stateAt, whyNotUntil } from './rules.ts';
import type { CallerStore } from './store.ts';
import { countsAsShort, rememberedMs, Traffic } from './traffic.ts';

/** What the plan in force says of numbers whose calls are soon over, again and again; null: nothing. */
export type HarassingRule = {
  readonly calls: number;
  readonly withinMs: number;
  readonly shorterThanMs: number;
  readonly action: 'propose' | 'restrict';
  readonly forMs: number;
} | null;

export type CallerDeps = {
  readonly store: CallerStore;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  readonly harassing: () => HarassingRule;
  /** What went wrong while a call was heard of; the call is not concerned. */
  readonly failed: (err: unknown) => void;
};

export type NewEntry = Asked & { readonly reason: string };
export type Done<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: CallerRefusal };

const no = (code: string, why: string): { readonly ok: false; readonly refusal: CallerRefusal } => ({
  ok: false,
  refusal: { code, why },
});
const noSuch = no('H12_NO_SUCH_CALLER', 'there is no such entry');
const noProposal = no('H12_NO_SUCH_PROPOSAL', 'there is no such proposal');
const over = no('H12_CALLER_OVER', 'this entry has expired or was removed; make a new one');

/** Who is named on the record for what the plan's rule does. */
const byItself = 'system';

type Listed = Pick<CallerEntry, 'id' | 'kind' | 'removedAt' | 'expiresAt'>;

/**
 * The lists of callers. Who a caller is, is found in memory, at the very instant of the call: no call waits for the database, and an entry
 * has no effect from the millisecond on at which it expires.
 */
export class CallerLists {
  readonly #deps: CallerDeps;
  readonly #listed = new Map<PhoneNumber, Listed>();
  readonly #traffic = new Traffic();
  /** Numbers of calls that go on and were put through to an emergency desk. */
  readonly #emergencies = new Set<CallId>();

  constructor(deps: CallerDeps) {
    this.#deps = deps;
    const at = deps.now();
    for (const entry of deps.store.inForce(at)) this.#listed.set(entry.number, entry);
    for (const { from, ...ring } of deps.store.ringsSince(after(at, -rememberedMs)))
      this.#traffic.began(callerKey(from), ring);
  }

  /** What is known of who rings now. A withheld number is nobody's: it is on no list and was never seen before. */
  known(from: PhoneNumber | null, at: EpochMs): KnownCaller {
    if (from === null) return unknownCaller;
    const number = callerKey(from);
    const entry = this.#inForce(number, at);
    const listed = entry === null ? null : { kind: entry.kind, entry: entry.id };
    return { listed, earlier: this.#traffic.earlier(number) };
  }

  /** Calls are counted as they come and go. */
  heard(fact: Fact): void {
    try {
      this.#hear(fact);
    } catch (err) {
      this.#deps.failed(err);
    }
  }

  add(asked: NewEntry, who: Who): Done<CallerEntry> {
    const at = this.#deps.now();
    const number = numberToList(asked);
    if (typeof number !== 'string') return { ok: false, refusal: number };
    const refusal = whyNotUntil(asked, at) ?? this.#whyListed(number, at);
    if (refusal !== null) return { ok: false, refusal };
    const entry = this.#add({ ...asked, number, madeBy: who.agent }, who, at);
    this.#listed.set(number, entry);
    return { ok: true, value: entry };
  }

  remove(id: CallerEntryId, why: string, who: Who): Done<CallerEntry> {
    const { store, now } = this.#deps;
    const entry = store.read(id);
    if (entry === null) return noSuch;
    const at = now();
    if (stateAt(entry, at) !== 'inForce') return over;
    store.atOnce(() => {
      store.remove(id, { at, by: who.agent, why });
      this.#note('callers.remove', id, { ...who, at, why });
    });
    this.#listed.delete(entry.number);
    return { ok: true, value: { ...entry, removedAt: at, removedBy: who.agent, removedWhy: why } };
  }

  /** Somebody looked at it again: it ends at another instant, sooner or later. */
  review(
    id: CallerEntryId,
    asked: { readonly expiresAt: EpochMs | null; readonly why: string },
    who: Who,
  ): Done<CallerEntry> {
    const { store, now } = this.#deps;
    const entry = store.read(id);
    if (entry === null) return noSuch;
    const at = now();
    if (stateAt(entry, at) !== 'inForce') return over;
    const { expiresAt, why } = asked;
    const refusal = whyNotUntil({ kind: entry.kind, expiresAt }, at);
    if (refusal !== null) return { ok: false, refusal };
    store.atOnce(() => {
      store.review(id, { at, by: who.agent, why, expiredBefore: entry.expiresAt, expiresAt });
      this.#note('callers.review', id, { ...who, at, why });
    });
    const reviewed = { ...entry, expiresAt };
    this.#listed.set(entry.number, reviewed);
    return { ok: true, value: reviewed };
  }

  /** An agent holds a call for harassment; somebody else decides. */
  propose(
    call: { readonly id: CallId; readonly from: PhoneNumber | null },
    reason: string,
    who: Who,
  ): Done<Proposal> {
    const { store, now } = this.#deps;
    if (call.from === null)
      return no('H12_CALLER_WITHHELD', 'the number was withheld: nobody can be put on a list by it');
    const number = numberToList({ number: call.from, kind: 'restricted' });
    if (typeof number !== 'string') return { ok: false, refusal: number };
    if (store.isProposed({ call: call.id }))
      return no('H12_ALREADY_REPORTED', 'this call was reported already, and is not decided about');
    const at = now();
    const proposal = { call: call.id, number, reason, by: who.agent, at };
    return { ok: true, value: this.#propose(proposal, who) };
  }

  /** The number is put on a list. */
  accept(id: ProposalId, asked: Omit<NewEntry, 'number'>, who: Who): Done<Proposal> {
    const { store, now } = this.#deps;
    const proposal = store.proposal(id);
    if (proposal === null) return noProposal;
    if (proposal.decided !== null) return decidedAlready;
    if (proposal.by === who.agent)
      return no('H12_SAME_PERSON', 'somebody else must decide on what you reported');
    const at = now();
    const { number } = proposal;
    const refusal = whyNotUntil(asked, at) ?? this.#whyListed(number, at);
    if (refusal !== null) return { ok: false, refusal };
    const { entry, decided } = store.atOnce(() => {
      const made = this.#add({ ...asked, number, madeBy: who.agent }, who, at);
      return {
        entry: made,
        decided: this.#decide(id, { at, by: who.agent, word: asked.reason, entry: made.id }, who),
      };
    });
    this.#listed.set(number, entry);
    return { ok: true, value: { ...proposal, decided } };
  }

  dismiss(id: ProposalId, word: string, who: Who): Done<Proposal> {
    const { store, now } = this.#deps;
    const proposal = store.proposal(id);
    if (proposal === null) return noProposal;
    if (proposal.decided !== null) return decidedAlready;
    const decided = store.atOnce(() =>
      this.#decide(id, { at: now(), by: who.agent, word, entry: null }, who),
    );
    return { ok: true, value: { ...proposal, decided } };
  }

  #decide(
    id: ProposalId,
    decided: NonNullable<Proposal['decided']>,
    who: Who,
  ): NonNullable<Proposal['decided']> {
    this.#deps.store.decide(id, decided);
    this.#note('callers.decide', id, { ...who, at: decided.at, why: decided.word });
    return decided;
  }

  #inForce(number: PhoneNumber, at: EpochMs): Listed | null {
    const entry = this.#listed.get(number);
    return entry !== undefined && stateAt(entry, at) === 'inForce' ? entry : null;
  }

  #whyListed(number: PhoneNumber, at: EpochMs): CallerRefusal | null {
    return this.#inForce(number, at) === null
      ? null
      : { code: 'H12_CALLER_LISTED', why: 'this number is on a list already: remove it there first' };
  }

  /** Written; it has its effect when it is remembered, which is after the writing. */
  #add(
    {
      number,
      kind,
      reason,
      expiresAt,
      madeBy,
    }: NewEntry & { readonly number: PhoneNumber; readonly madeBy: CallerEntry['madeBy'] },
    who: Omit<Who, 'agent'>,
    at: EpochMs,
  ): CallerEntry {
    const { store } = this.#deps;
    const entry = { number, kind, reason, madeBy, madeAt: at, expiresAt };
    const id = store.atOnce(() => {
      const made = store.add(entry);
      this.#note('callers.add', made, { ...who, at, why: reason });
      return made;
    });
    return { ...entry, id, removedAt: null, removedBy: null, removedWhy: null };
  }

  #propose(proposal: Omit<Proposal, 'id' | 'decided'>, who: Omit<Who, 'agent'>): Proposal {
    const { store } = this.#deps;
    const { at, reason } = proposal;
    const id = store.atOnce(() => {
      const made = store.propose(proposal);
      this.#note('callers.propose', proposal.call, { ...who, at, why: reason });
      return made;
    });
    return { ...proposal, id, decided: null };
  }

  /** Never a number: the entry says which one it is. */
  #note(
    action: AuditAction,
    target: CallerEntryId | ProposalId | CallId,
    { actor, address, at, why }: Omit<Who, 'agent'> & { readonly at: EpochMs; readonly why: string },
  ): void {
    this.#deps.audit({ at, actor, action, target: String(target), outcome: 'done', address, why });
  }

  #hear(fact: Fact): void {
    if (fact.type === 'EmergencyBegan') this.#emergencies.add(fact.call);
    if (fact.type !== 'CallBegan' && fact.type !== 'CallEnded') return;
    const isEmergency = fact.type === 'CallEnded' && this.#emergencies.delete(fact.call);
    if (fact.origin === 'outbound' || fact.from === null) return;
    const number = callerKey(fact.from);
    if (fact.type === 'CallBegan')
      this.#traffic.began(number, { call: fact.call, at: fact.at, tookMs: null });
    else if (!isEmergency && countsAsShort(fact.ending.outcome)) this.#overSoon(number, fact);
  }

  /** By the plan's rule the number is restricted, or proposed; what somebody decided about is not held against it again. */
  #overSoon(number: PhoneNumber, { call, at }: FactOf<'CallEnded'>): void {
    this.#traffic.ended(number, call, at);
    const { store, harassing } = this.#deps;
    const rule = harassing();
    if (rule === null) return;
    const count = (since: EpochMs): number => this.#traffic.short(number, since, rule.shorterThanMs);
    const since = after(at, -rule.withinMs);
    if (count(since) < rule.calls || this.#inForce(number, at) !== null) return;
    if (count(Math.max(since, store.lastDecisionAt(number) ?? 0) as EpochMs) < rule.calls) return;
    if (typeof numberToList({ number, kind: 'restricted' }) !== 'string') return;
    const reason = `${String(rule.calls)} calls shorter than ${String(rule.shorterThanMs / 1_000)} s within ${String(rule.withinMs / 60_000)} min`;
    const who = { actor: byItself, address: null };
    if (rule.action === 'restrict') {
      const kind: ListKind = 'restricted';
      const asked = { number, kind, reason, expiresAt: after(at, rule.forMs), madeBy: 'rule' } as const;
      this.#listed.set(number, this.#add(asked, who, at));
    } else if (!store.isProposed({ number })) this.#propose({ call, number, reason, by: 'rule', at }, who);
  }
}

const decidedAlready = no('H12_DECIDED_ALREADY', 'somebody has decided about it already');
