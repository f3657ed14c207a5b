import t from 'tap';
import { agentId, oneSeat, plan, readySeat, type Scene, twoSeats } from '../switchboard/scene.ts';

const talking = (plan_ = plan): Scene => {
  const scene = oneSeat(plan_);
  scene.answers(1);
  scene.said();
  return scene;
};
const ends = (scene: Scene): readonly string[] =>
  scene.batches.flatMap(({ recordings }) => recordings).map(({ type }) => type);

t.test('caller hangs up, then the join fails (hang-up wins): answered, nobody is queued again', async (t) => {
  const scene = talking();
  scene.callerHangsUp(1);
  scene.outcome('Join', 'gone');
  t.match(scene.call(1), { phase: 'ended', ending: { outcome: 'answered' } });
  t.equal(scene.doing(7).state, 'wrapUp');
});

t.test(
  'the join fails, then the caller hangs up (failure wins): abandoned, whoever was rung meanwhile is let go',
  async (t) => {
    const scene = twoSeats();
    scene.answers(1);
    scene.said();
    scene.outcome('Join', 'gone');
    t.equal(scene.call(1).phase, 'offering', 'the other seat is rung at once');
    scene.callerHangsUp(1);
    t.match(scene.call(1), { phase: 'ended', ending: { outcome: 'abandoned' } });
    t.strictSame(scene.said(), [
      'HangUp 1.seat.1',
      'Leave 1.caller',
      'DestroyBridge 1.bridge',
      'StartMusic 1.caller',
      'RingSeat 1.seat.2',
      'HangUp 1.seat.1',
      'HangUp 1.seat.2',
    ]);
    t.equal(scene.doing(7).state, 'ready');
  },
);

t.test('seat hangs up, then the join fails (hang-up wins): the caller hears goodbye', async (t) => {
  const scene = talking();
  scene.legEnds(1);
  scene.outcome('Join', 'gone');
  t.match(scene.call(1), { phase: 'farewell', ending: { outcome: 'answered', by: 'seat' } });
});

t.test('the join fails, then the seat’s leg ends (failure wins): the caller waits on', async (t) => {
  const scene = talking();
  scene.outcome('Join', 'gone');
  scene.legEnds(1);
  t.match(scene.call(1), { phase: 'queued', failedOffers: 1 });
  t.equal(scene.doing(7).state, 'wrapUp');
});

t.test('hang-up asked twice: once done, once refused', async (t) => {
  const scene = talking();
  t.equal(scene.hangUpAsked(1, 7).refusal, null);
  t.equal(scene.hangUpAsked(1, 7).refusal?.code, 'H12_OUT_OF_TURN');
  t.strictSame(scene.said(), [
    'HangUp 1.seat.1',
    'Leave 1.caller',
    'DestroyBridge 1.bridge',
    'Play 1.caller',
  ]);
  scene.outcome('Play', 'gone');
  t.equal(scene.hangUpAsked(1, 7).refusal?.code, 'H12_CALL_ENDED');
});

t.test('both hang up, the caller first: ended by the caller, one wrap-up', async (t) => {
  const scene = talking();
  scene.callerHangsUp(1);
  scene.legEnds(1);
  t.match(scene.call(1), { ending: { by: 'caller', outcome: 'answered' } });
  t.equal(scene.state.calls.size, 0);
  t.strictSame(ends(scene), ['RecordingBegan', 'RecordingEnded']);
});

t.test('both hang up, the seat first: ended by the seat, one wrap-up', async (t) => {
  const scene = talking();
  scene.legEnds(1);
  scene.callerHangsUp(1);
  t.match(scene.call(1), { ending: { by: 'seat', outcome: 'answered' } });
  t.equal(scene.state.calls.size, 0);
  t.strictSame(ends(scene), ['RecordingBegan', 'RecordingEnded']);
});

t.test('agent hangs up, then the caller (agent wins): by the seat, no goodbye is waited for', async (t) => {
  const scene = talking();
  scene.hangUpAsked(1, 7);
  scene.callerHangsUp(1);
  t.match(scene.call(1), { phase: 'ended', ending: { by: 'seat', outcome: 'answered' } });
});

t.test('caller hangs up, then the agent (caller wins): refused', async (t) => {
  const scene = talking();
  scene.callerHangsUp(1);
  t.equal(scene.hangUpAsked(1, 7).refusal?.code, 'H12_CALL_ENDED');
});

t.test('not ready asked, then the wrap-up ends (the agent wins): not ready', async (t) => {
  const scene = talking();
  scene.callerHangsUp(1);
  const doing = scene.doing(7);
  scene.seat(7, { type: 'NotReadyAsked', agent: agentId(7), reason: 'break', at: scene.now });
  if (doing.state === 'wrapUp')
    scene.put({ to: 'seatDue', at: doing.until, seat: readySeat(7).id, dueAt: doing.until });
  t.match(scene.doing(7), { state: 'notReady', reason: 'break' });
});

t.test(
  'the wrap-up ends, then not ready is asked (the end wins): the next call may be there first',
  async (t) => {
    const scene = talking();
    scene.arrives(2);
    scene.callerHangsUp(1);
    const doing = scene.doing(7);
    if (doing.state === 'wrapUp')
      scene.put({ to: 'seatDue', at: doing.until, seat: readySeat(7).id, dueAt: doing.until });
    t.equal(scene.doing(7).state, 'offered');
    const { refusal } = scene.seat(7, {
      type: 'NotReadyAsked',
      agent: agentId(7),
      reason: 'break',
      at: scene.now,
    });
    t.equal(refusal?.code, 'H12_SEAT_BUSY');
  },
);

t.test(
  'the greeting ends as the caller hangs up, in both orders: abandoned, at most one phone rung and stopped',
  async (t) => {
    const greeted = { ...plan, greeting: ['greeting' as (typeof plan.greeting)[number]] };
    const first = oneSeat(greeted);
    first.callerHangsUp(1);
    first.outcome('Play', 'gone');
    t.match(first.call(1), { phase: 'ended', ending: { during: 'greeting' } });
    t.strictSame(first.said(), ['Play 1.caller']);
    const second = oneSeat(greeted);
    second.outcome('Play', 'gone');
    second.callerHangsUp(1);
    t.match(second.call(1), { phase: 'ended', ending: { outcome: 'abandoned', during: 'offering' } });
    t.strictSame(second.said(), [
      'Play 1.caller',
      'StartMusic 1.caller',
      'RingSeat 1.seat.1',
      'HangUp 1.seat.1',
    ]);
  },
);
