import t from 'tap';
import type { CallId } from '../../src/calls/model.ts';
import { after } from '../../src/lib/time.ts';
import { password, type Running, running } from '../http/running.ts';

const hour = 3_600_000;
const api = '/api/v1';
const number = '13900001111';

async function asked(house: Running) {
  const { people, signedIn, clock, ask } = house;
  for (const [username, role] of [
    ['router', 'routingAdministrator'],
    ['office', 'managementOffice'],
  ] as const)
    await people.create({ username, displayName: `name of ${username}`, roles: [role], password });
  const cookies = new Map<string, string>();
  const say = async (username: string, method: 'GET' | 'POST', path: string, payload?: object) => {
    const options = { method, url: `${api}${path}`, ...(payload === undefined ? {} : { payload }) };
    const cookie = cookies.get(username) ?? (await signedIn(username));
    cookies.set(username, cookie);
    const answer = await ask(cookie, options);
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };
  const entry = (kind: string) => ({
    ...{ number, kind, reason: 'shouts at agents' },
    expiresAt: clock.at + hour,
  });
  return { say, entry };
}

t.test(
  'a blocked caller is let go; the call has its ticket, says by which entry, and is on no call-back list',
  async (t) => {
    const house = await running(t);
    const { say, entry } = await asked(house);
    t.match(await say('router', 'POST', '/callers', entry('blocked')), {
      status: 201,
      body: { id: 1, number, state: 'inForce', madeBy: 'router', madeByName: 'name of router' },
    });
    const call = house.arrive(1, `+86${number}`);
    t.match(house.house.call(call), { phase: 'farewell', ending: { outcome: 'blocked', by: 'hotline' } });
    house.tell(call, { type: 'CallerHungUp', at: house.clock.at, cause: 16 });
    const standing = { kind: 'blocked', entry: 1, calls: null };
    t.match(await say('leader', 'GET', `/calls/${call}`), {
      body: {
        ...{ outcome: 'blocked', standing, ticket: { state: 'abandoned' } },
        steps: [{ event: { type: 'CallArrived', standing } }, {}],
      },
    });
    t.match(await say('router', 'GET', '/callers/1/calls'), {
      body: { items: [{ id: call, outcome: 'blocked', phase: 'ended' }], nextCursor: null },
    });
    t.strictSame((await say('leader', 'GET', '/call-backs')).body['items'], []);
    t.match((await say('leader', 'GET', '/calls?outcome=blocked')).body, { items: [{ id: call }] });
  },
);

t.test(
  'a withheld number is served, and so is everybody else; what is removed or over has no effect',
  async (t) => {
    const house = await running(t);
    const { say, entry } = await asked(house);
    await say('router', 'POST', '/callers', entry('blocked'));
    const phase = (id: CallId): string => {
      const call = house.house.call(id);
      return call?.phase === 'farewell' && call.ending.outcome === 'blocked' ? 'blocked' : 'served';
    };
    const withheld = 'C1763978815.77' as CallId;
    house.inbox.hear({ to: 'door', call: withheld, at: house.clock.at, from: null, dialled: '12345' });
    t.not(phase(withheld), 'blocked');
    t.not(phase(house.arrive(2, '13900002222')), 'blocked');
    t.equal(phase(house.arrive(3, number)), 'blocked');
    const removed = await say('router', 'POST', '/callers/1/remove', { reason: 'apologised' });
    t.match(removed.body, { state: 'removed', removedBy: 'router', removedWhy: 'apologised' });
    t.not(phase(house.arrive(4, number)), 'blocked');
    await say('router', 'POST', '/callers', entry('blocked'));
    house.clock.at = after(house.clock.at, hour);
    t.not(phase(house.arrive(5, number)), 'blocked', 'expired');
    const over = await say('leader', 'GET', '/callers?state=over');
    t.match(over.body, {
      items: [
        { id: 2, state: 'expired' },
        { id: 1, state: 'removed' },
      ],
    });
    t.strictSame((await say('leader', 'GET', '/callers?state=inForce')).body['items'], []);
    t.match((await say('leader', 'GET', '/callers?number=0001111&limit=1')).body, {
      items: [{ id: 2 }],
      nextCursor: /./,
    });
  },
);

t.test(
  'the routing administrator edits; others look, or report; who runs the system does neither',
  async (t) => {
    const house = await running(t);
    const { say, entry } = await asked(house);
    for (const username of ['agent1', 'admin', 'leader', 'office'])
      t.equal((await say(username, 'POST', '/callers', entry('vip'))).status, 403, username);
    for (const username of ['agent1', 'admin'])
      t.equal((await say(username, 'GET', '/callers')).status, 403, username);
    for (const username of ['leader', 'office', 'router'])
      t.equal((await say(username, 'GET', '/callers')).status, 200, username);
    for (const body of [
      { ...entry('blocked'), expiresAt: null },
      { ...entry('blocked'), expiresAt: house.clock.at + 91 * 24 * hour },
      { ...entry('blocked'), number: 'anonymous' },
    ])
      t.equal((await say('router', 'POST', '/callers', body)).status, 400);
    t.equal((await say('router', 'POST', '/callers', { ...entry('vip'), reason: '   ' })).status, 400);
    t.match(await say('router', 'POST', '/callers', { ...entry('blocked'), number: '110' }), {
      status: 409,
      body: { code: 'H12_CALLER_PROTECTED' },
    });
  },
);

t.test('an agent reports the call at the seat; it is decided about by somebody else, once', async (t) => {
  const house = await running(t);
  const { say, entry } = await asked(house);
  house.ready('agent1');
  const call = house.arrive(1, number);
  house.tell(call, house.answered(call));
  const report = { reason: 'shouts at agents' };
  t.equal((await say('agent2', 'POST', `/calls/${call}/report-harassment`, report)).status, 403);
  t.match(await say('agent1', 'POST', `/calls/${call}/report-harassment`, report), {
    status: 201,
    body: { id: 1 },
  });
  t.equal((await say('agent1', 'POST', '/caller-proposals/1/dismiss', report)).status, 403);
  t.match((await say('leader', 'GET', '/caller-proposals')).body, {
    items: [{ id: 1, call, number, by: 'agent1', byName: 'name of agent1', decided: null }],
  });
  const { number: _, ...accepted } = entry('restricted');
  t.match(await say('router', 'POST', '/caller-proposals/1/accept', accepted), {
    body: { decided: { entry: 1 } },
  });
  t.match((await say('leader', 'GET', '/caller-proposals?state=decided')).body, { items: [{ id: 1 }] });
  t.equal(house.house.call(call)?.phase, 'talking', 'the call itself goes on');
  const next = house.arrive(2, number);
  t.match(house.house.call(next)?.claim, { priority: -3 });
  const record = house.db.prepare('SELECT action, target FROM audit ORDER BY n').all() as {
    action: string;
  }[];
  t.match(
    record.filter(({ action }) => action.startsWith('callers.')),
    [
      { action: 'callers.propose', target: call },
      { action: 'callers.add', target: '1' },
      { action: 'callers.decide', target: '1' },
    ],
  );
  t.notMatch(JSON.stringify(record), number, 'no number is on the record');
});
