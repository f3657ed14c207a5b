import t from 'tap';
import type { CallEvent } from '../../../src/calls/events.ts';
import type { CallPlan } from '../../../src/calls/model.ts';
import { defaultPlan } from '../../../src/routing/model.ts';
import {
  after,
  ask,
  at,
  caller,
  cmd,
  fact,
  given,
  move,
  noon,
  plan,
  sample,
  seat7,
  seat9,
  seatLeg,
  silentPlan,
  tax,
  waitingPlan,
} from '../given.ts';
import { ignoredCells } from './cells.ts';

const goodbye = {
  phase: 'farewell',
  facts: [fact.talkEnded(1, seat7, 45_000, at(60_000))],
  call: { talk: { seat: seat7, leg: seatLeg(1) }, timers: [{ name: 'prompt', dueAt: at(180_000) }] },
} as const;

t.test('talking: the caller hangs up: the seat is hung up, the bridge taken away, answered', async (t) => {
  given(sample.talking())
    .when(move.callerHungUp(at(60_000)))
    .gives(t, {
      phase: 'ended',
      commands: [cmd.hangUp(seatLeg(1), 'normal'), cmd.destroyBridge],
      facts: [
        fact.talkEnded(1, seat7, 45_000, at(60_000)),
        fact.ended({ by: 'caller', outcome: 'answered', during: 'talking', cause: 16 }, 7_000, at(60_000)),
      ],
      call: { talk: { seat: seat7 }, timers: [{ name: 'linger', dueAt: at(65_000) }] },
    });
});

t.test('talking: the seat hangs up: the caller hears goodbye', async (t) => {
  given(sample.talking())
    .when(move.seatEnded(1, 16, at(60_000)))
    .gives(t, {
      ...goodbye,
      commands: [cmd.leave, cmd.destroyBridge, cmd.play(2, plan.farewell.goodbye)],
      call: {
        ...goodbye.call,
        ending: { by: 'seat', outcome: 'answered', during: 'talking', cause: 16 },
      },
    });
});

t.test('talking: the seat hangs up and there is no goodbye: the caller is hung up', async (t) => {
  given(sample.talking(silentPlan))
    .when(move.seatEnded(1, 16, at(60_000)))
    .gives(t, {
      phase: 'ended',
      commands: [cmd.hangUp(caller, 'normal'), cmd.destroyBridge],
      facts: [
        fact.talkEnded(1, seat7, 45_000, at(60_000)),
        fact.ended(
          { by: 'seat', outcome: 'answered', during: 'talking', cause: 16 },
          15_000,
          at(60_000),
          at(0),
        ),
      ],
    });
});

t.test(
  'talking: the agent hangs up from the desk: the phone too, and the caller hears goodbye',
  async (t) => {
    given(sample.talking())
      .when({ type: 'HangUpAsked', at: at(60_000), seat: seat7 })
      .gives(t, {
        ...goodbye,
        commands: [
          cmd.hangUp(seatLeg(1), 'normal'),
          cmd.leave,
          cmd.destroyBridge,
          cmd.play(2, plan.farewell.goodbye),
        ],
      });
  },
);

t.test('talking: another seat cannot hang up', async (t) => {
  given(sample.talking())
    .when({ type: 'HangUpAsked', at: at(60_000), seat: seat9 })
    .gives(t, { phase: 'talking', refusal: 'H12_NOT_YOUR_CALL' });
});

t.test(
  'talking: they could not be joined: the seat is let go, the caller waits on in the old place',
  async (t) => {
    given(sample.talking())
      .when({ type: 'JoinFailed', at: at(16_000), outcome: 'refused', legs: [caller, seatLeg(1)] })
      .gives(t, {
        phase: 'queued',
        commands: [cmd.hangUp(seatLeg(1), 'normal'), cmd.leave, cmd.destroyBridge, cmd.music],
        facts: [fact.talkEnded(1, seat7, 1_000, at(16_000))],
        call: {
          queuedAt: at(8_000),
          failedOffers: 1,
          timers: [{ name: 'maxWait', dueAt: at(8_000 + plan.maxWaitMs) }],
        },
      });
  },
);

