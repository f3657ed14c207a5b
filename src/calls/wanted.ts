import type { QueueId, Seat, SeatId } from '../acd/model.ts';
import { canTake } from '../acd/seat.ts';
import { after, type EpochMs } from '../lib/time.ts';
import type { Contact, RemoteSeat, RemoteSeatId, UnitId } from '../units/model.ts';
import { ringable } from '../units/rules.ts';
import type { DialString, PhoneNumber, Quest, Target, Tried } from './model.ts';
import { dialable } from './number.ts';

/** Whom an agent wants in the call, or to pass it on to. Numbers are never taken as they are typed: they are looked up. */
export type Destination =
  | { readonly kind: 'unit'; readonly unit: UnitId }
  | { readonly kind: 'remoteSeat'; readonly remoteSeat: RemoteSeatId }
  | { readonly kind: 'seat'; readonly seat: SeatId }
  | { readonly kind: 'number'; readonly number: string };
/** To a queue a call can only be sent on. */
export type QueueDestination = { readonly kind: 'queue'; readonly queue: QueueId };

/** A number outside that the plan allows agents to dial. */
export type OutsideNumber = { readonly name: string; readonly number: PhoneNumber };

/** Where a destination is looked up. */
export type Directory = {
  readonly contacts: readonly Contact[];
  readonly outside: readonly OutsideNumber[];
  readonly seat: (id: SeatId) => Seat | undefined;
  readonly at: EpochMs;
  /** IANA name of the city's. */
  readonly timeZone: string;
};

/** Whom to ring for a destination, and how. */
export type Wanted = {
  readonly quest: Omit<Quest, 'goal'>;
  readonly targets: readonly Target[];
  readonly tried: readonly Tried[];
  readonly atOnce: boolean;
  readonly untilAt: EpochMs | null;
};
export type WantedRefusal = { readonly code: string; readonly why: string };

/** How long a seat or an allowed number rings, in ms. */
const usualRingMs = 30_000;

/**
 * Whom a destination means. The one rule by which anybody outside the centre is dialled from a desk: a remote seat that an administrator
 * wrote down, or a number that the plan names. Pure.
 */
export function wanted(destination: Destination, directory: Directory): Wanted | WantedRefusal {
  switch (destination.kind) {
    case 'unit':
      return ofUnit(destination.unit, directory);
    case 'remoteSeat':
      return ofRemoteSeat(destination.remoteSeat, directory);
    case 'seat':
      return ofSeat(destination.seat, directory);
    case 'number':
      return ofNumber(destination.number, directory);
  }
}

function ofUnit(unit: UnitId, { contacts, at, timeZone }: Directory): Wanted | WantedRefusal {
  const contact = contacts.find(({ id }) => id === unit);
  if (contact === undefined) return { code: 'H12_NO_SUCH_UNIT', why: 'there is no such unit' };
  if (contact.remoteSeats.length === 0)
    return { code: 'H12_NO_REMOTE_SEAT', why: 'this unit has no remote seat; dispatch the ticket instead' };
  return toUnit(contact, contact.remoteSeats, at, timeZone);
}

function ofRemoteSeat(id: RemoteSeatId, { contacts, at, timeZone }: Directory): Wanted | WantedRefusal {
  for (const contact of contacts) {
    const seat = contact.remoteSeats.find((one) => one.id === id);
    if (seat !== undefined) return toUnit(contact, [seat], at, timeZone);
  }
  return { code: 'H12_NO_SUCH_REMOTE_SEAT', why: 'there is no such remote seat' };
}

/** Remote seats that cannot be rung now are told with those that did not answer; a hunt for nobody else fails at once. */
const toUnit = (
  { id, shortName, atOnce, limitMs }: Contact,
  seats: readonly RemoteSeat[],
  at: EpochMs,
  timeZone: string,
): Wanted => ({
  quest: { name: shortName, unit: id, number: null },
  ...ringable(seats, at, timeZone),
  atOnce,
  untilAt: after(at, limitMs),
});

function ofSeat(id: SeatId, { seat: seatOf }: Directory): Wanted | WantedRefusal {
  const seat = seatOf(id);
  if (seat === undefined) return { code: 'H12_NO_SUCH_SEAT', why: 'there is no such seat' };
  if (!canTake(seat)) return { code: 'H12_SEAT_NOT_FREE', why: 'nobody is ready at this seat' };
  return one({ kind: 'seat', name: seat.id, dial: '' as DialString, seat: seat.id, agent: seat.agent });
}

function ofNumber(number: string, { outside }: Directory): Wanted | WantedRefusal {
  const allowed = outside.find((listed) => listed.number === number);
  const digits = allowed === undefined ? null : dialable(allowed.number);
  if (allowed === undefined || digits === null)
    return { code: 'H12_NUMBER_NOT_ALLOWED', why: 'the plan does not allow this number' };
  const dial = `Local/${digits}@remote-out/n` as DialString;
  return one({ kind: 'number', name: allowed.name, dial, seat: null, agent: null });
}

const one = (target: Pick<Target, 'kind' | 'name' | 'dial' | 'seat' | 'agent'>): Wanted => ({
  quest: { name: target.name, unit: null, number: null },
  targets: [{ ...target, unit: null, ringMs: usualRingMs, location: false }],
  tried: [],
  atOnce: false,
  untilAt: null,
});
