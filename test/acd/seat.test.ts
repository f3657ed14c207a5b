import t from 'tap';
import { noTally, type Seat, type SeatInput, type SeatState, type SkillName } from '../../src/acd/model.ts';
import { canTake, decideSeat, seatDueAt } from '../../src/acd/seat.ts';
import { steadyMs } from '../../src/acd/seat-phone.ts';
import { isSeat, upgradeSeat } from '../../src/acd/snapshot.ts';
import { parseAs } from '../../src/lib/shape.ts';
import { at, general, leg, lin, otherLeg, seatDoing, states, tax, wang } from './seats.ts';

type State = SeatState['state'];
/** What an input makes of a seat: its new `doing`, `same` where nothing changes, or the code of the refusal. */
type Row = { readonly [S in State]: SeatState | 'same' | `H12_${string}` };

const now = at(1_000);
const ready: SeatState = { state: 'ready', idleSince: now };
const signedIn: SeatState = { state: 'notReady', reason: 'signedIn' };
const meal: SeatState = { state: 'notReady', reason: 'meal' };
const keepsTurn: SeatState = { state: 'ready', idleSince: at(-5_000) };
const unchanged: Row = {
  offline: 'same',
  notReady: 'same',
  ready: 'same',
  offered: 'same',
  talking: 'same',
  wrapUp: 'same',
};

const table: readonly (readonly [string, SeatInput, Row])[] = [
  ['Lin signs in', { type: 'SignInAsked', agent: lin, at: now }, { ...unchanged, offline: signedIn }],
  [
    'Wang signs in',
    { type: 'SignInAsked', agent: wang, at: now },
    {
      offline: signedIn,
      notReady: 'H12_SEAT_TAKEN',
      ready: 'H12_SEAT_TAKEN',
      offered: 'H12_SEAT_TAKEN',
      talking: 'H12_SEAT_TAKEN',
      wrapUp: 'H12_SEAT_TAKEN',
    },
  ],
  [
    'Lin signs out',
    { type: 'SignOutAsked', agent: lin, at: now },
    {
      offline: 'H12_SEAT_OFFLINE',
      notReady: { state: 'offline' },
      ready: { state: 'offline' },
      offered: 'H12_SEAT_BUSY',
      talking: 'H12_SEAT_BUSY',
      wrapUp: { state: 'offline' },
    },
  ],
  [
    'Wang signs Lin out',
    { type: 'SignOutAsked', agent: wang, at: now },
    {
      offline: 'H12_SEAT_OFFLINE',
      notReady: 'H12_SEAT_NOT_YOURS',
      ready: 'H12_SEAT_NOT_YOURS',
      offered: 'H12_SEAT_NOT_YOURS',
      talking: 'H12_SEAT_NOT_YOURS',
      wrapUp: 'H12_SEAT_NOT_YOURS',
    },
  ],
  [
    'Lin asks to be ready',
    { type: 'ReadyAsked', agent: lin, at: now },
    {
      ...unchanged,
      offline: 'H12_SEAT_OFFLINE',
      notReady: ready,
      talking: { state: 'talking', leg, after: { state: 'ready' } },
      wrapUp: ready,
    },
  ],
  [
    'Lin asks for a meal',
    { type: 'NotReadyAsked', agent: lin, reason: 'meal', at: now },
    {
      offline: 'H12_SEAT_OFFLINE',
      notReady: meal,
      ready: meal,
      offered: 'H12_SEAT_BUSY',
      talking: { state: 'talking', leg, after: { state: 'notReady', reason: 'meal' } },
      wrapUp: meal,
    },
  ],
  ['the phone is found where it was', { type: 'PhoneFound', phone: 'reachable', at: now }, unchanged],
  [
    'a call is offered',
    { type: 'Offered', leg, at: now },
    { ...unchanged, ready: { state: 'offered', leg, idleSince: at(0) } },
  ],
  [
    'the offer is answered',
    { type: 'TalkStarted', leg, at: now },
    { ...unchanged, offered: { state: 'talking', leg, after: { state: 'ready' } } },
  ],
  ['another offer is answered', { type: 'TalkStarted', leg: otherLeg, at: now }, unchanged],
  [
    'the talk is over',
    { type: 'TalkEnded', leg, wrapUpMs: 30_000, at: now },
    { ...unchanged, talking: { state: 'wrapUp', leg, until: at(31_000), after: { state: 'ready' } } },
  ],
  [
    'the talk is over, and there is no wrap-up',
    { type: 'TalkEnded', leg, wrapUpMs: 0, at: now },
    { ...unchanged, talking: ready },
  ],
  ['another talk is over', { type: 'TalkEnded', leg: otherLeg, wrapUpMs: 0, at: now }, unchanged],
  ['the wrap-up is over', { type: 'WrapUpOver', at: now }, { ...unchanged, wrapUp: ready }],
  [
    'another offer is withdrawn',
    { type: 'OfferWithdrawn', leg: otherLeg, why: 'refused', at: now },
    unchanged,
  ],
  ...(
    [
      ['callerGone', keepsTurn],
      ['lost', keepsTurn],
      ['noAnswer', { state: 'notReady', reason: 'noAnswer' }],
      ['refused', { state: 'notReady', reason: 'refused' }],
      ['declined', { state: 'notReady', reason: 'declined' }],
      ['unreachable', { state: 'notReady', reason: 'phoneFault' }],
      ['fault', { state: 'notReady', reason: 'phoneFault' }],
    ] as const
  ).map(([why, offered]) => {
    const input: SeatInput = { type: 'OfferWithdrawn', leg, why, at: now };
    return [`the offer is withdrawn (${why})`, input, { ...unchanged, offered }] as const;
  }),
];

