import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RecordingsOnRecord } from '../audit/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { type Keyring, VaultKeyError } from './keyring.ts';
import type { Alarm, Recording, RecordingId } from './model.ts';
import type { Original } from './redaction-store.ts';
import type { RecordingStore } from './store.ts';
import { type Vault, VaultDamage } from './vault.ts';
import { disagreement } from './witness.ts';

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
  readonly what: Alarm | 'locked' | 'stranger' | 'replaced';
  readonly text: string;
};

type VerifyDeps = {
  readonly store: RecordingStore;
  readonly vault: Vault;
  readonly root: string;
  readonly record: RecordingsOnRecord;
  /** What a recording was before it was redacted. */
  readonly original: (id: RecordingId) => Original | null;
};

/**
 * Checks every recording from its first byte to its last, holds each against the audit record, and looks for files that nobody knows. A
 * recording is named once.
 */
export async function* verifyVault(deps: VerifyDeps): AsyncGenerator<VaultFinding> {
  for (const recording of deps.store.kept()) {
    const finding = (await verifyOne(recording, deps)) ?? unwitnessed(recording, deps.record);
    // One that the hotline destroyed or replaced while it was read is what the record says of it, and no more.
    if (finding !== null && deps.store.read(recording.id)?.fileId === recording.fileId) yield finding;
    else yield* witnessed(recording.id, deps);
    yield* await verifyOriginal(recording.id, deps);
  }
  // Those that are not among the kept ones any more, or no more as such.
  for (const id of deps.record.ids() as Iterable<RecordingId>) {
    const recording = deps.store.read(id);
    if (recording?.state !== 'kept' || recording.fileId === null) yield* witnessed(id, deps);
  }
  for (const file of await readdir(deps.root, { recursive: true }))
    if (file.endsWith('.h12v') && !isKnown(file, deps))
      yield { recording: null, what: 'stranger', text: `${file} belongs to no recording` };
}

/** What a recording was before it was redacted, sealed, is held to be whole like any other. */
async function verifyOriginal(id: RecordingId, deps: VerifyDeps): Promise<readonly VaultFinding[]> {
  const original = deps.original(id);
  const finding = original === null ? null : await verifyOne({ id, ...original }, deps);
  return finding === null ? [] : [{ ...finding, text: `${finding.text} (its original)` }];
}

/** A file is named after its recording. */
function isKnown(file: string, { store, original }: VerifyDeps): boolean {
  const id = basename(file, '.h12v').replace(/\.redacted$/, '') as RecordingId;
  return store.read(id)?.file === file || original(id)?.file === file;
}

/** Those that were stored before the first entry of this kind was made have none. */
function unwitnessed({ id, startedAt }: Recording, record: RecordingsOnRecord): VaultFinding | null {
  const since = record.since();
  if (since === null || startedAt < since || record.last(id) !== null) return null;
  return { recording: id, what: 'replaced', text: `${id}: the audit record knows of no such recording` };
}

function* witnessed(id: RecordingId, { store, record }: VerifyDeps): Generator<VaultFinding> {
  const last = record.last(id);
  const wrong = last === null ? null : disagreement(store.read(id), last);
  if (wrong !== null) yield { recording: id, what: 'replaced', text: `${id}: ${wrong}` };
}

async function verifyOne(
  recording: Pick<Recording, 'id' | 'file' | 'fileId' | 'plainBytes' | 'sha256'>,
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
