import t from 'tap';
import { playbackId } from '../../src/calls/model.ts';
import { epochMs } from '../../src/lib/time.ts';
import { defaultPlan, usualQueueRules } from '../../src/routing/model.ts';
import { restore } from '../../src/switchboard/state.ts';
import { turn } from '../../src/switchboard/turn.ts';
import { agentId, callId, from, noon, oneSeat, plan, readySeat, Scene, seatId, twoSeats } from './scene.ts';

const types = (rows: readonly { readonly type: string }[]): string[] => rows.map(({ type }) => type);

t.test('an arrival is one batch: call, ticket, recording, and the offer that follows at once', async (t) => {
  const { batch, commands } = new Scene([readySeat(7)]).arrives(1);
  t.strictSame(types(batch.tickets), ['TicketOpened']);
  t.strictSame(types(batch.recordings), ['RecordingBegan']);
  t.strictSame(
    batch.rows.map(({ input, from: was, to }) => [input.type, was, to]),
    [
      ['CallArrived', null, 'queued'],
      ['SeatOffered', 'queued', 'offering'],
    ],
  );
  t.match(batch.calls, [{ phase: 'offering' }], 'each call once, as it is at the end of the turn');
  t.match(batch.seats, [{ doing: { state: 'offered' } }]);
  t.strictSame(types(commands), ['StartMusic', 'RingSeat']);
});

t.test('a seat that is freed serves the next caller in the same turn', async (t) => {
  const scene = oneSeat({ ...plan, wrapUpMs: 0 });
  scene.answers(1);
  scene.arrives(2);
  scene.said();
  const { batch } = scene.callerHangsUp(1);
  t.equal(batch.calls.length, 2);
  t.match(scene.call(2), { phase: 'offering', offer: { seat: seatId(7) } });
  t.strictSame(scene.said(), ['HangUp 1.seat.1', 'DestroyBridge 1.bridge', 'RingSeat 2.seat.1']);
});

t.test('commands are given also when the call itself stays as it is', async (t) => {
  const scene = new Scene([readySeat(7, { phone: 'unreachable' })]);
  scene.arrives(1);
  scene.said();
  const { batch } = scene.tell(1, { type: 'Resumed', at: noon, playing: [] });
  t.strictSame(scene.said(), ['StartMusic 1.caller']);
  t.match(batch.rows, [{ input: { type: 'Resumed' }, from: 'queued', to: 'queued' }], 'and are on record');
});

t.test('after a restart each call is promised again what its phase promises', async (t) => {
  const scene = oneSeat();
  const resume = () => {
    scene.said();
    scene.tell(1, { type: 'Resumed', at: noon, playing: [] });
    return scene.said();
  };
  t.strictSame(resume(), ['StartMusic 1.caller'], 'offering');
  scene.answers(1);
  t.strictSame(resume(), ['CreateBridge 1.bridge', 'StopMusic 1.caller', 'Join 1.bridge'], 'talking');
});

t.test('a late answer of a leg that is known to be gone is hung up', async (t) => {
  const scene = twoSeats();
  scene.timer(1, 'ring');
  scene.legEnds(1, 1);
  scene.said();
  scene.answers(1, 1);
  t.strictSame(scene.said(), ['HangUp 1.seat.1']);
});

t.test('an answer for a call that is over is hung up', async (t) => {
  const scene = oneSeat();
  scene.callerHangsUp(1);
  scene.legEnds(1);
  t.equal(scene.state.calls.size, 0);
  scene.said();
  scene.answers(1);
  t.strictSame(scene.said(), ['HangUp 1.seat.1']);
});

t.test('an arrival told again begins nothing: not while the call lives, not when it is over', async (t) => {
  const scene = new Scene([readySeat(7)]);
  scene.arrives(1);
  t.strictSame(scene.arrives(1).batch.rows, []);
  scene.callerHangsUp(1);
  t.strictSame(scene.arrives(1).batch.rows, []);
  scene.legEnds(1);
  t.strictSame(scene.arrives(1).batch.rows, []);
  t.equal(scene.state.calls.size, 0);
  t.equal(
    scene.batches.flatMap(({ tickets }) => tickets).filter(({ type }) => type === 'TicketOpened').length,
    1,
  );
});

t.test('a caller who left before the house heard of the arrival is not taken in', async (t) => {
  const scene = new Scene([readySeat(7)]);
  scene.callerHangsUp(1);
  t.strictSame(scene.arrives(1).batch.rows, []);
});

t.test('nobody is offered while the switch is away; all are when it is back', async (t) => {
  const scene = new Scene([readySeat(7), readySeat(9)]);
  scene.put({ to: 'switch', at: noon, up: false });
  scene.arrives(1);
  scene.arrives(2);
  t.strictSame([scene.call(1).phase, scene.call(2).phase], ['queued', 'queued']);
  const { batch } = scene.put({ to: 'switch', at: noon, up: true });
  t.strictSame(
    batch.rows.map(({ to }) => to),
    ['offering', 'offering'],
  );
});

t.test(
  'callers hear that nobody is there when the last agent signs out, also those who wait already',
  async (t) => {
    const scene = new Scene([readySeat(7, { doing: { state: 'notReady', reason: 'break' } })]);
    scene.arrives(1);
    scene.arrives(2);
    t.equal(scene.call(1).phase, 'queued');
    scene.seat(7, { type: 'SignOutAsked', agent: agentId(7), at: noon });
    t.match([scene.call(1), scene.call(2)], [{ phase: 'farewell' }, { phase: 'farewell' }]);
  },
);

