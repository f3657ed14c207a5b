import { Readable } from 'node:stream';
import { rangeOf } from './chunks.ts';
import { VaultKeyError } from './keyring.ts';
import type { LibraryRefusal } from './library.ts';
import type { Recording } from './model.ts';
import { type Opened, type Vault, VaultDamage } from './vault.ts';

export type SoundDeps = {
  readonly vault: Pick<Vault, 'open'>;
  /** Told of a file that is not what was put there. */
  readonly onDamage: (recording: Recording, damage: VaultDamage) => void;
};

const locked: LibraryRefusal = {
  code: 'H12_RECORDING_LOCKED',
  why: 'the key of this recording is not there: ask whoever runs the system',
};
const damaged: LibraryRefusal = {
  code: 'H12_RECORDING_DAMAGED',
  why: 'the stored file is not what was put there; it has been noted',
};
const gone: LibraryRefusal = { code: 'H12_RECORDING_NOT_KEPT', why: 'this recording is not in the vault' };
const tooFar: LibraryRefusal = { code: 'H12_BAD_RANGE', why: 'the recording is not that long' };

/** Opens the stored file of a recording. */
export async function openSound(
  recording: Recording,
  { vault, onDamage }: SoundDeps,
): Promise<Opened | { readonly refusal: LibraryRefusal }> {
  const { id, file, fileId } = recording;
  if (file === null || fileId === null) return { refusal: gone };
  try {
    return await vault.open({ recording: id, file, fileId });
  } catch (error) {
    if (error instanceof VaultKeyError) return { refusal: locked };
    if (!(error instanceof VaultDamage)) throw error;
    onDamage(recording, error);
    return { refusal: damaged };
  }
}

/** What is answered to who wants to hear: a part of the sound, or why there is none; and the headers that go with it. */
export type Part = { readonly headers: Readonly<Record<string, string | number>> } & (
  | { readonly code: 200 | 206; readonly sound: Readable }
  | { readonly refusal: LibraryRefusal }
);

/** What a `Range` header asks for, opening only the chunks that hold it; nothing of it touches a disk (RFC 9110, 14). */
export async function partOf(
  recording: Recording,
  deps: SoundDeps,
  header: string | undefined,
): Promise<Part> {
  const opened = await openSound(recording, deps);
  if ('refusal' in opened) return { headers: {}, ...opened };
  const size = String(opened.plainBytes);
  const range = rangeOf(header, opened.plainBytes);
  if (range === 'unsatisfiable') {
    await opened.close();
    return { headers: { 'content-range': `bytes */${size}` }, refusal: tooFar };
  }
  const { start, end } = range === 'whole' ? { start: 0, end: opened.plainBytes } : range;
  const rest = pieces(opened, recording, { start, end }, deps);
  // The first part is opened before anything is said, so that a damaged one is a refusal and not half an answer.
  const first = await rest.next().catch((error: unknown) => {
    if (error instanceof VaultDamage) return null;
    throw error;
  });
  if (first === null) return { headers: {}, refusal: damaged };
  const sound = Readable.from(whole(first, rest), { objectMode: false });
  // Also when the listener has gone before anything was read: a generator that was not begun does nothing when it is ended.
  sound.once('close', () => void rest.return());
  const headers = {
    'content-type': 'audio/ogg',
    'accept-ranges': 'bytes',
    'content-length': end - start,
    'content-disposition': 'inline',
  };
  if (range === 'whole') return { code: 200, headers, sound };
  const place = { 'content-range': `bytes ${String(start)}-${String(end - 1)}/${size}` };
  return { code: 206, headers: { ...headers, ...place }, sound };
}

async function* whole(
  first: IteratorResult<Buffer, void>,
  rest: AsyncGenerator<Buffer, void>,
): AsyncGenerator<Buffer> {
  if (first.done !== true) yield first.value;
  yield* rest;
}

async function* pieces(
  opened: Opened,
  recording: Recording,
  { start, end }: { readonly start: number; readonly end: number },
  { onDamage }: SoundDeps,
): AsyncGenerator<Buffer, void> {
  try {
    yield* opened.read(start, end);
  } catch (error) {
    if (error instanceof VaultDamage) onDamage(recording, error);
    throw error;
  } finally {
    await opened.close();
  }
}
