import { once } from 'node:events';
import { request } from 'node:http';
import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import type { SeatId } from '../../src/acd/model.ts';
import { askApi, type Session, signInAt } from './api.ts';
import { between, level, longestGapMs } from './audio.ts';
import { openRegistrar } from './flapping.ts';
import { accountOf, eventually, type Hotline, startHotline } from './hotline.ts';
import { callerHz, seatHz, startCallers, startPhone } from './sipp.ts';

const admin = (hotline: Hotline): Promise<Session> =>
  signInAt(hotline.daemon().address, accountOf(hotline, 'admin'));
const setup = { queues: ['general'], desk: 'plain', browser: true };
type Changed = { readonly password: string | null; readonly taken: string };
const phoneIs = (hotline: Hotline, seat: string, phone: 'reachable' | 'unreachable') =>
  eventually(
    `phone ${seat} is ${phone}`,
    () => hotline.daemon().house.seat(seat as SeatId)?.phone === phone || null,
  );

t.test('a new seat registers and takes a call; its old password is refused; it is taken away', async (t) => {
  const hotline = await startHotline(t);
  const by = await admin(hotline);
  const added = await by.post('/phones', { seat: '8100', ...setup });
  const { password, taken } = added.body as Changed;
  t.equal(taken, 'taken');
  t.match(password, /^[A-Za-z0-9_-]{32}$/);
  t.equal((await by.post('/phones', { seat: '8100', ...setup })).code, 'H12_SEAT_EXISTS');
  const options = { asterisk: hotline.asterisk.sip, endpoint: '8100', password: password ?? '' };
  const behaviour = { type: 'answer', ringMs: 100, talkMs: 500 } as const;
  const phone = await startPhone({ ...options, behaviour });
  t.teardown(() => phone.stop());
  await phoneIs(hotline, '8100', 'reachable');
  const agent = await signInAt(hotline.daemon().address, accountOf(hotline, 'agent1'));
  t.equal((await agent.post('/seats/8100/sign-in')).status, 200);
  t.equal((await agent.post('/seats/8100/ready')).status, 200);
  await (await startCallers({ asterisk: hotline.asterisk.sip })).done;
  const [record] = await hotline.ended();
  t.match(record?.call, { talk: { seat: '8100' }, ending: { outcome: 'answered' } });

  const changed = (await by.post('/phones/8100/password')).body as Changed;
  t.not(changed.password, password);
  await t.rejects(startPhone({ ...options, behaviour }), /could not register/, 'the old password');
  const again = await startPhone({ ...options, password: changed.password ?? '', behaviour });
  t.teardown(() => again.stop());

  t.equal((await removeSeat(hotline, by, '8100')).status, 204);
  t.equal(hotline.daemon().house.seat('8100' as SeatId), undefined);
  await t.rejects(startPhone({ ...options, password: changed.password ?? '', behaviour }));
  t.notOk(JSON.stringify((await by.get('/phones')).body).includes('secret'), 'no password is shown again');
});

const removeSeat = (hotline: Hotline, by: Session, seat: string) =>
  askApi(hotline.daemon().address, `/phones/${seat}`, { method: 'DELETE', cookie: by.cookie });

t.test('fifty seats come and go during a talk: not a moment of it is lost', async (t) => {
  const hotline = await startHotline(t);
  const by = await admin(hotline);
  await hotline.readySeat('8001', { type: 'answer', ringMs: 100, talkMs: null });
  const callers = await startCallers({ asterisk: hotline.asterisk.sip, talkMs: 12_000 });
  await hotline.callIn('talking');
  for (let n = 0; n < 50; n++)
    t.equal(
      ((await by.post('/phones', { seat: String(8200 + n), ...setup })).body as Changed).taken,
      'taken',
    );
  for (let n = 0; n < 50; n++) t.equal((await removeSeat(hotline, by, String(8200 + n))).status, 204);
  t.equal((await hotline.callIn('talking')).phase, 'talking', 'they talk still');
  t.equal((await removeSeat(hotline, by, '8001')).code, 'H12_SEAT_BUSY', 'a seat with a call stays');
  t.equal(hotline.daemon().house.seat('8001' as SeatId)?.phone, 'reachable', 'no registration was touched');
  await callers.done;
  const [record] = await hotline.ended();
  if (record === undefined) throw new Error('no record');
  const { left, right, durationMs } = record.sound;
  const talkFrom = (record.call.talk?.startedAt ?? 0) - record.call.arrivedAt + 700;
  const talk = (side: typeof left) => between(side, talkFrom, durationMs - 1_500);
  // What scripted phones do not send in time on a busy machine is no fault of the hotline's.
  const gaps = {
    caller: longestGapMs(talk(left), callerHz),
    seat: longestGapMs(talk(right), seatHz),
  };
  t.ok(gaps.caller <= 300 && gaps.seat <= 300, 'both hear each other throughout', gaps);
  t.ok(level(left) > 0.05);
});

