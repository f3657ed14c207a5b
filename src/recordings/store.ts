import type { CallId } from '../calls/model.ts';
import type { Db } from '../store/open.ts';
import type { Recording, RecordingChange } from './model.ts';

/** What is known of a recording once it is kept. */
export type Kept = {
  readonly file: string;
  readonly bytes: number;
  readonly durationMs: number;
  readonly sha256: string;
};

export type RecordingStore = {
  /** Does a change; done twice it is done once. */
  apply(change: RecordingChange): void;
  read(call: CallId): Recording | null;
  /** Recordings not taken in yet whose call is over: `expected` ones, and `running` ones of calls that have ended. */
  toTakeIn(): readonly CallId[];
  keep(call: CallId, kept: Kept): void;
  markMissing(call: CallId): void;
};

/** The recordings' records in the database; the sound is in files. */
export function createRecordingStore(db: Db): RecordingStore {
  const began = db.prepare<[Extract<RecordingChange, { type: 'RecordingBegan' }>]>(
    `INSERT INTO recordings (call_id, ticket_no, state, started_at) VALUES (@call, @ticketNo, 'running', @at)
     ON CONFLICT (call_id) DO NOTHING`,
  );
  const ended = db.prepare<[Extract<RecordingChange, { type: 'RecordingEnded' }>]>(
    `UPDATE recordings SET state = 'expected', ended_at = @at WHERE call_id = @call AND state = 'running'`,
  );
  const read = db.prepare<[CallId], Recording>(
    `SELECT call_id AS "call", ticket_no AS ticketNo, state, started_at AS startedAt, ended_at AS endedAt, file, bytes,
       duration_ms AS durationMs, sha256 FROM recordings WHERE call_id = ?`,
  );
  const toTakeIn = db
    .prepare<[], CallId>(
      `SELECT call_id FROM recordings WHERE state IN ('running', 'expected')
       AND (state = 'expected' OR EXISTS (SELECT 1 FROM calls WHERE calls.id = call_id AND phase = 'ended')) ORDER BY started_at`,
    )
    .pluck();
  const keep = db.prepare(
    `UPDATE recordings SET state = 'kept', file = @file, bytes = @bytes, duration_ms = @durationMs, sha256 = @sha256
     WHERE call_id = @call`,
  );
  const missing = db.prepare<[CallId]>(`UPDATE recordings SET state = 'missing' WHERE call_id = ?`);
  return {
    apply: (change) => {
      if (change.type === 'RecordingBegan') began.run(change);
      else ended.run(change);
    },
    read: (call) => read.get(call) ?? null,
    toTakeIn: () => toTakeIn.all(),
    keep: (call, kept) => {
      keep.run({ call, ...kept });
    },
    markMissing: (call) => {
      missing.run(call);
    },
  };
}
