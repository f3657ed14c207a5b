import { whyNotDial } from '../acd/seat.ts';
import { isAsked } from '../callbacks/rules.ts';
import { decide } from '../calls/decide.ts';
import type { Fact } from '../calls/facts.ts';
import { type Call, callBackOf, type PhoneNumber } from '../calls/model.ts';
import { dialable } from '../calls/number.ts';
import { beginAtDesk, beginInQueue, callBackRingMs } from '../calls/outbound.ts';
import type { Turn } from '../calls/table.ts';
import type { EpochMs } from '../lib/time.ts';
import type { DeskDial, Refusal } from '../ports/house.ts';
import type { JournalRow } from '../ports/journal.ts';
import type { Rules, State } from './state.ts';
import { waitsWithoutLine } from './watch.ts';

/** Somebody at a desk has a number dialled: the call that begins, or why none does. Pure. */
export function order(
  state: State,
  rules: Pick<Rules, 'planFor'>,
  what: DeskDial & { readonly at: EpochMs },
): Turn | Refusal {
  const { seat, agent, number, purpose, ringLimitMs } = what;
  if (!state.switchUp) return { code: 'H12_NOT_READY', why: 'Asterisk is not connected' };
  const there = state.seats.get(seat);
  if (there === undefined) return { code: 'H12_NO_SUCH_SEAT', why: 'there is no such seat' };
  const no = whyNotDial(there, agent);
  if (no !== null) return no;
  if (isRung(state, number))
    return { code: 'H12_BEING_CALLED', why: 'this citizen is being called, or on the line' };
  const by = { seat, agent };
  const plan = rules.planFor('', what.at, null);
  return beginAtDesk({ ...what, plan, order: { purpose, by, ringLimitMs } }, by);
}

/** Whether a call with this citizen goes on: two desks do not ring the same phone. */
function isRung(state: State, number: PhoneNumber): boolean {
  for (const call of state.calls.values()) if (call.from === number && call.phase !== 'ended') return true;
  return false;
}

/** A step of another call that follows from what a call told. */
export type Following = { readonly input: JournalRow['input']; readonly decided: Turn };

/**
 * What one call means to others: one who asked to be called back waits on without the line; one with whom somebody talks need not be called
 * back any more. Pure.
 */
export function followings(state: State, call: Call, fact: Fact): readonly Following[] {
  if (fact.type === 'CallEnded' && fact.origin === 'inbound' && isAsked(fact.ending.outcome)) {
    const number = fact.from === null ? null : dialable(fact.from);
    if (number === null || call.queuedAt === null) return [];
    const { at, ticketNo } = fact;
    const asked = { purpose: 'callBack', by: null, ringLimitMs: callBackRingMs } as const;
    // The place is that in the present queue, whatever the plan's own is.
    const { plan, claim, queue, passed, queuedAt } = call;
    const what = {
      call: callBackOf(call.id),
      at,
      number,
      ticketNo,
      plan,
      claim,
      queue,
      passed,
      order: asked,
    };
    return [
      { input: { type: 'CallOrdered', at, queuedAt, queue, passed }, decided: beginInQueue(what, queuedAt) },
    ];
  }
  if (fact.type !== 'TalkStarted') return [];
  const input = { type: 'WithdrawAsked', at: fact.at } as const;
  return [...state.calls.values()]
    .filter((other) => other.id !== call.id && other.from === fact.from && waitsWithoutLine(other))
    .map((other) => ({ input, decided: decide(other, input) }));
}
