import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { after } from '../../src/lib/time.ts';
import { encode } from '../../src/recordings/encoder.ts';
import { vaultFile } from '../../src/recordings/files.ts';
import { type RecordingId, recordingOf } from '../../src/recordings/model.ts';
import { linkMs } from '../../src/recordings/plays.ts';
import type { UnitId } from '../../src/units/model.ts';
import { password, type Running, running } from '../http/running.ts';
import { pieces, plainOf, storedOf, tones } from './place.ts';

const because = { purpose: 'handling', note: 'to fill in the ticket' };

/** A house with a call of agent1 that is over and whose recording is in the vault, and people of each kind. */
async function withRecording(t: Test) {
  const house = await running(t);
  house.ready('agent1');
  const call = house.arrive(1);
  house.tell(call, house.answered(call));
  house.tell(call, { type: 'CallerHungUp', at: house.clock.at, cause: 16 });
  const id = recordingOf(call);
  const { archive, recordings, people, units } = house;
  units.put({ id: 'rsj' as UnitId, name: '人社局', shortName: '人社', district: '梅江区', member: true });
  for (const [username, role, more] of [
    ['clerk', 'unitClerk', { unit: 'rsj' as UnitId }],
    ['office', 'managementOffice', { cleared: true }],
    ['custodian', 'recordingCustodian', { cleared: true }],
    ['meijiang', 'districtOffice', { district: '梅江区' }],
  ] as const)
    await people.create({ username, displayName: username, roles: [role], password, ...more });
  const encoding = encode(pieces(tones(25_000)));
  const sealed = await archive.vault.seal(id, vaultFile(id, house.clock.at, 'Asia/Shanghai'), encoding.pages);
  recordings.keep(sealed, encoding.measures(), () => undefined);
  const plain = await plainOf(archive.vault, storedOf(recordings, id));
  return { ...house, call, id, plain, ...asking(house, id) };
}

function asking(house: Running, id: RecordingId) {
  const get = (cookie: string, url: string, headers = {}) =>
    house.ask(cookie, { method: 'GET', url: `/api/v1${url}`, headers });
  const play = (cookie: string, of: string = id, payload: object = because) =>
    house.ask(cookie, { method: 'POST', url: `/api/v1/recordings/${of}/plays`, payload });
  const linkFor = async (cookie: string): Promise<string> =>
    (await play(cookie)).json<{ link: string }>().link.replace('/api/v1', '');
  /** What the newest entry of the record says. */
  const onRecord = () => house.audit.newest(1)[0];
  const setLevel = (level: string): void => {
    house.db.prepare('UPDATE tickets SET level = ?').run(level);
  };
  const assign = (unit: string, state = 'sent'): void => {
    const no = house.db.prepare('SELECT ticket_no FROM recordings WHERE id = ?').pluck().get(id);
    house.db
      .prepare(
        `INSERT INTO ticket_parts (no, part, unit, state, received_at) VALUES (?, 1, ?, ?, 1)
         ON CONFLICT (no, part) DO UPDATE SET state = excluded.state`,
      )
      .run(no, unit, state);
  };
  return { get, play, linkFor, onRecord, setLevel, assign };
}

t.test('who may hear it says why once, and gets the sound in ranges', async (t) => {
  const { signedIn, play, get, plain, onRecord, id } = await withRecording(t);
  const cookie = await signedIn('agent1');
  const made = await play(cookie);
  t.equal(made.statusCode, 201);
  t.match(onRecord(), {
    actor: 'agent1',
    action: 'recording.play',
    target: id,
    outcome: 'done',
    why: 'handling: to fill in the ticket',
  });
  const link = made.json<{ link: string }>().link.replace('/api/v1', '');
  const whole = await get(cookie, link);
  t.match(whole.headers, {
    'content-type': 'audio/ogg',
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
  });
  t.equal(whole.statusCode, 200);
  t.ok(whole.rawPayload.equals(plain));
  for (const [range, from, to] of [
    ['bytes=0-', 0, plain.length],
    ['bytes=100-199', 100, 200],
    ['bytes=65500-65600', 65_500, 65_601],
    ['bytes=-5', plain.length - 5, plain.length],
  ] as const) {
    const part = await get(cookie, link, { range });
    t.equal(part.statusCode, 206, range);
    t.equal(part.headers['content-range'], `bytes ${from}-${to - 1}/${plain.length}`);
    t.ok(part.rawPayload.equals(plain.subarray(from, to)), range);
  }
  const beyond = await get(cookie, link, { range: `bytes=${plain.length}-` });
  t.match(beyond.json(), { code: 'H12_BAD_RANGE' });
  t.equal(beyond.headers['content-range'], `bytes */${plain.length}`);
});

