import t from 'tap';
import { epochMs } from '../../src/lib/time.ts';
import { Timers } from '../../src/switchboard/timers.ts';
import { callId, noon, oneSeat, plan, readySeat, seatId } from './scene.ts';

const all = (timers: Timers, at: number): string[] => {
  const found: string[] = [];
  for (let due = timers.take(epochMs(at)); due !== null; due = timers.take(epochMs(at)))
    found.push(due.to === 'timer' ? due.name : due.to);
  return found;
};

t.test('timers come in the order in which they are due, and not before', async (t) => {
  const timers = new Timers();
  timers.putCall(callId(1), oneSeat().call(1));
  t.equal(timers.size, 2);
  t.equal(timers.nextAt(), noon + plan.ringLimitMs);
  t.strictSame(all(timers, noon + plan.ringLimitMs - 1), []);
  t.strictSame(all(timers, noon + plan.maxWaitMs), ['ring', 'maxWait']);
  t.equal(timers.nextAt(), null);
});

t.test('what a call no longer carries is forgotten', async (t) => {
  const timers = new Timers();
  const scene = oneSeat();
  timers.putCall(callId(1), scene.call(1));
  scene.answers(1);
  timers.putCall(callId(1), scene.call(1));
  t.equal(timers.size, 0);
  scene.callerHangsUp(1);
  timers.putCall(callId(1), scene.call(1));
  t.strictSame(all(timers, noon + 5_000), ['linger']);
  timers.putCall(callId(1), undefined);
  t.equal(timers.size, 0);
});

t.test('a seat has the timer of its wrap-up, and only then', async (t) => {
  const timers = new Timers();
  const scene = oneSeat();
  const put = () => timers.putSeat(scene.state.seats.get(seatId(7)) ?? readySeat(7));
  scene.answers(1);
  put();
  t.equal(timers.size, 0);
  scene.callerHangsUp(1);
  put();
  put();
  t.equal(timers.size, 1);
  t.strictSame(timers.take(epochMs(noon + plan.wrapUpMs)), {
    to: 'seatDue',
    at: noon + plan.wrapUpMs,
    seat: seatId(7),
    dueAt: noon + plan.wrapUpMs,
  });
  t.equal(timers.size, 0);
});
