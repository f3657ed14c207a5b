import type { Seat } from '../acd/model.ts';
import { holdsNoLine, isAbout, liveLegs } from '../calls/legs.ts';
import { type Call, callOfLeg, legId } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { State } from './state.ts';
import type { Input } from './turn.ts';

/**
 * What must not be: a call that goes on without a leg, a seat held by a call that is not there. By construction nothing of it happens;
 * a damaged record can still make it so. Each finding comes with the input that sets it right, and is to be shouted. Pure.
 */
export function findStuck(state: State, at: EpochMs): readonly Input[] {
  const inputs: Input[] = [];
  for (const call of state.calls.values())
    if (call.phase !== 'ended' && liveLegs(call).length === 0 && !waitsWithoutLine(call))
      inputs.push({
        to: 'call',
        at,
        call: call.id,
        event: { type: 'LegFoundGone', at, leg: legId(call.id, 'caller') },
      });
  for (const seat of state.seats.values()) {
    const input = freeSeat(state, seat, at);
    if (input !== null) inputs.push(input);
  }
  return inputs;
}

/** A citizen who is to be called back waits without holding the line. */
export const waitsWithoutLine = (call: Call): boolean => call.phase === 'queued' && holdsNoLine(call);

function freeSeat(state: State, seat: Seat, at: EpochMs): Input | null {
  const { doing } = seat;
  if (doing.state !== 'offered' && doing.state !== 'talking') return null;
  const call = state.calls.get(callOfLeg(doing.leg));
  if (call !== undefined && isAbout(call, doing.leg)) return null;
  const { leg } = doing;
  return doing.state === 'offered'
    ? { to: 'seat', at, seat: seat.id, input: { type: 'OfferWithdrawn', leg, why: 'lost', at } }
    : { to: 'seat', at, seat: seat.id, input: { type: 'TalkEnded', leg, wrapUpMs: 0, at } };
}
