import t from 'tap';
import {
  after,
  agent9,
  ask,
  at,
  caller,
  given,
  move,
  party,
  partyLeg,
  sample,
  seat9,
  seatLeg,
  target,
} from '../given.ts';
import { ignoredCells } from './cells.ts';

const _remote = (name: string) => target(name, { kind: 'remoteSeat' });
const colleague = target('刘洋', { kind: 'seat', seat: seat9, agent: agent9 });
const remote = (name: string) => target(name, { kind: 'remoteSeat' });
const held = () => after(sample.talking(), ask.simply('HoldAsked'));
const joining = () => after(sample.talking(), ask.invite('join'));
const _transferring = () => after(sample.talking(), ask.invite('transfer'));
const toColleague = () => after(sample.talking(), ask.invite('transfer', [colleague]));
const leftAlone = () => after(sample.conference(), ask.simply('LeaveAsked'));

t.test(
  'conference: announced: the citizen hears music, agent and remote seat talk in private, then all three',
  async (t) => {
    given(sample.talking())
      .when(ask.invite('consult'))
      .does(t, {
        phase: 'conference',
        says: [
          'RingParty party.1',
          'Leave bridge caller',
          'Leave bridge seat.1',
          'StartMusic caller',
          'StartRinging seat.1',
        ],
      });
    const aside = given(sample.asking())
      .when(party.answered(1))
      .does(t, {
        phase: 'conference',
        says: [
          'StopRinging seat.1',
          'CreateBridge aside',
          'Join aside seat.1 party.1',
          'Record consultation.1',
        ],
        tells: ['HuntEnded', 'PartyJoined', 'ConsultationBegan'],
        call: { consultations: [{ party: partyLeg(1), to: null }] },
      });
    given(aside)
      .when(ask.back(true))
      .does(t, {
        phase: 'conference',
        says: [
          'EndRecord consultation.1',
          'StopMusic caller',
          'Leave aside seat.1',
          'Leave aside party.1',
          'DestroyBridge aside',
          'CreateBridge bridge',
          'Join bridge caller seat.1 party.1',
        ],
        tells: ['ConsultationEnded'],
      });
  },
);

t.test('conference: announced, and back without the remote seat', async (t) => {
  given(sample.aside())
    .when(ask.back(false))
    .does(t, {
      phase: 'talking',
      says: [
        'EndRecord consultation.1',
        'HangUp party.1',
        'StopMusic caller',
        'Leave aside seat.1',
        'DestroyBridge aside',
        'CreateBridge bridge',
        'Join bridge caller seat.1',
      ],
      tells: ['ConsultationEnded', 'PartyLeft'],
    });
  given(held())
    .when(ask.back(false))
    .does(t, {
      phase: 'talking',
      says: ['StopMusic caller', 'CreateBridge bridge', 'Join bridge caller seat.1'],
    });
  given(joining()).when(ask.back(false)).does(t, { phase: 'conference', refusal: 'H12_OUT_OF_TURN' });
});

t.test(
  'conference: one by one: who is busy, refuses or does not answer is followed by the next, with the reason',
  async (t) => {
    given(sample.asking())
      .when(party.ended(1, 17))
      .does(t, {
        phase: 'conference',
        says: ['RingParty party.2'],
        call: { hunt: { tried: [{ why: 'refused' }] } },
      });
    given(sample.asking())
      .when(party.notRung(1))
      .does(t, {
        phase: 'conference',
        says: ['RingParty party.2'],
        call: { hunt: { tried: [{ why: 'unreachable' }] } },
      });
    given(sample.asking())
      .when(party.timedOut())
      .does(t, {
        phase: 'conference',
        says: ['HangUp party.1', 'RingParty party.2'],
        call: { hunt: { tried: [{ why: 'noAnswer' }] } },
      });
  },
);

t.test('conference: a transfer to a colleague: the call is a talk at the other seat', async (t) => {
  t.match(toColleague(), { hunt: { ringing: [{ leg: seatLeg(2) }] } });
  given(toColleague())
    .when(move.ringing(2, at(21_000)))
    .does(t, { phase: 'conference' });
  given(toColleague())
    .when(move.answered(2, at(25_000)))
    .does(t, {
      phase: 'talking',
      says: ['HangUp seat.1', 'StopMusic caller', 'CreateBridge bridge', 'Join bridge caller seat.2'],
      tells: ['HuntEnded', 'TalkEnded', 'TalkStarted'],
      call: { talk: { seat: seat9, agent: agent9, leg: seatLeg(2) } },
    });
});

