import { join } from 'node:path';
import Database from 'better-sqlite3';
import t from 'tap';
import { signInAt } from './api.ts';
import { toneSpan } from './audio.ts';
import { accountOf, eventually, startHotline } from './hotline.ts';
import { promptHz } from './private-asterisk.ts';
import { callerHz, seatHz, startCallers, startPhone } from './sipp.ts';

const answers = { type: 'answer', ringMs: 200, talkMs: null } as const;
const plan = { greeting: [], wrapUpMs: 0 };

t.test('the agent puts the citizen through to 110, and all three are together', async (t) => {
  const hotline = await startHotline(t, { plan, asterisk: { promptMs: 1_200 } });
  await hotline.readySeat('8001', answers);
  const caller = await startCallers({ asterisk: hotline.asterisk.sip, talkMs: 9_000 });
  const { id } = await hotline.callIn('talking');
  const agent = await signInAt(hotline.daemon().address, accountOf(hotline, 'agent1'));
  const asked = await agent.post(`/calls/${id}/emergency`, { number: '110' });
  t.equal(asked.status, 204);
  const together = await hotline.callIn('conference');
  t.match(together.parties, [{ target: { kind: 'desk', name: '110' } }]);
  await eventually(
    'they have been three for a while',
    () => hotline.daemon().house.now() - (together.parties[0]?.joinedAt ?? 0) > 1_500 || null,
  );
  t.match((await agent.post(`/calls/${id}/emergency`, { number: '911' })).code, 'H12_INVALID');
  const [record] = await hotline.ended();
  t.equal((await caller.done).failed, 0);
  if (record === undefined) throw new Error('no record');
  const desk = toneSpan(record.sound.right, promptHz('demo-110'));
  t.ok((desk?.totalMs ?? 0) > 2_000, 'the citizen hears the desk', { desk });
  t.ok((toneSpan(record.sound.right, seatHz)?.totalMs ?? 0) > 1_000, 'and heard the agent beside it');
  t.ok((toneSpan(record.sound.left, callerHz)?.totalMs ?? 0) > 2_000);
  t.match(record.recording, { state: 'kept' });
});

t.test('a route that fails gives way to the next, without anybody doing anything', async (t) => {
  const emergency = {
    '110': [],
    '120': ['PJSIP/8009', 'Local/120@demo-carrier/n'],
    '119': ['PJSIP/8009'],
  };
  const hotline = await startHotline(t, { plan, emergency, asterisk: { promptMs: 1_200 } });
  await hotline.readySeat('8001', answers);
  const caller = await startCallers({ asterisk: hotline.asterisk.sip, talkMs: 7_000 });
  const { id } = await hotline.callIn('talking');
  const agent = await signInAt(hotline.daemon().address, accountOf(hotline, 'agent1'));
  t.equal((await agent.post(`/calls/${id}/emergency`, { number: '119' })).status, 204);
  const failed = await eventually('every route to 119 has failed, and the agent is with the citizen', () => {
    const call = hotline.daemon().house.call(id);
    return call?.phase === 'conference' || call?.phase === 'talking' ? call : null;
  });
  t.ok(failed);
  t.equal((await agent.post(`/calls/${id}/emergency`, { number: '120' })).status, 204);
  await eventually('the second route to 120 has answered', () => {
    const call = hotline.daemon().house.call(id);
    return call?.phase === 'conference' && call.parties.some(({ target }) => target.name.startsWith('120'))
      ? call
      : null;
  });
  const [record] = await hotline.ended();
  await caller.done;
  if (record === undefined) throw new Error('no record');
  t.ok((toneSpan(record.sound.right, promptHz('demo-120'))?.totalMs ?? 0) > 1_500);
});

t.test('an emergency is put through while the database cannot be written', async (t) => {
  const hotline = await startHotline(t, { plan, asterisk: { promptMs: 1_200 } });
  await hotline.readySeat('8001', answers);
  const caller = await startCallers({ asterisk: hotline.asterisk.sip, talkMs: 6_000 });
  const { id, talk } = await hotline.callIn('talking');
  const { house } = hotline.daemon();
  const lock = new Database(join(hotline.config.dataDir, 'hotline.db'));
  lock.exec('BEGIN IMMEDIATE');
  t.equal(
    house.askCall(id, {
      type: 'EmergencyAsked',
      at: house.now(),
      seat: talk.seat,
      number: '119',
      targets: [],
    }),
    null,
  );
  await hotline.callIn('conference');
  t.notOk(house.figures().journalOk, 'nothing of it could be written yet');
  lock.exec('ROLLBACK');
  lock.close();
  const [record] = await hotline.ended();
  await caller.done;
  t.ok(record?.events.includes('EmergencyAsked'), 'and the journal has it afterwards');
});

t.test('citizen and desk go on hearing each other when the agent has left', async (t) => {
  const hotline = await startHotline(t, {
    plan,
    emergency: { '110': ['PJSIP/8002'], '120': [], '119': [] },
  });
  await hotline.readySeat('8001', answers);
  const password = hotline.access.phones.find(({ seat }) => seat === '8002')?.password ?? '';
  const desk = await startPhone({
    asterisk: hotline.asterisk.sip,
    endpoint: '8002',
    password,
    behaviour: answers,
  });
  t.teardown(() => desk.stop());
  const caller = await startCallers({ asterisk: hotline.asterisk.sip, talkMs: 6_000 });
  const { id } = await hotline.callIn('talking');
  const agent = await signInAt(hotline.daemon().address, accountOf(hotline, 'agent1'));
  t.equal((await agent.post(`/calls/${id}/emergency`, { number: '110' })).status, 204);
  await hotline.callIn('conference');
  t.equal((await agent.post(`/calls/${id}/leave`)).status, 204);
  const [record] = await hotline.ended();
  await caller.done;
  if (record === undefined) throw new Error('no record');
  const span = toneSpan(record.sound.right, seatHz);
  t.ok((span?.totalMs ?? 0) > 4_500, 'the citizen hears the desk to the end', { span });
  t.ok(record.events.indexOf('LeaveAsked') < record.events.indexOf('CallerHungUp'));
});
