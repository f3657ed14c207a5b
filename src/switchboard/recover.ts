import type { Command } from '../calls/commands.ts';
import { bridgesOf } from '../calls/layout.ts';
import { isAbout, liveLegs } from '../calls/legs.ts';
import {
  type Call,
  type CallId,
  callOfBridge,
  callOfLeg,
  type LegId,
  legId,
  type PlaybackId,
} from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Inventory } from '../ports/switch.ts';
import type { State } from './state.ts';
import type { Input } from './turn.ts';

/** The calls as they were when the inventory was asked for: only what they held then can be missing from it. */
export type Asked = ReadonlyMap<CallId, Call>;

/** The prompts that these calls wait for: whether they still play is to be asked of the switch. */
export const playbacksOf = (asked: Asked): readonly PlaybackId[] =>
  [...asked.values()].flatMap((call) => ('playing' in call && call.playing !== null ? [call.playing] : []));

/**
 * Sets the switch's inventory against the calls: legs that vanished, legs that answered, then a word to each call to make true again
 * what its phase promises; callers whom no call knows are taken in as new. Speaks the language of the events: nothing is repaired
 * here. Changes nothing itself; each input is to be put before the next one is taken, since it is made from what the last one did.
 */
export function* recover(state: State, asked: Asked, inventory: Inventory, at: EpochMs): Iterable<Input> {
  for (const { seat, device, phone } of inventory.phones)
    if (state.seats.has(seat))
      yield { to: 'seat', at, seat, input: { type: 'PhoneFound', device, phone, at } };
  for (const before of asked.values()) yield* recoverCall(state, before, inventory, at);
  for (const [call, { from, dialled }] of inventory.callers)
    if (!asked.has(call) && !state.calls.has(call)) yield { to: 'door', at, call, from, dialled };
}

const answeredAs = { caller: 'CitizenAnswered', seat: 'SeatAnswered', party: 'PartyAnswered' } as const;

function* recoverCall(state: State, before: Call, inventory: Inventory, at: EpochMs): Iterable<Input> {
  const call = before.id;
  if (!state.calls.has(call)) return;
  for (const leg of liveLegs(before)) {
    const found = inventory.legs.get(leg.id);
    if (found === undefined) yield { to: 'call', at, call, event: { type: 'LegFoundGone', at, leg: leg.id } };
    else if (found === 'up' && leg.state !== 'up') {
      const type = answeredAs[leg.role];
      yield { to: 'call', at, call, event: { type, at, leg: leg.id } };
    }
  }
  const now = state.calls.get(call);
  if (now === undefined) return;
  // A farewell or an end decided meanwhile was asked for on this connection, and its prompt is not in this inventory. What other phases
  // promise may rest on commands that were lost before, however the call moved on since.
  const settled = now.phase === 'farewell' || now.phase === 'ended';
  if (!settled || now.phase === before.phase)
    yield { to: 'call', at, call, event: { type: 'Resumed', at, playing: [...inventory.playing] } };
}

/**
 * What bears the house's ids and belongs to nothing, once the calls have taken in the inventory: legs whose call is over or is about
 * another leg now, their hang-up having been lost with the connection, and bridges without a talk. Pure.
 */
export function strays(state: State, inventory: Inventory): readonly Command[] {
  const legs = [...inventory.legs.keys()].filter((leg) => isStray(state, inventory, leg));
  const bridges = [...inventory.bridges].filter((bridge) => {
    const call = state.calls.get(callOfBridge(bridge));
    return call === undefined || !bridgesOf(call).includes(bridge);
  });
  return [
    ...legs.map((leg): Command => ({ type: 'HangUp', call: callOfLeg(leg), leg, reason: 'failure' })),
    ...bridges.map((bridge): Command => ({ type: 'DestroyBridge', call: callOfBridge(bridge), bridge })),
  ];
}

function isStray(state: State, inventory: Inventory, leg: LegId): boolean {
  const id = callOfLeg(leg);
  const call = state.calls.get(id);
  const isCaller = leg === legId(id, 'caller');
  if (call === undefined) return !isCaller || !inventory.callers.has(id);
  // An ended call hangs up what it knows of itself.
  if (call.phase === 'ended') return !liveLegs(call).some((known) => known.id === leg);
  return !isCaller && !isAbout(call, leg);
}
