import { MatchIndex } from '../src/acd/match.ts';
import type { AgentId, QueueId, Seat, SeatId } from '../src/acd/model.ts';
import { newSeat } from '../src/acd/seat.ts';
import { type CallId, commonClaim } from '../src/calls/model.ts';
import { epochMs } from '../src/lib/time.ts';
import { usualQueueRules } from '../src/routing/model.ts';
import { distribution, type Report } from './report.ts';

const seatCount = 5_000;
const waitingCount = 20_000;
const queueCount = 20;
const decisions = 20_000;

const queue = (n: number): QueueId => `q${String(n % queueCount)}` as QueueId;

/** Two queues a seat, so that freeing one touches more than one line of callers. */
const seat = (n: number, state: Seat['doing']): Seat => ({
  ...newSeat(String(10_000 + n) as SeatId, [queue(n), queue(n + 7)], epochMs(0)),
  phone: 'reachable',
  agent: `agent${String(n)}` as AgentId,
  doing: state,
  since: epochMs(0),
});

/**
 * Decisions a second with 5,000 seats signed in and 20,000 callers waiting: a seat becomes free, the caller for it is found and leaves
 * the line, the seat is busy, a new caller joins. The line never gets shorter.
 */
export function benchAcd(): Report {
  const index = new MatchIndex(usualQueueRules);
  for (let n = 0; n < seatCount; n += 1) index.putSeat(seat(n, { state: 'notReady', reason: 'break' }));
  for (let n = 0; n < waitingCount; n += 1)
    index.putCall(`C${String(n)}` as CallId, {
      id: `C${String(n)}` as CallId,
      queue: queue(n),
      since: epochMs(n),
      claim: commonClaim,
    });
  const times: number[] = [];
  const began = performance.now();
  for (let n = 0; n < decisions; n += 1) {
    const before = performance.now();
    index.putSeat(seat(n % seatCount, { state: 'ready', idleSince: epochMs(waitingCount + n) }));
    const match = index.next(epochMs(waitingCount + n));
    if (match === null) throw new Error('no match with callers waiting');
    index.putCall(match.call, null);
    index.putSeat(seat(n % seatCount, { state: 'notReady', reason: 'break' }));
    const next = `C${String(waitingCount + n)}` as CallId;
    index.putCall(next, { id: next, queue: queue(n), since: epochMs(waitingCount + n), claim: commonClaim });
    times.push(performance.now() - before);
  }
  const perSecond = decisions / ((performance.now() - began) / 1_000);
  return {
    title: `acd: ${String(seatCount)} seats, ${String(waitingCount)} waiting, ${String(queueCount)} queues`,
    rows: [
      ['decisions a second', Math.round(perSecond).toLocaleString('en')],
      ['one decision', distribution(times, 'ms')],
    ],
  };
}
