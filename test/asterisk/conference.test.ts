import t from 'tap';
import { longestSilenceMs } from './audio.ts';
import { agentWithEars, citizenEars, hear, remoteHz, remotePhone } from './ears.ts';
import { eventually, startHotline } from './hotline.ts';
import { startCallers } from './sipp.ts';

const plan = { greeting: [], wrapUpMs: 0 };
const toUnit = { kind: 'remoteSeat', remoteSeat: 'rsj-1' } as const;

t.test('who hears whom, in each constellation of citizen, agent and remote seat', async (t) => {
  const hotline = await startHotline(t, { plan });
  const { house } = hotline.daemon();
  const { phone: agent, api } = await agentWithEars(t, hotline, 1);
  const remote = await remotePhone(t, hotline, 'rsj-1', remoteHz);
  const caller = await startCallers({ asterisk: hotline.asterisk.sip, talkMs: 40_000 });
  const call = await hotline.callIn('talking');
  const ears = { citizen: citizenEars(hotline, call), agent, remote };
  const { id } = call;
  const ask = async (path: string, body?: object): Promise<void> => {
    t.equal((await api.post(`/calls/${id}/${path}`, body)).status, 204, path);
  };
  const legOf = async (role: string): Promise<string> =>
    eventually(`the leg of the ${role}`, () => {
      const now = house.call(id);
      if (role === 'citizen') return `${id}.caller`;
      return now?.phase === 'conference' ? now.parties[0]?.leg : null;
    });

  await hear('a talk', ears, { citizen: ['agent'], agent: ['citizen'] });
  await ask('hold');
  await hear('on hold: music for the citizen', ears, { citizen: ['music'] });
  await ask('return', { bring: false });

  await ask('invite', { to: toUnit, way: 'announced' });
  await hear('announced: the agent with the remote seat, music for the citizen', ears, {
    citizen: ['music'],
    agent: ['remote'],
    remote: ['agent'],
  });
  t.match(
    remote.invite(),
    /^From: "\d{8}-\d{6}" <sip:13800138000@/m,
    'who calls, and the ticket, before it answers',
  );
  t.match(remote.invite(), /^X-Ticket-No: \d{8}-\d{6}/m);

  await ask('return', { bring: true });
  const three = {
    citizen: ['agent', 'remote'],
    agent: ['citizen', 'remote'],
    remote: ['citizen', 'agent'],
  } as const;
  await hear('three in the call', ears, three);

  const leg = await legOf('remote');
  await ask('mute', { leg, on: true });
  await hear('the remote seat muted', ears, { ...three, citizen: ['agent'], agent: ['citizen'] });
  await ask('mute', { leg, on: false });
  await hear('heard again', ears, three);
  await ask('mute', { leg: await legOf('citizen'), on: true });
  await hear('the citizen muted', { agent, remote }, { agent: ['remote'], remote: ['agent'] });
  await ask('mute', { leg: await legOf('citizen'), on: false });
  await hear('three again', ears, three);

  await ask('hold');
  await hear('the agent aside: the two alone', ears, { citizen: ['remote'], remote: ['citizen'] });
  await ask('return', { bring: false });
  await hear('the agent is back', ears, three);

  await ask('drop', { leg });
  await hear('the remote seat sent away', ears, { citizen: ['agent'], agent: ['citizen'] });

  await ask('invite', { to: toUnit, way: 'direct' });
  await hear('direct: it joins at once', ears, three);

  await ask('leave');
  await hear(
    'the agent has left: the two go on',
    { citizen: ears.citizen, remote },
    {
      citizen: ['remote'],
      remote: ['citizen'],
    },
  );
  await eventually('the agent is free', () =>
    house.seat(call.talk.seat)?.doing.state === 'ready' ? true : null,
  );

  await caller.stop();
  remote.hangUp();
  const [record] = await hotline.ended();
  if (record === undefined) throw new Error('no record');
  t.equal(record.call.ending.outcome, 'answered');
  t.match(record.recording, { state: 'kept' });
  const silentMs = longestSilenceMs(record.sound.right);
  t.ok(
    silentMs < 500,
    `one recording of the whole call, and the citizen was never in silence: ${String(silentMs)} ms`,
  );
});
