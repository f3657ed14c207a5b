import type { AgentId } from '../acd/model.ts';
import type { TicketNo } from '../calls/model.ts';
import { isObject, parseAs } from '../lib/shape.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import type { UnitId } from '../units/model.ts';
import type { Action } from './life/actions.ts';
import type { Case, State } from './life/model.ts';
import { indexWords, queryOf } from './words.ts';

/** One change of a ticket. */
export type Change = {
  readonly version: number;
  readonly at: EpochMs;
  readonly actor: AgentId;
  readonly action: Action;
};

/** When each part, and the ticket, is due next; by part id. */
export type Dues = ReadonlyMap<number, EpochMs | null>;

export type LifeLine = {
  readonly no: TicketNo;
  readonly stage: State;
  readonly kind: Case['content']['kind'];
  readonly level: Case['level'];
  readonly district: string | null;
  readonly title: string;
  readonly openedAt: EpochMs;
  readonly dueAt: EpochMs | null;
};

export type LifeFilter = {
  readonly stage?: State | undefined;
  readonly unit?: UnitId | undefined;
  readonly district?: string | undefined;
  readonly text?: string | undefined;
  /** Confidential ones as well. */
  readonly confidential: boolean;
};

export type LifeStore = {
  read(no: TicketNo): Case | null;
  /** Writes what a change made, if the ticket is still at the version before it. @returns false when it is not */
  write(changed: Case, change: Change, dues: Dues): boolean;
  changes(no: TicketNo): readonly Change[];
  /** Sets the dues of a ticket anew, after the calendar or a limit has changed. @returns whether the ticket is due at another time */
  setDues(no: TicketNo, dues: Dues): boolean;
  /** Tickets of which something is due, whose limits are to be reckoned again. */
  withDues(): readonly TicketNo[];
  /** Newest first. @param limit 1 to 200 */
  find(filter: LifeFilter, limit: number): readonly LifeLine[];
  /** What is due first, first. */
  due(filter: LifeFilter, limit: number): readonly LifeLine[];
};

type Order = 'newest' | 'due';

type Row = {
  readonly no: TicketNo;
  readonly call: string;
  readonly openedAt: EpochMs;
  readonly version: number;
  readonly life: string | null;
};

const line = `t.no, t.stage, t.kind, t.level, t.district, t.title, t.opened_at AS openedAt, t.due_at AS dueAt`;

/** The lives of tickets in the database, beside what the calls' turns write there. */
export function createLifeStore(db: Db): LifeStore {
  const read = db.prepare<[TicketNo], Row>(
    'SELECT no, call_id AS "call", opened_at AS openedAt, version, life FROM tickets WHERE no = ?',
  );
  const changes = db.prepare<[TicketNo], Omit<Change, 'action'> & { action: string }>(
    'SELECT version, at, actor, action FROM ticket_changes WHERE no = ? ORDER BY version',
  );
  const withDues = db.prepare<[], TicketNo>('SELECT no FROM tickets WHERE due_at IS NOT NULL').pluck();
  return {
    read(no) {
      const row = read.get(no);
      return row === undefined ? null : caseOf(row);
    },
    write: prepareWrite(db),
    changes: (no) =>
      changes.all(no).map((change) => ({ ...change, action: JSON.parse(change.action) as Action })),
    setDues: prepareDues(db),
    withDues: () => withDues.all(),
    find: (filter, limit) => select(db, filter, 'newest', limit),
    due: (filter, limit) => select(db, filter, 'due', limit),
  };
}

/** A ticket that nobody has done anything to is as its call has opened it. */
function caseOf({ no, call, openedAt, version, life }: Row): Case {
  const stored = life === null ? null : parseAs(life, isObject);
  const begun = {
    level: 'ordinary',
    state: 'open',
    content: {
      kind: null,
      topic: null,
      title: '',
      text: '',
      district: null,
      place: '',
      keepIdentity: false,
    },
    calls: [call],
    scopeReason: null,
    answer: null,
    office: null,
    parts: [],
    followUps: [],
    redoes: [],
    remarks: [],
    mergedInto: null,
    closedAt: null,
  } as const;
  return { ...begun, ...stored, no, version, openedAt } as unknown as Case;
}

