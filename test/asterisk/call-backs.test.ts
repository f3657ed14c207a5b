import t, { type Test } from 'tap';
import type { AgentId, SeatId } from '../../src/acd/model.ts';
import type { CallId } from '../../src/calls/model.ts';
import { recordingOf } from '../../src/recordings/model.ts';
import { listStart } from '../../src/store/page.ts';
import { everything } from '../store/samples.ts';
import { type Session, signInAt } from './api.ts';
import { amplitude, toneSpan } from './audio.ts';
import { withCarrier } from './carrier.ts';
import { accountOf, eventually, type Hotline } from './hotline.ts';
import { callerHz, type PhoneBehaviour, seatHz, startCallers } from './sipp.ts';
import { spawnDaemon } from './spawned.ts';

const answers = { type: 'answer', ringMs: 100, talkMs: null } as const;
const from = '13800000001';

/** A hotline whose carrier is a telephone of the test's own: every number dialled rings there. */
async function withCitizen(t: Test, behaviour: PhoneBehaviour) {
  const { hotline, carrier } = await withCarrier(t, {
    plan: { wrapUpMs: 0, greeting: [] },
    settings: { demonstration: false },
  });
  const citizen = await carrier(behaviour);
  await hotline.readySeat('8001', answers);
  const { house } = hotline.daemon();
  const at = house.now();
  house.askSeat('8001' as SeatId, {
    type: 'NotReadyAsked',
    agent: 'agent1' as AgentId,
    reason: 'break',
    at,
  });
  return { hotline, citizen };
}

type Entry = {
  readonly id: number;
  readonly ticketNo: string;
  readonly number: string;
  readonly why: string;
  readonly missed: number;
  readonly tries: readonly { readonly result: string }[];
  readonly closed: { readonly why: string } | null;
};

/** A citizen rings, nobody has time, the citizen gives up: what stands on the list then. */
async function abandoned(hotline: Hotline, agent: Session): Promise<Entry> {
  const caller = await startCallers({ asterisk: hotline.asterisk.sip, from, talkMs: 600 });
  await caller.done;
  return eventually('an entry on the list', async () => {
    const { body } = await agent.get('/call-backs');
    return (body as { readonly items: readonly Entry[] }).items[0];
  });
}

const outboundOf = (hotline: Hotline) =>
  hotline
    .daemon()
    .stores.calls.list({}, everything, { after: listStart, limit: 50 })
    .items.filter(({ origin }) => origin === 'outbound');

const endedOutbound = (hotline: Hotline, id: string) =>
  eventually('the dialled call has ended', () => {
    const line = hotline.daemon().stores.calls.line(id as CallId);
    return line?.phase === 'ended' ? line : null;
  });

t.test(
  'a caller who gave up is called back: both hear each other, it is recorded, the ticket is the first one',
  async (t) => {
    const { hotline, citizen } = await withCitizen(t, { type: 'answer', ringMs: 400, talkMs: 2_500 });
    const agent = await signInAt(hotline.daemon().address, accountOf(hotline, 'agent1'));
    const entry = await abandoned(hotline, agent);
    t.match(entry, { why: 'abandoned', missed: 1, tries: [], closed: null });
    t.match(entry.number, /\*\*\*\*/, 'the number is hidden until somebody has it in hand');
    const claimed = await agent.post(`/call-backs/${String(entry.id)}/claim`);
    t.match(claimed, { status: 200, body: { number: from, holder: 'agent1' } });
    const dialled = await agent.post(`/call-backs/${String(entry.id)}/dial`);
    t.equal(dialled.status, 200, JSON.stringify(dialled.body));
    await citizen.seen('answered');
    const [inbound, outbound] = await hotline.ended(2);
    t.match(outbound?.call, {
      origin: 'outbound',
      order: { purpose: 'callBack' },
      ticketNo: inbound?.call.ticketNo,
      ending: { by: 'caller', outcome: 'answered', during: 'talking' },
      talk: { seat: '8001', agent: 'agent1' },
    });
    t.equal(outbound?.ticket?.call, inbound?.call.id, 'no new ticket');
    t.match(outbound?.ticket, { state: 'open', agent: 'agent1' });
    t.match(outbound?.recording, { state: 'kept', ticketNo: entry.ticketNo });
    const { left, right } = outbound?.sound ?? { left: new Float64Array(), right: new Float64Array() };
    t.ok((toneSpan(left, callerHz)?.totalMs ?? 0) > 1_500, 'the citizen is on the left');
    t.ok((toneSpan(right, seatHz)?.totalMs ?? 0) > 1_500, 'the citizen hears the seat, on the right');
    t.ok(amplitude(left, seatHz) < 0.01, 'and only that');
    t.match(await agent.get(`/call-backs/${String(entry.id)}`), {
      body: { closed: { why: 'reached' }, history: [{ what: 'missed' }, { what: 'claimed', who: 'agent1' }] },
    });
    const log = hotline.asterisk.log();
    t.notMatch(log, /ERROR.*(?:Gosub|MixMonitor)/);
  },
);

