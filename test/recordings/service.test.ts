import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { after, type EpochMs, epochMs } from '../../src/lib/time.ts';
import { createIntake } from '../../src/recordings/service.ts';
import { batchOf, callId, freshStore, noon, sampleCall } from '../store/samples.ts';

/** A call that has ended, its spool and its recordings folder. */
function scene(t: Test, raw: Buffer | null) {
  const dir = t.testdir({ spool: {}, kept: {} });
  const store = freshStore(t, join(dir, 'hotline.db'));
  const spoolDir = join(dir, 'spool');
  const recordingsDir = join(dir, 'kept');
  const call = callId(1);
  store.journal.append({
    ...batchOf(sampleCall(1)),
    recordings: [
      { type: 'RecordingBegan', call, ticketNo: sampleCall(1).ticketNo, at: noon },
      { type: 'RecordingEnded', call, at: after(noon, 1_000) },
    ],
  });
  const rawFile = join(spoolDir, '1763978815.1.raw');
  if (raw !== null) writeFileSync(rawFile, raw);
  // Each look at the clock is a second later: waiting is counted, not spent.
  let at: EpochMs = noon;
  const intake = createIntake({
    store: store.recordings,
    spoolDir,
    recordingsDir,
    timeZone: 'Asia/Shanghai',
    now: () => {
      at = epochMs(at + 1_000);
      return at;
    },
    log: pino({ level: 'silent' }),
  });
  t.teardown(() => intake.close());
  return {
    intake,
    call,
    rawFile,
    keptFile: join(recordingsDir, '2026', '11', '24', `${call}.wav`),
    recordings: store.recordings,
  };
}

const sound = Buffer.from(Array.from({ length: 32_000 }, (_, n) => n % 251));

t.test(
  'the raw file becomes a WAV of the same sound, with its length and its hash on record, and is removed',
  async (t) => {
    const { intake, call, rawFile, keptFile, recordings } = scene(t, sound);
    intake.onEnded(call);
    await intake.idle();
    const kept = readFileSync(keptFile);
    t.ok(kept.subarray(44).equals(sound));
    t.equal(kept.subarray(0, 4).toString(), 'RIFF');
    t.equal(statSync(keptFile).mode & 0o777, 0o600);
    t.match(recordings.read(call), {
      state: 'kept',
      durationMs: 1_000,
      bytes: kept.length,
      sha256: createHash('sha256').update(kept).digest('hex'),
      file: join('2026', '11', '24', `${call}.wav`),
    });
    t.notOk(existsSync(rawFile));
  },
);

t.test('a copy that a crash cut off is made anew', async (t) => {
  const { intake, call, keptFile, recordings } = scene(t, sound);
  mkdirSync(join(keptFile, '..'), { recursive: true });
  writeFileSync(`${keptFile}.part`, 'half');
  await intake.resume();
  await intake.idle();
  t.equal(recordings.read(call)?.state, 'kept');
  t.ok(readFileSync(keptFile).subarray(44).equals(sound));
  t.notOk(existsSync(`${keptFile}.part`));
});

t.test('a crash between the name and the note costs nothing: the finished file is noted', async (t) => {
  const first = scene(t, sound);
  first.intake.onEnded(first.call);
  await first.intake.idle();
  const before = first.recordings.read(first.call);
  const second = scene(t, null);
  mkdirSync(join(second.keptFile, '..'), { recursive: true });
  writeFileSync(second.keptFile, wavOf(sound));
  await second.intake.resume();
  await second.intake.idle();
  t.same(second.recordings.read(second.call), before);
});

t.test('a crash between the note and the removal: the next start removes the raw file', async (t) => {
  const { intake, call, rawFile, recordings } = scene(t, sound);
  recordings.keep(call, { file: 'x.wav', bytes: 1, durationMs: 1, sha256: 'x' });
  await intake.resume();
  t.notOk(existsSync(rawFile));
});

t.test('the raw file of a call the daemon never had is left alone', async (t) => {
  const { intake, rawFile } = scene(t, sound);
  const other = rawFile.replace('815.1.raw', '815.99.raw');
  writeFileSync(other, sound);
  await intake.resume();
  await intake.idle();
  t.ok(existsSync(other));
});

t.test('a call without sound is on record as missing', async (t) => {
  const { intake, call, recordings } = scene(t, null);
  intake.onEnded(call);
  await intake.idle();
  t.equal(recordings.read(call)?.state, 'missing');
});

function wavOf(data: Buffer): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(data.length + 36, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.set([16, 0, 0, 0, 1, 0, 2, 0], 16);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(32_000, 28);
  header.set([4, 0, 16, 0], 32);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}
