import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { TicketNo } from '../../src/calls/model.ts';
import { recordingOf } from '../../src/recordings/model.ts';
import { spansOf } from '../../src/recordings/rules.ts';
import { password, running } from '../http/running.ts';

async function withCall(t: Test) {
  const house = await running(t);
  house.ready('agent1');
  const call = house.arrive(1);
  house.tell(call, house.answered(call));
  await house.people.create({
    username: 'custodian',
    displayName: 'c',
    roles: ['recordingCustodian'],
    password,
  });
  const id = recordingOf(call);
  const post = (cookie: string, url: string, payload: object) =>
    house.ask(cookie, { method: 'POST', url: `/api/v1${url}`, payload });
  return { ...house, call, id, post };
}

t.test('what an agent marks is placed by how much was recorded, and is on the record', async (t) => {
  const { signedIn, post, ask, call, id, recordings, audit } = await withCall(t);
  const raw = join(t.testdirName, 'spool', `${call.slice(1)}.raw`);
  mkdirSync(join(t.testdirName, 'spool'));
  appendFileSync(raw, Buffer.alloc(32_000 * 20));
  const agent = await signedIn('agent1');
  t.equal((await post(agent, `/calls/${call}/unkept`, { on: true })).statusCode, 204);
  t.equal((await post(agent, `/calls/${call}/unkept`, { on: true })).statusCode, 204, 'twice is once');
  const isOn = async (cookie: string) =>
    (await ask(cookie, { method: 'GET', url: `/api/v1/calls/${call}/unkept` })).json<object>();
  t.same(await isOn(agent), { on: true });
  t.match(spansOf(0, recordings.marks(id)), [{ fromMs: 19_500, toMs: Number.MAX_SAFE_INTEGER }]);
  appendFileSync(raw, Buffer.alloc(32_000 * 5));
  t.equal((await post(agent, `/calls/${call}/unkept`, { on: false })).statusCode, 204);
  t.same(spansOf(0, recordings.marks(id)), [{ fromMs: 19_500, toMs: 25_500 }]);
  t.match(audit.newest(1)[0], { action: 'recording.mark', target: `${id} off`, actor: 'agent1' });
  t.same(await isOn(agent), { on: false });
  t.match((await post(await signedIn('agent2'), `/calls/${call}/unkept`, { on: true })).json(), {
    status: 403,
    code: 'H12_NOT_YOUR_CALL',
  });
  t.match(audit.newest(1)[0], { actor: 'agent2', outcome: 'H12_NOT_YOUR_CALL' });
  t.match(await isOn(await signedIn('agent2')), { code: 'H12_NOT_YOUR_CALL' });
  t.equal(recordings.marks(id).length, 1);
});

t.test('a call that is over has nothing to mark', async (t) => {
  const { signedIn, post, call, tell, clock } = await withCall(t);
  tell(call, { type: 'CallerHungUp', at: clock.at, cause: 16 });
  t.match((await post(await signedIn('agent1'), `/calls/${call}/unkept`, { on: true })).json(), {
    code: 'H12_NO_SUCH_CALL',
  });
});

t.test('an alarm is seen by those who must act, in the metric, and until somebody has looked', async (t) => {
  const { signedIn, ask, post, id, recordings, audit } = await withCall(t);
  recordings.raise(id, 'missing');
  const alarms = async (who: string) =>
    (await ask(await signedIn(who), { method: 'GET', url: '/api/v1/recordings/alarms' })).json<{
      count: number;
    }>();
  for (const who of ['custodian', 'leader', 'admin'])
    t.match(await alarms(who), { count: 1, items: [{ id, alarm: 'missing' }] }, who);
  t.match(await alarms('agent1'), { code: 'H12_FORBIDDEN' });
  const metrics = await ask(await signedIn('admin'), { method: 'GET', url: '/metrics' });
  t.match(metrics.body, /hotline12345_recording_alarms 1/);
  const seen = async (who: string) =>
    post(await signedIn(who), `/recordings/${id}/alarm/seen`, { word: 'the disk was full' });
  t.match((await seen('leader')).json(), { code: 'H12_FORBIDDEN' });
  t.equal((await seen('custodian')).statusCode, 204);
  t.match(audit.newest(1)[0], { action: 'recording.alarm', target: id, why: 'the disk was full' });
  t.match(await alarms('leader'), { count: 0, items: [] });
  t.match((await seen('custodian')).json(), { code: 'H12_NO_ALARM' });
});

t.test('an order to keep is made and ended by the custodian, with its reason on the record', async (t) => {
  const { signedIn, ask, post, id, audit } = await withCall(t);
  const custodian = await signedIn('custodian');
  const no: TicketNo = '20261124-000001' as TicketNo;
  const made = await post(custodian, '/recording-holds', { recording: id, reason: 'a court asks' });
  t.equal(made.statusCode, 201);
  t.match(audit.newest(1)[0], { action: 'recording.hold', why: 'a court asks' });
  await post(custodian, '/recording-holds', { ticketNo: no, reason: 'a suit' });
  const all = await ask(custodian, { method: 'GET', url: '/api/v1/recording-holds' });
  t.match(all.json(), [{ recording: id }, { ticketNo: no }]);
  t.match(
    (await post(await signedIn('leader'), '/recording-holds', { recording: id, reason: 'xx' })).json(),
    {
      code: 'H12_FORBIDDEN',
    },
  );
  const end = () =>
    ask(custodian, {
      method: 'DELETE',
      url: `/api/v1/recording-holds/${String(made.json<{ id: number }>().id)}`,
    });
  t.equal((await end()).statusCode, 204);
  t.match((await end()).json(), { code: 'H12_NO_SUCH_HOLD' });
  t.same((await ask(custodian, { method: 'GET', url: '/api/v1/recordings/retention' })).json(), []);
});
