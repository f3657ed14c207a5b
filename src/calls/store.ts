import type { LastTalk } from '../acd/last-agent.ts';
import type { AgentId, QueueId, SeatId } from '../acd/model.ts';
import type { CallerEntryId } from '../callers/model.ts';
import { isText, listOf, parseAs, shape } from '../lib/shape.ts';
import type { EpochMs } from '../lib/time.ts';
import type { JournalRow } from '../ports/journal.ts';
import type { Db } from '../store/open.ts';
import { type Page, type PageAsked, type Position, page } from '../store/page.ts';
import { isSpokenSecret } from '../tickets/spoken.ts';
import { liveLegs } from './legs.ts';
import type {
  Call,
  CallId,
  DialPurpose,
  Ending,
  Origin,
  PhoneNumber,
  SurveyLevel,
  TicketNo,
} from './model.ts';
import { type Eyes, knownSql } from './seen.ts';
import { isCall, upgradeCall } from './snapshot.ts';
import { lineOf } from './wire.ts';

/** A call as a line of a list. */
export type CallLine = {
  readonly id: CallId;
  readonly origin: Origin;
  /** Null when the citizen rang. */
  readonly purpose: DialPurpose | null;
  readonly phase: Call['phase'];
  readonly arrivedAt: EpochMs;
  readonly endedAt: EpochMs | null;
  readonly from: PhoneNumber | null;
  readonly dialled: string;
  readonly ticketNo: TicketNo;
  readonly queue: QueueId;
  readonly outcome: Ending['outcome'] | null;
  readonly seat: SeatId | null;
  readonly agent: AgentId | null;
  /** What the caller keyed in after the talk; null: was not asked, or did not answer. */
  readonly surveyLevel: SurveyLevel | null;
};

/** One step of a call's life, as the record has it. A step whose row is damaged has neither event nor commands. */
export type CallStep = {
  readonly n: number;
  readonly at: EpochMs;
  readonly event: JournalRow['input'] | null;
  readonly from: Call['phase'] | null;
  readonly to: Call['phase'];
  readonly commands: JournalRow['commands'] | null;
};

/** Members that are given must all hold. `since` is included, `until` is not. */
export type CallFilter = {
  readonly phase?: 'live' | 'ended' | undefined;
  readonly since?: EpochMs | undefined;
  readonly until?: EpochMs | undefined;
  readonly outcome?: string | undefined;
  readonly queue?: string | undefined;
  readonly seat?: string | undefined;
  readonly ticket?: string | undefined;
  readonly from?: PhoneNumber | undefined;
  readonly agent?: AgentId | undefined;
  readonly surveyLevel?: number | undefined;
  /** Those that an entry of the lists of callers treated. */
  readonly callerEntry?: CallerEntryId | undefined;
};

/** Which part of a list. */
export type Listed = PageAsked & { readonly after: Position };

export type CallStore = {
  put(call: Call): void;
  addStep(row: JournalRow): void;
  /** Calls that have not ended, or of which a leg still lives; and the ids of those whose record cannot be read. */
  alive(): { readonly calls: readonly Call[]; readonly damaged: readonly CallId[] };
  /** Newest first; those that are there for these eyes. */
  list(filter: CallFilter, eyes: Eyes, at: Listed): Page<CallLine>;
  /** Whether a confidential ticket was spoken of in it, be it written already or not. */
  isSecret(call: Pick<CallLine, 'id' | 'ticketNo'>): boolean;
  line(id: CallId): CallLine | null;
  /** The whole call; null when there is none, or its record is damaged: then `line` still has it. */
  read(id: CallId): Call | null;
  steps(id: CallId): readonly CallStep[];
  /** When the last step of any call was written; null: none was. */
  lastStepAt(): EpochMs | null;
  /** Who spoke with which number last, in the last day that has calls; the latest last. */
  lastTalks(): readonly LastTalk[];
};

const columns = `id, origin, purpose, phase, arrived_at AS arrivedAt, ended_at AS endedAt, from_number AS "from", dialled,
  ticket_no AS ticketNo, queue, outcome, seat, agent, survey_level AS surveyLevel`;

type StepRow = {
  readonly n: number;
  readonly at: EpochMs;
  readonly input: string;
  readonly from_phase: Call['phase'] | null;
  readonly to_phase: Call['phase'];
  readonly commands: string;
};

