import t from 'tap';
import { decide } from '../../src/calls/decide.ts';
import type { Call } from '../../src/calls/model.ts';
import { after, ask, at, given, move, party, partyLeg, sample, seatLeg } from './given.ts';
import { said } from './said.ts';

const resumed = { type: 'Resumed', at: at(70_000), playing: [] } as const;
const resumes = (call: Call): readonly string[] => said(decide(call, resumed).commands);
const recording = (says: readonly string[]): readonly string[] =>
  says.filter((one) => one.includes('Record'));

t.test('a private talk is on the call’s record: who, with whom, from when to when', async (t) => {
  const aside = sample.aside();
  const talk = { agentLeg: seatLeg(1), party: partyLeg(1), name: 'rsj1' };
  t.match(aside.consultations, [{ ...talk, agent: aside.talk?.agent, to: null }]);
  const back = after(aside, ask.back(true));
  t.match(back.consultations, [{ ...talk, from: aside.consultations[0]?.from, to: Number }]);
  const again = after(back, ask.simply('HoldAsked'));
  t.equal(again.consultations.length, 1, 'the agent alone is no talk');
});

t.test('whatever ends it ends its recording: the call, the agent, an emergency', async (t) => {
  for (const event of [
    move.callerHungUp(at(60_000)),
    move.seatEnded(1, 16, at(60_000)),
    party.ended(1, 16, at(60_000)),
    ask.emergency(),
  ]) {
    const { call, commands, facts } = decide(sample.aside(), event);
    t.same(recording(said(commands)), ['EndRecord consultation.1'], event.type);
    t.ok(facts.some(({ type }) => type === 'ConsultationEnded'));
    t.match(call.consultations, [{ to: Number }], event.type);
  }
});

t.test('after a restart it is asked for again, and what is over is ended again', async (t) => {
  t.same(recording(resumes(sample.aside())), ['Record consultation.1']);
  const over = after(sample.aside(), ask.back(true));
  t.same(recording(resumes(over)), ['EndRecord consultation.1']);
  t.same(recording(resumes(sample.talking())), []);
});

t.test('each talk has a recording of its own', async (t) => {
  const second = after(after(sample.aside(), ask.back(false)), ask.invite('consult'));
  given(second)
    .when(party.answered(2))
    .does(t, {
      phase: 'conference',
      says: [
        'StopRinging seat.1',
        'CreateBridge aside',
        'Join aside seat.1 party.2',
        'Record consultation.2',
      ],
      tells: ['HuntEnded', 'PartyJoined', 'ConsultationBegan'],
    });
});