for (const [name, input, row] of table)
  t.test(`${name}: in each state of a seat`, async (t) => {
    for (const seat of Object.values(states)) {
      const expected = row[seat.doing.state];
      const { seat: next, refusal } = decideSeat(seat, input);
      const what = `${seat.doing.state}: ${JSON.stringify(expected)}`;
      t.ok(isSeat(JSON.parse(JSON.stringify(next))), 'can be read back');
      if (typeof expected === 'string') {
        t.equal(refusal?.code, expected === 'same' ? undefined : expected, what);
        t.equal(next, seat, what);
        continue;
      }
      t.equal(refusal, undefined, what);
      t.strictSame(next.doing, expected, what);
      const since = seat.doing.state === next.doing.state && expected.state === 'talking' ? at(0) : now;
      t.equal(next.since, since, `since, ${what}`);
    }
  });

const found = (phone: Seat['phone'], ms: number): SeatInput => ({ type: 'PhoneFound', phone, at: at(ms) });
const through = (seat: Seat, ...inputs: readonly SeatInput[]): Seat =>
  inputs.reduce((now_, input) => decideSeat(now_, input).seat, seat);

t.test('a phone that drops makes a ready seat not ready at once, and no other', async (t) => {
  for (const seat of Object.values(states)) {
    const next = through(seat, found('unreachable', 10));
    t.equal(next.phone, 'unreachable');
    t.strictSame(
      next.doing,
      seat.doing.state === 'ready' ? { state: 'notReady', reason: 'phoneUnreachable' } : seat.doing,
    );
  }
});

t.test(
  'a seat that was ready before a restart is not ready when its phone is found to be gone',
  async (t) => {
    const restored = seatDoing({ state: 'ready', idleSince: at(0) }, { phone: 'unreachable' });
    t.strictSame(through(restored, found('unreachable', 10)).doing, {
      state: 'notReady',
      reason: 'phoneUnreachable',
    });
    t.strictSame(through(restored, found('reachable', 10)).doing, restored.doing, 'or it keeps its turn');
  },
);

t.test('a phone that comes back makes it ready again, at the end of the line', async (t) => {
  const back = through(states.ready, found('unreachable', 10), found('reachable', 20));
  t.strictSame(back.doing, { state: 'ready', idleSince: at(20) });
});

t.test('a phone that comes back does not end a pause the agent asked for meanwhile', async (t) => {
  const back = through(
    states.ready,
    found('unreachable', 10),
    { type: 'NotReadyAsked', agent: lin, reason: 'break', at: at(15) },
    found('reachable', 20),
  );
  t.strictSame(back.doing, { state: 'notReady', reason: 'break' });
});

t.test('nobody is ready at a phone that cannot be reached', async (t) => {
  const dropped = through(states.notReady, found('unreachable', 10));
  const { refusal } = decideSeat(dropped, { type: 'ReadyAsked', agent: lin, at: at(20) });
  t.equal(refusal?.code, 'H12_SEAT_PHONE_UNREACHABLE');
  const after = through(
    states.talking,
    found('unreachable', 10),
    { type: 'TalkEnded', leg, wrapUpMs: 10, at: at(20) },
    { type: 'WrapUpOver', at: at(30) },
  );
  t.strictSame(after.doing, { state: 'notReady', reason: 'phoneUnreachable' });
});

