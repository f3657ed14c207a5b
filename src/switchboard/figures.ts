import type { QueueId } from '../acd/model.ts';
import { currentSeatLeg } from '../calls/legs.ts';
import type { QueueToday } from '../figures/model.ts';
import { nothingToday } from '../figures/rules.ts';
import type { EpochMs } from '../lib/time.ts';
import type { LiveFigures, QueueFigures } from '../ports/house.ts';
import type { State } from './state.ts';

/** What is known of the moment besides the state. */
export type Moment = {
  readonly at: EpochMs;
  /** Whether turns are being written. */
  readonly journalOk: boolean;
  /** What each queue has done since the day began; of one that is not there: nothing. */
  readonly today: ReadonlyMap<string, QueueToday>;
};

/** The figures of this moment, by queue in order of its name. */
export function liveFigures(state: State, { at, journalOk, today }: Moment): LiveFigures {
  const talking = new Map<QueueId, number>();
  let calls = 0;
  for (const call of state.calls.values()) {
    if (currentSeatLeg(call) !== null && call.phase !== 'offering')
      talking.set(call.queue, (talking.get(call.queue) ?? 0) + 1);
    if (call.phase !== 'ended') calls += 1;
  }
  const queues = state.index
    .queues()
    .toSorted()
    .map((queue): QueueFigures => {
      const { waiting, since, staffed, ready } = state.index.view(queue);
      return {
        queue,
        waiting,
        longestWaitMs: since === null ? null : at - since,
        staffed,
        ready,
        talking: talking.get(queue) ?? 0,
        today: today.get(queue) ?? nothingToday,
      };
    });
  return { at, switchUp: state.switchUp, journalOk, calls, seats: seatCounts(state), queues };
}

function seatCounts({ seats }: State): LiveFigures['seats'] {
  const counts = { offline: 0, notReady: 0, ready: 0, offered: 0, talking: 0, wrapUp: 0 };
  for (const { doing } of seats.values()) counts[doing.state] += 1;
  return counts;
}