t.test('a range opens just the chunks that hold it', async (t) => {
  const { signedIn, get, linkFor, id, recordings } = await withRecording(t);
  const cookie = await signedIn('agent1');
  const link = await linkFor(cookie);
  const file = join(t.testdirName, 'kept', recordings.read(id)?.file ?? '');
  const bytes = readFileSync(file);
  bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  t.equal(
    (await get(cookie, link, { range: 'bytes=0-999' })).statusCode,
    206,
    'the last chunk is not opened',
  );
  t.equal(recordings.read(id)?.alarm, null);
  t.match(
    (await get(cookie, link, { range: 'bytes=-10' })).json(),
    { status: 409, code: 'H12_RECORDING_DAMAGED' },
    'what was changed is not given out',
  );
  t.equal(recordings.read(id)?.alarm, 'damaged', 'and is an alarm');
});

t.test('a link is over after a while, and never another session’s', async (t) => {
  const { signedIn, linkFor, get, clock, onRecord, id } = await withRecording(t);
  const mine = await signedIn('agent1');
  const link = await linkFor(mine);
  for (const who of ['agent1', 'agent2', 'leader', 'custodian']) {
    const answer = await get(await signedIn(who), link);
    t.match(answer.json(), { status: 404, code: 'H12_NO_SUCH_LINK' }, `${who}, another session`);
    t.match(onRecord(), { action: 'recording.play', actor: who, target: id, outcome: 'notYours' });
  }
  t.match((await get('', link)).json(), { status: 401, code: 'H12_NO_SESSION' });
  clock.at = after(clock.at, linkMs - 1);
  t.equal((await get(mine, link, { range: 'bytes=0-9' })).statusCode, 206);
  clock.at = after(clock.at, 1);
  t.match((await get(mine, link, { range: 'bytes=0-9' })).json(), { status: 404, code: 'H12_NO_SUCH_LINK' });
  t.match(onRecord(), { outcome: 'over', target: id });
  t.match((await get(mine, `/recordings/plays/${'A'.repeat(43)}`)).json(), { code: 'H12_NO_SUCH_LINK' });
  t.match(onRecord(), { outcome: 'unknown' });
});

t.test('a session that is over plays nothing more', async (t) => {
  const { signedIn, linkFor, get, ask } = await withRecording(t);
  const cookie = await signedIn('agent1');
  const link = await linkFor(cookie);
  await ask(cookie, { method: 'DELETE', url: '/api/v1/session' });
  t.match((await get(cookie, link)).json(), { code: 'H12_NO_SESSION' });
});

t.test('somebody else’s recording is not to be had by id, list, call or range', async (t) => {
  const { signedIn, get, play, call, id, onRecord, people } = await withRecording(t);
  await people.create({ username: 'watcher', displayName: 'x', roles: ['inspector'], password });
  const other = await signedIn('agent2');
  for (const of of [id, `${id}.consultation.1`, 'R1763978815.999', 'R1.1']) {
    const answer = await play(other, of);
    t.match(answer.json(), { status: 404, code: 'H12_NO_SUCH_RECORDING' }, of);
    t.match(onRecord(), {
      action: 'recording.play',
      target: of,
      outcome: of === id ? 'notYours' : 'unknown',
    });
    t.match((await get(other, `/recordings/${of}`)).json(), { code: 'H12_NO_SUCH_RECORDING' });
  }
  t.match((await get(other, `/calls/${call}/recording`)).json(), { code: 'H12_NO_SUCH_RECORDING' });
  t.equal((await get(other, `/calls/${call}`)).json<{ recording: unknown }>().recording, null);
  t.same((await get(other, '/recordings')).json(), { items: [], nextCursor: null });
  t.same((await get(other, `/recordings?call=${call}`)).json<{ items: [] }>().items, []);
  t.match((await get(await signedIn('watcher'), '/recordings')).json(), { code: 'H12_FORBIDDEN' });
  for (const bad of ['..%2f..%2fetc', "R1'--", 'R%00'])
    t.match((await play(other, bad)).json(), { status: 400 }, bad);
});