t.test('the agent dials from the ticket: the follow-up is recorded, and linked to it', async (t) => {
  const { hotline } = await withCitizen(t, { type: 'answer', ringMs: 200, talkMs: 1_500 });
  const agent = await signInAt(hotline.daemon().address, accountOf(hotline, 'agent1'));
  const { ticketNo } = await abandoned(hotline, agent);
  t.match(await agent.post(`/tickets/${ticketNo}/dial`), { status: 200 });
  const [, outbound] = await hotline.ended(2);
  t.match(outbound?.call, {
    ...{ origin: 'outbound', order: { purpose: 'followUp' }, ticketNo },
    ending: { outcome: 'answered', by: 'caller' },
  });
  t.match(outbound?.recording, { state: 'kept', ticketNo });
  t.ok((toneSpan(outbound?.sound.left ?? new Float64Array(), callerHz)?.totalMs ?? 0) > 700);
});

for (const [behaviour, outcome] of [
  [{ type: 'refuse', status: 486 }, 'busy'],
  [{ type: 'refuse', status: 603 }, 'refused'],
  [{ type: 'refuse', status: 404 }, 'unreachable'],
  [{ type: 'refuse', status: 480 }, 'noAnswer'],
] as const)
  t.test(
    `the citizen's side answers ${String(behaviour.status)}: ${outcome}, tried again later`,
    async (t) => {
      const { hotline, citizen } = await withCitizen(t, behaviour);
      const agent = await signInAt(hotline.daemon().address, accountOf(hotline, 'agent1'));
      const entry = await abandoned(hotline, agent);
      const { body } = await agent.post(`/call-backs/${String(entry.id)}/dial`);
      const { call } = body as { readonly call: string };
      t.match(await endedOutbound(hotline, call), { outcome, seat: '8001', agent: 'agent1' });
      await citizen.seen('invite');
      t.match((await agent.get(`/call-backs/${String(entry.id)}`)).body, {
        tries: [{ result: outcome }],
        closed: null,
        holder: null,
        mayDial: false,
      });
      t.match(await agent.post(`/call-backs/${String(entry.id)}/dial`), {
        status: 409,
        code: 'H12_TOO_EARLY',
      });
      t.equal(
        hotline.daemon().stores.recordings.read(recordingOf(call as CallId)),
        null,
        'nothing was recorded',
      );
    },
  );

