import t from 'tap';
import { agentId, oneSeat, plan, readySeat, Scene, seatId, twoSeats } from '../switchboard/scene.ts';

t.test(
  'caller hangs up, then seat answers (hang-up wins): the seat is hung up and keeps its turn',
  async (t) => {
    const scene = oneSeat();
    const before = scene.doing(7);
    scene.rings(1);
    scene.said();
    scene.callerHangsUp(1);
    t.match(scene.call(1), { phase: 'ended', ending: { outcome: 'abandoned', during: 'offering' } });
    scene.answers(1);
    t.strictSame(
      scene.said(),
      ['HangUp 1.seat.1', 'HangUp 1.seat.1'],
      'once while ringing, once as answered',
    );
    t.match(scene.leg(1, 1), { state: 'up' });
    t.match(scene.doing(7), { state: 'ready', idleSince: 'idleSince' in before ? before.idleSince : null });
    scene.legEnds(1);
    t.equal(scene.state.calls.size, 0, 'nothing of the call is left');
  },
);

t.test(
  'seat answers, then caller hangs up (answer wins): answered, however short, with wrap-up',
  async (t) => {
    const scene = oneSeat();
    scene.answers(1);
    scene.said();
    scene.callerHangsUp(1);
    t.match(scene.call(1), {
      phase: 'ended',
      ending: { outcome: 'answered', by: 'caller', during: 'talking' },
    });
    t.strictSame(scene.said(), ['HangUp 1.seat.1', 'DestroyBridge 1.bridge']);
    t.equal(scene.doing(7).state, 'wrapUp');
    scene.legEnds(1);
    t.equal(scene.state.calls.size, 0);
  },
);

t.test(
  'offer times out, then seat answers (time-out wins): the seat is let go, the next one rings on',
  async (t) => {
    const scene = twoSeats();
    scene.timer(1, 'ring');
    t.strictSame(scene.said(), [
      'StartMusic 1.caller',
      'RingSeat 1.seat.1',
      'HangUp 1.seat.1',
      'RingSeat 1.seat.2',
    ]);
    scene.answers(1, 1);
    t.strictSame(scene.said(), ['HangUp 1.seat.1']);
    t.match(scene.call(1), { phase: 'offering', offer: { seat: seatId(7) } });
    t.match(scene.doing(9), { state: 'notReady', reason: 'noAnswer' });
    t.equal(scene.doing(7).state, 'offered');
  },
);

t.test('seat answers, then the offer would time out (answer wins): they talk on', async (t) => {
  const scene = twoSeats();
  scene.answers(1);
  t.equal(scene.timer(1, 'ring'), null, 'the timer went with the offer');
  scene.tell(1, { type: 'OfferTimedOut', at: scene.now });
  t.match(scene.call(1), { phase: 'talking', talk: { seat: seatId(9) } });
});

t.test('two seats answer, the one offered last first (it wins): the other is let go', async (t) => {
  const scene = twoSeats();
  scene.timer(1, 'ring');
  scene.answers(1, 2);
  scene.said();
  scene.answers(1, 1);
  t.strictSame(scene.said(), ['HangUp 1.seat.1']);
  t.match(scene.call(1), { phase: 'talking', talk: { seat: seatId(7) } });
});

t.test(
  'two seats answer, the stale one first (it loses): the one that is offered gets the caller',
  async (t) => {
    const scene = twoSeats();
    scene.timer(1, 'ring');
    scene.answers(1, 1);
    scene.said();
    scene.answers(1, 2);
    t.strictSame(scene.said(), ['CreateBridge 1.bridge', 'StopMusic 1.caller', 'Join 1.bridge']);
    t.match(scene.call(1), { phase: 'talking', talk: { seat: seatId(7) } });
  },
);

t.test(
  'a stale answer ends while another seat is offered: the offer stands, no seat is blamed twice',
  async (t) => {
    const scene = twoSeats();
    scene.timer(1, 'ring');
    scene.answers(1, 1);
    scene.legEnds(1, 1);
    t.match(scene.call(1), { phase: 'offering', failedOffers: 1, offer: { seat: seatId(7) } });
    t.match(scene.doing(9), { reason: 'noAnswer' });
  },
);

