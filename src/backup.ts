import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import {
  chmod,
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from './config.ts';
import { openStore } from './store/open.ts';
import { openData, type Say } from './tool-data.ts';

type Part = { readonly file: string; readonly sha256: string };
/** What a backup holds; written last, so that one without it is none. */
type Manifest = {
  readonly version: 1;
  readonly madeAt: string;
  readonly database: string;
  readonly recordings: readonly Part[];
  readonly others: readonly Part[];
  /** Recordings that were not what they should be when they were copied. */
  readonly lacking: readonly string[];
};

type Places = Pick<Config, 'dataDir' | 'recordingsDir'>;
/** Told of each step, for tests that stop it there. */
type OnStep = (step: string) => void;

const manifestFile = 'manifest.json';
/** Beside the database, below the data folder. The vault's keys are not among them: who has both has everything. */
const others = ['audit-heads.jsonl', 'secrets/audit-ed25519', 'secrets/audit-ed25519.pub'];
const keptSql = `SELECT file, sha256 FROM recordings WHERE state = 'kept' AND file IS NOT NULL AND file_id IS NOT NULL
  UNION ALL SELECT file, sha256 FROM recording_originals ORDER BY file`;

async function hashOf(file: string): Promise<string | null> {
  if (!existsSync(file)) return null;
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(piece as Buffer);
  return hash.digest('hex');
}

async function copyWhole(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await copyFile(from, `${to}.copy`);
  await chmod(`${to}.copy`, 0o600);
  const handle = await open(`${to}.copy`, 'r');
  await handle.sync();
  await handle.close();
  await rename(`${to}.copy`, to);
}

/** Backups that are whole, the newest first. */
async function wholeIn(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => !name.endsWith('.partial')).sort();
  return names
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, manifestFile)))
    .reverse();
}

/**
 * Copies database and vault together, also while the hotline runs: first the database as it is at one instant, then each recording that it
 * names, by its hash. What the backup before has is linked, not copied. Killed anywhere, what is there is no backup, and the next one is whole.
 * @returns the backup's folder, and whether every recording was as it should be
 */
export async function backUp(
  config: Places,
  folder: string,
  { say, at, onStep = () => undefined }: { readonly say: Say; readonly at: Date; readonly onStep?: OnStep },
): Promise<{ readonly path: string; readonly good: boolean }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, at.toISOString().replaceAll(/[:.]/g, '-'));
  const aside = `${path}.partial`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { mode: 0o700 });
  const kept = await copyDatabase(config, join(aside, 'hotline.db'));
  onStep('database');
  const [before] = await wholeIn(folder);
  const recordings: Part[] = [];
  const lacking: string[] = [];
  for (const part of kept) {
    if (await takeRecording(config, part, { aside, before })) recordings.push(part);
    else if (isStillKept(config, part)) lacking.push(part.file);
    onStep('recording');
  }
  const manifest: Manifest = {
    version: 1,
    madeAt: at.toISOString(),
    database: (await hashOf(join(aside, 'hotline.db'))) ?? '',
    recordings,
    others: await takeOthers(config, aside),
    lacking,
  };
  await writeFile(join(aside, manifestFile), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 });
  onStep('manifest');
  await rename(aside, path);
  for (const file of lacking) say(`${file} is missing or was changed: npm run vault:verify says more`);
  say(`${path}: the database and ${String(recordings.length)} recordings; keep the vault's keys elsewhere`);
  return { path, good: lacking.length === 0 };
}

/** The database at one instant, and the recordings it names. */
async function copyDatabase(config: Places, to: string): Promise<readonly Part[]> {
  const db = openData(config);
  try {
    // All pages in one step: a writer in between would make it begin again.
    await db.backup(to, { progress: () => 1_000_000_000 });
  } finally {
    db.close();
  }
  const copy = openStore(to);
  try {
    copy.pragma('journal_mode = DELETE');
    return copy.prepare<[], Part>(keptSql).all();
  } finally {
    copy.close();
  }
}

/** @returns whether the very file is in the backup now */
async function takeRecording(
  config: Places,
  { file, sha256 }: Part,
  { aside, before }: { readonly aside: string; readonly before: string | undefined },
): Promise<boolean> {
  const to = join(aside, 'recordings', file);
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const earlier = before === undefined ? null : join(before, 'recordings', file);
  if (earlier !== null && (await hashOf(earlier)) === sha256) {
    await link(earlier, to);
    return true;
  }
  const from = join(config.recordingsDir, file);
  if (!existsSync(from)) return false;
  await copyWhole(from, to);
  if ((await hashOf(to)) === sha256) return true;
  await rm(to);
  return false;
}

/** One that was destroyed or replaced since the database was copied is not missed. */
function isStillKept(config: Places, { file, sha256 }: Part): boolean {
  const db = openData(config);
  try {
    return db
      .prepare<[], Part>(keptSql)
      .all()
      .some((one) => one.file === file && one.sha256 === sha256);
  } finally {
    db.close();
  }
}

async function takeOthers({ dataDir }: Places, aside: string): Promise<readonly Part[]> {
  const taken: Part[] = [];
  for (const file of others) {
    if (!existsSync(join(dataDir, file))) continue;
    await copyWhole(join(dataDir, file), join(aside, 'others', file));
    taken.push({ file, sha256: (await hashOf(join(aside, 'others', file))) ?? '' });
  }
  return taken;
}

/**
 * Puts a backup where the configuration says that data and recordings are. Everything is compared with its hash before anything is written, and the
 * database is named last: killed anywhere, there is no hotline yet, and the same command goes on.
 * @throws Error when it is no whole backup, or there is a hotline already
 */
export async function restoreFrom(
  config: Places,
  from: string,
  { say, onStep = () => undefined }: { readonly say: Say; readonly onStep?: OnStep },
): Promise<void> {
  const database = join(config.dataDir, 'hotline.db');
  if (existsSync(database))
    throw new Error(`there is a hotline in ${config.dataDir} already: restore into an empty folder`);
  if (!existsSync(join(from, manifestFile)))
    throw new Error(`${from} is no whole backup: it has no ${manifestFile}`);
  const manifest = JSON.parse(await readFile(join(from, manifestFile), 'utf8')) as Manifest;
  const parts = [
    { from: join(from, 'hotline.db'), to: `${database}.restored`, sha256: manifest.database },
    ...manifest.recordings.map(({ file, sha256 }) => ({
      from: join(from, 'recordings', file),
      to: join(config.recordingsDir, file),
      sha256,
    })),
    ...manifest.others.map(({ file, sha256 }) => ({
      from: join(from, 'others', file),
      to: join(config.dataDir, file),
      sha256,
    })),
  ];
  for (const part of parts)
    if ((await hashOf(part.from)) !== part.sha256) throw new Error(`${part.from} is missing or was changed`);
  onStep('checked');
  for (const part of parts) {
    if ((await hashOf(part.to)) !== part.sha256) await copyWhole(part.from, part.to);
    onStep('part');
  }
  await rename(`${database}.restored`, database);
  for (const file of manifest.lacking) say(`${file} was lacking when the backup was made`);
  say(
    `restored from ${manifest.madeAt}; put the vault's keys back, then npm run vault:verify and audit:verify`,
  );
}
