import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ensureSecret } from '../../scripts/lib/secrets.mjs';
import { makeSounds } from '../../scripts/lib/sounds.mjs';

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

t.test('a secret is made once, of harmless characters, for its owner alone', async (t) => {
  const file = join(t.testdir(), 'secrets', 'ari-password');
  const secret = ensureSecret(file);
  t.match(secret, /^[A-Za-z0-9_-]{32}$/);
  t.equal(ensureSecret(file), secret);
  t.not(ensureSecret(`${file}-2`), secret);
  t.equal(mode(file), '600');
  t.equal(mode(join(file, '..')), '700');
});

t.test('a secret that others could read is closed again', async (t) => {
  const file = join(t.testdir({ secrets: { key: 'given-by-hand\n' } }), 'secrets', 'key');
  t.equal(ensureSecret(file), 'given-by-hand');
  t.equal(mode(file), '600');
});

t.test('prompts and music are 8 kHz, mono, 16 bit; one that is there is never written again', async (t) => {
  const runDir = t.testdir();
  const folder = join(runDir, 'sounds/zh/hotline');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'greeting.wav'), 'the city has its own voice');
  const made = await makeSounds(runDir);
  t.equal(readFileSync(join(folder, 'greeting.wav'), 'utf8'), 'the city has its own voice');
  const names = Object.keys(JSON.parse(readFileSync('asterisk-conf/prompts/zh-CN.json', 'utf8')) as object);
  t.equal(made, names.length, 'all but one, and the music');
  for (const name of names.filter((one) => one !== 'greeting'))
    t.same(form(join(folder, `${name}.wav`)), [1, 8_000, 16], name);
  t.same(form(join(runDir, 'moh/quiet-evening.wav')), [1, 8_000, 16]);
  t.equal(await makeSounds(runDir), 0, 'a second time there is nothing to do');
});

t.test('every prompt that the dialplan plays has a text', async (t) => {
  const names = Object.keys(JSON.parse(readFileSync('asterisk-conf/prompts/zh-CN.json', 'utf8')) as object);
  for (const file of ['lines-busy', 'fail-safe', 'emergency-out', 'demo-carrier']) {
    const text = readFileSync(`dialplans/${file}.conf`, 'utf8');
    for (const [, name = ''] of text.matchAll(/hotline\/([a-z-]+)/g)) {
      const wanted = name.endsWith('-') ? ['110', '120', '119'].map((number) => name + number) : [name];
      for (const one of wanted) t.ok(names.includes(one), `${file}: ${one}`);
    }
  }
});

/** Channels, rate and bits of a WAV. */
function form(file: string): number[] {
  const bytes = readFileSync(file);
  return [bytes.readUInt16LE(22), bytes.readUInt32LE(24), bytes.readUInt16LE(34)];
}
