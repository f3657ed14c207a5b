import fc from 'fast-check';
import t from 'tap';
import { epochMs } from '../../src/lib/time.ts';
import { type Look, nextStep, type Seen } from '../../src/recordings/intake.ts';

const seen = (at: number, sourceBytes: number | null, more: Partial<Seen> = {}): Seen => ({
  at: epochMs(at),
  state: 'expected',
  inVault: false,
  sourceBytes,
  ...more,
});

t.test(
  'a file is taken in only when it has not grown between two looks and the hang-up is half a second old',
  async (t) => {
    const first = nextStep(null, seen(0, 100));
    t.match(first, { do: 'wait' });
    const look = (first as { look: Look }).look;
    t.match(nextStep(look, seen(300, 100)), { do: 'wait' }, 'too soon');
    t.match(nextStep(look, seen(600, 132)), { do: 'wait' }, 'still growing');
    t.same(nextStep(look, seen(600, 100)), { do: 'seal' });
  },
);

t.test('a file that does not come within ten seconds is missing, one without sound unusable', async (t) => {
  const look = { firstAt: epochMs(0), sourceBytes: null };
  t.match(nextStep(look, seen(9_999, null)), { do: 'wait' });
  t.same(nextStep(look, seen(10_000, null)), { do: 'giveUp', alarm: 'missing' });
  t.same(nextStep({ ...look, sourceBytes: 3 }, seen(10_000, 3)), { do: 'giveUp', alarm: 'unusable' });
});

t.test(
  'until the note is there the source is sealed, again if need be; then it is removed, and only then',
  async (t) => {
    const look = { firstAt: epochMs(0), sourceBytes: 64 };
    t.same(nextStep(look, seen(600, 64)), { do: 'seal' });
    t.same(nextStep(look, seen(600, 64, { state: 'kept', inVault: true })), { do: 'removeSource' });
    t.same(nextStep(null, seen(0, null, { state: 'kept', inVault: true })), { do: 'done' });
  },
);

t.test('what a version without a vault kept is taken in by the same steps, without waiting', async (t) => {
  t.same(nextStep(null, seen(0, 64, { state: 'kept' })), { do: 'seal' });
  t.match(
    nextStep(null, seen(0, null, { state: 'kept' })),
    { do: 'wait' },
    'its file is not there: looked for, then an alarm',
  );
});

t.test('what is missing or destroyed stays so, whatever lies in the spool', async (t) => {
  for (const state of ['missing', 'destroyed'] as const)
    t.same(nextStep(null, seen(0, 64, { state })), { do: 'done' });
});

t.test('whatever is seen, an intake comes to an end', async (t) => {
  const sizes = fc.array(fc.option(fc.nat({ max: 6 }), { nil: null }), { minLength: 40, maxLength: 40 });
  fc.assert(
    fc.property(sizes, (sourceBytes) => {
      const stops = [...sourceBytes, ...Array.from({ length: 3 }, () => sourceBytes.at(-1) ?? null)];
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
