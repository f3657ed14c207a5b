import t from 'tap';
import type { Fact } from '../../../src/calls/facts.ts';
import { bridgeId, type CallIn, deskCallId, type Ending, legId } from '../../../src/calls/model.ts';
import { beginAtDesk, beginInQueue, type Outgoing } from '../../../src/calls/outbound.ts';
import { after, agent7, at, from, given, noon, plan, seat7, seat9, ticketNo } from '../given.ts';
import { ignoredCells } from './cells.ts';

const by = { seat: seat7, agent: agent7 };
const id = deskCallId(noon, 7);
const citizen = legId(id, 'caller');
const seatLeg = legId(id, 'seat', 1);
const order = { purpose: 'callBack', by, ringLimitMs: 45_000 } as const;
const what: Outgoing = { call: id, at: noon, number: from, ticketNo, plan, order };
const call = { call: id };

const ordered = beginAtDesk(what, by);
const seatRings = ordered.call as CallIn<'dialling'>;
const prepared = after(seatRings, { type: 'SeatAnswered', at: at(2_000), leg: seatLeg });
const rings = after(
  prepared,
  { type: 'CitizenReady', at: at(2_010), leg: citizen },
  { type: 'CitizenRinging', at: at(3_000), leg: citizen },
);
const talks = after(rings, { type: 'CitizenAnswered', at: at(9_000), leg: citizen });

const hangUp = (leg: typeof citizen, reason: 'normal' | 'answered_elsewhere') =>
  ({ type: 'HangUp', ...call, leg, reason }) as const;
const createBridge = { type: 'CreateBridge', ...call, bridge: bridgeId(id) } as const;
const destroyBridge = { type: 'DestroyBridge', ...call, bridge: bridgeId(id) } as const;
const join = { type: 'Join', ...call, bridge: bridgeId(id), legs: [seatLeg, citizen] } as const;
const dial = { type: 'Dial', ...call, leg: citizen, ringLimitMs: 55_000 } as const;

/** The facts of a dialling that came to no talk: the seat is free or in wrap-up, the call is over, its ticket untouched. */
const failed = (
  ms: number,
  ending: Pick<Ending, 'by' | 'outcome'> & Partial<Ending>,
  wrapUpMs = plan.wrapUpMs,
): readonly Fact[] => [
  { type: 'DiallingEnded', ...call, at: at(ms), seat: seat7, leg: seatLeg, wrapUpMs },
  {
    type: 'CallEnded',
    ...call,
    origin: 'outbound',
    purpose: 'callBack',
    agent: agent7,
    recorded: false,
    at: at(ms),
    ticketNo,
    from,
    queue: plan.queue,
    ending: { during: 'dialling', cause: null, ...ending },
    waitedMs: null,
    queuedAt: null,
  },
];

t.test('a desk dials: its own phone rings first, no ticket is opened', async (t) => {
  t.match(ordered.commands, [{ type: 'RingSeat', leg: seatLeg, seat: seat7, from }]);
  t.match(ordered.facts, [
    { type: 'CallBegan', origin: 'outbound', ticketNo },
    { type: 'SeatCalled', seat: seat7, leg: seatLeg },
  ]);
  t.match(seatRings.timers, [{ name: 'ring', dueAt: at(plan.ringLimitMs) }]);
});

t.test('dialling: the seat answers: the channel towards the citizen is made', async (t) => {
  given(seatRings)
    .when({ type: 'SeatRinging', at: at(500), leg: seatLeg })
    .gives(t, { phase: 'dialling', call: { legs: [{ state: 'ringing' }] } });
  given(seatRings)
    .when({ type: 'SeatAnswered', at: at(2_000), leg: seatLeg })
    .gives(t, {
      phase: 'dialling',
      commands: [createBridge, { type: 'PrepareDial', ...call, leg: citizen, number: from, beside: seatLeg }],
      facts: [{ type: 'DiallingStarted', ...call, at: at(2_000), seat: seat7, agent: agent7, leg: seatLeg }],
      call: { timers: [{ name: 'dial', dueAt: at(47_000) }] },
    });
  given(prepared)
    .when({ type: 'SeatAnswered', at: at(2_001), leg: seatLeg })
    .gives(t, { phase: 'dialling' });
});

t.test('dialling: the channel is there: the seat hears it before the number is dialled', async (t) => {
  given(prepared)
    .when({ type: 'CitizenReady', at: at(2_010), leg: citizen })
    .gives(t, { phase: 'dialling', commands: [join, dial] });
  given(prepared)
    .when({ type: 'CitizenRinging', at: at(3_000), leg: citizen })
    .gives(t, { phase: 'dialling', call: { legs: [{}, { state: 'ringing' }] } });
});

