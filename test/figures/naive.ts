import type { Seat } from '../../src/acd/model.ts';
import { intervalMs } from '../../src/figures/counts.ts';
import { type QueueCounts, queueCounters, type SeatCountsOf, seatCounters } from '../../src/figures/model.ts';
import type { Db } from '../../src/store/open.ts';

/*
 * The figures once more, from the record alone, in the plainest way: every call's steps from the journal, every seat's states in the order in
 * which they were written, every interval of the day looked at for each. It shares no code with src/figures/ but the names and the length of
 * an interval.
 */

type StepRow = { readonly at: number; readonly to_phase: string };
type CallRow = {
  readonly id: string;
  readonly queue: string;
  readonly arrived_at: number;
  readonly ended_at: number | null;
  readonly outcome: string | null;
};

const emptyQueue = () =>
  Object.fromEntries(queueCounters.map((name) => [name, 0])) as Record<keyof QueueCounts, number>;
const emptySeat = () =>
  Object.fromEntries(seatCounters.map((name) => [name, 0])) as Record<keyof SeatCountsOf, number>;
const begin = (at: number): number => at - (at % intervalMs);
const waits = (phase: string): boolean => phase === 'queued' || phase === 'offering';

/** A call's one wait: when it joined the queue, and when and how that ended for the first time. */
function waitOf(db: Db, call: CallRow) {
  const steps = db
    .prepare<[string], StepRow>('SELECT at, to_phase FROM journal WHERE call_id = ? ORDER BY n')
    .all(call.id);
  const joined = steps.findIndex(({ to_phase }) => waits(to_phase));
  const join = steps[joined];
  if (join === undefined) return null;
  const left = steps.slice(joined).find(({ to_phase }) => !waits(to_phase));
  return { joinedAt: join.at, leftAt: left?.at ?? null, answered: left?.to_phase === 'talking' };
}

export type History = readonly { readonly at: number; readonly seat: Seat }[];
type Promise_ = { readonly answerWithinMs: number; readonly shortAbandonMs: number };

/** Counts of queues by `interval queue`. */
export function naiveQueues(
  db: Db,
  promise: Promise_,
  history: History,
): Record<string, Partial<QueueCounts>> {
  const counts: Record<string, Record<keyof QueueCounts, number>> = {};
  const rowOf = (at: number, queue: string) => (counts[`${begin(at)} ${queue}`] ??= emptyQueue());
  const calls = db.prepare<[], CallRow>('SELECT id, queue, arrived_at, ended_at, outcome FROM calls').all();
  const answered = new Map<string, { at: number; queue: string }>();
  for (const call of calls) {
    const wait = waitOf(db, call);
    if (wait === null) {
      if (call.ended_at !== null) rowOf(call.arrived_at, call.queue).neverQueued += 1;
      continue;
    }
    const row = rowOf(wait.joinedAt, call.queue);
    row.offered += 1;
    if (wait.leftAt === null) continue;
    const ms = wait.leftAt - wait.joinedAt;
    row.longestWaitMs = Math.max(row.longestWaitMs, ms);
    if (wait.answered) {
      answered.set(call.id, { at: wait.joinedAt, queue: call.queue });
      row.answered += 1;
      row.answeredWaitMs += ms;
      if (ms <= promise.answerWithinMs) row.answeredWithin += 1;
    } else if (call.outcome === 'abandoned' && ms < promise.shortAbandonMs) row.shortAbandoned += 1;
    else if (call.outcome === 'abandoned') {
      row.abandoned += 1;
      row.abandonedWaitMs += ms;
    } else if (call.outcome === 'lost') row.lost += 1;
    else row.turnedAway += 1;
  }
  for (const work of handlings(history)) {
    const visit = answered.get(work.call);
    if (visit === undefined) continue;
    const row = rowOf(visit.at, visit.queue);
    row.handled += 1;
    row.talkMs += work.talkMs;
    row.wrapUpMs += work.wrapUpMs;
  }
  return counts;
}

