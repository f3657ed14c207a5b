import { whyNotDial } from '../acd/seat.ts';
import type { PhoneNumber } from '../calls/model.ts';
import { beginAtDesk } from '../calls/outbound.ts';
import type { Turn } from '../calls/table.ts';
import type { EpochMs } from '../lib/time.ts';
import type { DeskDial, Refusal } from '../ports/house.ts';
import type { Rules, State } from './state.ts';

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
  return beginAtDesk({ ...what, plan: rules.planFor(''), order: { purpose, by, ringLimitMs } }, by);
}

/** Whether a call with this citizen goes on: two desks do not ring the same phone. */
function isRung(state: State, number: PhoneNumber): boolean {
  for (const call of state.calls.values()) if (call.from === number && call.phase !== 'ended') return true;
  return false;
}
