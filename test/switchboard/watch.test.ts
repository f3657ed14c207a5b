import t from 'tap';
import { legId } from '../../src/calls/model.ts';
import { usualQueueRules } from '../../src/routing/model.ts';
import { restore } from '../../src/switchboard/state.ts';
import { turn } from '../../src/switchboard/turn.ts';
import { findStuck } from '../../src/switchboard/watch.ts';
import { callId, noon, oneSeat, plan, readySeat, Scene, seatId } from './scene.ts';

const leg = legId(callId(5), 'seat', 1);
/** A house as it is after a start from records of which one is damaged. */
function restored(...seats: Parameters<typeof restore>[0]['seats']) {
  const state = restore({ calls: [], seats, lastTicketNo: null }, seats, { queueRules: usualQueueRules });
  for (const input of findStuck(state, noon))
    turn(state, { planFor: () => plan, queueRules: usualQueueRules, timeZone: 'Asia/Shanghai' }, input);
  return state;
}

t.test('nothing is stuck in the course of a call', async (t) => {
  const scene = oneSeat();
  t.strictSame(findStuck(scene.state, noon), []);
  scene.answers(1);
  t.strictSame(findStuck(scene.state, noon), []);
  scene.callerHangsUp(1);
  t.strictSame(findStuck(scene.state, noon), []);
  scene.legEnds(1);
  t.strictSame(findStuck(scene.state, noon), []);
});

t.test('a seat that is held by a call that is not there is set free', async (t) => {
  const offered = readySeat(7, { doing: { state: 'offered', leg, idleSince: noon } });
  const talking = readySeat(9, { doing: { state: 'talking', leg, after: { state: 'ready' } } });
  const { seats } = restored(offered, talking);
  t.match(seats.get(seatId(7))?.doing, { state: 'ready' });
  t.match(seats.get(seatId(9))?.doing, { state: 'ready' });
});

t.test('a seat that is held for a leg its call is no longer about is set free', async (t) => {
  const scene = oneSeat();
  const held = readySeat(9, {
    doing: { state: 'offered', leg: legId(callId(1), 'seat', 9), idleSince: noon },
  });
  scene.state.seats.set(held.id, held);
  t.match(findStuck(scene.state, noon), [{ to: 'seat', seat: seatId(9), input: { why: 'lost' } }]);
});

t.test('a call that goes on without any leg is ended', async (t) => {
  const scene = new Scene([]);
  scene.put({ to: 'switch', at: noon, up: false });
  scene.arrives(1);
  const call = scene.call(1);
  scene.state.calls.set(call.id, {
    ...call,
    legs: call.legs.map((one) => ({ ...one, state: 'gone' as const, goneAt: noon })),
  });
  for (const input of findStuck(scene.state, noon)) scene.put(input);
  t.match(scene.call(1), { phase: 'ended', ending: { outcome: 'lost' } });
  t.equal(scene.state.calls.size, 0);
});
