import type { SeatId } from '../acd/model.ts';
import { beginEmergency } from './emergency.ts';
import { farewell } from './endings.ts';
import type { AskedEvent, EventOf } from './events.ts';
import {
  agentLeaves,
  arrange,
  backUnlessAside,
  cancelHunt,
  type Draft,
  draftOf,
  hunting,
  partyLeaves,
} from './gathering.ts';
import { beginHunt } from './hunt.ts';
import { type Call, type CallIn, type Gathered, type LegId, legId } from './model.ts';
import { type CallRefusal, refuse, type Turn } from './table.ts';

/** Calls of which an agent can ask something beyond hanging up. */
type Held = CallIn<'talking'> | Gathered;

/** So many besides citizen and agent. */
const mostParties = 4;

/** Only the agent who has the call may ask something of it, and only while in it. */
export function ifMine<C extends Held, E extends Extract<AskedEvent, { readonly seat: SeatId }>>(
  call: C,
  event: E,
  next: (call: C, event: E) => Turn,
): Turn {
  if (call.talk?.seat !== event.seat)
    return refuse(call, 'H12_NOT_YOUR_CALL', 'this call is not at your seat');
  if (call.phase !== 'talking' && call.seatIn === 'gone')
    return refuse(call, 'H12_OUT_OF_TURN', 'you have left this call');
  return next(call, event);
}

const outOfTurn = (call: Call, why: CallRefusal['why']): Turn => refuse(call, 'H12_OUT_OF_TURN', why);

/** The agent puts the citizen through to an emergency desk. Asked twice for the same, it goes on. */
export function emergencyAsked(call: Held, { number, targets, at }: EventOf<'EmergencyAsked'>): Turn {
  if (call.phase === 'emergency' && call.hunt.number === number)
    return outOfTurn(call, 'this desk is being rung already');
  return beginEmergency(call, number, { by: call.talk?.agent ?? null, at, targets });
}

/** The agent wants somebody else in the call. */
export function inviteAsked(call: Held, { at, ...order }: EventOf<'InviteAsked'>): Turn {
  const draft = draftOf(call);
  if (draft.hunt !== null) return outOfTurn(call, 'somebody is being rung already; cancel that first');
  if (draft.parties.some(({ aside }) => aside))
    return outOfTurn(call, 'you are talking to somebody in private; join, leave or return first');
  if (draft.parties.length >= mostParties)
    return refuse(call, 'H12_CALL_FULL', `no more than ${String(mostParties)} can be asked into a call`);
  // Back from hold to be three at once; aside for a word in private, or to be replaced.
  const placed: Draft = { ...draft, seatIn: order.quest.goal === 'join' ? 'main' : 'aside' };
  return arrange(call, hunting(call, placed, beginHunt(call, order, at), at), at);
}

/** The agent gives up a hunt, an emergency's too: the citizen is still there. */
export function cancelAsked(call: Gathered, { at }: EventOf<'CancelAsked'>): Turn {
  if (call.hunt === null) return outOfTurn(call, 'nobody is being rung');
  return arrange(call, cancelHunt(call, draftOf(call), at), at);
}

/** The agent steps aside. */
export function holdAsked(call: Held, { at }: EventOf<'HoldAsked'>): Turn {
  const draft = draftOf(call);
  if (draft.seatIn === 'aside') return outOfTurn(call, 'you have stepped aside already');
  return arrange(call, { ...draft, seatIn: 'aside' }, at);
}

/** The agent comes back to the citizen, with whoever is aside or without. */
export function returnAsked(call: Gathered, { bring, at }: EventOf<'ReturnAsked'>): Turn {
  if (call.seatIn !== 'aside') return outOfTurn(call, 'you are with the citizen already');
  const draft = draftOf(call);
  if (bring) {
    const hunt = draft.hunt === null ? null : ({ ...draft.hunt, goal: 'join' } as const);
    const parties = draft.parties.map((party) => ({ ...party, aside: false }));
    return arrange(call, { ...draft, seatIn: 'main', hunt, parties }, at);
  }
  const let_ = cancelHunt(call, draft, at);
  const alone = let_.parties
    .filter(({ aside }) => aside)
    .reduce((before, party) => partyLeaves(call, before, party, at), let_);
  return arrange(call, { ...alone, seatIn: 'main' }, at);
}

/** The agent leaves; whoever is there, or still on the way, goes on with the citizen. */
export function leaveAsked(call: Gathered, { at }: EventOf<'LeaveAsked'>): Turn {
  if (call.parties.length === 0 && call.hunt === null)
    return outOfTurn(call, 'nobody else is in the call; hang up instead');
  return arrange(call, agentLeaves(call, draftOf(call), at), at);
}

/** The agent hangs up. Whom the agent has with the citizen goes on talking; somebody asked in private is not passed on by mistake. */
export function hangUpAsked(call: Gathered, { at }: EventOf<'HangUpAsked'>): Turn {
  if (call.parties.some(({ aside }) => aside))
    return outOfTurn(call, 'you are talking to somebody in private; join, leave or return first');
  if (call.parties.length > 0) return leaveAsked(call, { type: 'LeaveAsked', at, seat: callSeat(call) });
  const draft = cancelHunt(call, draftOf(call), at);
  return arrange(call, agentLeaves(call, draft, at), at, { by: 'seat', cause: null });
}

const callSeat = (call: Gathered) => call.talk?.seat ?? ('' as EventOf<'LeaveAsked'>['seat']);

/** Somebody is not heard any more, or again. */
export function muteAsked(call: Held, { leg, on, at }: EventOf<'MuteAsked'>): Turn {
  const draft = draftOf(call);
  if (!inCall(call, draft, leg))
    return refuse(call, 'H12_NO_SUCH_PARTY', 'nobody of this name is in the call');
  const others = draft.muted.filter((one) => one !== leg);
  return arrange(call, { ...draft, muted: on ? [...others, leg] : others }, at);
}

const inCall = (call: Held, { talk, parties }: Draft, leg: LegId): boolean =>
  [legId(call.id, 'caller'), talk?.leg, ...parties.map((party) => party.leg)].includes(leg);

/** The agent sends a party away; sending the citizen away ends the call, with a goodbye. */
export function dropAsked(call: Held, { leg, at }: EventOf<'DropAsked'>): Turn {
  const draft = draftOf(call);
  if (leg === legId(call.id, 'caller'))
    return farewell(call, 'goodbye', { by: 'seat', outcome: 'answered', cause: null }, at);
  const party = draft.parties.find((one) => one.leg === leg);
  if (party === undefined) return refuse(call, 'H12_NO_SUCH_PARTY', 'nobody of this name is in the call');
  return arrange(call, backUnlessAside(partyLeaves(call, draft, party, at)), at);
}
