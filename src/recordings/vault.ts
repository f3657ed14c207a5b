import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  chunkBytes,
  headerBytes,
  layoutOf,
  partsOf,
  placeOf,
  tagBytes,
  vaultMagic,
  vaultVersion,
} from './chunks.ts';
import { type Keyring, VaultKeyError, type Wrapped } from './keyring.ts';
import type { FileId, RecordingId } from './model.ts';

/** The stored file is not what was put there: changed, cut, put together from others, or gone. */
export class VaultDamage extends Error {
  override readonly name = 'VaultDamage';
}

/** Where data keys are kept: `store.ts`. */
export type KeyShelf = {
  putKey(fileId: FileId, recording: RecordingId, wrapped: Wrapped): void;
  key(fileId: FileId): Wrapped | null;
};

/** A file of the vault, as the database knows it. */
export type Stored = { readonly recording: RecordingId; readonly fileId: FileId; readonly file: string };
export type Sealed = Stored & {
  readonly bytes: number;
  readonly plainBytes: number;
  readonly sha256: string;
};

/** A file that can be read; what it gives was proven to be what was put there. */
export type Opened = {
  readonly plainBytes: number;
  /** The plain bytes from `start` to before `end`, opening only the chunks they lie in. @throws VaultDamage */
  read(start: number, end: number): AsyncGenerator<Buffer, void>;
  close(): Promise<void>;
};

export type Vault = {
  /** Encrypts what comes into a file that is there whole or not at all: written aside, flushed, then named. */
  seal(recording: RecordingId, file: string, plain: AsyncIterable<Buffer>): Promise<Sealed>;
  /** @throws VaultDamage or VaultKeyError */
  open(stored: Stored): Promise<Opened>;
};

const dataKeyBytes = 32;
const keyUse = (recording: string, fileId: string): string => `${recording} ${fileId}`;

export function createVault(root: string, ring: Keyring, shelf: KeyShelf): Vault {
  return {
    async seal(recording, file, plain) {
      const key = randomBytes(dataKeyBytes);
      const fileId = randomBytes(16).toString('hex') as FileId;
      // The key first: a file without its key would be lost, a key without a file is swept away.
      shelf.putKey(fileId, recording, ring.wrap(key, keyUse(recording, fileId)));
      const stored = { recording, fileId, file };
      return { ...stored, ...(await writeWhole(join(root, file), sealed(stored, key, plain))) };
    },
    async open(stored) {
      const wrapped = shelf.key(stored.fileId);
      if (wrapped === null) throw new VaultKeyError(`the data key of ${stored.recording} was destroyed`);
      const key = ring.unwrap(wrapped, keyUse(stored.recording, stored.fileId));
      const handle = await open(join(root, stored.file), 'r').catch((cause: unknown) => {
        throw new VaultDamage(`the file of ${stored.recording} cannot be read`, { cause });
      });
      try {
        return await opened(handle, stored, key);
      } catch (error) {
        await handle.close();
        throw error;
      }
    },
  };
}

const headerOf = (fileId: FileId): Buffer => {
  const header = Buffer.alloc(headerBytes);
  header.write(vaultMagic, 0, 'latin1');
  header.writeUInt32LE(vaultVersion, 8);
  header.writeUInt32LE(chunkBytes, 12);
  header.write(fileId, 16, 'hex');
  return header;
};

/** A data key serves one file, so a chunk's number alone makes its nonce unique. */
function nonceOf(chunk: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(chunk, 8);
  return nonce;
}

/** What a chunk is bound to: its recording, its file, its place, and whether it is the last. */
const bound = ({ recording, fileId }: Stored, chunk: number, last: boolean): Buffer =>
  Buffer.concat([headerOf(fileId), Buffer.from(JSON.stringify([recording, chunk, last]))]);

type Piece = { readonly bytes: Buffer; readonly plain: number };

/** The header, then each chunk encrypted. A chunk leaves when more comes, since only then it is known not to be the last. */
async function* sealed(stored: Stored, key: Buffer, plain: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  yield { bytes: headerOf(stored.fileId), plain: 0 };
  const seal = (body: Buffer, chunk: number, last: boolean): Piece => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(chunk)).setAAD(bound(stored, chunk, last));
    return {
      bytes: Buffer.concat([cipher.update(body), cipher.final(), cipher.getAuthTag()]),
      plain: body.length,
    };
  };
  let waiting = Buffer.alloc(0);
  let chunk = 0;
  for await (const piece of plain) {
    waiting = Buffer.concat([waiting, piece]);
    while (waiting.length > chunkBytes) {
      yield seal(waiting.subarray(0, chunkBytes), chunk, false);
      chunk += 1;
      waiting = waiting.subarray(chunkBytes);
    }
  }
  yield seal(waiting, chunk, true);
}

async function writeWhole(target: string, pieces: AsyncIterable<Piece>) {
  const aside = `${target}.part`;
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const out = await open(aside, 'w', 0o600);
  const hash = createHash('sha256');
  const sum = { bytes: 0, plainBytes: 0 };
  try {
    for await (const { bytes, plain } of pieces) {
      hash.update(bytes);
      sum.bytes += bytes.length;
      sum.plainBytes += plain;
      await out.writeFile(bytes);
    }
    await out.sync();
  } catch (error) {
    await out.close();
    await rm(aside, { force: true });
    throw error;
  }
  await out.close();
  await rename(aside, target);
  await syncFolder(dirname(target));
  return { ...sum, sha256: hash.digest('hex') };
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

async function opened(handle: FileHandle, stored: Stored, key: Buffer): Promise<Opened> {
  const { size } = await handle.stat();
  const layout = layoutOf(size);
  const header = await readAt(handle, 0, headerBytes);
  if (layout === null || !header.equals(headerOf(stored.fileId)))
    throw new VaultDamage(`the file of ${stored.recording} is not the one that was stored`);
  const { chunks, plainBytes } = layout;
  const openChunk = async (chunk: number): Promise<Buffer> => {
    const length = Math.min(chunkBytes, plainBytes - chunk * chunkBytes) + tagBytes;
    return unsealed(await readAt(handle, placeOf(chunk), length), {
      stored,
      key,
      chunk,
      last: chunk === chunks - 1,
    });
  };
  return {
    plainBytes,
    async *read(start, end) {
      for (const { chunk, from, to } of partsOf(start, Math.min(end, plainBytes)))
        yield (await openChunk(chunk)).subarray(from, to);
      // Nothing of an empty file is asked for, but it, too, must be proven.
      if (plainBytes === 0) await openChunk(0);
    },
    close: () => handle.close(),
  };
}

type Place = {
  readonly stored: Stored;
  readonly key: Buffer;
  readonly chunk: number;
  readonly last: boolean;
};

function unsealed(bytes: Buffer, { stored, key, chunk, last }: Place): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(chunk), { authTagLength: tagBytes });
  decipher.setAAD(bound(stored, chunk, last)).setAuthTag(bytes.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]);
  } catch (cause) {
    throw new VaultDamage(`the file of ${stored.recording} was changed in part ${String(chunk)}`, { cause });
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, position);
  return bytesRead === length ? buffer : Buffer.alloc(length);
}
