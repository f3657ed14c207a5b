import t from 'tap';
import type { Ari } from '../../src/asterisk/client.ts';
import type { Outcome } from '../../src/calls/commands.ts';
import type { CallId } from '../../src/calls/model.ts';
import { startAriProxy } from './ari-proxy.ts';
import { addressOf, emptied, isDown, isUp, listen, orders } from './listen.ts';
import { claimPorts } from './ports.ts';
import { type PrivateAsterisk, startPrivateAsterisk } from './private-asterisk.ts';
import { startCallers, startPhone } from './sipp.ts';

const asterisk = await startPrivateAsterisk({ seats: ['8001'] });
t.teardown(() => asterisk.stop());

const ari = { user: 'hotline12345', password: 'a-secret-of-this-test', app: 'hotline12345' };
const nobody = orders({ execute: () => Promise.resolve({ result: 'down' }) }, 'C1.1' as CallId);

const caller = async (
  t: Parameters<typeof listen>[0],
  from: PrivateAsterisk,
  talkMs: number | null = null,
) => {
  const sipp = await startCallers({ asterisk: from.sip, talkMs });
  t.teardown(() => sipp.stop());
  return sipp;
};
/** Makes a bridge for each of so many calls, and destroys it at once. @returns outcomes other than `done` */
async function bridgesMadeAndDestroyed(ari: Ari, count: number): Promise<readonly Outcome[]> {
  const given = Array.from({ length: count }, (_, i) => {
    const { give } = orders(ari, `C1.${String(i)}` as CallId);
    return [give('CreateBridge'), give('DestroyBridge')];
  });
  return (await Promise.all(given.flat())).filter(({ result }) => result !== 'done');
}

t.test(
  'the connection is cut: told at once, made again, and the call that lived on is heard of',
  async (t) => {
    const here = listen(t, addressOf(asterisk));
    await here.until(isUp);
    await caller(t, asterisk);
    const call = await here.door();
    here.ari.cut();
    await here.until(isDown);
    t.strictSame(await orders(here.ari, call).give('StartMusic'), { result: 'down' });
    await t.rejects(here.ari.inventory([]), /not connected/);
    await here.until(isUp, here.heard.findIndex(isDown));
    t.strictSame([...(await here.ari.inventory([])).callers.keys()], [call]);
    t.equal(
      (await orders(here.ari, call).hangUp(nobody.caller.replace('C1.1', call) as never)).result,
      'done',
    );
    await here.callEvent(call, 'CallerHungUp');
    t.has(here.ari.state(), { up: true, requests: 'socket', connections: 2, inFlight: 0 });
    await emptied(asterisk);
  },
);

t.test('another daemon of the same name finds the call that the first one left', async (t) => {
  const first = listen(t, addressOf(asterisk));
  await first.until(isUp);
  const seat = await startPhone({
    asterisk: asterisk.sip,
    endpoint: '8001',
    password: asterisk.password('8001'),
    behaviour: { type: 'answer', ringMs: 1_000, talkMs: null },
  });
  await caller(t, asterisk);
  const call = await first.door();
  const { ring, seat: leg } = orders(first.ari, call);
  void ring(1, '8001');
  await first.callEvent(call, 'SeatRinging');
  await first.ari.close();
  const second = listen(t, addressOf(asterisk));
  await second.until(isUp);
  const { legs, callers } = await second.ari.inventory([]);
  t.equal(legs.get(leg(1)), 'ringing');
  t.strictSame([...callers.keys()], [call]);
  await second.callEvent(call, 'SeatAnswered');
  const { hangUp, caller: callerLeg } = orders(second.ari, call);
  await Promise.all([hangUp(leg(1)), hangUp(callerLeg)]);
  await second.callEvent(call, 'SeatLegEnded');
  await seat.stop();
  await emptied(asterisk);
});

t.test(
  'Asterisk is not there at first, is killed, comes back: each time the connection is made',
  async (t) => {
    const ports = await claimPorts();
    t.teardown(() => ports.release());
    const settings = { ari, http: { host: '127.0.0.1', port: ports.first + 2 } };
    const url = `http://127.0.0.1:${String(ports.first + 2)}`;
    const here = listen(t, { url, ...ari });
    t.strictSame(await orders(here.ari, 'C1.1' as CallId).give('StartMusic'), { result: 'down' });
    t.notOk(here.ari.state().up);
    const first = await startPrivateAsterisk({ settings });
    await here.until(isUp);
    await caller(t, first);
    await here.door();
    process.kill(first.pid, 'SIGKILL');
    await here.until(isDown);
    await first.stop();
    const before = here.heard.length;
    const second = await startPrivateAsterisk({ settings });
    t.teardown(() => second.stop());
    await here.until(isUp, before);
    t.strictSame([...(await here.ari.inventory([])).callers], []);
    await caller(t, second, 300);
    const call = await here.door();
    await here.callEvent(call, 'CallerHungUp');
    await emptied(second);
  },
);

t.test('a daemon whose application is taken by another knows that it is deaf, and says so', async (t) => {
  const first = listen(t, addressOf(asterisk));
  await first.until(isUp);
  const second = listen(t, addressOf(asterisk));
  await second.until(isUp);
  await first.until(isDown);
  await first.logged('another daemon took the application');
  t.ok(second.ari.state().up);
  t.strictSame(await orders(first.ari, 'C1.1' as CallId).give('StartMusic'), { result: 'down' });
});

