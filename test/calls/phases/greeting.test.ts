import t from 'tap';
import type { QueueId } from '../../../src/acd/model.ts';
import { playbackId } from '../../../src/calls/model.ts';
import type { Shut } from '../../../src/calls/plan.ts';
import {
  arrived,
  at,
  caller,
  cmd,
  fact,
  given,
  id,
  move,
  noon,
  plan,
  prompts,
  richPlan,
  sample,
  silentPlan,
  tax,
  waitingPlan,
} from '../given.ts';
import { ignoredCells } from './cells.ts';

const joined = {
  phase: 'queued',
  commands: [cmd.music],
  facts: [{ type: 'CallQueued', call: id, origin: 'inbound', at: at(8_000), queue: plan.queue }],
  call: { queuedAt: at(8_000), timers: [{ name: 'maxWait', dueAt: at(8_000 + plan.maxWaitMs) }] },
} as const;

t.test('a call begins with its caller up, its ticket named and the greeting played', async (t) => {
  const { call, commands, facts } = arrived();
  t.match(call, {
    phase: 'greeting',
    legs: [{ id: caller, role: 'caller', state: 'up', upAt: noon }],
    timers: [{ name: 'prompt', dueAt: at(120_000) }],
    playing: playbackId(id, 1),
  });
  t.strictSame(commands, [cmd.play(1, plan.greeting)]);
  t.match(facts, [{ type: 'CallBegan', ticketNo: call.ticketNo, queue: plan.queue }]);
});

t.test('a plan without a greeting puts the caller into the queue at once, with music', async (t) => {
  const { call, commands, facts } = arrived(silentPlan);
  t.match(call, { phase: 'queued', queuedAt: noon });
  t.strictSame(commands, [cmd.music]);
  t.strictSame(
    facts.map((f) => f.type),
    ['CallBegan', 'CallQueued'],
  );
});

t.test(
  'the entry is closed: the caller hears so instead of the greeting, and no queue is joined',
  async (t) => {
    const closed = { outcome: 'holiday', prompts: prompts('greeting', 'holiday') } as const;
    const { call, commands, facts } = arrived({ ...plan, closed });
    t.match(call, {
      phase: 'farewell',
      queuedAt: null,
      ending: { by: 'hotline', outcome: 'holiday', during: 'greeting' },
    });
    t.strictSame(commands, [cmd.play(1, closed.prompts)]);
    t.strictSame(
      facts.map((f) => f.type),
      ['CallBegan'],
    );
  },
);

const shut = (to: QueueId | null): Shut => ({
  from: noon,
  until: at(3_600_000),
  outcome: 'closed',
  prompts: prompts('closed'),
  to,
});

t.test('greeting: the queue is closed at its end: the caller hears so', async (t) => {
  given(sample.greeting({ ...plan, shut: [shut(null)] }))
    .when(move.greeted)
    .gives(t, {
      phase: 'farewell',
      commands: [cmd.play(2, prompts('closed'))],
      call: { ending: { by: 'hotline', outcome: 'closed', during: 'greeting' } },
    });
});

t.test(
  'greeting: the queue is closed and another is on duty: it takes the caller, who hears so first',
  async (t) => {
    given(sample.greeting({ ...waitingPlan, shut: [shut(tax)] }))
      .when(move.greeted)
      .gives(t, {
        phase: 'queued',
        commands: [cmd.play(2, prompts('closed'))],
        facts: [{ type: 'CallQueued', call: id, origin: 'inbound', at: at(8_000), queue: tax }],
        call: { queue: tax, passed: [plan.queue] },
      });
    given(
      sample.greeting({
        ...waitingPlan,
        shut: [shut(tax)],
        others: { [tax]: { ...plan, shut: [shut(null)] } },
      }),
    )
      .when(move.greeted)
      .gives(t, { phase: 'farewell', commands: [cmd.play(2, prompts('closed'))] });
  },
);

t.test('greeting: with a menu the caller hears it next', async (t) => {
  given(sample.greeting(richPlan))
    .when(move.greeted)
    .gives(t, {
      phase: 'menu',
      commands: [cmd.play(2, prompts('menu'))],
      call: { tries: 1, timers: [{ name: 'prompt', dueAt: at(128_000) }] },
    });
});

t.test('greeting: the caller hangs up: abandoned, nothing left to hang up', async (t) => {
  given(sample.greeting())
    .when(move.callerHungUp(at(3_000)))
    .gives(t, {
      phase: 'ended',
      facts: [
        fact.ended({ by: 'caller', outcome: 'abandoned', during: 'greeting', cause: 16 }, null, at(3_000)),
      ],
      call: { timers: [], endedAt: at(3_000), talk: null },
    });
});

t.test('greeting: it was heard: the caller joins the queue with music', async (t) => {
  given(sample.greeting()).when(move.greeted).gives(t, joined);
});

t.test('greeting: it could not be played: the caller joins the queue all the same', async (t) => {
  given(sample.greeting())
    .when({ ...move.greeted, played: false })
    .gives(t, joined);
});

t.test('greeting: the end of another playback changes nothing', async (t) => {
  given(sample.greeting())
    .when({ ...move.greeted, playback: playbackId(id, 7) })
    .gives(t, { phase: 'greeting' });
});

t.test('greeting: its end is never told: the caller joins the queue', async (t) => {
  given(sample.greeting())
    .when({ type: 'PromptOverdue', at: at(8_000) })
    .gives(t, joined);
});

t.test('greeting: after a restart it is still playing: nothing changes', async (t) => {
  given(sample.greeting())
    .when({ type: 'Resumed', at: at(8_000), playing: [playbackId(id, 1)] })
    .gives(t, { phase: 'greeting' });
});

t.test('greeting: after a restart it is over: the caller joins the queue', async (t) => {
  given(sample.greeting())
    .when({ type: 'Resumed', at: at(8_000), playing: [] })
    .gives(t, joined);
});

t.test('greeting: the caller is found gone after a restart: the call is lost', async (t) => {
  given(sample.greeting())
    .when({ type: 'LegFoundGone', at: at(8_000), leg: caller })
    .gives(t, {
      phase: 'ended',
      facts: [
        fact.ended({ by: 'switch', outcome: 'lost', during: 'greeting', cause: null }, null, at(8_000)),
      ],
    });
});

t.test('greeting: a key that leads nowhere changes nothing', async (t) => {
  given(sample.greeting())
    .when(move.pressed('1', at(3_000)))
    .gives(t, { phase: 'greeting' });
});

t.test('greeting: all other events change nothing', async (t) => {
  ignoredCells(t, sample.greeting());
});
