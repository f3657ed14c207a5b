import { after, type EpochMs } from '../lib/time.ts';
import type { Device, Seat, SeatInput, SeatState } from './model.ts';

type InputOf<T extends SeatInput['type']> = Extract<SeatInput, { type: T }>;

export const become = (seat: Seat, doing: SeatState, at: EpochMs): Seat => ({ ...seat, doing, since: at });

/** The phone that is rung unless somebody chose. */
export const usual = (has: readonly Device[]): Device => (has.includes('desk') ? 'desk' : 'browser');

/** The seat with this phone as the one that is rung. */
export const ringing = (seat: Seat, device: Device): Seat =>
  device === seat.device ? seat : { ...seat, device, phone: seat.otherPhone, otherPhone: seat.phone };

/** What it does goes on; a phone that it has no more is not rung any more. */
export function setUp(seat: Seat, { setup, at }: InputOf<'SetUp'>): Seat {
  const { queues: provisioned, devices: has } = setup;
  const queues = seat.places === null ? provisioned : seat.queues;
  const device = has.includes(seat.device) ? seat.device : usual(has);
  const next = ringing({ ...seat, provisioned, queues, devices: has }, device);
  return phoneFound(next, { type: 'PhoneFound', phone: next.phone, at }).seat;
}

/** A phone that drops twice within this time, in ms, is unstable: its seat is ready again when it has been there for as long. */
export const steadyMs = 10_000;

export const isUnstable = ({ doing }: Seat): boolean =>
  doing.state === 'notReady' && doing.reason === 'phoneUnstable';

/**
 * A phone that drops makes a ready seat unavailable at once; one that comes back makes it ready again, at the end of the line. Of a phone
 * that drops again and again only the first return is believed at once.
 */
export function phoneFound(
  seat: Seat,
  { phone, device, at }: InputOf<'PhoneFound'>,
): { readonly seat: Seat } {
  if (device !== undefined && device !== seat.device)
    return { seat: seat.otherPhone === phone ? seat : { ...seat, otherPhone: phone } };
  const { doing } = seat;
  if (phone === 'unreachable') {
    const news = seat.phone === 'reachable';
    const again = seat.dropped !== null && at - seat.dropped.at < steadyMs;
    const found = { ...seat, phone, dropped: news ? { at, again } : seat.dropped };
    // Also where it is no news: a seat that was ready before a restart is told that its phone is not there any more.
    if (doing.state === 'ready' || isUnstable(seat))
      return { seat: become(found, { state: 'notReady', reason: 'phoneUnreachable' }, at) };
    return { seat: news ? found : seat };
  }
  if (seat.phone === phone) return { seat };
  const found = { ...seat, phone };
  if (doing.state !== 'notReady' || doing.reason !== 'phoneUnreachable') return { seat: found };
  return {
    seat:
      seat.dropped?.again === true
        ? become(found, { state: 'notReady', reason: 'phoneUnstable', until: after(at, steadyMs) }, at)
        : become(found, { state: 'ready', idleSince: at }, at),
  };
}
