import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
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

/** Sends what a `Range` header asks for, opening only the chunks that hold it; nothing of it touches a disk (RFC 9110, 14). */
export async function sendSound(
  recording: Recording,
  deps: SoundDeps,
  reply: FastifyReply,
): Promise<FastifyReply | null> {
  const opened = await openSound(recording, deps);
  if ('refusal' in opened) return reply.refuse(opened.refusal);
  const { plainBytes } = opened;
  const range = rangeOf(reply.request.headers.range, plainBytes);
  if (range === 'unsatisfiable') {
    await opened.close();
    void reply.header('content-range', `bytes */${String(plainBytes)}`);
    return reply.refuse({ code: 'H12_BAD_RANGE', why: 'the recording is not that long' });
  }
  const { start, end } = range === 'whole' ? { start: 0, end: plainBytes } : range;
  void reply.headers({
    'content-type': 'audio/ogg',
    'accept-ranges': 'bytes',
    'content-length': end - start,
    'content-disposition': 'inline',
  });
  if (range !== 'whole')
    void reply
      .code(206)
      .header('content-range', `bytes ${String(start)}-${String(end - 1)}/${String(plainBytes)}`);
  const sound = pieces(opened, recording, { start, end }, deps);
  // The first part is opened before anything is said, so that a damaged one is a refusal and not half an answer.
  const first = await sound.next().catch((error: unknown) => {
    if (error instanceof VaultDamage) return null;
    throw error;
  });
  if (first === null) return refuseDamaged(reply);
  return reply.send(Readable.from(whole(first, sound), { objectMode: false }));
}

/** What was said of a range is taken back: a problem has a body and a length of its own. */
function refuseDamaged(reply: FastifyReply): null {
  for (const name of ['content-length', 'content-range', 'accept-ranges', 'content-disposition'])
    void reply.removeHeader(name);
  return reply.refuse(damaged);
}

async function* whole(
  first: IteratorResult<Buffer, void>,
  rest: AsyncGenerator<Buffer, void>,
): AsyncGenerator<Buffer> {
  try {
    if (first.done !== true) yield first.value;
    yield* rest;
  } finally {
    // Also when the listener has gone: the file is closed.
    await rest.return();
  }
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