t.test(
  'an offer that ends at a phone that dropped makes the seat not ready, though it was not its fault',
  async (t) => {
    const next = through(states.offered, found('unreachable', 10), {
      type: 'OfferWithdrawn',
      leg,
      why: 'callerGone',
      at: at(20),
    });
    t.strictSame(next.doing, { state: 'notReady', reason: 'phoneUnreachable' });
  },
);

t.test(
  'a phone that flaps ten times a second: its first return is believed, then none until it is steady',
  async (t) => {
    let seat = states.ready;
    let timesReady = 0;
    for (let ms = 0; ms < 5_000; ms += 100) {
      seat = through(seat, found('unreachable', ms));
      t.match(seat.doing, { state: 'notReady', reason: 'phoneUnreachable' });
      seat = through(seat, found('reachable', ms + 50));
      if (seat.doing.state === 'ready') timesReady += 1;
    }
    t.equal(timesReady, 1);
    t.strictSame(seat.doing, { state: 'notReady', reason: 'phoneUnstable', until: at(4_950 + steadyMs) });
    t.equal(seatDueAt(seat), at(4_950 + steadyMs));
    t.ok(isSeat(JSON.parse(JSON.stringify(seat))));
    const { refusal } = decideSeat(seat, { type: 'ReadyAsked', agent: lin, at: at(5_000) });
    t.equal(refusal?.code, 'H12_SEAT_PHONE_UNREACHABLE');
    const rested = through(seat, { type: 'NotReadyAsked', agent: lin, reason: 'break', at: at(5_000) });
    t.strictSame(through(rested, { type: 'PhoneSteady', at: at(15_000) }).doing, {
      state: 'notReady',
      reason: 'break',
    });
    const steady = through(seat, { type: 'PhoneSteady', at: at(14_950) });
    t.strictSame(steady.doing, { state: 'ready', idleSince: at(14_950) });
    const later = through(steady, found('unreachable', 60_000), found('reachable', 60_010));
    t.equal(later.doing.state, 'ready', 'a single drop later is believed again');
  },
);

const leader = { agent: lin, byLeader: true } as const;

t.test('a shift leader signs out a seat that has a call: after it and its wrap-up', async (t) => {
  const out: SeatInput = { type: 'SignOutAsked', ...leader, at: at(5) };
  const over: readonly SeatInput[] = [
    { type: 'TalkEnded', leg, wrapUpMs: 10, at: at(20) },
    { type: 'WrapUpOver', at: at(30) },
  ];
  const offered = through(states.offered, out);
  t.strictSame(offered.doing, { ...states.offered.doing, after: { state: 'offline' } });
  t.ok(isSeat(JSON.parse(JSON.stringify(offered))));
  for (const why of ['callerGone', 'noAnswer'] as const)
    t.equal(through(offered, { type: 'OfferWithdrawn', leg, why, at: at(6) }).agent, null, why);
  for (const seat of [
    through(offered, { type: 'TalkStarted', leg, at: at(6) }),
    through(states.talking, out),
  ]) {
    t.match(seat.doing, { state: 'talking', after: { state: 'offline' } });
    t.equal(
      decideSeat(seat, { type: 'ReadyAsked', agent: lin, at: at(7) }).refusal?.code,
      'H12_SEAT_LEAVING',
    );
    t.equal(through(seat, { type: 'ReadyAsked', ...leader, at: at(7) }, ...over).doing.state, 'ready');
    t.match(through(seat, ...over), { agent: null, doing: { state: 'offline' }, since: at(30) });
  }
  t.match(through(states.wrapUp, out).doing, { state: 'wrapUp', after: { state: 'offline' } });
  t.equal(through(states.ready, out).agent, null, 'without a call: at once');
});

t.test('a shift leader takes a seat that rings out of the line: after the call', async (t) => {
  const away: SeatInput = { type: 'NotReadyAsked', ...leader, reason: 'meeting', at: at(5) };
  const seat = through(states.offered, away);
  const kept = through(seat, { type: 'OfferWithdrawn', leg, why: 'callerGone', at: at(6) });
  t.strictSame(kept.doing, { state: 'notReady', reason: 'meeting' });
  const missed = through(seat, { type: 'OfferWithdrawn', leg, why: 'noAnswer', at: at(6) });
  t.strictSame(missed.doing, { state: 'notReady', reason: 'noAnswer' });
});

