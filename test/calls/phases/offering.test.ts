import t from 'tap';
import type { WithdrawnWhy } from '../../../src/acd/model.ts';
import { type CallPlan, playbackId } from '../../../src/calls/model.ts';
import {
  after,
  agent7,
  agent9,
  at,
  caller,
  cmd,
  fact,
  from,
  given,
  id,
  move,
  plan,
  prompts,
  sample,
  seat7,
  seat9,
  seatLeg,
  tax,
  ticketNo,
  waitingPlan,
} from '../given.ts';
import { ignoredCells } from './cells.ts';

const oneOffer: CallPlan = { ...plan, maxOffers: 1 };
const back = (why: WithdrawnWhy, when: ReturnType<typeof at>) =>
  ({
    phase: 'queued',
    facts: [fact.withdrawn(1, seat7, why, when)],
    call: {
      queuedAt: at(8_000),
      failedOffers: why === 'lost' ? 0 : 1,
      timers: [{ name: 'maxWait', dueAt: at(8_000 + plan.maxWaitMs) }],
    },
  }) as const;

t.test(
  'offering: the caller hangs up: the phone is stopped, the seat is told, the call is abandoned',
  async (t) => {
    given(after(sample.offering(), move.ringing()))
      .when(move.callerHungUp(at(14_000)))
      .gives(t, {
        phase: 'ended',
        commands: [cmd.hangUp(seatLeg(1), 'answered_elsewhere')],
        facts: [
          fact.withdrawn(1, seat7, 'callerGone', at(14_000)),
          fact.ended(
            { by: 'caller', outcome: 'abandoned', during: 'offering', cause: 16 },
            6_000,
            at(14_000),
          ),
        ],
        call: { timers: [{ name: 'linger', dueAt: at(19_000) }] },
      });
  },
);

t.test('offering: the phone rings: only the record has it', async (t) => {
  given(sample.offering())
    .when(move.ringing())
    .gives(t, { phase: 'offering', call: { legs: [{}, { id: seatLeg(1), state: 'ringing' }] } });
});

t.test('offering: the seat answers: both are joined, the music stops', async (t) => {
  given(sample.offering())
    .when(move.answered())
    .gives(t, {
      phase: 'talking',
      commands: [cmd.createBridge, cmd.stopMusic, cmd.join(1)],
      facts: [
        {
          type: 'TalkStarted',
          call: id,
          origin: 'inbound',
          purpose: null,
          from,
          at: at(15_000),
          ticketNo: sample.offering().ticketNo,
          seat: seat7,
          agent: agent7,
          leg: seatLeg(1),
          queue: plan.queue,
          waitedMs: 7_000,
        },
      ],
      call: { timers: [], legs: [{}, { state: 'up', upAt: at(15_000) }] },
    });
});

for (const [cause, why] of [
  [17, 'refused'],
  [21, 'refused'],
  [20, 'unreachable'],
  [18, 'noAnswer'],
  [19, 'noAnswer'],
  [34, 'fault'],
  [null, 'fault'],
] as const)
  t.test(`offering: the phone ends with cause ${String(cause)}: ${why}, the next seat's turn`, async (t) => {
    given(sample.offering())
      .when(move.seatEnded(1, cause, at(12_000)))
      .gives(t, back(why, at(12_000)));
  });

for (const [outcome, why] of [
  ['refused', 'unreachable'],
  ['gone', 'callerGone'],
  ['conflict', 'fault'],
] as const)
  t.test(`offering: the switch could not ring (${outcome}): ${why}, the leg never was`, async (t) => {
    given(sample.offering())
      .when({ type: 'RingFailed', at: at(12_000), leg: seatLeg(1), outcome })
      .gives(t, {
        ...back(why, at(12_000)),
        call: { ...back(why, at(12_000)).call, legs: [{}, { state: 'gone' }] },
      });
  });

t.test(
  'offering: whether the phone was rung is not known: it is hung up, and lives until told otherwise',
  async (t) => {
    given(sample.offering())
      .when({ type: 'RingFailed', at: at(13_000), leg: seatLeg(1), outcome: 'timeout' })
      .gives(t, {
        ...back('fault', at(13_000)),
        commands: [cmd.hangUp(seatLeg(1), 'failure')],
        call: { legs: [{}, { id: seatLeg(1), state: 'asked' }] },
      });
  },
);

