import t from 'tap';
import { agentId, plan, readySeat, Scene, seatId } from '../switchboard/scene.ts';

/** Seats 7 and 9 ring at once for caller 1. */
const ringing = (): Scene => {
  const scene = new Scene([readySeat(7), readySeat(9)], plan, { strategy: 'ringAll' });
  scene.arrives(1);
  return scene;
};
const idleSince = (scene: Scene, n: number): unknown => {
  const doing = scene.doing(n);
  return doing.state === 'ready' ? doing.idleSince : doing.state;
};

t.test('seat 7 answers, then seat 9 (seat 7 wins): seat 9 is let go and keeps its turn', async (t) => {
  const scene = ringing();
  t.strictSame(scene.said(), ['StartMusic 1.caller', 'RingSeat 1.seat.1', 'RingSeat 1.seat.2']);
  scene.answers(1, 2);
  t.strictSame(scene.said(), [
    'HangUp 1.seat.1',
    'CreateBridge 1.bridge',
    'StopMusic 1.caller',
    'Join 1.bridge',
  ]);
  scene.answers(1, 1);
  t.strictSame(scene.said(), ['HangUp 1.seat.1']);
  t.match(scene.call(1), { phase: 'talking', talk: { seat: seatId(7) } });
  t.equal(idleSince(scene, 9), scene.now - 9_000);
});

t.test('seat 9 answers, then seat 7 (seat 9 wins): seat 7 is let go and keeps its turn', async (t) => {
  const scene = ringing();
  scene.answers(1, 1);
  scene.answers(1, 2);
  t.match(scene.call(1), { phase: 'talking', talk: { seat: seatId(9) } });
  t.equal(idleSince(scene, 7), scene.now - 7_000);
});

t.test('seat 9 answers, then the next caller: seat 7, which was let go, rings for that one', async (t) => {
  const scene = ringing();
  scene.arrives(2);
  t.equal(scene.call(2).phase, 'queued');
  scene.answers(1, 1);
  t.match(scene.call(2), { phase: 'offering', offer: { seat: seatId(7) }, beside: [] });
});

t.test('seat 7 declines, then answers (the decline wins): the other rings on', async (t) => {
  const scene = ringing();
  scene.declineAsked(1, 7);
  scene.said();
  scene.answers(1, 2);
  t.strictSame(scene.said(), ['HangUp 1.seat.2']);
  t.match(scene.call(1), { phase: 'offering', offer: { seat: seatId(9) }, beside: [] });
  t.match(scene.doing(7), { state: 'notReady', reason: 'declined' });
});

t.test('the caller hangs up, then seat 7 answers (the hang-up wins): both keep their turn', async (t) => {
  const scene = ringing();
  scene.callerHangsUp(1);
  scene.said();
  scene.answers(1, 2);
  t.strictSame(scene.said(), ['HangUp 1.seat.2']);
  t.match(scene.call(1), { ending: { outcome: 'abandoned' } });
  for (const n of [7, 9]) t.equal(idleSince(scene, n), scene.now - n * 1_000);
});

t.test('seat 7 answers, then the time to ring is over (the answer wins)', async (t) => {
  const scene = ringing();
  scene.answers(1, 2);
  t.equal(scene.timer(1, 'ring'), null);
  t.equal(scene.call(1).phase, 'talking');
});

t.test('the time to ring is over, then seat 7 answers (the time wins): both are set aside', async (t) => {
  const scene = ringing();
  scene.timer(1, 'ring');
  scene.answers(1, 2);
  t.match(scene.call(1), { phase: 'queued', failedOffers: 1 });
  for (const n of [7, 9]) t.match(scene.doing(n), { state: 'notReady', reason: 'noAnswer' });
});

t.test('seat 9 drops out while both ring, and seat 7 answers: nobody is blamed twice', async (t) => {
  const scene = ringing();
  scene.legEnds(1, 1, 20);
  scene.answers(1, 2);
  t.match(scene.doing(9), { state: 'notReady', reason: 'phoneFault' });
  t.match(scene.call(1), { phase: 'talking', failedOffers: 0 });
  t.match(scene.seat(7, { type: 'ReadyAsked', agent: agentId(7), at: scene.now }), { refusal: null });
});
