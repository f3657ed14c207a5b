import t, { type Test } from 'tap';
import type { AgentId, SeatId } from '../../src/acd/model.ts';
import { listStart } from '../../src/store/page.ts';
import type { TicketChange } from '../../src/tickets/model.ts';
import type { TicketFilter } from '../../src/tickets/store.ts';
import { batchOf, callId, freshStore, noon, sampleCall, ticketNo } from '../store/samples.ts';

const abandoned = (n: number): TicketChange => ({
  type: 'TicketAbandoned',
  no: ticketNo(n),
  outcome: 'abandoned',
  at: noon,
});

function withTickets(t: Test) {
  const store = freshStore(t);
  for (const n of [1, 2, 3]) store.journal.append(batchOf(sampleCall(n)));
  store.tickets.apply(abandoned(2));
  store.tickets.apply(abandoned(3));
  const nos = (filter: TicketFilter) =>
    store.tickets.list(filter, listStart, { limit: 50 }).items.map((ticket) => ticket.no);
  return { ...store, nos };
}

t.test('the ticket tells of its call from the first second', async (t) => {
  t.same(withTickets(t).tickets.read(ticketNo(1)), {
    no: ticketNo(1),
    call: callId(1),
    callerNumber: '13912342211',
    state: 'open',
    openedAt: noon + 1000,
    closedAt: null,
    outcome: null,
    agent: null,
    seat: null,
    surveyLevel: null,
  });
});

t.test('the agent who answers has the ticket', async (t) => {
  const { tickets } = withTickets(t);
  const no = ticketNo(1);
  tickets.apply({ type: 'TicketTaken', no, agent: 'agent1' as AgentId, seat: '8001' as SeatId, at: noon });
  t.match(tickets.read(no), { agent: 'agent1', seat: '8001', state: 'open' });
});

t.test('states and satisfaction are told apart', async (t) => {
  const { nos, tickets } = withTickets(t);
  tickets.apply({ type: 'TicketRated', no: ticketNo(1), level: 4 });
  t.match(tickets.read(ticketNo(1)), { surveyLevel: 4 });
  t.same(nos({ surveyLevel: 4 }), [ticketNo(1)]);
  t.same(nos({ surveyLevel: 1 }), []);
  t.same(nos({ state: 'abandoned' }), [ticketNo(3), ticketNo(2)]);
  t.same(nos({ state: 'open', surveyLevel: 4 }), [ticketNo(1)]);
  t.same(nos({ state: 'abandoned', surveyLevel: 4 }), []);
});

t.test('a damaged number is not counted on from', async (t) => {
  const { tickets, db } = withTickets(t);
  db.prepare(`UPDATE tickets SET no = 'zzz' WHERE no = ?`).run(ticketNo(1));
  t.equal(tickets.lastNo(), ticketNo(3));
});
