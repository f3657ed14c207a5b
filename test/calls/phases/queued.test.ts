import t from 'tap';
import { playbackId } from '../../../src/calls/model.ts';
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
  seatLeg,
  silentPlan,
  tax,
  waitingPlan,
} from '../given.ts';
import { ignoredCells } from './cells.ts';

t.test('queued: the caller hangs up: abandoned after so long a wait', async (t) => {
  given(sample.queued())
    .when(move.callerHungUp(at(20_000)))
    .gives(t, {
      phase: 'ended',
      facts: [
        fact.ended({ by: 'caller', outcome: 'abandoned', during: 'queued', cause: 16 }, 12_000, at(20_000)),
      ],
    });
});

t.test(
  'queued: a seat is free: its phone is rung, the music goes on, the longest wait still counts',
  async (t) => {
    given(sample.queued())
      .when(move.offered())
      .gives(t, {
        phase: 'offering',
        commands: [cmd.ring(1, seat7)],
        facts: [{ type: 'OfferMade', call: id, at: at(10_000), seat: seat7, leg: seatLeg(1) }],
        call: {
          queuedAt: at(8_000),
          offer: { seat: seat7, agent: agent7, leg: seatLeg(1), offeredAt: at(10_000) },
          legs: [{ id: caller }, { id: seatLeg(1), seat: seat7, state: 'asked' }],
          timers: [
            { name: 'maxWait', dueAt: at(8_000 + plan.maxWaitMs) },
            { name: 'ring', dueAt: at(10_000 + plan.ringLimitMs) },
          ],
        },
      });
  },
);

t.test('queued: nobody is signed in: the caller is told so', async (t) => {
  given(sample.queued())
    .when({ type: 'QueueUnstaffed', at: at(9_000) })
    .gives(t, {
      phase: 'farewell',
      commands: [cmd.stopMusic, cmd.play(2, plan.farewell.noSeat)],
      call: {
        ending: { by: 'hotline', outcome: 'noSeat', during: 'queued', cause: null },
        timers: [{ name: 'prompt', dueAt: at(9_000 + 120_000) }],
        talk: null,
      },
    });
});

t.test('queued: nobody is signed in and no prompt says so: the caller is hung up', async (t) => {
  given(sample.queued(silentPlan))
    .when({ type: 'QueueUnstaffed', at: at(9_000) })
    .gives(t, {
      phase: 'ended',
      commands: [cmd.hangUp(caller, 'normal')],
      facts: [
        fact.ended(
          { by: 'hotline', outcome: 'noSeat', during: 'queued', cause: null },
          9_000,
          at(9_000),
          at(0),
        ),
      ],
      call: { timers: [{ name: 'linger', dueAt: at(14_000) }] },
    });
});

t.test('queued: the longest wait is over: the caller is told so', async (t) => {
  given(sample.queued())
    .when({ type: 'WaitedTooLong', at: at(308_000) })
    .gives(t, {
      phase: 'farewell',
      commands: [cmd.stopMusic, cmd.play(2, plan.farewell.waitedTooLong)],
      call: { ending: { by: 'hotline', outcome: 'waitedTooLong', during: 'queued', cause: null } },
    });
});

t.test('queued: after a restart the music plays again, the place is kept', async (t) => {
  given(sample.queued())
    .when({ type: 'Resumed', at: at(30_000), playing: [] })
    .gives(t, { phase: 'queued', commands: [cmd.music], call: { queuedAt: at(8_000) } });
});

t.test('queued: the caller is found gone after a restart: the call is lost', async (t) => {
  given(sample.queued())
    .when({ type: 'LegFoundGone', at: at(30_000), leg: caller })
    .gives(t, {
      phase: 'ended',
      facts: [
        fact.ended({ by: 'switch', outcome: 'lost', during: 'queued', cause: null }, 22_000, at(30_000)),
      ],
    });
});

t.test('queued: who holds the line waits on, nothing is withdrawn', async (t) => {
  given(sample.queued())
    .when({ type: 'WithdrawAsked', at: at(12_000) })
    .gives(t, { phase: 'queued', refusal: 'H12_OUT_OF_TURN' });
});

/** Ten seconds in the queue: position and wait are being said. */
const announcing = () => after(sample.queued(waitingPlan), move.announce(at(18_000)));
/** The call-back was offered, and the music plays again. */
const offered = () =>
  after(
    sample.queued(waitingPlan),
    move.announce(at(18_000)),
    move.finished(2, at(20_000)),
    move.announce(at(68_000), null, null),
    move.finished(3, at(70_000)),
  );

