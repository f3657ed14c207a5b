import { once } from 'node:events';
import t, { type Test } from 'tap';
import { after } from '../../src/lib/time.ts';
import { running } from '../http/running.ts';
import { listening, openScreen, refusedScreen } from './screen.ts';

const never = 1_000_000_000;

/** A listening server whose desks are told of what is not theirs only after `gatherMs`. */
async function desks(t: Test, deskPace: { gatherMs?: number; pingMs?: number; closeMs?: number } = {}) {
  const house = await running(t, { deskPace: { gatherMs: 40, pingMs: never, ...deskPace } });
  const address = await listening(house);
  const open = async (username: string) => openScreen(t, address, await house.signedIn(username));
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
  db.exec(`UPDATE accounts SET roles = '[]'`);
  t.match(await refusedScreen(url, own), { status: 403, body: { code: 'H12_FORBIDDEN' } });
});

t.test('an agent sees the own seat, the offer, the talk and its end', async (t) => {
  const { open, ready, arrive, tell, answered, clock } = await desks(t);
  const desk = await open('agent1');
  t.match(await desk.next(), { type: 'snapshot', n: 1, view: { me: { seat: null, call: null }, calls: [] } });
  ready('agent1');
  t.match(await desk.next(), {
    type: 'change',
    n: 2,
    me: { seat: { id: '8001', doing: { state: 'ready' } } },
  });
  t.match(await desk.next(), { n: 3, figures: { queues: [{ staffed: 1, ready: 1 }] } });
  const call = arrive(1);
  const me = {
    seat: { doing: { state: 'offered' } },
    call: { id: call, phase: 'offering', from: '13912342211' },
  };
  t.match(await desk.next(), { n: 4, me });
  t.match(await desk.next(), { n: 5, calls: [{ id: call, from: '139****2211' }] });
  tell(call, answered(call));
  t.match(await desk.next(), { n: 6, me: { call: { phase: 'talking', talkingSince: clock.at } } });
  await desk.next();
  tell(call, { type: 'CallerHungUp', at: clock.at, cause: 16 });
  t.match(await desk.next(), { n: 8, me: { seat: { doing: { state: 'wrapUp' } }, call: null } });
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
  const message = await desk.next();
  t.match(message, { type: 'change', me: { call: { id: call } } });
  t.notOk('calls' in message, 'the rest follows with everybody’s');
  t.same(other.heard, []);
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
  t.same(Object.keys(message).toSorted(), ['at', 'figures', 'n', 'type']);
  desk.socket.send('{"type":"resync"}');
  t.match(await desk.next(), { type: 'snapshot', n: 3 });
  arrive(1);
  t.match(await desk.next(), { type: 'change', n: 4, calls: [{ phase: 'offering' }] });
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

t.test('a desk that takes in too slowly is closed, and the others are served', async (t) => {
  const { open, arrive, lines } = await desks(t, { gatherMs: 1, closeMs: 50 });
  for (let n = 1; n <= 300; n += 1) arrive(n);
  const slow = await open('leader');
  const quick = await open('leader');
  slow.socket.pause();
  for (let n = 301; !lines.join('').includes('"code":4008'); n += 1) {
    arrive(n);
    await quick.next();
    quick.heard.length = 0;
    lines.splice(0, lines.length - 20);
  }
  slow.socket.resume();
  t.ok([4008, 1006].includes(await slow.closed));
  t.equal(quick.socket.readyState, quick.socket.OPEN);
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
