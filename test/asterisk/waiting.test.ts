import t, { type Test } from 'tap';
import type { QueueId, SeatId } from '../../src/acd/model.ts';
import { longestSilenceMs, toneSpan } from './audio.ts';
import { type CallRecord, eventually, type Hotline, type HotlineOptions, startHotline } from './hotline.ts';
import { musicHz, promptHz } from './private-asterisk.ts';
import { seatHz, startCallers } from './sipp.ts';

/** No greeting, so that the wait begins at once; quick seats. */
const quick = { greeting: [], wrapUpMs: 0 };
const answers = { type: 'answer', ringMs: 200, talkMs: null } as const;

/** When each was heard, in ms from the answer; fails when one was not heard, or not in this order. */
function heardInOrder(t: Test, record: CallRecord, ...names: readonly string[]) {
  let last = -1;
  for (const name of names) {
    const hz = name === 'music' ? musicHz : name === 'seat' ? seatHz : promptHz(name);
    const span = toneSpan(record.sound.right, hz);
    t.ok(span, `the caller hears ${name}`);
    t.ok((span?.fromMs ?? -1) >= last, `${name} in its turn`, { last, span });
    last = span?.fromMs ?? last;
  }
  const silentMs = longestSilenceMs(record.sound.right);
  t.ok(silentMs <= 300, 'and is never left in silence', { silentMs });
}

const only = (records: readonly CallRecord[]): CallRecord => {
  const [first] = records;
  if (first === undefined || records.length !== 1) throw new Error(`one expected, found ${records.length}`);
  return first;
};

/** A hotline whose only seat is at work, but not ready. */
async function busy(t: Test, plan: HotlineOptions['plan']): Promise<Hotline> {
  const hotline = await startHotline(t, { plan: { ...quick, ...plan } });
  await hotline.readySeat('8001', answers);
  notReady(hotline);
  return hotline;
}

function notReady(hotline: Hotline): void {
  const { house } = hotline.daemon();
  const asked = { agent: 'agent1' as never, at: house.now() };
  house.askSeat('8001' as SeatId, { type: 'NotReadyAsked', reason: 'break', ...asked });
}

t.test('place and comfort are said, the call-back is offered, its key is confirmed', async (t) => {
  const hotline = await busy(t, {
    position: { firstMs: 1_000, everyMs: 60_000, wait: true },
    callBack: { key: '5', afterMs: 9_000, everyMs: 60_000 },
    comfort: { prompts: ['still-waiting'], everyMs: 10_000 },
  });
  await startCallers({ asterisk: hotline.asterisk.sip, digits: [{ digit: '5', atMs: 12_000 }] });
  await hotline.callIn('queued');
  const back = await eventually('the call-back waits in the place of the caller', () =>
    [...hotline.daemon().house.calls()].find(({ origin }) => origin === 'outbound'),
  );
  const { house } = hotline.daemon();
  house.askCall(back.id, { type: 'WithdrawAsked', at: house.now() });
  const record = only(await hotline.ended());
  t.equal(back.queuedAt, record.call.queuedAt, 'since the caller began to wait');
  t.match(record.call.ending, { by: 'caller', outcome: 'callBackAsked', during: 'queued' });
  t.match(record.ticket, { outcome: 'callBackAsked', callerNumber: '13800138000' });
  const names = [
    'music',
    'position-before',
    'number-1',
    'position-after',
    'still-waiting',
    'call-back-press',
  ];
  heardInOrder(t, record, ...names, 'number-5', 'call-back-keep-place', 'call-back-noted');
});

t.test('a key before it was offered, and a flood of others, change nothing', async (t) => {
  const hotline = await busy(t, {
    callBack: { key: '5', afterMs: 60_000, everyMs: 60_000 },
    maxWaitMs: 5_000,
  });
  // Every key but those that call an emergency desk.
  const keys = '1234569*#5';
  const digits = Array.from({ length: 20 }, (_, n) => ({
    digit: keys.charAt(n % keys.length),
    atMs: 200 + n * 180,
  }));
  await startCallers({ asterisk: hotline.asterisk.sip, digits });
  const record = only(await hotline.ended());
  t.equal(record.call.ending.outcome, 'waitedTooLong');
  t.notOk(record.events.includes('DigitPressed'), 'they are written nowhere');
  heardInOrder(t, record, 'music', 'waited-too-long');
});

