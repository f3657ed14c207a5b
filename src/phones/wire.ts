import { Type } from 'typebox';
import type { QueueId, Seat } from '../acd/model.ts';
import { list, nullable, strict, word } from '../lib/wire.ts';
import { deskPhoneKinds, type SeatPhones } from './model.ts';

/** A seat's number is what its phone signs in with; only digits, so that no name of a file or an option can be one. */
const seatNumber = Type.String({ pattern: '^[0-9]{2,8}$' });
const phoneState = word(['reachable', 'unreachable']);

export const SeatNumber = strict({ id: seatNumber });

const setup = {
  queues: Type.Array(Type.Unsafe<QueueId>(Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' })), {
    minItems: 1,
    maxItems: 50,
    uniqueItems: true,
  }),
  desk: nullable(word(deskPhoneKinds)),
  browser: Type.Boolean({ description: 'whether the page of the desk can be the phone' }),
};
export const NewSeat = strict({ seat: seatNumber, ...setup });
export const ChangedSeat = strict(setup);

/** A seat with its phones; passwords are never shown again. */
export const PhonesRow = strict({
  seat: Type.String(),
  queues: list(Type.String()),
  desk: nullable(strict({ kind: word(deskPhoneKinds), state: phoneState })),
  browser: nullable(strict({ state: phoneState })),
  agent: nullable(Type.String()),
});
export const PhonesList = list(PhonesRow);

/** What became of a change. `password`: of the telephone, if it was made just now; it is shown this once. */
export const PhonesChanged = strict({
  phones: PhonesRow,
  password: nullable(Type.String()),
  taken: word(['taken', 'waiting', 'refused']),
});

/** What a page needs to be the softphone; the password ends with the sign-in, or when another page asks. */
export const SoftphoneGrant = strict({
  endpoint: Type.String(),
  password: Type.String(),
  socket: Type.String({ description: 'path of the WebSocket' }),
});

/** @param seat as the switchboard has it; not there in the moment before it is taken in */
export function phonesRow({ seat, queues, desk, browser }: SeatPhones, now: Seat | undefined) {
  const stateOf = (device: Seat['device']): Seat['phone'] =>
    now === undefined ? 'unreachable' : now.device === device ? now.phone : now.otherPhone;
  return {
    seat,
    queues,
    desk: desk === null ? null : { kind: desk.kind, state: stateOf('desk') },
    browser: browser === null ? null : { state: stateOf('browser') },
    agent: now?.agent ?? null,
  };
}