t.test('conference: a transfer that fails comes back to the agent with the reason', async (t) => {
  for (const event of [
    move.seatEnded(2, 17, at(22_000)),
    { type: 'RingFailed', at: at(21_000), leg: seatLeg(2), outcome: 'refused' },
  ] as const)
    given(toColleague())
      .when(event)
      .does(t, {
        phase: 'talking',
        says: ['StopMusic caller', 'StopRinging seat.1', 'CreateBridge bridge', 'Join bridge caller seat.1'],
        tells: ['OfferWithdrawn', 'HuntEnded'],
        call: { lastHunt: { result: 'failed' }, talk: { leg: seatLeg(1) } },
      });
});

t.test(
  'conference: the agent leaves the two alone; when the other has gone the citizen hears goodbye',
  async (t) => {
    given(sample.conference())
      .when(ask.simply('LeaveAsked'))
      .does(t, {
        phase: 'conference',
        says: ['HangUp seat.1'],
        tells: ['TalkEnded'],
        call: { seatIn: 'gone' },
      });
    given(sample.conference())
      .when(ask.simply('HangUpAsked'))
      .does(t, { phase: 'conference', says: ['HangUp seat.1'], tells: ['TalkEnded'] });
    given(leftAlone())
      .when(party.ended(1, 16, at(60_000)))
      .does(t, {
        phase: 'farewell',
        says: ['Leave bridge caller', 'DestroyBridge bridge', 'Play caller'],
        tells: ['PartyLeft'],
        call: { ending: { outcome: 'answered' } },
      });
    given(leftAlone())
      .when(ask.simply('HoldAsked'))
      .does(t, { phase: 'conference', refusal: 'H12_OUT_OF_TURN' });
    given(held()).when(ask.simply('LeaveAsked')).does(t, { phase: 'conference', refusal: 'H12_OUT_OF_TURN' });
  },
);

t.test('conference: a party leaves: the talk of two goes on', async (t) => {
  given(sample.conference())
    .when(party.ended(1, 16, at(60_000)))
    .does(t, { phase: 'talking', tells: ['PartyLeft'] });
  given(sample.conference())
    .when(ask.drop(partyLeg(1)))
    .does(t, { phase: 'talking', says: ['HangUp party.1'], tells: ['PartyLeft'] });
  given(sample.conference())
    .when(ask.drop(partyLeg(2)))
    .does(t, { phase: 'conference', refusal: 'H12_NO_SUCH_PARTY' });
});

t.test(
  'conference: the citizen leaves, in a conference, in private, on hold: everybody is hung up',
  async (t) => {
    given(sample.conference())
      .when(move.callerHungUp(at(60_000)))
      .does(t, {
        phase: 'ended',
        says: ['HangUp seat.1', 'HangUp party.1', 'DestroyBridge bridge'],
        tells: ['PartyLeft', 'TalkEnded', 'CallEnded'],
      });
    given(sample.aside())
      .when(move.callerHungUp(at(60_000)))
      .does(t, {
        phase: 'ended',
        says: [
          'EndRecord consultation.1',
          'HangUp seat.1',
          'HangUp party.1',
          'DestroyBridge bridge',
          'DestroyBridge aside',
        ],
        tells: ['ConsultationEnded', 'PartyLeft', 'TalkEnded', 'CallEnded'],
      });
    given(held())
      .when(move.callerHungUp(at(60_000)))
      .does(t, {
        phase: 'ended',
        says: ['HangUp seat.1', 'DestroyBridge bridge'],
        tells: ['TalkEnded', 'CallEnded'],
      });
  },
);

t.test('conference: the agent steps aside and comes back; the others talk on', async (t) => {
  const out = given(sample.conference())
    .when(ask.simply('HoldAsked'))
    .does(t, { phase: 'conference', says: ['Leave bridge seat.1'], call: { seatIn: 'aside' } });
  given(out)
    .when(ask.back(true))
    .does(t, { phase: 'conference', says: ['Join bridge seat.1'] });
  given(out).when(ask.simply('HoldAsked')).does(t, { phase: 'conference', refusal: 'H12_OUT_OF_TURN' });
});

