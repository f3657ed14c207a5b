import type { AgentId, QueueId, Seat, SeatId } from '../acd/model.ts';
import {
  type CallId,
  type DialPurpose,
  deskCallId,
  type PhoneNumber,
  type TicketNo,
} from '../calls/model.ts';
import { after, type EpochMs } from '../lib/time.ts';
import type { CallBack, CallBackId, CallBackRules, ClosedWhy } from './model.ts';
import {
  type CallBackRefusal,
  claimMs,
  close,
  holderOf,
  mayDial,
  mayGiveUp,
  whyNotNow,
  whyNotWork,
} from './rules.ts';
import type { CallBackStore } from './store.ts';

export type CallBackDeps = {
  readonly store: CallBackStore;
  readonly rules: CallBackRules;
  readonly now: () => EpochMs;
  /** A number that is the house's own choice, 0 to 999,999,999: makes the ids of calls differ. */
  readonly chance: () => number;
  readonly seats: () => Iterable<Seat>;
  /** Has a number dialled from a desk; the only way there is. */
  readonly dial: (what: {
    readonly call: CallId;
    readonly seat: SeatId;
    readonly agent: AgentId;
    readonly number: PhoneNumber;
    readonly ticketNo: TicketNo;
    readonly purpose: DialPurpose;
    readonly queue?: QueueId;
    readonly ringLimitMs: number;
  }) => CallBackRefusal | null;
  /** A call-back that waits in the queue for a seat is not needed any more. */
  readonly withdraw: (call: CallId) => void;
};

/** A ticket as far as dialling its citizen goes. */
export type TicketToDial = { readonly no: TicketNo; readonly callerNumber: PhoneNumber | null };

/** How long a citizen's phone rings, in ms. */
const ringLimitMs = 45_000;

export type Done<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: CallBackRefusal };
const no = (code: string, why: string): { ok: false; refusal: CallBackRefusal } => ({
  ok: false,
  refusal: { code, why },
});
const noSuch = no('H12_NO_SUCH_CALL_BACK', 'there is no such call-back');

/** What people do with the call-back list. Each is one step on one entry, in the order in which they come: two who ask at once are told apart. */
export class CallBackService {
  readonly #deps: CallBackDeps;

  constructor(deps: CallBackDeps) {
    this.#deps = deps;
  }

  /** The agent takes the entry in hand; nobody else can, until it is done or was left alone. */
  claim(id: CallBackId, agent: AgentId): Done<CallBack> {
    const entry = this.#deps.store.read(id);
    if (entry === null) return noSuch;
    const at = this.#deps.now();
    const refusal = whyNotWork(entry, agent, at);
    if (refusal !== null) return { ok: false, refusal };
    const claimed = { ...entry, claim: { by: agent, until: after(at, claimMs) } };
    this.#deps.store.put(claimed, { at, who: agent, what: 'claimed', detail: null });
    return { ok: true, value: claimed };
  }

  /** The agent gives it back. */
  release(id: CallBackId, agent: AgentId): Done<CallBack> {
    const entry = this.#deps.store.read(id);
    if (entry === null) return noSuch;
    const at = this.#deps.now();
    const refusal = whyNotWork(entry, agent, at);
    if (refusal !== null) return { ok: false, refusal };
    if (entry.claim === null) return { ok: true, value: entry };
    const free = { ...entry, claim: null };
    this.#deps.store.put(free, { at, who: agent, what: 'released', detail: null });
    return { ok: true, value: free };
  }

  /** Rings the agent's own phone, then the citizen's. Who dials has the entry in hand. */
  dial(id: CallBackId, agent: AgentId): Done<{ readonly call: CallId }> {
    const entry = this.#deps.store.read(id);
    if (entry === null) return noSuch;
    const at = this.#deps.now();
    const refusal = whyNotWork(entry, agent, at) ?? whyNotNow(entry, at, this.#deps.rules);
    if (refusal !== null) return { ok: false, refusal };
    const { ticketNo, number, queue } = entry;
    const dialled = this.#dial({ no: ticketNo, callerNumber: number, queue }, agent, 'callBack');
    // Read again: the turn has noted the call.
    const now = dialled.ok ? this.#deps.store.read(id) : null;
    if (now?.closed === null && holderOf(now, at) === null)
      this.#deps.store.put(
        { ...now, claim: { by: agent, until: after(at, claimMs) } },
        { at, who: agent, what: 'claimed', detail: null },
      );
    return dialled;
  }

  /** Rings the citizen of a ticket: a follow-up. */
  dialTicket(ticket: TicketToDial, agent: AgentId): Done<{ readonly call: CallId }> {
    return this.#dial(ticket, agent, 'followUp');
  }

  /** The citizen wishes no call. */
  wish(id: CallBackId, agent: AgentId): Done<CallBack> {
    return this.#close(id, agent, 'wish');
  }

  /** Enough was tried. */
  giveUp(id: CallBackId, agent: AgentId): Done<CallBack> {
    const entry = this.#deps.store.read(id);
    if (entry === null) return noSuch;
    return mayGiveUp(entry, this.#deps.rules)
      ? this.#close(id, agent, 'givenUp')
      : no(
          'H12_NOT_TRIED_ENOUGH',
          'given up after 4 tries over 24 hours on different parts of the day, not before',
        );
  }

  #close(id: CallBackId, agent: AgentId, why: ClosedWhy): Done<CallBack> {
    const entry = this.#deps.store.read(id);
    if (entry === null) return noSuch;
    const at = this.#deps.now();
    const refusal = whyNotWork({ ...entry, call: null }, agent, at);
    if (refusal !== null) return { ok: false, refusal };
    const closed = close(entry, why, at);
    this.#deps.store.put(closed, { at, who: agent, what: 'closed', detail: why });
    if (entry.call !== null) this.#deps.withdraw(entry.call);
    return { ok: true, value: closed };
  }

  #dial(
    ticket: TicketToDial & { readonly queue?: QueueId },
    agent: AgentId,
    purpose: DialPurpose,
  ): Done<{ readonly call: CallId }> {
    const number = mayDial(ticket);
    if (typeof number !== 'string') return { ok: false, refusal: number };
    const seat = [...this.#deps.seats()].find((one) => one.agent === agent);
    if (seat === undefined)
      return no('H12_SEAT_OFFLINE', 'sign in at a seat first: its phone is rung before the citizen’s');
    const call = deskCallId(this.#deps.now(), this.#deps.chance());
    const { queue, no: ticketNo } = ticket;
    const what = { call, seat: seat.id, agent, number, ticketNo, purpose, ringLimitMs };
    const refusal = this.#deps.dial(queue === undefined ? what : { ...what, queue });
    return refusal === null ? { ok: true, value: { call } } : { ok: false, refusal };
  }
}

/** Frees what was claimed and left alone; the record says so. */
export function freeLeftAlone(store: CallBackStore, at: EpochMs): void {
  for (const entry of store.leftAlone(at))
    if (entry.call === null)
      store.put({ ...entry, claim: null }, { at, who: null, what: 'released', detail: null });
}
