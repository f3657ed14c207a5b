import type { AgentId } from '../acd/model.ts';
import type { PhoneNumber } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import { type Page, type Position, page } from '../store/page.ts';
import type { CallBack, CallBackChange, CallBackEvent, CallBackId, CallBackRules } from './model.ts';
import { close, failed, missed } from './rules.ts';

/** Members that are given must all hold. */
export type CallBackFilter = {
  readonly closed: boolean;
  /** Those that may be rung at this instant. */
  readonly dueAt?: EpochMs | undefined;
  /** Those that this agent holds at `at`. */
  readonly heldBy?: { readonly agent: AgentId; readonly at: EpochMs } | undefined;
};

export type CallBackStore = {
  /** Does a change that a turn brings. */
  apply(change: CallBackChange): void;
  put(entry: CallBack, event: CallBackEvent): void;
  read(id: CallBackId): CallBack | null;
  /** Soonest next try first. */
  list(filter: CallBackFilter, after: Position | null, limit: number): Page<CallBack>;
  history(id: CallBackId): readonly CallBackEvent[];
  /** Entries that are claimed, and whose claim is over by then. */
  leftAlone(at: EpochMs): readonly CallBack[];
  /** How many are open. */
  open(): number;
};

type Row = { readonly id: CallBackId; readonly snapshot: string };
const entryOf = ({ id, snapshot }: Row): CallBack => ({ ...(JSON.parse(snapshot) as CallBack), id });

/** The call-back list in the database. */
export function createCallBackStore(db: Db, rules: CallBackRules): CallBackStore {
  const writes = prepareWrites(db);
  const openOf = db.prepare<[PhoneNumber], Row>(
    'SELECT id, snapshot FROM call_backs WHERE number = ? AND closed_at IS NULL',
  );
  const read = db.prepare<[CallBackId], Row>('SELECT id, snapshot FROM call_backs WHERE id = ?');
  const history = db.prepare<[CallBackId], CallBackEvent>(
    'SELECT at, who, what, detail FROM call_back_events WHERE call_back = ? ORDER BY id',
  );
  const leftAlone = db.prepare<[EpochMs], Row>(
    'SELECT id, snapshot FROM call_backs WHERE claimed_until <= ? AND closed_at IS NULL',
  );
  const open = db.prepare<[], number>('SELECT count(*) FROM call_backs WHERE closed_at IS NULL').pluck();
  return {
    apply(change) {
      const row = openOf.get(change.number);
      const done = applied(row === undefined ? null : entryOf(row), change, rules);
      if (done !== null) writes(done.entry, done.event);
    },
    put: writes,
    read: (id) => {
      const row = read.get(id);
      return row === undefined ? null : entryOf(row);
    },
    list: (filter, after, limit) => list(db, filter, after, limit),
    history: (id) => history.all(id),
    leftAlone: (at) => leftAlone.all(at).map(entryOf),
    open: () => open.get() ?? 0,
  };
}

type Done = {
  readonly entry: Omit<CallBack, 'id'> & { readonly id?: CallBackId };
  readonly event: CallBackEvent;
};

/** What a change makes of the open entry of its number; null: nothing, since there is none. */
function applied(entry: CallBack | null, change: CallBackChange, rules: CallBackRules): Done | null {
  const { at, call } = change;
  if (change.type === 'CallMissed') {
    const next = missed(entry, change, rules);
    return {
      entry: entry === null ? next : { ...next, id: entry.id },
      event: { at, who: null, what: 'missed', detail: call },
    };
  }
  if (entry === null) return null;
  switch (change.type) {
    case 'CallBackBegan':
      return { entry: { ...entry, call }, event: { at, who: null, what: 'dialling', detail: call } };
    case 'CitizenReached': {
      const why = change.rang ? 'rangAgain' : 'reached';
      return { entry: close(entry, why, at), event: { at, who: change.agent, what: 'closed', detail: why } };
    }
    case 'CallBackFailed':
      return {
        entry: failed(entry, change, rules),
        event: { at, who: change.agent, what: 'tried', detail: change.result },
      };
  }
}

function prepareWrites(db: Db): (entry: Done['entry'], event: CallBackEvent) => void {
  const add = db.prepare(
    `INSERT INTO call_backs (number, ticket_no, next_at, claimed_by, claimed_until, closed_at, snapshot)
     VALUES (@number, @ticketNo, @nextAt, @claimedBy, @claimedUntil, @closedAt, @snapshot)`,
  );
  const change = db.prepare(
    `UPDATE call_backs SET next_at = @nextAt, claimed_by = @claimedBy, claimed_until = @claimedUntil, closed_at = @closedAt,
       snapshot = @snapshot WHERE id = @id`,
  );
  const note = db.prepare(
    'INSERT INTO call_back_events (call_back, at, who, what, detail) VALUES (@callBack, @at, @who, @what, @detail)',
  );
  return (entry, event) => {
    const row = {
      number: entry.number,
      ticketNo: entry.ticketNo,
      nextAt: entry.nextAt,
      claimedBy: entry.claim?.by ?? null,
      claimedUntil: entry.claim?.until ?? null,
      closedAt: entry.closed?.at ?? null,
      snapshot: JSON.stringify(entry),
    };
    let { id } = entry;
    if (id === undefined) id = add.run(row).lastInsertRowid as CallBackId;
    else change.run({ ...row, id });
    note.run({ callBack: id, ...event });
  };
}

function list(db: Db, filter: CallBackFilter, after: Position | null, limit: number): Page<CallBack> {
  const where = [
    '(next_at, id) > (@at, @id)',
    filter.closed ? 'closed_at IS NOT NULL' : 'closed_at IS NULL',
    ...(filter.dueAt === undefined ? [] : ['next_at <= @dueAt']),
    ...(filter.heldBy === undefined ? [] : ['claimed_by = @agent AND claimed_until > @heldAt']),
  ];
  const found = db
    .prepare<[Record<string, unknown>], Row>(
      `SELECT id, snapshot FROM call_backs WHERE ${where.join(' AND ')} ORDER BY next_at, id LIMIT @limit`,
    )
    .all({
      at: after?.at ?? -1,
      id: after === null ? 0 : Number(after.id),
      dueAt: filter.dueAt,
      agent: filter.heldBy?.agent,
      heldAt: filter.heldBy?.at,
      limit: limit + 1,
    });
  return page(found.map(entryOf), limit, (entry) => ({ at: entry.nextAt, id: String(entry.id) }));
}
