import t from 'tap';
import type { TicketRow } from '../../src/tickets/wire.ts';
import { running } from '../http/running.ts';

const get = (url: string) => ({ method: 'GET', url: `/api/v1/tickets${url}` }) as const;

t.test('tickets of callers who talked to nobody, numbers for shift leaders', async (t) => {
  const { ask, signedIn, ready, arrive, tell, clock } = await running(t);
  ready('agent1');
  arrive(1);
  const gone = arrive(2);
  tell(gone, { type: 'CallerHungUp', at: clock.at, cause: 16 });
  const list = async (cookie: string, query: string) =>
    (await ask(cookie, get(query))).json<{ items: TicketRow[] }>().items;
  const leader = await signedIn('leader');
  t.match(await list(leader, '?state=abandoned'), [
    { call: gone, state: 'abandoned', outcome: 'abandoned', callerNumber: '13912342211', surveyLevel: null },
  ]);
  t.equal((await list(leader, '?state=open')).length, 1);
  t.equal((await list(leader, '')).length, 2);
  t.match(await list(await signedIn('agent2'), '?state=abandoned'), [{ callerNumber: '139****2211' }]);
});

t.test('one ticket, by its number', async (t) => {
  const { ask, signedIn, arrive } = await running(t);
  const call = arrive(1);
  const cookie = await signedIn('leader');
  t.match((await ask(cookie, get('/20261124-000001'))).json(), { no: '20261124-000001', call });
  t.match((await ask(cookie, get('/20261124-000009'))).json(), { status: 404, code: 'H12_NO_SUCH_TICKET' });
});