/** The calls in the database. */
export function createCallStore(db: Db): CallStore {
  const writes = prepareWrites(db);
  const aliveIds = db
    .prepare<[], CallId>('SELECT id FROM calls WHERE alive = 1 ORDER BY arrived_at, id')
    .pluck();
  const snapshot = db.prepare<[CallId], string>('SELECT snapshot FROM calls WHERE id = ?').pluck();
  const line = db.prepare<[CallId], CallLine>(`SELECT ${columns} FROM calls WHERE id = ?`);
  const steps = db.prepare<[CallId], StepRow>(
    'SELECT n, at, input, from_phase, to_phase, commands FROM journal WHERE call_id = ? ORDER BY n',
  );
  const lastStepAt = db.prepare<[], EpochMs>('SELECT at FROM journal ORDER BY id DESC LIMIT 1').pluck();
  const lastTalks = db.prepare<[], LastTalk>(
    `SELECT from_number AS number, agent, max(arrived_at) AS at FROM calls
     WHERE arrived_at > (SELECT max(arrived_at) FROM calls) - 86400000
       AND outcome = 'answered' AND from_number IS NOT NULL AND agent IS NOT NULL
     GROUP BY from_number ORDER BY at`,
  );
  const secret = db
    .prepare<[Pick<CallLine, 'id' | 'ticketNo'>], number>(`SELECT ${isSpokenSecret('@ticketNo', '@id')}`)
    .pluck();
  const read = (id: CallId): Call | null => callOf(id, snapshot.get(id));
  return {
    ...writes,
    alive() {
      const all = aliveIds.all().map((id) => ({ id, call: read(id) }));
      return {
        calls: all.flatMap(({ call }) => call ?? []),
        damaged: all.filter(({ call }) => call === null).map(({ id }) => id),
      };
    },
    list: (filter, eyes, at) => list(db, filter, eyes, at),
    isSecret: ({ id, ticketNo }) => secret.get({ id, ticketNo }) === 1,
    line: (id) => line.get(id) ?? null,
    read,
    steps: (id) => steps.all(id).map(stepOf),
    lastStepAt: () => lastStepAt.get() ?? null,
    lastTalks: () => lastTalks.all(),
  };
}

/** The call of a row; null when there is none, or it is damaged. */
function callOf(id: CallId, snapshot: string | undefined): Call | null {
  const call = parseAs(snapshot ?? '', isCall, upgradeCall);
  return call?.id === id ? call : null;
}

function prepareWrites(db: Db): Pick<CallStore, 'put' | 'addStep'> {
  const put = db.prepare(
    `INSERT INTO calls (id, origin, purpose, phase, arrived_at, ended_at, from_number, dialled, ticket_no, queue, outcome, seat, agent, survey_level, standing, caller_entry, alive, snapshot)
     VALUES (@id, @origin, @purpose, @phase, @arrivedAt, @endedAt, @from, @dialled, @ticketNo, @queue, @outcome, @seat, @agent, @surveyLevel, @standing, @callerEntry, @alive, @snapshot)
     ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, queue = excluded.queue, ended_at = excluded.ended_at, outcome = excluded.outcome,
       seat = excluded.seat, agent = excluded.agent, survey_level = excluded.survey_level, alive = excluded.alive, snapshot = excluded.snapshot`,
  );
  const addStep = db.prepare(
    `INSERT INTO journal (call_id, n, at, input, from_phase, to_phase, commands)
     VALUES (@call, (SELECT coalesce(max(n), 0) + 1 FROM journal WHERE call_id = @call), @at, @input, @from, @to, @commands)`,
  );
  return {
    put(call) {
      const alive = call.phase !== 'ended' || liveLegs(call).length > 0;
      const { standing } = call.plan;
      put.run({
        ...lineOf(call),
        standing: standing?.kind ?? null,
        callerEntry: standing?.entry ?? null,
        alive: alive ? 1 : 0,
        snapshot: JSON.stringify(call),
      });
    },
    addStep({ call, at, input, from, to, commands }) {
      addStep.run({
        call,
        at,
        input: JSON.stringify(input),
        from,
        to,
        commands: JSON.stringify(commands),
      });
    },
  };
}

const typed = shape({ type: isText });
const typedList = listOf(typed);
const isEvent = (value: unknown): value is JournalRow['input'] => typed(value);
const isCommands = (value: unknown): value is JournalRow['commands'] => typedList(value);

const stepOf = ({ n, at, input, from_phase, to_phase, commands }: StepRow): CallStep => ({
  n,
  at,
  event: parseAs(input, isEvent),
  from: from_phase,
  to: to_phase,
  commands: parseAs(commands, isCommands),
});

/** `alive = 1` beside the phase lets a partial index serve: without it a list of live calls would read every call there ever was. */
const conditions = {
  since: 'arrived_at >= @since',
  until: 'arrived_at < @until',
  outcome: 'outcome = @outcome',
  queue: 'queue = @queue',
  seat: 'seat = @seat',
  ticket: 'ticket_no = @ticket',
  from: 'from_number = @from',
  agent: 'agent = @agent',
  surveyLevel: 'survey_level = @surveyLevel',
  callerEntry: 'caller_entry = @callerEntry',
} as const;

function list(db: Db, filter: CallFilter, eyes: Eyes, { after, limit }: Listed): Page<CallLine> {
  const { phase, ...rest } = filter;
  const known = knownSql(eyes);
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const where = [
    '(arrived_at, id) < (@at, @id)',
    ...(phase === 'live' ? [`alive = 1 AND phase <> 'ended'`] : []),
    ...(phase === 'ended' ? [`phase = 'ended'`] : []),
    ...given.map(([name]) => conditions[name as keyof typeof conditions]),
    ...(known === null ? [] : [known]),
  ];
  const found = db
    .prepare<[Record<string, unknown>], CallLine>(
      `SELECT ${columns} FROM calls WHERE ${where.join(' AND ')} ORDER BY arrived_at DESC, id DESC LIMIT @limit`,
    )
    .all({
      ...{ ...Object.fromEntries(given), ...after, limit: limit + 1 },
      ...(known === null ? {} : { viewer: eyes.agent, supervises: eyes.supervises ? 1 : 0 }),
    });
  return page(found, limit, (call) => ({ at: call.arrivedAt, id: call.id }));
}
