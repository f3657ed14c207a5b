import type { QueueId } from '../acd/model.ts';
import { after, type EpochMs } from '../lib/time.ts';
import { hangUpSeat, partings } from './endings.ts';
import type { Fact } from './facts.ts';
import { layout, rearrange } from './layout.ts';
import type { CallIn } from './model.ts';
import { shutAt, treatmentIn } from './plan.ts';
import { queued, waitOn } from './queueing.ts';
import { refuse, type Turn, then } from './table.ts';

/**
 * The agent sends the citizen on to a queue: there the call waits like any other, with the time already waited; the talk does not count as
 * waiting. Pure.
 */
export function sendToQueue(call: CallIn<'talking'>, queue: QueueId, at: EpochMs): Turn {
  if (call.origin === 'outbound')
    return refuse(call, 'H12_OUT_OF_TURN', 'a citizen whom the hotline called is not put into a queue');
  if (shutAt(treatmentIn(call.plan, queue), at) !== null)
    return refuse(call, 'H12_QUEUE_CLOSED', 'this queue is closed now');
  const since = call.queuedAt === null ? at : after(at, call.queuedAt - call.talk.startedAt);
  const waiting = queued({ ...call, queue, passed: [] }, since, at);
  const told: Fact = { type: 'CallQueued', call: call.id, origin: call.origin, at, queue };
  const apart = {
    call: waiting,
    commands: [...hangUpSeat(call), ...rearrange(call, layout(call), layout(waiting), [call.talk.leg])],
    facts: [...partings(call, at), told],
  };
  return then(apart, (c) => waitOn(c, at));
}
