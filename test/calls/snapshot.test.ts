import t from 'tap';
import { isCall, upgradeCall } from '../../src/calls/snapshot.ts';
import { parseAs } from '../../src/lib/shape.ts';
import { sample } from './given.ts';

const all = [
  sample.greeting(),
  sample.queued(),
  sample.offering(),
  sample.talking(),
  sample.emergency(),
  sample.conference(),
  sample.farewell(),
  sample.ended(),
];

t.test('a call of each phase is known again after it was written and read', async (t) => {
  for (const call of all) t.ok(isCall(JSON.parse(JSON.stringify(call))), call.phase);
});

/** What the version before menu, announcements and survey did not write. */
const newer = ['queue', 'passed', 'said', 'survey', 'consultations'];
const newerInPlan = ['maxLength', 'comfort', 'position', 'callBack', 'overflow', 'survey', 'shut'].concat([
  'menu',
  'others',
  'emergencyKeys',
  'closed',
]);
const without = (of: object, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(of).filter(([name]) => !names.includes(name)));

t.test(
  'a call as the version before menu, announcements and survey wrote it goes on as it was',
  async (t) => {
    const { greeting, queued, offering, talking, farewell, ended } = sample;
    for (const call of [greeting(), queued(), offering(), talking(), farewell(), ended()]) {
      const waits = call.phase === 'queued' || call.phase === 'offering';
      const words = without(call.plan.farewell, ['queueFull', 'callBackAsked']);
      const plan = { ...without(call.plan, newerInPlan), farewell: words };
      const written = { ...without(call, [...newer, ...(waits ? ['playing'] : [])]), plan };
      const silent = { ...call.plan.farewell, queueFull: [], callBackAsked: [] };
      const read = parseAs(JSON.stringify(written), isCall, upgradeCall);
      t.strictSame(read, { ...call, plan: { ...call.plan, farewell: silent } }, call.phase);
    }
  },
);

t.test('a record that lacks any of its members is no call', async (t) => {
  for (const call of all)
    for (const key of Object.keys(call)) {
      const { [key]: _, ...rest } = call as unknown as Record<string, unknown>;
      t.notOk(isCall(rest), `${call.phase} without ${key}`);
    }
});

t.test('a record of another shape is no call', async (t) => {
  const queued = sample.queued();
  for (const value of [
    null,
    [],
    'C1',
    { ...queued, phase: 'dreaming' },
    { ...queued, phase: 'constructor' },
    { ...queued, queuedAt: null },
    { ...queued, legs: [{}] },
    { ...queued, timers: [{ name: 'ring', dueAt: 1.5 }] },
    { ...sample.talking(), talk: null },
  ])
    t.notOk(isCall(value));
});

t.test('a call as the first version wrote it is read with what it did not know', async (t) => {
  for (const call of all) {
    const { claim: _, ...claimed } = call;
    const { beside: _b, ...written } = claimed as typeof claimed & { beside?: unknown };
    t.strictSame(parseAs(JSON.stringify(written), isCall, upgradeCall), call, call.phase);
  }
  t.equal(parseAs('null', isCall, upgradeCall), null);
});
