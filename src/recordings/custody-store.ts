import type { AgentId } from '../acd/model.ts';
import type { TicketNo } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import { tx } from '../store/tx.ts';
import type { Alarm, RecordingId } from './model.ts';
import type { KeepFacts } from './retention.ts';

/** A recording whose time may have come, with what stands in its certificate. */
export type Elder = KeepFacts & {
  readonly id: RecordingId;
  readonly ticketNo: TicketNo;
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly durationMs: number | null;
};

/** An order that something be kept whatever its time: one recording, or all of a ticket. */
export type Hold = {
  readonly id: number;
  readonly recording: RecordingId | null;
  readonly ticketNo: TicketNo | null;
  readonly reason: string;
  readonly by: AgentId;
  readonly at: EpochMs;
};

/** A recording that somebody must look at. */
export type AlarmLine = {
  readonly id: RecordingId;
  readonly call: string;
  readonly ticketNo: TicketNo;
  readonly startedAt: EpochMs;
  readonly alarm: Alarm;
};

export type CustodyStore = {
  /** Kept recordings that began before an instant, the oldest first. */
  elders(
    before: EpochMs,
    after: { readonly at: number; readonly id: string },
    limit: number,
  ): readonly Elder[];
  /**
   * Destroys a recording: its data keys go first, in one transaction with what is noted.
   * @param note what must be on the record with it
   */
  destroy(id: RecordingId, at: EpochMs, note: () => void): void;
  /** Files of recordings that are destroyed: what is left to remove. */
  leftovers(): readonly { readonly id: RecordingId; readonly file: string }[];
  removed(id: RecordingId, file: string): void;
  holds(): readonly Hold[];
  hold(hold: Omit<Hold, 'id'>): Hold;
  /** @returns false when there is no such hold in force */
  endHold(id: number, by: AgentId, at: EpochMs): boolean;
  alarms(limit: number): readonly AlarmLine[];
  countAlarms(): number;
  /** @returns false when there is no alarm to be seen to */
  seen(id: RecordingId, by: AgentId, at: EpochMs): boolean;
};

type ElderRow = Omit<Elder, 'held'> & { readonly held: number };

const eldersSql = `SELECT r.id, r.ticket_no AS ticketNo, r.started_at AS startedAt, r.bytes, r.sha256, r.duration_ms AS durationMs,
    t.kind, coalesce(t.level, 'ordinary') AS level, t.stage,
    EXISTS (SELECT 1 FROM recording_holds h WHERE h.ended_at IS NULL AND (h.recording = r.id OR h.ticket_no = r.ticket_no)) AS held
  FROM recordings r LEFT JOIN tickets t ON t.no = r.ticket_no
  WHERE r.state = 'kept' AND r.started_at < ? AND (r.started_at, r.id) > (?, ?) ORDER BY r.started_at, r.id LIMIT ?`;

/** What is done about recordings away from hearing them. */
export function createCustodyStore(db: Db): CustodyStore {
  const elders = db.prepare<[number, number, string, number], ElderRow>(eldersSql);
  return {
    elders: (before, after, limit) =>
      elders.all(before, after.at, after.id, limit).map((row) => ({ ...row, held: row.held === 1 })),
    ...destroying(db),
    ...holdsIn(db),
    ...alarmsIn(db),
  };
}

function destroying(db: Db): Pick<CustodyStore, 'destroy' | 'leftovers' | 'removed'> {
  const dropKeys = db.prepare('DELETE FROM vault_keys WHERE recording = ?');
  const dropMarks = db.prepare('DELETE FROM recording_bookmarks WHERE recording = ?');
  const mark = db.prepare(
    `UPDATE recordings SET state = 'destroyed', destroyed_at = @at, waveform = NULL, silence_share = NULL, alarm = NULL WHERE id = @id`,
  );
  const left = db.prepare<[], { id: RecordingId; file: string }>(
    `SELECT id, file FROM recordings WHERE state = 'destroyed' AND file IS NOT NULL
     UNION ALL SELECT o.recording, o.file FROM recording_originals o JOIN recordings r ON r.id = o.recording WHERE r.state = 'destroyed'`,
  );
  const forget = db.prepare(`UPDATE recordings SET file = NULL WHERE id = ? AND file = ?`);
  const forgetOriginal = db.prepare('DELETE FROM recording_originals WHERE recording = ? AND file = ?');
  return {
    destroy: (id, at, note) => {
      // What is deleted is overwritten in the database's file, so that the key is not found in what looks free.
      db.pragma('secure_delete = ON');
      try {
        tx(db, () => {
          dropKeys.run(id);
          dropMarks.run(id);
          mark.run({ id, at });
          note();
        });
      } finally {
        db.pragma('secure_delete = OFF');
      }
    },
    leftovers: () => left.all(),
    removed: (id, file) => {
      forget.run(id, file);
      forgetOriginal.run(id, file);
    },
  };
}

function holdsIn(db: Db): Pick<CustodyStore, 'holds' | 'hold' | 'endHold'> {
  const all = db.prepare<[], Hold>(
    'SELECT id, recording, ticket_no AS ticketNo, reason, by, at FROM recording_holds WHERE ended_at IS NULL ORDER BY id',
  );
  const add = db.prepare(
    'INSERT INTO recording_holds (recording, ticket_no, reason, by, at) VALUES (@recording, @ticketNo, @reason, @by, @at)',
  );
  const end = db.prepare(
    'UPDATE recording_holds SET ended_by = @by, ended_at = @at WHERE id = @id AND ended_at IS NULL',
  );
  return {
    holds: () => all.all(),
    hold: (hold) => ({ ...hold, id: Number(add.run(hold).lastInsertRowid) }),
    endHold: (id, by, at) => end.run({ id, by, at }).changes === 1,
  };
}

function alarmsIn(db: Db): Pick<CustodyStore, 'alarms' | 'countAlarms' | 'seen'> {
  const open = 'alarm IS NOT NULL AND alarm_seen_at IS NULL';
  const all = db.prepare<[number], AlarmLine>(
    `SELECT id, call_id AS "call", ticket_no AS ticketNo, started_at AS startedAt, alarm FROM recordings WHERE ${open}
     ORDER BY started_at DESC LIMIT ?`,
  );
  const count = db.prepare<[], number>(`SELECT count(*) FROM recordings WHERE ${open}`).pluck();
  const seen = db.prepare(
    `UPDATE recordings SET alarm_seen_by = @by, alarm_seen_at = @at WHERE id = @id AND ${open}`,
  );
  return {
    alarms: (limit) => all.all(limit),
    countAlarms: () => count.get() ?? 0,
    seen: (id, by, at) => seen.run({ id, by, at }).changes === 1,
  };
}
