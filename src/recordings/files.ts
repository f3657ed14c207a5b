import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dayOf, type EpochMs } from '../lib/time.ts';
import type { RecordingId } from './model.ts';

/** A recording's id holds nothing that could lead out of a folder; checked again where a path is made of one. */
const safeId = /^R[A-Za-z0-9-]{0,64}[0-9]{1,10}\.[0-9]{1,10}(\.consultation\.[1-9][0-9]{0,3})?$/;

/** The raw file Asterisk writes for a recording. */
export const rawFile = (spoolDir: string, id: RecordingId): string =>
  join(spoolDir, `${checked(id).slice(1)}.raw`);

/** The recording a raw file is of; null for a file of another name. */
export function recordingOfRaw(name: string): RecordingId | null {
  const id = `R${name.replace(/\.raw$/, '')}`;
  return name.endsWith('.raw') && safeId.test(id) ? (id as RecordingId) : null;
}

/** Where a recording is kept below the recordings folder: by the day it began. */
export function vaultFile(id: RecordingId, startedAt: EpochMs, timeZone: string): string {
  const day = dayOf(startedAt, timeZone);
  return join(day.slice(0, 4), day.slice(4, 6), day.slice(6), `${checked(id)}.h12v`);
}

function checked(id: RecordingId): RecordingId {
  if (!safeId.test(id)) throw new Error('this recording id cannot name a file');
  return id;
}

/** The size of a file in bytes; null when there is none. */
export async function sizeOf(file: string): Promise<number | null> {
  const found = await stat(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  return found?.size ?? null;
}

/** Read at once, in bytes: two seconds of sound, so that measuring them keeps no call waiting. */
const highWaterMark = 1 << 16;

/** The sound in a file. @param skip bytes before it */
export const soundOf = (file: string, skip: number): AsyncIterable<Buffer> =>
  createReadStream(file, { start: skip, highWaterMark }) as AsyncIterable<Buffer>;

export const removeFile = (file: string): Promise<void> => rm(file, { force: true });
