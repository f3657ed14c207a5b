import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { createAuditStore } from '../../src/audit/store.ts';
import { backUp, restoreFrom } from '../../src/backup.ts';
import { usualKeeping } from '../../src/config-vault.ts';
import { vaultVerify } from '../../src/keeper.ts';
import { createCustodyStore } from '../../src/recordings/custody-store.ts';
import { recordingOf } from '../../src/recordings/model.ts';
import { openStore } from '../../src/store/open.ts';
import { callId, noon } from '../store/samples.ts';
import { freshPlace, intakeOf, storedOf, tones } from './place.ts';

const many = 4;
const quiet = { say: () => undefined };
const script = fileURLToPath(new URL('back-up-and-die.ts', import.meta.url));

async function filled(t: Test) {
  const place = freshPlace(t, many);
  for (let n = 1; n <= many; n += 1)
    writeFileSync(join(place.spool, `1763978815.${String(n)}.raw`), tones(300));
  const intake = intakeOf(place);
  await intake.resume();
  await intake.idle();
  const dir = join(place.root, '..');
  const config = { dataDir: dir, recordingsDir: place.root };
  const target = { dataDir: join(dir, 'again'), recordingsDir: join(dir, 'again', 'kept') };
  const sound = async (): Promise<boolean> =>
    vaultVerify(
      { ...target, vault: { keys: { from: 'file', path: place.keyFile, made: false }, ...usualKeeping } },
      () => undefined,
    );
  return { place, dir, config, target, sound, folder: join(dir, 'backups') };
}

t.test('what runs is backed up as it is at one instant, and restored whole', async (t) => {
  const { place, config, target, folder, sound } = await filled(t);
  const audit = createAuditStore(place.db);
  const entry = {
    at: noon,
    actor: 'x',
    action: 'recording.read',
    target: 'y',
    outcome: 'done',
    address: null,
  } as const;
  const writing = setInterval(() => audit.add(entry), 1);
  const { path, good } = await backUp(config, folder, { ...quiet, at: new Date(noon) });
  clearInterval(writing);
  t.ok(good);
  await restoreFrom(target, path, quiet);
  t.ok(await sound());
  const db = openStore(join(target.dataDir, 'hotline.db'));
  t.teardown(() => db.close());
  t.equal(db.pragma('integrity_check', { simple: true }), 'ok');
  t.equal(db.prepare("SELECT count(*) FROM recordings WHERE state = 'kept'").pluck().get(), many);
  await t.rejects(restoreFrom(target, path, quiet), /a hotline in .* already/);
});

t.test('the next backup links what the one before has', async (t) => {
  const { config, folder, place } = await filled(t);
  const one = await backUp(config, folder, { ...quiet, at: new Date(noon) });
  const two = await backUp(config, folder, { ...quiet, at: new Date(noon + 1_000) });
  const { file } = storedOf(place.store, recordingOf(callId(1)));
  const inode = (path: string) => statSync(join(path, 'recordings', file)).ino;
  t.equal(inode(one.path), inode(two.path));
});

t.test(
  'killed in the middle a backup is none, and a restore makes no hotline; the same command goes on',
  async (t) => {
    const { config, folder, target, dir, sound } = await filled(t);
    const die = (tool: string, step: string, from = '') =>
      spawnSync(process.execPath, ['--import=tsx', script, tool, dir, step, from], { encoding: 'utf8' });
    for (const step of ['database', 'recording', 'manifest']) {
      const died = die('backup', step);
      t.equal(died.signal, 'SIGKILL', `${step} ${died.stderr}`);
      t.ok(readdirSync(folder).every((name) => name.endsWith('.partial')));
    }
    const [left = ''] = readdirSync(folder);
    await t.rejects(restoreFrom(target, join(folder, 'none'), quiet), /no whole backup/);
    t.match(left, /partial$/);
    const { path } = await backUp(config, folder, { ...quiet, at: new Date(noon) });
    for (const step of ['checked', 'part']) {
      const died = die('restore', step, path);
      t.equal(died.signal, 'SIGKILL', `${step} ${died.stderr}`);
      t.notOk(existsSync(join(target.dataDir, 'hotline.db')), step);
    }
    await restoreFrom(target, path, quiet);
    t.ok(await sound());
  },
);

t.test('a changed backup is not restored, a changed recording not passed over in silence', async (t) => {
  const { config, folder, target, place } = await filled(t);
  const { path } = await backUp(config, folder, { ...quiet, at: new Date(noon) });
  const { file } = storedOf(place.store, recordingOf(callId(2)));
  appendFileSync(join(path, 'recordings', file), 'x');
  await t.rejects(restoreFrom(target, path, quiet), /missing or was changed/);
  t.notOk(existsSync(target.dataDir), 'nothing was written');
  rmSync(path, { recursive: true });
  appendFileSync(join(place.root, file), 'x');
  const said: string[] = [];
  const again = await backUp(config, folder, { say: (line) => said.push(line), at: new Date(noon) });
  t.notOk(again.good);
  t.match(said[0], file);
});

t.test('what is destroyed while the backup is made is not missed', async (t) => {
  const { config, folder, place } = await filled(t);
  const custody = createCustodyStore(place.db);
  const id = recordingOf(callId(3));
  const { file } = storedOf(place.store, id);
  const { good } = await backUp(config, folder, {
    ...quiet,
    at: new Date(noon),
    onStep: (step) => {
      if (step !== 'database') return;
      custody.destroy(id, noon, () => undefined);
      rmSync(join(place.root, file));
    },
  });
  t.ok(good);
});
