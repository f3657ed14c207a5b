import t from 'tap';
import { beginEmergency } from '../../../src/calls/emergency.ts';
import { playbackId } from '../../../src/calls/model.ts';
import {
  after,
  agent7,
  ask,
  at,
  caller,
  given,
  id,
  move,
  party,
  partyLeg,
  sample,
  seat7,
  seat9,
  seatLeg,
  target,
} from '../given.ts';
import { ignoredCells } from './cells.ts';

t.test('an emergency: the desk is rung before anything else, citizen and agent stay together', async (t) => {
  given(sample.talking())
    .when(ask.emergency())
    .does(t, {
      phase: 'emergency',
      says: ['RingParty party.1'],
      tells: ['EmergencyBegan'],
      call: {
        hunt: { number: '110', ringing: [{ leg: partyLeg(1), target: { name: '110a' } }] },
        timers: [{ name: 'target', dueAt: at(28_000) }],
      },
    });
});

t.test('an emergency: the routes for the place are taken before those of the plan', async (t) => {
  given(sample.talking())
    .when(ask.emergency('110', [target('110 梅县')]))
    .does(t, {
      phase: 'emergency',
      says: ['RingParty party.1'],
      tells: ['EmergencyBegan'],
      call: { hunt: { ringing: [{ target: { name: '110 梅县' } }], targets: [] } },
    });
});

t.test(
  'an emergency by the citizen’s own key, from each phase: told, then rung, whatever else went on',
  async (t) => {
    const from = (call: Parameters<typeof beginEmergency>[0]) => {
      const turn = beginEmergency(call, '110', { by: null, at: at(20_000) });
      t.equal(turn.call.phase, 'emergency', call.phase);
      return turn.commands.map(({ type }) => type);
    };
    t.strictSame(from(sample.greeting()), ['RingParty', 'StopPlay', 'Play']);
    t.strictSame(from(sample.queued()), ['RingParty', 'StopMusic', 'Play']);
    t.strictSame(from(sample.offering()), ['RingParty', 'HangUp', 'StopMusic', 'Play']);
    t.strictSame(from(sample.farewell()), ['RingParty', 'StopPlay', 'Play']);
    const offered = beginEmergency(sample.offering(), '110', { by: null, at: at(20_000) });
    t.match(offered.facts, [
      { type: 'EmergencyBegan', by: null },
      { type: 'OfferWithdrawn', seat: seat7, why: 'callerGone' },
    ]);
  },
);

t.test('emergency: the desk answers: three are in the call', async (t) => {
  given(sample.emergency())
    .when(party.answered(1))
    .does(t, {
      phase: 'conference',
      says: ['Join bridge party.1'],
      tells: ['HuntEnded', 'PartyJoined'],
      call: { seatIn: 'main', lastHunt: { result: 'reached', number: '110' }, timers: [] },
    });
});

t.test('emergency: the desk answers a citizen alone: the prompt is stopped, both are joined', async (t) => {
  given(sample.aloneToDesk())
    .when(party.answered(1))
    .does(t, {
      phase: 'conference',
      says: ['StopPlay play.2', 'CreateBridge bridge', 'Join bridge caller party.1'],
      tells: ['HuntEnded', 'PartyJoined'],
    });
});

for (const [what, event] of [
  ['is busy', party.ended(1, 17)],
  ['cannot be reached', party.ended(1, 20)],
  ['fails', party.ended(1, null)],
] as const)
  t.test(`emergency: a desk that ${what}: the next route is rung`, async (t) => {
    given(sample.emergency())
      .when(event)
      .does(t, {
        phase: 'emergency',
        says: ['RingParty party.2'],
        call: { hunt: { tried: [{ name: '110a' }] } },
      });
  });

t.test(
  'emergency: the trunk is down: the next route is rung; one that gave no answer is hung up besides',
  async (t) => {
    given(sample.emergency())
      .when(party.notRung(1))
      .does(t, { phase: 'emergency', says: ['RingParty party.2'] });
    given(sample.emergency())
      .when(party.notRung(1, 'timeout'))
      .does(t, { phase: 'emergency', says: ['HangUp party.1', 'RingParty party.2'] });
  },
);

