import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { MatchIndex } from '../../src/acd/match.ts';
import type { QueueId, Seat, SeatId } from '../../src/acd/model.ts';
import { canTake } from '../../src/acd/seat.ts';
import { type CallId, commonClaim, legId } from '../../src/calls/model.ts';
import { usualQueueRules } from '../../src/routing/model.ts';
import { at, general, lin, seatDoing, states, tax } from './seats.ts';

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
  for (let match = made.next(); match !== null; match = made.next()) {
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

/** What matching must come to, said without any index: the first caller by wait who fits a seat, the first such seat by idle. */
function naive(calls: readonly (readonly [number, number, QueueId?])[], seats: readonly Seat[]): string[] {
  let free = seats.filter((one) => canTake(one));
  const found: string[] = [];
  const order = calls.toSorted(([a, x], [b, y]) => x - y || (call(a) < call(b) ? -1 : 1));
  const idle = (one: Seat): number => (one.doing.state === 'ready' ? one.doing.idleSince : 0);
  for (const [n, , queue = general] of order) {
    const best = free
      .filter(({ queues }) => queues.includes(queue))
      .toSorted((a, b) => idle(a) - idle(b) || (a.id < b.id ? -1 : 1))[0];
    if (best === undefined) continue;
    found.push(`${call(n)} → ${best.id}`);
    free = free.filter((one) => one !== best);
  }
  return found;
}

t.test(
  'whatever waits and whoever is ready, the index matches as the plain rule does, to the end',
  async (t) => {
    const queue = fc.constantFrom(general, tax);
    const calls = fc.uniqueArray(fc.tuple(fc.nat(9), fc.nat(3), queue), { selector: ([n]) => n });
    const seats = fc.uniqueArray(
      fc
        .tuple(fc.nat(9), fc.nat(3), fc.subarray([general, tax]), fc.constantFrom('ready', 'offline', 'away'))
        .map(([n, idle, queues, how]): Seat => {
          const one = seat(n, idle, queues);
          if (how === 'offline') return { ...one, agent: null, doing: { state: 'offline' } };
          return how === 'away' ? { ...one, phone: 'unreachable' } : { ...one, agent: lin };
        }),
      { selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(calls, seats, fc.boolean(), (waiting, there, seatsFirst) => {
        const made = seatsFirst ? index([], there) : index(waiting, []);
        for (const [n, since, q] of waiting)
          made.putCall(call(n), { id: call(n), queue: q, since: at(since), claim: commonClaim });
        for (const one of there) made.putSeat(one);
        assert.deepStrictEqual(matches(made, there), naive(waiting, there));
        for (const q of [general, tax]) {
          const left = made.view(q);
          if (left.waiting > 0 && left.ready > 0) throw new Error('a caller and a seat were left');
        }
      }),
      { numRuns: 500 },
    );
    t.pass('the same each time');
  },
);
