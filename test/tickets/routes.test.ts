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

t.test('a confidential ticket is not there for who is not cleared, nor is its citizen dialled', async (t) => {
  const { ask, signedIn, arrive, db, ready } = await running(t);
  const call = arrive(1);
  ready('agent1');
  db.exec("UPDATE tickets SET level = 'confidential'");
  for (const username of ['leader', 'agent1']) {
    const cookie = await signedIn(username);
    t.same((await ask(cookie, get(''))).json<{ items: TicketRow[] }>().items, [], username);
    t.match((await ask(cookie, get('/20261124-000001'))).json(), { code: 'H12_NO_SUCH_TICKET' });
    const dialled = await ask(cookie, { method: 'POST', url: '/api/v1/tickets/20261124-000001/dial' });
    t.match(dialled.json(), { code: username === 'agent1' ? 'H12_NO_SUCH_TICKET' : String });
  }
  const leader = await signedIn('leader');
  t.equal(
    (await ask(leader, { method: 'GET', url: `/api/v1/calls/${call}` })).json<CallDetail>().ticket,
    null,
  );
  db.exec("UPDATE accounts SET cleared = 1 WHERE id = 'leader'");
  t.match((await ask(await signedIn('leader'), get('/20261124-000001'))).json(), { call });
  t.match(
    db.prepare("SELECT actor, target, outcome FROM audit WHERE action = 'ticket.read'").all(),
    [{ actor: 'leader', target: '20261124-000001', outcome: 'done' }],
    'who has read it is on the record',
  );
});

type CallDetail = { readonly ticket: TicketRow | null };