t.test(
  'queued: place and wait are said in Mandarin, in the place of the music; the wait goes on',
  async (t) => {
    given(sample.queued(waitingPlan))
      .when(move.announce(at(18_000)))
      .gives(t, {
        phase: 'queued',
        commands: [
          cmd.stopMusic,
          cmd.play(
            2,
            prompts('position-before', 'number-3', 'position-after', 'wait-before', 'number-3', 'wait-after'),
          ),
        ],
        call: {
          queuedAt: at(8_000),
          said: { positionAt: at(18_000), comfortAt: null },
          timers: [
            { name: 'maxWait', dueAt: at(8_000 + plan.maxWaitMs) },
            { name: 'overflow', dueAt: at(108_000) },
            { name: 'prompt', dueAt: at(138_000) },
          ],
        },
      });
  },
);

t.test(
  'queued: what is not known of the wait is not said; the music goes on, and it is tried again',
  async (t) => {
    given(sample.queued(waitingPlan))
      .when(move.announce(at(18_000), null, null))
      .gives(t, {
        phase: 'queued',
        call: {
          playing: null,
          said: { positionAt: at(18_000) },
          timers: [{}, {}, { name: 'announce', dueAt: at(38_000) }],
        },
      });
  },
);

t.test(
  'queued: comfort message and call-back offer that are due together are said in one piece',
  async (t) => {
    const plan_ = {
      ...waitingPlan,
      position: null,
      callBack: { key: '*', afterMs: 30_000, everyMs: 60_000 } as const,
    };
    given(sample.queued(plan_))
      .when(move.announce(at(38_000)))
      .gives(t, {
        phase: 'queued',
        commands: [
          cmd.stopMusic,
          cmd.play(2, prompts('still-waiting', 'call-back-press', 'key-star', 'call-back-keep-place')),
        ],
        call: { said: { comforts: 1, comfortAt: at(38_000), callBackAt: at(38_000) } },
      });
  },
);

t.test('queued: comfort messages have their turn', async (t) => {
  const plan_ = { ...waitingPlan, position: null, callBack: null };
  given(after(sample.queued(plan_), move.announce(at(38_000)), move.finished(2, at(40_000))))
    .when(move.announce(at(68_000)))
    .gives(t, { phase: 'queued', commands: [cmd.stopMusic, cmd.play(3, prompts('queue-wait'))] });
});

t.test('queued: who withholds the number is not offered a call-back, and the key does nothing', async (t) => {
  const plan_ = { ...waitingPlan, position: null, comfort: null };
  const anonymous = { ...sample.queued(plan_), from: null };
  given(anonymous)
    .when(move.announce(at(68_000)))
    .gives(t, { phase: 'queued', call: { said: { callBackAt: null } } });
  given({ ...offered(), from: null })
    .when(move.pressed('9', at(71_000)))
    .gives(t, { phase: 'queued' });
});

t.test('queued: the announcement is over: music again, and the next one has its time', async (t) => {
  given(announcing())
    .when(move.finished(2, at(22_000)))
    .gives(t, {
      phase: 'queued',
      commands: [cmd.music],
      call: {
        playing: null,
        timers: [{ name: 'maxWait' }, { name: 'overflow' }, { name: 'announce', dueAt: at(38_000) }],
      },
    });
  given(announcing())
    .when(move.finished(1, at(22_000)))
    .gives(t, { phase: 'queued' });
});

t.test('queued: the end of an announcement is never told: music again', async (t) => {
  given(announcing())
    .when({ type: 'PromptOverdue', at: at(138_000) })
    .gives(t, { phase: 'queued', commands: [cmd.music], call: { playing: null } });
});

t.test('queued: after a restart an announcement goes on, or music plays again', async (t) => {
  const call = announcing();
  given(call)
    .when({ type: 'Resumed', at: at(19_000), playing: [playbackId(id, 2)] })
    .gives(t, { phase: 'queued', call: { playing: playbackId(id, 2) } });
  given(call)
    .when({ type: 'Resumed', at: at(19_000), playing: [] })
    .gives(t, { phase: 'queued', commands: [cmd.music], call: { playing: null } });
});

