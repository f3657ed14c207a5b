import { join } from 'node:path';
import t from 'tap';
import { after } from '../../src/lib/time.ts';
import { running } from '../http/running.ts';
import { callId } from '../store/samples.ts';

/** One call answered after 10 s and talked for 60 s, one given up after 30 s; the agent is in wrap-up since 5 s. */
async function withCalls(t: Parameters<typeof running>[0]) {
  const house = await running(t);
  const { ready, arrive, tell, answered, clock } = house;
  const pass = (ms: number) => (clock.at = after(clock.at, ms));
  ready('agent1');
  const call = arrive(1);
  pass(10_000);
  tell(call, answered(call));
  const other = arrive(2);
  pass(30_000);
  tell(other, { type: 'CallerHungUp', at: clock.at, cause: 16 });
  pass(29_000);
  tell(call, { type: 'CallerHungUp', at: clock.at, cause: 16 });
  pass(5_000);
  const get = async (who: string, url: string) =>
    house.ask(await house.signedIn(who), { method: 'GET', url: `/api/v1${url}` });
  return { ...house, get };
}

t.test('a queue and its day, as counted and as live', async (t) => {
  const { get } = await withCalls(t);
  const [row, ...more] = (await get('leader', '/figures/queues')).json<object[]>();
  t.match(row, {
    ...{ queue: 'general', offered: 2, answered: 1, answeredWithin: 1, abandoned: 1, due: 2 },
    ...{ serviceLevel: 0.5, asaMs: 10_000, longestWaitMs: 30_000, waiting: 0 },
  });
  t.same(more, []);
  const state = (await get('leader', '/state')).json<{ queues: { queue: string }[] }>();
  t.match(
    state.queues.find(({ queue }) => queue === 'general'),
    {
      today: { offered: 2, answered: 1, abandoned: 1, due: 2, answeredWaitMs: 10_000 },
    },
  );
});

t.test('a day by intervals has all of them, empty ones too', async (t) => {
  const { get } = await withCalls(t);
  const rows = (await get('leader', '/figures/intervals?since=2026-11-24&until=2026-11-24')).json<
    { offered: number; since: number }[]
  >();
  t.equal(rows.length, 96);
  t.same(
    rows.filter(({ offered }) => offered > 0).map(({ offered, since }) => [offered, since]),
    [[2, Date.parse('2026-11-24T12:00:00+08:00')]],
  );
});

t.test('an agent sees its own time alone, up to now; a leader everybody’s', async (t) => {
  const { get, clock, house } = await withCalls(t);
  const own = (await get('agent1', '/figures/seats')).json<{ signedInMs: number }[]>();
  t.match(own, [
    {
      agent: 'agent1',
      agentName: 'name of agent1',
      talkingMs: 60_000,
      wrapUpMs: 5_000,
      answered: 1,
      handled: 0,
    },
  ]);
  const since = house.seat('8001' as never)?.since ?? clock.at;
  t.equal(own[0]?.signedInMs, 60_000 + 5_000 + 10_000 + 1_000, `wrap-up since ${since}`);
  t.match((await get('agent2', '/figures/seats?agent=agent1')).json(), { code: 'H12_FORBIDDEN' });
  t.same((await get('agent2', '/figures/seats')).json(), []);
  t.match((await get('agent2', '/figures/queues')).json(), { status: 403 });
  t.match((await get('leader', '/figures/seats')).json(), [{ agent: 'agent1' }]);
});

t.test('calls of those on a list, and of who calls again, by how they ended', async (t) => {
  const plan = JSON.stringify({ callers: { repeat: { calls: 2, withinMs: 3_600_000 } } });
  const house = await running(t, {}, join(t.testdir({ 'plan.json': plan }), 'plan.json'));
  const { ask, signedIn: as, arrive, ready, tell, answered, clock } = house;
  const routing = { username: 'routing', displayName: 'routing', password: 'a good password' };
  await house.people.create({ ...routing, roles: ['routingAdministrator'] });
  const expiresAt = after(clock.at, 86_400_000);
  for (const [number, kind] of [
    ['13900000001', 'blocked'],
    ['13900000002', 'vip'],
  ])
    await ask(await as('routing'), {
      method: 'POST',
      url: '/api/v1/callers',
      payload: { number, kind, reason: 'for the test', expiresAt },
    });
  ready('agent1');
  arrive(1, '13900000001');
  const vip = arrive(2, '13900000002');
  tell(vip, answered(vip));
  tell(vip, { type: 'CallerHungUp', at: clock.at, cause: 16 });
  const given = arrive(3, '13900000002');
  tell(given, { type: 'CallerHungUp', at: clock.at, cause: 16 });
  arrive(4, '13900000003');
  arrive(5, '13900000003');
  const get = async (query: string) =>
    ask(await as('leader'), { method: 'GET', url: `/api/v1/figures/callers?${query}` });
  const none = { calls: 0, answered: 0, abandoned: 0, blocked: 0, otherwise: 0, live: 0 };
  t.same((await get('since=2026-11-24&until=2026-11-24')).json(), [
    { ...none, standing: 'blocked', calls: 1, live: 1 },
    { ...none, standing: 'restricted' },
    { ...none, standing: 'vip', calls: 2, answered: 1, abandoned: 1 },
    { ...none, standing: 'repeat', calls: 1, live: 1 },
  ]);
  tell(callId(1), { type: 'CallerHungUp', at: clock.at, cause: 16 });
  t.match((await get('')).json(), [{ standing: 'blocked', calls: 1, blocked: 1, live: 0 }]);
  t.match((await get('until=2026-11-23')).json(), [{ calls: 0 }, {}, { calls: 0 }], 'another day');
  t.match((await get('format=csv')).body, /^\uFEFFstanding,calls,answered,abandoned,blocked/);
  const agent = await ask(await as('agent1'), { method: 'GET', url: '/api/v1/figures/callers' });
  t.match(agent.json(), { status: 403 });
});

t.test('as a file, and what is asked for wrongly', async (t) => {
  const { get } = await withCalls(t);
  const file = await get('leader', '/figures/queues?format=csv');
  t.match(file.headers, { 'content-type': /text\/csv/, 'content-disposition': /queues\.csv/ });
  t.match(file.body, /^\uFEFFsince,until,queue,neverQueued,offered/);
  t.match((await get('leader', '/figures/seats?format=csv')).body, /agent1/);
  for (const query of [
    'since=2026-11-25&until=2026-11-24',
    'since=2026-01-01&until=2026-11-24&granularity=15min',
    'granularity=week',
  ])
    t.match((await get('leader', `/figures/intervals?${query}`)).json(), { code: 'H12_INVALID' }, query);
});
