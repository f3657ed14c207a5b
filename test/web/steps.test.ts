import t from 'tap';
import { en } from '../../src/web/i18n/en.ts';
import { zh } from '../../src/web/i18n/zh.ts';
import { steps, whoOf } from '../../src/web/lib/steps.ts';
import type { CallStep } from '../../src/web/state/wire.ts';

const call = 'C1763978815.12';
const seatLeg = `${call}.seat.1`;
const seatOf = (leg: string): string => (leg === seatLeg ? '8001' : '');
const rows = (list: readonly unknown[]): readonly CallStep[] => list as readonly CallStep[];
const words = (list: readonly unknown[]): readonly string[] =>
  steps(zh, rows(list), seatOf).map((step) => step.what);

t.test('an answered call is told from its arrival to its end', async (t) => {
  t.same(
    words([
      { at: 1, event: { type: 'CallArrived' }, from: null, to: 'greeting' },
      { at: 2, event: { type: 'PromptFinished', played: true }, from: 'greeting', to: 'queued' },
      { at: 2, event: { type: 'SeatOffered', seat: '8001' }, from: 'queued', to: 'offering' },
      { at: 3, event: { type: 'SeatRinging', leg: seatLeg }, from: 'offering', to: 'offering' },
      { at: 4, event: { type: 'SeatAnswered', leg: seatLeg }, from: 'offering', to: 'talking' },
      { at: 5, event: { type: 'CallerHungUp', cause: 16 }, from: 'talking', to: 'ended' },
    ]),
    [
      '来电已接入，工单建立，录音开始',
      '播放欢迎语和录音告知',
      '提示语播放完毕',
      '进入排队',
      '分配给座席 8001',
      '8001 振铃',
      '8001 应答，开始通话',
      '来电人挂机',
      '通话结束',
    ],
  );
});

t.test('an offer that fails is told as the return to the queue', async (t) => {
  t.same(words([{ at: 1, event: { type: 'OfferTimedOut' }, from: 'offering', to: 'queued' }]), [
    '振铃超时，无人接听',
    '回到队列，保留原等候时间',
  ]);
});

t.test('a step whose row is damaged still tells where the call went', async (t) => {
  t.same(words([{ at: 1, event: null, from: 'queued', to: 'ended' }]), ['通话结束']);
});

t.test('both languages have the same words to say', async (t) => {
  const keys = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, keys(inner)]))
      : typeof value;
  t.same(keys(en), keys(zh));
});

t.test('who is on a leg: a party by its name, never as the citizen', async (t) => {
  t.equal(whoOf(zh, { role: 'caller', name: null, seat: null }), '来电人');
  t.equal(whoOf(zh, { role: 'seat', name: null, seat: '8001' }), '8001');
  t.equal(whoOf(zh, { role: 'party', name: '人社局 窗口', seat: null }), '人社局 窗口');
  t.equal(whoOf(en, { role: 'party', name: null, seat: null }), en.call.role.party);
});
