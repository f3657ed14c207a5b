import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { type Match, MatchIndex, type WaitingCall } from '../../src/acd/match.ts';
import type { QueueId, QueueRules, Seat, SeatId } from '../../src/acd/model.ts';
import { levelOf } from '../../src/acd/strategies.ts';
import { type CallId, commonClaim, legId } from '../../src/calls/model.ts';
import { usualQueueRules } from '../../src/routing/model.ts';
import { anyCalls, anyRules, anySeats, plainMatch, queues, ringing } from './rules.ts';
import { at, general, seatDoing, states, tax } from './seats.ts';

const call = (n: number): CallId => `C${n}.1` as CallId;
const seat = (n: number, idleMs: number, queues: readonly QueueId[] = [general]): Seat =>
  seatDoing({ state: 'ready', idleSince: at(idleMs) }, { id: `800${n}` as SeatId, queues });

function index(calls: readonly (readonly [number, number, QueueId?])[], seats: readonly Seat[]): MatchIndex {
  const made = new MatchIndex(usualQueueRules);
  for (const [n, since, queue = general] of calls)
    made.putCall(call(n), { id: call(n), queue, since: at(since), claim: commonClaim });
  for (const one of seats) made.putSeat(one);
  return made;
}

/** Takes every match as the turn does, until none is left. */
function matches(made: MatchIndex, seats: readonly Seat[]): string[] {
  const found: string[] = [];
  for (let match = made.next(at(1_000)); match !== null; match = made.next(at(1_000))) {
    const taken = match.seat;
    const one = seats.find(({ id }) => id === taken);
    if (one === undefined) throw new Error('a seat that is not there');
    found.push(`${match.call} → ${match.seat}`);
    made.putCall(match.call, null);
    made.putSeat({
      ...one,
      doing: { state: 'offered', leg: legId(match.call, 'seat', 1), idleSince: at(0) },
    });
    if (found.length > 1_000) throw new Error('does not come to rest');
  }
  return found;
}

t.test('the caller who waited longest gets the seat that was idle longest', async (t) => {
  const seats = [seat(1, 30), seat(2, 10), seat(3, 20)];
  const made = index(
    [
      [1, 500],
      [2, 100],
    ],
    seats,
  );
  t.strictSame(matches(made, seats), ['C2.1 → 8002', 'C1.1 → 8003']);
});

t.test('equal waits and equal idles are told apart by their ids, not by chance', async (t) => {
  const seats = [seat(2, 10), seat(1, 10)];
  const made = index(
    [
      [2, 100],
      [1, 100],
    ],
    seats,
  );
  t.strictSame(matches(made, seats), ['C1.1 → 8001', 'C2.1 → 8002']);
});

t.test('a seat of two queues serves the longer wait of the two', async (t) => {
  const seats = [seat(1, 10, [general, tax])];
  const made = index(
    [
      [1, 200, general],
      [2, 100, tax],
    ],
    seats,
  );
  t.strictSame(matches(made, seats), ['C2.1 → 8001']);
});

t.test(
  'a seat is not offered a queue it does not serve, and one that cannot take a call not at all',
  async (t) => {
    const others = [states.offline, states.notReady, states.offered, states.talking, states.wrapUp];
    for (const doing of others) t.strictSame(matches(index([[1, 0]], [doing]), [doing]), []);
    const seats = [seat(1, 10, [tax]), { ...seat(2, 10), phone: 'unreachable' as const }];
    t.strictSame(matches(index([[1, 0]], seats), seats), []);
  },
);

t.test('a caller who keeps the place after a failed offer is still first', async (t) => {
  const seats = [seat(1, 10)];
  const made = index(
    [
      [1, 100],
      [2, 200],
    ],
    [],
  );
  made.putCall(call(1), null);
  made.putCall(call(1), { id: call(1), queue: general, since: at(100), claim: commonClaim });
  for (const one of seats) made.putSeat(one);
  t.strictSame(matches(made, seats), ['C1.1 → 8001']);
});

t.test('callers are unstaffed while nobody is signed in at their queue, ready or not', async (t) => {
  const made = index([[1, 0]], [states.offline]);
  t.strictSame(made.unstaffed(), [call(1)]);
  made.putSeat(states.notReady);
  t.strictSame(made.unstaffed(), []);
  made.putSeat(states.talking);
  t.strictSame(made.unstaffed(), []);
  made.putSeat(states.offline);
  t.strictSame(made.unstaffed(), [call(1)]);
  made.putCall(call(1), null);
  t.strictSame(made.unstaffed(), []);
});

