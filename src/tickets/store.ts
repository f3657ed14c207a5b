import type { Actor } from '../access/model.ts';
import type { TicketNo } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import { type Page, type PageAsked, type Position, page } from '../store/page.ts';
import type { Ticket, TicketChange } from './model.ts';

/** Members that are given must all hold. `since` is included, `until` is not: of the opening. */
export type TicketFilter = {
  readonly since?: EpochMs | undefined;
  readonly until?: EpochMs | undefined;
  readonly state?: Ticket['state'] | undefined;
  readonly surveyLevel?: number | undefined;
  /** Only those that are for everybody who may see tickets. */
  readonly level?: 'ordinary' | undefined;
};

export type TicketStore = {
  /** Does a change; done twice it is done once. */
  apply(change: TicketChange): void;
  /** The highest number given so far. */
  lastNo(): TicketNo | null;
  list(filter: TicketFilter, after: Position, asked: PageAsked): Page<Ticket>;
  read(no: TicketNo): Ticket | null;
  /** The same for a person: null as well when it is confidential and the person is not cleared for that (Art. 20, 21). */
  readFor(actor: Pick<Actor, 'cleared'>, no: TicketNo): Ticket | null;
};

const columns = `no, call_id AS "call", caller_number AS callerNumber, state, opened_at AS openedAt, closed_at AS closedAt,
  outcome, agent, seat, survey_level AS surveyLevel`;

/** The tickets in the database. */
export function createTicketStore(db: Db): TicketStore {
  const read = db.prepare<[TicketNo], Ticket>(`SELECT ${columns} FROM tickets WHERE no = ?`);
  const ordinary = db.prepare<[TicketNo], Ticket>(
    `SELECT ${columns} FROM tickets WHERE no = ? AND level = 'ordinary'`,
  );
  // A row damaged on the disk must not become the number that the next ones are counted from.
  const lastNo = db
    .prepare<[], TicketNo>(
      `SELECT no FROM tickets WHERE no GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9][0-9][0-9]*'
       ORDER BY no DESC LIMIT 1`,
    )
    .pluck();
  return {
    apply: prepareApply(db),
    lastNo: () => lastNo.get() ?? null,
    list: (filter, after, asked) => list(db, filter, after, asked),
    read: (no) => read.get(no) ?? null,
    readFor: ({ cleared }, no) => (cleared ? read : ordinary).get(no) ?? null,
  };
}

function prepareApply(db: Db): (change: TicketChange) => void {
  const open = db.prepare<[Extract<TicketChange, { type: 'TicketOpened' }>]>(
    `INSERT INTO tickets (no, call_id, caller_number, state, opened_at)
     VALUES (@no, @call, @callerNumber, 'open', @at) ON CONFLICT (no) DO NOTHING`,
  );
  const take = db.prepare<[Extract<TicketChange, { type: 'TicketTaken' }>]>(
    // One who was called back is no longer abandoned.
    `UPDATE tickets SET agent = @agent, seat = @seat, state = CASE state WHEN 'abandoned' THEN 'open' ELSE state END,
       closed_at = CASE state WHEN 'abandoned' THEN NULL ELSE closed_at END,
       outcome = CASE state WHEN 'abandoned' THEN NULL ELSE outcome END,
       duties_version = CASE state WHEN 'abandoned' THEN 0 ELSE duties_version END WHERE no = @no`,
  );
  const abandon = db.prepare(
    `UPDATE tickets SET state = 'abandoned', closed_at = @at, outcome = @outcome, due_at = NULL
     WHERE no = @no AND state = 'open'`,
  );
  const rate = db.prepare('UPDATE tickets SET survey_level = @level WHERE no = @no');
  // Nobody dispatches what nobody has heard: the call-back list has its own times.
  const relieve = db.prepare<[TicketNo]>('DELETE FROM ticket_duties WHERE no = ?');
  return (change) => {
    switch (change.type) {
      case 'TicketOpened':
        open.run(change);
        return;
      case 'TicketTaken':
        take.run(change);
        return;
      case 'TicketAbandoned':
        if (abandon.run(change).changes === 1) relieve.run(change.no);
        return;
      case 'TicketRated':
        rate.run(change);
    }
  };
}

function list(db: Db, filter: TicketFilter, after: Position, asked: PageAsked): Page<Ticket> {
  const where = [
    '(opened_at, no) < (@at, @id)',
    ...(filter.since === undefined ? [] : ['opened_at >= @since']),
    ...(filter.until === undefined ? [] : ['opened_at < @until']),
    ...(filter.state === undefined ? [] : ['state = @state']),
    ...(filter.surveyLevel === undefined ? [] : ['survey_level = @surveyLevel']),
    ...(filter.level === undefined ? [] : ['level = @level']),
  ];
  const found = db
    .prepare<[Record<string, unknown>], Ticket>(
      `SELECT ${columns} FROM tickets WHERE ${where.join(' AND ')} ORDER BY opened_at DESC, no DESC LIMIT @limit`,
    )
    .all({ ...filter, ...after, limit: asked.limit + 1 });
  return page(found, asked.limit, (ticket) => ({ at: ticket.openedAt, id: ticket.no }));
}