t.test('offering: the phone rang long enough: it is stopped, the next seat’s turn', async (t) => {
  given(sample.offering())
    .when(move.timedOut())
    .gives(t, { ...back('noAnswer', at(30_000)), commands: [cmd.hangUp(seatLeg(1), 'no_answer')] });
});

t.test('offering: the last offer is in vain: the caller is told that nobody answers', async (t) => {
  given(sample.offering(oneOffer))
    .when(move.timedOut())
    .gives(t, {
      phase: 'farewell',
      commands: [
        cmd.hangUp(seatLeg(1), 'no_answer'),
        cmd.stopMusic,
        cmd.play(2, plan.farewell.nobodyAnswered),
      ],
      facts: [fact.withdrawn(1, seat7, 'noAnswer', at(30_000))],
      call: { ending: { outcome: 'nobodyAnswered' } },
    });
});

t.test('offering: the longest wait ran out while the phone rang: told when nobody answers it', async (t) => {
  const overdue = after(sample.offering(), { type: 'WaitedTooLong', at: at(308_000) });
  t.equal(overdue.phase, 'offering');
  given(overdue)
    .when(move.timedOut(at(309_000)))
    .gives(t, {
      phase: 'farewell',
      commands: [
        cmd.hangUp(seatLeg(1), 'no_answer'),
        cmd.stopMusic,
        cmd.play(2, plan.farewell.waitedTooLong),
      ],
      facts: [fact.withdrawn(1, seat7, 'noAnswer', at(309_000))],
      call: { ending: { outcome: 'waitedTooLong' } },
    });
});

t.test('offering: after a restart the caller is found gone: lost, the phone is stopped', async (t) => {
  given(sample.offering())
    .when({ type: 'LegFoundGone', at: at(20_000), leg: caller })
    .gives(t, {
      phase: 'ended',
      commands: [cmd.hangUp(seatLeg(1), 'answered_elsewhere')],
      facts: [
        fact.withdrawn(1, seat7, 'callerGone', at(20_000)),
        fact.ended({ by: 'switch', outcome: 'lost', during: 'offering', cause: null }, 12_000, at(20_000)),
      ],
    });
});

t.test('offering: after a restart the phone is found gone: back to the queue, not counted', async (t) => {
  given(sample.offering(oneOffer))
    .when({ type: 'LegFoundGone', at: at(20_000), leg: seatLeg(1) })
    .gives(t, back('lost', at(20_000)));
});

t.test('offering: after a restart the music plays again while the phone rings on', async (t) => {
  given(sample.offering())
    .when({ type: 'Resumed', at: at(20_000), playing: [] })
    .gives(t, { phase: 'offering', commands: [cmd.music] });
});

t.test('offering: the agent declines: the phone is stopped, the next seat’s turn', async (t) => {
  given(sample.offering())
    .when({ type: 'DeclineAsked', at: at(12_000), seat: seat7 })
    .gives(t, { ...back('declined', at(12_000)), commands: [cmd.hangUp(seatLeg(1), 'normal')] });
});

t.test('offering: another seat cannot decline, nor hang up; the own seat cannot hang up yet', async (t) => {
  const call = sample.offering();
  const no = { phase: 'offering', refusal: 'H12_NOT_YOUR_CALL' } as const;
  given(call)
    .when({ type: 'DeclineAsked', at: at(12_000), seat: seat9 })
    .gives(t, no);
  given(call)
    .when({ type: 'HangUpAsked', at: at(12_000), seat: seat9 })
    .gives(t, no);
  given(call)
    .when({ type: 'HangUpAsked', at: at(12_000), seat: seat7 })
    .gives(t, { phase: 'offering', refusal: 'H12_OUT_OF_TURN' });
});

t.test('offering: legs are numbered on: a second offer has a leg of its own', async (t) => {
  const again = after(sample.offering(), move.timedOut());
  given(again)
    .when(move.offered(at(31_000), seat9, agent9))
    .gives(t, {
      phase: 'offering',
      commands: [cmd.ring(2, seat9)],
      facts: [{ type: 'OfferMade', call: id, at: at(31_000), seat: seat9, leg: seatLeg(2) }],
    });
});

t.test('offering: the softphone that rings is gone: back to the queue, no fault of the seat', async (t) => {
  given(sample.offering())
    .when({ type: 'SoftphoneGone', at: at(12_000), leg: seatLeg(1) })
    .gives(t, {
      phase: 'queued',
      commands: [cmd.hangUp(seatLeg(1), 'failure')],
      facts: [fact.withdrawn(1, seat7, 'lost', at(12_000))],
      call: { queuedAt: at(8_000), failedOffers: 0 },
    });
});

