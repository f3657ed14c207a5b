import t from 'tap';
import { strategyNames } from '../../src/acd/model.ts';
import { type Day, SimulatedDay, type Waited } from './day.ts';
import { erlangAsa, erlangC, interval } from './erlang.ts';

// Whole days of 30,000 calls: TAP_TIMEOUT=0 WHOLE_DAYS=1 node --import=tsx test/simulated/days.test.ts
const runs = 10;
const handlingMs = 240_000;
const of = (seats: number, load: number, calls: number): Day => ({
  seed: 1,
  seats,
  calls,
  everyMs: handlingMs / load,
  handlingMs,
  warmUp: Math.floor(calls / 5),
});
/** A day begins empty; where seats are many and nearly all busy it takes long to forget that, so only whole days have 88 seats. */
const whole = of(88, handlingMs / (86_400_000 / 30_000), 30_000);
const small = of(4, 3, 1_500);
const sizes = process.env['WHOLE_DAYS'] === undefined ? [small, of(20, 16, 2_000)] : [whole];

const mean = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);
const days = (size: Day): readonly (readonly Waited[])[] =>
  Array.from({ length: runs }, (_, n) => new SimulatedDay({ ...size, seed: n + 1 }).run().counted());

t.test('days as Erlang C expects them: how many wait, and how long, within the 99 % interval', async (t) => {
  for (const size of sizes) {
    const erlangs = handlingMs / size.everyMs;
    const found = days(size);
    const waits = interval(found.map((one) => mean(one.map(({ waitMs }) => (waitMs > 0 ? 1 : 0)))));
    const asa = interval(found.map((one) => mean(one.map(({ waitMs }) => waitMs))));
    const expected = { waits: erlangC(erlangs, size.seats), asa: erlangAsa(erlangs, size.seats, handlingMs) };
    t.comment(`waits ${String(waits.mean)} ± ${String(waits.half)}, Erlang ${String(expected.waits)}`);
    t.comment(`ASA ${String(asa.mean)} ± ${String(asa.half)} ms, Erlang ${String(expected.asa)} ms`);
    t.ok(Math.abs(waits.mean - expected.waits) <= waits.half, 'probability of waiting');
    t.ok(Math.abs(asa.mean - expected.asa) <= asa.half, 'average speed of answer');
  }
});

t.test(
  'whichever seat a strategy chooses, callers wait the same: no strategy leaves a seat idle',
  async (t) => {
    const waits = strategyNames
      .filter((name) => name !== 'ringAll')
      .map((strategy) =>
        new SimulatedDay({ ...small, rules: () => ({ strategy }) }).run().waited.map((w) => w.n),
      );
    for (const order of waits) t.strictSame(order, waits[0]);
  },
);

t.test('the same seed gives the same day again', async (t) => {
  const [one, two] = [new SimulatedDay(small).run(), new SimulatedDay(small).run()];
  t.strictSame(one.waited, two.waited);
});

t.test(
  'the expected wait is right on the average, and off by less than 60 % of the wait typically',
  async (t) => {
    const told = days(small)
      .flat()
      .filter(({ expectedMs }) => expectedMs !== null);
    const real = mean(told.map(({ waitMs }) => waitMs));
    const said = mean(told.map(({ expectedMs }) => expectedMs ?? 0));
    const off = mean(told.map(({ waitMs, expectedMs }) => Math.abs(waitMs - (expectedMs ?? 0))));
    t.comment(`waited ${String(real)} ms, told ${String(said)} ms, off by ${String(off)} ms`);
    t.ok(Math.abs(said / real - 1) < 0.1, 'bias below 10 %');
    t.ok(off / real < 0.6, 'mean error below 60 % of the mean wait');
  },
);

t.test(
  'nobody starves: whoever has no priority is overtaken only by who came within the bound',
  async (t) => {
    const ageingMs = 60_000;
    const boundMs = 9 * ageingMs;
    let [overtaken, beyond] = [0, 0];
    for (const priority of [1, 5, 9]) {
      const queues = ['general', 'urgent'];
      const rules = (id: string) => ({ priority: id === 'urgent' ? priority : 0, ageingMs });
      const { waited } = new SimulatedDay({ ...small, queues, rules }).run();
      let latest = 0;
      for (const { joinedAt } of waited) {
        if (joinedAt < latest) overtaken += 1;
        if (latest - joinedAt > Math.min(boundMs, priority * ageingMs) + 1) beyond += 1;
        latest = Math.max(latest, joinedAt);
      }
    }
    t.equal(beyond, 0);
    t.ok(overtaken > 100, 'and some are');
  },
);
