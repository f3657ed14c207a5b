import fc from 'fast-check';
import t from 'tap';
import { type Machine, systemClock } from '../../src/lib/system-clock.ts';
import { type EpochMs, epochMs } from '../../src/lib/time.ts';

const noon = epochMs(Date.UTC(2026, 10, 24, 4));
const hour = 3_600_000;

/** A machine whose clock is set by hand. */
function machine() {
  const is = { wall: noon as number, steady: 5_000, uptime: 905_000 };
  const wakes: { readonly ms: number; readonly wake: () => void }[] = [];
  const real: Machine = {
    wallMs: () => is.wall,
    steadyMs: () => is.steady,
    uptimeMs: () => is.uptime,
    wakeIn(ms, wake) {
      wakes.push({ ms, wake });
      return () => undefined;
    },
  };
  return {
    real,
    wakes,
    pass(ms: number): void {
      is.wall += ms;
      is.steady += ms;
      is.uptime += ms;
    },
    set(byMs: number): void {
      is.wall += byMs;
    },
    suspend(ms: number): void {
      is.wall += ms;
      is.uptime += ms;
    },
  };
}

t.test(
  'whatever the machine’s clock is set to, the house’s goes on, and never more than a twentieth off',
  (t) => {
    const step = fc.oneof(
      fc.record({ pass: fc.integer({ min: 0, max: 120_000 }), set: fc.constant(0) }),
      fc.record({
        pass: fc.integer({ min: 0, max: 60_000 }),
        set: fc.integer({ min: -5 * hour, max: 5 * hour }),
      }),
    );
    const property = fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { real, pass, set } = machine();
      const clock = systemClock({}, real);
      for (const one of steps) {
        const before = clock.now();
        set(one.set);
        pass(one.pass);
        const lasted = clock.now() - before;
        if (lasted < Math.floor(one.pass * 0.95) - 1 || lasted > Math.ceil(one.pass * 1.05) + 1)
          throw new Error(`${String(one.pass)} ms lasted ${String(lasted)}`);
      }
    });
    fc.assert(property, { numRuns: 2_000 });
    t.pass('2,000 runs');
    t.end();
  },
);

t.test('set back and forward by minutes: told once, and right again after a while', (t) => {
  for (const byMs of [-180_000, 180_000]) {
    const { real, pass, set } = machine();
    const told: number[] = [];
    const clock = systemClock({ wasSet: (ms) => told.push(ms) }, real);
    pass(1_000);
    t.equal(clock.now(), noon + 1_000);
    set(byMs);
    t.equal(clock.now(), noon + 1_000, 'nothing jumps');
    for (let n = 0; n < 3_700; n += 1) {
      pass(1_000);
      clock.now();
    }
    t.equal(clock.now(), real.wallMs(), 'an hour later it shows what the machine shows');
    t.strictSame(told, [byMs]);
  }
  t.end();
});

t.test('the machine is suspended: that time has passed', (t) => {
  const { real, pass, suspend } = machine();
  const told: number[] = [];
  const clock = systemClock({ wasSet: (ms) => told.push(ms) }, real);
  pass(1_000);
  clock.now();
  suspend(8 * hour);
  pass(10);
  t.equal(clock.now(), noon + 8 * hour + 1_010);
  t.strictSame(told, [], 'nobody has set it');
  t.end();
});

t.test(
  'after a restart it does not begin before what is on the record, unless that was written in the future',
  (t) => {
    const begun = (notBefore: number) =>
      systemClock({ notBefore: notBefore as EpochMs }, machine().real).now();
    t.equal(begun(noon + hour), noon + hour);
    t.equal(begun(noon - hour), noon);
    t.equal(begun(noon + 30 * 24 * hour), noon);
    t.end();
  },
);

t.test('a wake is asked for in steady time; a new one replaces the former', (t) => {
  const { real, wakes, set } = machine();
  const clock = systemClock({}, real);
  set(-hour);
  clock.wakeAt(epochMs(noon + 5_000), () => undefined);
  set(2 * hour);
  clock.wakeAt(epochMs(noon + 7_000), () => undefined);
  clock.wakeAt(epochMs(noon - 7_000), () => undefined);
  clock.wakeAt(null, () => undefined);
  t.strictSame(
    wakes.map(({ ms }) => ms),
    [5_000, 7_000, 0],
  );
  t.end();
});
