import t from 'tap';
import type { SeatId } from '../../src/acd/model.ts';
import { signInAt } from './api.ts';
import { agentWithEars, citizenEars, hear, otherHz, phoneWithEars } from './ears.ts';
import { accountOf, eventually, startHotline } from './hotline.ts';
import { startCallers } from './sipp.ts';

t.test('a supervisor listens, whispers, joins and takes over: who hears whom', async (t) => {
  const hotline = await startHotline(t, { plan: { greeting: [], wrapUpMs: 0 } });
  const { house, address, stores } = hotline.daemon();
  const { phone: agent } = await agentWithEars(t, hotline, 1);
  const password = hotline.access.phones.find(({ seat }) => seat === '8006')?.password ?? '';
  const other = await phoneWithEars(t, hotline, { user: '8006', password, hz: otherHz });
  await eventually('8006 is there', () => house.seat('8006' as SeatId)?.phone === 'reachable' || null);
  const leader = await signInAt(address, accountOf(hotline, 'leader'));
  t.equal((await leader.post('/seats/8006/sign-in')).status, 200);
  const caller = await startCallers({ asterisk: hotline.asterisk.sip, talkMs: 30_000 });
  const call = await hotline.callIn('talking');
  const ears = { citizen: citizenEars(hotline, call), agent, other };
  const supervise = async (mode: string): Promise<void> => {
    t.equal((await leader.post(`/calls/${call.id}/supervise`, { mode })).status, 204, mode);
  };
  await hear('a talk of two', ears, { citizen: ['agent'], agent: ['citizen'] });
  await supervise('listen');
  await hear('listening: both are heard, nobody hears the supervisor', ears, {
    citizen: ['agent'],
    agent: ['citizen'],
    other: ['citizen', 'agent'],
  });
  await supervise('whisper');
  await hear('whispering: the agent alone hears it', ears, {
    citizen: ['agent'],
    agent: ['citizen', 'other'],
    other: ['citizen', 'agent'],
  });
  await supervise('join');
  await hear('joined: everybody hears everybody', ears, {
    citizen: ['agent', 'other'],
    agent: ['citizen', 'other'],
    other: ['citizen', 'agent'],
  });
  await supervise('listen');
  await hear('listening again', ears, {
    citizen: ['agent'],
    agent: ['citizen'],
    other: ['citizen', 'agent'],
  });
  await supervise('takeOver');
  await hear(
    'taken over: the agent is gone',
    { citizen: ears.citizen, other },
    {
      citizen: ['other'],
      other: ['citizen'],
    },
  );
  await eventually('the agent is free', () => house.seat('8001' as SeatId)?.doing.state === 'ready' || null);
  other.hangUp();
  await caller.stop();
  await hotline.ended();
  const uses = stores.auditStore.newest(20).filter(({ action }) => action === 'call.supervise');
  t.same(
    uses.map(({ target }) => target?.split(' ')[1]).toReversed(),
    ['listen', 'whisper', 'join', 'listen', 'takeOver'],
    'each use is on the record',
  );
});
