import type { AgentId } from '../acd/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import { tx } from '../store/tx.ts';
import type { Purpose } from './access.ts';
import type { RecordingId } from './model.ts';
import { type Original, readOriginal } from './redaction-store.ts';

/** `original`: the recording as it was before it was redacted. */
export type Wanted = 'download' | 'export' | 'original';

/** A copy that somebody asked for, and what another person said to it. */
export type CopyRequest = {
  readonly no: string;
  readonly recording: RecordingId;
  readonly how: Wanted;
  readonly purpose: Purpose;
  readonly reason: string;
  /** Who outside is given it; null: nobody. */
  readonly recipient: string | null;
  readonly askedBy: AgentId;
  readonly askedAt: EpochMs;
  readonly decidedBy: AgentId | null;
  readonly decidedAt: EpochMs | null;
  /** Null: not decided. */
  readonly granted: boolean | null;
  readonly word: string | null;
  readonly expiresAt: EpochMs | null;
  /** How often it was taken. */
  readonly taken: number;
};

export type RequestStore = {
  read(no: string): CopyRequest | null;
  /** Numbered within the day. @param day `YYYYMMDD` */
  ask(
    request: Pick<
      CopyRequest,
      'recording' | 'how' | 'purpose' | 'reason' | 'recipient' | 'askedBy' | 'askedAt'
    >,
    day: string,
  ): CopyRequest;
  /** @returns false when it was decided already */
  decide(
    no: string,
    decision: Required<Pick<CopyRequest, 'decidedBy' | 'decidedAt' | 'granted' | 'word' | 'expiresAt'>>,
  ): boolean;
  taken(no: string): void;
  /** Newest first: those this person asked for or decided, and those that wait for somebody. */
  listFor(agent: AgentId, limit: number): readonly CopyRequest[];
  original(recording: RecordingId): Original | null;
};

type Row = Omit<CopyRequest, 'granted'> & { readonly granted: number | null };
const columns = `no, recording, how, purpose, reason, recipient, asked_by AS askedBy, asked_at AS askedAt, decided_by AS decidedBy,
  decided_at AS decidedAt, granted, word, expires_at AS expiresAt, taken`;
const requestOf = (row: Row): CopyRequest => ({
  ...row,
  granted: row.granted === null ? null : row.granted === 1,
});

/** Requests for copies in the database. */
export function createRequestStore(db: Db): RequestStore {
  const read = db.prepare<[string], Row>(`SELECT ${columns} FROM recording_requests WHERE no = ?`);
  const last = db.prepare<[string], string>('SELECT max(no) FROM recording_requests WHERE no LIKE ?').pluck();
  const add = db.prepare(
    `INSERT INTO recording_requests (no, recording, how, purpose, reason, recipient, asked_by, asked_at)
     VALUES (@no, @recording, @how, @purpose, @reason, @recipient, @askedBy, @askedAt)`,
  );
  const decide = db.prepare(
    `UPDATE recording_requests SET decided_by = @decidedBy, decided_at = @decidedAt, granted = @granted, word = @word,
       expires_at = @expiresAt WHERE no = @no AND decided_at IS NULL`,
  );
  const taken = db.prepare('UPDATE recording_requests SET taken = taken + 1 WHERE no = ?');
  const list = db.prepare<{ agent: AgentId; limit: number }, Row>(
    `SELECT ${columns} FROM recording_requests WHERE asked_by = @agent OR decided_by = @agent OR decided_at IS NULL
     ORDER BY asked_at DESC, no DESC LIMIT @limit`,
  );
  const readOne = (no: string): CopyRequest | null => {
    const row = read.get(no);
    return row === undefined ? null : requestOf(row);
  };
  return {
    read: readOne,
    ask: (request, day) =>
      tx(db, () => {
        const count = Number(last.get(`E${day}-%`)?.slice(-6) ?? 0) + 1;
        const no = `E${day}-${String(count).padStart(6, '0')}`;
        add.run({ ...request, no });
        const open = { decidedBy: null, decidedAt: null, granted: null, word: null, expiresAt: null };
        return { ...request, ...open, no, taken: 0 };
      }),
    decide: (no, { granted, ...rest }) => decide.run({ no, ...rest, granted: Number(granted) }).changes === 1,
    taken: (no) => {
      taken.run(no);
    },
    listFor: (agent, limit) => list.all({ agent, limit }).map(requestOf),
    original: readOriginal(db),
  };
}
