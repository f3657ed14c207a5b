import { type Static, Type } from 'typebox';
import { LiveFigures, SeatRow } from '../acd/wire.ts';
import { LiveCall } from '../calls/wire.ts';
import { Instant, list, nullable, strict } from '../lib/wire.ts';

/**
 * What a desk shows. `me`: the own seat and the call that rings or talks there. `seats`: for who may command them. `at` is the house's
 * time, by which the screen sets its clock.
 */
const parts = {
  at: Instant,
  me: strict({ seat: nullable(SeatRow), call: nullable(LiveCall) }),
  figures: LiveFigures,
  seats: Type.Optional(list(SeatRow)),
  calls: Type.Optional(list(LiveCall)),
};
export const DeskView = strict(parts);
export type DeskView = Static<typeof DeskView>;

/** Server to desk, numbered by `n` from 1 without gaps; the first is a snapshot. A change has the parts that changed, each whole. */
export const ServerMessage = Type.Union([
  strict({ type: Type.Literal('snapshot'), n: Type.Integer(), view: DeskView }),
  Type.Object(
    { ...Type.Partial(strict(parts)).properties, type: Type.Literal('change'), n: Type.Integer() },
    { additionalProperties: false },
  ),
  strict({ type: Type.Literal('problem'), code: Type.String(), detail: Type.String() }),
]);

/** Desk to server. `resync` asks for a snapshot. What is commanded goes by HTTP, where it is answered. */
export const ClientMessage = strict({ type: Type.Literal('resync') });
export type ClientMessage = Static<typeof ClientMessage>;

/** Why the server closed a desk's socket (RFC 6455, 7.4.2: 4000 and above are the application's). */
export const closeCodes = {
  /** The server stops; try again. */
  goingAway: 1001,
  malformed: 4400,
  sessionOver: 4401,
  tooSlow: 4008,
} as const;
