import t, { type Test } from 'tap';
import { after } from '../../src/lib/time.ts';
import { decode, encode } from '../../src/recordings/encoder.ts';
import { vaultFile } from '../../src/recordings/files.ts';
import { recordingOf } from '../../src/recordings/model.ts';
import { grantedMs } from '../../src/recordings/requests.ts';
import { digitsAsTones, mixInto } from '../../src/recordings/watermark.ts';
import { password, running } from '../http/running.ts';
import { gathered, pieces, toneIn, tones } from './place.ts';

async function withRecording(t: Test) {
  const house = await running(t);
  house.ready('agent1');
  const call = house.arrive(1);
  house.tell(call, house.answered(call));
  const id = recordingOf(call);
  for (const [username, role, cleared] of [
    ['office', 'managementOffice', false],
    ['custodian', 'recordingCustodian', true],
    ['keeper', 'recordingCustodian', false],
    ['inspector', 'inspector', true],
  ] as const)
    await house.people.create({ username, displayName: username, roles: [role], password, cleared });
  const encoding = encode(pieces(tones(40_000, { level: 3_000 })));
  const file = vaultFile(id, house.clock.at, 'Asia/Shanghai');
  const sealed = await house.archive.vault.seal(id, file, encoding.pages);
  house.recordings.keep(sealed, encoding.measures(), () => undefined);
  const sessions = new Map<string, string>();
  const send = async (who: string, method: 'GET' | 'POST', url: string, payload?: object) => {
    const cookie = sessions.get(who) ?? (await house.signedIn(who));
    sessions.set(who, cookie);
    return house.ask(cookie, { method, url: `/api/v1${url}`, ...(payload === undefined ? {} : { payload }) });
  };
  const wish = { how: 'export', purpose: 'evidence', reason: 'a court asks', recipient: '中级人民法院' };
  const asked = async (who = 'office') =>
    (await send(who, 'POST', `/recordings/${id}/requests`, wish)).json<{ no: string }>().no;
  const decide = (who: string, no: string, granted = true) =>
    send(who, 'POST', `/recording-requests/${no}/decision`, { granted, word: 'as the law says' });
  const copy = (who: string, no: string) => send(who, 'GET', `/recording-requests/${no}/copy`);
  return { ...house, id, send, wish, asked, decide, copy, sessions };
}

t.test('a copy needs a second person, ends, and says who took it when and for what', async (t) => {
  const { asked, decide, copy, audit, clock, id, send, sessions } = await withRecording(t);
  const no = await asked();
  t.match(no, /^E20261124-000001$/);
  t.match((await copy('office', no)).json(), { status: 403, code: 'H12_NOT_APPROVED' }, 'not decided');
  t.match((await decide('office', no)).json(), { status: 403, code: 'H12_SAME_PERSON' });
  t.match((await decide('leader', no)).json(), { code: 'H12_FORBIDDEN' });
  t.match((await decide('custodian', no)).json(), { granted: true, decidedBy: 'custodian' });
  t.match((await decide('keeper', no)).json(), { status: 409, code: 'H12_DECIDED_ALREADY' });
  t.match((await copy('custodian', no)).json(), { code: 'H12_NO_SUCH_REQUEST' }, 'only for who asked');
  const taken = await copy('office', no);
  t.equal(taken.statusCode, 200);
  t.match(taken.headers['content-disposition'], `${no}.ogg`);
  t.match(audit.newest(1)[0], {
    action: 'recording.export',
    target: id,
    outcome: 'done',
    why: `evidence: ${no}`,
  });
  const text = taken.rawPayload.toString('utf8');
  for (const tag of [
    `REQUEST=${no}`,
    'TAKEN_BY=office',
    'TAKEN_AT=2026-11-24T',
    'APPROVED_BY=custodian',
    `RECORDING=${id}`,
    'RECIPIENT=中级人民法院',
  ])
    t.ok(text.includes(tag), tag);
  const sound = await gathered(decode(pieces(taken.rawPayload)));
  // The first digit of 20261124000001 is a 2: 697 Hz and 1336 Hz for 70 ms, before the citizen's 400 Hz begin.
  const first = sound.subarray(0, 70 * 32);
  t.ok(toneIn(first, 0, 697) > 0.1 && toneIn(first, 1, 1_336) > 0.1, 'the number before the sound');
  t.ok(toneIn(first, 0, 400) < 0.03);
  const lead = 14 * 120 + 300;
  const soft = sound.subarray((lead + 30_000) * 32, (lead + 30_070) * 32);
  t.ok(toneIn(soft, 0, 697) > 0.012, 'and softly within it');
  t.ok(toneIn(sound.subarray((lead + 5_000) * 32, (lead + 5_070) * 32), 0, 697) < 0.01);
  t.ok(toneIn(sound.subarray((lead + 1_000) * 32, (lead + 3_000) * 32), 0, 400) > 0.05);
  t.match((await send('office', 'GET', '/recording-requests')).json(), [{ no, taken: 1 }]);
  clock.at = after(clock.at, grantedMs);
  sessions.clear();
  t.match((await copy('office', no)).json(), { code: 'H12_NOT_APPROVED' }, 'the agreement is over');
});

t.test('what was refused is not taken, and who may not ask is told so', async (t) => {
  const { asked, decide, copy, send, id, wish } = await withRecording(t);
  const no = await asked();
  t.match((await decide('custodian', no, false)).json(), { granted: false });
  t.match((await copy('office', no)).json(), { code: 'H12_NOT_APPROVED' });
  const ask = (who: string, payload: object) => send(who, 'POST', `/recordings/${id}/requests`, payload);
  t.match(
    (await ask('leader', wish)).json(),
    { code: 'H12_RECORDING_NOT_FOR_ROLE' },
    'a leader exports nothing',
  );
  t.equal((await ask('leader', { how: 'download', purpose: 'review', reason: 'training' })).statusCode, 201);
  for (const who of ['agent1', 'inspector'])
    t.match((await ask(who, wish)).json(), { code: 'H12_FORBIDDEN' });
  t.match((await ask('office', { ...wish, purpose: 'custody' })).json(), {
    code: 'H12_RECORDING_NOT_FOR_ROLE',
  });
  t.match((await ask('office', { ...wish, how: 'original' })).json(), { code: 'H12_NO_ORIGINAL' });
});

t.test('who is not cleared neither asks for, decides on nor sees what is confidential', async (t) => {
  const { asked, decide, copy, db, send } = await withRecording(t);
  const no = await asked();
  await decide('custodian', no);
  const other = await asked('custodian');
  db.exec("UPDATE tickets SET level = 'confidential'");
  t.match((await copy('office', no)).json(), { code: 'H12_NO_SUCH_RECORDING' });
  t.match((await decide('keeper', other)).json(), { code: 'H12_NO_SUCH_REQUEST' });
  t.same((await send('office', 'GET', '/recording-requests')).json(), []);
  t.match((await send('custodian', 'GET', '/recording-requests')).json(), [{ no: other }]);
});

t.test('the soft marker is in every minute, whatever the pieces', async (t) => {
  const marker = digitsAsTones('12', 1_000);
  const whole = Buffer.alloc(150 * 32_000);
  mixInto(whole, 0, marker);
  for (const at of [30, 90]) t.ok(toneIn(whole.subarray(at * 32_000, at * 32_000 + 70 * 32), 0, 697) > 0.02);
  const parts = Buffer.alloc(150 * 32_000);
  for (let at = 0; at < parts.length; at += 99_996) mixInto(parts.subarray(at, at + 99_996), at / 4, marker);
  t.ok(parts.equals(whole));
});