t.test('emergency: a desk that does not answer in its time is let go, the next route is rung', async (t) => {
  given(sample.emergency())
    .when(party.timedOut())
    .does(t, {
      phase: 'emergency',
      says: ['HangUp party.1', 'RingParty party.2'],
      call: { hunt: { tried: [{ name: '110a', why: 'noAnswer' }] }, timers: [{ dueAt: at(36_000) }] },
    });
});

const lastRoute = () => after(sample.emergency(), party.ended(1, 17));

t.test('emergency: every route has failed: the agent is told at once, and is with the citizen', async (t) => {
  given(lastRoute())
    .when(party.ended(2, 20))
    .does(t, {
      phase: 'talking',
      tells: ['HuntEnded'],
      call: {
        lastHunt: {
          result: 'failed',
          number: '110',
          tried: [
            { name: '110a', why: 'refused' },
            { name: '110b', why: 'unreachable' },
          ],
        },
      },
    });
});

t.test('emergency: without any route the agent is told at once', async (t) => {
  given(sample.talking())
    .when(ask.emergency('119'))
    .does(t, {
      phase: 'talking',
      tells: ['EmergencyBegan', 'HuntEnded'],
      call: { lastHunt: { result: 'failed' } },
    });
});

t.test('emergency: every route has failed a citizen alone: which number to dial is said twice', async (t) => {
  const last = after(sample.aloneToDesk(), party.ended(1, 17));
  const next = given(last)
    .when(party.ended(2, 17))
    .does(t, {
      phase: 'farewell',
      says: ['DestroyBridge bridge', 'Play caller'],
      tells: ['HuntEnded'],
      call: { ending: { outcome: 'emergencyFailed', by: 'hotline' } },
    });
  t.match(next, { phase: 'farewell' });
});

t.test(
  'emergency: the agent’s phone is hung up: the citizen hears that it rings, the desk is rung on',
  async (t) => {
    given(sample.emergency())
      .when(move.seatEnded(1, 16, at(22_000)))
      .does(t, {
        phase: 'emergency',
        says: ['Leave bridge caller', 'StartRinging caller'],
        tells: ['TalkEnded'],
        call: { seatIn: 'gone' },
      });
  },
);

t.test('emergency: the citizen leaves: nobody is rung any more', async (t) => {
  given(sample.emergency())
    .when(move.callerHungUp(at(22_000)))
    .does(t, {
      phase: 'ended',
      says: ['HangUp seat.1', 'HangUp party.1', 'DestroyBridge bridge'],
      tells: ['TalkEnded', 'CallEnded'],
      call: { ending: { outcome: 'answered' } },
    });
  given(sample.aloneToDesk())
    .when(move.callerHungUp(at(22_000)))
    .does(t, {
      phase: 'ended',
      says: ['HangUp party.1', 'DestroyBridge bridge'],
      tells: ['CallEnded'],
      call: { ending: { outcome: 'abandoned' } },
    });
});

t.test(
  'emergency: the prompt is over, not played, or never told to be: the citizen hears that it rings',
  async (t) => {
    for (const event of [
      { type: 'PromptFinished', at: at(23_000), playback: playbackId(id, 2), played: true },
      { type: 'PromptFinished', at: at(23_000), playback: playbackId(id, 2), played: false },
      { type: 'PromptOverdue', at: at(140_000) },
    ] as const)
      given(sample.aloneToDesk())
        .when(event)
        .does(t, { phase: 'emergency', says: ['StartRinging caller'] });
    given(sample.aloneToDesk())
      .when({ type: 'PromptFinished', at: at(23_000), playback: playbackId(id, 1), played: true })
      .does(t, { phase: 'emergency' });
  },
);

t.test('emergency: the desk rings; only the record has it', async (t) => {
  given(sample.emergency()).when(party.ringing(1)).does(t, { phase: 'emergency' });
});

