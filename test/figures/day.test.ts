import fc from 'fast-check';
import t, { type Test } from 'tap';
import type { AgentId, QueueId, Seat, SeatId, SeatInput } from '../../src/acd/model.ts';
import { newSeat } from '../../src/acd/seat.ts';
import type { CallEvent } from '../../src/calls/events.ts';
import { currentSeatLeg } from '../../src/calls/legs.ts';
import { type Call, type CallId, legId, type PhoneNumber } from '../../src/calls/model.ts';
import { promiseOf } from '../../src/figures/rules.ts';
import { type EpochMs, epochMs } from '../../src/lib/time.ts';
import { defaultPlan, usualQueueRules } from '../../src/routing/model.ts';
import { type Rules, restore } from '../../src/switchboard/state.ts';
import { type Input, turn } from '../../src/switchboard/turn.ts';
import { freshStore, noon } from '../store/samples.ts';
import { type History, naiveQueues, naiveSeats } from './naive.ts';

const rules: Rules = {
  planFor: (dialled) => ({
    ...{ ...defaultPlan, queue: (dialled === '1' ? 'general' : 'tax') as QueueId },
    ...{ greeting: dialled === '1' ? [] : defaultPlan.greeting, wrapUpMs: 40_000, maxOffers: 2 },
  }),
  queueRules: usualQueueRules,
  timeZone: 'Asia/Shanghai',
};
const seatIds = ['8001', '8002', '8003'] as SeatId[];
const seatOf = (id: SeatId, at: number): Seat => ({
  ...newSeat(id, ['general', 'tax'] as QueueId[], epochMs(at)),
  phone: 'reachable',
});

/** What happens next, and how many ms later; `n` says to whom. */
type Step = { readonly ms: number; readonly what: number; readonly n: number };
const step: fc.Arbitrary<Step> = fc.record({
  ms: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30_000 }), fc.integer({ min: 1, max: 1_200_000 })),
  what: fc.integer({ min: 0, max: 15 }),
  n: fc.integer({ min: 0, max: 5 }),
});

/** One of the things that can happen to a call now. */
function callEvents(call: Call, at: EpochMs): readonly CallEvent[] {
  const leg = currentSeatLeg(call);
  return [
    { type: 'CallerHungUp', at, cause: 16 },
    { type: 'WaitedTooLong', at },
    { type: 'OfferTimedOut', at },
    { type: 'JoinFailed', at, outcome: 'timeout', legs: [legId(call.id, 'caller')] },
    ...(leg === null
      ? []
      : ([
          { type: 'SeatAnswered', at, leg },
          { type: 'SeatAnswered', at, leg },
          { type: 'SeatLegEnded', at, leg, cause: 17 },
        ] as const)),
    ...('playing' in call && call.playing !== null
      ? [{ type: 'PromptFinished', at, playback: call.playing, played: true } as const]
      : []),
  ];
}

function inputOf(
  state: ReturnType<typeof restore>,
  { what, n }: Step,
  at: EpochMs,
  count: number,
): Input | null {
  const seat = seatIds[n % 3] ?? seatIds[0];
  if (seat === undefined) return null;
  const agent = (state.seats.get(seat)?.agent ?? `agent${n}`) as AgentId;
  const asked: readonly SeatInput[] = [
    { type: 'SignInAsked', agent: `agent${n % 4}` as AgentId, at },
    { type: 'ReadyAsked', agent, at },
    { type: 'ReadyAsked', agent, at },
    { type: 'NotReadyAsked', agent, reason: n % 2 === 0 ? 'meal' : 'break', at },
    { type: 'SignOutAsked', agent, at },
    { type: 'WrapUpOver', at },
    { type: 'PhoneFound', phone: n % 2 === 0 ? 'unreachable' : 'reachable', at },
  ];
  const input = asked[what];
  if (input !== undefined) return { to: 'seat', seat, at, input };
  if (what < 10) {
    const from = '13912342211' as PhoneNumber;
    return { to: 'door', at, call: `C1763978815.${count}` as CallId, from, dialled: String(n % 2) };
  }
  const calls = [...state.calls.values()];
  const call = calls[n % Math.max(1, calls.length)];
  if (call === undefined) return null;
  const events = callEvents(call, at);
  const event = events[(what * 7 + n) % events.length];
  return event === undefined ? null : { to: 'call', at, call: call.id, event };
}

/** Runs a day over the real turn and a real database. @returns what each seat was, in the order in which it was written */
function live(t: Test, steps: readonly Step[]) {
  const stores = freshStore(t, ':memory:');
  const state = restore(
    { calls: [], seats: [], lastTicketNo: null },
    seatIds.map((id) => seatOf(id, noon)),
    rules,
  );
  state.switchUp = true;
  const history: { at: number; seat: Seat }[] = seatIds.map((id) => ({ at: noon, seat: seatOf(id, noon) }));
  let at = noon;
  for (const [count, one] of steps.entries()) {
    at = epochMs(at + one.ms);
    const input = inputOf(state, one, at, count);
    if (input === null) continue;
    const { batch } = turn(state, rules, input);
    stores.journal.append(batch);
    // The same turn written again, as after a doubt whether it had been: nothing is counted twice.
    if (one.n === 0) stores.figures.apply(batch.figures[0] ?? { type: 'QueueLeft', ...nobodysCall, at });
    for (const seat of batch.seats) history.push({ at, seat });
  }
  return { ...stores, history: history as History };
}

const nobodysCall = { call: 'C1.1' as CallId, outcome: 'abandoned', seat: null, agent: null } as const;

const wholeTime = { since: epochMs(0), until: epochMs(Number.MAX_SAFE_INTEGER) };
/** Rows by their keys, without those that are all zero. */
const byKey = (rows: readonly object[], keys: readonly string[]) =>
  Object.fromEntries(
    rows.flatMap((row) => {
      const members = new Map<string, unknown>(Object.entries(row));
      const key = ['at', ...keys].map((name) => String(members.get(name))).join(' ');
      for (const name of ['at', ...keys]) members.delete(name);
      return [...members.values()].every((value) => value === 0) ? [] : [[key, Object.fromEntries(members)]];
    }),
  );

t.test(
  'whatever a day brings, its figures are what the record says, counted in the plainest way',
  async (t) => {
    const promise = promiseOf(usualQueueRules('general' as QueueId));
    const sorted = (rows: object) => JSON.stringify(Object.entries(rows).toSorted());
    const seen = new Set<string>();
    const property = fc.property(fc.array(step, { minLength: 20, maxLength: 150 }), (steps) => {
      const { db, figures, history } = live(t, steps);
      const queues = byKey(figures.queues(wholeTime), ['queue']);
      const seats = byKey(figures.seats(wholeTime), ['seat', 'agent']);
      for (const row of [...Object.values(queues), ...Object.values(seats)])
        for (const [name, value] of Object.entries(row as object)) if (value !== 0) seen.add(name);
      const plain = naiveQueues(db, promise, history);
      if (sorted(queues) !== sorted(plain)) throw new Error(`${sorted(queues)}\nis not\n${sorted(plain)}`);
      const plainSeats = naiveSeats(history);
      if (sorted(seats) !== sorted(plainSeats))
        throw new Error(`${sorted(seats)}\nis not\n${sorted(plainSeats)}`);
      db.close();
    });
    fc.assert(property, { numRuns: 300 });
    // Overflow and call-back have their own tests, where they arise.
    for (const name of [
      'neverQueued',
      'answeredWithin',
      'abandoned',
      'shortAbandoned',
      'turnedAway',
      'handled',
      'missed',
    ])
      t.ok(seen.has(name), `${name} came about`);
  },
);
