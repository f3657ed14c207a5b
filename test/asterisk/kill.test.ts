import t, { type Test } from 'tap';
import type { AgentId, SeatId } from '../../src/acd/model.ts';
import type { Call, CallId, Gathered, Phase } from '../../src/calls/model.ts';
import type { EpochMs } from '../../src/lib/time.ts';
import { consultationOf } from '../../src/recordings/model.ts';
import { type Session, signInAt } from './api.ts';
import { between, longestGapMs, longestSilenceMs, toneSpan } from './audio.ts';
import {
  accountOf,
  type CallRecord,
  eventually,
  type Hotline,
  soundOfRecording,
  startHotline,
} from './hotline.ts';
import { musicHz, promptHz } from './private-asterisk.ts';
import { callerHz, type Sipp, seatHz, startCallers } from './sipp.ts';
import { type SpawnedDaemon, spawnDaemon } from './spawned.ts';

const answers = { type: 'answer', ringMs: 100, talkMs: null } as const;
const from = (last: string): string => `1380000${last}`;

type Served = { readonly caller: Sipp; readonly id: CallId; readonly agent: Session; readonly seat: string };

/** A citizen and the one seat that is ready for it, talking; afterwards no seat is ready. */
async function served(hotline: Hotline, last: string, seat: string): Promise<Served> {
  await hotline.readySeat(seat, answers);
  const caller = await startCallers({ asterisk: hotline.asterisk.sip, from: from(last) });
  const call = await eventually(`${last} talks`, () =>
    [...hotline.daemon().house.calls()].find((one) => one.from === from(last) && one.phase === 'talking'),
  );
  const { address } = hotline.daemon();
  const agent = await signInAt(address, accountOf(hotline, `agent${seat.slice(-1)}`));
  return { caller, id: call.id, agent, seat };
}

/** The call once it is as wanted. */
const when = (hotline: Hotline, id: CallId, what: string, wanted: (call: Call) => boolean): Promise<Call> =>
  eventually(`${id} ${what}`, () => {
    const call = hotline.daemon().house.call(id);
    return call !== undefined && wanted(call) ? call : null;
  });

const besides = (call: Call): Gathered | null =>
  call.phase === 'conference' || call.phase === 'emergency' ? call : null;
const threeWith = (name: string) => (call: Call) =>
  call.phase === 'conference' && call.parties.some(({ target }) => target.name === name);

async function asks(session: Session, call: CallId, what: string, body?: object): Promise<void> {
  const { status, code } = await session.post(`/calls/${call}/${what}`, body);
  if (status !== 204) throw new Error(`${what} is answered ${String(status)} ${String(code)}`);
}

/** A session of the same person at the daemon that runs in this process now. */
const again = (hotline: Hotline, { seat }: Served): Promise<Session> =>
  signInAt(hotline.daemon().address, accountOf(hotline, `agent${seat.slice(-1)}`));

const recordOf = (records: readonly CallRecord[], last: string): CallRecord => {
  const record = records.find(({ call }) => call.from === from(last));
  if (record === undefined) throw new Error(`no call from ${last}`);
  return record;
};

/** The rest of the test goes on with a daemon that a kill has ended and that was started again. */
async function killed(t: Test, hotline: Hotline, phases: readonly Phase[]): Promise<SpawnedDaemon> {
  const child = await spawnDaemon(t, hotline);
  await child.inPhases(...phases);
  await child.kill();
  await hotline.startDaemon();
  return child;
}

t.test(
  'killed while one is held, one asked about in private, one with the police, one on the way to the fire brigade, and a seat in wrap-up',
  async (t) => {
    const hotline = await startHotline(t, {
      plan: { greeting: [], wrapUpMs: 60_000 },
      asterisk: { promptMs: 15_000 },
      emergency: { '110': ['Local/110@demo-carrier/n'], '120': [], '119': ['PJSIP/8006'] },
    });
    await hotline.readySeat('8006', { type: 'answer', ringMs: 5_000, talkMs: null });
    const first = await startCallers({ asterisk: hotline.asterisk.sip, from: from('0000'), talkMs: 6_500 });
    await first.done;
    await hotline.ended(1);
    const held = await served(hotline, '0001', '8001');
    const asked = await served(hotline, '0002', '8002');
    const three = await served(hotline, '0003', '8003');
    const burning = await served(hotline, '0004', '8005');
    await hotline.readySeat('8004', answers);
    await asks(held.agent, held.id, 'hold');
    await asks(asked.agent, asked.id, 'invite', { to: { kind: 'seat', seat: '8004' }, way: 'announced' });
    await asks(three.agent, three.id, 'emergency', { number: '110' });
    await when(hotline, asked.id, 'speaks in private', (call) => besides(call)?.parties[0]?.aside === true);
    await when(hotline, three.id, 'is with the police', threeWith('110'));
    await asks(burning.agent, burning.id, 'emergency', { number: '119' });
    const before = new Map([held, asked, three].map(({ id }) => [id, hotline.daemon().house.call(id)]));
    const wrapUp = hotline.daemon().house.seat('8006' as SeatId)?.doing;
    const killedAt = Date.now();
    await killed(t, hotline, ['conference', 'conference', 'conference', 'emergency']);
    const backAt = Date.now();

    const { house } = hotline.daemon();
    for (const { id } of [held, asked, three])
      t.match(besides(house.call(id) ?? fail()), besides(before.get(id) ?? fail()), `${id} is as it was`);
    t.same(house.seat('8006' as SeatId)?.doing, wrapUp, 'the wrap-up counts on from where it began');
    await when(hotline, burning.id, 'is with the fire brigade', threeWith('119'));
    // Everybody goes on with what they were about.
    await asks(await again(hotline, held), held.id, 'return', { bring: false });
    await asks(await again(hotline, asked), asked.id, 'return', { bring: true });
    await when(hotline, held.id, 'talks again', ({ phase }) => phase === 'talking');
    await when(hotline, asked.id, 'is three', (call) => besides(call)?.parties[0]?.aside === false);
    const { agent } = house.seat('8006' as SeatId) ?? fail();
    t.equal(
      house.askSeat('8006' as SeatId, asAgent6(house.now())),
      null,
      `${String(agent)} ends the wrap-up`,
    );
    const citizens = [held, asked, three, burning].map(({ caller }) => caller);
    for (const caller of citizens) caller.hangUp();
    for (const caller of citizens) t.equal((await caller.done).failed, 0);
    const records = await hotline.ended(5);
    for (const last of ['0001', '0002', '0003', '0004'])
      t.match(recordOf(records, last), {
        call: { ending: { by: 'caller', outcome: 'answered' } },
        recording: { state: 'kept' },
      });
    heardThroughout(t, records, { killedAt, backAt });
    await recordedApart(t, hotline, asked.id, { killedAt, backAt });
  },
);