function prepareWrite(db: Db): LifeStore['write'] {
  const update = db.prepare(
    `UPDATE tickets SET life = @life, version = @version, stage = @stage, kind = @kind, level = @level, district = @district,
       title = @title WHERE no = @no AND version = @version - 1`,
  );
  const note = db.prepare(
    'INSERT INTO ticket_changes (no, version, at, actor, action) VALUES (@no, @version, @at, @actor, @action)',
  );
  const rowId = db.prepare<[TicketNo], number>('SELECT rowid FROM tickets WHERE no = ?').pluck();
  const forget = db.prepare('DELETE FROM ticket_text WHERE rowid = ?');
  const index = db.prepare('INSERT INTO ticket_text (rowid, words) VALUES (?, ?)');
  const putParts = prepareParts(db);
  const setDues = prepareDues(db);
  return (changed, change, dues) => {
    const { no, version, openedAt: _openedAt, ...life } = changed;
    const { kind, district, title, text, place, topic } = changed.content;
    const { changes } = update.run({
      no,
      version,
      life: JSON.stringify(life),
      stage: changed.state,
      kind,
      level: changed.level,
      district,
      title,
    });
    if (changes === 0) return false;
    note.run({ no, ...change, action: JSON.stringify(change.action) });
    const id = rowId.get(no);
    forget.run(id);
    index.run(
      id,
      indexWords([title, text, place, district ?? '', topic ?? '', changed.answer ?? ''].join('\n')),
    );
    // Parts first: their dues are set together with the ticket's.
    putParts(changed);
    setDues(no, dues);
    return true;
  };
}

function prepareParts(db: Db): (changed: Case) => void {
  const put = db.prepare(
    `INSERT INTO ticket_parts (no, part, unit, state, received_at) VALUES (@no, @part, @unit, @state, @receivedAt)
     ON CONFLICT (no, part) DO UPDATE SET state = excluded.state`,
  );
  return ({ no, parts }) => {
    for (const { id: part, unit, state, receivedAt } of parts) put.run({ no, part, unit, state, receivedAt });
  };
}

function prepareDues(db: Db): LifeStore['setDues'] {
  const ofPart = db.prepare('UPDATE ticket_parts SET due_at = ? WHERE no = ? AND part = ?');
  const ofTicket = db.prepare('UPDATE tickets SET due_at = @dueAt WHERE no = @no AND due_at IS NOT @dueAt');
  return (no, dues) => {
    for (const [part, dueAt] of dues) ofPart.run(dueAt, no, part);
    const open = [...dues.values()].filter((dueAt) => dueAt !== null);
    return ofTicket.run({ no, dueAt: open.length === 0 ? null : Math.min(...open) }).changes === 1;
  };
}

function select(db: Db, filter: LifeFilter, order: Order, limit: number): readonly LifeLine[] {
  const match = filter.text === undefined ? null : queryOf(filter.text);
  if (filter.text !== undefined && match === null) return [];
  const where = [
    ...(match === null ? [] : ['f.ticket_text MATCH @match']),
    ...(filter.stage === undefined ? [] : ['t.stage = @stage']),
    ...(filter.district === undefined ? [] : ['t.district = @district']),
    ...(filter.unit === undefined ? [] : ['t.no IN (SELECT no FROM ticket_parts WHERE unit = @unit)']),
    ...(filter.confidential ? [] : ["t.level = 'ordinary'"]),
    ...(order === 'due' ? ['t.due_at IS NOT NULL'] : []),
  ];
  // Rows are numbered in the order of opening: the index of words gives the newest first, and stops when there are enough.
  const newest = match === null ? 't.opened_at DESC, t.no DESC' : 'f.rowid DESC';
  const from = match === null ? 'tickets t' : 'ticket_text f CROSS JOIN tickets t ON t.rowid = f.rowid';
  return db
    .prepare<[Record<string, unknown>], LifeLine>(
      `SELECT ${line} FROM ${from} WHERE ${['1', ...where].join(' AND ')}
       ORDER BY ${order === 'due' ? 't.due_at, t.no' : newest} LIMIT @limit`,
    )
    .all({ stage: filter.stage, district: filter.district, unit: filter.unit, match, limit });
}
