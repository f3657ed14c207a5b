import t from 'tap';
import type { Actor } from '../../src/access/model.ts';
import type { AgentId, SeatId } from '../../src/acd/model.ts';
import { decide } from '../../src/calls/decide.ts';
import { liveCall } from '../../src/calls/live.ts';
import type { Call } from '../../src/calls/model.ts';
import { spyId } from '../../src/calls/model.ts';
import type { SuperviseAsked } from '../../src/calls/supervision.ts';
import { after, agent7, ask, at, id, move, party, sample, seat7, seatLeg } from './given.ts';
import { readsBack } from './reads-back.ts';
import { said } from './said.ts';

const leader = { seat: '8001' as SeatId, agent: 'leader' as AgentId };
const supervise = (mode: SuperviseAsked['mode'], more: Partial<SuperviseAsked> = {}): SuperviseAsked => ({
  type: 'SuperviseAsked',
  at: at(20_000),
  ...leader,
  mode,
  told: false,
  ...more,
});
const answers = move.answered(2, at(22_000));
const listening = (): Call => after(sample.talking(), supervise('listen'), answers);
const does = (call: Call, event: Parameters<typeof decide>[1]) => {
  const { call: next, commands, facts, refusal } = decide(call, event);
  return { next, says: said(commands), tells: facts.map(({ type }) => type), refusal: refusal?.code };
};

t.test(
  'a supervisor listens: the own phone rings, a spy is there, nobody in the call is touched',
  async (t) => {
    const asked = does(sample.talking(), supervise('listen'));
    t.match(asked, { says: ['Spy seat.1', 'RingSeat seat.2'], tells: ['SeatCalled'], refusal: undefined });
    const up = does(asked.next, answers);
    t.same(up.says, ['CreateBridge watch', 'Join watch seat.2 spy.2', 'Mute seat.2']);
    t.match(up.next, {
      phase: 'talking',
      supervision: { mode: 'listen', up: true, of: seatLeg(1), spy: spyId(id, 2) },
    });
    readsBack(t, up.next);
  },
);

t.test('from listening to whispering, joining and back', async (t) => {
  const whisper = does(listening(), supervise('whisper'));
  t.same(whisper.says, ['Unmute seat.2']);
  const join = does(whisper.next, supervise('join'));
  t.same(join.says, ['Leave watch seat.2', 'DestroyBridge watch', 'Join bridge seat.2']);
  const listen = does(join.next, supervise('listen'));
  t.same(listen.says, [
    'Leave bridge seat.2',
    'CreateBridge watch',
    'Join watch seat.2 spy.2',
    'Mute seat.2',
  ]);
  t.same(does(listening(), supervise('join')).says, [
    'Leave watch seat.2',
    'DestroyBridge watch',
    'Join bridge seat.2',
    'Unmute seat.2',
  ]);
});

t.test('the supervisor goes, by the desk or the phone: the call is as it was', async (t) => {
  const stopped = does(listening(), supervise('stop'));
  t.same(stopped.says, ['HangUp seat.2', 'DestroyBridge watch', 'EndSpy spy.2']);
  t.same(stopped.tells, ['SeatLeft']);
  t.match(stopped.next, { phase: 'talking', supervision: null });
  const hungUp = does(listening(), move.seatEnded(2, 16, at(30_000)));
  t.same(hungUp.says, ['DestroyBridge watch', 'EndSpy spy.2']);
  t.match(hungUp.next, { phase: 'talking', supervision: null });
  const joined = after(listening(), supervise('join'));
  t.same(
    does(joined, move.seatEnded(2, 16, at(30_000))).says,
    ['EndSpy spy.2'],
    'whoever joined leaves the two',
  );
  const never = does(after(sample.talking(), supervise('listen')), move.seatEnded(2, 19, at(40_000)));
  t.match(never, { says: ['EndSpy spy.2'], tells: ['SeatLeft'] }, 'did not answer');
});

