import t from 'tap';
import type { AgentId, QueueId, SeatId } from '../../src/acd/model.ts';
import type { CallId, TicketNo } from '../../src/calls/model.ts';
import type { FoundRow } from '../../src/tickets/found-wire.ts';
import type { CaseView } from '../../src/tickets/life-wire.ts';
import { city, no } from './city.ts';

t.test(
  'a further call goes to the ticket that is open: its own is merged, and its call goes with it',
  async (t) => {
    const house = await city(t);
    const { asks, act, dispatched, view, arrive } = house;
    await dispatched();
    const second = arrive(2);
    const others = (await asks('leader', 'GET', '/tickets/found?stage=open')).json<{ items: FoundRow[] }>()
      .items;
    const own = others[0]?.no ?? '';
    t.not(own, no, 'the call has opened a ticket of its own');
    const merged = await act('leader', { type: 'merge', into: no }, own);
    t.match(merged.json(), { state: 'merged', mergedInto: no, duties: [] });
    t.same((await view('leader')).calls, [house.call, second]);
    t.match(
      (await asks('leader', 'GET', `/tickets/${no}/changes`)).json<object[]>().at(-1),
      { action: 'noteCall', actor: 'leader' },
      'who linked it is kept',
    );
    t.match((await act('leader', { type: 'fill', content: { title: 'x' } }, own)).json(), {
      code: 'H12_TICKET_STATE',
    });
  },
);

t.test('a further request of the same call keeps the citizen as secret as the first', async (t) => {
  const house = await city(t);
  const { asks, act } = house;
  const content = { callerName: '王小明', keepIdentity: true };
  await act('agent1', { type: 'fill', content });
  const further = (await asks('agent1', 'POST', `/tickets/${no}/further`)).json<CaseView>();
  t.match(further, { no: `${no}-2`, state: 'open', content, calls: [house.call] });
  const kind = { kind: 'help', title: '噪音', text: '夜间噪音', district: '梅江区' };
  await act('agent1', { type: 'fill', content: kind }, further.no);
  const to = [{ unit: 'cgj', role: 'sole' }];
  await act('agent1', { type: 'dispatch', to, otherLimits: [] }, further.no);
  const seen = await house.view('clerk', further.no);
  t.match(seen, { state: 'withUnits', knowsCitizen: false, callerNumber: null, calls: [] });
  t.equal(seen.content.callerName, '');
});

t.test(
  'what the citizen keys after the talk of a follow-up is the ticket’s satisfaction (Art. 13)',
  async (t) => {
    const house = await city(t);
    const { act, dispatched, view, office, clock } = house;
    const keyed = (level: 1 | 2 | 5): void =>
      office.heard({
        ...{ type: 'SurveyTaken', call: 'C2.1' as CallId, at: clock.at, ticketNo: no as TicketNo, level },
        ...{ queue: 'default' as QueueId, seat: '8001' as SeatId, agent: 'agent1' as AgentId },
      });
    await dispatched();
    keyed(1);
    t.same((await view('leader')).followUps, [], 'nobody has been followed up yet');
    await act('reviewer', { type: 'reply', part: 1, text: '已修复' });
    keyed(5);
    const after = await view('leader');
    t.match(after, {
      followUp: 'reached',
      followUps: [{ from: 'keys', reached: true, satisfaction: { timeliness: 1, result: 1 } }],
    });
    t.match((await act('agent1', { type: 'archive' })).json(), { state: 'archived' });
    keyed(2);
    t.equal((await view('leader')).version, after.version + 1, 'an archived ticket changes no more');
  },
);
