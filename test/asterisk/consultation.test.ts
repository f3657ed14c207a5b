import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { CallId } from '../../src/calls/model.ts';
import { consultationOf } from '../../src/recordings/model.ts';
import { amplitude, type Channel, readTailStereo } from './audio.ts';
import { agentWithEars, citizenEars, hear, otherHz, remoteHz, remotePhone } from './ears.ts';
import { eventually, type Hotline, soundOfRecording, startHotline } from './hotline.ts';
import { musicHz } from './private-asterisk.ts';
import { callerHz, seatHz, startCallers } from './sipp.ts';

const plan = { greeting: [], wrapUpMs: 0 };
const toUnit = { kind: 'remoteSeat', remoteSeat: 'rsj-1' } as const;

/** A call in which the agent talks to a remote seat in private. */
async function consulting(t: Test, hotline: Hotline) {
  const { phone: agent, api } = await agentWithEars(t, hotline, 1);
  const remote = await remotePhone(t, hotline, 'rsj-1', remoteHz);
  const caller = await startCallers({ asterisk: hotline.asterisk.sip, talkMs: 40_000 });
  const call = await hotline.callIn('talking');
  const ears = { citizen: citizenEars(hotline, call), agent, remote };
  const ask = async (path: string, body?: object): Promise<void> => {
    t.equal((await api.post(`/calls/${call.id}/${path}`, body)).status, 204, path);
  };
  await hear('a talk', ears, { citizen: ['agent'], agent: ['citizen'] });
  await ask('invite', { to: toUnit, way: 'announced' });
  const inPrivate = { citizen: ['music'], agent: ['remote'], remote: ['agent'] } as const;
  await hear('the agent with the remote seat, music for the citizen', ears, inPrivate);
  return { agent, api, remote, caller, id: call.id, ears, ask, inPrivate };
}

/** What is written of a private talk while it goes on: left = the agent, right = who was asked. */
const recorderEars = (hotline: Hotline, id: CallId, n: number) => {
  const file = join(hotline.asterisk.spoolDir, `${id.slice(1)}.consultation.${String(n)}.raw`);
  return {
    left: { latest: (ms: number): Channel => readTailStereo(file, ms).left },
    right: { latest: (ms: number): Channel => readTailStereo(file, ms).right },
  };
};

/** How loud each is, by tone. */
const loudness = (channel: Channel) => ({
  citizen: amplitude(channel, callerHz),
  agent: amplitude(channel, seatHz),
  remote: amplitude(channel, remoteHz),
  music: amplitude(channel, musicHz),
});

t.test('a private talk is recorded apart: agent and remote seat are in it, the citizen is not', async (t) => {
  const hotline = await startHotline(t, { plan });
  const { agent, remote, caller, id, ears, ask, inPrivate } = await consulting(t, hotline);
  const recorded = { left: ['agent'], right: ['remote'] } as const;
  await hear('each in a channel of its own', recorderEars(hotline, id, 1), recorded);
  await ask('return', { bring: true });
  const three = {
    citizen: ['agent', 'remote'],
    agent: ['citizen', 'remote'],
    remote: ['citizen', 'agent'],
  } as const;
  await hear('three in the call', ears, three);
  await ask('drop', { leg: hotline.daemon().house.call(id)?.legs.at(-1)?.id ?? '' });
  await hear('two', ears, { citizen: ['agent'], agent: ['citizen'] });
  await ask('invite', { to: toUnit, way: 'announced' });
  await hear('in private once more', ears, inPrivate);
  await hear('the second, in a file of its own', recorderEars(hotline, id, 2), recorded);
  remote.hangUp();
  await hear('back with the citizen', ears, { citizen: ['agent'], agent: ['citizen'] });
  agent.hangUp();
  await caller.done;

  const [record] = await hotline.ended();
  if (record === undefined) throw new Error('no record');
  const { consultations } = record.call;
  t.match(consultations, [
    { agent: 'agent1', to: Number },
    { agent: 'agent1', to: Number },
  ]);
  for (const n of [1, 2]) {
    const { recording, sound } = await soundOfRecording(hotline, consultationOf(id, n));
    t.match(recording, { state: 'kept', kind: 'consultation', call: id, alarm: null });
    t.equal(recording.ticketNo, record.call.ticketNo);
    const [left, right] = [loudness(sound.left), loudness(sound.right)];
    t.ok(left.agent > 0.04 && right.remote > 0.04, 'both who talked', { left, right });
    t.ok(Math.max(left.remote, right.agent) < 0.02, 'each in a channel of its own', { left, right });
    const most = Math.max(left.citizen, right.citizen, left.music, right.music);
    t.ok(most < 0.005, 'neither the citizen nor what the citizen heard', { left, right });
  }
});

t.test('it is recorded on while the daemon is away, and taken in by the next one', async (t) => {
  const hotline = await startHotline(t, { plan });
  const { agent, remote, caller, id } = await consulting(t, hotline);
  const ears = recorderEars(hotline, id, 1);
  await hear('recorded', ears, { left: ['agent'], right: ['remote'] });
  await hotline.stopDaemon();
  await hear('recorded without a daemon', ears, { left: ['agent'], right: ['remote'] });
  await hotline.startDaemon();
  await eventually('the call is in its hands', () => hotline.daemon().house.call(id));
  await hear('recorded on', ears, { left: ['agent'], right: ['remote'] });
  remote.hangUp();
  await hotline.callIn('talking');
  agent.hangUp();
  await caller.done;
  await hotline.ended();
  const { recording, sound } = await soundOfRecording(hotline, consultationOf(id, 1));
  t.match(recording, { state: 'kept', kind: 'consultation', alarm: null });
  t.ok((recording.durationMs ?? 0) > 1_000);
  t.ok(amplitude(sound.right, remoteHz) > 0.04);
  t.ok(amplitude(sound.left, otherHz) < 0.005);
});
