import t from 'tap';
import {
  agent7,
  at,
  caller,
  cmd,
  fact,
  given,
  id,
  move,
  plan,
  sample,
  seat7,
  seatLeg,
  silentPlan,
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
        fact.ended({ by: 'hotline', outcome: 'noSeat', during: 'queued', cause: null }, 9_000, at(9_000)),
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

t.test('queued: all other events change nothing', async (t) => {
  ignoredCells(t, sample.queued());
});
