import t from 'tap';
import type { SkillName } from '../../src/acd/model.ts';
import type { Command } from '../../src/calls/commands.ts';
import { decide } from '../../src/calls/decide.ts';
import { type Call, type Language, playbackId, usualLanguage } from '../../src/calls/model.ts';
import { isCall, upgradeCall } from '../../src/calls/snapshot.ts';
import {
  after,
  arrived,
  at,
  cmd,
  emergencyPlan,
  given,
  id,
  move,
  plan,
  prompts,
  silentPlan,
  waitingPlan,
} from './given.ts';

const yue = 'yue' as Language;
const en = 'en' as Language;
const languages = {
  prompts: prompts('choose-language'),
  options: { '1': usualLanguage, '2': yue, '3': en },
  numbers: [yue],
  skills: {},
  limitMs: 5_000,
  default: usualLanguage,
};
const asking = { ...plan, emergencyKeys: emergencyPlan.emergencyKeys, languages };
const asked = (with_ = { ...plan, languages }) => arrived(with_).call;
/** The question was heard; music plays until a key is pressed. */
const heard = (with_?: typeof asking) => after(asked(with_), move.finished(1, at(3_000)));
const spoken = (language: Language, n: number, ...names: readonly string[]): Command =>
  ({ ...cmd.play(n, prompts(...names)), language }) as Command;
const inYue = (n: number, ...names: readonly string[]): Command => spoken(yue, n, ...names);

t.test('the question comes before the greeting, in the language of who does not choose', async (t) => {
  const { call, commands } = arrived({ ...plan, languages: { ...languages, default: en } });
  t.match(call, { phase: 'menu', about: 'language', language: 'en', playing: playbackId(id, 1) });
  t.strictSame(commands, [spoken(en, 1, 'choose-language')]);
});

t.test('a key chooses, also while the question is being said: all that follows is heard in it', async (t) => {
  const greeted = given(asked())
    .when(move.pressed('2', at(1_000)))
    .gives(t, {
      phase: 'greeting',
      commands: [cmd.stopPlay(1), inYue(2, 'greeting', 'recording-notice')],
      call: { language: 'yue', timers: [{ name: 'prompt' }] },
    });
  const queued = after(greeted, move.finished(2, at(9_000)));
  const unstaffed = { type: 'QueueUnstaffed', at: at(9_001) } as const;
  given(queued)
    .when(unstaffed)
    .gives(t, {
      phase: 'farewell',
      commands: [cmd.stopMusic, inYue(3, 'no-seat')],
      call: { language: 'yue' },
    });
});

t.test('no key: the music ends, and the greeting is heard as usual', async (t) => {
  given(asked())
    .when(move.finished(1, at(3_000)))
    .gives(t, {
      phase: 'menu',
      commands: [cmd.music],
      call: { timers: [{ name: 'key', dueAt: at(8_000) }] },
    });
  given(heard())
    .when({ type: 'KeyOverdue', at: at(8_000) })
    .gives(t, {
      phase: 'greeting',
      commands: [cmd.stopMusic, cmd.play(2, plan.greeting)],
      call: { language: 'zh-CN' },
    });
});

t.test('a key that is no language: asked once more, then greeted as usual', async (t) => {
  const again = given(heard())
    .when(move.pressed('9', at(4_000)))
    .gives(t, {
      phase: 'menu',
      commands: [cmd.stopMusic, cmd.play(2, languages.prompts)],
      call: { tries: 2 },
    });
  given(again)
    .when(move.pressed('9', at(5_000)))
    .gives(t, {
      phase: 'greeting',
      commands: [cmd.stopPlay(2), cmd.play(3, plan.greeting)],
    });
});

t.test('an emergency key goes before the question, and before a language it has chosen', async (t) => {
  for (const [call, stops] of [
    [asked(asking), 'StopPlay play.1'],
    [heard(asking), 'StopMusic caller'],
  ] as const)
    given(call)
      .when(move.pressed('7', at(6_000)))
      .does(t, {
        phase: 'emergency',
        says: ['RingParty party.1', stops, 'Play caller'],
        tells: ['EmergencyBegan'],
      });
  const chosen = after(asked(asking), move.pressed('2', at(1_000)));
  t.match(decide(chosen, move.pressed('7', at(6_000))).commands.at(-1), {
    type: 'Play',
    prompts: ['emergency-connecting'],
    language: 'yue',
  });
});