t.test('an agent’s own call is heard for some days only', async (t) => {
  const { signedIn, play, get, clock, onRecord } = await withRecording(t);
  clock.at = after(clock.at, 3 * 86_400_000 + 60_000);
  const cookie = await signedIn('agent1');
  t.match((await play(cookie)).json(), { code: 'H12_NO_SUCH_RECORDING' });
  t.match(onRecord(), { outcome: 'tooOld' });
  t.same((await get(cookie, '/recordings')).json<{ items: [] }>().items, []);
  t.equal((await play(await signedIn('leader'))).statusCode, 201);
});

t.test('a purpose must be stated, and be one of the role’s', async (t) => {
  const { signedIn, play, id, onRecord } = await withRecording(t);
  const cookie = await signedIn('agent1');
  for (const payload of [
    {},
    { purpose: 'handling' },
    { purpose: 'handling', note: '  ' },
    { purpose: 'fun', note: 'why' },
  ])
    t.match((await play(cookie, id, payload)).json(), { status: 400, code: 'H12_INVALID' });
  t.match((await play(cookie, id, { purpose: 'evidence', note: 'a court asks' })).json(), {
    status: 403,
    code: 'H12_WRONG_PURPOSE',
  });
  t.match(onRecord(), { outcome: 'wrongPurpose', why: 'evidence: a court asks' });
});

t.test('what is confidential is heard, found and known of by cleared people alone', async (t) => {
  const { signedIn, play, get, call, id, setLevel, onRecord } = await withRecording(t);
  const cookie = await signedIn('leader');
  const link = (await play(cookie)).json<{ link: string }>().link.replace('/api/v1', '');
  setLevel('confidential');
  for (const who of ['agent1', 'leader']) {
    const own = await signedIn(who);
    t.match((await play(own)).json(), { status: 404, code: 'H12_NO_SUCH_RECORDING' }, who);
    t.match(onRecord(), { outcome: 'notCleared' });
    t.same((await get(own, '/recordings')).json<{ items: [] }>().items, [], `${who} does not find it`);
    t.match((await get(own, `/recordings/${id}`)).json(), { code: 'H12_NO_SUCH_RECORDING' });
    t.match((await get(own, `/calls/${call}`)).json(), { code: 'H12_NO_SUCH_CALL' }, 'nor its call');
  }
  t.match(
    (await get(cookie, link)).json(),
    { code: 'H12_NO_SUCH_RECORDING' },
    'a link given before ends, too',
  );
  const cleared = await signedIn('office');
  t.equal((await play(cleared)).statusCode, 201);
  t.match((await get(cleared, '/recordings')).json(), { items: [{ id }] });
  t.match((await get(cleared, `/recordings/${id}`)).json(), { confidential: true });
});

