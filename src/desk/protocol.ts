import { type Static, type TSchema, Type } from 'typebox';
import { QueueToday, SeatCounts, SeatRow } from '../acd/wire.ts';
import { LiveCall } from '../calls/live.ts';
import { Instant, list, nullable, strict, word } from '../lib/wire.ts';

/** The hotline as a whole. `calls` are those that go on; `seats` are counted by what they do. */
const Overall = strict({
  switchUp: Type.Boolean(),
  journalOk: Type.Boolean(),
  calls: Type.Integer(),
  seats: SeatCounts,
});

/** A queue at this moment. Instants instead of durations: nothing in it changes by itself. */
const QueueRow = strict({
  queue: Type.String(),
  waiting: Type.Integer(),
  /** When the caller at the head joined; null when nobody waits. */
  waitingSince: nullable(Instant),
  staffed: Type.Integer(),
  ready: Type.Integer(),
  talking: Type.Integer(),
  today: QueueToday,
});
export type QueueRow = Static<typeof QueueRow>;

/** A call at a remote seat of one's own unit: who calls and about which ticket is told before it is answered. */
const UnitCallRow = strict({
  call: Type.String(),
  leg: Type.String(),
  remoteSeat: Type.String({ description: 'its name' }),
  /** `private`: the agent speaks first, the citizen does not hear it. */
  state: word(['ringing', 'private', 'talking']),
  since: Instant,
  from: nullable(Type.String()),
  ticketNo: Type.String(),
  agent: nullable(Type.String({ description: 'the name of the agent who asks' })),
});
export type UnitCallRow = Static<typeof UnitCallRow>;

/** The own seat, and the call that rings or talks there; for who works in a unit, the calls at its remote seats. */
const Me = strict({
  seat: nullable(SeatRow),
  call: nullable(LiveCall),
  unitCalls: Type.Optional(list(UnitCallRow)),
});

/**
 * What a desk shows: each part only to those who may see it. `at` is the house's time, by which the screen sets its clock. Queues stand in
 * order of their names, seats of their numbers, calls of their arrival.
 */
export const DeskView = strict({
  at: Instant,
  me: Me,
  figures: Type.Optional(Overall),
  queues: Type.Optional(list(QueueRow)),
  seats: Type.Optional(list(SeatRow)),
  calls: Type.Optional(list(LiveCall)),
});
export type DeskView = Static<typeof DeskView>;

/** Rows of a list that are new or different, each whole, and the keys of those that are no more. */
const rows = <T extends TSchema>(row: T) => strict({ set: list(row), gone: list(Type.String()) });

/** Everything, as it is at number `n` of the stream. */
export const Snapshot = strict({
  type: Type.Literal('snapshot'),
  stream: Type.String(),
  n: Type.Integer(),
  view: DeskView,
});

/** What brings the view from number `after` to number `n` of the stream: the parts that changed. */
export const Change = strict({
  type: Type.Literal('change'),
  after: Type.Integer(),
  n: Type.Integer(),
  at: Instant,
  me: Type.Optional(Me),
  figures: Type.Optional(Overall),
  queues: Type.Optional(rows(QueueRow)),
  seats: Type.Optional(rows(SeatRow)),
  calls: Type.Optional(rows(LiveCall)),
});
export type Change = Static<typeof Change>;

/** Server to desk. docs/desk-protocol.md says when which comes. */
export const ServerMessage = Type.Union([
  Snapshot,
  Change,
  strict({ type: Type.Literal('problem'), code: Type.String(), detail: Type.String() }),
]);

/** Desk to server. `resync` asks for a snapshot. What is commanded goes by HTTP, where it is answered. */
export const ClientMessage = strict({ type: Type.Literal('resync') });
export type ClientMessage = Static<typeof ClientMessage>;

/** How a desk that was cut off asks to go on: the stream it followed, and the last number it has. */
export const ResumeQuery = strict({
  stream: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_.-]{1,80}$' })),
  after: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
});

/** Why the server closed a desk's socket (RFC 6455, 7.4.2: 4000 and above are the application's). */
export const closeCodes = {
  /** The server stops; try again. */
  goingAway: 1001,
  malformed: 4400,
  sessionOver: 4401,
  tooSlow: 4008,
} as const;
