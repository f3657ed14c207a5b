import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import {
  chunkBytes,
  headerBytes,
  layoutOf,
  partsOf,
  placeOf,
  rangeOf,
  tagBytes,
} from '../../src/recordings/chunks.ts';
import { recordingOf } from '../../src/recordings/model.ts';
import { callId } from '../store/samples.ts';
import { freshPlace, gathered, pieces, plainOf } from './place.ts';

const id = (n: number) => recordingOf(callId(n));
const text = (bytes: number): Buffer =>
  Buffer.from(Array.from({ length: bytes }, (_, n) => (n * 7 + (n >> 8)) % 251));

t.test('what is put in comes out, of any length, and nothing of it can be read in the file', async (t) => {
  const { vault, root } = freshPlace(t);
  for (const bytes of [0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes, 200_000]) {
    const sealed = await vault.seal(id(1), 'a.h12v', pieces(text(bytes)));
    t.match(sealed, { plainBytes: bytes, bytes: statSync(join(root, 'a.h12v')).size });
    t.ok((await plainOf(vault, sealed)).equals(text(bytes)), `${bytes} bytes`);
  }
  t.equal(statSync(join(root, 'a.h12v')).mode & 0o777, 0o600);
  t.notOk(readFileSync(join(root, 'a.h12v')).includes(text(64)));
});

t.test('a part is read without the rest', async (t) => {
  const { vault, root } = freshPlace(t);
  const plain = text(5 * chunkBytes + 10);
  const sealed = await vault.seal(id(1), 'a.h12v', pieces(plain));
  // The second chunk is spoilt: who asks for others does not notice.
  const file = readFileSync(join(root, 'a.h12v'));
  file.fill(0, placeOf(1), placeOf(1) + 100);
  writeFileSync(join(root, 'a.h12v'), file);
  const opened = await vault.open(sealed);
  t.teardown(() => opened.close());
  const [start, end] = [3 * chunkBytes - 5, 4 * chunkBytes + 7];
  t.ok((await gathered(opened.read(start, end))).equals(plain.subarray(start, end)));
  t.ok((await gathered(opened.read(5 * chunkBytes, 9e9))).equals(plain.subarray(5 * chunkBytes)));
  await t.rejects(gathered(opened.read(chunkBytes, chunkBytes + 1)), { name: 'VaultDamage' });
});

t.test('any byte that is changed is found', async (t) => {
  const { vault, root } = freshPlace(t);
  const sealed = await vault.seal(id(1), 'a.h12v', pieces(text(chunkBytes + 300)));
  const path = join(root, 'a.h12v');
  const whole = readFileSync(path);
  const places = [
    0,
    8,
    12,
    16,
    headerBytes - 1,
    headerBytes,
    placeOf(1) - 1,
    placeOf(1),
    whole.length - tagBytes,
    whole.length - 1,
  ];
  const flip = async (at: number): Promise<void> => {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(path, changed);
    await t.rejects(plainOf(vault, sealed), { name: 'VaultDamage' }, `byte ${at}`);
  };
  for (const at of places) await flip(at);
  await fc.assert(fc.asyncProperty(fc.nat({ max: whole.length - 1 }), flip), { numRuns: 40 });
});

t.test('a file cut short, made longer or put together otherwise is found', async (t) => {
  const { vault, root } = freshPlace(t);
  const sealed = await vault.seal(id(1), 'a.h12v', pieces(text(3 * chunkBytes + 300)));
  const path = join(root, 'a.h12v');
  const whole = readFileSync(path);
  const rejects = (why: string) => t.rejects(plainOf(vault, sealed), { name: 'VaultDamage' }, why);
  for (const length of [
    0,
    10,
    headerBytes,
    headerBytes + tagBytes,
    placeOf(1),
    placeOf(2),
    placeOf(3),
    whole.length - 1,
  ]) {
    truncateSync(path, length);
    await rejects(`cut to ${length}`);
    writeFileSync(path, whole);
  }
  writeFileSync(path, Buffer.concat([whole, Buffer.alloc(20)]));
  await rejects('made longer');
  const chunk = (n: number): Buffer => whole.subarray(placeOf(n), placeOf(n + 1));
  writeFileSync(
    path,
    Buffer.concat([whole.subarray(0, headerBytes), chunk(1), chunk(0), chunk(2), whole.subarray(placeOf(3))]),
  );
  await rejects('two chunks changed places');
  writeFileSync(
    path,
    Buffer.concat([whole.subarray(0, placeOf(1)), chunk(1), chunk(1), whole.subarray(placeOf(3))]),
  );
  await rejects('one chunk twice');
});