t.test('the other end vanishes without a word: found out by itself', async (t) => {
  const proxy = await startAriProxy({ target: asterisk.ariUrl });
  t.teardown(() => proxy.close());
  const here = listen(t, { ...addressOf(asterisk), url: proxy.url });
  await here.until(isUp);
  proxy.freeze();
  const frozenAt = performance.now();
  const sent = orders(here.ari, 'C1.1' as CallId).give('StartMusic');
  await here.until(isDown);
  const took = performance.now() - frozenAt;
  t.ok(took < 5_000, `told after ${took.toFixed(0)} ms`);
  t.strictSame(await sent, { result: 'timeout' }, 'what was sent may or may not have happened');
  await here.until(isUp, here.heard.findIndex(isDown));
  t.equal((await orders(here.ari, 'C1.1' as CallId).give('StartMusic')).result, 'gone');
});

t.test(
  'a command under way when the connection is cut is told as down: the next inventory shows whether it happened',
  async (t) => {
    const proxy = await startAriProxy({ target: asterisk.ariUrl });
    t.teardown(() => proxy.close());
    const here = listen(t, { ...addressOf(asterisk), url: proxy.url });
    await here.until(isUp);
    proxy.freeze();
    const sent = orders(here.ari, 'C1.1' as CallId).give('StartMusic');
    t.equal(here.ari.state().inFlight, 1);
    proxy.cut();
    t.strictSame(await sent, { result: 'down' });
    t.equal(here.ari.state().inFlight, 0);
  },
);

t.test('what comes on the socket and is no event is counted, logged once, and harms nothing', async (t) => {
  const proxy = await startAriProxy({ target: asterisk.ariUrl });
  t.teardown(() => proxy.close());
  const here = listen(t, { ...addressOf(asterisk), url: proxy.url });
  await here.until(isUp);
  const bad = [
    ['malformed', '{"type":"StasisStart",'],
    ['malformed', ''],
    ['malformed', '}'],
    ['unknownType', '{"type":"EventOfNextYear","channel":{"id":"1.2"}}'],
    ['unknownType', 'null'],
    ['unknownType', '[]'],
    ['unknownType', '{"type":"error"}'],
    ['unknownType', '{"type":"__proto__"}'],
    ['strayAnswer', '{"type":"RESTResponse","request_id":"999","status_code":200}'],
    ['strayAnswer', '{"type":"RESTResponse","request_id":7}'],
    ['oversized', `{"type":"StasisStart","x":"${'x'.repeat(17 * 1_048_576)}"}`],
  ] as const;
  for (const [, text] of bad) proxy.inject(text);
  const counts = { malformed: 0, unknownType: 0, strayAnswer: 0, oversized: 0, fault: 0 };
  for (const [kind] of bad) counts[kind] += 1;
  await here.logged('"kind":"oversized"');
  t.has(here.ari.state(), { up: true, bad: counts, connections: 1 });
  for (const kind of ['malformed', 'unknownType', 'strayAnswer', 'oversized'])
    t.equal(here.log.filter((line) => line.includes(`"kind":"${kind}"`)).length, 1, kind);
  t.equal((await orders(here.ari, 'C1.1' as CallId).give('StartMusic')).result, 'gone');
});

t.test('a wrong password: said, tried again, and never shown', async (t) => {
  const here = listen(t, { ...addressOf(asterisk), password: 'wrong&secret' });
  await here.logged('401');
  await here.ari.close();
  t.strictSame(here.heard, []);
  const log = here.log.join('');
  for (const secret of ['wrong&secret', 'wrong%26secret', 'api_key']) t.notOk(log.includes(secret));
});

t.test('it is closed while Asterisk is away: at once, and for good', async (t) => {
  const proxy = await startAriProxy({ target: asterisk.ariUrl });
  t.teardown(() => proxy.close());
  proxy.refuse(true);
  const here = listen(t, { ...addressOf(asterisk), url: proxy.url });
  await here.logged('not connected to asterisk');
  await here.ari.close();
  proxy.refuse(false);
  t.notOk(here.ari.state().up);
  t.strictSame(await orders(here.ari, 'C1.1' as CallId).give('StartMusic'), { result: 'down' });
});

t.test('an Asterisk before 22.5: requests go over HTTP, in order within a call', async (t) => {
  const proxy = await startAriProxy({ target: asterisk.ariUrl, older: true });
  t.teardown(() => proxy.close());
  const here = listen(t, { ...addressOf(asterisk), url: proxy.url });
  await here.until(isUp);
  t.equal(here.ari.state().requests, 'http');
  await caller(t, asterisk);
  const call = await here.door();
  const { play, hangUp, give, caller: callerLeg } = orders(here.ari, call);
  t.strictSame(await bridgesMadeAndDestroyed(here.ari, 20), [], 'each found what the one before it left');
  await play(1, 'greeting');
  t.equal((await here.callEvent(call, 'PromptFinished')).played, true);
  t.equal((await give('StopPlay')).result, 'gone');
  t.strictSame([...(await here.ari.inventory([])).callers.keys()], [call]);
  t.equal((await hangUp(callerLeg)).result, 'done');
  await here.callEvent(call, 'CallerHungUp');
  t.equal(here.ari.state().inFlight, 0);
  await emptied(asterisk);
});

t.test('commands given one after the other are done in that order, without waiting in between', async (t) => {
  const here = listen(t, addressOf(asterisk));
  await here.until(isUp);
  const made = bridgesMadeAndDestroyed(here.ari, 200);
  t.equal(here.ari.state().inFlight, 400, 'all are on their way');
  t.strictSame(await made, []);
  await emptied(asterisk);
});