t.test('queued: the key of the call-back offer: confirmed, and the call ends so', async (t) => {
  given(offered())
    .when(move.pressed('9', at(71_000)))
    .gives(t, {
      phase: 'farewell',
      commands: [cmd.stopMusic, cmd.play(4, prompts('call-back-noted'))],
      call: {
        queuedAt: at(8_000),
        ending: { by: 'caller', outcome: 'callBackAsked', during: 'queued', cause: null },
      },
    });
});

t.test('queued: the key while the offer is still being said: it is not heard out', async (t) => {
  const saying = after(sample.queued(waitingPlan), move.announce(at(68_000)));
  given(saying)
    .when(move.pressed('9', at(69_000)))
    .gives(t, {
      phase: 'farewell',
      commands: [cmd.stopPlay(2), cmd.play(3, prompts('call-back-noted'))],
    });
});

t.test('queued: another key, or the key before it was offered, changes nothing', async (t) => {
  given(offered())
    .when(move.pressed('1', at(71_000)))
    .gives(t, { phase: 'queued' });
  given(sample.queued(waitingPlan))
    .when(move.pressed('9', at(9_000)))
    .gives(t, { phase: 'queued' });
});

t.test(
  'queued: long enough for another queue: sent on with the time waited, and told so; never back',
  async (t) => {
    const sent = given(sample.queued(waitingPlan))
      .when({ type: 'OverflowDue', at: at(108_000) })
      .gives(t, {
        phase: 'queued',
        commands: [{ ...cmd.stopMusic }, cmd.play(2, prompts('sent-on'))],
        facts: [{ type: 'QueueChanged', call: id, at: at(108_000), from: plan.queue, to: tax }],
        call: { queue: tax, passed: [plan.queue], queuedAt: at(8_000) },
      });
    given(sent)
      .when({ type: 'OverflowDue', at: at(109_000) })
      .gives(t, { phase: 'queued' });
    given(sent)
      .when(move.finished(2, at(110_000)))
      .gives(t, { phase: 'queued', commands: [{ ...cmd.music, musicClass: 'tax' }] });
  },
);

t.test('queued: the other queue is closed then: the caller stays', async (t) => {
  const shut = { from: at(0), until: at(900_000), outcome: 'closed', prompts: [], to: null } as const;
  const plan_ = { ...waitingPlan, others: { [tax]: { ...plan, shut: [shut] } } };
  given(sample.queued(plan_))
    .when({ type: 'OverflowDue', at: at(108_000) })
    .gives(t, { phase: 'queued' });
});

t.test('queued: nobody is signed in, and the plan names another queue: sent on', async (t) => {
  given(sample.queued(waitingPlan))
    .when({ type: 'QueueUnstaffed', at: at(9_000) })
    .gives(t, {
      phase: 'queued',
      commands: [cmd.stopMusic, cmd.play(2, prompts('sent-on'))],
      facts: [{ type: 'QueueChanged', call: id, at: at(9_000), from: plan.queue, to: tax }],
    });
});

t.test(
  'queued: so many wait already: sent on, or told that the queue is full; who waited may stay',
  async (t) => {
    given(sample.queued(waitingPlan))
      .when({ type: 'QueueCrowded', at: at(8_000), waiting: 25 })
      .gives(t, {
        phase: 'queued',
        commands: [cmd.stopMusic, cmd.play(2, prompts('sent-on'))],
        facts: [{ type: 'QueueChanged', call: id, at: at(8_000), from: plan.queue, to: tax }],
      });
    const alone = { ...waitingPlan, overflow: null };
    given(sample.queued(alone))
      .when({ type: 'QueueCrowded', at: at(8_000), waiting: 20 })
      .gives(t, {
        phase: 'farewell',
        commands: [cmd.stopMusic, cmd.play(2, prompts('queue-full'))],
        call: { ending: { by: 'hotline', outcome: 'queueFull', during: 'queued', cause: null } },
      });
    given(sample.queued(alone))
      .when({ type: 'QueueCrowded', at: at(8_000), waiting: 19 })
      .gives(t, { phase: 'queued' });
    given(sample.queued(alone))
      .when({ type: 'QueueCrowded', at: at(60_000), waiting: 20 })
      .gives(t, { phase: 'queued' });
  },
);

t.test('queued: all other events change nothing', async (t) => {
  ignoredCells(t, sample.queued());
});
