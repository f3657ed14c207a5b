import t from 'tap';
import type { Device, Seat, SeatInput } from '../../src/acd/model.ts';
import { decideSeat, newSeat } from '../../src/acd/seat.ts';
import { at, general, lin, seatDoing, states, tax } from './seats.ts';

const after = (seat: Seat, ...inputs: readonly SeatInput[]): Seat =>
  inputs.reduce((now, input) => decideSeat(now, input).seat, seat);
const signIn = (device?: Device): SeatInput => ({
  type: 'SignInAsked',
  agent: lin,
  at: at(1),
  ...(device === undefined ? {} : { device }),
});
const found = (device: Device, phone: Seat['phone']): SeatInput => ({
  type: 'PhoneFound',
  device,
  phone,
  at: at(1),
});
const { id } = states.offline;

t.test('the phone chosen at sign-in is the one that counts', async (t) => {
  const offline = after(states.offline, found('browser', 'unreachable'));
  t.match(after(offline, signIn()), { device: 'desk', phone: 'reachable', otherPhone: 'unreachable' });
  const seat = after(offline, signIn('browser'));
  t.match(seat, { device: 'browser', phone: 'unreachable', otherPhone: 'reachable' });
  const ready = { type: 'ReadyAsked', agent: lin, at: at(2) } as const;
  t.equal(decideSeat(seat, ready).refusal?.code, 'H12_SEAT_PHONE_UNREACHABLE');
  t.equal(after(seat, found('browser', 'reachable'), ready).doing.state, 'ready');
});

t.test('the other phone comes and goes without harm', async (t) => {
  const seat = after(states.ready, found('browser', 'reachable'), found('browser', 'unreachable'));
  t.strictSame(seat, states.ready);
  t.equal(
    decideSeat(states.ready, found('browser', 'unreachable')).seat,
    states.ready,
    'no news is no change',
  );
});

t.test('a phone that the seat has not cannot be chosen', async (t) => {
  const deskOnly = newSeat(id, [general], at(0), ['desk']);
  t.equal(decideSeat(deskOnly, signIn('browser')).refusal?.code, 'H12_SEAT_HAS_NO_SUCH_PHONE');
  const browserOnly = newSeat(id, [general], at(0), ['browser']);
  t.match(after(browserOnly, signIn()), { device: 'browser' });
});

t.test(
  'another page becomes the softphone: the seat is not ready until that one is registered',
  async (t) => {
    const onBrowser = seatDoing({ state: 'ready', idleSince: at(0) }, { device: 'browser' });
    const replaced = after(onBrowser, { type: 'SoftphoneReplaced', at: at(1) });
    t.match(replaced, { phone: 'unreachable', doing: { state: 'notReady', reason: 'phoneUnreachable' } });
    t.equal(after(replaced, found('browser', 'reachable')).doing.state, 'ready');
  },
);

t.test('set up differently, a seat goes on with what it does', async (t) => {
  const setUp = (devices: readonly Device[]): SeatInput => ({
    type: 'SetUp',
    setup: { id, queues: [tax], devices },
    at: at(1),
  });
  for (const seat of Object.values(states))
    t.strictSame(after(seat, setUp(['desk'])), {
      ...seat,
      provisioned: [tax],
      queues: [tax],
      devices: ['desk'],
    });
  t.match(
    after(states.ready, setUp(['browser'])),
    { device: 'browser', doing: { state: 'notReady', reason: 'phoneUnreachable' } },
    'the phone it used is there no more',
  );
  t.match(after(states.talking, setUp(['browser'])), { device: 'browser', doing: states.talking.doing });
});