t.test('a timer that the call no longer has does nothing', async (t) => {
  const scene = oneSeat();
  const due = scene.call(1).timers.find(({ name }) => name === 'ring');
  t.ok(due);
  scene.answers(1);
  const late = scene.put({
    to: 'timer',
    at: noon,
    call: callId(1),
    name: 'ring',
    dueAt: due?.dueAt ?? noon,
  });
  t.strictSame(late.batch.rows, []);
  t.equal(scene.call(1).phase, 'talking');
});

t.test('the same timer set anew is another: the old due time does not fire it', async (t) => {
  const scene = twoSeats();
  const first = scene.call(1).timers.find(({ name }) => name === 'ring');
  scene.pass(5_000);
  scene.legEnds(1, 1, 17);
  const late = scene.put({
    to: 'timer',
    at: noon,
    call: callId(1),
    name: 'ring',
    dueAt: first?.dueAt ?? noon,
  });
  t.strictSame(late.batch.rows, []);
  t.match(scene.call(1), { phase: 'offering', offer: { seat: seatId(7) } });
});

t.test('what is asked of a call or a seat that is not there is refused with a code', async (t) => {
  const scene = new Scene([readySeat(7)]);
  t.equal(scene.hangUpAsked(5, 7).refusal?.code, 'H12_CALL_ENDED');
  t.equal(scene.declineAsked(5, 7).refusal?.code, 'H12_CALL_ENDED');
  const ask = { type: 'SignInAsked', agent: agentId(1), at: noon } as const;
  t.equal(scene.seat(1, ask).refusal?.code, 'H12_NO_SUCH_SEAT');
});

t.test('an agent sits at one seat at a time', async (t) => {
  const scene = new Scene([readySeat(7), readySeat(9, { agent: null, doing: { state: 'offline' } })]);
  const ask = { type: 'SignInAsked', agent: agentId(7), at: noon } as const;
  t.equal(scene.seat(9, ask).refusal?.code, 'H12_AGENT_SIGNED_IN_ELSEWHERE');
  t.equal(scene.seat(7, ask).refusal, null, 'again at the own seat is nothing');
});

t.test('events of calls that never were do nothing', async (t) => {
  const scene = new Scene([readySeat(7)]);
  const strange = scene.tell(9, {
    type: 'PromptFinished',
    at: noon,
    playback: playbackId(callId(9), 1),
    played: true,
  });
  t.strictSame(strange.batch.rows, []);
  t.strictSame(strange.commands, []);
});

t.test('a turn that fails leaves everything as it was, the next ticket number too', async (t) => {
  const state = restore({ calls: [], seats: [], lastTicketNo: null }, [readySeat(7)], {
    queueRules: usualQueueRules,
  });
  state.switchUp = true;
  const door = { to: 'door', at: noon, call: callId(1), from, dialled: '12345' } as const;
  const broken = {
    ...defaultPlan,
    get greeting(): never {
      throw new Error('a damaged plan');
    },
  };
  t.throws(() =>
    turn(state, { planFor: () => broken, queueRules: usualQueueRules, timeZone: 'Asia/Shanghai' }, door),
  );
  t.equal(state.calls.size, 0);
  t.equal(state.lastTicketNo, null);
  const lateFailure = {
    ...plan,
    get maxWaitMs(): never {
      throw new Error('a damaged plan');
    },
  };
  t.throws(() =>
    turn(state, { planFor: () => lateFailure, queueRules: usualQueueRules, timeZone: 'Asia/Shanghai' }, door),
  );
  t.equal(state.calls.size, 0);
  t.equal(state.seats.get(seatId(7))?.doing.state, 'ready');
  t.match(state.index.view(plan.queue), { waiting: 0, ready: 1 });
  const { batch } = turn(
    state,
    { planFor: () => plan, queueRules: usualQueueRules, timeZone: 'Asia/Shanghai' },
    door,
  );
  t.match(batch.calls, [{ phase: 'offering', ticketNo: '20261124-000001' }]);
});

t.test('a call that cannot be decided costs that call, not the turns of all others', async (t) => {
  const scene = new Scene([readySeat(7)]);
  const damaged = { ...scene.plan };
  Object.defineProperty(damaged, 'ringLimitMs', {
    get(): never {
      throw new Error('a damaged plan');
    },
  });
  const rules = (of: typeof plan) => ({
    planFor: () => of,
    queueRules: usualQueueRules,
    timeZone: 'Asia/Shanghai',
  });
  const door = (n: number) => ({ to: 'door', at: noon, call: callId(n), from, dialled: '12345' }) as const;
  const first = turn(scene.state, rules(damaged), door(1));
  t.match(first.faults, [{ call: callId(1) }]);
  t.match(first.batch.calls, [{ phase: 'queued' }], 'what was decided before it stands');
  const second = turn(scene.state, rules(plan), door(2));
  t.strictSame(second.faults, []);
  t.match(second.batch.calls, [{ id: callId(2), phase: 'offering' }]);
});

t.test('the wrap-up that is over is the one that was begun', async (t) => {
  const scene = oneSeat();
  scene.answers(1);
  scene.callerHangsUp(1);
  const doing = scene.doing(7);
  t.equal(doing.state, 'wrapUp');
  const over = (until: number) =>
    scene.put({ to: 'seatDue', at: epochMs(until), seat: seatId(7), dueAt: epochMs(until) });
  over(noon + 1);
  t.equal(scene.doing(7).state, 'wrapUp');
  over(noon + plan.wrapUpMs);
  t.equal(scene.doing(7).state, 'ready');
});
