import t from 'tap';
import { noTally, type Seat, type SeatInput, type SeatState, type SkillName } from '../../src/acd/model.ts';
import { canTake, decideSeat } from '../../src/acd/seat.ts';
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
    const { provisioned: _, places: _p, skills: _s, tally: _t, ...written } = seat;
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
