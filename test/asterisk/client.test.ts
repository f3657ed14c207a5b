import t from 'tap';
import type { OutcomeResult } from '../../src/calls/commands.ts';
import type { CallId, LegId } from '../../src/calls/model.ts';
import { bridgeId } from '../../src/calls/model.ts';
import { amplitude, readRawStereo, toneSpan } from './audio.ts';
import { addressOf, channelsGone, emptied, isUp, type Listening, listen, orders } from './listen.ts';
import { startPrivateAsterisk } from './private-asterisk.ts';
import { callerHz, type PhoneBehaviour, type Sipp, seatHz, startCallers, startPhone } from './sipp.ts';

const asterisk = await startPrivateAsterisk({ seats: ['8001', '8002', '8003'] });
t.teardown(() => asterisk.stop());

const phone = (endpoint: string, behaviour: PhoneBehaviour) =>
  startPhone({ asterisk: asterisk.sip, endpoint, password: asterisk.password(endpoint), behaviour });
const answers = { type: 'answer', ringMs: 100, talkMs: null } as const;

/** The adapter and one caller at its door. */
async function callAtDoor(
  t: Tap,
  talkMs: number | null = null,
): Promise<Listening & { call: CallId; sipp: Sipp }> {
  const listening = listen(t, addressOf(asterisk));
  await listening.until(isUp);
  const sipp = await startCallers({ asterisk: asterisk.sip, talkMs });
  const call = await listening.door();
  return { ...listening, call, sipp };
}
type Tap = Parameters<typeof listen>[0];

const endOf = ({ until }: Listening, leg: LegId) =>
  until((e) => e.to === 'call' && e.event.type === 'SeatLegEnded' && e.event.leg === leg);

t.test(
  'a call: prompts, music, a seat rings and answers, both hear each other, the caller hangs up',
  async (t) => {
    const seat = await phone('8001', answers);
    const here = await callAtDoor(t, 4_000);
    const { call, ari, callEvent } = here;
    const { play, ring, join, give, hangUp, caller, seat: leg } = orders(ari, call);
    t.has(
      here.heard.find((e) => e.to === 'door'),
      { from: '13800138000', dialled: '12345' },
    );
    t.strictSame(await play(1, 'greeting', 'recording-notice'), { result: 'done' });
    t.has(await callEvent(call, 'PromptFinished'), { playback: `${call}.play.1`, played: true });
    const given = await Promise.all([give('StartMusic'), give('CreateBridge'), ring(1, '8001')]);
    t.strictSame(
      given.map((outcome) => outcome.result),
      ['done', 'done', 'done'],
    );
    t.has(await callEvent(call, 'SeatRinging'), { leg: leg(1) });
    t.has(await callEvent(call, 'SeatAnswered'), { leg: leg(1) });
    const joined = await Promise.all([give('StopMusic'), join(caller, leg(1))]);
    t.strictSame(
      joined.map((outcome) => outcome.result),
      ['done', 'done'],
    );
    await callEvent(call, 'CallerHungUp');
    t.equal((await hangUp(leg(1))).result, 'done');
    t.has(await endOf(here, leg(1)), { event: { cause: 16 } });
    t.equal((await give('DestroyBridge')).result, 'done');
    await emptied(asterisk);
    const { left, right } = readRawStereo(asterisk.recordings()[0] ?? '');
    t.ok(amplitude(left, callerHz) > 0.05, 'the citizen is on the left');
    t.ok((toneSpan(right, seatHz)?.totalMs ?? 0) > 500, 'the seat is on the right');
    t.ok(toneSpan(left, seatHz) === null, 'the seat is not on the left');
    t.equal((await seat.stop()).failed, 0);
    t.equal((await here.sipp.done).failed, 0);
  },
);

t.test('the seat hangs up: its leg ends, and the caller is still there', async (t) => {
  const seat = await phone('8001', { type: 'answer', ringMs: 50, talkMs: 300 });
  const here = await callAtDoor(t);
  const { ring, join, give, hangUp, caller, seat: leg } = orders(here.ari, here.call);
  void give('CreateBridge');
  void ring(1, '8001');
  await here.callEvent(here.call, 'SeatAnswered');
  void join(caller, leg(1));
  await endOf(here, leg(1));
  const { callers, legs, bridges } = await here.ari.inventory([]);
  t.strictSame([...callers], [[here.call, { from: '13800138000', dialled: '12345' }]]);
  t.strictSame([...legs], [[caller, 'up']]);
  t.strictSame([...bridges], [bridgeId(here.call)]);
  t.equal((await hangUp(caller)).result, 'done');
  await here.callEvent(here.call, 'CallerHungUp');
  t.equal((await give('DestroyBridge')).result, 'done');
  t.equal((await here.sipp.done).marks.at(-1)?.word, 'done');
  await seat.stop();
  await emptied(asterisk);
});

t.test('a caller who hangs up in a prompt is gone before the prompt is told to have ended', async (t) => {
  const here = await callAtDoor(t, 300);
  const { play } = orders(here.ari, here.call);
  await play(1, 'greeting', 'greeting', 'greeting', 'greeting');
  await here.callEvent(here.call, 'PromptFinished');
  const told = here.heard.flatMap((e) => (e.to === 'call' ? [e.event.type] : []));
  t.strictSame(told.slice(0, 2), ['CallerHungUp', 'PromptFinished']);
  await emptied(asterisk);
});

