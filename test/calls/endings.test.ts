import t from 'tap';
import { decide } from '../../src/calls/decide.ts';
import { end, waitedMs } from '../../src/calls/endings.ts';
import type { Call, CallIn } from '../../src/calls/model.ts';
import { after, arrived, at, caller, cmd, id, move, sample, seatLeg, silentPlan } from './given.ts';

const how = { by: 'hotline', outcome: 'fault', cause: null } as const;

t.test(
  'each call that ends hangs up what lives, keeps no timer but the one for its legs, and tells it once',
  async (t) => {
    for (const call of [sample.greeting(), sample.queued(), sample.offering(), sample.talking()]) {
      const { call: ended, commands, facts } = end(call, how, at(60_000));
      t.match(ended, { phase: 'ended', endedAt: at(60_000), ending: { ...how, during: call.phase } });
      t.strictSame(
        ended.timers.map((timer) => timer.name),
        ['linger'],
      );
      t.strictSame(commands[0], cmd.hangUp(caller, 'normal'));
      t.equal(facts.filter((fact) => fact.type === 'CallEnded').length, 1);
      t.equal(facts.at(-1)?.type, 'CallEnded', 'the seat is told first');
    }
  },
);

t.test('a call that ends takes nothing of its phase along', async (t) => {
  const keys = (call: Call) => Object.keys(call).toSorted();
  const ended = [
    sample.greeting(),
    sample.queued(),
    sample.offering(),
    sample.talking(),
    sample.farewell(),
  ].map((call) => keys(end(call as CallIn<'queued'>, how, at(60_000)).call));
  for (const one of ended) t.strictSame(one, ended[0]);
  t.notOk(ended[0]?.includes('playing') || ended[0]?.includes('offer'));
});

t.test('the ending of a farewell is what was settled before it', async (t) => {
  t.match(end(sample.farewell(), how, at(63_000)).call, {
    ending: { by: 'seat', outcome: 'answered', during: 'talking' },
  });
});

t.test('the bridge is taken away with a talk, and with nothing else', async (t) => {
  const withBridge = [sample.greeting(), sample.queued(), sample.offering(), sample.talking()].filter(
    (call) => end(call, how, at(60_000)).commands.some((command) => command.type === 'DestroyBridge'),
  );
  t.strictSame(
    withBridge.map((call) => call.phase),
    ['talking'],
  );
});

t.test('the wait counts from the queue to the answer, or to the end', async (t) => {
  t.equal(waitedMs(sample.greeting(), at(60_000)), null);
  t.equal(waitedMs(sample.queued(), at(60_000)), 52_000);
  t.equal(waitedMs(sample.talking(), at(60_000)), 7_000);
  t.equal(waitedMs(arrived(silentPlan).call, at(0)), 0);
});

t.test('an ended call answers every further event with silence, but for what still lives', async (t) => {
  const ended = sample.ended();
  const late = decide(ended, move.answered(1, at(61_000)));
  t.strictSame(late.facts, []);
  t.strictSame(late.commands, [cmd.hangUp(seatLeg(1), 'answered_elsewhere')]);
  t.strictSame(
    decide(after(ended, move.seatEnded(1, 16, at(61_000))), move.callerHungUp(at(62_000))).commands,
    [],
  );
  t.equal(ended.id, id);
});
