import type { CallId } from '../calls/model.ts';
import { type EpochMs, epochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import { tx } from '../store/tx.ts';
import type { Wrapped } from './keyring.ts';
import type { Alarm, FileId, Mark, Measures, Recording, RecordingChange, RecordingId } from './model.ts';
import type { KeyShelf, Sealed } from './vault.ts';

/** An instant, and where in the recording that was as far as could be seen, in ms. */
export type Moment = { readonly at: EpochMs; readonly place: number | null };

export type RecordingStore = KeyShelf & {
  /** Does a change; done twice it is done once. */
  apply(change: RecordingChange): void;
  read(id: RecordingId): Recording | null;
  /** A call's recordings, its own first. */
  ofCall(call: CallId): readonly Recording[];
  /** Recordings not taken in whose call is over, and those that a version without a vault kept. */
  toTakeIn(): readonly RecordingId[];
  /** All that are kept in the vault, the oldest first. */
  kept(): IterableIterator<Recording>;
  /**
   * Notes that a recording is in the vault; keys of tries before go.
   * @param note what must be on the record with it, in the same transaction
   */
  keep(sealed: Sealed, measures: Measures, note: () => void): void;
  giveUp(id: RecordingId, alarm: 'missing' | 'unusable'): void;
  raise(id: RecordingId, alarm: Alarm): void;
  alarming(limit: number): readonly Recording[];
  /** What was marked during the call: what was said then is silenced in each of its recordings. */
  marks(id: RecordingId): readonly Mark[];
  /** From this moment; nothing when one is open. */
  openMark(id: RecordingId, by: string, moment: Moment): void;
  closeMark(id: RecordingId, moment: Moment): void;
  /** Data keys that are not wrapped by this key-encryption key, some at a time. */
  wrappedByOthers(
    kek: string,
    limit: number,
  ): readonly (Wrapped & { fileId: FileId; recording: RecordingId })[];
  rewrap(fileId: FileId, wrapped: Wrapped): void;
  proofs(): readonly { readonly id: string; readonly proof: Buffer }[];
  addProof(id: string, proof: Buffer, at: EpochMs): void;
  /** How many data keys each key-encryption key wraps. */
  uses(): ReadonlyMap<string, number>;
  /** Forgets a key-encryption key that wraps nothing any more. */
  dropProof(id: string): void;
};

const atOnce = 200;
const beforeAll = epochMs(Number.MIN_SAFE_INTEGER);

const columns = `id, call_id AS "call", kind, ticket_no AS ticketNo, state, started_at AS startedAt, ended_at AS endedAt, file, bytes,
  sha256, file_id AS fileId, plain_bytes AS plainBytes, duration_ms AS durationMs, loudness_left AS loudnessLeft,
  loudness_right AS loudnessRight, silence_share AS silenceShare, waveform, alarm`;
type Row = Omit<Recording, 'measures'> & {
  readonly loudnessLeft: number | null;
  readonly loudnessRight: number | null;
  readonly silenceShare: number | null;
  readonly waveform: string | null;
};

function recordingOfRow({ loudnessLeft, loudnessRight, silenceShare, waveform, ...rest }: Row): Recording {
  if (silenceShare === null || waveform === null) return { ...rest, measures: null };
  return {
    ...rest,
    measures: {
      loudness: [loudnessLeft, loudnessRight],
      silenceShare,
      waveform: JSON.parse(waveform) as Measures['waveform'],
    },
  };
}

/** The recordings' records in the database, and the keys to their files; the sound is in the files. */
export function createRecordingStore(db: Db): RecordingStore {
  const many = (where: string) => {
    const found = db.prepare<[string | number], Row>(`SELECT ${columns} FROM recordings WHERE ${where}`);
    return (value: string | number): Recording[] => found.all(value).map(recordingOfRow);
  };
  const read = many('id = ?');
  const ofCall: (call: CallId) => Recording[] = many(
    `call_id = ? ORDER BY kind = 'consultation', started_at, id`,
  );
  const alarming: (limit: number) => Recording[] = many('alarm IS NOT NULL ORDER BY started_at DESC LIMIT ?');
  const kept = db.prepare<[number, string, number], Row>(
    `SELECT ${columns} FROM recordings WHERE state = 'kept' AND file_id IS NOT NULL AND (started_at, id) > (?, ?)
     ORDER BY started_at, id LIMIT ?`,
  );
  return {
    read: (id) => read(id)[0] ?? null,
    ofCall,
    alarming,
    *kept() {
      // Some at a time: years of recordings fit into no memory, and a hotline that runs meanwhile is not held up by a long look.
      let place: Pick<Row, 'startedAt' | 'id'> | undefined = { startedAt: beforeAll, id: '' as RecordingId };
      while (place !== undefined) {
        const some: readonly Row[] = kept.all(place.startedAt, place.id, atOnce);
        for (const row of some) yield recordingOfRow(row);
        place = some.at(-1);
      }
    },
    ...changesIn(db),
    ...marksIn(db),
    ...keysIn(db),
    ...keksIn(db),
  };
}

const sqlToTakeIn = `SELECT id FROM recordings
  WHERE (state IN ('running', 'expected') OR (state = 'kept' AND file_id IS NULL))
    AND (state <> 'running' OR EXISTS (SELECT 1 FROM calls WHERE calls.id = call_id AND phase = 'ended')) ORDER BY started_at`;

function changesIn(db: Db): Pick<RecordingStore, 'apply' | 'toTakeIn' | 'keep' | 'giveUp' | 'raise'> {
  const began = db.prepare<[Extract<RecordingChange, { type: 'RecordingBegan' }>]>(
    `INSERT INTO recordings (id, call_id, kind, ticket_no, state, started_at)
     VALUES (@recording, @call, @kind, @ticketNo, 'running', @at) ON CONFLICT (id) DO NOTHING`,
  );
  const ended = db.prepare<[Extract<RecordingChange, { type: 'RecordingEnded' }>]>(
    `UPDATE recordings SET state = 'expected', ended_at = @at WHERE id = @recording AND state = 'running'`,
  );
  const toTakeIn = db.prepare<[], RecordingId>(sqlToTakeIn).pluck();
  const giveUp = db.prepare<[string, RecordingId]>(
    `UPDATE recordings SET state = 'missing', alarm = ? WHERE id = ?`,
  );
  const raise = db.prepare<[Alarm, RecordingId]>('UPDATE recordings SET alarm = ? WHERE id = ?');
  return {
    apply: (change) => {
      if (change.type === 'RecordingBegan') began.run(change);
      else ended.run(change);
    },
    toTakeIn: () => toTakeIn.all(),
    keep: prepareKeep(db),
    giveUp: (id, alarm) => {
      giveUp.run(alarm, id);
    },
    raise: (id, alarm) => {
      raise.run(alarm, id);
    },
  };
}

function prepareKeep(db: Db): RecordingStore['keep'] {
  const keep = db.prepare(
    `UPDATE recordings SET state = 'kept', file = @file, bytes = @bytes, sha256 = @sha256, file_id = @fileId,
       plain_bytes = @plainBytes, duration_ms = @durationMs, loudness_left = @left, loudness_right = @right,
       silence_share = @silenceShare, waveform = @waveform, alarm = @alarm WHERE id = @recording`,
  );
  const sweep = db.prepare('DELETE FROM vault_keys WHERE recording = @recording AND file_id <> @fileId');
  return (sealed, { durationMs, loudness: [left, right], silenceShare, waveform }, note) =>
    tx(db, () => {
      const alarm = left === null && right === null ? 'silent' : null;
      const measured = { durationMs, left, right, silenceShare, waveform: JSON.stringify(waveform), alarm };
      keep.run({ ...sealed, ...measured });
      sweep.run(sealed);
      note();
    });
}

function marksIn(db: Db): Pick<RecordingStore, 'marks' | 'openMark' | 'closeMark'> {
  const marks = db.prepare<[{ id: RecordingId }], Mark>(
    `SELECT m.from_at AS fromAt, m.to_at AS toAt, iif(m.recording = @id, m.from_ms, NULL) AS fromMs, iif(m.recording = @id, m.to_ms, NULL) AS toMs
     FROM recording_marks m JOIN recordings r ON r.id = m.recording
     WHERE r.call_id = (SELECT call_id FROM recordings WHERE id = @id) ORDER BY m.from_at`,
  );
  const open = db.prepare(
    `INSERT INTO recording_marks (recording, by, from_at, from_ms) SELECT @id, @by, @at, @place
     WHERE NOT EXISTS (SELECT 1 FROM recording_marks WHERE recording = @id AND to_at IS NULL)`,
  );
  const close = db.prepare(
    'UPDATE recording_marks SET to_at = @at, to_ms = @place WHERE recording = @id AND to_at IS NULL',
  );
  return {
    marks: (id) => marks.all({ id }),
    openMark: (id, by, moment) => {
      open.run({ id, by, ...moment });
    },
    closeMark: (id, moment) => {
      close.run({ id, ...moment });
    },
  };
}

function keysIn(db: Db): KeyShelf & Pick<RecordingStore, 'wrappedByOthers' | 'rewrap'> {
  const put = db.prepare(
    'INSERT INTO vault_keys (file_id, recording, kek, wrapped) VALUES (@fileId, @recording, @kek, @wrapped)',
  );
  const key = db.prepare<[FileId], Wrapped>('SELECT kek, wrapped FROM vault_keys WHERE file_id = ?');
  const others = db.prepare<[string, number], Wrapped & { fileId: FileId; recording: RecordingId }>(
    'SELECT file_id AS fileId, recording, kek, wrapped FROM vault_keys WHERE kek <> ? LIMIT ?',
  );
  const rewrap = db.prepare('UPDATE vault_keys SET kek = @kek, wrapped = @wrapped WHERE file_id = @fileId');
  return {
    putKey: (fileId, recording, wrapped) => {
      put.run({ fileId, recording, ...wrapped });
    },
    key: (fileId) => key.get(fileId) ?? null,
    wrappedByOthers: (kek, limit) => others.all(kek, limit),
    rewrap: (fileId, wrapped) => {
      rewrap.run({ fileId, ...wrapped });
    },
  };
}

function keksIn(db: Db): Pick<RecordingStore, 'proofs' | 'addProof' | 'uses' | 'dropProof'> {
  const proofs = db.prepare<[], { id: string; proof: Buffer }>(
    'SELECT id, proof FROM vault_keks ORDER BY id',
  );
  const add = db.prepare(
    'INSERT INTO vault_keks (id, made_at, proof) VALUES (@id, @at, @proof) ON CONFLICT DO NOTHING',
  );
  const uses = db.prepare<[], { kek: string; keys: number }>(
    'SELECT kek, count(*) AS keys FROM vault_keys GROUP BY kek',
  );
  const drop = db.prepare<[string]>('DELETE FROM vault_keks WHERE id = ?');
  return {
    proofs: () => proofs.all(),
    addProof: (id, proof, at) => {
      add.run({ id, proof, at });
    },
    uses: () => new Map(uses.all().map(({ kek, keys }) => [kek, keys])),
    dropProof: (id) => {
      drop.run(id);
    },
  };
}
