import type { AgentId, QueueId, Seat, SeatId, SeatState } from '../../src/acd/model.ts';
import { newSeat } from '../../src/acd/seat.ts';
import type { CallId } from '../../src/calls/model.ts';
import { legId } from '../../src/calls/model.ts';
import { type EpochMs, epochMs } from '../../src/lib/time.ts';

export const at = (ms: number): EpochMs => epochMs(1_000_000 + ms);
export const lin = 'lin' as AgentId;
export const wang = 'wang' as AgentId;
export const general = 'general' as QueueId;
export const tax = 'tax' as QueueId;
export const leg = legId('C1.1' as CallId, 'seat', 1);
export const otherLeg = legId('C2.1' as CallId, 'seat', 1);

/** Lin's seat, doing this since 0. */
export const seatDoing = (doing: SeatState, more: Partial<Seat> = {}): Seat => ({
  ...newSeat('8001' as SeatId, [general], at(0)),
  phone: 'reachable',
  agent: doing.state === 'offline' ? null : lin,
  doing,
  since: at(0),
  ...more,
});

/** Lin's seat in each state. */
export const states = {
  offline: seatDoing({ state: 'offline' }),
  notReady: seatDoing({ state: 'notReady', reason: 'break' }),
  ready: seatDoing({ state: 'ready', idleSince: at(0) }),
  offered: seatDoing({ state: 'offered', leg, idleSince: at(-5_000) }),
  talking: seatDoing({ state: 'talking', leg, after: { state: 'ready' } }),
  wrapUp: seatDoing({ state: 'wrapUp', leg, until: at(30_000), after: { state: 'ready' } }),
} as const;
