import t from 'tap';
import { claimPorts } from './ports.ts';
import { startPrivateAsterisk } from './private-asterisk.ts';
import { startPhone } from './sipp.ts';
import { commandScripts } from './twin-commands.ts';
import { Part, type Script, type Tale } from './twin-part.ts';
import { peopleScripts } from './twin-people.ts';
import {
  absent,
  phones,
  promptMs,
  realStage,
  type Stage,
  type StageNeeds,
  simulatedStage,
} from './twin-stage.ts';

/*
 * The simulated switch, which the property of test/simulated explores, is held against a real Asterisk: both play the same scripts, and
 * what became of each command, what was told and what is held must be the same. Asterisk does several things at once, so an event may
 * overtake another; which ones may, the simulated switch must know: of its orders, one for each seed, Asterisk's own must be one.
 */
const seeds = 40;
/** Orders that are rare in the simulated switch may come from a real one: so many more seeds are looked through for the one that came. */
const rareSeeds = 2_000;

const ports = await claimPorts();
const trunk = { port: ports.first + 1, mediaPort: ports.first + 10 };
const asterisk = await startPrivateAsterisk({
  seats: [...Object.keys(phones), absent],
  promptMs,
  settings: {
    demonstration: false,
    trunk: { match: ['127.0.0.2'], contact: `127.0.0.2:${String(trunk.port)}` },
  },
});
t.teardown(async () => {
  await asterisk.stop();
  ports.release();
});
for (const [endpoint, behaviour] of Object.entries(phones)) {
  const password = asterisk.password(endpoint);
  const phone = await startPhone({ asterisk: asterisk.sip, endpoint, password, behaviour });
  t.teardown(() => phone.stop());
}

async function tale(stage: Stage, script: Script): Promise<Tale> {
  const part = new Part(stage);
  await script.play(part);
  return part.end();
}

for (const script of [...commandScripts, ...peopleScripts])
  t.test(script.name, async (t) => {
    const needs: StageNeeds = { citizen: script.citizen ?? null, keys: script.keys ?? [] };
    const { stage, end } = await realStage(t, asterisk, { needs, trunk });
    const real = await tale(stage, script);
    await end();
    const orders = new Set<string>();
    for (let seed = 1; seed <= seeds; seed += 1) {
      const simulated = await tale(simulatedStage(needs, seed), script);
      orders.add(simulated.events.join('\n'));
      if (
        !t.strictSame(simulated.outcomes, real.outcomes, `outcomes, seed ${String(seed)}`) ||
        !t.strictSame(simulated.events.toSorted(), real.events.toSorted(), `events, seed ${String(seed)}`)
      )
        return;
    }
    const told = real.events.join('\n');
    for (let seed = seeds + 1; seed <= rareSeeds && !orders.has(told); seed += 1)
      orders.add((await tale(simulatedStage(needs, seed), script)).events.join('\n'));
    t.ok(orders.has(told), 'the order in which it was told', {
      real: real.events,
      simulated: [...orders].map((order) => order.split('\n')),
    });
  });
