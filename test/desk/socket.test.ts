import { once } from 'node:events';
import t, { type Test } from 'tap';
import { merged } from '../../src/desk/merge.ts';
import { after } from '../../src/lib/time.ts';
import { password, running } from '../http/running.ts';
import { listening, openScreen, refusedScreen, resuming } from './screen.ts';

const never = 1_000_000_000;

/** A listening server whose desks are told of what is not theirs only after `gatherMs`. */
async function desks(t: Test, deskPace: { gatherMs?: number; pingMs?: number; closeMs?: number } = {}) {
  const house = await running(t, { deskPace: { gatherMs: 40, pingMs: never, ...deskPace } });
  const address = await listening(house);
  const open = async (username: string, query = '') =>
    openScreen(t, address, await house.signedIn(username), query);
  return { ...house, address, open };
}

t.test('a desk is opened only by a page of this server, with a session and the right', async (t) => {
  const { address, signedIn, db } = await desks(t);
  const url = `${address}/api/v1/desk`;
  const cookie = await signedIn('agent1');
  const own = { cookie, origin: address };
  for (const [headers, status, code] of [
    [{ origin: address }, 401, 'H12_NO_SESSION'],
    [{ origin: address, cookie: `h12_session=${'A'.repeat(43)}` }, 401, 'H12_NO_SESSION'],
    [{ cookie }, 403, 'H12_BAD_ORIGIN'],
    [{ cookie, origin: 'https://evil.example' }, 403, 'H12_BAD_ORIGIN'],
    [{ cookie, origin: 'null' }, 403, 'H12_BAD_ORIGIN'],
  ] as const)
    t.match(
      await refusedScreen(url, headers),
      { status, type: /problem\+json/, body: { code, status } },
      code,
    );
  t.match(await refusedScreen(`${address}/elsewhere`, own), { status: 404 });
  for (const query of ['?stream=x', '?after=1', '?stream=x&after=-1', '?stream=%00&after=1', '?more=1'])
    t.match(
      await refusedScreen(`${url}${query}`, own),
      { status: 400, body: { code: 'H12_INVALID' } },
      query,
    );
  db.exec(`UPDATE accounts SET roles = '[]'`);
  t.match(await refusedScreen(url, own), { status: 403, body: { code: 'H12_FORBIDDEN' } });
});

t.test('an agent sees the own seat, the offer, the talk and its end', async (t) => {
  const { open, ready, arrive, tell, answered, clock } = await desks(t);
  const desk = await open('agent1');
  const first = await desk.next();
  t.match(first, { type: 'snapshot', view: { me: { seat: null, call: null }, calls: [] } });
  ready('agent1');
  const sits = await desk.next();
  t.match(sits, {
    ...{ type: 'change', after: first.n, me: { seat: { id: '8001', doing: { state: 'ready' } } } },
    queues: { set: [{ staffed: 1, ready: 1 }], gone: [] },
  });
  const call = arrive(1);
  const rings = await desk.next();
  t.match(rings, {
    after: sits.n,
    me: {
      seat: { doing: { state: 'offered' } },
      call: { id: call, phase: 'offering', from: '13912342211' },
    },
    calls: { set: [{ id: call, from: '139****2211' }], gone: [] },
  });
  tell(call, answered(call));
  t.match(await desk.next(), { me: { call: { phase: 'talking', talkingSince: clock.at } } });
  tell(call, { type: 'CallerHungUp', at: clock.at, cause: 16 });
  t.match(await desk.next(), {
    me: { seat: { doing: { state: 'wrapUp' } }, call: null },
    calls: { set: [], gone: [call] },
  });
  t.same(desk.heard, []);
});

t.test('a call leaves the lists of who is not cleared as soon as its ticket is confidential', async (t) => {
  const { open, ready, arrive, tell, answered, office, clock } = await desks(t);
  ready('agent1');
  const call = arrive(1);
  tell(call, answered(call));
  const [own, other, leader] = [await open('agent1'), await open('agent2'), await open('leader')];
  t.match((await other.next()).view, { calls: [{ id: call }] });
  await own.next();
  await leader.next();
  const by = { ...{ id: 'office', roles: ['managementOffice'] }, unit: null, district: null, cleared: true };
  const action = { type: 'setLevel', level: 'confidential' } as const;
  office.life.act(by as never, '20261124-000001' as never, { version: 1, action, address: '' });
  t.match((await other.next()).calls, { set: [], gone: [call] });
  t.match((await own.next()).calls, { set: [], gone: [call] });
  const again = await open('agent1');
  t.match((await again.next()).view, { calls: [], me: { call: { id: call } } }, 'the own call stays');
  tell(call, { type: 'HoldAsked', at: clock.at, seat: '8001' as never });
  t.match((await leader.next()).calls, { set: [{ id: call }] }, 'who supervises goes on seeing it');
  arrive(2);
  t.same(
    (await other.next()).calls?.set.map(({ id }) => id),
    ['C1763978815.2'],
  );
});