t.test(
  'a registration that comes and goes faster than ten times a second: the truth in the end',
  async (t) => {
    const hotline = await startHotline(t);
    const password = hotline.access.phones.find(({ seat }) => seat === '8002')?.password ?? '';
    const { house } = hotline.daemon();
    const agent = await signInAt(hotline.daemon().address, accountOf(hotline, 'agent2'));
    const phone = await openRegistrar(hotline.asterisk.sip, '8002', password);
    t.teardown(() => phone.close());
    t.equal(await phone.register(60), 200);
    await phoneIs(hotline, '8002', 'reachable');
    await agent.post('/seats/8002/sign-in');
    const told: unknown[] = [];
    t.teardown(house.onChange(({ seats }) => seats.includes('8002' as SeatId) && told.push(seats)));
    const from = performance.now();
    for (let n = 0; n < 20; n++) {
      t.equal(await phone.register(0), 200);
      t.equal(await phone.register(60), 200);
    }
    t.ok(performance.now() - from < 4_000, 'forty changes in less than 4 s');
    t.ok(told.length <= 42, `no more turns than changes: ${String(told.length)}`);
    t.equal(await phone.register(0), 200);
    await phoneIs(hotline, '8002', 'unreachable');
    t.not(house.seat('8002' as SeatId)?.doing.state, 'ready');
    t.equal(await phone.register(60), 200);
    await phoneIs(hotline, '8002', 'reachable');
  },
);

/** The status of an upgrade that is asked for with these headers; 101 when it was granted. */
async function upgrade(address: string, path: string, headers: Record<string, string>): Promise<number> {
  const asked = request(`${address}${path}`, {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16, 1).toString('base64'),
      'sec-websocket-protocol': 'sip',
      ...headers,
    },
  });
  asked.end();
  const [response] = (await Promise.race([once(asked, 'response'), once(asked, 'upgrade')])) as [
    { statusCode: number; destroy(): void },
  ];
  response.destroy();
  return response.statusCode;
}

t.test(
  'the softphone’s way: without a session, from elsewhere, to another’s seat, with too much',
  async (t) => {
    const hotline = await startHotline(t);
    const { address } = hotline.daemon();
    const agent = await signInAt(address, accountOf(hotline, 'agent1'));
    const other = await signInAt(address, accountOf(hotline, 'agent2'));
    await agent.post('/seats/8001/sign-in', { device: 'browser' });
    const { socket } = (await agent.post('/seats/8001/softphone')).body as { socket: string };
    const own = { cookie: agent.cookie, origin: address };
    t.equal(await upgrade(address, socket, { origin: address }), 401, 'nobody is signed in');
    t.equal(await upgrade(address, socket, { ...own, cookie: `h12_session=${'A'.repeat(43)}` }), 401);
    t.equal(await upgrade(address, socket, { cookie: agent.cookie }), 403, 'no origin');
    t.equal(await upgrade(address, socket, { ...own, origin: 'https://evil.example' }), 403);
    t.equal(await upgrade(address, socket, { ...own, cookie: other.cookie }), 403, 'somebody else’s seat');
    t.equal(await upgrade(address, socket.replace('8001', '8002'), own), 403, 'a seat nobody sits at');
    t.equal(await upgrade(address, socket, { ...own, 'sec-websocket-protocol': 'chat' }), 400);
    t.equal(
      await closed(address, socket.slice(0, -1) + (socket.endsWith('A') ? 'B' : 'A'), own),
      4409,
      'not this page',
    );
    t.equal(await closed(address, socket, own, (line) => line.send('x'.repeat(40_000))), 1009, 'too long');
    t.equal(await closed(address, socket, own, (line) => line.send(Buffer.alloc(10))), 1003, 'binary');
    t.equal(await closed(address, socket, own, flood), 4429, 'too many');
    t.equal(
      await closed(address, socket, own, () => void agent.post('/seats/8001/sign-out')),
      4401,
      'the seat is left',
    );
  },
);

const flood = (line: WebSocket): void => {
  for (let n = 0; n < 200; n++) line.send('\r\n\r\n');
};

/** With what code a line was closed. */
async function closed(
  address: string,
  path: string,
  headers: Record<string, string>,
  opened: (line: WebSocket) => void = () => undefined,
): Promise<number> {
  const line = new WebSocket(`${address.replace('http', 'ws')}${path}`, 'sip', { headers });
  line.on('open', () => opened(line));
  const [code] = (await once(line, 'close')) as [number];
  return code;
}

t.test('an administrator alone sees and changes the phones', async (t: Test) => {
  const hotline = await startHotline(t);
  const leader = await signInAt(hotline.daemon().address, accountOf(hotline, 'leader'));
  t.equal((await leader.get('/phones')).code, 'H12_FORBIDDEN');
  t.equal((await leader.post('/phones', { seat: '8300', ...setup })).code, 'H12_FORBIDDEN');
  const by = await admin(hotline);
  t.equal(
    (await by.post('/phones', { seat: '8300', queues: ['general'], desk: null, browser: false })).code,
    'H12_SEAT_WITHOUT_PHONE',
  );
  for (const seat of ['8', '8001w', '../etc', '80 01'])
    t.equal((await by.post('/phones', { seat, ...setup })).code, 'H12_INVALID');
});
