import t from 'tap';
import type { Fact } from '../../../src/calls/facts.ts';
import { playbackId, type SurveyLevel } from '../../../src/calls/model.ts';
import {
  after,
  agent7,
  at,
  caller,
  cmd,
  fact,
  given,
  id,
  move,
  plan,
  prompts,
  sample,
  seat7,
  ticketNo,
  waitingPlan,
} from '../given.ts';
import { ignoredCells } from './cells.ts';

const question = prompts('survey');
/** The question was heard; music plays until a key is pressed. */
const heard = () => after(sample.survey(), move.finished(2, at(66_000)));
const taken = (level: SurveyLevel | null, when: ReturnType<typeof at>): Fact => ({
  type: 'SurveyTaken',
  call: id,
  at: when,
  ticketNo,
  queue: plan.queue,
  seat: seat7,
  agent: agent7,
  level,
});
const settled = { by: 'seat', outcome: 'answered', during: 'talking', cause: 16 } as const;

t.test(
  'talking: the seat hangs up where the queue asks: the seat is free, the caller hears the question',
  async (t) => {
    given(sample.talking(waitingPlan))
      .when(move.seatEnded(1, 16, at(60_000)))
      .gives(t, {
        phase: 'survey',
        commands: [cmd.leave, cmd.destroyBridge, cmd.play(2, question)],
        facts: [fact.talkEnded(1, seat7, 45_000, at(60_000))],
        call: { ending: settled, tries: 1, timers: [{ name: 'prompt', dueAt: at(180_000) }] },
      });
  },
);

t.test('talking: the caller hangs up first: nothing is asked', async (t) => {
  given(sample.talking(waitingPlan))
    .when(move.callerHungUp(at(60_000)))
    .gives(t, {
      phase: 'ended',
      commands: [cmd.hangUp(sample.talking().talk.leg, 'normal'), cmd.destroyBridge],
      facts: [
        fact.talkEnded(1, seat7, 45_000, at(60_000)),
        fact.ended({ by: 'caller', outcome: 'answered', during: 'talking', cause: 16 }, 7_000, at(60_000)),
      ],
      call: { survey: null },
    });
});

t.test('survey: heard: music, and so long for a key', async (t) => {
  const waiting = {
    phase: 'survey',
    commands: [cmd.music],
    call: { playing: null, timers: [{ name: 'key', dueAt: at(72_000) }] },
  } as const;
  given(sample.survey())
    .when(move.finished(2, at(66_000)))
    .gives(t, waiting);
  given(sample.survey())
    .when(move.finished(1, at(66_000)))
    .gives(t, { phase: 'survey' });
  given(sample.survey())
    .when({ type: 'PromptOverdue', at: at(66_000) })
    .gives(t, waiting);
});

t.test(
  'survey: each of five levels is taken, also while the question is being said; thanks and goodbye',
  async (t) => {
    for (const level of [1, 2, 3, 4, 5] as const)
      given(sample.survey())
        .when(move.pressed(`${level}`, at(63_000)))
        .gives(t, {
          phase: 'farewell',
          commands: [cmd.stopPlay(2), cmd.play(3, prompts('survey-thanks', 'goodbye'))],
          facts: [taken(level, at(63_000))],
          call: { survey: { at: at(63_000), level }, ending: settled, talk: { seat: seat7 } },
        });
    given(heard())
      .when(move.pressed('3', at(67_000)))
      .gives(t, {
        phase: 'farewell',
        commands: [cmd.stopMusic, cmd.play(3, prompts('survey-thanks', 'goodbye'))],
        facts: [taken(3, at(67_000))],
      });
  },
);

t.test('survey: a key that is no level: asked again, and at last goodbye without an answer', async (t) => {
  const again = given(heard())
    .when(move.pressed('8', at(67_000)))
    .gives(t, {
      phase: 'survey',
      commands: [cmd.stopMusic, cmd.play(3, prompts('survey-invalid', 'survey'))],
      call: { tries: 2 },
    });
  given(again)
    .when(move.pressed('8', at(68_000)))
    .gives(t, {
      phase: 'farewell',
      commands: [cmd.stopPlay(3), cmd.play(4, prompts('goodbye'))],
      facts: [taken(null, at(68_000))],
      call: { survey: { level: null } },
    });
});

t.test('survey: no key: goodbye without an answer', async (t) => {
  given(heard())
    .when({ type: 'KeyOverdue', at: at(72_000) })
    .gives(t, {
      phase: 'farewell',
      commands: [cmd.stopMusic, cmd.play(3, prompts('goodbye'))],
      facts: [taken(null, at(72_000))],
    });
});

t.test('survey: the caller hangs up: no answer, the call ends as was settled', async (t) => {
  const ended = fact.ended(settled, 7_000, at(67_000));
  given(heard())
    .when(move.callerHungUp(at(67_000)))
    .gives(t, { phase: 'ended', facts: [taken(null, at(67_000)), ended] });
  given(heard())
    .when({ type: 'LegFoundGone', at: at(67_000), leg: caller })
    .gives(t, { phase: 'ended', facts: [taken(null, at(67_000)), ended] });
});

t.test('survey: after a restart it is said on, or was said, or the music plays again', async (t) => {
  const resumed = (...playing: readonly number[]) =>
    ({ type: 'Resumed', at: at(67_000), playing: playing.map((n) => playbackId(id, n)) }) as const;
  given(sample.survey()).when(resumed(2)).gives(t, { phase: 'survey' });
  given(sample.survey())
    .when(resumed())
    .gives(t, {
      phase: 'survey',
      commands: [cmd.music],
      call: { timers: [{ name: 'key', dueAt: at(73_000) }] },
    });
  given(heard())
    .when(resumed())
    .gives(t, { phase: 'survey', commands: [cmd.music] });
});

t.test('survey: all other events change nothing', async (t) => {
  ignoredCells(t, sample.survey());
});
