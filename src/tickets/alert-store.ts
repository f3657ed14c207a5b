import type { TicketNo } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import type { Duty } from './life/duties.ts';
import type { Notice } from './notices.ts';

/** A going-through of tickets because the calendar or a limit has changed. */
export type Reckoned = {
  readonly id: number;
  readonly at: EpochMs;
  readonly actor: string;
  readonly what: string;
  readonly doneAt: EpochMs | null;
  readonly looked: number;
  readonly moved: number;
};
export type ReckoningRow = Reckoned & {
  readonly since: EpochMs | null;
  readonly until: EpochMs | null;
  readonly after: string;
};

export type AlertStore = {
  /** Tickets of which something is to be raised by now. */
  toRaise(at: EpochMs, limit: number): readonly TicketNo[];
  /** Keeps a notice. @returns false when it was kept before: nothing comes twice */
  add(notice: Notice): boolean;
  /** When the next thing is to be raised about a duty; null: nothing more. */
  setNext(no: TicketNo, duty: Duty, at: EpochMs | null): void;
  beginReckoning(row: Pick<ReckoningRow, 'at' | 'actor' | 'what' | 'since' | 'until'>): number;
  /** The oldest that is not through; null: none. */
  underWay(): ReckoningRow | null;
  /** The next tickets of it, by number. */
  toReckon(row: ReckoningRow, limit: number): readonly TicketNo[];
  step(id: number, done: { readonly after: string; readonly looked: number; readonly moved: number }): void;
  finish(id: number, at: EpochMs): void;
  reckonings(limit: number): readonly Reckoned[];
};

export function createAlertStore(db: Db): AlertStore {
  const toRaise = db
    .prepare<[EpochMs, number], TicketNo>(
      'SELECT DISTINCT no FROM ticket_duties WHERE alert_at <= ? ORDER BY alert_at LIMIT ?',
    )
    .pluck();
  const add = db.prepare<[Notice]>(
    `INSERT INTO ticket_notices (key, no, part, step, kind, owner, unit, district, due_at, was_due_at, at, raised_at)
     VALUES (@key, @no, @part, @step, @kind, @owner, @unit, @district, @dueAt, @wasDueAt, @at, @raisedAt) ON CONFLICT (key) DO NOTHING`,
  );
  const setNext = db.prepare(
    'UPDATE ticket_duties SET alert_at = @at WHERE no = @no AND part = @part AND step = @step',
  );
  return {
    toRaise: (at, limit) => toRaise.all(at, limit),
    add: (notice) => add.run(notice).changes === 1,
    setNext: (no, { part, step }, at) => {
      setNext.run({ no, part, step, at });
    },
    ...reckoningsOf(db),
  };
}

type Reckonings = Pick<
  AlertStore,
  'beginReckoning' | 'underWay' | 'toReckon' | 'step' | 'finish' | 'reckonings'
>;

/** What a reckoning goes through: the next tickets of it, by number. */
function reckoned(db: Db): Pick<Reckonings, 'toReckon'> {
  // Of a changed day: whatever was received before its end and not over before its beginning, be it archived meanwhile.
  const touched = db
    .prepare<[ReckoningRow & { readonly limit: number }], TicketNo>(
      `SELECT no FROM ticket_parts WHERE no > @after AND received_at < @until AND last_due > @since
       UNION SELECT no FROM ticket_duties WHERE no > @after AND due_at > @since ORDER BY no LIMIT @limit`,
    )
    .pluck();
  const open = db
    .prepare<[ReckoningRow & { readonly limit: number }], TicketNo>(
      `SELECT no FROM ticket_duties WHERE no > @after
       UNION SELECT no FROM ticket_parts WHERE no > @after AND provisional = 1 ORDER BY no LIMIT @limit`,
    )
    .pluck();
  return {
    toReckon: (row, limit) => (row.since === null ? open : touched).all({ ...row, limit }),
  };
}

function reckoningsOf(db: Db): Reckonings {
  const columns = 'id, at, actor, what, done_at AS doneAt, looked, moved';
  const begin = db.prepare(
    'INSERT INTO ticket_reckonings (at, actor, what, since, until) VALUES (@at, @actor, @what, @since, @until)',
  );
  const underWay = db.prepare<[], ReckoningRow>(
    `SELECT ${columns}, since, until, after FROM ticket_reckonings WHERE done_at IS NULL ORDER BY id LIMIT 1`,
  );
  const step = db.prepare(
    'UPDATE ticket_reckonings SET after = @after, looked = looked + @looked, moved = moved + @moved WHERE id = @id',
  );
  const finish = db.prepare('UPDATE ticket_reckonings SET done_at = ? WHERE id = ?');
  const all = db.prepare<[number], Reckoned>(
    `SELECT ${columns} FROM ticket_reckonings ORDER BY id DESC LIMIT ?`,
  );
  return {
    beginReckoning: (row) => Number(begin.run(row).lastInsertRowid),
    underWay: () => underWay.get() ?? null,
    step: (id, done) => {
      step.run({ id, ...done });
    },
    finish: (id, at) => {
      finish.run(at, id);
    },
    reckonings: (limit) => all.all(limit),
    ...reckoned(db),
  };
}