t.test('offering: who holds the line waits on, nothing is withdrawn', async (t) => {
  given(sample.offering())
    .when({ type: 'WithdrawAsked', at: at(12_000) })
    .gives(t, { phase: 'offering', refusal: 'H12_OUT_OF_TURN' });
});

/** The phone rings while the call-back is being offered. */
const announcing = () =>
  after(sample.queued(waitingPlan), move.announce(at(68_000)), move.offered(at(69_000)));

t.test(
  'offering: an announcement that had begun is over, or its end is never told: music again',
  async (t) => {
    given(announcing())
      .when(move.finished(2, at(70_000)))
      .gives(t, {
        phase: 'offering',
        commands: [cmd.music],
        call: { playing: null, timers: [{ name: 'maxWait' }, { name: 'overflow' }, { name: 'ring' }] },
      });
    given(announcing())
      .when(move.finished(1, at(70_000)))
      .gives(t, { phase: 'offering' });
    given(announcing())
      .when({ type: 'PromptOverdue', at: at(188_000) })
      .gives(t, { phase: 'offering', commands: [cmd.music], call: { playing: null } });
  },
);

t.test(
  'offering: the seat answers during an announcement: it stops at once, before they are joined',
  async (t) => {
    given(announcing())
      .when(move.answered(1, at(70_000)))
      .gives(t, {
        phase: 'talking',
        commands: [cmd.stopPlay(2), cmd.createBridge, cmd.stopMusic, cmd.join(1)],
        facts: [
          {
            type: 'TalkStarted',
            call: id,
            origin: 'inbound',
            purpose: null,
            from,
            at: at(70_000),
            ticketNo,
            seat: seat7,
            agent: agent7,
            leg: seatLeg(1),
            queue: plan.queue,
            waitedMs: 62_000,
          },
        ],
      });
  },
);

t.test(
  'offering: nobody answers during an announcement: it goes on, and the next one waits for it',
  async (t) => {
    given(announcing())
      .when(move.timedOut(at(72_000)))
      .gives(t, {
        phase: 'queued',
        commands: [cmd.hangUp(seatLeg(1), 'no_answer')],
        facts: [fact.withdrawn(1, seat7, 'noAnswer', at(72_000))],
        call: {
          playing: playbackId(id, 2),
          timers: [{ name: 'maxWait' }, { name: 'overflow' }, { name: 'prompt' }],
        },
      });
  },
);

t.test('offering: after a restart an announcement goes on, or music plays again', async (t) => {
  given(announcing())
    .when({ type: 'Resumed', at: at(70_000), playing: [playbackId(id, 2)] })
    .gives(t, { phase: 'offering' });
  given(announcing())
    .when({ type: 'Resumed', at: at(70_000), playing: [] })
    .gives(t, { phase: 'offering', commands: [cmd.music], call: { playing: null } });
});

t.test(
  'offering: the key of the call-back offer: the ringing stops, the seat keeps its turn, it is confirmed',
  async (t) => {
    given(announcing())
      .when(move.pressed('9', at(70_000)))
      .gives(t, {
        phase: 'farewell',
        commands: [
          cmd.hangUp(seatLeg(1), 'answered_elsewhere'),
          cmd.stopPlay(2),
          cmd.play(3, prompts('call-back-noted')),
        ],
        facts: [fact.withdrawn(1, seat7, 'callerGone', at(70_000))],
        call: { ending: { outcome: 'callBackAsked', during: 'offering' } },
      });
    given(announcing())
      .when(move.pressed('1', at(70_000)))
      .gives(t, { phase: 'offering' });
  },
);

t.test('offering: the wait for the other queue ran out meanwhile: sent on when nobody answers', async (t) => {
  const late = after(sample.queued(waitingPlan), move.offered(at(107_000)), {
    type: 'OverflowDue',
    at: at(108_000),
  });
  given(late)
    .when(move.timedOut(at(127_000)))
    .gives(t, {
      phase: 'queued',
      commands: [cmd.hangUp(seatLeg(1), 'no_answer'), cmd.stopMusic, cmd.play(2, prompts('sent-on'))],
      facts: [
        fact.withdrawn(1, seat7, 'noAnswer', at(127_000)),
        { type: 'QueueChanged', call: id, at: at(127_000), from: plan.queue, to: tax },
      ],
    });
});

t.test('offering: all other events change nothing', async (t) => {
  ignoredCells(t, sample.offering());
});
