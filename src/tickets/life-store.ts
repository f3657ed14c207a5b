import type { CallId, TicketNo } from '../calls/model.ts';
import { isObject, parseAs } from '../lib/shape.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import type { UnitId } from '../units/model.ts';
import type { Duty, PartFigures } from './life/duties.ts';
import type { Case, Content, Limit, Part } from './life/model.ts';
import type { CaseFacts, Change } from './life/record.ts';
import type { Settled } from './life/settled.ts';
import { isSpokenSecret } from './spoken.ts';
import { indexWords, unitWord } from './words.ts';

export type LifeStore = {
  read(no: TicketNo): Case | null;
  facts(no: TicketNo): CaseFacts | null;
  /** Whether there was such a call, for somebody who is, or is not, cleared for confidential matters. */
  hasCall(id: CallId, cleared: boolean): boolean;
  /** Opens a further ticket of a call that has one (several requests in one call). @returns its number */
  openFurther(no: TicketNo, at: EpochMs): TicketNo;
  /** Writes what a change made, if the ticket is still at the version before it. @returns false when it is not */
  write(changed: Case, change: Change, settled: Settled): boolean;
  changes(no: TicketNo): readonly Change[];
  /** Keeps what follows from a case anew. @returns whether the ticket is due at another time */
  settle(found: Case, settled: Settled): boolean;
  /** When each duty of a ticket is over, as it was reckoned last. */
  dues(no: TicketNo): readonly { readonly part: number; readonly step: string; readonly dueAt: EpochMs }[];
  /** A unit has opened it: what was said of it so far bears no mark in the unit's lists any more. */
  opened(no: TicketNo, unit: UnitId): void;
  /** Tickets whose duties are not reckoned yet: just opened by a call. */
  undated(limit: number): readonly TicketNo[];
};

type Row = {
  readonly no: TicketNo;
  readonly call: string;
  readonly openedAt: EpochMs;
  readonly version: number;
  readonly life: string | null;
};

/** The lives of tickets in the database, beside what the calls' turns write there. */
export function createLifeStore(db: Db): LifeStore {
  const read = db.prepare<[TicketNo], Row>(
    'SELECT no, call_id AS "call", opened_at AS openedAt, version, life FROM tickets WHERE no = ?',
  );
  const find = (no: TicketNo): Case | null => {
    const row = read.get(no);
    return row === undefined ? null : caseOf(row);
  };
  const contentOf = (no: TicketNo): Content => find(no)?.content ?? emptyContent;
  const facts = db.prepare<[TicketNo], CaseFacts>(
    'SELECT call_id AS "call", caller_number AS callerNumber, agent FROM tickets WHERE no = ?',
  );
  const changes = db.prepare<[TicketNo], Omit<Change, 'action'> & { action: string }>(
    'SELECT version, at, actor, action FROM ticket_changes WHERE no = ? ORDER BY version',
  );
  const undated = db
    .prepare<[number], TicketNo>(
      `SELECT no FROM tickets WHERE duties_version <> version AND state = 'open' ORDER BY opened_at, no LIMIT ?`,
    )
    .pluck();
  const settle = prepareSettle(db);
  const dues = db.prepare<[TicketNo], ReturnType<LifeStore['dues']>[number]>(
    'SELECT part, step, due_at AS dueAt FROM ticket_duties WHERE no = ?',
  );
  return {
    read: find,
    facts: (no) => facts.get(no) ?? null,
    hasCall: prepareHasCall(db),
    openFurther: prepareFurther(db, contentOf),
    write: prepareWrite(db, settle),
    changes: (no) =>
      changes.all(no).map((change) => ({ ...change, action: JSON.parse(change.action) as Change['action'] })),
    settle,
    dues: (no) => dues.all(no),
    opened: prepareOpened(db),
    undated: (limit) => undated.all(limit),
  };
}

function prepareOpened(db: Db): LifeStore['opened'] {
  const opened = db.prepare(
    'UPDATE ticket_parts SET remarks_seen = remarks WHERE no = @no AND unit = @unit AND remarks > remarks_seen',
  );
  return (no, unit) => {
    opened.run({ no, unit });
  };
}

function prepareHasCall(db: Db): LifeStore['hasCall'] {
  const call = db.prepare<[CallId], 1>('SELECT 1 FROM calls WHERE id = ?').pluck();
  const openCall = db
    .prepare<[CallId], 1>(
      `SELECT 1 FROM calls c WHERE c.id = ? AND NOT ${isSpokenSecret('c.ticket_no', 'c.id')}`,
    )
    .pluck();
  return (id, cleared) => (cleared ? call : openCall).get(id) !== undefined;
}