t.test('conference: muted, and heard again', async (t) => {
  const muted = given(sample.conference())
    .when(ask.mute(partyLeg(1)))
    .does(t, { phase: 'conference', says: ['Mute party.1'] });
  given(muted)
    .when(ask.mute(partyLeg(1), false))
    .does(t, { phase: 'conference', says: ['Unmute party.1'] });
  const self = after(sample.talking(), ask.mute(seatLeg(1)));
  given(self)
    .when(ask.mute(seatLeg(1), false))
    .does(t, { phase: 'talking', says: ['Unmute seat.1'] });
});

t.test('conference: the agent gives up the hunt', async (t) => {
  given(joining())
    .when(ask.simply('CancelAsked'))
    .does(t, { phase: 'talking', says: ['HangUp party.1'], tells: ['HuntEnded'] });
  given(held()).when(ask.simply('CancelAsked')).does(t, { phase: 'conference', refusal: 'H12_OUT_OF_TURN' });
});

t.test(
  'conference: an emergency brings the agent back to the citizen, and rings the desk first',
  async (t) => {
    given(held())
      .when(ask.emergency())
      .does(t, {
        phase: 'emergency',
        says: ['RingParty party.1', 'StopMusic caller', 'CreateBridge bridge', 'Join bridge caller seat.1'],
        tells: ['EmergencyBegan'],
      });
  },
);

t.test('conference: who could not be joined is let go; a desk is hunted for again', async (t) => {
  const failed = { type: 'JoinFailed', at: at(26_000), outcome: 'refused', legs: [partyLeg(1)] } as const;
  const desk = given(sample.conference()).when(failed);
  const next = desk.does(t, {
    phase: 'emergency',
    says: [
      'HangUp party.1',
      'RingParty party.2',
      'Leave bridge party.1',
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
      'Join bridge caller seat.1',
    ],
    tells: ['PartyLeft'],
  });
  t.match(next, { hunt: { ringing: [{ target: { name: '110b' } }] } });
  t.match(after(after(joining(), party.answered(1)), failed), {
    phase: 'talking',
    lastHunt: { result: 'failed' },
  });
});

t.test(
  'conference: after a restart: who is gone has left, who was never rung is rung again, places are made sure of',
  async (t) => {
    given(sample.conference())
      .when({ type: 'LegFoundGone', at: at(60_000), leg: partyLeg(1) })
      .does(t, { phase: 'talking', tells: ['PartyLeft'] });
    given(sample.asking())
      .when({ type: 'LegFoundGone', at: at(60_000), leg: partyLeg(1) })
      .does(t, { phase: 'conference', says: ['RingParty party.2'] });
    given(sample.conference())
      .when({ type: 'LegFoundGone', at: at(60_000), leg: caller })
      .does(t, {
        phase: 'ended',
        says: ['HangUp seat.1', 'HangUp party.1', 'DestroyBridge bridge'],
        tells: ['PartyLeft', 'TalkEnded', 'CallEnded'],
      });
    const resumed = given(sample.aside()).when({ type: 'Resumed', at: at(60_000), playing: [] });
    const next = resumed.does(t, {
      phase: 'conference',
      says: [
        'Leave bridge caller',
        'Leave bridge seat.1',
        'Leave bridge party.1',
        'Leave aside caller',
        'StopMusic seat.1',
        'StopMusic party.1',
        'StopRinging caller',
        'StopRinging seat.1',
        'StopRinging party.1',
        'Unmute caller',
        'Unmute seat.1',
        'Unmute party.1',
        'CreateBridge aside',
        'Join aside seat.1 party.1',
        'StartMusic caller',
        'Record consultation.1',
      ],
    });
    t.equal(next.phase, 'conference');
  },
);

t.test('conference: the line rings; only the record has it', async (t) => {
  given(joining()).when(party.ringing(1)).does(t, { phase: 'conference' });
});

t.test('conference: more can be asked in, up to a limit, one hunt at a time', async (t) => {
  given(joining()).when(ask.invite('join')).does(t, { phase: 'conference', refusal: 'H12_OUT_OF_TURN' });
  given(sample.aside()).when(ask.invite('join')).does(t, { phase: 'conference', refusal: 'H12_OUT_OF_TURN' });
  let full = sample.conference() as ReturnType<typeof held>;
  for (let n = 2; n <= 4; n += 1)
    full = after(full, ask.invite('join', [remote(`r${n}`)]), party.answered(n));
  given(full).when(ask.invite('join')).does(t, { phase: 'conference', refusal: 'H12_CALL_FULL' });
});
t.test('conference: all other events change nothing', async (t) => {
  ignoredCells(t, sample.conference());
});
