import fc from 'fast-check';
import t from 'tap';
import { leftOvers, violations } from './invariants.ts';
import { comeToRest, type Step, setting, steps, take } from './steps.ts';
import { type Setting, World } from './world.ts';

// A long run is asked for by whoever waits for it.
t.setTimeout(0);
const numRuns = Number(process.env['SIM_RUNS'] ?? 5_000);

/** One run: whatever the steps bring, nothing is wrong after any happening, and nothing is left at the end. */
async function run(how: Setting, what: readonly Step[]): Promise<void> {
  const world = new World(how);
  const each = (): void => {
    const found = violations(world);
    if (found.length > 0) throw new Error(found.join('\n'));
  };
  await world.begin();
  for (const step of what) {
    await take(world, step, each);
    each();
  }
  await comeToRest(world, each);
  const left = leftOvers(world);
  if (left.length > 0) throw new Error(left.join('\n'));
}

t.test(
  'whatever callers, phones, agents, switch, disk and daemon do, no call is stuck and nothing leaks',
  async (t) => {
    await fc.assert(fc.asyncProperty(setting, steps, run), { numRuns });
    t.pass(`${numRuns} runs`);
  },
);
