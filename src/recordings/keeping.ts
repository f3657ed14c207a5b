import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EpochMs } from '../lib/time.ts';
import { type Keyring, VaultKeyError } from './keyring.ts';
import type { Alarm, Recording, RecordingId } from './model.ts';
import type { RecordingStore } from './store.ts';
import { type Vault, VaultDamage } from './vault.ts';

const proofOf = (kek: string): string => `proof ${kek}`;
const proofText = Buffer.from('hotline12345 vault key proof 01!');

/**
 * Holds the keys against what the database knows of them, and notes a current one that is new.
 * @returns names of keys that recordings need and the ring lacks: those recordings cannot be opened until they are back
 * @throws VaultKeyError when a key of the ring is not the one that was used under its name
 */
export function checkKeys(store: RecordingStore, ring: Keyring, now: EpochMs): readonly string[] {
  const known = store.proofs();
  for (const { id, proof } of known)
    if (ring.names.includes(id)) ring.unwrap({ kek: id, wrapped: proof }, proofOf(id));
  if (!known.some(({ id }) => id === ring.current))
    store.addProof(ring.current, ring.wrap(proofText, proofOf(ring.current)).wrapped, now);
  const uses = store.uses();
  return known.map(({ id }) => id).filter((id) => !ring.names.includes(id) && uses.has(id));
}

/** So many data keys are wrapped anew in one go; a hotline that runs meanwhile waits no longer than for that. */
const atOnce = 200;

/** Wraps every data key with the current key; the recordings' files stay as they are. @returns how many there were */
export function rotate(store: RecordingStore, ring: Keyring, now: EpochMs): number {
  checkKeys(store, ring, now);
  let done = 0;
  for (let some = store.wrappedByOthers(ring.current, atOnce); some.length > 0; ) {
    for (const { fileId, recording, ...wrapped } of some) {
      const use = `${recording} ${fileId}`;
      store.rewrap(fileId, ring.wrap(ring.unwrap(wrapped, use), use));
      done += 1;
    }
    some = store.wrappedByOthers(ring.current, atOnce);
  }
  const uses = store.uses();
  for (const { id } of store.proofs()) if (id !== ring.current && !uses.has(id)) store.dropProof(id);
  return done;
}

export type VaultFinding = {
  readonly recording: RecordingId | null;
  readonly what: Alarm | 'locked' | 'stranger';
  readonly text: string;
};

/** Checks every recording from its first byte to its last, and looks for files that nobody knows. */
export async function* verifyVault(deps: {
  readonly store: RecordingStore;
  readonly vault: Vault;
  readonly root: string;
}): AsyncGenerator<VaultFinding> {
  const known = new Set<string>();
  for (const recording of [...deps.store.kept()]) {
    if (recording.file !== null) known.add(recording.file);
    const finding = await verifyOne(recording, deps);
    if (finding !== null) yield finding;
  }
  const files = await readdir(deps.root, { recursive: true });
  for (const file of files)
    if (file.endsWith('.h12v') && !known.has(file))
      yield { recording: null, what: 'stranger', text: `${file} belongs to no recording` };
}

async function verifyOne(
  recording: Recording,
  { vault, root }: { readonly vault: Vault; readonly root: string },
): Promise<VaultFinding | null> {
  const { id, file, fileId, plainBytes, sha256 } = recording;
  const found = (what: VaultFinding['what'], text: string): VaultFinding => ({
    recording: id,
    what,
    text: `${id}: ${text}`,
  });
  if (file === null || fileId === null) return found('damaged', 'its record names no file');
  try {
    const opened = await vault.open({ recording: id, file, fileId });
    try {
      let read = 0;
      for await (const piece of opened.read(0, opened.plainBytes)) read += piece.length;
      if (read !== plainBytes) return found('damaged', 'it is not as long as it was');
    } finally {
      await opened.close();
    }
    return (await hashOf(join(root, file))) === sha256
      ? null
      : found('damaged', 'its hash is not the one on record');
  } catch (error) {
    if (error instanceof VaultKeyError) return found('locked', error.message);
    if (error instanceof VaultDamage) return found('damaged', error.message);
    throw error;
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(piece as Buffer);
  return hash.digest('hex');
}
