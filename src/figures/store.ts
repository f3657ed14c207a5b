import type { AgentId, QueueId, SeatId } from '../acd/model.ts';
import type { CallId } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import { intervalOf, noQueueCounts, noSeatCounts, slices, spellCounts, visitCounts } from './counts.ts';
import {
  type CallerCounts,
  type FigureChange,
  type FigureFilter,
  type QueueCounts,
  queueCounters,
  type SeatCountsOf,
  type Spell,
  type Stretch,
  seatCounters,
  standings,
  type Thresholds,
  type Visit,
} from './model.ts';

export type QueueRow = QueueCounts & { readonly at: EpochMs; readonly queue: QueueId };
export type SeatRow = SeatCountsOf & { readonly at: EpochMs; readonly seat: SeatId; readonly agent: AgentId };
export type ReasonRow = {
  readonly at: EpochMs;
  readonly seat: SeatId;
  readonly agent: AgentId;
  readonly reason: string;
  readonly ms: number;
};

export type FigureStore = {
  /** Writes a change and counts it. Must be inside the turn's transaction. One that was written already changes nothing. */
  apply(change: FigureChange): void;
  /** Another number whenever counts may have changed. */
  version(): number;
  /** Counts of queues, by interval and queue in this order; or put together by stretch. */
  queues: Read<QueueRow>;
  /** Counts of all queues asked for together, by interval or stretch. */
  intervals: Read<Omit<QueueRow, 'queue'>>;
  /** Counts of seats, by interval, seat and agent in this order; or put together by stretch. */
  seats: Read<SeatRow>;
  notReady: Read<ReasonRow>;
  /** Calls that arrived in a period, by as what their callers were treated: a row for each, in the order of the lists. */
  callers(period: Stretch): readonly CallerCounts[];
};

/** @param thresholdsOf what a queue promises now */
export function createFigureStore(db: Db, thresholdsOf: (queue: QueueId) => Thresholds): FigureStore {
  const visits = prepareVisits(db, thresholdsOf);
  const spells = prepareSpells(db);
  let version = 0;
  return {
    apply(change) {
      version += 1;
      switch (change.type) {
        case 'QueueJoined':
          visits.join(change);
          return;
        case 'QueueLeft':
          visits.leave(change);
          return;
        case 'NeverQueued':
          visits.never(change);
          return;
        case 'SpellEnded':
          spells.end(change);
      }
    },
    version: () => version,
    ...prepareReads(db),
    callers: prepareCallers(db),
  };
}

type ChangeOf<T extends FigureChange['type']> = Extract<FigureChange, { type: T }>;

function prepareVisits(db: Db, thresholdsOf: (queue: QueueId) => Thresholds) {
  const count = prepareQueueCount(db);
  const insert = db.prepare(
    `INSERT INTO queue_visits (call_id, joined_at, queue, answer_within_ms, short_abandon_ms, left_at, outcome)
     VALUES (@call, @joinedAt, @queue, @answerWithinMs, @shortAbandonMs, @leftAt, @outcome) ON CONFLICT DO NOTHING`,
  );
  const open = db.prepare<[CallId], Visit>(
    `SELECT call_id AS call, joined_at AS joinedAt, queue, answer_within_ms AS answerWithinMs, short_abandon_ms AS shortAbandonMs
     FROM queue_visits WHERE call_id = ? AND left_at IS NULL`,
  );
  const leave = db.prepare(
    `UPDATE queue_visits SET left_at = @at, outcome = @outcome, seat = @seat, agent = @agent
     WHERE call_id = @call AND joined_at = @joinedAt AND queue = @queue`,
  );
  return {
    join({ call, queue, at }: ChangeOf<'QueueJoined'>) {
      const { answerWithinMs, shortAbandonMs } = thresholdsOf(queue);
      const visit = { call, queue, joinedAt: at, answerWithinMs, shortAbandonMs };
      if (insert.run({ ...visit, leftAt: null, outcome: null }).changes === 1)
        count(intervalOf(at), queue, { offered: 1 });
    },
    leave({ call, at, outcome, seat, agent }: ChangeOf<'QueueLeft'>) {
      const visit = open.get(call);
      if (visit === undefined) return;
      const { joinedAt, queue } = visit;
      leave.run({ call, at, outcome, seat, agent, joinedAt, queue });
      count(intervalOf(joinedAt), queue, visitCounts(visit, at, outcome));
    },
    never({ call, queue, arrivedAt, at }: ChangeOf<'NeverQueued'>) {
      const visit = { call, queue, joinedAt: arrivedAt, answerWithinMs: 0, shortAbandonMs: 0 };
      if (insert.run({ ...visit, leftAt: at, outcome: 'neverQueued' }).changes === 1)
        count(intervalOf(arrivedAt), queue, { neverQueued: 1 });
    },
  };
}

