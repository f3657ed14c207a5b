import type { QueueId } from '../acd/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { LiveFigures, QueueFigures } from '../ports/house.ts';
import type { State } from './state.ts';

/** The figures of this moment, by queue in order of its name. @param journalOk whether turns are being written */
export function liveFigures(state: State, journalOk: boolean, at: EpochMs): LiveFigures {
  const talking = new Map<QueueId, number>();
  let calls = 0;
  for (const call of state.calls.values()) {
    if (call.phase === 'talking') talking.set(call.plan.queue, (talking.get(call.plan.queue) ?? 0) + 1);
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
      };
    });
  return { at, switchUp: state.switchUp, journalOk, calls, seats: seatCounts(state), queues };
}

function seatCounts({ seats }: State): LiveFigures['seats'] {
  const counts = { offline: 0, notReady: 0, ready: 0, offered: 0, talking: 0, wrapUp: 0 };
  for (const { doing } of seats.values()) counts[doing.state] += 1;
  return counts;
}