t.test('dialling: the citizen answers: they talk, nothing needs to be done', async (t) => {
  given(rings)
    .when({ type: 'CitizenAnswered', at: at(9_000), leg: citizen })
    .gives(t, {
      phase: 'talking',
      facts: [
        { type: 'CitizenReached', ...call, at: at(9_000), ticketNo },
        {
          type: 'TalkStarted',
          ...call,
          origin: 'outbound',
          purpose: 'callBack',
          from,
          at: at(9_000),
          ticketNo,
          seat: seat7,
          agent: agent7,
          leg: seatLeg,
          queue: plan.queue,
          waitedMs: null,
        },
      ],
      call: { timers: [], talk: { startedAt: at(9_000) } },
    });
});

for (const [cause, outcome] of [
  [17, 'busy'],
  [21, 'refused'],
  [18, 'noAnswer'],
  [19, 'noAnswer'],
  [1, 'unreachable'],
  [20, 'unreachable'],
  [28, 'unreachable'],
  [34, 'fault'],
  [16, 'fault'],
  [null, 'fault'],
] as const)
  t.test(`dialling: the citizen's side ends with cause ${String(cause)}: ${outcome}`, async (t) => {
    given(rings)
      .when({ type: 'CallerHungUp', at: at(5_000), cause })
      .gives(t, {
        phase: 'ended',
        commands: [hangUp(seatLeg, 'normal'), destroyBridge],
        facts: failed(5_000, { by: 'caller', outcome, cause }),
      });
  });

t.test('dialling: the citizen’s phone rang long enough: it is stopped, no answer', async (t) => {
  given(rings)
    .when({ type: 'DialTimedOut', at: at(47_000) })
    .gives(t, {
      phase: 'ended',
      commands: [hangUp(seatLeg, 'normal'), hangUp(citizen, 'answered_elsewhere'), destroyBridge],
      facts: failed(47_000, { by: 'hotline', outcome: 'noAnswer' }),
    });
});

t.test('dialling: the seat hangs up, by phone or desk, while the citizen’s phone rings', async (t) => {
  given(rings)
    .when({ type: 'HangUpAsked', at: at(5_000), seat: seat7 })
    .gives(t, {
      phase: 'ended',
      commands: [hangUp(seatLeg, 'normal'), hangUp(citizen, 'answered_elsewhere'), destroyBridge],
      facts: failed(5_000, { by: 'seat', outcome: 'cancelled' }),
    });
  given(rings)
    .when({ type: 'SeatLegEnded', at: at(5_000), leg: seatLeg, cause: 16 })
    .gives(t, {
      phase: 'ended',
      commands: [hangUp(citizen, 'answered_elsewhere'), destroyBridge],
      facts: failed(5_000, { by: 'seat', outcome: 'cancelled', cause: 16 }),
    });
  given(rings)
    .when({ type: 'HangUpAsked', at: at(5_000), seat: seat9 })
    .gives(t, { phase: 'dialling', refusal: 'H12_NOT_YOUR_CALL' });
});

t.test('dialling: the seat’s own phone is not answered: no number is dialled, no wrap-up', async (t) => {
  const no = (ms: number, ending: Parameters<typeof failed>[1]) =>
    ({ phase: 'ended', facts: failed(ms, ending, 0) }) as const;
  given(seatRings)
    .when({ type: 'OfferTimedOut', at: at(20_000) })
    .gives(t, {
      ...no(20_000, { by: 'hotline', outcome: 'seatNotReached' }),
      commands: [hangUp(seatLeg, 'answered_elsewhere')],
    });
  given(seatRings)
    .when({ type: 'SeatLegEnded', at: at(900), leg: seatLeg, cause: 17 })
    .gives(t, no(900, { by: 'seat', outcome: 'seatNotReached', cause: 17 }));
  given(seatRings)
    .when({ type: 'RingFailed', at: at(900), leg: seatLeg, outcome: 'refused' })
    .gives(t, no(900, { by: 'switch', outcome: 'seatNotReached' }));
});

t.test('dialling: the seat’s softphone is gone: whatever rings is stopped', async (t) => {
  given(rings)
    .when({ type: 'SoftphoneGone', at: at(5_000), leg: seatLeg })
    .gives(t, {
      phase: 'ended',
      commands: [hangUp(seatLeg, 'normal'), hangUp(citizen, 'answered_elsewhere'), destroyBridge],
      facts: failed(5_000, { by: 'switch', outcome: 'cancelled' }),
    });
});

