import t from 'tap';
import type { OutcomeResult } from '../../src/calls/commands.ts';
import { oneSeat, plan, seatId, twoSeats } from '../switchboard/scene.ts';

t.test(
  'the ring fails, then its leg’s end is told (failure first): one failed offer, one blame',
  async (t) => {
    const scene = twoSeats();
    scene.outcome('RingSeat', 'refused');
    scene.legEnds(1, 1, 20);
    t.match(scene.call(1), { phase: 'offering', failedOffers: 1, offer: { seat: seatId(7) } });
    t.match(scene.doing(9), { state: 'notReady', reason: 'phoneFault' });
  },
);

t.test(
  'the leg’s end is told, then the ring fails (end first): one failed offer, the first reason stays',
  async (t) => {
    const scene = twoSeats();
    scene.legEnds(1, 1, 17);
    // The outcome of the first ring comes when the second has been given already.
    scene.tell(1, {
      type: 'RingFailed',
      at: scene.now,
      leg: scene.leg(1, 1)?.id ?? ('' as never),
      outcome: 'refused',
    });
    t.match(scene.call(1), { phase: 'offering', failedOffers: 1 });
    t.match(scene.doing(9), { state: 'notReady', reason: 'refused' });
  },
);

t.test(
  'the ring’s answer is overdue, then the phone is answered (time-out wins): it is let go',
  async (t) => {
    const scene = twoSeats();
    scene.said();
    scene.outcome('RingSeat', 'timeout');
    t.strictSame(scene.said(), ['HangUp 1.seat.1', 'RingSeat 1.seat.2']);
    scene.answers(1, 1);
    t.strictSame(scene.said(), ['HangUp 1.seat.1']);
    scene.legEnds(1, 1);
    t.match(scene.call(1), { phase: 'offering', offer: { seat: seatId(7) } });
  },
);

t.test('the phone is answered, then the ring’s answer is overdue (answer wins): they talk on', async (t) => {
  const scene = twoSeats();
  scene.answers(1);
  scene.outcome('RingSeat', 'timeout');
  t.equal(scene.call(1).phase, 'talking');
  t.match(scene.leg(1, 1), { state: 'up' });
});

t.test(
  'the caller is gone before the ring was given: no seat is blamed, and the ringing comes to an end',
  async (t) => {
    const scene = oneSeat({ ...plan, maxOffers: 3 });
    for (let n = 0; n < 3; n += 1) scene.outcome('RingSeat', 'gone');
    t.match(scene.call(1), { phase: 'farewell', failedOffers: 3 });
    t.equal(scene.doing(7).state, 'ready');
    scene.callerHangsUp(1);
    t.equal(scene.state.calls.size, 0);
  },
);

t.test('the ring’s id is taken: the leg was made before, its answer is waited for', async (t) => {
  const scene = oneSeat();
  t.equal(scene.outcome('RingSeat', 'conflict'), null);
  scene.answers(1);
  t.equal(scene.call(1).phase, 'talking');
});

t.test('gone as answer to a hang-up ends the leg whose end was never told', async (t) => {
  const scene = oneSeat();
  scene.callerHangsUp(1);
  t.equal(scene.state.calls.size, 1);
  scene.outcome('HangUp', 'gone');
  t.equal(scene.state.calls.size, 0);
});

t.test('the leg’s end is told, then gone comes for its hang-up: nothing more', async (t) => {
  const scene = oneSeat();
  scene.callerHangsUp(1);
  scene.legEnds(1);
  const rows = scene.batches.flatMap((batch) => batch.rows).length;
  scene.outcome('HangUp', 'gone');
  t.equal(scene.batches.flatMap((batch) => batch.rows).length, rows);
});

t.test('gone for the hang-up of a stray touches no offer that stands', async (t) => {
  const scene = twoSeats();
  scene.timer(1, 'ring');
  scene.outcome('HangUp', 'gone');
  t.match(scene.call(1), { phase: 'offering', offer: { seat: seatId(7) } });
  t.match(scene.leg(1, 1), { state: 'gone' });
});

t.test('a hang-up in vain is tried again until the leg is gone', async (t) => {
  const scene = oneSeat();
  scene.answers(1);
  scene.callerHangsUp(1);
  for (const result of ['timeout', 'refused', 'down'] as const) {
    scene.outcome('HangUp', result);
    scene.said();
    scene.timer(1, 'linger');
    t.strictSame(scene.said(), ['HangUp 1.seat.1'], `after ${result}`);
  }
  scene.legEnds(1);
  t.equal(scene.state.calls.size, 0);
});

t.test('commands that were not sent change nothing: the resumption gives them again', async (t) => {
  for (const type of ['StartMusic', 'RingSeat'] as const) t.equal(oneSeat().outcome(type, 'down'), null);
});

t.test('music, bridges and their failures are no business of the call', async (t) => {
  const results: readonly OutcomeResult[] = ['done', 'gone', 'conflict', 'refused', 'timeout', 'down'];
  const scene = oneSeat();
  scene.answers(1);
  for (const result of results)
    for (const type of ['StartMusic', 'StopMusic', 'CreateBridge'] as const)
      t.equal(scene.outcome(type, result), null, `${type} ${result}`);
  t.equal(scene.outcome('Join', 'done'), null);
});
