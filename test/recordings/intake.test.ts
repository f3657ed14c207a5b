import fc from 'fast-check';
import t from 'tap';
import { epochMs } from '../../src/lib/time.ts';
import { type Look, nextStep, type Seen } from '../../src/recordings/intake.ts';

const seen = (at: number, rawBytes: number | null, finished = false): Seen => ({
  at: epochMs(at),
  rawBytes,
  finished,
});

t.test(
  'a file is taken in only when it has not grown between two looks and the hang-up is half a second old',
  async (t) => {
    const first = nextStep(null, seen(0, 100));
    t.match(first, { do: 'wait' });
    const look = (first as { look: Look }).look;
    t.match(nextStep(look, seen(300, 100)), { do: 'wait' }, 'too soon');
    t.match(nextStep(look, seen(600, 132)), { do: 'wait' }, 'still growing');
    t.same(nextStep(look, seen(600, 100)), { do: 'takeIn' });
  },
);

t.test('a file that does not come within ten seconds is missing, an empty one as well', async (t) => {
  const look = { firstAt: epochMs(0), rawBytes: null };
  t.match(nextStep(look, seen(9_999, null)), { do: 'wait' });
  t.same(nextStep(look, seen(10_000, null)), { do: 'giveUp' });
  t.same(nextStep({ ...look, rawBytes: 0 }, seen(10_000, 0)), { do: 'giveUp' });
});

t.test('a finished file without its note is noted, not lost and not made twice', async (t) => {
  t.same(nextStep(null, seen(0, null, true)), { do: 'note' });
});

t.test('a raw file beside a finished one is taken in again: the copy may be the older', async (t) => {
  t.same(nextStep({ firstAt: epochMs(0), rawBytes: 64 }, seen(600, 64, true)), { do: 'takeIn' });
});

t.test('whatever is seen, an intake comes to an end', async (t) => {
  const sizes = fc.array(fc.option(fc.nat({ max: 3 }), { nil: null }), { minLength: 40, maxLength: 40 });
  fc.assert(
    fc.property(sizes, (rawBytes) => {
      const stops = [...rawBytes, ...Array.from({ length: 3 }, () => rawBytes.at(-1) ?? null)];
      let look: Look | null = null;
      return stops.some((bytes, n) => {
        const step = nextStep(look, seen(n * 300, bytes));
        if (step.do === 'wait') look = step.look;
        return step.do !== 'wait';
      });
    }),
  );
  t.pass();
});