t.test(
  'dialling: the switch cannot dial, or cannot join: a fault; what is gone is told by its own end',
  async (t) => {
    const fault = {
      phase: 'ended',
      commands: [hangUp(seatLeg, 'normal'), hangUp(citizen, 'answered_elsewhere'), destroyBridge],
      facts: failed(2_100, { by: 'switch', outcome: 'fault' }),
    } as const;
    given(prepared)
      .when({ type: 'DialFailed', at: at(2_100), leg: citizen, outcome: 'refused' })
      .gives(t, fault);
    given(prepared)
      .when({ type: 'JoinFailed', at: at(2_100), outcome: 'refused', legs: [citizen] })
      .gives(t, fault);
    given(prepared)
      .when({ type: 'JoinFailed', at: at(2_100), outcome: 'gone', legs: [citizen] })
      .gives(t, { phase: 'dialling' });
  },
);

t.test(
  'dialling: after a restart: who is gone ends it, what was not done is done, what rings rings on',
  async (t) => {
    given(rings)
      .when({ type: 'LegFoundGone', at: at(5_000), leg: citizen })
      .gives(t, {
        phase: 'ended',
        commands: [hangUp(seatLeg, 'normal'), destroyBridge],
        facts: failed(5_000, { by: 'switch', outcome: 'lost' }),
      });
    given(rings)
      .when({ type: 'LegFoundGone', at: at(5_000), leg: seatLeg })
      .gives(t, {
        phase: 'ended',
        commands: [hangUp(citizen, 'answered_elsewhere'), destroyBridge],
        facts: failed(5_000, { by: 'switch', outcome: 'cancelled' }),
      });
    given(rings)
      .when({ type: 'Resumed', at: at(5_000), playing: [] })
      .gives(t, { phase: 'dialling', commands: [createBridge, join, dial] });
    given(seatRings)
      .when({ type: 'Resumed', at: at(900), playing: [] })
      .gives(t, { phase: 'dialling' });
  },
);

t.test('dialling: all other events change nothing', async (t) => ignoredCells(t, rings));

t.test('talking: a citizen who was called and cannot be joined hears that, and does not wait', async (t) => {
  t.match(after(talks, { type: 'JoinFailed', at: at(9_100), outcome: 'refused', legs: [citizen] }), {
    phase: 'farewell',
    ending: { outcome: 'fault' },
  });
});

t.test('ended: the citizen answers as the hotline hangs up (hang-up wins): hung up again', async (t) => {
  const over = after(rings, { type: 'HangUpAsked', at: at(5_000), seat: seat7 });
  given(over)
    .when({ type: 'CitizenAnswered', at: at(5_001), leg: citizen })
    .gives(t, { phase: 'ended', commands: [hangUp(citizen, 'normal')] });
});

t.test('a caller who pressed the key waits without a line, from the time already waited', async (t) => {
  const waits = beginInQueue({ ...what, order: { ...order, by: null } }, at(-60_000));
  t.strictSame(waits.commands, []);
  t.match(waits.call, { phase: 'queued', queuedAt: at(-60_000), legs: [] });
  const offered = after(waits.call, { type: 'SeatOffered', at: at(1_000), seat: seat7, agent: agent7 });
  given(waits.call)
    .when({ type: 'Resumed', at: at(500), playing: [] })
    .gives(t, { phase: 'queued' });
  given(offered)
    .when({ type: 'SeatAnswered', at: at(3_000), leg: seatLeg })
    .gives(t, {
      phase: 'dialling',
      commands: [createBridge, { type: 'PrepareDial', ...call, leg: citizen, number: from, beside: seatLeg }],
      facts: [{ type: 'DiallingStarted', ...call, at: at(3_000), seat: seat7, agent: agent7, leg: seatLeg }],
    });
  for (const one of [waits.call, offered])
    t.match(after(one, { type: 'WithdrawAsked', at: at(2_000) }), {
      phase: 'ended',
      ending: { outcome: 'withdrawn' },
    });
  t.match(after(waits.call, { type: 'QueueUnstaffed', at: at(2_000) }), {
    phase: 'ended',
    ending: { outcome: 'noSeat' },
  });
  t.match(after(waits.call, { type: 'WaitedTooLong', at: at(3_600_000) }), {
    phase: 'ended',
    ending: { outcome: 'waitedTooLong' },
  });
});
