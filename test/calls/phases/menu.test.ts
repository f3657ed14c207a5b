import t from 'tap';
import type { SkillName } from '../../../src/acd/model.ts';
import { playbackId } from '../../../src/calls/model.ts';
import { after, at, caller, cmd, fact, given, id, move, plan, prompts, sample, tax } from '../given.ts';
import { ignoredCells } from './cells.ts';

/** The menu was heard; music plays until a key is pressed. */
const heard = () => after(sample.menu(), move.finished(2, at(10_000)));
/** Heard for the last time. */
const heardAgain = () => after(heard(), { type: 'KeyOverdue', at: at(15_000) }, move.finished(3, at(17_000)));
const joined = (queue: typeof tax, when: ReturnType<typeof at>) =>
  [{ type: 'CallQueued', call: id, origin: 'inbound', at: when, queue }] as const;
const taxMusic = { ...cmd.music, musicClass: 'tax' };

t.test('menu: heard: music, and so long for a key', async (t) => {
  const waiting = {
    phase: 'menu',
    commands: [cmd.music],
    call: { playing: null, timers: [{ name: 'key', dueAt: at(15_000) }] },
  } as const;
  given(sample.menu())
    .when(move.finished(2, at(10_000)))
    .gives(t, waiting);
  given(sample.menu())
    .when(move.finished(1, at(10_000)))
    .gives(t, { phase: 'menu' });
  given(sample.menu())
    .when({ type: 'PromptOverdue', at: at(10_000) })
    .gives(t, waiting);
});

t.test('menu: a key leads to its queue, in the pause or while the menu is being said', async (t) => {
  given(heard())
    .when(move.pressed('2', at(11_000)))
    .gives(t, {
      phase: 'queued',
      commands: [cmd.stopMusic, taxMusic],
      facts: joined(tax, at(11_000)),
      call: { queue: tax, queuedAt: at(11_000) },
    });
  given(sample.menu())
    .when(move.pressed('2', at(9_000)))
    .gives(t, { phase: 'queued', commands: [cmd.stopPlay(2), taxMusic], facts: joined(tax, at(9_000)) });
});

t.test('menu: a choice says what the caller needs, besides what the entry says', async (t) => {
  const skill = (name: string, level: number) => ({ skill: name as SkillName, level });
  const entered = { ...heard().claim, priority: 1, skills: [skill('hakka', 7), skill('tax', 2)] };
  given({ ...heard(), claim: entered })
    .when(move.pressed('2', at(11_000)))
    .gives(t, {
      phase: 'queued',
      commands: [cmd.stopMusic, taxMusic],
      facts: joined(tax, at(11_000)),
      call: { claim: { priority: 2, skills: [skill('hakka', 7), skill('tax', 2)], lastAgent: null } },
    });
  given({ ...heard(), claim: entered })
    .when(move.pressed('1', at(11_000)))
    .gives(t, {
      phase: 'queued',
      commands: [cmd.stopMusic, cmd.music],
      facts: joined(plan.queue, at(11_000)),
      call: { claim: entered },
    });
});

t.test('menu: a key that is not there: the menu again, and at last the plan’s own queue', async (t) => {
  given(heard())
    .when(move.pressed('7', at(11_000)))
    .gives(t, {
      phase: 'menu',
      commands: [cmd.stopMusic, cmd.play(3, prompts('menu-invalid', 'menu'))],
      call: { tries: 2, timers: [{ name: 'prompt' }] },
    });
  given(heardAgain())
    .when(move.pressed('7', at(18_000)))
    .gives(t, {
      phase: 'queued',
      commands: [cmd.stopMusic, cmd.music],
      facts: joined(plan.queue, at(18_000)),
    });
});

t.test('menu: no key: the menu again, and at last the plan’s own queue', async (t) => {
  given(heard())
    .when({ type: 'KeyOverdue', at: at(15_000) })
    .gives(t, { phase: 'menu', commands: [cmd.stopMusic, cmd.play(3, prompts('menu'))], call: { tries: 2 } });
  given(heardAgain())
    .when({ type: 'KeyOverdue', at: at(22_000) })
    .gives(t, {
      phase: 'queued',
      commands: [cmd.stopMusic, cmd.music],
      facts: joined(plan.queue, at(22_000)),
    });
});

t.test('menu: the caller hangs up: abandoned before the queue', async (t) => {
  given(heard())
    .when(move.callerHungUp(at(11_000)))
    .gives(t, {
      phase: 'ended',
      facts: [
        fact.ended({ by: 'caller', outcome: 'abandoned', during: 'menu', cause: 16 }, null, at(11_000)),
      ],
    });
});

t.test('menu: the caller is found gone after a restart: the call is lost', async (t) => {
  given(heard())
    .when({ type: 'LegFoundGone', at: at(11_000), leg: caller })
    .gives(t, {
      phase: 'ended',
      facts: [fact.ended({ by: 'switch', outcome: 'lost', during: 'menu', cause: null }, null, at(11_000))],
    });
});

t.test('menu: after a restart it is said on, or was said, or the music plays again', async (t) => {
  const resumed = (...playing: readonly number[]) =>
    ({ type: 'Resumed', at: at(11_000), playing: playing.map((n) => playbackId(id, n)) }) as const;
  given(sample.menu()).when(resumed(2)).gives(t, { phase: 'menu' });
  given(sample.menu())
    .when(resumed())
    .gives(t, {
      phase: 'menu',
      commands: [cmd.music],
      call: { timers: [{ name: 'key', dueAt: at(16_000) }] },
    });
  given(heard())
    .when(resumed())
    .gives(t, { phase: 'menu', commands: [cmd.music] });
});

t.test(
  'menu: a hundred keys in a moment ask for no more than the tries there are, then join one queue',
  async (t) => {
    let call = sample.menu();
    const phases = new Set<string>();
    let played = 0;
    for (let n = 0; n < 100; n += 1) {
      const next = after(call, move.pressed('7', at(9_000)));
      played += next.plays - call.plays;
      phases.add(next.phase);
      call = next as typeof call;
    }
    t.strictSame([...phases], ['menu', 'queued']);
    t.equal(played, 1);
  },
);

t.test('menu: all other events change nothing', async (t) => {
  ignoredCells(t, sample.menu());
});