function prepareSpells(db: Db) {
  const countQueue = prepareQueueCount(db);
  const countSeat = prepareCount(db, 'seat_figures', ['at', 'seat', 'agent'], seatCounters);
  const countReason = prepareCount(db, 'not_ready_figures', ['at', 'seat', 'agent', 'reason'], ['ms']);
  const insert = db.prepare(
    `INSERT INTO seat_spells (seat, since, until, state, agent, reason, call_id)
     VALUES (@seat, @since, @until, @state, @agent, @reason, @call) ON CONFLICT DO NOTHING`,
  );
  const work = db.prepare<[CallId, SeatId, AgentId], { talkMs: number; wrapUpMs: number }>(
    `SELECT coalesce(sum(CASE state WHEN 'talking' THEN max(0, until - since) END), 0) AS talkMs,
            coalesce(sum(CASE state WHEN 'wrapUp' THEN max(0, until - since) END), 0) AS wrapUpMs
     FROM seat_spells WHERE call_id = ? AND seat = ? AND agent = ?`,
  );
  const answered = db.prepare<[CallId], { joinedAt: EpochMs; queue: QueueId }>(
    `SELECT joined_at AS joinedAt, queue FROM queue_visits WHERE call_id = ? AND outcome = 'answered'
     ORDER BY left_at DESC LIMIT 1`,
  );
  const handled = ({ call, seat, agent, until }: Spell): void => {
    if (call === null) return;
    const { talkMs, wrapUpMs } = work.get(call, seat, agent) ?? { talkMs: 0, wrapUpMs: 0 };
    const mine = { handled: 1, handledTalkMs: talkMs, handledWrapUpMs: wrapUpMs };
    countSeat({ at: intervalOf(until), seat, agent }, { ...noSeatCounts, ...mine });
    const visit = answered.get(call);
    if (visit !== undefined)
      countQueue(intervalOf(visit.joinedAt), visit.queue, { handled: 1, talkMs, wrapUpMs });
  };
  return {
    end({ spell, handled: isHandled, missed }: ChangeOf<'SpellEnded'>) {
      if (insert.run(spell).changes === 0) return;
      const { seat, agent, reason, since, until } = spell;
      for (const { at, ...counts } of spellCounts(spell))
        countSeat({ at, seat, agent }, { ...noSeatCounts, ...counts });
      if (reason !== null)
        for (const { at, ms } of slices(since, until)) countReason({ at, seat, agent, reason }, { ms });
      if (missed) countSeat({ at: intervalOf(until), seat, agent }, { ...noSeatCounts, missed: 1 });
      if (isHandled) handled(spell);
    },
  };
}

function prepareQueueCount(db: Db) {
  const count = prepareCount(db, 'queue_figures', ['at', 'queue'], queueCounters);
  return (at: EpochMs, queue: QueueId, counts: Partial<QueueCounts>): void =>
    count({ at, queue }, { ...noQueueCounts, ...counts });
}

