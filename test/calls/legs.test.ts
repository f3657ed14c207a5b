import t from 'tap';
import { decide } from '../../src/calls/decide.ts';
import { currentSeatLeg, liveLegs, whyEnded, whyNotRung } from '../../src/calls/legs.ts';
import { callOfLeg, legId } from '../../src/calls/model.ts';
import { after, agent9, at, caller, cmd, given, id, move, sample, seat9, seatLeg } from './given.ts';

/** Seat 7 did not answer in time; seat 9 is offered, with leg 2. */
const second = after(sample.offering(), move.timedOut(), move.offered(at(31_000), seat9, agent9));
const legOf = (call: typeof second, n: number) => call.legs.find((leg) => leg.id === seatLeg(n));

t.test('a leg names its call and its role', async (t) => {
  t.equal(caller, `${id}.caller`);
  t.equal(seatLeg(12), `${id}.seat.12`);
  for (const leg of [caller, seatLeg(1), seatLeg(12)]) t.equal(callOfLeg(leg), id);
  t.equal(callOfLeg(legId(callOfLeg(seatLeg(3)), 'seat', 3)), id);
});

t.test('a stray that answers is hung up, the offer that stands goes on', async (t) => {
  const next = given(second)
    .when(move.answered(1, at(32_000)))
    .gives(t, { phase: 'offering', commands: [cmd.hangUp(seatLeg(1), 'answered_elsewhere')] });
  t.equal(currentSeatLeg(next), seatLeg(2));
});

t.test('a stray that answers is hung up in each phase', async (t) => {
  const stray = move.answered(9, at(99_000));
  for (const call of [
    sample.greeting(),
    sample.queued(),
    sample.talking(),
    sample.farewell(),
    sample.ended(),
  ])
    given(call)
      .when(stray)
      .gives(t, { phase: call.phase, commands: [cmd.hangUp(seatLeg(9), 'answered_elsewhere')] });
});

t.test('a stray that ends is noted in the record, and nothing else', async (t) => {
  const next = given(second)
    .when(move.seatEnded(1, 16, at(32_000)))
    .gives(t, { phase: 'offering' });
  t.match(legOf(next, 1), { state: 'gone', goneAt: at(32_000), cause: 16 });
});

t.test('a stray that rings is hung up: its ring command was done after it was given up', async (t) => {
  given(second)
    .when(move.ringing(1, at(32_000)))
    .gives(t, { phase: 'offering', commands: [cmd.hangUp(seatLeg(1), 'answered_elsewhere')] });
});

t.test('a stray that could not be rung touches no offer', async (t) => {
  given(second)
    .when({ type: 'RingFailed', at: at(32_000), leg: seatLeg(1), outcome: 'refused' })
    .gives(t, { phase: 'offering' });
});

t.test('a leg that is gone does not come back, whatever is told of it later', async (t) => {
  const gone = after(second, move.seatEnded(1, 16, at(32_000)));
  for (const late of [
    move.ringing(1, at(33_000)),
    move.answered(1, at(33_000)),
    move.seatEnded(1, 19, at(33_000)),
  ])
    t.strictSame(legOf(decide(gone, late).call, 1), legOf(gone, 1));
});

t.test('a late answer of a leg that is gone is hung up all the same', async (t) => {
  const gone = after(second, move.seatEnded(1, 16, at(32_000)));
  given(gone)
    .when(move.answered(1, at(33_000)))
    .gives(t, { phase: 'offering', commands: [cmd.hangUp(seatLeg(1), 'answered_elsewhere')] });
});

t.test('a leg answers once: told again, the time of its answer stays', async (t) => {
  const talking = sample.talking();
  const next = given(talking)
    .when(move.answered(1, at(20_000)))
    .gives(t, { phase: 'talking' });
  t.equal(legOf(next, 1)?.upAt, at(15_000));
  given(talking)
    .when(move.ringing(1, at(20_000)))
    .gives(t, { phase: 'talking' });
  t.equal(legOf(talking, 1)?.state, 'up');
});

t.test('live legs are those that are not gone, the caller first', async (t) => {
  t.strictSame(
    liveLegs(second).map((leg) => leg.id),
    [caller, seatLeg(1), seatLeg(2)],
  );
  t.strictSame(
    liveLegs(after(second, move.callerHungUp(at(32_000)))).map((leg) => leg.id),
    [seatLeg(1), seatLeg(2)],
  );
});

t.test('at the end every leg that still lives is hung up, strays too', async (t) => {
  const { commands } = decide(second, move.callerHungUp(at(32_000)));
  t.strictSame(commands, [
    cmd.hangUp(seatLeg(1), 'answered_elsewhere'),
    cmd.hangUp(seatLeg(2), 'answered_elsewhere'),
  ]);
});

t.test('what a cause or an outcome says of an offer', async (t) => {
  for (const cause of [1, 3, 20, 27, 38]) t.equal(whyEnded(cause), 'unreachable');
  for (const cause of [0, 16, 31, 127]) t.equal(whyEnded(cause), 'fault');
  t.equal(whyNotRung('refused'), 'unreachable');
  t.equal(whyNotRung('gone'), 'callerGone', 'no fault of the seat');
  for (const outcome of ['conflict', 'timeout', 'down'] as const) t.equal(whyNotRung(outcome), 'fault');
});