/** A ticket that nobody has done anything to is as its call has opened it. */
function caseOf({ no, call, openedAt, version, life }: Row): Case {
  const stored = life === null ? null : (parseAs(life, isObject) as Partial<Case> | null);
  const begun = {
    level: 'ordinary',
    state: 'open',
    since: openedAt,
    calls: [call],
    scopeReason: null,
    answer: null,
    office: null,
    followUps: [],
    redoes: [],
    remarks: [],
    mergedInto: null,
    closedAt: null,
  } as unknown as Case;
  return {
    ...begun,
    ...stored,
    content: { ...emptyContent, ...stored?.content },
    parts: (stored?.parts ?? []).map(partOf),
    followUps: (stored?.followUps ?? []).map((one) => ({ ...tryBefore, ...one })),
    no,
    version,
    openedAt,
  };
}

const emptyContent: Content = {
  kind: null,
  topic: null,
  title: '',
  text: '',
  district: null,
  place: '',
  callerName: '',
  keepIdentity: false,
};
const tryBefore = { call: null, from: 'agent' } as const;

/** A part as an earlier version has written it lacks what came later. */
const partOf = (stored: Part): Part => {
  const before: Partial<Part> = stored;
  const limits = stored.limits.map((one): Limit => ({ ...one, own: (one as Partial<Limit>).own ?? true }));
  return { ...stored, limits, extendedDays: before.extendedDays ?? 0, doneAt: before.doneAt ?? null };
};

/**
 * `-2` and on behind the number of the call's own ticket: the switchboard counts that one alone. It is the same citizen's: the name, and that it
 * is to be kept from the units (保密), go with it.
 */
function prepareFurther(db: Db, contentOf: (no: TicketNo) => Content): LifeStore['openFurther'] {
  const last = db.prepare<[string], number>("SELECT count(*) FROM tickets WHERE no GLOB ? || '-*'").pluck();
  const open = db.prepare(
    `INSERT INTO tickets (no, call_id, caller_number, state, opened_at, agent, seat, caller_name, life)
     SELECT @further, call_id, caller_number, 'open', @at, agent, seat, caller_name, @life FROM tickets WHERE no = @no`,
  );
  return (no, at) => {
    const root = no.split('-').slice(0, 2).join('-');
    const further = `${root}-${String((last.get(root) ?? 0) + 2)}` as TicketNo;
    const { callerName, keepIdentity } = contentOf(no);
    open.run({ no, further, at, life: JSON.stringify({ content: { callerName, keepIdentity } }) });
    return further;
  };
}

function prepareWrite(db: Db, settle: LifeStore['settle']): LifeStore['write'] {
  const update = db.prepare(
    `UPDATE tickets SET life = @life, version = @version, stage = @stage, kind = @kind, level = @level, district = @district,
       title = @title, topic = @topic, caller_name = @callerName WHERE no = @no AND version = @version - 1`,
  );
  const note = db.prepare(
    'INSERT INTO ticket_changes (no, version, at, actor, action) VALUES (@no, @version, @at, @actor, @action)',
  );
  const rowId = db.prepare<[TicketNo], number>('SELECT rowid FROM tickets WHERE no = ?').pluck();
  const forget = db.prepare('DELETE FROM ticket_text WHERE rowid = ?');
  const index = db.prepare('INSERT INTO ticket_text (rowid, words) VALUES (?, ?)');
  const linked = db.prepare(
    'INSERT OR IGNORE INTO ticket_calls (call_id, no) SELECT value, @no FROM json_each(@calls)',
  );
  return (changed, change, settled) => {
    const { no, version, openedAt: _openedAt, ...life } = changed;
    const { kind, district, title, text, place, topic, callerName } = changed.content;
    const { changes } = update.run({
      ...{ no, version, stage: changed.state, kind, level: changed.level },
      ...{ district, title, topic, callerName, life: JSON.stringify(life) },
    });
    if (changes === 0) return false;
    note.run({ no, ...change, action: JSON.stringify(change.action) });
    const id = rowId.get(no);
    forget.run(id);
    // The citizen's name is not among the words: whoever finds a ticket by it knows whose it is.
    const words = [title, text, place, district ?? '', topic ?? '', changed.answer ?? ''];
    const units = new Set(changed.parts.map(({ unit }) => unitWord(unit)));
    index.run(id, `${indexWords(words.join('\n'))} ${[...units].join(' ')}`);
    linked.run({ no, calls: JSON.stringify(changed.calls) });
    settle(changed, settled);
    return true;
  };
}