t.test('an offer goes out at once, whatever is being gathered', async (t) => {
  const { open, ready, arrive } = await desks(t, { gatherMs: never });
  const desk = await open('agent1');
  const other = await open('agent2');
  await desk.next();
  await other.next();
  ready('agent1');
  await desk.next();
  const call = arrive(1);
  t.match(await desk.next(), { type: 'change', me: { call: { id: call } } });
  t.same(other.heard, []);
});

t.test('two tabs of one agent show the same, and what both ask for is done once', async (t) => {
  const { open, ready, arrive, tell, answered, ask, signedIn } = await desks(t, { gatherMs: never });
  const tabs = [await open('agent1'), await open('agent1')];
  ready('agent1');
  const call = arrive(1);
  tell(call, answered(call));
  for (const tab of tabs) {
    await tab.next();
    t.match(await tab.next(), { me: { seat: { doing: { state: 'talking' } }, call: { id: call } } });
  }
  const cookie = await signedIn('agent1');
  const hangUp = () => ask(cookie, { method: 'POST', url: `/api/v1/calls/${call}/hang-up` });
  const [first, second] = await Promise.all([hangUp(), hangUp()]);
  t.equal(first.statusCode, 204, 'the first one hangs up');
  t.match(second.json(), { code: 'H12_OUT_OF_TURN', status: 409 }, 'the second finds it done');
  for (const tab of tabs) t.match(await tab.next(), { me: { seat: { doing: { state: 'wrapUp' } } } });
  t.same(
    tabs.map(({ heard }) => heard),
    [[], []],
  );
});

t.test('a desk that comes back is told what it missed, and no more', async (t) => {
  const { open, arrive } = await desks(t);
  const desk = await open('agent2');
  const first = await desk.next();
  desk.socket.close();
  await desk.closed;
  for (const n of [1, 2, 3]) arrive(n);
  const back = await open('agent2', resuming({ stream: first.stream, n: first.n }));
  const missed = await back.next();
  t.match(missed, { type: 'change', after: first.n, calls: { gone: [] } });
  const asked = await open('agent2');
  const { view } = await asked.next();
  t.same(merged(first.view, { ...missed, type: 'change' }), { ...view, at: missed.at });
  const again = await open('agent2', resuming({ stream: first.stream, n: missed.n }));
  t.same(Object.keys(await again.next()).toSorted(), ['after', 'at', 'me', 'n', 'type'], 'nothing missed');
});

t.test('what cannot be gone on from is answered with a snapshot', async (t) => {
  const { open } = await desks(t);
  const { stream, n } = await (await open('agent2')).next();
  for (const [what, from] of [
    ['another life of the server', { stream: stream.replace(/^[^.]+/, 'former'), n }],
    ['a number that was never given', { stream, n: n + 1 }],
    ['what another role sees', { stream: stream.replace(/\.\w+$/, '.fsc'), n }],
  ] as const) {
    const message = await (await open('agent2', resuming(from))).next();
    t.match(message, { type: 'snapshot', stream, n }, what);
  }
});

t.test('who is given another role begins anew, with what that role sees', async (t) => {
  const { open, db } = await desks(t, { pingMs: 20 });
  const desk = await open('agent1');
  const { stream } = await desk.next();
  db.exec(`UPDATE accounts SET roles = '["shiftLeader"]' WHERE id = 'agent1'`);
  const message = await desk.next();
  t.match(message, { type: 'snapshot', view: { seats: { length: 3 } } });
  t.not(message.stream, stream);
});

