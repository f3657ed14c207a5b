import t from 'tap';
import { password, running } from './running.ts';

t.test('a call from arrival to end leaves neither number nor password nor token in the log', async (t) => {
  const { ask, signedIn, ready, arrive, tell, answered, lines } = await running(t);
  const cookie = await signedIn('agent1');
  const leader = await signedIn('leader');
  await ask('', {
    method: 'POST',
    url: '/api/v1/session',
    payload: { username: 'agent1', password: 'wrong password' },
  });
  ready('agent1');
  const call = arrive(1, '13912342211');
  tell(call, answered(call));
  for (const url of [
    `/api/v1/calls/${call}?number=13912342211`,
    '/api/v1/calls?queue=13912342211',
    '/13912342211',
    '/api/v1/seats/13912342211',
  ])
    await ask(leader, { method: 'GET', url, headers: { authorization: 'Bearer SECRET' } });
  await ask(cookie, { method: 'POST', url: `/api/v1/calls/${call}/hang-up` });
  const log = lines.join('');
  t.match(log, '"msg":"request"');
  t.match(log, '"msg":"turn"');
  for (const secret of [
    '13912342211',
    password,
    'wrong password',
    'SECRET',
    cookie.split('=')[1] ?? '-',
    leader,
  ])
    t.notOk(log.includes(secret), 'not in the log');
  t.match(log, '"route":"/api/v1/calls/:id"');
});
