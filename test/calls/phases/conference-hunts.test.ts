import t from 'tap';
import { after, agent9, ask, at, given, move, party, partyLeg, sample, seat9, target } from '../given.ts';

const remote = (name: string) => target(name, { kind: 'remoteSeat' });
const colleague = target('刘洋', { kind: 'seat', seat: seat9, agent: agent9 });
const held = () => after(sample.talking(), ask.simply('HoldAsked'));
const joining = () => after(sample.talking(), ask.invite('join'));
const transferring = () => after(sample.talking(), ask.invite('transfer'));
const toColleague = () => after(sample.talking(), ask.invite('transfer', [colleague]));
const _leftAlone = () => after(sample.conference(), ask.simply('LeaveAsked'));

t.test('conference: direct: whoever answers is in the call at once', async (t) => {
  given(joining())
    .when(party.answered(1))
    .does(t, {
      phase: 'conference',
      says: ['Join bridge party.1'],
      tells: ['HuntEnded', 'PartyJoined'],
      call: { seatIn: 'main', hunt: null, parties: [{ leg: partyLeg(1), aside: false }] },
    });
});

t.test(
  'conference: an attended transfer: the agent leaves, citizen and remote seat are together',
  async (t) => {
    given(sample.aside())
      .when(ask.simply('LeaveAsked'))
      .does(t, {
        phase: 'conference',
        says: [
          'EndRecord consultation.1',
          'HangUp seat.1',
          'StopMusic caller',
          'Leave aside party.1',
          'DestroyBridge aside',
          'CreateBridge bridge',
          'Join bridge caller party.1',
        ],
        tells: ['ConsultationEnded', 'TalkEnded'],
        call: { seatIn: 'gone', parties: [{ aside: false }] },
      });
  },
);

t.test(
  'conference: somebody in private cannot be passed on by hanging up at the desk; by the phone they are',
  async (t) => {
    given(sample.aside())
      .when(ask.simply('HangUpAsked'))
      .does(t, { phase: 'conference', refusal: 'H12_OUT_OF_TURN' });
    given(sample.aside())
      .when(move.seatEnded(1, 16, at(30_000)))
      .does(t, {
        phase: 'conference',
        says: [
          'EndRecord consultation.1',
          'StopMusic caller',
          'Leave aside party.1',
          'DestroyBridge aside',
          'CreateBridge bridge',
          'Join bridge caller party.1',
        ],
        tells: ['ConsultationEnded', 'TalkEnded'],
      });
  },
);

t.test('conference: all at once: the first to answer comes in, the others stop ringing', async (t) => {
  const targets = [remote('a'), remote('b'), remote('c')];
  const all = given(sample.talking())
    .when(ask.invite('join', targets, { atOnce: true, untilAt: at(50_000) }))
    .does(t, { phase: 'conference', says: ['RingParty party.1', 'RingParty party.2', 'RingParty party.3'] });
  given(all)
    .when(party.answered(2))
    .does(t, {
      phase: 'conference',
      says: ['HangUp party.1', 'HangUp party.3', 'Join bridge party.2'],
      tells: ['HuntEnded', 'PartyJoined'],
    });
  const one = given(all).when(party.ended(1, 17)).does(t, { phase: 'conference' });
  given(one)
    .when(party.timedOut())
    .does(t, {
      phase: 'talking',
      says: ['HangUp party.2', 'HangUp party.3'],
      tells: ['HuntEnded'],
      call: {
        lastHunt: { result: 'failed', tried: [{ why: 'refused' }, { why: 'noAnswer' }, { why: 'noAnswer' }] },
      },
    });
});

t.test('conference: a time limit over all of them: nobody new is rung after it', async (t) => {
  const limited = after(sample.talking(), ask.invite('join', undefined, { untilAt: at(24_000) }));
  t.match(limited, { timers: [{ name: 'target', dueAt: at(24_000) }] });
  given(limited)
    .when(party.timedOut(at(24_000)))
    .does(t, { phase: 'talking', says: ['HangUp party.1'], tells: ['HuntEnded'] });
});

t.test('conference: nobody answers: the agent is back with the citizen, and knows why', async (t) => {
  given(after(sample.asking(), party.ended(1, 17)))
    .when(party.ended(2, 21))
    .does(t, {
      phase: 'talking',
      says: ['StopMusic caller', 'StopRinging seat.1', 'CreateBridge bridge', 'Join bridge caller seat.1'],
      tells: ['HuntEnded'],
      call: { lastHunt: { result: 'failed', name: '人社局', unit: 'rsj' } },
    });
  given(sample.talking())
    .when(ask.invite('join', []))
    .does(t, { phase: 'talking', tells: ['HuntEnded'], call: { lastHunt: { result: 'failed', tried: [] } } });
});

t.test('conference: a blind transfer: when it is answered the agent is free', async (t) => {
  given(transferring())
    .when(party.answered(1))
    .does(t, {
      phase: 'conference',
      says: ['HangUp seat.1', 'StopMusic caller', 'CreateBridge bridge', 'Join bridge caller party.1'],
      tells: ['HuntEnded', 'PartyJoined', 'TalkEnded'],
      call: { seatIn: 'gone' },
    });
});

t.test(
  'conference: the agent hangs up in a transfer that then fails: the citizen waits on in the old place',
  async (t) => {
    const left = given(toColleague())
      .when(move.seatEnded(1, 16, at(21_000)))
      .does(t, {
        phase: 'conference',
        tells: ['TalkEnded'],
        call: { seatIn: 'gone', hunt: { goal: 'transfer' } },
      });
    given(left)
      .when(move.seatEnded(2, 17, at(22_000)))
      .does(t, {
        phase: 'queued',
        says: ['DestroyBridge bridge'],
        tells: ['OfferWithdrawn', 'HuntEnded', 'CallQueued'],
        // The seven seconds waited before the talk count on; the talk does not.
        call: { queuedAt: at(15_000) },
      });
  },
);

t.test('conference: the agent hangs up while the citizen is held: goodbye', async (t) => {
  given(held())
    .when(ask.simply('HangUpAsked'))
    .does(t, {
      phase: 'farewell',
      says: ['HangUp seat.1', 'StopMusic caller', 'DestroyBridge bridge', 'Play caller'],
      tells: ['TalkEnded'],
    });
});

t.test('conference: whoever was asked in private hangs up: the agent is back with the citizen', async (t) => {
  given(sample.aside())
    .when(party.ended(1, 16, at(60_000)))
    .does(t, {
      phase: 'talking',
      says: [
        'EndRecord consultation.1',
        'StopMusic caller',
        'Leave aside seat.1',
        'DestroyBridge aside',
        'CreateBridge bridge',
        'Join bridge caller seat.1',
      ],
      tells: ['ConsultationEnded', 'PartyLeft'],
    });
});
