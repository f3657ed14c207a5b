import t from 'tap';
import type { CallId } from '../../src/calls/model.ts';
import { legId } from '../../src/calls/model.ts';
import { after } from '../../src/lib/time.ts';
import type { DueRow } from '../../src/tickets/found-wire.ts';
import { city, no } from './city.ts';

t.test(
  'follow-ups come as a work list; the agent dials from the ticket, and the call is linked to it (Art. 13)',
  async (t) => {
    const house = await city(t);
    const { asks, act, dispatched, tell, clock, view } = house;
    tell(house.call, { type: 'CallerHungUp', at: clock.at, cause: 16 });
    await dispatched();
    await act('reviewer', { type: 'reply', part: 1, text: '已修复' });
    const list = async () =>
      (await asks('agent2', 'GET', '/tickets/due?step=followUp')).json<{ items: DueRow[] }>().items;
    t.match(await list(), [
      { no, owner: 'centre', days: 3, source: /第十三条/, tries: 0, callerNumber: '139****2211' },
    ]);
    house.ready('agent2', '8002');
    const dial = async (): Promise<CallId> => {
      const answer = await asks('agent2', 'POST', `/tickets/${no}/dial`);
      t.equal(answer.statusCode, 200, answer.payload);
      return answer.json<{ call: CallId }>().call;
    };
    const first = await dial();
    tell(first, { type: 'SeatAnswered', at: clock.at, leg: legId(first, 'seat', 1) });
    tell(first, { type: 'CallerHungUp', at: clock.at, cause: 17 });
    tell(first, { type: 'SeatLegEnded', at: clock.at, leg: legId(first, 'seat', 1), cause: 16 });
    t.match(await view('leader'), {
      calls: [String, first],
      followUps: [{ reached: false, call: first, by: 'agent2' }],
      followUp: 'open',
    });
    t.match(await list(), [{ tries: 1, lastTryAt: clock.at }]);
    await asks('agent2', 'POST', '/seats/8002/wrap-up-over');
    await asks('agent2', 'POST', '/seats/8002/ready');
    const second = await dial();
    tell(second, { type: 'SeatAnswered', at: clock.at, leg: legId(second, 'seat', 1) });
    tell(second, { type: 'CitizenAnswered', at: clock.at, leg: legId(second, 'caller') });
    tell(second, { type: 'CallerHungUp', at: clock.at, cause: 16 });
    tell(second, { type: 'SeatLegEnded', at: clock.at, leg: legId(second, 'seat', 1), cause: 16 });
    const linked = await view('leader');
    t.same(linked.calls.slice(1), [first, second]);
    t.equal(linked.followUps.length, 1, 'a talk is no try in vain: what came of it is entered');
    const entered = {
      type: 'followUp',
      reached: true,
      satisfaction: { timeliness: 4, result: 5 },
      call: second,
      note: '',
    };
    t.match((await act('agent2', entered)).json(), {
      followUp: 'reached',
      followUps: [{}, { call: second }],
    });
    t.match((await act('agent2', { type: 'archive' })).json(), { state: 'archived', duties: [] });
  },
);

t.test(
  'what was tried before a redo is over: the list counts what was tried since the units replied last',
  async (t) => {
    const house = await city(t);
    const { asks, act, dispatched, clock } = house;
    const list = async () =>
      (await asks('agent1', 'GET', '/tickets/due?step=followUp')).json<{ items: DueRow[] }>().items;
    const tried = { type: 'followUp', reached: false, satisfaction: null, note: '' };
    await dispatched();
    await act('reviewer', { type: 'reply', part: 1, text: '已修复' });
    t.match(await list(), [{ tries: 0, lastTryAt: null }]);
    for (const tries of [1, 2]) {
      await act('agent1', tried);
      t.match(await list(), [{ tries, lastTryAt: clock.at }]);
    }
    clock.at = after(clock.at, 60_000);
    t.equal((await act('office', { type: 'redo', reason: '仍未解决' })).statusCode, 200);
    await act('reviewer', { type: 'reply', part: 2, text: '再次修复' });
    t.match(await list(), [{ tries: 0, lastTryAt: null }]);
    await act('agent1', tried);
    t.match(await list(), [{ tries: 1, lastTryAt: clock.at }]);
  },
);