t.test('the daemon comes back: whoever is asked is asked on', async (t) => {
  given(asked())
    .when({ type: 'Resumed', at: at(2_000), playing: [playbackId(id, 1)] })
    .gives(t, { phase: 'menu' });
  given(asked())
    .when({ type: 'Resumed', at: at(2_000), playing: [] })
    .gives(t, {
      phase: 'menu',
      commands: [cmd.music],
      call: { about: 'language', timers: [{ name: 'key', dueAt: at(7_000) }] },
    });
});

t.test(
  'an entry that is closed says so in the language chosen; without a greeting the queue is next',
  async (t) => {
    const closed = { outcome: 'closed', prompts: prompts('closed') } as const;
    given(asked({ ...plan, languages, closed }))
      .when(move.pressed('2', at(1_000)))
      .gives(t, {
        phase: 'farewell',
        commands: [cmd.stopPlay(1), inYue(2, 'closed')],
      });
    given(asked({ ...silentPlan, languages }))
      .when(move.pressed('2', at(1_000)))
      .does(t, {
        phase: 'queued',
        says: ['StopPlay play.1', 'StartMusic caller'],
        tells: ['CallQueued'],
      });
  },
);

t.test(
  'places and waits are said in a language with digits of its own, and left out in another',
  async (t) => {
    const waits = (key: '1' | '2' | '3') =>
      after(asked({ ...waitingPlan, languages }), move.pressed(key, at(1_000)), move.finished(2, at(8_000)));
    const place = ['position-before', 'number-3', 'position-after'];
    const wait = ['wait-before', 'number-3', 'wait-after'];
    given(waits('2'))
      .when(move.announce(at(18_000)))
      .gives(t, {
        phase: 'queued',
        commands: [cmd.stopMusic, inYue(3, ...place, ...wait)],
      });
    given(waits('3'))
      .when(move.announce(at(18_000)))
      .gives(t, { phase: 'queued', call: { said: { positionAt: at(18_000) } } });
    given(waits('3'))
      .when(move.announce(at(18_000), 1, 30_000))
      .gives(t, {
        phase: 'queued',
        commands: [cmd.stopMusic, spoken(en, 3, 'wait-under-a-minute')],
      });
  },
);

t.test(
  'a language that asks for skills asks for them beside what the entry does, the higher level of each',
  async (t) => {
    const skill = (name: string, level: number) => ({ skill: name as SkillName, level });
    const skills = { '2': [skill('cantonese', 3), skill('tax', 1)] };
    const call = { ...asked({ ...plan, languages: { ...languages, skills } }) };
    const entered = { ...call, claim: { ...call.claim, priority: 1, skills: [skill('tax', 2)] } };
    const told = (...moves: Parameters<typeof after>[1][]) => after(entered, ...moves).claim;
    t.strictSame(told(move.pressed('2', at(1_000))), {
      ...entered.claim,
      skills: [skill('tax', 2), skill('cantonese', 3)],
    });
    t.strictSame(told(move.pressed('3', at(1_000))), entered.claim, 'another language');
    const overdue = { type: 'KeyOverdue', at: at(8_000) } as const;
    t.strictSame(told(move.finished(1, at(3_000)), overdue), entered.claim, 'who does not choose');
  },
);

t.test('a call that was asked before languages had skills goes on', async (t) => {
  const { skills: _, ...former } = languages;
  const written = { ...asked(), plan: { ...plan, languages: former } };
  const read = upgradeCall(JSON.parse(JSON.stringify(written)));
  t.ok(isCall(read));
  t.match(after(read as Call, move.pressed('2', at(1_000))), { phase: 'greeting', language: 'yue' });
});

t.test('a call that was written before there were languages hears what it heard', async (t) => {
  const { call } = arrived(plan);
  const { language: _, ...written } = { ...call, plan: { ...plan, languages: undefined } };
  t.match(upgradeCall(JSON.parse(JSON.stringify(written))), { language: 'zh-CN', plan: { languages: null } });
});
