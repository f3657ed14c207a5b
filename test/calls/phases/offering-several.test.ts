import t from 'tap';
import type { CallIn } from '../../../src/calls/model.ts';
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
  sample,
  seat7,
  seat9,
  seatLeg,
} from '../given.ts';

/** Seats 7 and 9 ring at once. */
const both = {
  type: 'SeatOffered',
  at: at(10_000),
  seat: seat7,
  agent: agent7,
  beside: [{ seat: seat9, agent: agent9 }],
} as const;
const ringing = (): CallIn<'offering'> => after(sample.queued(), both) as CallIn<'offering'>;
const one = { phase: 'offering', facts: [], commands: [] } as const;

t.test('several are offered at once: each phone is rung with a leg of its own, in their order', async (t) => {
  given(sample.queued())
    .when(both)
    .gives(t, {
      phase: 'offering',
      commands: [cmd.ring(1, seat7), cmd.ring(2, seat9)],
      facts: [
        { type: 'OfferMade', call: id, at: at(10_000), seat: seat7, leg: seatLeg(1) },
        { type: 'OfferMade', call: id, at: at(10_000), seat: seat9, leg: seatLeg(2) },
      ],
      call: { offer: { seat: seat7, leg: seatLeg(1) }, beside: [{ seat: seat9, leg: seatLeg(2) }] },
    });
});

for (const [n, seat, other, otherSeat] of [
  [1, seat7, 2, seat9],
  [2, seat9, 1, seat7],
] as const)
  t.test(`seat ${seat} answers first (it wins): the other is stopped and keeps its turn`, async (t) => {
    given(ringing())
      .when(move.answered(n))
      .gives(t, {
        phase: 'talking',
        commands: [
          cmd.hangUp(seatLeg(other), 'answered_elsewhere'),
          cmd.createBridge,
          cmd.stopMusic,
          cmd.join(n),
        ],
        facts: [
          fact.withdrawn(other, otherSeat, 'answeredElsewhere', at(15_000)),
          {
            type: 'TalkStarted',
            call: id,
            origin: 'inbound',
            purpose: null,
            from,
            at: at(15_000),
            ticketNo: ringing().ticketNo,
            seat,
            agent: seat === seat7 ? agent7 : agent9,
            leg: seatLeg(n),
            queue: plan.queue,
            waitedMs: 7_000,
          },
        ],
        call: { timers: [], talk: { seat, leg: seatLeg(n) } },
      });
    const talking = after(ringing(), move.answered(n));
    given(talking)
      .when(move.answered(other, at(15_001)))
      .gives(t, { phase: 'talking', commands: [cmd.hangUp(seatLeg(other), 'answered_elsewhere')] });
  });

t.test('one phone is busy: the other rings on, and the round is not counted', async (t) => {
  for (const [n, seat, left] of [
    [1, seat7, seat9],
    [2, seat9, seat7],
  ] as const)
    given(ringing())
      .when(move.seatEnded(n, 17, at(12_000)))
      .gives(t, {
        ...one,
        facts: [fact.withdrawn(n, seat, 'refused', at(12_000))],
        call: { failedOffers: 0, offer: { seat: left }, beside: [], timers: ringing().timers },
      });
});

t.test('both phones are busy, one after the other: one failed offer, the caller waits on', async (t) => {
  given(after(ringing(), move.seatEnded(1, 17, at(12_000))))
    .when(move.seatEnded(2, 20, at(13_000)))
    .gives(t, {
      phase: 'queued',
      facts: [fact.withdrawn(2, seat9, 'unreachable', at(13_000))],
      call: { failedOffers: 1 },
    });
});

t.test('nobody answers: both phones are stopped, both seats are told, one failed offer', async (t) => {
  given(ringing())
    .when(move.timedOut())
    .gives(t, {
      phase: 'queued',
      commands: [cmd.hangUp(seatLeg(1), 'no_answer'), cmd.hangUp(seatLeg(2), 'no_answer')],
      facts: [
        fact.withdrawn(1, seat7, 'noAnswer', at(30_000)),
        fact.withdrawn(2, seat9, 'noAnswer', at(30_000)),
      ],
      call: { failedOffers: 1 },
    });
});

t.test('the second agent declines: only that phone is stopped; a stranger cannot', async (t) => {
  given(ringing())
    .when({ type: 'DeclineAsked', at: at(12_000), seat: seat9 })
    .gives(t, {
      ...one,
      commands: [cmd.hangUp(seatLeg(2), 'normal')],
      facts: [fact.withdrawn(2, seat9, 'declined', at(12_000))],
      call: { offer: { seat: seat7 }, beside: [] },
    });
  given(after(ringing(), { type: 'DeclineAsked', at: at(12_000), seat: seat9 }))
    .when({ type: 'DeclineAsked', at: at(12_500), seat: seat9 })
    .gives(t, { ...one, refusal: 'H12_NOT_YOUR_CALL' });
  given(ringing())
    .when({ type: 'HangUpAsked', at: at(12_000), seat: seat9 })
    .gives(t, { ...one, refusal: 'H12_OUT_OF_TURN' });
});

t.test('the caller hangs up: both phones are stopped, both seats keep their turn', async (t) => {
  given(ringing())
    .when(move.callerHungUp(at(14_000)))
    .gives(t, {
      phase: 'ended',
      commands: [cmd.hangUp(seatLeg(1), 'answered_elsewhere'), cmd.hangUp(seatLeg(2), 'answered_elsewhere')],
      facts: [
        fact.withdrawn(1, seat7, 'callerGone', at(14_000)),
        fact.withdrawn(2, seat9, 'callerGone', at(14_000)),
        fact.ended({ by: 'caller', outcome: 'abandoned', during: 'offering', cause: 16 }, 6_000, at(14_000)),
      ],
    });
});

t.test('one leg is found gone after a restart: the other rings on', async (t) => {
  given(ringing())
    .when({ type: 'LegFoundGone', at: at(14_000), leg: seatLeg(1) })
    .gives(t, {
      ...one,
      facts: [fact.withdrawn(1, seat7, 'lost', at(14_000))],
      call: { offer: { seat: seat9 } },
    });
  given(ringing())
    .when({ type: 'LegFoundGone', at: at(14_000), leg: caller })
    .gives(t, {
      phase: 'ended',
      commands: [cmd.hangUp(seatLeg(1), 'answered_elsewhere'), cmd.hangUp(seatLeg(2), 'answered_elsewhere')],
      facts: [
        fact.withdrawn(1, seat7, 'callerGone', at(14_000)),
        fact.withdrawn(2, seat9, 'callerGone', at(14_000)),
        fact.ended({ by: 'switch', outcome: 'lost', during: 'offering', cause: null }, 6_000, at(14_000)),
      ],
    });
});