t.test('decline, then answer (decline wins): the seat is let go', async (t) => {
  const scene = oneSeat();
  scene.said();
  t.equal(scene.declineAsked(1, 7).refusal, null);
  scene.answers(1);
  t.strictSame(scene.said(), ['HangUp 1.seat.1', 'HangUp 1.seat.1']);
  t.equal(scene.call(1).phase, 'queued');
  t.match(scene.doing(7), { state: 'notReady', reason: 'declined' });
});

t.test('answer, then decline (answer wins): refused with a code, they talk on', async (t) => {
  const scene = oneSeat();
  scene.answers(1);
  t.equal(scene.declineAsked(1, 7).refusal?.code, 'H12_OUT_OF_TURN');
  t.equal(scene.call(1).phase, 'talking');
});

t.test('phone drops, then the offer (drop wins): the seat is not offered', async (t) => {
  const scene = new Scene([readySeat(7)]);
  scene.seat(7, { type: 'PhoneFound', phone: 'unreachable', at: scene.now });
  scene.arrives(1);
  t.equal(scene.call(1).phase, 'queued');
  t.match(scene.doing(7), { state: 'notReady', reason: 'phoneUnreachable' });
});

t.test(
  'offer, then phone drops (offer wins): it ends by its own leg or timer, the seat is set aside',
  async (t) => {
    const scene = oneSeat();
    scene.seat(7, { type: 'PhoneFound', phone: 'unreachable', at: scene.now });
    t.equal(scene.doing(7).state, 'offered');
    scene.legEnds(1, 1, 20);
    t.equal(scene.call(1).phase, 'queued');
    t.match(scene.doing(7), { state: 'notReady', reason: 'phoneFault' });
  },
);

t.test(
  'phone drops and comes back while it rings, then the caller leaves: the seat keeps its turn',
  async (t) => {
    const scene = oneSeat();
    scene.seat(7, { type: 'PhoneFound', phone: 'unreachable', at: scene.now });
    scene.seat(7, { type: 'PhoneFound', phone: 'reachable', at: scene.now });
    scene.callerHangsUp(1);
    t.equal(scene.doing(7).state, 'ready');
  },
);

t.test('sign-out, then the offer (sign-out wins): the caller hears that nobody is there', async (t) => {
  const scene = new Scene([readySeat(7)]);
  scene.seat(7, { type: 'SignOutAsked', agent: agentId(7), at: scene.now });
  scene.arrives(1);
  t.match(scene.call(1), { phase: 'farewell', ending: { outcome: 'noSeat' } });
});

t.test('offer, then sign-out (offer wins): refused, the phone rings on', async (t) => {
  const scene = oneSeat();
  const { refusal } = scene.seat(7, { type: 'SignOutAsked', agent: agentId(7), at: scene.now });
  t.equal(refusal?.code, 'H12_SEAT_BUSY');
  t.equal(scene.call(1).phase, 'offering');
});

t.test('the longest wait ends, then the seat answers (the offer stands): answered', async (t) => {
  const scene = oneSeat();
  scene.timer(1, 'maxWait');
  t.equal(scene.call(1).phase, 'offering');
  scene.answers(1);
  t.equal(scene.call(1).phase, 'talking');
});

t.test(
  'the longest wait ends in the turn before a seat is ready (the wait wins): the seat is free for others',
  async (t) => {
    const scene = new Scene([readySeat(7, { doing: { state: 'notReady', reason: 'break' } })]);
    scene.arrives(1);
    scene.timer(1, 'maxWait');
    scene.seat(7, { type: 'ReadyAsked', agent: agentId(7), at: scene.now });
    t.match(scene.call(1), { phase: 'farewell', ending: { outcome: 'waitedTooLong' } });
    t.equal(scene.doing(7).state, 'ready');
  },
);

t.test(
  'the last offer ends as the caller hangs up, in both orders: abandoned or told, never both',
  async (t) => {
    const one = { ...plan, maxOffers: 1 };
    const hungUp = oneSeat(one);
    hungUp.callerHangsUp(1);
    hungUp.legEnds(1, 1, 19);
    t.match(hungUp.call(1), { ending: { outcome: 'abandoned' } });
    const told = oneSeat(one);
    told.legEnds(1, 1, 19);
    told.callerHangsUp(1);
    t.match(told.call(1), { phase: 'ended', ending: { outcome: 'nobodyAnswered', during: 'queued' } });
    for (const scene of [hungUp, told]) {
      const changes = scene.batches.flatMap(({ tickets }) => tickets).map(({ type }) => type);
      t.strictSame(changes, ['TicketOpened', 'TicketAbandoned']);
    }
  },
);