t.test('files that changed places are found, and so is an older file of the same recording', async (t) => {
  const { vault, root } = freshPlace(t, 2);
  const path = (name: string) => join(root, name);
  const first = await vault.seal(id(1), 'a.h12v', pieces(text(500)));
  const second = await vault.seal(id(2), 'b.h12v', pieces(text(500)));
  copyFileSync(path('a.h12v'), path('old.h12v'));
  copyFileSync(path('b.h12v'), path('a.h12v'));
  await t.rejects(plainOf(vault, first), { name: 'VaultDamage' });
  t.ok(await plainOf(vault, second));
  // Whoever also changes the record cannot make one recording into another: the key is bound to both.
  await t.rejects(plainOf(vault, { ...second, recording: id(1) }), { name: 'VaultKeyError' });
  const again = await vault.seal(id(1), 'a.h12v', pieces(text(400)));
  copyFileSync(path('old.h12v'), path('a.h12v'));
  await t.rejects(plainOf(vault, again), { name: 'VaultDamage' }, 'replayed');
});

t.test('a writing that fails leaves the former file as it was', async (t) => {
  const { vault } = freshPlace(t);
  const sealed = await vault.seal(id(1), 'a.h12v', pieces(text(500)));
  async function* broken(): AsyncGenerator<Buffer> {
    yield text(100_000);
    throw new Error('the disk is full');
  }
  await t.rejects(vault.seal(id(1), 'a.h12v', broken()), { message: 'the disk is full' });
  t.ok((await plainOf(vault, sealed)).equals(text(500)));
});

t.test('ranges are read as the standard has them', async (t) => {
  t.same(rangeOf('bytes=0-0', 10), { start: 0, end: 1 });
  t.same(rangeOf('bytes=4-', 10), { start: 4, end: 10 });
  t.same(rangeOf('bytes=4-99', 10), { start: 4, end: 10 });
  t.same(rangeOf('bytes=-3', 10), { start: 7, end: 10 });
  t.same(rangeOf('bytes=-30', 10), { start: 0, end: 10 });
  for (const none of [undefined, '', 'bytes=-', 'items=1-2', 'bytes=5-2', 'bytes=1-2,4-5'])
    t.equal(rangeOf(none, 10), 'whole');
  for (const out of ['bytes=10-', 'bytes=99-100', 'bytes=-0']) t.equal(rangeOf(out, 10), 'unsatisfiable');
});

t.test('the parts of a range are the range, whatever it is', async (t) => {
  fc.assert(
    fc.property(fc.nat({ max: 400_000 }), fc.nat({ max: 400_000 }), (a, b) => {
      const [start, end] = [Math.min(a, b), Math.max(a, b)];
      const covered = partsOf(start, end).flatMap(({ chunk, from, to }) => [
        chunk * chunkBytes + from,
        chunk * chunkBytes + to,
      ]);
      const joined = covered.every(
        (at, n) => n % 2 === 0 || n === covered.length - 1 || covered[n + 1] === at,
      );
      return start === end || (covered[0] === start && covered.at(-1) === end && joined);
    }),
  );
  fc.assert(
    fc.property(fc.nat({ max: 400_000 }), (plain) => {
      const chunks = Math.max(1, Math.ceil(plain / chunkBytes));
      return layoutOf(headerBytes + plain + chunks * tagBytes)?.plainBytes === plain;
    }),
  );
  t.pass();
});
