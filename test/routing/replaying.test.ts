import fc from 'fast-check';
import t from 'tap';
import { type RealCall, triedOf } from '../../src/routing/replaying.ts';
import { destinationOf, isSame, type TriedCall, type Walked } from '../../src/routing/trying.ts';
import { walk } from '../../src/switchboard/walk.ts';
import { callers, plans } from './plans.ts';
import { busy, caller, free, keys, nobody, planOf, timeZone } from './tried.ts';

/** The record that a call leaves. */
const recordOf = ({ dialled, from, at: arrivedAt }: TriedCall, { call, seen }: Walked): RealCall => ({
  ...{ dialled, from, arrivedAt, queue: call.queue, passed: call.passed },
  ...{ standing: call.plan.standing, emergencyKeys: call.plan.emergencyKeys },
  outcome: 'ending' in call ? call.ending.outcome : null,
  steps: seen.map(({ row: { at, input: event, from, to } }) => ({ at, event, from, to })),
});

const plan = planOf({
  menu: { prompts: ['menu'], options: { '1': 'tax' } },
  queues: {
    general: {
      overflow: { to: 'tax', waitMs: 60_000 },
      callBack: { key: '9', afterMs: 5_000, everyMs: 60_000 },
    },
    tax: { maxLength: 2, overflow: { to: 'night', unstaffed: true } },
    night: {},
  },
});
const made = (call: Partial<TriedCall>): TriedCall => {
  const tried = { ...caller, ...call };
  return triedOf(recordOf(tried, walk(plan, tried, timeZone)));
};

t.test('of a record is taken what the caller did and met', async (t) => {
  t.match(made({ keys: keys('51') }), { keys: keys('51'), leaves: null, elsewhere: free });
  const late = { ...busy, freeAfterMs: 20_000 };
  t.match(made({ keys: keys('1'), elsewhere: late }), { elsewhere: { freeAfterMs: 20_000 } });
  t.match(made({ keys: keys('1'), elsewhere: busy, queues: { tax: { ...busy, waiting: 3 } } }), {
    queues: { tax: { waiting: 3 } },
  });
  t.match(made({ keys: keys('1'), queues: { tax: nobody } }), {
    queues: { tax: { staffed: false } },
    elsewhere: { freeAfterMs: 0 },
  });
  t.match(made({ keys: keys('---9'), elsewhere: busy }), { keys: keys('---9') });
  const leaves = { during: 'queued', afterMs: 4_000 } as const;
  t.match(made({ keys: keys('1'), elsewhere: busy, leaves }), { leaves });
  t.match(made({ keys: keys('7'), desksAnswer: false }), { keys: [{ key: '7' }], desksAnswer: false });
});

const seed = Number(process.env['WALK_SEED'] ?? Date.now() % 1_000_000_000);
const numRuns = Number(process.env['WALK_RUNS'] ?? 400);

t.test(`a call replayed by the plan it was made by comes to where it came (WALK_SEED=${seed})`, async (t) => {
  const property = fc.property(plans, callers, (plan, tried) => {
    const real = walk(plan, tried, timeZone);
    // Keys are pressed half a second after they are asked for: who presses two within a second may be told of in another order.
    const pressed = real.seen.flatMap(({ row: { at, input } }) =>
      input.type === 'DigitPressed' ? [at] : [],
    );
    fc.pre(pressed.every((at, n) => at - (pressed[n - 1] ?? 0) > 1_000));
    const again = walk(plan, triedOf(recordOf(tried, real)), timeZone);
    const [was, is] = [destinationOf(real.call), destinationOf(again.call)];
    if (isSame(was, is)) return;
    throw new Error(`${JSON.stringify(was)} and then ${JSON.stringify(is)}`);
  });
  fc.assert(property, { numRuns, seed });
  t.pass(`${numRuns} runs`);
});