t.test('a seat whose queues changed counts for its new ones only', async (t) => {
  const made = index(
    [
      [1, 0],
      [2, 0, tax],
    ],
    [seat(1, 0)],
  );
  made.putSeat(seat(1, 0, [tax]));
  t.match(made.view(general), { waiting: 1, staffed: 0, ready: 0 });
  t.match(made.view(tax), { waiting: 1, since: at(0), staffed: 1, ready: 1 });
  t.strictSame(matches(made, [seat(1, 0, [tax])]), ['C2.1 → 8001']);
});

const none: Match[] = [];

/** Seats signed in that can serve the queue's common callers, if need be after a long wait. */
const staffedFor = (queue: QueueId, rulesOf: (id: QueueId) => QueueRules, seats: readonly Seat[]): number => {
  const { skills, relaxSkillsAfterMs } = rulesOf(queue);
  return seats.filter(
    (one) =>
      one.agent !== null &&
      one.queues.includes(queue) &&
      skills.every(
        ({ skill, level }) => levelOf(one.skills, skill) >= (relaxSkillsAfterMs === null ? level : 1),
      ),
  ).length;
};

/** Takes matches at one moment after the other, from the index and by the plain rule. */
function both(
  calls: readonly WaitingCall[],
  seats: readonly Seat[],
  rulesOf: (id: QueueId) => QueueRules,
  seatsFirst: boolean,
): { readonly index: readonly Match[]; readonly plain: readonly Match[] } {
  const made = new MatchIndex(rulesOf);
  const putCalls = (): void => {
    for (const one of calls) made.putCall(one.id, one);
  };
  if (!seatsFirst) putCalls();
  for (const one of seats) made.putSeat(one);
  if (seatsFirst) putCalls();
  const found = { index: [...none], plain: [...none] };
  let [waiting, there] = [calls, seats];
  for (const now of [10, 11, 12, 13, 20].map(at)) {
    for (;;) {
      const plain = plainMatch(waiting, there, rulesOf, now);
      const match = made.next(now);
      if (plain !== null) found.plain.push(plain);
      if (match === null) break;
      found.index.push(match);
      waiting = waiting.filter(({ id }) => id !== match.call);
      made.putCall(match.call, null);
      const rung = [match, ...match.beside].map(({ seat: id }) => id);
      there = there.map((one) => (rung.includes(one.id) ? ringing(one, match.call) : one));
      for (const one of there) if (rung.includes(one.id)) made.putSeat(one);
      if (found.index.length > 100) throw new Error('does not come to rest');
    }
  }
  return found;
}

t.test(
  'whatever waits, whoever is ready, by whatever rules: the index matches as the plain rule does, to the end',
  async (t) => {
    fc.assert(
      fc.property(anyCalls, anySeats, anyRules, fc.boolean(), (calls, seats, rulesOf, seatsFirst) => {
        const { index: found, plain } = both(calls, seats, rulesOf, seatsFirst);
        assert.deepStrictEqual(found, plain);
        const rung = found.flatMap((match) => [match, ...match.beside]).map((one) => one.seat);
        assert.equal(new Set(rung).size, rung.length, 'no seat is offered twice');
      }),
      { numRuns: 3_000 },
    );
    t.pass('the same each time');
  },
);

t.test('whatever changes about seats and rules meanwhile, the index is as one made anew', async (t) => {
  const change = fc.record({ seat: anySeats, drop: fc.nat(9), now: fc.integer({ min: 10, max: 16 }) });
  fc.assert(
    fc.property(
      anyCalls,
      anySeats,
      anyRules,
      fc.array(change, { maxLength: 5 }),
      (calls, seats, rulesOf, changes) => {
        const made = new MatchIndex(rulesOf);
        for (const one of seats) made.putSeat(one);
        for (const one of calls) made.putCall(one.id, one);
        let [waiting, there, now] = [calls, new Map(seats.map((one) => [one.id, one])), 10];
        for (const { seat: news, drop, now: then } of changes) {
          now = Math.max(now, then);
          made.next(at(now));
          for (const one of news) {
            there = new Map(there).set(one.id, one);
            made.putSeat(one);
          }
          const gone = waiting[drop]?.id;
          waiting = waiting.filter(({ id }) => id !== gone);
          if (gone !== undefined) made.putCall(gone, null);
          if (drop === 0) made.refresh();
          const left = drop === 1 ? [...there.keys()][0] : undefined;
          if (left !== undefined) {
            there.delete(left);
            made.dropSeat(left);
          }
          for (const queue of queues)
            assert.equal(made.view(queue).staffed, staffedFor(queue, rulesOf, [...there.values()]));
          assert.deepStrictEqual(
            made.next(at(now)),
            plainMatch(waiting, [...there.values()], rulesOf, at(now)),
          );
        }
      },
    ),
    { numRuns: 2_000 },
  );
  t.pass('the same each time');
});
