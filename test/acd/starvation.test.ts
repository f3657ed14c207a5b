import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { MatchIndex, type WaitingCall } from '../../src/acd/match.ts';
import type { QueueId, QueueRules, Seat, SeatId } from '../../src/acd/model.ts';
import type { CallId } from '../../src/calls/model.ts';
import { legId } from '../../src/calls/model.ts';
import { agentOf, queues, ringing, rules } from './rules.ts';
import { at, seatDoing } from './seats.ts';

const handlingMs = 100;
const ageingMs = 20;
const priorityMs = 9 * ageingMs;

type Caller = {
  readonly gapMs: number;
  readonly queue: QueueId;
  readonly priority: number;
  readonly holdMs: number;
};

/** Callers at less than the seats can handle: so many seats, each call at most `handlingMs`. */
const below = (seats: number) =>
  fc.array(
    fc.record<Caller>({
      gapMs: fc.integer({ min: Math.ceil(handlingMs / seats), max: handlingMs }),
      queue: fc.constantFrom(...queues),
      priority: fc.nat(9),
      holdMs: fc.integer({ min: 1, max: handlingMs }),
    }),
    { minLength: 1, maxLength: 60 },
  );

const rulesOf = (id: QueueId): QueueRules => rules({ ageingMs, lastAgentWaitMs: 0 }, id);

/**
 * Lets the callers come, `burst` of them at once in the beginning, and seats of both queues serve them.
 * @returns for each who was served: how long it waited, and how many stood before it when its credit was used up
 */
function serve(callers: readonly Caller[], seatCount: number, burst: number) {
  const index = new MatchIndex(rulesOf);
  const seat = (n: number, since: number): Seat => ({
    ...seatDoing(
      { state: 'ready', idleSince: at(since) },
      { id: `s${String(n)}` as SeatId, queues: [...queues] },
    ),
    agent: agentOf(n),
  });
  const freeAt = Array.from({ length: seatCount }, () => 0);
  for (const n of freeAt.keys()) index.putSeat(seat(n, 0));
  let clock = 0;
  const arrivals = callers.map((caller, n) => {
    clock += n < burst ? 0 : caller.gapMs;
    return { ...caller, n, at: clock };
  });
  const served: { readonly n: number; readonly since: number; readonly at: number }[] = [];
  const waiting = new Map<CallId, (typeof arrivals)[number]>();
  const next = [...arrivals];
  for (let now = 0; served.length < callers.length; now += 1) {
    assert.ok(now < 100_000, 'everybody is served');
    for (const [n, free] of freeAt.entries()) if (free === now && now > 0) index.putSeat(seat(n, now));
    for (let one = next[0]; one !== undefined && one.at === now; one = next[0]) {
      next.shift();
      const id = `C${String(one.n).padStart(3, '0')}.1` as CallId;
      waiting.set(id, one);
      const call: WaitingCall = {
        id,
        queue: one.queue,
        since: at(now),
        claim: { priority: one.priority, skills: [], lastAgent: null },
      };
      index.putCall(id, call);
    }
    for (let match = index.next(at(now)); match !== null; match = index.next(at(now))) {
      const one = waiting.get(match.call);
      assert.ok(one, 'nobody is matched twice');
      waiting.delete(match.call);
      const n = Number(match.seat.slice(1));
      assert.ok((freeAt[n] ?? 0) <= now, 'no seat is offered twice');
      freeAt[n] = now + one.holdMs;
      index.putCall(match.call, null);
      index.putSeat({
        ...ringing(seat(n, now), match.call),
        doing: { state: 'talking', leg: legId(match.call, 'seat', 1), after: { state: 'ready' } },
      });
      served.push({ n: one.n, since: one.at, at: now });
    }
    assert.ok(waiting.size === 0 || freeAt.every((free) => free > now), 'no seat is ready beside a caller');
  }
  return served;
}

t.test(
  'below capacity nobody waits longer than the bound, whatever priorities the others have',
  async (t) => {
    let longest = 0;
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 5 })
          .chain((seats) => fc.tuple(fc.constant(seats), below(seats), fc.nat(20))),
        ([seats, callers, burst]) => {
          const served = serve(callers, seats, burst);
          for (const { n, since, at: when } of served) {
            // Whoever goes before came until the credit was used up; the seats are through with them by the bound.
            const before = served.filter((one) => one.n !== n && one.at <= when && one.at >= since);
            for (const one of before)
              assert.ok(one.since <= since + priorityMs, 'overtaken only within the bound');
            const bound = Math.ceil((before.length + seats) / seats) * handlingMs;
            assert.ok(when - since <= bound, `waited ${String(when - since)} of at most ${String(bound)}`);
            longest = Math.max(longest, when - since);
          }
        },
      ),
      { numRuns: 500 },
    );
    t.ok(longest > handlingMs, 'some do wait');
  },
);