t.test('who has no part in the hotline itself sees the own seat alone', async (t) => {
  const { open, people, arrive } = await desks(t, { gatherMs: 1 });
  const account = { username: 'clerk', displayName: 'x', roles: ['unitClerk' as const], password };
  t.equal(await people.create(account), null);
  const clerk = await open('clerk');
  t.same(Object.keys((await clerk.next()).view).toSorted(), ['at', 'me']);
  const leader = await open('leader');
  await leader.next();
  arrive(1);
  await leader.next();
  t.same(clerk.heard, []);
});

t.test('a shift leader sees all seats and numbers, an administrator seats and no calls', async (t) => {
  const { open, ready, arrive } = await desks(t);
  ready('agent1');
  arrive(1);
  const leader = await (await open('leader')).next();
  t.match(leader.view, { seats: { length: 3 }, calls: [{ from: '13912342211', phase: 'offering' }] });
  t.equal(leader.view.seats?.[0]?.agentName, 'name of agent1');
  const admin = await (await open('admin')).next();
  t.equal(admin.view.seats?.length, 3);
  t.notOk('calls' in admin.view);
  const agent = await (await open('agent2')).next();
  t.notOk('seats' in agent.view);
  t.match(agent.view.calls, [{ from: '139****2211' }]);
});

t.test('what did not change is not sent again; a snapshot is sent on request', async (t) => {
  const { open, ready, arrive } = await desks(t);
  const desk = await open('agent2');
  await desk.next();
  ready('agent1');
  const message = await desk.next();
  t.same(Object.keys(message).toSorted(), ['after', 'at', 'figures', 'n', 'queues', 'type']);
  desk.socket.send('{"type":"resync"}');
  t.match(await desk.next(), { type: 'snapshot', n: message.n });
  arrive(1);
  t.match(await desk.next(), { type: 'change', after: message.n, calls: { set: [{ phase: 'offering' }] } });
});

t.test('messages that cannot be read are answered, and after five the socket is closed', async (t) => {
  const { open } = await desks(t);
  const desk = await open('agent1');
  await desk.next();
  for (const text of ['{', '{"type":"hangUp"}', '{"type":"resync","more":1}']) desk.socket.send(text);
  desk.socket.send(Buffer.from('{"type":"resync"}'), { binary: true });
  for (let n = 0; n < 4; n += 1) t.match(await desk.next(), { type: 'problem', code: 'H12_MALFORMED' });
  desk.socket.send('null');
  t.equal(await desk.closed, 4400);
});

t.test('a message that is too long closes the socket', async (t) => {
  const { open } = await desks(t);
  const desk = await open('agent1');
  desk.socket.send('x'.repeat(4_097));
  t.equal(await desk.closed, 1009);
});

t.test('the end of the session closes its sockets and no others', async (t) => {
  const { open, address, signedIn, ask } = await desks(t);
  const cookie = await signedIn('agent1');
  const desk = await openScreen(t, address, cookie);
  const other = await open('agent2');
  await ask(cookie, { method: 'DELETE', url: '/api/v1/session' });
  t.equal(await desk.closed, 4401);
  t.equal(other.socket.readyState, other.socket.OPEN);
});

t.test('a session that ends idle closes its socket; that of an agent at a seat goes on', async (t) => {
  const { open, ready, clock } = await desks(t, { pingMs: 20 });
  const idle = await open('agent2');
  const working = await open('agent1');
  ready('agent1');
  clock.at = after(clock.at, 3_500_000);
  await once(working.socket, 'ping');
  await once(working.socket, 'ping');
  clock.at = after(clock.at, 200_000);
  t.equal(await idle.closed, 4401);
  await once(working.socket, 'ping');
  t.equal(working.socket.readyState, working.socket.OPEN);
});

t.test('a desk that gives no sign of life is cut off', async (t) => {
  const { address, signedIn } = await desks(t, { pingMs: 20 });
  const desk = await openScreen(t, address, await signedIn('agent1'));
  desk.socket.pong = () => undefined;
  t.equal(await desk.closed, 1006);
});

t.test('windows of one session beyond ten close the oldest', async (t) => {
  const { address, signedIn } = await desks(t);
  const cookie = await signedIn('agent1');
  const first = await openScreen(t, address, cookie);
  for (let n = 0; n < 10; n += 1) await openScreen(t, address, cookie);
  t.equal(await first.closed, 1001);
});

t.test('the server closes desks when it stops', async (t) => {
  const { app, open } = await desks(t);
  const desk = await open('agent1');
  await app.close();
  t.equal(await desk.closed, 1001);
});
