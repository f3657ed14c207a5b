import type { AgentId, QueueId, QueueRules, SeatId } from '../../src/acd/model.ts';
import { newSeat } from '../../src/acd/seat.ts';
import type { CallEvent } from '../../src/calls/events.ts';
import type { Fact } from '../../src/calls/facts.ts';
import type { CallId } from '../../src/calls/model.ts';
import { legId } from '../../src/calls/model.ts';
import { type EpochMs, epochMs } from '../../src/lib/time.ts';
import { defaultPlan, usualQueueRules } from '../../src/routing/model.ts';
import { expectedWait, type Rules, restore, type State } from '../../src/switchboard/state.ts';
import { type Input, turn } from '../../src/switchboard/turn.ts';
import { Dice } from './dice.ts';

export type Day = {
  readonly seed: number;
  readonly calls: number;
  readonly seats: number;
  /** Mean time between arrivals, over all queues, and mean handling time; both exponential. In ms. */
  readonly everyMs: number;
  readonly handlingMs: number;
  /** How many of the first calls are not counted: the day begins empty. */
  readonly warmUp: number;
  /** The numbers dialled, each a queue of its own, in turn by chance; one if not given. */
  readonly queues?: readonly string[];
  readonly rules?: (id: QueueId) => Partial<QueueRules>;
};

/** What became of one caller. */
export type Waited = {
  readonly queue: QueueId;
  readonly n: number;
  readonly joinedAt: number;
  readonly waitMs: number;
  /** Callers ahead when it joined, in its queue and others, and what it was told; null: it did not wait. */
  readonly expectedMs: number | null;
};

type Due = { readonly at: number; readonly run: () => void };
const begin = Date.UTC(2026, 10, 24, 0);

/**
 * A day on the house's own turns, without inbox, switch or real time: callers come by chance, phones are answered at once, talks last by
 * chance, and there is no after-call work, as Erlang's formula supposes.
 */
export class SimulatedDay {
  readonly waited: Waited[] = [];
  readonly state: State;
  readonly #day: Day;
  readonly #dice: Dice;
  readonly #rules: Rules;
  readonly #heap: Due[] = [];
  readonly #joined = new Map<CallId, { n: number; at: number; expectedMs: number | null }>();
  #now = begin;

  constructor(day: Day) {
    this.#day = day;
    this.#dice = new Dice(day.seed);
    const queues = day.queues ?? ['general'];
    const plan = { ...defaultPlan, greeting: [], wrapUpMs: 0, maxWaitMs: 1e9 };
    const queueRules = (id: QueueId): QueueRules => ({ ...usualQueueRules(id), ...day.rules?.(id) });
    const farewell = {
      noSeat: [],
      nobodyAnswered: [],
      waitedTooLong: [],
      fault: [],
      goodbye: [],
      queueFull: [],
      callBackAsked: [],
    };
    this.#rules = {
      planFor: (dialled) => ({ ...plan, farewell, queue: dialled as QueueId }),
      queueRules,
      timeZone: 'Asia/Shanghai',
    };
    const seats = Array.from({ length: day.seats }, (_, n) => ({
      ...newSeat(`s${String(n).padStart(4, '0')}` as SeatId, queues as QueueId[], epochMs(begin)),
      phone: 'reachable' as const,
      agent: `a${String(n)}` as AgentId,
      doing: { state: 'ready' as const, idleSince: epochMs(begin) },
    }));
    this.state = restore({ calls: [], seats, lastTicketNo: null }, seats, this.#rules);
    this.#put({ to: 'switch', at: epochMs(begin), up: true });
  }

  run(): this {
    this.#arrive(0);
    for (let due = this.#pop(); due !== undefined; due = this.#pop()) {
      this.#now = due.at;
      due.run();
    }
    return this;
  }

  /** The callers that count. */
  counted(): readonly Waited[] {
    return this.waited.filter(({ n }) => n >= this.#day.warmUp);
  }

  #exponential(mean: number): number {
    return -mean * Math.log(1 - this.#dice.next());
  }

  #at(): EpochMs {
    return epochMs(Math.floor(this.#now));
  }

  #arrive(n: number): void {
    if (n === this.#day.calls) return;
    this.#later(this.#exponential(this.#day.everyMs), () => {
      const call = `C${String(n)}.1` as CallId;
      const queues = this.#day.queues ?? ['general'];
      const dialled = queues[this.#dice.between(0, queues.length - 1)] ?? '';
      this.#joined.set(call, { n, at: this.#now, expectedMs: null });
      this.#put({ to: 'door', at: this.#at(), call, from: null, dialled });
      const expected = expectedWait(this.state, this.#rules, call);
      if (expected !== null) this.#joined.set(call, { n, at: this.#now, expectedMs: expected.waitMs });
      this.#arrive(n + 1);
    });
  }

  #put(input: Input): void {
    for (const fact of turn(this.state, this.#rules, input).facts) this.#hear(fact);
  }

  #hear(fact: Fact): void {
    if (fact.type === 'OfferMade')
      this.#later(0, () => this.#tell(fact.call, { type: 'SeatAnswered', at: this.#at(), leg: fact.leg }));
    if (fact.type !== 'TalkStarted') return;
    const joined = this.#joined.get(fact.call);
    if (joined === undefined) return;
    const { n, at, expectedMs } = joined;
    this.#joined.delete(fact.call);
    this.waited.push({ n, queue: fact.queue, joinedAt: at, waitMs: this.#now - at, expectedMs });
    this.#later(this.#exponential(this.#day.handlingMs), () => {
      this.#tell(fact.call, { type: 'CallerHungUp', at: this.#at(), cause: 16 });
      const leg = legId(fact.call, 'seat', 1);
      this.#tell(fact.call, { type: 'SeatLegEnded', at: this.#at(), leg, cause: 16 });
    });
  }

  #tell(call: CallId, event: CallEvent): void {
    this.#put({ to: 'call', at: event.at, call, event });
  }

  #later(ms: number, run: () => void): void {
    const due = { at: this.#now + ms, run };
    const heap = this.#heap;
    let low = 0;
    let high = heap.length;
    // Kept sorted, latest first; what is due at the same time happens in the order in which it was asked for.
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((heap[middle]?.at ?? 0) > due.at) low = middle + 1;
      else high = middle;
    }
    heap.splice(low, 0, due);
  }

  #pop(): Due | undefined {
    return this.#heap.pop();
  }
}
