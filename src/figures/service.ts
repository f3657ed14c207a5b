import type { Seat } from '../acd/model.ts';
import { type EpochMs, epochMs } from '../lib/time.ts';
import { noQueueCounts, noSeatCounts, slices, spellCounts, sumOfQueues, sumOfSeats } from './counts.ts';
import type {
  CallerCounts,
  FigureFilter,
  Granularity,
  QueueCounts,
  QueueReport,
  QueueToday,
  SeatCountsOf,
  SeatReport,
  Stretch,
} from './model.ts';
import { dayOfInstant, stretchesOf, wholeIntervals } from './periods.ts';
import { spellOf, todayOf } from './rules.ts';
import type { FigureStore, QueueRow, ReasonRow, SeatRow } from './store.ts';

export type FigureDeps = {
  readonly store: FigureStore;
  readonly timeZone: string;
  /** The seats as they are now: their present spell is not over, and counts all the same. */
  readonly seats: () => Iterable<Seat>;
  readonly now: () => EpochMs;
};

export type Question = FigureFilter & { readonly granularity: Granularity };

type Today = {
  readonly version: number;
  readonly since: EpochMs;
  readonly queues: ReadonlyMap<string, QueueToday>;
};

/** What each queue has done since the city's day began; looked up anew only when something was counted. */
export function countToday(
  store: FigureStore,
  timeZone: string,
): (at: EpochMs) => ReadonlyMap<string, QueueToday> {
  let known: Today | null = null;
  let day: Stretch = { since: epochMs(0), until: epochMs(0) };
  return (at) => {
    if (at < day.since || at >= day.until) day = dayOfInstant(at, timeZone);
    const version = store.version();
    if (known?.version === version && known.since === day.since) return known.queues;
    const queues = new Map(store.queues(day, [day]).map((row) => [row.queue, todayOf(row)]));
    known = { version, since: day.since, queues };
    return queues;
  };
}

/** Reports over what was counted. */
export class FigureService {
  readonly #deps: FigureDeps;

  constructor(deps: FigureDeps) {
    this.#deps = deps;
  }

  /** One row a queue and stretch in which anything was counted. */
  queues(question: Question): readonly QueueReport[] {
    const { stretches, rows } = this.#ask(question, this.#deps.store.queues);
    return gathered(stretches, rows, ({ queue }) => queue).map(({ stretch, members: [first, ...more] }) => ({
      since: stretch.since,
      until: stretch.until,
      queue: first.queue,
      counts: more.reduce<QueueCounts>(sumOfQueues, first),
    }));
  }

  /** One row a stretch, all queues asked for together; also stretches in which nothing was. */
  intervals(question: Question): readonly QueueReport[] {
    const { stretches, rows } = this.#ask(question, this.#deps.store.intervals);
    const counted = new Map(rows.map((row) => [row.at, row]));
    return stretches.map(({ since, until }) => ({
      since,
      until,
      queue: question.queue ?? null,
      counts: counted.get(since) ?? noQueueCounts,
    }));
  }

  /** One row an agent and stretch, whatever seat it was at; what goes on now is counted up to now. */
  seats(question: Question): readonly SeatReport[] {
    const { store } = this.#deps;
    const { stretches, rows } = this.#ask(question, store.seats);
    const live = this.#live(question);
    const reasons = gathered(stretches, [...this.#reasons(question), ...live.reasons], ({ agent }) => agent);
    const found = new Map(reasons.map(({ stretch, members }) => [keyOf(stretch, members[0].agent), members]));
    return gathered(stretches, [...rows, ...live.rows], ({ agent }) => agent).map(({ stretch, members }) => {
      const { agent } = members[0];
      const seats = new Set(members.map(({ seat }) => seat));
      return {
        ...stretch,
        agent,
        seat: seats.size === 1 ? members[0].seat : null,
        counts: members.reduce<SeatCountsOf>(sumOfSeats, noSeatCounts),
        reasons: reasonsOf(found.get(keyOf(stretch, agent)) ?? []),
      };
    });
  }

  /** Calls of a period by as what their callers were treated. */
  callers(period: Stretch): readonly CallerCounts[] {
    return this.#deps.store.callers(period);
  }

  #reasons(question: Question): readonly ReasonRow[] {
    return this.#ask(question, this.#deps.store.notReady).rows;
  }

  #ask<T>(question: Question, read: (filter: FigureFilter, stretches?: readonly Stretch[]) => readonly T[]) {
    const { granularity, ...filter } = question;
    const whole = { ...filter, ...wholeIntervals(filter) };
    const stretches = stretchesOf(whole, granularity, this.#deps.timeZone);
    return { stretches, rows: granularity === '15min' ? read(whole) : read(whole, stretches) };
  }

  /** The spells that are not over, counted as if they ended now. */
  #live({ seat: asked, agent, ...question }: Question): {
    rows: readonly SeatRow[];
    reasons: readonly ReasonRow[];
  } {
    const { seats, now } = this.#deps;
    const { since, until } = wholeIntervals(question);
    const rows: SeatRow[] = [];
    const reasons: ReasonRow[] = [];
    for (const seat of seats()) {
      const spell = spellOf(seat, now());
      if (spell === null || (asked ?? seat.id) !== seat.id || (agent ?? spell.agent) !== spell.agent)
        continue;
      const who = { seat: spell.seat, agent: spell.agent };
      for (const part of spellCounts(spell)) rows.push({ ...noSeatCounts, ...part, ...who });
      const { reason } = spell;
      if (reason !== null)
        reasons.push(...slices(spell.since, spell.until).map((slice) => ({ ...slice, ...who, reason })));
    }
    const within = ({ at }: { readonly at: EpochMs }): boolean => at >= since && at < until;
    return { rows: rows.filter(within), reasons: reasons.filter(within) };
  }
}

const keyOf = ({ since }: Stretch, agent: string): string => `${String(since)} ${agent}`;

function reasonsOf(rows: readonly ReasonRow[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { reason, ms } of rows) sums[reason] = (sums[reason] ?? 0) + ms;
  return sums;
}

type Gathered<T> = { readonly stretch: Stretch; readonly members: readonly [T, ...T[]] };

/** Rows of the same stretch and key, together; in order of stretch and key. */
function gathered<T extends Pick<QueueRow, 'at'>>(
  stretches: readonly Stretch[],
  rows: readonly T[],
  keyOfRow: (row: T) => string,
): readonly Gathered<T>[] {
  const ordered = rows.toSorted((a, b) => a.at - b.at);
  const found: Gathered<T>[] = [];
  let next = 0;
  for (const stretch of stretches) {
    const groups = new Map<string, [T, ...T[]]>();
    for (let row = ordered[next]; row !== undefined && row.at < stretch.until; row = ordered[++next]) {
      const key = keyOfRow(row);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [row]);
      else group.push(row);
    }
    for (const key of [...groups.keys()].toSorted()) {
      const members = groups.get(key);
      if (members !== undefined) found.push({ stretch, members });
    }
  }
  return found;
}