t.test('an agent is moved to other queues, and given other skills, whatever the seat does', async (t) => {
  for (const seat of Object.values(states)) {
    const places = [{ queue: tax, tier: 1, order: 0 }];
    const asked: SeatInput = { type: 'AssignAsked', agent: lin, assignment: { places }, at: now };
    const { seat: moved, refusal } = decideSeat(seat, asked);
    if (seat.agent === null) {
      t.equal(refusal?.code, 'H12_SEAT_OFFLINE');
      continue;
    }
    t.match(moved, { queues: [tax], places, skills: seat.skills, doing: seat.doing });
    const back = decideSeat(moved, { ...asked, assignment: { places: null, skills: [] } }).seat;
    t.match(back, { queues: [general], places: null });
  }
});

t.test('the after-call work is made longer a step at a time, up to its limit', async (t) => {
  const extension = { stepMs: 30_000, maxMs: 70_000 };
  const more: SeatInput = { type: 'WrapUpExtendAsked', agent: lin, extension, at: at(10_000) };
  const once = through(states.wrapUp, more);
  t.match(once.doing, { state: 'wrapUp', until: at(60_000) });
  const twice = through(once, more);
  t.match(twice.doing, { until: at(70_000) });
  t.equal(decideSeat(twice, more).refusal?.code, 'H12_WRAP_UP_LIMIT');
  t.equal(decideSeat(states.ready, more).refusal?.code, 'H12_SEAT_ALREADY');
});

t.test('what the agent has done is counted from the sign-in', async (t) => {
  const done = through(
    states.offered,
    { type: 'TalkStarted', leg, at: at(10) },
    { type: 'TalkEnded', leg, wrapUpMs: 0, at: at(70) },
  );
  t.strictSame(done.tally, { calls: 1, talkMs: 60, offeredAt: at(0) });
});

t.test('what the agent wants after the call outlives the talk and its wrap-up', async (t) => {
  const wanted: SeatInput = { type: 'NotReadyAsked', agent: lin, reason: 'break', at: at(5) };
  const over: readonly SeatInput[] = [
    { type: 'TalkEnded', leg, wrapUpMs: 10, at: at(20) },
    { type: 'WrapUpOver', at: at(30) },
  ];
  t.strictSame(through(states.talking, wanted, ...over).doing, { state: 'notReady', reason: 'break' });
  const changed = through(states.talking, wanted, { type: 'ReadyAsked', agent: lin, at: at(6) }, ...over);
  t.strictSame(changed.doing, { state: 'ready', idleSince: at(30) });
});

t.test('only a ready seat with an agent and a reachable phone can take a call', async (t) => {
  for (const seat of Object.values(states)) t.equal(canTake(seat), seat.doing.state === 'ready');
  t.notOk(canTake(seatDoing({ state: 'ready', idleSince: at(0) }, { phone: 'unreachable' })));
});

t.test('a seat is offline exactly when nobody is signed in: any other record is no seat', async (t) => {
  t.notOk(isSeat({ ...states.ready, agent: null }));
  t.notOk(isSeat({ ...states.offline, agent: lin }));
  t.notOk(isSeat({ ...states.ready, doing: { state: 'ready' } }));
  t.notOk(isSeat({ ...states.ready, doing: { state: 'asleep' } }));
  t.notOk(isSeat({ ...states.wrapUp, doing: { ...states.wrapUp.doing, after: { state: 'notReady' } } }));
});

t.test('a seat as the first version wrote it is read with what it did not know', async (t) => {
  for (const seat of Object.values(states)) {
    const { provisioned: _, places: _p, skills: _s, tally: _t, dropped: _d, ...written } = seat;
    t.strictSame(parseAs(JSON.stringify(written), isSeat, upgradeSeat), seat, seat.doing.state);
  }
  t.equal(parseAs('[]', isSeat, upgradeSeat), null);
});

t.test('an agent brings skills and queues to the seat, and takes them along', async (t) => {
  const skills = [{ skill: 'hakka' as SkillName, level: 7 }];
  const places = [{ queue: tax, tier: 2, order: 5 }];
  const asked: SeatInput = { type: 'SignInAsked', agent: lin, assignment: { skills, places }, at: now };
  const seated = decideSeat(states.offline, asked).seat;
  t.match(seated, { skills, places, queues: [tax], tally: noTally });
  const { seat: empty } = decideSeat(seated, { type: 'SignOutAsked', agent: lin, at: now });
  t.match(empty, { skills: [], places: null, queues: [general], agent: null });
});
