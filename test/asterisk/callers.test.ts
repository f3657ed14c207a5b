import t, { type Test } from 'tap';
import type { SeatId } from '../../src/acd/model.ts';
import type { ListKind } from '../../src/callers/model.ts';
import type { PhoneNumber } from '../../src/calls/model.ts';
import { after } from '../../src/lib/time.ts';
import { signInAt } from './api.ts';
import { toneSpan } from './audio.ts';
import { accountOf, type CallRecord, eventually, type Hotline, startHotline } from './hotline.ts';
import { musicHz, promptHz } from './private-asterisk.ts';
import { seatHz, startCallers } from './sipp.ts';

const plan = { greeting: [], wrapUpMs: 0, farewell: { goodbye: [] } };
const answers = { type: 'answer', ringMs: 100, talkMs: 700 } as const;
const [blocked, restricted, vip, common] = ['13800000001', '13800000002', '13800000003', '13800000004'];

/** The routing administrator puts a number on a list. @returns the entry's id */
async function list(hotline: Hotline, number: string, kind: ListKind, forMs = 3_600_000): Promise<number> {
  const { address, house } = hotline.daemon();
  const router = await signInAt(address, accountOf(hotline, 'routing'));
  const expiresAt = after(house.now(), forMs);
  const made = await router.post('/callers', { number, kind, reason: 'as the test wants', expiresAt });
  if (made.status !== 201) throw new Error(`not put on the list: ${String(made.code)}`);
  return (made.body as { readonly id: number }).id;
}

/** When each was heard, in ms from the answer; fails when one was not heard, or not in this order. */
function heardInOrder(t: Test, { sound }: CallRecord, ...names: readonly string[]): void {
  let last = -1;
  for (const name of names) {
    const hz = name === 'music' ? musicHz : name === 'seat' ? seatHz : promptHz(name);
    const span = toneSpan(sound.right, hz);
    t.ok(span !== null && span.fromMs >= last, `the caller hears ${name} in its turn`, { last, span });
    last = span?.fromMs ?? last;
  }
}

const of = (records: readonly CallRecord[], number: string): CallRecord => {
  const found = records.find(({ call }) => call.from === number);
  if (found === undefined) throw new Error(`no call of ${number}`);
  return found;
};

t.test(
  'who is blocked is answered, hears why and the emergency keys, and is let go; another is served meanwhile',
  async (t) => {
    const hotline = await startHotline(t, { plan });
    await hotline.readySeat('8001', answers);
    const entry = await list(hotline, `+86${blocked}`, 'blocked');
    const [first, second] = await Promise.all([
      startCallers({ asterisk: hotline.asterisk.sip, from: blocked }),
      startCallers({ asterisk: hotline.asterisk.sip, from: common }),
    ]);
    const records = await hotline.ended(2);
    t.equal((await first.done).failed + (await second.done).failed, 0);
    const treated = of(records, blocked);
    t.match(treated.call, {
      ending: { by: 'hotline', outcome: 'blocked', during: 'greeting' },
      plan: { standing: { kind: 'blocked', entry } },
    });
    t.match(treated.ticket, { state: 'abandoned', outcome: 'blocked' });
    t.match(treated.recording, { state: 'kept' });
    const keys = [
      'emergency-press-110',
      'number-7',
      'emergency-press-120',
      'number-8',
      'emergency-press-119',
    ];
    heardInOrder(t, treated, 'caller-blocked', ...keys, 'number-0');
    t.equal(of(records, common).call.ending.outcome, 'answered');
  },
);

t.test('a key that a blocked caller presses in the announcement reaches 110', async (t) => {
  const hotline = await startHotline(t, { plan, asterisk: { promptMs: 1_200 } });
  await list(hotline, blocked, 'blocked');
  const digits = [{ digit: '7', atMs: 1_900 }] as const;
  const caller = await startCallers({ asterisk: hotline.asterisk.sip, from: blocked, digits, talkMs: 6_000 });
  const { hunt, talk } = await hotline.callIn('conference');
  t.equal(hunt, null, 'the desk has answered');
  t.equal(talk, null, 'without an agent');
  const [record] = await hotline.ended();
  t.equal((await caller.done).failed, 0);
  if (record === undefined) throw new Error('no record');
  t.equal(record.call.ending.outcome, 'emergency');
  heardInOrder(t, record, 'caller-blocked', 'demo-110');
});

t.test('who is restricted hears so and waits after those who come later, a VIP before all', async (t) => {
  const hotline = await startHotline(t, { plan });
  await list(hotline, restricted, 'restricted');
  await list(hotline, vip, 'vip');
  await hotline.readySeat('8001', answers);
  const { house } = hotline.daemon();
  const seat = { agent: 'agent1' as never };
  house.askSeat('8001' as SeatId, { type: 'NotReadyAsked', reason: 'break', ...seat, at: house.now() });
  for (const from of [restricted, common, vip]) {
    await startCallers({ asterisk: hotline.asterisk.sip, from });
    await eventually(`${from} waits`, () =>
      [...house.calls()].find((call) => call.from === from && call.phase === 'queued'),
    );
  }
  house.askSeat('8001' as SeatId, { type: 'ReadyAsked', ...seat, at: house.now() });
  const records = await hotline.ended(3);
  const served = records.toSorted(
    ({ call: a }, { call: b }) => (a.talk?.startedAt ?? 0) - (b.talk?.startedAt ?? 0),
  );
  t.strictSame(
    served.map(({ call }) => call.from),
    [vip, common, restricted],
  );
  heardInOrder(t, of(records, restricted), 'caller-restricted', 'music', 'seat');
  t.equal(toneSpan(of(records, common).sound.right, promptHz('caller-restricted')), null);
});

t.test(
  'a withheld number is served whatever is on the lists; an entry is over at its instant, also after a restart',
  async (t) => {
    const hotline = await startHotline(t, { plan });
    await list(hotline, blocked, 'blocked', 12_000);
    await hotline.stopDaemon();
    await hotline.startDaemon();
    await hotline.readySeat('8001', answers);
    await startCallers({ asterisk: hotline.asterisk.sip, from: 'anonymous' });
    const [withheld] = await hotline.ended();
    t.match(withheld?.call, { from: null, ending: { outcome: 'answered' }, plan: { standing: null } });
    await startCallers({ asterisk: hotline.asterisk.sip, from: blocked });
    const kept = (await hotline.ended(2)).at(-1);
    t.match(kept?.call, { from: blocked, ending: { outcome: 'blocked' } }, 'the restart has kept it');
    const { inForce } = hotline.daemon().stores.callers;
    await eventually('the entry is over', () => inForce(hotline.daemon().house.now()).length === 0 || null);
    await startCallers({ asterisk: hotline.asterisk.sip, from: blocked });
    const free = (await hotline.ended(3)).at(-1);
    t.match(free?.call, { from: blocked as PhoneNumber, ending: { outcome: 'answered' } });
  },
);
