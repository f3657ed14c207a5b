import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CallId } from '../calls/model.ts';
import { dayOf, type EpochMs } from '../lib/time.ts';
import type { Kept } from './store.ts';
import { durationMs, frameBytes, headerBytes, wavHeader } from './wav.ts';

/** A call id holds nothing that could lead out of a folder; checked again where a path is made of one. */
const safeId = /^C[A-Za-z0-9-]{0,64}[0-9]{1,10}\.[0-9]{1,10}$/;

/** The raw file the dialplan writes for a call: its channel's uniqueid is the call id without its first letter. */
export const rawFile = (spoolDir: string, call: CallId): string =>
  join(spoolDir, `${checked(call).slice(1)}.raw`);

/** Where a recording is kept below the recordings folder: by the day it began. */
export function keptFile(call: CallId, startedAt: EpochMs, timeZone: string): string {
  const day = dayOf(startedAt, timeZone);
  return join(day.slice(0, 4), day.slice(4, 6), day.slice(6), `${checked(call)}.wav`);
}

function checked(call: CallId): CallId {
  if (!safeId.test(call)) throw new Error('this call id cannot name a file');
  return call;
}

/** The size of a file in bytes; null when there is none. */
export async function sizeOf(file: string): Promise<number | null> {
  const found = await stat(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  return found?.size ?? null;
}

/** Read at once, in bytes: a minute of sound takes two steps. */
const highWaterMark = 1 << 20;

/** Folders that are there: one a day, so that few recordings have to ask. */
const folders = new Set<string>();

async function ensureFolder(folder: string): Promise<void> {
  if (folders.has(folder)) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  folders.add(folder);
}

/** Copies a raw file into a WAV file that is there whole or not at all: written aside, flushed to the disk, then named. */
export async function copyIn(raw: string, root: string, file: string): Promise<Kept> {
  const target = join(root, file);
  const aside = `${target}.part`;
  await ensureFolder(dirname(target));
  const bytes = (await stat(raw)).size;
  const dataBytes = bytes - (bytes % frameBytes);
  const hash = createHash('sha256');
  const out = await open(aside, 'w', 0o600).catch((error: unknown) => {
    // Somebody may have removed the folder: the next try looks again.
    folders.delete(dirname(target));
    throw error;
  });
  try {
    let first: readonly Buffer[] = [wavHeader(dataBytes)];
    for await (const chunk of createReadStream(raw, { end: dataBytes - 1, highWaterMark })) {
      const next = [...first, chunk as Buffer];
      first = [];
      for (const part of next) hash.update(part);
      await writeAll(out, next.length === 1 ? (chunk as Buffer) : Buffer.concat(next));
    }
    await out.sync();
  } finally {
    await out.close();
  }
  await rename(aside, target);
  await syncFolder(dirname(target));
  return {
    file,
    bytes: dataBytes + headerBytes,
    durationMs: durationMs(dataBytes),
    sha256: hash.digest('hex'),
  };
}

/** What is to be noted of a file that an earlier intake had finished. */
export async function describe(root: string, file: string): Promise<Kept> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(join(root, file), { highWaterMark })) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { file, bytes, durationMs: durationMs(bytes - headerBytes), sha256: hash.digest('hex') };
}

export const removeRaw = (raw: string): Promise<void> => rm(raw, { force: true });

async function writeAll(out: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await out.write(chunk, at)).bytesWritten;
}

/** A name is on the disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
