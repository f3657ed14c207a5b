import t from 'tap';
import { fairWeather } from './channel.ts';
import { explore, run } from './property.ts';
import type { Step } from './steps.ts';
import type { Setting, World } from './world.ts';

t.test(
  'whatever callers, phones, agents, switch, disk and daemon do, no call is stuck and nothing leaks',
  (t) => explore(t, 2),
);

const arrives: Step = { do: 'arrives', tax: false, anonymous: false, patienceMs: null };
const pass = (ms: number): Step => ({ do: 'pass', ms });
const calm: Setting = {
  seed: 1,
  greeted: true,
  explained: true,
  rich: false,
  wrapUpMs: 5_000,
  maxOffers: 3,
  ready: 3,
  weather: fairWeather,
};
const outcomes = (world: World): readonly string[] =>
  world.journal.everyCall().map((call) => (call.phase === 'ended' ? call.ending.outcome : call.phase));

t.test('in a calm hour every caller who waits for it is answered', async (t) => {
  const talked = new Set<string>();
  for (let seed = 1; seed <= 20; seed += 1) {
    const world = await run({ ...calm, seed }, [arrives, pass(20_000), arrives, pass(70_000)]);
    t.equal(world.journal.calls.size, 2);
    for (const outcome of outcomes(world)) talked.add(outcome);
  }
  t.ok(talked.has('answered'));
});

t.test('with nobody signed in every caller is told so, and is on the call-back list', async (t) => {
  const world = await run({ ...calm, ready: 0 }, [arrives, arrives, pass(60_000)]);
  t.strictSame(outcomes(world), ['noSeat', 'noSeat']);
  t.match(world.journal.callBacks, [
    { type: 'CallMissed', outcome: 'noSeat' },
    { type: 'CallMissed', outcome: 'noSeat' },
  ]);
});

t.test('a daemon killed in the middle of everything goes on where it was', async (t) => {
  for (let ms = 0; ms <= 20_000; ms += 500) {
    const crash: Step = { do: 'crash', awayMs: 700, switchToo: false };
    const world = await run({ ...calm, seed: ms }, [arrives, arrives, pass(ms), crash, pass(90_000)]);
    t.equal(world.journal.calls.size, 2, `killed after ${ms} ms`);
    t.notOk(outcomes(world).includes('lost'));
  }
});

t.test('a switch that dies takes its calls with it: lost or answered, each with its record', async (t) => {
  for (let ms = 0; ms <= 20_000; ms += 500) {
    const dies: Step = { do: 'switchDies', awayMs: 2_000 };
    const world = await run({ ...calm, seed: ms }, [arrives, arrives, pass(ms + 200), dies, pass(1_000)]);
    for (const outcome of outcomes(world)) t.ok(['lost', 'answered', 'nobodyAnswered'].includes(outcome));
  }
});

t.test('a disk that is full for a minute loses nothing', async (t) => {
  const full: Step = { do: 'diskFull', ms: 60_000 };
  const world = await run(calm, [full, arrives, pass(5_000), arrives, pass(30_000), arrives, pass(20_000)]);
  t.equal(world.journal.calls.size, 3);
  t.equal(world.lost, false);
});