t.test('a unit hears it while it has a part of the ticket and the recording is released to it', async (t) => {
  const { signedIn, play, get, ask, id, assign, onRecord } = await withRecording(t);
  const clerk = await signedIn('clerk');
  const leader = await signedIn('leader');
  const release = (method: 'PUT' | 'DELETE', cookie = leader, unit = 'rsj') =>
    ask(cookie, {
      method,
      url: `/api/v1/recordings/${id}/releases/${unit}`,
      ...(method === 'PUT' ? { payload: { why: 'the unit must hear the address' } } : {}),
    });
  t.match((await release('PUT')).json(), { status: 409, code: 'H12_UNIT_NOT_ASSIGNED' });
  assign('rsj');
  t.match((await play(clerk)).json(), { code: 'H12_NO_SUCH_RECORDING' });
  t.match(onRecord(), { outcome: 'notReleased' });
  t.match(
    (await release('PUT', clerk)).json(),
    { code: 'H12_FORBIDDEN' },
    'a unit releases nothing to itself',
  );
  t.match((await release('PUT')).json(), { releases: [{ unit: 'rsj', by: 'leader' }] });
  t.match(onRecord(), {
    action: 'recording.release',
    target: `${id} rsj`,
    why: 'the unit must hear the address',
  });
  t.match((await release('PUT')).json(), { status: 409, code: 'H12_RELEASED_ALREADY' });
  const link = (await play(clerk)).json<{ link: string }>().link.replace('/api/v1', '');
  t.match((await get(clerk, '/recordings')).json(), { items: [{ id }] });
  t.equal((await get(clerk, link, { range: 'bytes=0-9' })).statusCode, 206);
  t.match((await release('DELETE')).json(), { releases: [] });
  t.match((await get(clerk, link, { range: 'bytes=0-9' })).json(), { status: 404 }, 'from that moment');
  t.match((await release('DELETE')).json(), { status: 404, code: 'H12_NOT_RELEASED' });
  await release('PUT');
  assign('rsj', 'returned');
  t.match(
    (await play(clerk)).json(),
    { code: 'H12_NO_SUCH_RECORDING' },
    'a ticket given back is not the unit’s',
  );
  t.same((await get(clerk, '/recordings')).json<{ items: [] }>().items, []);
});

t.test('a district office hears what arises in its district', async (t) => {
  const { signedIn, play, db, get } = await withRecording(t);
  const cookie = await signedIn('meijiang');
  t.match((await play(cookie)).json(), { code: 'H12_NO_SUCH_RECORDING' });
  db.exec(`UPDATE tickets SET district = '梅江区'`);
  t.equal((await play(cookie)).statusCode, 201);
  t.equal((await get(cookie, '/recordings')).json<{ items: [] }>().items.length, 1);
});

t.test('marks are anybody’s to read who may hear it, and one’s own to remove', async (t) => {
  const { signedIn, ask, get, id } = await withRecording(t);
  const agent = await signedIn('agent1');
  const leader = await signedIn('leader');
  const url = `/api/v1/recordings/${id}/bookmarks`;
  const made = await ask(agent, { method: 'POST', url, payload: { atMs: 4_000, text: 'the address' } });
  t.equal(made.statusCode, 201);
  const { id: mark } = made.json<{ id: number }>();
  t.match((await get(leader, `/recordings/${id}`)).json(), { bookmarks: [{ atMs: 4_000, by: 'agent1' }] });
  const remove = (cookie: string) => ask(cookie, { method: 'DELETE', url: `${url}/${mark}` });
  t.match((await remove(leader)).json(), { status: 404, code: 'H12_NO_SUCH_BOOKMARK' });
  t.equal((await remove(agent)).statusCode, 204);
  t.match(
    (await ask(await signedIn('agent2'), { method: 'POST', url, payload: { atMs: 0, text: 'x' } })).json(),
    { code: 'H12_NO_SUCH_RECORDING' },
  );
});

t.test('every decision is on the record, and no token of a machine plays', async (t) => {
  const { signedIn, play, get, audit, ask, app, id, call } = await withRecording(t);
  const before = audit.newest(200).length;
  const leader = await signedIn('leader');
  await play(leader);
  await play(await signedIn('agent2'));
  await get(leader, '/recordings?ticket=20261124-000001');
  await get(leader, `/recordings/${id}`);
  await get(leader, `/calls/${call}/recording`);
  const actions = audit
    .newest(200)
    .slice(0, audit.newest(200).length - before)
    .map(({ action }) => action)
    .filter((action) => action.startsWith('recording.'));
  t.same(actions, [
    'recording.read',
    'recording.read',
    'recording.search',
    'recording.play',
    'recording.play',
  ]);
  t.match(audit.newest(3)[2], { target: 'ticket=20261124-000001 found=1' });
  const token = await ask(leader, {
    method: 'POST',
    url: '/api/v1/tokens',
    payload: { name: 'machine', rights: ['recording.play'], expiresAt: Date.parse('2026-12-24') },
  });
  t.match(token.json(), { code: 'H12_INVALID' });
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/recordings/${id}/plays`,
    payload: because,
    headers: { authorization: `Bearer h12_${'A'.repeat(43)}` },
  });
  t.equal(answer.statusCode, 401);
});
