import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import t, { type Test } from 'tap';
import { copyOf } from '../../src/recordings/copy.ts';
import type { RecordingId } from '../../src/recordings/model.ts';
import { openSound, partOf } from '../../src/recordings/sound.ts';
import { keptHouse } from './kept-house.ts';
import { freshPlace, intakeOf, tones } from './place.ts';

/** What every Opus file begins with, and each of its pages. */
const opusMarks = ['OggS', 'OpusHead', 'OpusTags'] as const;

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));

/** Every file below that was made or changed while it was watched, as the kernel tells it. */
function watched(folder: string) {
  const touched = new Set<string>();
  const watcher = watch(folder, { recursive: true }, (_, name) => {
    if (name !== null) touched.add(name);
  });
  return { touched, close: () => watcher.close() };
}

/** A folder of its own for what any program of this test puts aside, the encoders among them. */
function ownTemp(t: Test): string {
  const folder = join(t.testdirName, 'temp');
  mkdirSync(folder, { recursive: true });
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  t.teardown(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
  return folder;
}

t.test('heard, copied and redacted, nothing decrypted touches the disk', async (t) => {
  const house = await keptHouse(t, 1, 20_000);
  const id = house.ids[0] as RecordingId;
  const temp = ownTemp(t);
  const folder = t.testdirName;
  const stored = filesIn(house.root);
  const { touched, close } = watched(folder);
  const [office, custodian] = [await house.signedIn('office'), await house.signedIn('custodian')];
  const { link } = (await house.play(office, id)).json<{ link: string }>();
  const heard = await house.get(office, link);
  t.ok(heard.rawPayload.includes('OpusHead'), 'what is heard is Opus, decrypted');
  for (const range of ['bytes=0-99', 'bytes=66000-', 'bytes=-500']) await house.get(office, link, range);
  const wish = { how: 'export', purpose: 'evidence', reason: 'a court asks', recipient: '法院' };
  const { no } = (await house.say(office, 'POST', `/recordings/${id}/requests`, wish)).json<{ no: string }>();
  await house.say(custodian, 'POST', `/recording-requests/${no}/decision`, { granted: true, word: 'yes' });
  t.ok((await house.say(office, 'GET', `/recording-requests/${no}/copy`)).rawPayload.includes('OpusHead'));
  await house.say(custodian, 'POST', `/recordings/${id}/redactions`, {
    fromMs: 0,
    toMs: 900,
    reason: 'a number',
  });
  await house.archive.redactor.run();
  close();
  const [redacted] = filesIn(house.root).filter((file) => !stored.includes(file));
  t.ok(redacted?.endsWith('.redacted.h12v'));
  const names = [...touched].filter(
    (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() !== true,
  );
  t.ok(
    names.some((name) => name.startsWith('hotline.db')),
    'the watch sees what is written',
    { names },
  );
  const foreign = names.filter(
    (name) => !/^hotline\.db(-wal|-shm)?$/.test(name) && !/\.redacted\.h12v(\.part)?$/.test(name),
  );
  t.same(foreign, [], 'nothing but the database, and the new file of the vault');
  t.same(readdirSync(temp), []);
  for (const file of filesIn(folder))
    for (const mark of opusMarks) t.notOk(readFileSync(file).includes(mark), `${mark} in ${file}`);
});

t.test('whoever goes away, before the first byte or after it, leaves no file open', async (t) => {
  const { ids, recordings, archive } = await keptHouse(t, 1, 20_000);
  const recording = recordings.read(ids[0] as RecordingId);
  if (recording === null) throw new Error('it is not there');
  const closed: (() => void)[] = [];
  const vault: typeof archive.sound.vault = {
    open: async (stored) => {
      const opened = await archive.vault.open(stored);
      const close = async (): Promise<void> => {
        await opened.close();
        closed.shift()?.();
      };
      return { ...opened, close };
    },
  };
  const gone = async (sound: Readable, read: boolean): Promise<void> => {
    const end = new Promise<void>((resolve) => closed.push(resolve));
    if (read) await once(sound, 'readable');
    sound.destroy();
    await end;
  };
  for (const read of [false, true]) {
    const part = await partOf(recording, { ...archive.sound, vault }, 'bytes=0-');
    if ('refusal' in part) throw new Error(part.refusal.why);
    await gone(part.sound, read);
    const opened = await openSound(recording, { ...archive.sound, vault });
    if ('refusal' in opened) throw new Error(opened.refusal.why);
    await gone(copyOf(opened, { no: 'E20261124-000001', tags: {} }), read);
  }
  t.pass('each was closed');
});

t.test('on the way in, sound is in no file but the raw one', async (t) => {
  const place = freshPlace(t);
  const temp = ownTemp(t);
  const raw = tones(20_000);
  writeFileSync(join(place.spool, '1763978815.1.raw'), raw);
  const { touched, close } = watched(place.dir);
  const seen: string[] = [];
  const intake = intakeOf(place, {
    vault: {
      ...place.vault,
      // At each page: whatever lies on the disk at this moment, half-written files included.
      seal: (id, file, pages) =>
        place.vault.seal(
          id,
          file,
          looking(pages, () => look(place.dir, raw, seen)),
        ),
    },
  });
  await intake.resume();
  await intake.idle();
  close();
  t.ok(
    [...touched].some((name) => name.endsWith('.h12v.part')),
    'the watch sees it being written',
  );
  look(place.dir, raw, seen);
  t.same(seen, []);
  t.same(readdirSync(temp), []);
});

async function* looking(pages: AsyncIterable<Buffer>, look: () => void): AsyncGenerator<Buffer> {
  for await (const page of pages) {
    look();
    yield page;
  }
}

/** Notes each file that holds sound anybody could play, but for the raw one. */
function look(folder: string, raw: Buffer, seen: string[]): void {
  for (const file of filesIn(folder)) {
    if (file.endsWith('.raw')) continue;
    const bytes = readFileSync(file);
    if (opusMarks.some((mark) => bytes.includes(mark)) || bytes.includes(raw.subarray(4_000, 4_064)))
      seen.push(file);
  }
}
