import t from 'tap';
import type { Seat } from '../../src/acd/model.ts';
import { agentId, oneSeat, plan, readySeat, Scene, seatId } from './scene.ts';

const setup = { id: seatId(8), queues: [plan.queue], devices: ['desk'] } as const;

t.test('a seat that is set up while the house runs takes calls', async (t) => {
  const scene = new Scene([]);
  scene.put({ to: 'setUp', at: scene.now, setup });
  t.strictSame(
    scene.batches.at(-1)?.seats.map(({ id }) => id),
    [seatId(8)],
    'it is written down',
  );
  scene.seat(8, { type: 'PhoneFound', phone: 'reachable', at: scene.now });
  scene.seat(8, { type: 'SignInAsked', agent: agentId(8), at: scene.now });
  scene.seat(8, { type: 'ReadyAsked', agent: agentId(8), at: scene.now });
  scene.arrives(1);
  t.equal(scene.doing(8).state, 'offered');
});

t.test(
  'a seat without a call is taken away: its agent is signed out, and nobody is offered there',
  async (t) => {
    const scene = new Scene([readySeat(7)]);
    const { refusal } = scene.put({ to: 'removal', at: scene.now, seat: seatId(7) });
    t.equal(refusal, null);
    t.equal(scene.state.seats.size, 0);
    t.match(scene.batches.at(-1)?.seats, [{ id: seatId(7), agent: null, doing: { state: 'offline' } }]);
    scene.arrives(1);
    t.equal(scene.call(1).phase, 'farewell', 'nobody is signed in');
  },
);

t.test('a seat with a call stays until the call is over', async (t) => {
  const scene = oneSeat();
  const remove = () => scene.put({ to: 'removal', at: scene.now, seat: seatId(7) });
  t.equal(remove().refusal?.code, 'H12_SEAT_BUSY');
  scene.answers(1);
  t.equal(remove().refusal?.code, 'H12_SEAT_BUSY');
  t.equal(scene.call(1).phase, 'talking');
  scene.callerHangsUp(1);
  t.equal(remove().refusal, null, 'in wrap-up it can go');
  t.equal(remove().refusal, null, 'gone already is as wanted');
});

const onBrowser = (more: Partial<Seat> = {}) =>
  readySeat(7, { devices: ['desk', 'browser'], device: 'browser', ...more });

t.test('softphone lost while it rings: the next seat’s turn; back again: ready again', async (t) => {
  const scene = new Scene([onBrowser()]);
  scene.arrives(1);
  scene.seat(7, { type: 'PhoneFound', device: 'browser', phone: 'unreachable', at: scene.now });
  t.equal(scene.call(1).phase, 'queued');
  t.match(scene.doing(7), { state: 'notReady', reason: 'phoneUnreachable' });
  scene.seat(7, { type: 'PhoneFound', device: 'browser', phone: 'reachable', at: scene.now });
  t.equal(scene.call(1).phase, 'offering', 'and offered at once');
});

t.test('softphone lost in a talk, back in time (back wins): they talk on', async (t) => {
  const scene = new Scene([onBrowser()]);
  scene.arrives(1);
  scene.answers(1);
  scene.seat(7, { type: 'PhoneFound', device: 'browser', phone: 'unreachable', at: scene.now });
  t.match(scene.call(1).timers, [{ name: 'softphone' }]);
  scene.seat(7, { type: 'PhoneFound', device: 'desk', phone: 'reachable', at: scene.now });
  t.match(scene.call(1).timers, [{ name: 'softphone' }], 'the other phone has no say');
  scene.seat(7, { type: 'PhoneFound', device: 'browser', phone: 'reachable', at: scene.now });
  t.strictSame(scene.call(1).timers, []);
  t.equal(scene.call(1).phase, 'talking');
});

t.test(
  'softphone lost in a talk for good (loss wins): the caller waits on, the seat is set aside',
  async (t) => {
    const scene = new Scene([onBrowser()]);
    scene.arrives(1);
    scene.answers(1);
    scene.seat(7, { type: 'PhoneFound', device: 'browser', phone: 'unreachable', at: scene.now });
    scene.timer(1, 'softphone');
    t.equal(scene.call(1).phase, 'queued');
    t.equal(scene.doing(7).state, 'wrapUp', 'there was a talk to write about');
  },
);

t.test('another page becomes the softphone in a talk: the old one’s leg is lost at once', async (t) => {
  const scene = new Scene([onBrowser()]);
  scene.arrives(1);
  scene.answers(1);
  scene.said();
  scene.seat(7, { type: 'SoftphoneReplaced', at: scene.now });
  t.equal(scene.call(1).phase, 'queued');
  t.ok(scene.said().includes('HangUp 1.seat.1'));
});

t.test('a desk phone that does not answer OPTIONS in a talk changes nothing about the talk', async (t) => {
  const scene = oneSeat();
  scene.answers(1);
  scene.seat(7, { type: 'PhoneFound', phone: 'unreachable', at: scene.now });
  t.strictSame(scene.call(1).timers, []);
  t.equal(scene.call(1).phase, 'talking');
});