t.test('the seat answers in the middle of an announcement: it stops, they talk', async (t) => {
  const hotline = await busy(t, { position: { firstMs: 1_000, everyMs: 60_000, wait: true } });
  await startCallers({ asterisk: hotline.asterisk.sip, talkMs: 7_000 });
  const { house } = hotline.daemon();
  const call = await hotline.callIn('queued');
  // Announced 3 s after joining; the seat is ready in the middle of it.
  await new Promise<void>((resolve) => {
    const stop = house.onChange(() => {
      const now = house.call(call.id);
      if (now?.phase !== 'queued' || now.playing === null) return;
      stop();
      resolve();
    });
  });
  house.askSeat('8001' as SeatId, { type: 'ReadyAsked', agent: 'agent1' as never, at: house.now() });
  const record = only(await hotline.ended());
  t.equal(record.call.ending.outcome, 'answered');
  heardInOrder(t, record, 'music', 'position-before', 'seat');
  t.equal(toneSpan(record.sound.right, promptHz('wait-after')), null, 'not said to its end');
});

t.test('the queue is full: the caller hears so', async (t) => {
  const hotline = await busy(t, { maxLength: 0 });
  await startCallers({ asterisk: hotline.asterisk.sip });
  const record = only(await hotline.ended());
  t.match(record.call.ending, { by: 'hotline', outcome: 'queueFull' });
  t.match(record.ticket, { state: 'abandoned', outcome: 'queueFull' });
  heardInOrder(t, record, 'queue-full');
});

for (const [outcome, special] of [
  ['closed', []],
  ['holiday', [{ from: '2020-01-01', until: '2099-12-31' }]],
] as const)
  t.test(`${outcome}: the caller hears so instead of the queue`, async (t) => {
    const plan = { openingHours: 'never', hours: { never: { weekly: {}, special } } };
    const hotline = await startHotline(t, { plan });
    await startCallers({ asterisk: hotline.asterisk.sip });
    const record = only(await hotline.ended());
    t.match(record.call.ending, { by: 'hotline', outcome, during: 'greeting' });
    heardInOrder(t, record, 'greeting', outcome);
  });

t.test('nobody is signed in at the queue of the menu: sent on with a word, and answered there', async (t) => {
  const hotline = await startHotline(t, {
    plan: {
      ...quick,
      menu: { prompts: ['menu'], options: { '2': 'tax' } },
      queues: { general: {}, tax: { overflow: { to: 'general', unstaffed: true } } },
    },
  });
  await hotline.readySeat('8001', answers);
  const digits = [{ digit: '2', atMs: 1_500 }];
  await startCallers({ asterisk: hotline.asterisk.sip, digits, talkMs: 5_000 });
  const record = only(await hotline.ended());
  t.match(record.call, { queue: 'general', passed: ['tax'], ending: { outcome: 'answered' } });
  heardInOrder(t, record, 'menu', 'music', 'seat');
});

t.test('after too long a wait the caller is sent on to another queue, and answered there', async (t) => {
  const hotline = await startHotline(t, {
    plan: {
      ...quick,
      queue: 'tax',
      queues: { general: {}, tax: { overflow: { to: 'general', waitMs: 2_000 } } },
    },
  });
  await hotline.readySeat('8001', answers);
  const { house } = hotline.daemon();
  // Somebody sits at the first queue too, and takes a break.
  const places = [{ queue: 'tax' as QueueId, tier: 1, order: 0 }];
  house.askSeat('8002' as SeatId, {
    type: 'SignInAsked',
    agent: 'agent2' as never,
    assignment: { skills: [], places },
    at: house.now(),
  });
  await startCallers({ asterisk: hotline.asterisk.sip, talkMs: 5_000 });
  const record = only(await hotline.ended());
  t.match(record.call, { queue: 'general', passed: ['tax'], ending: { outcome: 'answered' } });
});

t.test('the seat hangs up: the citizen keys in satisfaction, and is thanked', async (t) => {
  const survey = { limitMs: 5_000, tries: 2 };
  const hotline = await startHotline(t, { plan: { ...quick, survey } });
  await hotline.readySeat('8001', { type: 'answer', ringMs: 100, talkMs: 600 });
  const digits = [
    { digit: '9', atMs: 2_500 },
    { digit: '2', atMs: 4_500 },
  ];
  await startCallers({ asterisk: hotline.asterisk.sip, digits });
  const record = only(await hotline.ended());
  t.match(record.call, { ending: { by: 'seat', outcome: 'answered' }, survey: { level: 2 } });
  heardInOrder(t, record, 'seat', 'survey', 'survey-invalid', 'survey-thanks', 'goodbye');
});

t.test('no key for the satisfaction: goodbye without an answer', async (t) => {
  const hotline = await startHotline(t, { plan: { ...quick, survey: { limitMs: 1_000, tries: 1 } } });
  await hotline.readySeat('8001', { type: 'answer', ringMs: 100, talkMs: 600 });
  await startCallers({ asterisk: hotline.asterisk.sip });
  const record = only(await hotline.ended());
  t.match(record.call, { ending: { outcome: 'answered' }, survey: { level: null } });
  heardInOrder(t, record, 'seat', 'survey', 'goodbye');
  t.ok((toneSpan(record.sound.right, musicHz)?.totalMs ?? 0) >= 600, 'music while a key is awaited');
});