t.test('talking: they could not be joined too often: the caller is told of a fault', async (t) => {
  const oneOffer: CallPlan = { ...plan, maxOffers: 1 };
  given(sample.talking(oneOffer))
    .when({ type: 'JoinFailed', at: at(16_000), outcome: 'refused', legs: [caller, seatLeg(1)] })
    .gives(t, {
      phase: 'farewell',
      commands: [
        cmd.hangUp(seatLeg(1), 'normal'),
        cmd.leave,
        cmd.destroyBridge,
        cmd.music,
        cmd.stopMusic,
        cmd.play(2, plan.farewell.fault),
      ],
      facts: [fact.talkEnded(1, seat7, 1_000, at(16_000))],
      call: { ending: { by: 'hotline', outcome: 'fault', during: 'queued', cause: null } },
    });
});

t.test(
  'talking: they could not be joined after the longest wait: the caller is told, not left waiting',
  async (t) => {
    const late = after(
      sample.offering(),
      { type: 'WaitedTooLong', at: at(308_000) },
      move.answered(1, at(309_000)),
    );
    const next = given(late)
      .when({ type: 'JoinFailed', at: at(310_000), outcome: 'refused', legs: [caller, seatLeg(1)] })
      .gives(t, {
        phase: 'farewell',
        commands: [
          cmd.hangUp(seatLeg(1), 'normal'),
          cmd.leave,
          cmd.destroyBridge,
          cmd.music,
          cmd.stopMusic,
          cmd.play(2, plan.farewell.waitedTooLong),
        ],
        facts: [fact.talkEnded(1, seat7, 1_000, at(310_000))],
        call: { ending: { outcome: 'waitedTooLong' } },
      });
    t.not(next.timers.length, 0, 'nobody waits without an end');
  },
);

t.test('talking: after a restart the caller is found gone: answered, the seat is hung up', async (t) => {
  given(sample.talking())
    .when({ type: 'LegFoundGone', at: at(60_000), leg: caller })
    .gives(t, {
      phase: 'ended',
      commands: [cmd.hangUp(seatLeg(1), 'normal'), cmd.destroyBridge],
      facts: [
        fact.talkEnded(1, seat7, 45_000, at(60_000)),
        fact.ended({ by: 'switch', outcome: 'answered', during: 'talking', cause: null }, 7_000, at(60_000)),
      ],
    });
});

t.test('talking: after a restart the seat is found gone: the caller hears goodbye', async (t) => {
  given(sample.talking())
    .when({ type: 'LegFoundGone', at: at(60_000), leg: seatLeg(1) })
    .gives(t, { ...goodbye, commands: [cmd.leave, cmd.destroyBridge, cmd.play(2, plan.farewell.goodbye)] });
});

t.test('talking: after a restart the joining is made sure of', async (t) => {
  given(sample.talking())
    .when({ type: 'Resumed', at: at(60_000), playing: [] })
    .gives(t, { phase: 'talking', commands: [cmd.createBridge, cmd.stopMusic, cmd.join(1)] });
});

const grace = { name: 'softphone', dueAt: at(68_000) };
const waitsOn = {
  phase: 'queued',
  commands: [cmd.hangUp(seatLeg(1), 'normal'), cmd.leave, cmd.destroyBridge, cmd.music],
  facts: [fact.talkEnded(1, seat7, 45_000, at(60_000))],
  // 7 s waited before the talk, which does not count as waiting.
  call: {
    queuedAt: at(53_000),
    failedOffers: 0,
    timers: [{ name: 'maxWait', dueAt: at(53_000 + plan.maxWaitMs) }],
  },
} as const;

t.test(
  'talking: the softphone loses its connection: the talk goes on, and it has 8 s to come back',
  async (t) => {
    const gone = { type: 'SoftphoneGone', at: at(60_000), leg: seatLeg(1) } as const;
    const call = given(sample.talking())
      .when(gone)
      .gives(t, { phase: 'talking', call: { timers: [grace] } });
    given(call)
      .when({ ...gone, at: at(61_000) })
      .gives(t, { phase: 'talking', call: { timers: [grace] } });
    given(call)
      .when({ type: 'SoftphoneBack', at: at(62_000), leg: seatLeg(1) })
      .gives(t, { phase: 'talking', call: { timers: [] } });
  },
);

