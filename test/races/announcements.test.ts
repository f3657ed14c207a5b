import t from 'tap';
import type { QueueId } from '../../src/acd/model.ts';
import type { Digit } from '../../src/calls/model.ts';
import { plan, readySeat, Scene, seatId } from '../switchboard/scene.ts';

const waiting = {
  ...plan,
  position: { firstMs: 1_000, everyMs: 60_000, wait: false },
  callBack: { key: '1' as Digit, afterMs: 1_000, everyMs: 60_000 },
};

/** One caller, to whom place and call-back are being said; then the only seat comes ready and is rung. */
function ringing(): Scene {
  const scene = new Scene([readySeat(7, { doing: { state: 'notReady', reason: 'break' } })], waiting);
  scene.arrives(1);
  scene.timer(1, 'announce');
  scene.seat(7, { type: 'ReadyAsked', agent: 'agent7' as never, at: scene.now });
  scene.said();
  return scene;
}
const press = (scene: Scene, digit: Digit) => scene.tell(1, { type: 'DigitPressed', at: scene.now, digit });
const promptOver = (scene: Scene) => {
  const call = scene.call(1);
  const playback = 'playing' in call ? call.playing : null;
  if (playback !== null) scene.tell(1, { type: 'PromptFinished', at: scene.now, playback, played: true });
};

t.test(
  'seat answers, then the announcement ends (answer wins): it was stopped, no music in the talk',
  async (t) => {
    const scene = ringing();
    const call = scene.call(1);
    scene.answers(1);
    t.strictSame(scene.said(), [
      'StopPlay 1.play.1',
      'CreateBridge 1.bridge',
      'StopMusic 1.caller',
      'Join 1.bridge',
    ]);
    const playback = 'playing' in call && call.playing !== null ? call.playing : ('' as never);
    scene.tell(1, { type: 'PromptFinished', at: scene.now, playback, played: true });
    t.strictSame(scene.said(), []);
    t.equal(scene.call(1).phase, 'talking');
  },
);

t.test('the announcement ends, then seat answers (the end wins): music, then the talk', async (t) => {
  const scene = ringing();
  promptOver(scene);
  scene.answers(1);
  t.strictSame(scene.said(), [
    'StartMusic 1.caller',
    'CreateBridge 1.bridge',
    'StopMusic 1.caller',
    'Join 1.bridge',
  ]);
});

t.test(
  'key for a call-back, then seat answers (key wins): the phone is let go, the seat keeps its turn',
  async (t) => {
    const scene = ringing();
    const before = scene.doing(7);
    press(scene, '1');
    t.match(scene.call(1), { phase: 'farewell', ending: { outcome: 'callBackAsked' } });
    scene.answers(1);
    t.strictSame(scene.said(), ['HangUp 1.seat.1', 'StopPlay 1.play.1', 'Play 1.caller', 'HangUp 1.seat.1']);
    t.match(scene.doing(7), { state: 'ready', idleSince: 'idleSince' in before ? before.idleSince : null });
  },
);

t.test(
  'seat answers, then key for a call-back (answer wins): they talk, the key means nothing',
  async (t) => {
    const scene = ringing();
    scene.answers(1);
    scene.said();
    press(scene, '1');
    t.strictSame(scene.said(), []);
    t.match(scene.call(1), { phase: 'talking', talk: { seat: seatId(7) } });
  },
);

t.test('key for a call-back, then hang-up (key wins): the call ends as a call-back asked for', async (t) => {
  const scene = ringing();
  press(scene, '1');
  scene.callerHangsUp(1);
  t.match(scene.latest(1), { phase: 'ended', ending: { outcome: 'callBackAsked' } });
});

t.test('hang-up, then the key (hang-up wins): abandoned', async (t) => {
  const scene = ringing();
  scene.callerHangsUp(1);
  press(scene, '1');
  t.match(scene.latest(1), { phase: 'ended', ending: { outcome: 'abandoned' } });
});

t.test('a hundred keys in a moment: one confirmation, and nothing written of the others', async (t) => {
  const scene = ringing();
  const rows = () => scene.batches.flatMap((batch) => batch.rows).length;
  const before = rows();
  for (let n = 0; n < 100; n += 1) press(scene, n % 2 === 0 ? '1' : '4');
  t.equal(rows() - before, 1);
  t.equal(scene.said().filter((said) => said.startsWith('Play')).length, 1);
});

t.test('sent on to another queue, then the key: the place is kept in the queue of now', async (t) => {
  const tax = 'tax' as QueueId;
  const seat = readySeat(7, {
    doing: { state: 'notReady', reason: 'break' },
    provisioned: [tax],
    queues: [tax],
  });
  const sent = { to: tax, waitMs: 500, length: null, unstaffed: false, prompts: [] };
  const scene = new Scene([seat, readySeat(9, { doing: { state: 'notReady', reason: 'meal' } })], {
    ...waiting,
    overflow: sent,
    others: { [tax]: { ...waiting, overflow: null } },
  });
  scene.arrives(1);
  const { queuedAt } = scene.call(1);
  scene.timer(1, 'overflow');
  scene.timer(1, 'announce');
  press(scene, '1');
  scene.callerHangsUp(1);
  const callBack = [...scene.state.calls.values()].find(({ origin }) => origin === 'outbound');
  t.match(callBack, { phase: 'queued', queue: 'tax', passed: [waiting.queue], queuedAt });
  scene.seat(7, { type: 'ReadyAsked', agent: 'agent7' as never, at: scene.now });
  t.match(scene.doing(7), { state: 'offered' }, 'a seat of that queue is rung');
});
