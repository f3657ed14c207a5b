import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Test } from 'tap';
import { createAuditStore } from '../../src/audit/store.ts';
import { usualKeeping } from '../../src/config-vault.ts';
import { after, type EpochMs, epochMs } from '../../src/lib/time.ts';
import { type Archive, type ArchiveDeps, createArchive } from '../../src/recordings/archive.ts';
import { decode } from '../../src/recordings/encoder.ts';
import { checkKeys } from '../../src/recordings/keeping.ts';
import { makeKeyFile, openKeyring } from '../../src/recordings/keyring.ts';
import { type RecordingId, recordingOf } from '../../src/recordings/model.ts';
import { readOriginal } from '../../src/recordings/redaction-store.ts';
import { createIntake, type IntakeDeps } from '../../src/recordings/service.ts';
import { createRecordingStore, type RecordingStore } from '../../src/recordings/store.ts';
import { createVault, type Stored, type Vault } from '../../src/recordings/vault.ts';
import { migrate, migrationsDir } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/open.ts';
import { batchOf, callId, freshStore, noon, sampleCall } from '../store/samples.ts';

/** Two tones as the dialplan would record them: 400 Hz on the left, 1000 Hz on the right. */
export function tones(ms: number, { leftHz = 400, rightHz = 1_000, level = 8_000 } = {}): Buffer {
  const frames = ms * 8;
  const raw = Buffer.alloc(frames * 4);
  for (let n = 0; n < frames; n += 1) {
    raw.writeInt16LE(Math.round(level * Math.sin((2 * Math.PI * leftHz * n) / 8_000)), n * 4);
    raw.writeInt16LE(Math.round(level * Math.sin((2 * Math.PI * rightHz * n) / 8_000)), n * 4 + 2);
  }
  return raw;
}

export async function* pieces(...buffers: readonly Buffer[]): AsyncGenerator<Buffer> {
  for (const buffer of buffers)
    for (let at = 0; at < buffer.length; at += 65_536) yield buffer.subarray(at, at + 65_536);
}

export async function gathered(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of source) all.push(piece);
  return Buffer.concat(all);
}

/** How loud a tone is in one channel of such sound, 0 to 1. @param channel 0 left, 1 right */
export function toneIn(raw: Buffer, channel: 0 | 1, hz: number): number {
  const frames = Math.floor(raw.length / 4);
  let [cos, sin] = [0, 0];
  for (let n = 0; n < frames; n += 1) {
    const sample = raw.readInt16LE(n * 4 + channel * 2) / 32_768;
    cos += sample * Math.cos((2 * Math.PI * hz * n) / 8_000);
    sin += sample * Math.sin((2 * Math.PI * hz * n) / 8_000);
  }
  return frames === 0 ? 0 : (2 * Math.hypot(cos, sin)) / frames;
}

/** Folders, database, keys and vault; opened again by whoever brings the same folder. */
export function openPlace(dir: string) {
  const db = openStore(join(dir, 'hotline.db'));
  migrate(db, migrationsDir, noon);
  const store = createRecordingStore(db);
  const keyFile = join(dir, 'keys.json');
  const ring = openKeyring({ from: 'file', path: keyFile });
  checkKeys(store, ring, noon);
  const audit = createAuditStore(db);
  return {
    dir,
    audit,
    record: audit.recordings,
    original: readOriginal(db),
    db,
    store,
    keyFile,
    ring,
    root: join(dir, 'kept'),
    spool: join(dir, 'spool'),
    vault: createVault(join(dir, 'kept'), ring, store),
  };
}
export type Place = ReturnType<typeof openPlace>;

/** A fresh place with so many calls that have ended, their recordings expected. */
export function freshPlace(t: Test, calls = 1): Place {
  const dir = t.testdir({ spool: {}, kept: {} });
  const { journal, db } = freshStore(t, join(dir, 'hotline.db'));
  for (let n = 1; n <= calls; n += 1) {
    const recording = recordingOf(callId(n));
    const batch = batchOf(sampleCall(n));
    const ended = { type: 'RecordingEnded', recording, call: callId(n), at: after(noon, 1_000) } as const;
    journal.append({ ...batch, recordings: [...batch.recordings, ended] });
  }
  db.close();
  makeKeyFile(join(dir, 'keys.json'));
  const place = openPlace(dir);
  t.teardown(() => place.db.close());
  return place;
}

/** An intake whose every look at the clock is a second later: waiting is counted, not spent. */
export function intakeOf(place: Place, more: Partial<IntakeDeps> = {}) {
  let at: EpochMs = noon;
  return createIntake({
    store: place.store,
    vault: place.vault,
    audit: (entry) => place.audit.add(entry),
    spoolDir: place.spool,
    recordingsDir: place.root,
    timeZone: 'Asia/Shanghai',
    now: () => {
      at = epochMs(at + 1_000);
      return at;
    },
    log: pino({ level: 'silent' }),
    onAlarm: () => undefined,
    ...more,
  });
}

export const storedOf = (store: RecordingStore, id: RecordingId): Stored => {
  const recording = store.read(id);
  if (recording?.file == null || recording.fileId === null) throw new Error(`${id} is not in the vault`);
  return { recording: id, file: recording.file, fileId: recording.fileId };
};

export async function plainOf(vault: Vault, stored: Stored): Promise<Buffer> {
  const opened = await vault.open(stored);
  try {
    return await gathered(opened.read(0, opened.plainBytes));
  } finally {
    await opened.close();
  }
}

/** What can be heard in a recording of the vault. */
export const heardIn = async (place: Place, id: RecordingId): Promise<Buffer> =>
  gathered(decode(pieces(await plainOf(place.vault, storedOf(place.store, id)))));

/** The archive over a vault of its own in a folder, `kept`, whose keys are made for it. */
export function archiveIn(
  folder: string,
  stores: Pick<ArchiveDeps, 'db' | 'recordings'>,
  more: Pick<ArchiveDeps, 'now' | 'audit' | 'log'>,
): Archive & { readonly vault: Vault } {
  const keyFile = join(folder, 'keys.json');
  if (!existsSync(keyFile)) makeKeyFile(keyFile);
  const ring = openKeyring({ from: 'file', path: keyFile });
  checkKeys(stores.recordings, ring, noon);
  const vault = createVault(join(folder, 'kept'), ring, stores.recordings);
  const dirs = { spoolDir: join(folder, 'spool'), recordingsDir: join(folder, 'kept') };
  return { ...createArchive({ ...stores, ...more, ...dirs, ...usualKeeping, vault }), vault };
}
