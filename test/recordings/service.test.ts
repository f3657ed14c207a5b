import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { after } from '../../src/lib/time.ts';
import { verifyVault } from '../../src/recordings/keeping.ts';
import { recordingOf } from '../../src/recordings/model.ts';
import { callId, noon } from '../store/samples.ts';
import { freshPlace, heardIn, intakeOf, openPlace, type Place, toneIn, tones } from './place.ts';

const id = recordingOf(callId(1));
const rawName = '1763978815.1.raw';
const put = (place: Place, raw: Buffer): void => writeFileSync(join(place.spool, rawName), raw);
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

async function takenIn(place: Place, alarms: string[] = []): Promise<void> {
  const intake = intakeOf(place, { onAlarm: (_, alarm) => alarms.push(alarm) });
  await intake.resume();
  await intake.idle();
  await intake.close();
}
async function findings(place: Place): Promise<string[]> {
  const found: string[] = [];
  for await (const { text } of verifyVault(place)) found.push(text);
  return found;
}

t.test(
  'the raw file goes into the vault with its measures and its hash on record, and is removed',
  async (t) => {
    const place = freshPlace(t);
    put(place, tones(2_000));
    await takenIn(place);
    t.match(place.store.read(id), {
      state: 'kept',
      durationMs: 2_000,
      file: join('2026', '11', '24', `${id}.h12v`),
      sha256: /^[0-9a-f]{64}$/,
      measures: { silenceShare: 0 },
      alarm: null,
    });
    t.same(filesIn(place.spool), []);
    t.same(filesIn(place.root), [`${id}.h12v`]);
    const heard = await heardIn(place, id);
    t.ok(toneIn(heard, 0, 400) > 0.15 && toneIn(heard, 1, 400) < 0.002);
    t.same(await findings(place), []);
  },
);

t.test('what the agent marked is not kept', async (t) => {
  const place = freshPlace(t);
  put(place, tones(4_000));
  const { startedAt } = place.store.read(id) ?? { startedAt: noon };
  place.store.openMark(id, 'agent1', { at: after(startedAt, 2_000), place: null });
  place.store.closeMark(id, { at: after(startedAt, 2_500), place: null });
  await takenIn(place);
  const heard = await heardIn(place, id);
  t.ok(toneIn(heard.subarray(1_600 * 32, 2_900 * 32), 0, 400) < 0.002);
  t.ok(toneIn(heard.subarray(0, 1_400 * 32), 0, 400) > 0.15);
});

t.test('killed at any step, the recording is never lost, never twice, never half', async (t) => {
  const steps = ['begin', 'key', 'page', 'written', 'sealed', 'noting', 'noted'] as const;
  for (const step of steps) {
    const place = freshPlace(t);
    put(place, tones(2_500));
    const child = spawnSync(
      process.execPath,
      ['--import', 'tsx', join(import.meta.dirname, 'take-in-and-die.ts'), place.dir, step],
      { encoding: 'utf8' },
    );
    t.equal(child.signal, 'SIGKILL', `killed at ${step}`, { said: child.stderr });
    t.equal(filesIn(place.spool).length, 1, 'the raw file is still there');
    const next = openPlace(place.dir);
    await takenIn(next);
    t.match(next.store.read(id), { state: 'kept', durationMs: 2_500 });
    t.same(filesIn(next.spool), []);
    t.same(filesIn(next.root), [`${id}.h12v`], 'one file, and nothing half beside it');
    t.same(await findings(next), []);
    t.ok(toneIn(await heardIn(next, id), 1, 1_000) > 0.15);
    t.equal(
      [...next.store.uses().values()].reduce((sum, n) => sum + n, 0),
      1,
      'one key',
    );
    next.db.close();
    place.db.close();
  }
});

t.test('what a version without a vault kept goes into it, and its file is removed', async (t) => {
  const place = freshPlace(t);
  const old = join('2026', '11', '24', `${callId(1)}.wav`);
  mkdirSync(join(place.root, '2026', '11', '24'), { recursive: true });
  writeFileSync(join(place.root, old), Buffer.concat([Buffer.alloc(44, 'RIFF'), tones(1_500)]));
  place.db
    .prepare(
      `UPDATE recordings SET state = 'kept', file = ?, bytes = 1, duration_ms = 1500, sha256 = 'ab' WHERE id = ?`,
    )
    .run(old, id);
  await takenIn(place);
  t.match(place.store.read(id), { state: 'kept', durationMs: 1_500 });
  t.same(filesIn(place.root), [`${id}.h12v`]);
  t.ok(toneIn(await heardIn(place, id), 0, 400) > 0.15);
});

t.test('without a usable file there is an alarm', async (t) => {
  for (const [raw, alarm, state] of [
    [null, 'missing', 'missing'],
    [Buffer.alloc(2), 'unusable', 'missing'],
    [Buffer.alloc(32_000), 'silent', 'kept'],
  ] as const) {
    const place = freshPlace(t);
    if (raw !== null) put(place, raw);
    const alarms: string[] = [];
    await takenIn(place, alarms);
    t.match(place.store.read(id), { state, alarm });
    t.same(alarms, [alarm]);
    t.same(
      place.store.alarming(10).map((one) => one.id),
      [id],
    );
    place.db.close();
  }
});

t.test(
  'the raw file of a call the daemon never had is left alone, and so is what is no recording',
  async (t) => {
    const place = freshPlace(t);
    put(place, tones(500));
    for (const name of ['1763978815.99.raw', 'notes.txt', '..raw'])
      writeFileSync(join(place.spool, name), 'x');
    await takenIn(place);
    t.same(filesIn(place.spool).sort(), ['..raw', '1763978815.99.raw', 'notes.txt']);
  },
);

t.test('vault:verify names what was changed, what is gone and what nobody knows', async (t) => {
  const place = freshPlace(t, 3);
  for (const n of [1, 2, 3]) writeFileSync(join(place.spool, `1763978815.${n}.raw`), tones(300));
  await takenIn(place);
  const file = (n: number) => join(place.root, '2026', '11', '24', `${recordingOf(callId(n))}.h12v`);
  const bytes = readFileSync(file(1));
  bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 4;
  writeFileSync(file(1), bytes);
  rmSync(file(2));
  writeFileSync(join(place.root, 'stray.h12v'), 'x');
  const found = await findings(place);
  t.match(found, [
    /R1763978815\.1: .*was changed/,
    /R1763978815\.2: .*cannot be read/,
    /stray\.h12v belongs to no recording/,
  ]);
  t.equal(found.length, 3);
});

t.test('many short recordings are taken in, each once', async (t) => {
  // A thousand, and one of four hours: `npm run bench -- recordings`.
  const many = 40;
  const place = freshPlace(t, many);
  for (let n = 1; n <= many; n += 1) writeFileSync(join(place.spool, `1763978815.${n}.raw`), tones(20 + n));
  await takenIn(place);
  t.equal([...place.store.kept()].length, many);
  t.equal(filesIn(place.root).length, many);
  t.same(filesIn(place.spool), []);
  t.equal([...place.record.ids()].length, many, 'each is on the audit record');
  t.same(await findings(place), []);
});
