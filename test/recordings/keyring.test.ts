import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { checkKeys, rotate } from '../../src/recordings/keeping.ts';
import { addKey, makeKeyFile, openKeyring } from '../../src/recordings/keyring.ts';
import { recordingOf } from '../../src/recordings/model.ts';
import { createVault } from '../../src/recordings/vault.ts';
import { callId, noon } from '../store/samples.ts';
import { freshPlace, pieces, plainOf } from './place.ts';

const key = Buffer.alloc(32, 7);
const at = (path: string) => openKeyring({ from: 'file', path });

t.test('a key that was wrapped is opened again, for what it was wrapped for and nothing else', async (t) => {
  const path = join(t.testdir(), 'keys.json');
  makeKeyFile(path);
  t.equal(statSync(path).mode & 0o777, 0o600);
  t.throws(() => makeKeyFile(path), { name: 'VaultKeyError', message: /already/ });
  const ring = at(path);
  const wrapped = ring.wrap(key, 'R1');
  t.ok(ring.unwrap(wrapped, 'R1').equals(key));
  t.throws(() => ring.unwrap(wrapped, 'R2'), { name: 'VaultKeyError' });
  t.notOk(wrapped.wrapped.includes(key));
});

t.test('a command may print the keys: that of a KMS, say', async (t) => {
  const path = join(t.testdir(), 'keys.json');
  makeKeyFile(path);
  const ring = openKeyring({ from: 'command', command: `cat '${path}'` });
  t.ok(at(path).unwrap(ring.wrap(key, 'R1'), 'R1').equals(key));
  t.throws(() => openKeyring({ from: 'command', command: 'exit 3' }), { message: /the key command failed/ });
  t.throws(() => openKeyring({ from: 'command', command: 'echo no' }), {
    message: /what the key command prints cannot be used/,
  });
});

t.test(
  'lost, open to others, damaged, wrong: each is told in words that say what to do, and none tells a key',
  async (t) => {
    const path = join(t.testdir(), 'keys.json');
    t.throws(() => at(path), { name: 'VaultKeyError', message: /is not there: restore it/ });
    makeKeyFile(path);
    const wrapped = at(path).wrap(key, 'R1');
    chmodSync(path, 0o640);
    t.throws(() => at(path), { message: /can be read by others: chmod 600/ });
    chmodSync(path, 0o600);
    const { keys } = JSON.parse(readFileSync(path, 'utf8')) as { keys: { k1: string } };
    for (const bad of ['', '{}', '{"current":"k1","keys":{}}', '{"current":"k1","keys":{"k1":"c2hvcnQ="}}']) {
      writeFileSync(path, bad);
      t.throws(() => at(path), { name: 'VaultKeyError', message: /cannot be used: it must be JSON/ });
    }
    writeFileSync(path, JSON.stringify({ current: 'k2', keys: { k2: keys.k1 } }));
    t.throws(() => at(path).unwrap(wrapped, 'R1'), {
      message: /key k1 is not in the key file .*put it back/,
    });
    writeFileSync(path, JSON.stringify({ current: 'k1', keys: { k1: Buffer.alloc(32).toString('base64') } }));
    t.throws(() => at(path).unwrap(wrapped, 'R1'), { message: /another key of that name/ });
  },
);

t.test('keys are rotated without touching a file; the old one is needed no more', async (t) => {
  const { store, root, keyFile, ring } = freshPlace(t, 3);
  const sealed = [];
  for (const n of [1, 2, 3]) {
    const one = await createVault(root, ring, store).seal(
      recordingOf(callId(n)),
      `${n}.h12v`,
      pieces(Buffer.from('sound')),
    );
    sealed.push(one);
  }
  const files = sealed.map(({ file }) => readFileSync(join(root, file)));
  t.equal(addKey(keyFile), 'k2');
  t.equal(rotate(store, at(keyFile), noon), 3);
  t.same([...store.uses()], [['k2', 3]]);
  const { keys } = JSON.parse(readFileSync(keyFile, 'utf8')) as { keys: Record<string, string> };
  writeFileSync(keyFile, JSON.stringify({ current: 'k2', keys: { k2: keys['k2'] } }));
  const vault = createVault(root, at(keyFile), store);
  for (const [n, one] of sealed.entries()) {
    t.equal((await plainOf(vault, one)).toString(), 'sound');
    t.ok(readFileSync(join(root, one.file)).equals(files[n] ?? Buffer.alloc(0)));
  }
  t.same(checkKeys(store, at(keyFile), noon), [], 'nobody misses the old key');
  t.equal(rotate(store, at(keyFile), noon), 0, 'done twice it is done once');
});

t.test('at the start a wrong key is refused, and a missing one is named', async (t) => {
  const { store, vault, keyFile } = freshPlace(t);
  await vault.seal(recordingOf(callId(1)), 'a.h12v', pieces(Buffer.from('sound')));
  const text = readFileSync(keyFile, 'utf8');
  writeFileSync(
    keyFile,
    JSON.stringify({ current: 'k1', keys: { k1: Buffer.alloc(32).toString('base64') } }),
  );
  t.throws(() => checkKeys(store, at(keyFile), noon), {
    name: 'VaultKeyError',
    message: /another key of that name/,
  });
  writeFileSync(keyFile, text);
  addKey(keyFile);
  t.same(checkKeys(store, at(keyFile), noon), []);
  const { keys } = JSON.parse(readFileSync(keyFile, 'utf8')) as { keys: Record<string, string> };
  writeFileSync(keyFile, JSON.stringify({ current: 'k2', keys: { k2: keys['k2'] } }));
  t.same(checkKeys(store, at(keyFile), noon), ['k1']);
});