t.test('emergency: what could not be joined before is asked for again', async (t) => {
  const three = after(sample.conference(), ask.emergency('120'));
  given(three)
    .when({ type: 'JoinFailed', at: at(31_000), outcome: 'refused', legs: [seatLeg(1)] })
    .does(t, {
      phase: 'emergency',
      says: [
        'HangUp seat.1',
        'Leave bridge seat.1',
        'Leave aside caller',
        'Leave aside seat.1',
        'Leave aside party.1',
        'StopMusic caller',
        'StopMusic seat.1',
        'StopMusic party.1',
        'StopRinging caller',
        'StopRinging seat.1',
        'StopRinging party.1',
        'Unmute caller',
        'Unmute seat.1',
        'Unmute party.1',
        'CreateBridge bridge',
        'Join bridge caller party.1',
      ],
      tells: ['TalkEnded'],
    });
});

t.test(
  'emergency: after a restart the desk that was never rung is rung again; without the citizen it is over',
  async (t) => {
    given(sample.emergency())
      .when({ type: 'LegFoundGone', at: at(22_000), leg: partyLeg(1) })
      .does(t, {
        phase: 'emergency',
        says: ['RingParty party.2'],
        call: { hunt: { ringing: [{ target: { name: '110a' } }], targets: [{ name: '110b' }] } },
      });
    given(sample.emergency())
      .when({ type: 'LegFoundGone', at: at(22_000), leg: caller })
      .does(t, {
        phase: 'ended',
        says: ['HangUp seat.1', 'HangUp party.1', 'DestroyBridge bridge'],
        tells: ['TalkEnded', 'CallEnded'],
      });
  },
);

t.test(
  'emergency: after a restart a citizen alone hears the prompt to its end, then that it rings',
  async (t) => {
    const call = sample.aloneToDesk();
    const still = given(call).when({ type: 'Resumed', at: at(22_000), playing: [playbackId(id, 2)] });
    const quiet = ['Leave bridge caller', 'Leave aside caller', 'StopMusic caller'];
    still.does(t, { phase: 'emergency', says: [...quiet, 'StopRinging caller', 'Unmute caller'] });
    given(call)
      .when({ type: 'Resumed', at: at(22_000), playing: [] })
      .does(t, {
        phase: 'emergency',
        says: [...quiet, 'Unmute caller', 'StartRinging caller'],
        call: { playing: null, timers: [{ name: 'target' }] },
      });
  },
);

t.test('emergency: another desk can be asked for instead, the same one cannot', async (t) => {
  given(sample.emergency())
    .when(ask.emergency('120'))
    .does(t, {
      phase: 'emergency',
      says: ['RingParty party.2', 'HangUp party.1'],
      tells: ['EmergencyBegan', 'HuntEnded'],
      call: { hunt: { number: '120' } },
    });
  given(sample.emergency())
    .when(ask.emergency('110'))
    .does(t, { phase: 'emergency', refusal: 'H12_OUT_OF_TURN' });
});

t.test('emergency: the agent takes it back', async (t) => {
  given(sample.emergency())
    .when(ask.simply('CancelAsked'))
    .does(t, { phase: 'talking', says: ['HangUp party.1'], tells: ['HuntEnded'] });
  given(sample.emergency())
    .when(ask.simply('CancelAsked', seat9))
    .does(t, { phase: 'emergency', refusal: 'H12_NOT_YOUR_CALL' });
});

t.test('emergency: a late answer of a route that was given up is hung up (the next one wins)', async (t) => {
  given(lastRoute())
    .when(party.answered(1))
    .does(t, { phase: 'emergency', says: ['HangUp party.1'] });
  const timedOut = after(sample.emergency(), party.timedOut());
  given(timedOut)
    .when(party.answered(1))
    .does(t, { phase: 'emergency', says: ['HangUp party.1'] });
});

t.test('emergency: all other events change nothing', async (t) => {
  ignoredCells(t, sample.emergency());
  t.match(sample.emergency(), { talk: { agent: agent7 } });
});