type Handling = {
  readonly call: string;
  readonly seat: string;
  readonly agent: string;
  readonly endedAt: number;
  readonly talkMs: number;
  readonly wrapUpMs: number;
};

const callIn = (seat: Seat): string | null =>
  'leg' in seat.doing ? seat.doing.leg.replace(/\.seat\.\d+$/, '') : null;

/** Stretches between two states of one seat, in order. */
function stretches(history: History) {
  const last = new Map<string, { at: number; seat: Seat }>();
  return history.flatMap((entry) => {
    const before = last.get(entry.seat.id);
    // Something else about the seat changed: what it does goes on.
    if (before?.seat.since === entry.seat.since && before.seat.doing.state === entry.seat.doing.state)
      return [];
    last.set(entry.seat.id, entry);
    return before === undefined
      ? []
      : [{ seat: before.seat, since: before.at, until: entry.at, next: entry.seat }];
  });
}

/** Each call a seat talked on, from the answer to the end of its wrap-up. */
function handlings(history: History): readonly Handling[] {
  const found: Handling[] = [];
  const open = new Map<string, { call: string; talkMs: number; wrapUpMs: number }>();
  for (const { seat, since, until, next } of stretches(history)) {
    const call = callIn(seat);
    const { state } = seat.doing;
    if (call === null || (state !== 'talking' && state !== 'wrapUp')) continue;
    const work = open.get(seat.id) ?? { call, talkMs: 0, wrapUpMs: 0 };
    work[state === 'talking' ? 'talkMs' : 'wrapUpMs'] += until - since;
    open.set(seat.id, work);
    // Offered the same call again, after a talk that could not begin: that is another handling.
    if (callIn(next) === call && next.doing.state !== 'offered') continue;
    open.delete(seat.id);
    found.push({ ...work, seat: seat.id, agent: seat.agent ?? '', endedAt: until });
  }
  return found;
}

const timeNames = {
  ready: 'readyMs',
  offered: 'offeredMs',
  talking: 'talkingMs',
  wrapUp: 'wrapUpMs',
  notReady: 'notReadyMs',
} as const;

/** Counts of seats by `interval seat agent`; intervals in which there is nothing are left out. */
export function naiveSeats(history: History): Record<string, Partial<SeatCountsOf>> {
  const counts: Record<string, Record<keyof SeatCountsOf, number>> = {};
  const rowOf = (at: number, seat: string, agent: string) =>
    (counts[`${begin(at)} ${seat} ${agent}`] ??= emptySeat());
  const first = begin(history[0]?.at ?? 0);
  const last = history.at(-1)?.at ?? 0;
  for (const { seat, since, until, next } of stretches(history)) {
    const { doing, agent, id } = seat;
    if (agent === null || doing.state === 'offline') continue;
    for (let at = first; at <= last; at += intervalMs) {
      const ms = Math.min(until, at + intervalMs) - Math.max(since, at);
      if (ms > 0) rowOf(at, id, agent)[timeNames[doing.state]] += ms;
    }
    const isSame =
      next.doing.state === 'talking' && doing.state === 'talking' && callIn(next) === callIn(seat);
    if (doing.state === 'talking' && !isSame) rowOf(seat.since, id, agent).answered += 1;
    const why = next.doing.state === 'notReady' ? next.doing.reason : '';
    if (doing.state === 'offered' && ['noAnswer', 'refused', 'declined', 'phoneFault'].includes(why))
      rowOf(until, id, agent).missed += 1;
  }
  for (const { seat, agent, endedAt, talkMs, wrapUpMs } of handlings(history)) {
    const row = rowOf(endedAt, seat, agent);
    row.handled += 1;
    row.handledTalkMs += talkMs;
    row.handledWrapUpMs += wrapUpMs;
  }
  return counts;
}