t.test('every way a seat does not answer has its cause', async (t) => {
  const rows = [
    ['busy', { type: 'refuse', status: 486 }, 17],
    ['declined', { type: 'refuse', status: 603 }, 21],
    ['no common codec', { type: 'refuse', status: 488 }, 58],
    ['rings out', { type: 'ring' }, 19],
  ] as const;
  const here = await callAtDoor(t);
  const { ring, hangUp, caller, seat: leg } = orders(here.ari, here.call);
  for (const [n, [name, behaviour, cause]] of rows.entries()) {
    const seat = await phone('8002', behaviour);
    t.equal((await ring(n, '8002', { ringLimitMs: 1_000 })).result, 'done', name);
    t.has(await endOf(here, leg(n)), { event: { cause } }, name);
    await seat.stop();
  }
  await hangUp(caller);
  await emptied(asterisk);
});

t.test('each outcome, as Asterisk says it', async (t) => {
  const seat = await phone('8001', { type: 'ring' });
  const here = await callAtDoor(t);
  const { play, ring, join, leave, give, hangUp, caller, seat: leg } = orders(here.ari, here.call);
  const is = async (
    what: string,
    outcome: Promise<{ result: OutcomeResult; detail?: string }>,
    expected: string,
  ) =>
    t.equal(
      Object.values(await outcome)
        .join(' ')
        .split(' with ')[0],
      expected,
      what,
    );
  await is('a phone that is not registered', ring(1, '8003'), 'refused unreachable');
  await is('a phone that nobody knows', ring(1, '8999'), 'refused unreachable');
  await is('a phone', ring(1, '8001'), 'done');
  await is('the same leg again', ring(1, '8001'), 'conflict Channel');
  await is('no bridge', join(caller), 'gone');
  await is('a bridge', give('CreateBridge'), 'done');
  await is('the same bridge again', give('CreateBridge'), 'conflict Bridge');
  await is('a leg that has not answered', join(leg(1)), 'refused 422 Channel not in Stasis application');
  await is('a leg that is gone', join(leg(9)), 'gone');
  await is('no prompts', play(1), 'refused 500 Failed to queue media for playback');
  await is('no playback', give('StopPlay'), 'gone');
  await is('leaving a bridge it is not in', leave(caller), 'gone');
  await is('music', give('StartMusic'), 'done');
  await is('no music any more', give('StopMusic'), 'done');
  await is('a missing prompt is found missing later', play(2, 'no-such-prompt'), 'done');
  t.equal((await here.callEvent(here.call, 'PromptFinished')).played, false);
  await is('hang up', hangUp(leg(1)), 'done');
  await endOf(here, leg(1));
  await is('hang up again', hangUp(leg(1)), 'gone');
  await is('hang up the caller', hangUp(caller), 'done');
  await here.callEvent(here.call, 'CallerHungUp');
  await channelsGone(asterisk);
  await is('a seat for a caller who is gone', ring(2, '8001'), 'gone');
  await is('a prompt for a caller who is gone', play(3, 'greeting'), 'gone');
  await is('music for a caller who is gone', give('StartMusic'), 'gone');
  await is('leaving for a caller who is gone', leave(caller), 'gone');
  await is('no bridge any more', give('DestroyBridge'), 'done');
  await is('no bridge at all', give('DestroyBridge'), 'gone');
  await is('leaving no bridge', leave(caller), 'gone');
  await seat.stop();
  await emptied(asterisk);
});

t.test('a playback under way is in the inventory, one that is over is not', async (t) => {
  const here = await callAtDoor(t);
  const { play, hangUp, caller } = orders(here.ari, here.call);
  const playing = `${here.call}.play.1` as never;
  await play(1, 'greeting', 'greeting');
  t.strictSame([...(await here.ari.inventory([playing])).playing], [playing]);
  await here.callEvent(here.call, 'PromptFinished');
  t.strictSame([...(await here.ari.inventory([playing])).playing], []);
  await hangUp(caller);
  await emptied(asterisk);
});

t.test('a phone that signs on and off is told, and stands in the inventory', async (t) => {
  const here = listen(t, addressOf(asterisk));
  await here.until(isUp);
  const seat = await phone('8003', answers);
  await here.until((e) => e.to === 'seat' && e.seat === '8003' && e.phone === 'reachable');
  t.equal((await here.ari.inventory([])).phones.find(({ seat }) => seat === '8003')?.phone, 'reachable');
  await seat.unregister();
  await here.until((e) => e.to === 'seat' && e.seat === '8003' && e.phone === 'unreachable');
  t.equal((await here.ari.inventory([])).phones.find(({ seat }) => seat === '8003')?.phone, 'unreachable');
  await seat.stop();
});

t.test('neither the password nor a citizen’s number is ever in the log', async (t) => {
  const here = await callAtDoor(t);
  const { play, ring, hangUp, caller } = orders(here.ari, here.call);
  await Promise.all([play(1, 'greeting'), ring(1, '8999'), hangUp(caller)]);
  await here.callEvent(here.call, 'CallerHungUp');
  here.ari.cut();
  await here.until(isUp, here.heard.length);
  await here.ari.close();
  const log = here.log.join('');
  t.match(log, /connected to asterisk/);
  for (const secret of [asterisk.ariPassword, 'api_key', '13800138000'])
    t.notOk(log.includes(secret), 'not in the log');
  await emptied(asterisk);
});
