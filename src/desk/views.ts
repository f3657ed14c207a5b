import { decide, hasRight } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import type { AgentId, Seat } from '../acd/model.ts';
import { type NameOf, type SeatRow, seatRow } from '../acd/wire.ts';
import { isAbout } from '../calls/legs.ts';
import { type Call, callOfLeg, type LegId } from '../calls/model.ts';
import { type LiveCall, liveCall } from '../calls/wire.ts';
import type { House } from '../ports/house.ts';
import type { DeskView } from './protocol.ts';

/** What views are made from. */
export type Scene = Pick<House, 'now' | 'seats' | 'calls' | 'call' | 'figures'> & { readonly nameOf: NameOf };

/** Whose seats and calls a screen shows whole: screens of the same kind show the same lists. */
export type ScreenKind = 'all' | 'masked' | 'none';

/** Which list of calls this actor may see: with numbers, with their ends only, or none. */
export function screenKind(actor: Actor): ScreenKind {
  if (!hasRight(actor, 'calls.read')) return 'none';
  return decide(actor, 'number.read', { agent: null }).allow ? 'all' : 'masked';
}

/** Seats are shown to who may command others', and to who runs the system. */
export const showsSeats = (actor: Actor): boolean =>
  decide(actor, 'seat.command', { agent: null }).allow || actor.roles.includes('systemAdministrator');

/** Who sits where. */
export function seating(seats: Iterable<Seat>): ReadonlyMap<AgentId, Seat> {
  const taken = new Map<AgentId, Seat>();
  for (const seat of seats) if (seat.agent !== null) taken.set(seat.agent, seat);
  return taken;
}

/** The own seat, and the call that rings or talks there. @param seat where the actor sits */
export function meView(actor: Actor, seat: Seat | undefined, scene: Scene): DeskView['me'] {
  if (seat === undefined) return { seat: null, call: null };
  const call = 'leg' in seat.doing ? callAt(seat.doing.leg, scene) : null;
  return {
    seat: seatRow(seat, scene.nameOf),
    call: call === null ? null : liveCall(actor, call),
  };
}

function callAt(leg: LegId, scene: Scene): Call | null {
  const call = scene.call(callOfLeg(leg));
  return call !== undefined && isAbout(call, leg) ? call : null;
}

/** Seats in order of their numbers. */
export const seatsView = (scene: Scene): readonly SeatRow[] =>
  [...scene.seats()]
    .map((seat) => seatRow(seat, scene.nameOf))
    .toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));

/** Calls that go on, the oldest first. Made with nobody's own eyes: the own call is in `me`. */
export function callsView(kind: ScreenKind, scene: Scene): readonly LiveCall[] {
  if (kind === 'none') return [];
  const eyes: Actor = {
    id: nobody,
    roles: [kind === 'all' ? 'shiftLeader' : 'agent'],
    unit: null,
    district: null,
    cleared: false,
  };
  return [...scene.calls()]
    .filter((call) => call.phase !== 'ended')
    .map((call) => liveCall(eyes, call))
    .toSorted((a, b) => a.arrivedAt - b.arrivedAt || (a.id < b.id ? -1 : 1));
}

/** No account has an empty name. */
const nobody = '' as Actor['id'];

/** Figures without what grows by itself, to tell whether anything happened. */
export const steadyFigures = ({ at, queues, ...rest }: DeskView['figures']): object => ({
  ...rest,
  queues: queues.map(({ longestWaitMs, ...queue }) => ({
    ...queue,
    waitingSince: longestWaitMs === null ? null : at - longestWaitMs,
  })),
});