t.test('nobody dials another number: no INVITE leaves for the trunk', async (t) => {
  const { hotline, citizen } = await withCitizen(t, { type: 'ring' });
  const agent = await signInAt(hotline.daemon().address, accountOf(hotline, 'agent1'));
  const entry = await abandoned(hotline, agent);
  const dial = `/call-backs/${String(entry.id)}/dial`;
  const ticket = `/tickets/${entry.ticketNo}/dial`;
  for (const path of [dial, ticket])
    for (const body of [
      { number: '110' },
      { number: '13900000000' },
      { to: '16812345' },
      { number: '1@evil' },
    ])
      t.equal((await agent.post(path, body)).status, 400, `${path} takes no number`);
  for (const path of ['/call-backs/999/dial', '/tickets/20200101-000001/dial', '/call-backs/1%3B2/dial'])
    t.ok([400, 404].includes((await agent.post(path)).status), path);
  const clerk = await signInAt(hotline.daemon().address, accountOf(hotline, 'rsj1'));
  t.equal((await clerk.post(dial)).status, 403, 'not for every role');
  // A premium number that rang in: it is on the list, and is not dialled.
  const caller = await startCallers({ asterisk: hotline.asterisk.sip, from: '16812345', talkMs: 300 });
  await caller.done;
  const premium = await eventually('the second entry', async () => {
    const { body } = await agent.get('/call-backs');
    return (body as { readonly items: readonly Entry[] }).items.find(({ id }) => id !== entry.id);
  });
  t.match(await agent.post(`/call-backs/${String(premium.id)}/dial`), { code: 'H12_NUMBER_NOT_ALLOWED' });
  // The dialplan itself, whoever might be able to make channels.
  for (const number of ['110', '0085212345678', '16812345', '4001234567', '12345', '13800138000'])
    await hotline.asterisk.cli(`channel originate Local/${number}@dial-out application Wait 1`);
  await hotline.asterisk.until('core show channels count', /^0 active channels/m);
  t.strictSame(
    citizen.marks().map(({ word }) => word),
    [],
    'no INVITE',
  );
  t.strictSame(outboundOf(hotline), []);
});

t.test('the daemon is killed while the citizen’s phone rings: it rings on, and they talk', async (t) => {
  const { hotline, citizen } = await withCitizen(t, { type: 'answer', ringMs: 6_000, talkMs: 1_500 });
  const agent = await signInAt(hotline.daemon().address, accountOf(hotline, 'agent1'));
  const entry = await abandoned(hotline, agent);
  const child = await spawnDaemon(t, hotline);
  const again = await signInAt(child.address, accountOf(hotline, 'agent1'));
  t.match(await again.post(`/call-backs/${String(entry.id)}/dial`), { status: 200 });
  await citizen.seen('ringing');
  await child.inPhases('dialling');
  await child.kill();
  await hotline.startDaemon();
  const [, outbound] = await hotline.ended(2);
  t.match(outbound?.call, { ending: { outcome: 'answered', by: 'caller' }, origin: 'outbound' });
  t.ok(outbound?.events.includes('Resumed'));
  t.equal(outbound?.recording?.state, 'kept');
});

t.test('the agent hangs up while the citizen’s phone rings: it stops ringing', async (t) => {
  const { hotline, citizen } = await withCitizen(t, { type: 'ring' });
  const agent = await signInAt(hotline.daemon().address, accountOf(hotline, 'agent1'));
  const entry = await abandoned(hotline, agent);
  const { body } = await agent.post(`/tickets/${entry.ticketNo}/dial`);
  const { call } = body as { readonly call: string };
  await citizen.seen('ringing');
  t.equal((await agent.post(`/calls/${call}/hang-up`)).status, 204);
  await citizen.seen('cancelled');
  t.match(await endedOutbound(hotline, call), { outcome: 'cancelled', purpose: 'followUp' });
});

t.test(
  'the citizen is busy: the desk is told so, it counts as a try, and the next one is later',
  async (t) => {
    const { hotline, citizen } = await withCitizen(t, { type: 'refuse', status: 486 });
    const agent = await signInAt(hotline.daemon().address, accountOf(hotline, 'agent1'));
    const entry = await abandoned(hotline, agent);
    const { body } = await agent.post(`/call-backs/${String(entry.id)}/dial`);
    const { call } = body as { readonly call: string };
    await citizen.seen('refused');
    t.match(await endedOutbound(hotline, call), { outcome: 'busy', purpose: 'callBack' });
    t.match((await agent.get(`/call-backs/${String(entry.id)}`)).body, {
      tries: [{ result: 'busy' }],
      closed: null,
      mayDial: false,
    });
    t.match(await agent.post(`/call-backs/${String(entry.id)}/dial`), { status: 409, code: 'H12_TOO_EARLY' });
  },
);
