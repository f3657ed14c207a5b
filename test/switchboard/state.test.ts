import t from 'tap';
import type { QueueId } from '../../src/acd/model.ts';
import { usualQueueRules } from '../../src/routing/model.ts';
import { putCall, restore } from '../../src/switchboard/state.ts';
import { agentId, callId, noon, oneSeat, plan, readySeat, Scene, seatId } from './scene.ts';

t.test(
  'a restart keeps who sits where and what each seat does; queues and phones are as provisioned',
  async (t) => {
    const saved = readySeat(7, { queues: ['old' as QueueId], provisioned: ['old' as QueueId] });
    const provisioned = readySeat(7, { agent: null, doing: { state: 'offline' }, phone: 'unreachable' });
    const { seats, switchUp } = restore({ calls: [], seats: [saved], lastTicketNo: null }, [provisioned], {
      queueRules: usualQueueRules,
    });
    t.match(seats.get(seatId(7)), {
      agent: agentId(7),
      doing: saved.doing,
      phone: 'unreachable',
      queues: [plan.queue],
    });
    t.equal(switchUp, false, 'nothing is offered before the inventory');
  },
);

t.test('a seat that is no longer provisioned is gone after a restart, a new one is offline', async (t) => {
  const fresh = readySeat(9, { agent: null, doing: { state: 'offline' } });
  const { seats } = restore({ calls: [], seats: [readySeat(7)], lastTicketNo: null }, [fresh], {
    queueRules: usualQueueRules,
  });
  t.strictSame([...seats.keys()], [seatId(9)]);
});

t.test('who waited before a restart waits after it, in the same place', async (t) => {
  const scene = new Scene([]);
  scene.put({ to: 'switch', at: noon, up: false });
  for (const n of [1, 2]) {
    scene.arrives(n);
    scene.pass(1_000);
  }
  const saved = { calls: [scene.call(2), scene.call(1)], seats: [], lastTicketNo: null };
  const { index, calls } = restore(JSON.parse(JSON.stringify(saved)) as typeof saved, [], {
    queueRules: usualQueueRules,
  });
  t.equal(calls.size, 2);
  t.match(index.view(plan.queue), { waiting: 2, since: noon });
});

t.test('of the calls that are over only so many are remembered', async (t) => {
  const { state } = oneSeat();
  const scene = oneSeat();
  scene.callerHangsUp(1);
  scene.legEnds(1);
  const over = scene.call(1);
  for (let n = 1; n <= 10_001; n += 1) putCall(state, { ...over, id: callId(n) });
  t.equal(state.over.size, 10_000);
  t.notOk(state.over.has(callId(1)));
  t.ok(state.over.has(callId(10_001)));
});