const fail = (): never => {
  throw new Error('it is not there');
};
const asAgent6 = (at: EpochMs) =>
  ({ type: 'NotReadyAsked', agent: 'agent6' as AgentId, reason: 'break', at }) as const;

/** Nobody noticed that the daemon was away: music for who was held, the police for who had it, no silence for anybody. */
function heardThroughout(
  t: Test,
  records: readonly CallRecord[],
  { killedAt, backAt }: { readonly killedAt: number; readonly backAt: number },
): void {
  const heard = (last: string) => {
    const { sound, call } = recordOf(records, last);
    const part = (side: typeof sound.left) =>
      between(side, killedAt - call.arrivedAt, backAt - call.arrivedAt);
    return { caller: part(sound.left), others: part(sound.right) };
  };
  const away = backAt - killedAt;
  for (const last of ['0001', '0002'])
    t.ok((toneSpan(heard(last).others, musicHz)?.totalMs ?? 0) > away * 0.7, `${last} hears music`);
  t.ok(
    (toneSpan(heard('0003').others, promptHz('demo-110'))?.totalMs ?? 0) > away * 0.7,
    'the police is heard',
  );
  t.ok(longestGapMs(heard('0003').others, seatHz) <= 300, 'and the agent beside it');
  t.ok(
    longestGapMs(heard('0004').others, seatHz) <= 300,
    'the agent stays with who waits for the fire brigade',
  );
  for (const last of ['0001', '0002', '0003', '0004']) {
    t.ok(longestGapMs(heard(last).caller, callerHz) <= 300, `${last} is recorded without a break`);
    t.ok(longestSilenceMs(heard(last).others) <= 300, `${last} is never left in silence`);
  }
}

/** The private talk went on, and so did its recording. */
async function recordedApart(
  t: Test,
  hotline: Hotline,
  call: CallId,
  { killedAt, backAt }: { readonly killedAt: number; readonly backAt: number },
): Promise<void> {
  const { recording, sound } = await soundOfRecording(hotline, consultationOf(call, 1));
  t.match(recording, { state: 'kept', kind: 'consultation', call, alarm: null });
  const during = [sound.left, sound.right].map((side) =>
    between(side, killedAt - recording.startedAt, backAt - recording.startedAt),
  );
  for (const side of during) t.ok(longestGapMs(side, seatHz) <= 300, 'both are recorded without a break');
}

t.test('killed while a citizen stands in the menu: the key pressed afterwards counts', async (t) => {
  const hotline = await startHotline(t, {
    plan: {
      greeting: [],
      wrapUpMs: 0,
      menu: { prompts: ['menu'], options: { '2': 'tax' } },
      queues: { general: {}, tax: { overflow: { to: 'general', unstaffed: true } } },
    },
    asterisk: { promptMs: 25_000 },
  });
  await hotline.readySeat('8001', answers);
  const caller = await startCallers({
    asterisk: hotline.asterisk.sip,
    from: from('0001'),
    digits: [{ digit: '2', atMs: 22_000 }],
    talkMs: 26_000,
  });
  await hotline.callIn('menu');
  await killed(t, hotline, ['menu']);
  await hotline.callIn('menu');
  await caller.done;
  const [record] = await hotline.ended();
  t.ok(record?.events.includes('DigitPressed'), 'it came to the same call', { events: record?.events });
  t.match(record?.call, { queue: 'general', passed: ['tax'], ending: { outcome: 'answered' } });
  t.ok(
    (toneSpan(record?.sound.right ?? fail(), promptHz('menu'))?.totalMs ?? 0) > 18_000,
    'which went on being read',
  );
});