/** Adds counts to a row, which is made when it is not there. The longest wait is the one maximum among them. */
function prepareCount(db: Db, table: string, keys: readonly string[], counters: readonly string[]) {
  const columns = [...keys, ...counters];
  const added = counters.map((name) =>
    name === 'longestWaitMs'
      ? `${name} = max(${name}, excluded.${name})`
      : `${name} = ${name} + excluded.${name}`,
  );
  const statement = db.prepare<[Readonly<Record<string, unknown>>]>(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})
     ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${added.join(', ')}`,
  );
  return (key: Readonly<Record<string, unknown>>, counts: Readonly<Record<string, number>>): void => {
    statement.run({ ...key, ...counts });
  };
}

const summed = (counters: readonly string[]): string =>
  counters.map((name) => `${name === 'longestWaitMs' ? 'max' : 'sum'}(${name}) AS ${name}`).join(', ');

type Table = {
  readonly name: string;
  readonly keys: readonly string[];
  readonly counters: readonly string[];
  /** Rows of one interval are put together, whatever they are of. */
  readonly summedUp?: boolean;
};
/** @param stretches into which intervals are put together, in order; `at` is then a stretch's beginning. Not given: by interval */
type Read<T> = (filter: FigureFilter, stretches?: readonly Stretch[]) => readonly T[];

const conditions: Readonly<Record<string, string>> = {
  queue: 'queue = @queue',
  seat: 'seat = @seat',
  agent: 'agent = @agent',
};

/**
 * Rows of a table of counts: as they are, or put together by the database, which makes a row of some thousands without each of them
 * becoming one of ours.
 */
function readsOf<T>(db: Db, { name: table, keys, counters, summedUp = false }: Table): Read<T> {
  return (filter, stretches) => {
    const given = Object.entries(filter).filter(([, value]) => value !== undefined);
    const asked = given.flatMap(([name]) => conditions[name] ?? []);
    const ordered = ['at', ...keys].join(', ');
    const from =
      stretches === undefined
        ? { at: 'f.at', of: `${table} f`, when: 'f.at >= @since AND f.at < @until' }
        : {
            at: 's.value ->> 0',
            of: `json_each(@stretches) s CROSS JOIN ${table} f`,
            // The stretch's own bounds and no others, so that they are what the rows are found by.
            when: 'f.at >= s.value ->> 0 AND f.at < s.value ->> 1',
          };
    const summing = summedUp || stretches !== undefined;
    const sql = `SELECT ${[`${from.at} AS at`, ...keys, summing ? summed(counters) : counters.join(', ')].join(', ')}
      FROM ${from.of} WHERE ${[from.when, ...asked].join(' AND ')} ${summing ? `GROUP BY ${[from.at, ...keys].join(', ')}` : ''} ORDER BY ${ordered}`;
    const values = {
      ...Object.fromEntries(given),
      stretches: JSON.stringify(stretches?.map(boundsOf) ?? null),
    };
    return db.prepare<[Record<string, unknown>], T>(sql).all(values);
  };
}

const boundsOf = ({ since, until }: Stretch): readonly [number, number] => [since, until];

/** From the calls themselves: few callers are on lists, and nothing had to be counted before. */
function prepareCallers(db: Db): FigureStore['callers'] {
  const ended = (outcome: string): string => `count(*) FILTER (WHERE outcome = '${outcome}') AS ${outcome}`;
  const known = ['answered', 'abandoned', 'blocked'];
  const count = db.prepare<[Stretch & Pick<CallerCounts, 'standing'>], Omit<CallerCounts, 'standing'>>(
    `SELECT count(*) AS calls, ${known.map(ended).join(', ')}, count(*) FILTER (WHERE outcome IS NULL) AS live,
            count(*) FILTER (WHERE outcome NOT IN (${known.map((name) => `'${name}'`).join(', ')})) AS otherwise
     FROM calls WHERE standing = @standing AND arrived_at >= @since AND arrived_at < @until`,
  );
  return ({ since, until }) =>
    standings.flatMap((standing) => {
      const counts = count.get({ since, until, standing });
      return counts === undefined ? [] : [{ standing, ...counts }];
    });
}

const prepareReads = (db: Db): Pick<FigureStore, 'intervals' | 'queues' | 'seats' | 'notReady'> => ({
  intervals: readsOf(db, { name: 'queue_figures', keys: [], counters: queueCounters, summedUp: true }),
  queues: readsOf(db, { name: 'queue_figures', keys: ['queue'], counters: queueCounters }),
  seats: readsOf(db, { name: 'seat_figures', keys: ['seat', 'agent'], counters: seatCounters }),
  notReady: readsOf(db, { name: 'not_ready_figures', keys: ['seat', 'agent', 'reason'], counters: ['ms'] }),
});
