import type { Seat, SeatInput } from '../acd/model.ts';
import type { CallEvent } from '../calls/events.ts';
import { type CallId, callOfLeg } from '../calls/model.ts';

/**
 * What the call that rings or talks at a seat is told of the seat's softphone; null: nothing. Of a telephone it is told nothing: one that does
 * not answer OPTIONS may carry the sound all the same, and a leg without sound is ended by Asterisk. Pure.
 * @param seat as it was before the input
 */
export function softphoneEvent(
  { device, phone, doing }: Seat,
  input: SeatInput,
): { readonly call: CallId; readonly event: CallEvent } | null {
  if (device !== 'browser' || (doing.state !== 'offered' && doing.state !== 'talking')) return null;
  const { leg } = doing;
  const { at } = input;
  const tell = (event: CallEvent) => ({ call: callOfLeg(leg), event });
  if (input.type === 'SoftphoneReplaced')
    return tell(
      doing.state === 'offered' ? { type: 'SoftphoneGone', at, leg } : { type: 'SoftphoneLost', at },
    );
  if (input.type !== 'PhoneFound' || (input.device ?? device) !== device) return null;
  // Also where it is no news: the connection may have been lost while the daemon was away.
  if (input.phone === 'unreachable') return tell({ type: 'SoftphoneGone', at, leg });
  return phone === 'unreachable' ? tell({ type: 'SoftphoneBack', at, leg }) : null;
}
