import t from 'tap';
import type { Fact } from '../../src/calls/facts.ts';
import type { Ending } from '../../src/calls/model.ts';
import { ticketChange } from '../../src/tickets/rules.ts';
import { agent7, arrived, at, fact, from, id, noon, plan, seat7, seatLeg, ticketNo } from '../calls/given.ts';

t.test('a ticket is opened with the call, in the same instant', async (t) => {
  t.strictSame(arrived().facts.map(ticketChange), [
    { type: 'TicketOpened', no: ticketNo, call: id, callerNumber: from, at: noon },
  ]);
});

t.test('the agent who talks has the ticket', async (t) => {
  const started: Fact = {
    type: 'TalkStarted',
    call: id,
    origin: 'inbound',
    purpose: null,
    from,
    at: at(5),
    ticketNo,
    seat: seat7,
    agent: agent7,
    leg: seatLeg(1),
    queue: plan.queue,
    waitedMs: 5,
  };
  t.strictSame(ticketChange(started), {
    type: 'TicketTaken',
    no: ticketNo,
    agent: agent7,
    seat: seat7,
    at: at(5),
  });
});

t.test(
  'a call that ends without a talk leaves its ticket abandoned, on the call-back list if there is a number',
  async (t) => {
    const outcomes: readonly Ending['outcome'][] = [
      'abandoned',
      'noSeat',
      'nobodyAnswered',
      'waitedTooLong',
      'fault',
      'lost',
    ];
    for (const outcome of outcomes) {
      const ended = fact.ended({ by: 'caller', outcome, during: 'queued', cause: 16 }, 5, at(9)) as Extract<
        Fact,
        { type: 'CallEnded' }
      >;
      const abandoned = { type: 'TicketAbandoned', no: ticketNo, outcome, at: at(9) } as const;
      t.strictSame(ticketChange(ended), abandoned);
      t.strictSame(ticketChange({ ...ended, from: null }), abandoned);
    }
  },
);

t.test('a call that was answered leaves its ticket open with the agent', async (t) => {
  t.equal(
    ticketChange(fact.ended({ by: 'seat', outcome: 'answered', during: 'talking', cause: 16 }, 5, at(9))),
    null,
  );
});

t.test('what happens in between changes no ticket', async (t) => {
  t.equal(
    ticketChange({ type: 'CallQueued', call: id, origin: 'inbound', at: at(1), queue: plan.queue }),
    null,
  );
  t.equal(ticketChange({ type: 'OfferMade', call: id, at: at(1), seat: seat7, leg: seatLeg(1) }), null);
  t.equal(ticketChange(fact.withdrawn(1, seat7, 'refused', at(1))), null);
  t.equal(ticketChange(fact.talkEnded(1, seat7, 5, at(1))), null);
});
