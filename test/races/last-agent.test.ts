import t from 'tap';
import type { CallPlan } from '../../src/calls/model.ts';
import { agentId, callId, noon, plan, readySeat, Scene, seatId } from '../switchboard/scene.ts';

const noWrapUp: CallPlan = { ...plan, wrapUpMs: 0 };
const waitMs = 20_000;

/** Seat 9 talked with the caller, and talks with another now; seat 7 is ready. The caller rings again. */
function ringsAgain(): Scene {
  const scene = new Scene([readySeat(9)], noWrapUp, { lastAgentWaitMs: waitMs });
  scene.arrives(1);
  scene.answers(1);
  scene.callerHangsUp(1);
  scene.legEnds(1);
  scene.put({ to: 'door', at: scene.now, call: callId(2), from: null, dialled: '12345' });
  scene.answers(2);
  return scene;
}
const sevenComes = (scene: Scene): void => {
  scene.state.seats.set(seatId(7), readySeat(7));
  scene.state.index.putSeat(readySeat(7));
};
const matchAgain = (scene: Scene) => scene.put({ to: 'match', at: scene.now });

t.test('who rings again waits for the agent of last time, though another is free', async (t) => {
  const scene = ringsAgain();
  sevenComes(scene);
  scene.arrives(3);
  t.match(scene.call(3), { phase: 'queued', claim: { lastAgent: agentId(9) } });
  scene.pass(waitMs - 1);
  matchAgain(scene);
  t.equal(scene.call(3).phase, 'queued');
  scene.callerHangsUp(2);
  t.match(scene.call(3), { phase: 'offering', offer: { seat: seatId(9) } });
});

t.test('the wait for the agent is over: the caller goes to who is free', async (t) => {
  const scene = ringsAgain();
  sevenComes(scene);
  scene.arrives(3);
  t.equal(scene.state.index.changesAt(), scene.now + waitMs);
  scene.pass(waitMs);
  matchAgain(scene);
  t.match(scene.call(3), { phase: 'offering', offer: { seat: seatId(7) } });
  t.equal(scene.state.index.changesAt(), null);
});

t.test('the agent takes a break after the call: the caller goes to who is free at once', async (t) => {
  const scene = ringsAgain();
  sevenComes(scene);
  scene.arrives(3);
  scene.seat(9, { type: 'NotReadyAsked', agent: agentId(9), reason: 'break', at: scene.now });
  t.equal(scene.call(3).phase, 'queued');
  scene.callerHangsUp(2);
  t.match(scene.doing(9), { state: 'notReady', reason: 'break' });
  t.match(scene.call(3), { phase: 'offering', offer: { seat: seatId(7) } });
});

t.test('who rings again too late, or withholds the number, waits for nobody in particular', async (t) => {
  const scene = ringsAgain();
  sevenComes(scene);
  scene.put({ to: 'door', at: scene.now, call: callId(3), from: null, dialled: '12345' });
  t.match(scene.call(3), { phase: 'offering', offer: { seat: seatId(7) } });
  scene.callerHangsUp(3);
  scene.pass(scene.queueRules(plan.queue).lastAgentWithinMs + 1);
  scene.arrives(4);
  t.match(scene.call(4), { phase: 'offering', claim: { lastAgent: null }, offer: { seat: seatId(7) } });
});

t.test('who spoke with whom is learnt as the talk begins', async (t) => {
  const scene = ringsAgain();
  t.equal(scene.state.lastAgents.of(scene.call(1).from, noon, 1_000), agentId(9));
});
