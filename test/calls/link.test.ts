import t from 'tap';
import type { CallRow } from '../../src/calls/wire.ts';
import { city, no } from '../tickets/city.ts';

t.test(
  'a ticket is linked to another call: the latest of the same number and one’s own are offered',
  async (t) => {
    const { asks, act, view, arrive, tell, answered, clock, ready, call, audit } = await city(t);
    const offered = async (username: string) => {
      const rows = (await asks(username, 'GET', `/tickets/${no}/linkable-calls`)).json<
        (CallRow & { sameNumber: boolean })[]
      >();
      return rows.map(({ id, from, sameNumber }) => [id, from, sameNumber]);
    };
    const over = (id: typeof call): void => {
      tell(id, { type: 'CallerHungUp', at: clock.at, cause: 16 });
    };
    t.same(await offered('agent2'), [], 'its own call is linked already');
    over(call);
    const again = arrive(2);
    over(again);
    ready('agent2', '8002');
    const neighbour = arrive(3, '13800001234');
    tell(neighbour, answered(neighbour));
    const stranger = arrive(4, '13700005678');
    over(stranger);
    t.same(await offered('agent2'), [
      [neighbour, '13800001234', false],
      [again, '139****2211', true],
    ]);
    t.same(await offered('leader'), [[again, '13912342211', true]]);
    t.equal((await act('agent2', { type: 'linkCall', call: neighbour })).statusCode, 200);
    t.same((await view('agent2')).calls, [call, neighbour]);
    t.same(await offered('agent2'), [[again, '139****2211', true]]);
    // What is confidential is offered to nobody who is not cleared, and the ticket's page as well.
    await act('cleared', { type: 'setLevel', level: 'confidential' }, '20261124-000002');
    t.same(await offered('agent2'), []);
    await act('cleared', { type: 'setLevel', level: 'confidential' });
    const refused = await asks('agent2', 'GET', `/tickets/${no}/linkable-calls`);
    t.match(refused.json(), { status: 404, code: 'H12_NO_SUCH_TICKET' });
    t.equal((await asks('clerk', 'GET', `/tickets/${no}/linkable-calls`)).statusCode, 403);
    t.equal(audit.newest(300).filter(({ action }) => action === 'ticket.read').length, 0);
  },
);
