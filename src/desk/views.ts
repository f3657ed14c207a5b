import { decide, hasRight } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import type { AgentId, Seat } from '../acd/model.ts';
import { type SeatRow, seatRow } from '../acd/wire.ts';
import { isAbout } from '../calls/legs.ts';
import { type Known, type LiveCall, liveCall } from '../calls/live.ts';
import { type Call, callOfLeg, type Gathered, type LegId } from '../calls/model.ts';
import { type Eyes, eyesOf, mayKnow } from '../calls/seen.ts';
import type { House, QueueFigures } from '../ports/house.ts';
import type { UnitId } from '../units/model.ts';
import type { DeskView, QueueRow, UnitCallRow } from './protocol.ts';

/** In which ways a call stands in lists. */
export type CallSight = 'whole' | 'cleared' | 'masked';

/** What views are made from. */
export type Scene = Pick<House, 'now' | 'seats' | 'seat' | 'calls' | 'call' | 'figures'> &
  Known & {
    /** Whether a confidential ticket was spoken of in it. */
    readonly isSecret: (call: Call) => boolean;
  };

/** Which parts a screen shows besides the own seat; screens that see the same are told the same. */
export type Sight = {
  /** The figures of queues and house. */
  readonly figures: boolean;
  readonly seats: boolean;
  /** Calls: with numbers, with their ends only, or none. `masked` lacks those in which a confidential ticket was spoken of, `cleared` has them. */
  readonly calls: CallSight | 'none';
};

/** What this actor's screen may show. Everybody sees the own seat. */
export const sightOf = (actor: Actor): Sight => ({
  figures: hasRight(actor, 'state.read'),
  // To who may command others' seats, and to who runs the system.
  seats: decide(actor, 'seat.command', { agent: null }).allow || actor.roles.includes('systemAdministrator'),
  calls: !hasRight(actor, 'calls.read')
    ? 'none'
    : decide(actor, 'number.read', { agent: null }).allow
      ? 'whole'
      : actor.cleared
        ? 'cleared'
        : 'masked',
});

/** A sight in one word, for names of streams. */
export const sightWord = ({ figures, seats, calls }: Sight): string =>
  `${figures ? 'f' : ''}${seats ? 's' : ''}${{ whole: 'c', cleared: 'k', masked: 'm', none: '' }[calls]}`;

/** Who sits where. */
export function seating(seats: Iterable<Seat>): ReadonlyMap<AgentId, Seat> {
  const taken = new Map<AgentId, Seat>();
  for (const seat of seats) if (seat.agent !== null) taken.set(seat.agent, seat);
  return taken;
}

/** What is one's own: the seat, and the call that rings or talks there; the calls of one's unit. @param seat where the actor sits */
export function meView(actor: Actor, seat: Seat | undefined, scene: Scene): DeskView['me'] {
  const unit = unitOf(actor);
  const ofUnit = unit === null ? {} : { unitCalls: unitCalls(unit, scene) };
  if (seat === undefined) return { seat: null, call: null, ...ofUnit };
  const call = 'leg' in seat.doing ? callAt(seat.doing.leg, scene) : null;
  return {
    seat: seatRow(seat, scene.nameOf),
    call: call === null ? null : liveCall(actor, call, scene),
    ...ofUnit,
  };
}

/** The unit whose remote seats' calls this actor is told of; null: none. */
export const unitOf = (actor: Actor): UnitId | null =>
  hasRight(actor, 'remoteSeat.signIn') ? actor.unit : null;

/** Whether somebody is, or may be, asked into this call. */
const isGathered = (call: Call): call is Gathered =>
  call.phase === 'conference' || call.phase === 'emergency';

/** The units whose remote seats ring or talk in a call. */
export const unitsIn = (call: Call): readonly UnitId[] =>
  isGathered(call)
    ? [...(call.hunt?.ringing ?? []), ...call.parties].flatMap(({ target }) => target.unit ?? [])
    : [];

/** The calls that ring or talk at a unit's remote seats, those that wait longest first. */
export function unitCalls(unit: UnitId, scene: Scene): readonly UnitCallRow[] {
  const rows = [...scene.calls()].flatMap((call) => (isGathered(call) ? rowsAt(unit, call, scene) : []));
  return rows.toSorted((a, b) => a.since - b.since);
}

/** The number is whole: it is the caller of whoever picks up. */
function rowsAt(unit: UnitId, call: Gathered, { nameOf }: Scene): readonly UnitCallRow[] {
  const { id, from, ticketNo, talk } = call;
  const agent = talk === null ? null : (nameOf(talk.agent) ?? talk.agent);
  const about = { call: id, from, ticketNo, agent };
  const ringing = (call.hunt?.ringing ?? []).map(({ leg, target }) => ({
    leg,
    target,
    state: 'ringing' as const,
    since: call.legs.find((one) => one.id === leg)?.startedAt ?? call.arrivedAt,
  }));
  const talking = call.parties.map(({ leg, target, joinedAt, aside }) => ({
    leg,
    target,
    state: aside ? ('private' as const) : ('talking' as const),
    since: joinedAt,
  }));
  return [...ringing, ...talking].flatMap(({ leg, target, state, since }) =>
    target.unit === unit ? [{ ...about, leg, remoteSeat: target.name, state, since }] : [],
  );
}

function callAt(leg: LegId, scene: Scene): Call | null {
  const call = scene.call(callOfLeg(leg));
  return call !== undefined && isAbout(call, leg) ? call : null;
}

/**
 * A call's row in a list; null when it does not go on, or is not there for who is not cleared. Made with nobody's own eyes: the own call is
 * in `me`.
 */
export const callRow = (
  call: Call | undefined,
  sight: CallSight,
  scene: Known & Pick<Scene, 'isSecret'>,
): LiveCall | null => {
  if (call === undefined || call.phase === 'ended') return null;
  const there = mayKnow(lookedWith[sight], { phase: call.phase, agent: null }, () => scene.isSecret(call));
  return there ? liveCall(eyes[sight], call, scene) : null;
};

/** No account has an empty name. */
const nobody: Actor = {
  id: '' as Actor['id'],
  roles: ['agent'],
  unit: null,
  district: null,
  cleared: false,
};
const eyes = {
  masked: nobody,
  cleared: { ...nobody, cleared: true },
  whole: { ...nobody, roles: ['shiftLeader'] },
} as const satisfies Record<CallSight, Actor>;
const lookedWith = {
  masked: eyesOf(eyes.masked),
  cleared: eyesOf(eyes.cleared),
  whole: eyesOf(eyes.whole),
} as const satisfies Record<CallSight, Eyes>;

export const seatLine = (seat: Seat | undefined, scene: Scene): SeatRow | null =>
  seat === undefined ? null : seatRow(seat, scene.nameOf);

/** A queue without what grows by itself. @param at the instant of the figures */
export const queueRow = ({ longestWaitMs, ...queue }: QueueFigures, at: number): QueueRow => ({
  ...queue,
  waitingSince: longestWaitMs === null ? null : at - longestWaitMs,
});