t.test('the supervisor takes over: the agent is let go and has the after-call work', async (t) => {
  const taken = does(listening(), supervise('takeOver'));
  t.same(taken.says, [
    'Leave watch seat.2',
    'DestroyBridge watch',
    'Unmute seat.2',
    'EndSpy spy.2',
    'HangUp seat.1',
    'Join bridge seat.2',
  ]);
  t.same(taken.tells, ['TalkEnded', 'TalkStarted']);
  t.match(taken.next, { phase: 'talking', talk: { ...leader, leg: seatLeg(2) }, supervision: null });
  const later = does(taken.next, move.seatEnded(1, 16, at(23_000)));
  t.match(later.next, { phase: 'talking' }, 'the end of the agent’s leg changes nothing');
  const fromConference = does(
    after(sample.conference(), supervise('join'), move.answered(2, at(29_000))),
    supervise('takeOver'),
  );
  t.match(fromConference.next, { phase: 'conference', talk: leader, parties: [{}] });
});

t.test('whatever ends the agent’s part ends the supervision, too', async (t) => {
  const ended = does(listening(), move.callerHungUp(at(60_000)));
  t.same(ended.says.toSorted(), [
    'DestroyBridge bridge',
    'DestroyBridge watch',
    'EndSpy spy.2',
    'HangUp seat.1',
    'HangUp seat.2',
  ]);
  t.same(ended.tells, ['TalkEnded', 'CallEnded', 'SeatLeft']);
  const goodbye = does(listening(), move.seatEnded(1, 16, at(60_000)));
  t.match(goodbye.next, { phase: 'farewell', supervision: null });
  t.ok(goodbye.says.includes('HangUp seat.2'));
  const left = does(
    after(sample.conference(), supervise('listen'), move.answered(2, at(29_000))),
    ask.simply('LeaveAsked'),
  );
  t.match(left.next, { phase: 'conference', supervision: null, parties: [{}] });
});

t.test('an emergency and a private consultation go on under supervision', async (t) => {
  const rung = after(listening(), ask.emergency());
  t.match(rung, { phase: 'emergency', supervision: { mode: 'listen' } });
  t.match(after(rung, party.answered(1)), { phase: 'conference', supervision: { up: true } });
  t.match(does(rung, supervise('takeOver')).refusal, 'H12_OUT_OF_TURN');
});

t.test('what cannot be asked is refused and changes nothing', async (t) => {
  for (const call of [sample.queued(), sample.farewell(), sample.ended(), sample.aloneToDesk()])
    t.equal(does(call, supervise('listen')).refusal, 'H12_OUT_OF_TURN', call.phase);
  t.equal(does(sample.talking(), supervise('stop')).refusal, 'H12_OUT_OF_TURN');
  t.equal(does(sample.talking(), supervise('takeOver')).refusal, 'H12_OUT_OF_TURN', 'listen first');
  t.equal(
    does(sample.talking(), supervise('listen', { seat: seat7 })).refusal,
    'H12_OUT_OF_TURN',
    'the own call',
  );
  const other = supervise('join', { seat: '8002' as SeatId });
  t.equal(does(listening(), other).refusal, 'H12_CALL_SUPERVISED');
  const rings = after(sample.talking(), supervise('listen'));
  t.equal(does(rings, supervise('join')).refusal, 'H12_OUT_OF_TURN', 'the phone still rings');
});

t.test('after a restart the supervisor is put back where it was', async (t) => {
  const { says } = does(listening(), { type: 'Resumed', at: at(30_000), playing: [] });
  t.same(says.slice(-3), ['CreateBridge watch', 'Join watch seat.2 spy.2', 'Mute seat.2']);
});

t.test('the call’s agent is told where the rule says so, by name; supervisors always are', async (t) => {
  const agent = { id: agent7, roles: ['agent'], unit: null, district: null, cleared: false } as const;
  const told = after(sample.talking(), supervise('listen', { told: true }));
  const seen = (by: Actor, call: Call) =>
    liveCall(by, call, { nameOf: () => '何敏', whyListed: () => null }).supervision;
  t.equal(seen(agent, listening()), null);
  t.same(seen(agent, told), {
    ...{ seat: '8001', agent: 'leader', agentName: '何敏' },
    ...{ mode: 'listen', since: at(20_000), up: false },
  });
  t.equal(seen({ ...agent, id: 'agent8' as AgentId }, told), null, 'somebody else’s call');
  t.match(seen({ ...agent, roles: ['shiftLeader'] }, listening()), { mode: 'listen' });
});