t.test(
  'talking: the softphone does not come back: the caller waits on with the time already waited',
  async (t) => {
    given(sample.talking())
      .when({ type: 'SoftphoneLost', at: at(60_000) })
      .gives(t, waitsOn);
  },
);

t.test('talking: the seat’s phone breaks down: the caller waits on, and hears no goodbye', async (t) => {
  for (const cause of [38, 41, 44])
    given(sample.talking())
      .when(move.seatEnded(1, cause, at(60_000)))
      .gives(t, { ...waitsOn, commands: waitsOn.commands.slice(1) });
});

t.test('talking: the agent asks for the police, a unit, or puts the citizen on hold', async (t) => {
  given(sample.talking())
    .when(ask.emergency())
    .does(t, { phase: 'emergency', says: ['RingParty party.1'], tells: ['EmergencyBegan'] });
  given(sample.talking())
    .when(ask.invite('join'))
    .does(t, { phase: 'conference', says: ['RingParty party.1'], call: { seatIn: 'main' } });
  given(sample.talking())
    .when(ask.simply('HoldAsked'))
    .does(t, {
      phase: 'conference',
      says: ['Leave bridge caller', 'Leave bridge seat.1', 'StartMusic caller'],
      call: { seatIn: 'aside' },
    });
  for (const event of [ask.emergency(), ask.invite('join'), ask.simply('HoldAsked')])
    given(sample.talking())
      .when({ ...event, seat: seat9 } as CallEvent)
      .does(t, { phase: 'talking', refusal: 'H12_NOT_YOUR_CALL' });
});

const toTax = (seat = seat7): CallEvent => ({ type: 'QueueAsked', at: at(60_000), seat, queue: tax });

t.test('talking: the agent sends the citizen on to a queue, with the time already waited', async (t) => {
  given(sample.talking(waitingPlan))
    .when(toTax(seat9))
    .gives(t, { phase: 'talking', refusal: 'H12_NOT_YOUR_CALL' });
  given(sample.talking(waitingPlan))
    .when(toTax())
    .does(t, {
      phase: 'queued',
      says: ['HangUp seat.1', 'Leave bridge caller', 'DestroyBridge bridge', 'StartMusic caller'],
      tells: ['TalkEnded', 'CallQueued'],
      // It waited 7 s before the talk.
      call: { queue: tax, queuedAt: at(53_000), passed: [] },
    });
});

t.test('talking: nobody is sent to a queue that is closed, nor a citizen who was called', async (t) => {
  const shut = [{ from: noon, until: at(3_600_000), outcome: 'closed', prompts: [], to: null }] as const;
  const closed = { ...waitingPlan, others: { [tax]: { ...defaultPlan, shut } } };
  given(sample.talking(closed)).when(toTax()).gives(t, { phase: 'talking', refusal: 'H12_QUEUE_CLOSED' });
  given({ ...sample.talking(waitingPlan), origin: 'outbound' })
    .when(toTax())
    .gives(t, { phase: 'talking', refusal: 'H12_OUT_OF_TURN' });
});

t.test('talking: the agent mutes itself, or nobody who is not there', async (t) => {
  given(sample.talking())
    .when(ask.mute(seatLeg(1)))
    .does(t, { phase: 'conference', says: ['Mute seat.1'], call: { muted: [seatLeg(1)] } });
  given(sample.talking())
    .when(ask.mute(seatLeg(2)))
    .does(t, { phase: 'talking', refusal: 'H12_NO_SUCH_PARTY' });
});

t.test('talking: the agent sends the citizen away: goodbye', async (t) => {
  given(sample.talking())
    .when(ask.drop(caller))
    .does(t, {
      phase: 'farewell',
      says: ['HangUp seat.1', 'Leave bridge caller', 'DestroyBridge bridge', 'Play caller'],
      tells: ['TalkEnded'],
    });
  given(sample.talking())
    .when(ask.drop(seatLeg(2)))
    .does(t, { phase: 'talking', refusal: 'H12_NO_SUCH_PARTY' });
});

t.test('talking: all other events change nothing', async (t) => {
  ignoredCells(t, sample.talking());
});
