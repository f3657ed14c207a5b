import type { AgentId } from '../acd/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import { tx } from '../store/tx.ts';
import type { FileId, Measures, RecordingId, Redaction, Span } from './model.ts';
import type { Sealed } from './vault.ts';

/** A recording as it was before its first redaction. */
export type Original = {
  readonly recording: RecordingId;
  readonly file: string;
  readonly fileId: FileId;
  readonly bytes: number;
  readonly plainBytes: number;
  readonly sha256: string;
};

export type RedactionStore = {
  add(recording: RecordingId, redaction: Span & { reason: string; by: AgentId; at: EpochMs }): Redaction;
  /** All of a recording, the first one first. */
  of(recording: RecordingId): readonly Redaction[];
  /** Recordings that something is still to be silenced in, the longest waiting first. */
  waiting(): readonly RecordingId[];
  readonly original: (recording: RecordingId) => Original | null;
  /**
   * Puts the redacted file in the recording's place. What was there before is kept as the original, if there is none yet; the keys of all others go.
   * @param done the redactions that are in the file
   * @param note what must be on the record with it, in the same transaction
   * @returns false when the recording is not kept any more: then nothing was changed but that nothing waits
   */
  replace(
    sealed: Sealed,
    measures: Measures,
    at: EpochMs,
    done: { readonly redactions: readonly Redaction[]; readonly note: () => void },
  ): boolean;
  /** Nothing is left of the recording to be silenced. */
  drop(recording: RecordingId, at: EpochMs): void;
};

const originalSql = `SELECT recording, file, file_id AS fileId, bytes, plain_bytes AS plainBytes, sha256 FROM recording_originals
  WHERE recording = ?`;

/** How the original of a recording is read; null: it was never redacted. */
export function readOriginal(db: Db): (recording: RecordingId) => Original | null {
  const read = db.prepare<[RecordingId], Original>(originalSql);
  return (recording) => read.get(recording) ?? null;
}

/** What was silenced afterwards, and what it was before. */
export function createRedactionStore(db: Db): RedactionStore {
  const add = db.prepare(
    `INSERT INTO recording_redactions (recording, from_ms, to_ms, reason, by, at)
     VALUES (@recording, @fromMs, @toMs, @reason, @by, @at)`,
  );
  const all = db.prepare<[RecordingId], Redaction>(
    `SELECT id, from_ms AS fromMs, to_ms AS toMs, reason, by, at, done_at AS doneAt FROM recording_redactions
     WHERE recording = ? ORDER BY id`,
  );
  const waiting = db
    .prepare<[], RecordingId>(
      'SELECT recording FROM recording_redactions WHERE done_at IS NULL GROUP BY recording ORDER BY min(id)',
    )
    .pluck();
  const drop = db.prepare(
    'UPDATE recording_redactions SET done_at = ? WHERE recording = ? AND done_at IS NULL',
  );
  return {
    add: (recording, redaction) => {
      const id = Number(add.run({ recording, ...redaction }).lastInsertRowid);
      return { id, ...redaction, doneAt: null };
    },
    of: (recording) => all.all(recording),
    waiting: () => waiting.all(),
    original: readOriginal(db),
    replace: prepareReplace(db),
    drop: (recording, at) => {
      drop.run(at, recording);
    },
  };
}

function prepareReplace(db: Db): RedactionStore['replace'] {
  const keepOriginal = db.prepare(
    `INSERT INTO recording_originals (recording, file, file_id, bytes, plain_bytes, sha256, sealed_at)
     SELECT id, file, file_id, bytes, plain_bytes, sha256, @at FROM recordings WHERE id = @recording AND state = 'kept'
     ON CONFLICT DO NOTHING`,
  );
  const replace = db.prepare(
    `UPDATE recordings SET file = @file, bytes = @bytes, sha256 = @sha256, file_id = @fileId, plain_bytes = @plainBytes,
       loudness_left = @left, loudness_right = @right, silence_share = @silenceShare, waveform = @waveform
     WHERE id = @recording AND state = 'kept'`,
  );
  const sweep = db.prepare(
    `DELETE FROM vault_keys WHERE recording = @recording AND file_id <> @fileId
       AND file_id NOT IN (SELECT file_id FROM recording_originals WHERE recording = @recording)`,
  );
  const dropKey = db.prepare('DELETE FROM vault_keys WHERE file_id = @fileId');
  const done = db.prepare('UPDATE recording_redactions SET done_at = ? WHERE id = ?');
  return (sealed, { loudness: [left, right], silenceShare, waveform }, at, { redactions, note }) =>
    tx(db, () => {
      const { recording } = sealed;
      for (const { id } of redactions) done.run(at, id);
      keepOriginal.run({ recording, at });
      const measured = { left, right, silenceShare, waveform: JSON.stringify(waveform) };
      if (replace.run({ ...sealed, ...measured }).changes === 0) {
        dropKey.run(sealed);
        return false;
      }
      sweep.run(sealed);
      note();
      return true;
    });
}