function prepareSettle(db: Db): LifeStore['settle'] {
  const putParts = prepareParts(db);
  const putDuties = prepareDuties(db);
  const before = db.prepare<[TicketNo], number | null>('SELECT due_at FROM tickets WHERE no = ?').pluck();
  const ofTicket = db.prepare(
    'UPDATE tickets SET due_at = @dueAt, follow_up = @followUp, duties_version = @version WHERE no = @no',
  );
  return (found, settled) => {
    const { no, version } = found;
    putParts(found, settled);
    putDuties(found, settled.duties);
    const dueAt = settled.duties[0]?.due.at ?? null;
    const moved = before.get(no) !== dueAt;
    ofTicket.run({ no, version, dueAt, followUp: settled.followUp });
    return moved;
  };
}

function prepareParts(db: Db): (found: Case, settled: Settled) => void {
  const put = db.prepare(
    `INSERT INTO ticket_parts (no, part, unit, role, state, received_at, topic, district, level, due_at, acknowledged_at,
       acknowledge_due, done_at, finish_due, last_due, provisional, urges, remarks, remarks_seen, timeliness, result)
     VALUES (@no, @part, @unit, @role, @state, @receivedAt, @topic, @district, @level, @dueAt, @acknowledgedAt,
       @acknowledgeDue, @doneAt, @finishDue, @lastDue, @provisional, @urges, @remarks,
       (SELECT coalesce(max(remarks_seen), 0) FROM ticket_parts WHERE no = @no AND unit = @unit), @timeliness, @result)
     ON CONFLICT (no, part) DO UPDATE SET state = excluded.state, topic = excluded.topic, district = excluded.district,
       level = excluded.level, due_at = excluded.due_at, acknowledged_at = excluded.acknowledged_at,
       acknowledge_due = excluded.acknowledge_due, done_at = excluded.done_at, finish_due = excluded.finish_due,
       last_due = excluded.last_due, provisional = excluded.provisional, urges = excluded.urges, remarks = excluded.remarks,
       timeliness = excluded.timeliness, result = excluded.result`,
  );
  return ({ no, parts, content, level, remarks }, { duties, parts: figures, satisfaction }) => {
    for (const { id: part, unit, role, state, receivedAt, acknowledgedAt, doneAt } of parts) {
      const { acknowledgeDue, finishDue, lastDue, provisional } = figures.get(part) ?? noFigures;
      // Satisfaction is with what was replied last; parts that were redone or returned have none.
      const told = state === 'replied' ? satisfaction : null;
      put.run({
        ...{ no, part, unit, role, state, receivedAt, acknowledgedAt, doneAt, level },
        ...{ topic: content.topic, district: content.district, acknowledgeDue, finishDue, lastDue },
        dueAt: duties.find((duty) => duty.part === part && duty.owner.of === 'unit')?.due.at ?? null,
        provisional: provisional ? 1 : 0,
        urges: remarks.filter((one) => one.kind === 'urge' && one.part === part).length,
        // An instruction or an inspection note is for every unit; which of them it has opened stays with a part given anew.
        remarks: remarks.filter(({ kind }) => kind !== 'urge').length,
        timeliness: told?.timeliness ?? null,
        result: told?.result ?? null,
      });
    }
  };
}

const noFigures: PartFigures = {
  acknowledgeDue: null,
  finishDue: null,
  lastDue: 0 as EpochMs,
  provisional: false,
};

function prepareDuties(db: Db): (found: Case, duties: readonly Duty[]) => void {
  const forget = db.prepare('DELETE FROM ticket_duties WHERE no = ?');
  const put = db.prepare(
    `INSERT INTO ticket_duties (no, part, step, owner, unit, district, level, days, source, due_at, due_day, provisional, yellow_at, alert_at)
     VALUES (@no, @part, @step, @owner, @unit, @district, @level, @days, @source, @dueAt, @dueDay, @provisional, @yellowAt, @alertAt)`,
  );
  return ({ no, content, level }, duties) => {
    forget.run(no);
    for (const { part, step, owner, days, source, due, yellowAt, alerts } of duties)
      put.run({
        ...{ no, part, step, owner: owner.of, level, days, source, yellowAt },
        unit: owner.of === 'unit' ? owner.unit : null,
        district: owner.of === 'office' ? owner.district : content.district,
        dueAt: due.at,
        dueDay: due.day,
        provisional: due.provisional ? 1 : 0,
        // Looked at again from the first: what was raised already is not raised twice (`ticket_notices`).
        alertAt: alerts[0]?.at ?? null,
      });
  };
}
