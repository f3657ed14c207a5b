import t from 'tap';
import type { Command, Outcome } from '../../src/calls/commands.ts';
import { legId } from '../../src/calls/model.ts';
import { createLanes } from '../../src/switchboard/lanes.ts';
import { callId, noon, oneSeat, plan } from './scene.ts';

/** A switch that answers when it is told to. */
function handSwitch() {
  const given: Command[] = [];
  const answers: ((outcome: Outcome) => void)[] = [];
  return {
    given,
    answer: (n: number, outcome: Outcome) => answers[n]?.(outcome),
    switch: {
      execute(command: Command): Promise<Outcome> {
        given.push(command);
        return new Promise((resolve) => answers.push(resolve));
      },
      inventory: () => Promise.reject(new Error('not asked')),
    },
  };
}
const music = (n: number): Command => ({
  type: 'StartMusic',
  call: callId(n),
  leg: legId(callId(n), 'caller'),
  musicClass: 'default',
});

t.test('commands reach the switch in their order, at once: none waits for another’s answer', async (t) => {
  const hand = handSwitch();
  const lanes = createLanes({
    switch: hand.switch,
    now: () => noon,
    tell: () => undefined,
    failed: () => undefined,
  });
  lanes.run([music(1), music(2)]);
  lanes.run([music(3)]);
  t.strictSame(
    hand.given.map(({ call }) => call),
    [callId(1), callId(2), callId(3)],
  );
  t.equal(lanes.inFlight(), 3);
  for (const n of [2, 0, 1]) hand.answer(n, { result: 'done' });
  await lanes.idle();
  t.equal(lanes.inFlight(), 0);
});

t.test('idle waits also for commands that answers bring about', async (t) => {
  const hand = handSwitch();
  const play = {
    ...music(1),
    type: 'Play',
    playback: `${callId(1)}.play.1`,
    prompts: [],
  } as unknown as Command;
  const told: string[] = [];
  const lanes = createLanes({
    switch: hand.switch,
    now: () => noon,
    tell: (_command, event) => {
      told.push(event.type);
      lanes.run([music(1)]);
    },
    failed: ({ type }, { result }) => told.push(`${type} ${result}`),
  });
  lanes.run([play]);
  const idle = lanes.idle().then(() => told.push('idle'));
  hand.answer(0, { result: 'refused' });
  while (hand.given.length < 2) await Promise.resolve();
  t.strictSame(told, ['Play refused', 'PromptFinished']);
  hand.answer(1, { result: 'done' });
  await idle;
  t.equal(told.at(-1), 'idle');
});

t.test('what an outcome means to the call is a table', async (t) => {
  const scene = oneSeat({ ...plan, greeting: [] });
  scene.answers(1);
  const rows = [
    ['Join', 'refused', 'queued'],
    ['RingSeat', 'refused', 'talking'],
    ['StartMusic', 'refused', 'talking'],
  ] as const;
  for (const [type, result, phase] of rows) {
    const again = oneSeat({ ...plan, greeting: [] });
    again.answers(1);
    again.outcome(type, result);
    t.equal(again.call(1).phase, phase, `${type} ${result}`);
  }
});
