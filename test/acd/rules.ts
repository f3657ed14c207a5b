import fc from 'fast-check';
import type { WaitingCall } from '../../src/acd/claims.ts';
import { needsOf, rankOf } from '../../src/acd/claims.ts';
import type { Match } from '../../src/acd/match.ts';
import {
  type AgentId,
  type QueueId,
  type QueueRules,
  type Seat,
  type SeatId,
  type SkillName,
  strategyNames,
} from '../../src/acd/model.ts';
import { canTake } from '../../src/acd/seat.ts';
import { type ReadySeat, readySeat, strategies } from '../../src/acd/strategies.ts';
import type { CallId } from '../../src/calls/model.ts';
import { legId } from '../../src/calls/model.ts';
import { type EpochMs, epochMs } from '../../src/lib/time.ts';
import { usualQueueRules } from '../../src/routing/model.ts';
import { at, general, seatDoing, tax } from './seats.ts';

export const hakka = 'hakka' as SkillName;
export const queues = [general, tax] as const;
export const rules = (more: Partial<QueueRules> = {}, id: QueueId = general): QueueRules => ({
  ...usualQueueRules(id),
  ...more,
});

/** Rules of two queues, whatever they may be. */
export const anyRules = fc
  .tuple(
    ...queues.map((id) =>
      fc
        .record({
          strategy: fc.constantFrom(...strategyNames),
          priority: fc.nat(2),
          ageingMs: fc.constantFrom(0, 2, 1_000),
          skills: fc.constantFrom([], [{ skill: hakka, level: 5 }]),
          relaxSkillsAfterMs: fc.constantFrom(null, 3),
          lastAgentWaitMs: fc.constantFrom(0, 2, 5),
          ringAtOnce: fc.constantFrom(1, 2, 10),
        })
        .map((more) => rules(more, id)),
    ),
  )
  .map((both) => (id: QueueId) => both.find((one) => one.id === id) ?? rules({}, id));

export const agentOf = (n: number): AgentId => `agent${String(n)}` as AgentId;

/** Callers who joined in the first ten milliseconds. */
export const anyCalls = fc.uniqueArray(
  fc
    .record({
      n: fc.nat(9),
      since: fc.nat(9),
      queue: fc.constantFrom(...queues),
      priority: fc.constantFrom(0, 0, 1, -1),
      level: fc.constantFrom(0, 0, 1, 8),
      last: fc.constantFrom(null, null, 1, 2),
    })
    .map(
      ({ n, since, queue, priority, level, last }): WaitingCall => ({
        id: `C${String(n)}.1` as CallId,
        queue,
        since: at(since),
        claim: {
          priority,
          skills: level === 0 ? [] : [{ skill: hakka, level }],
          lastAgent: last === null ? null : agentOf(last),
        },
      }),
    ),
  { selector: ({ id }) => id },
);

export const anySeats = fc.uniqueArray(
  fc
    .record({
      n: fc.nat(9),
      idle: fc.nat(3),
      served: fc.subarray([...queues]),
      how: fc.constantFrom('ready', 'ready', 'offline', 'away', 'break', 'talking'),
      level: fc.constantFrom(0, 0, 1, 5, 9),
      tier: fc.constantFrom(1, 1, 2),
      calls: fc.nat(3),
    })
    .map(({ n, idle, served, how, level, tier, calls }): Seat => {
      const more = {
        id: `800${String(n)}` as SeatId,
        queues: served,
        places: served.map((queue) => ({ queue, tier, order: (n * 7) % 5 })),
        skills: level === 0 ? [] : [{ skill: hakka, level }],
        tally: { calls, talkMs: calls * 10, offeredAt: calls === 0 ? null : at(calls) },
      };
      const doing =
        how === 'offline'
          ? ({ state: 'offline' } as const)
          : how === 'break'
            ? ({ state: 'notReady', reason: 'break' } as const)
            : how === 'talking'
              ? ({
                  state: 'talking',
                  leg: legId('C99.1' as CallId, 'seat', 1),
                  after: { state: 'ready' },
                } as const)
              : ({ state: 'ready', idleSince: at(idle) } as const);
      const seat = seatDoing(doing, more);
      return {
        ...seat,
        agent: seat.agent === null ? null : agentOf(n),
        phone: how === 'away' ? 'unreachable' : 'reachable',
      };
    }),
  { selector: ({ id }) => id },
);

/**
 * What matching must come to, said without any index: of all callers whom a ready seat may serve at this moment the one of the lowest
 * rank, and of those seats the one, or those, that the strategy of the queue puts first.
 */
export function plainMatch(
  calls: readonly WaitingCall[],
  seats: readonly Seat[],
  rulesOf: (id: QueueId) => QueueRules,
  now: EpochMs,
): Match | null {
  const order = calls
    .map((call) => ({ call, ...standing(call, seats, rulesOf(call.queue), now) }))
    .filter(({ able }) => able.length > 0)
    .toSorted((a, b) => a.rank - b.rank || (a.call.id < b.call.id ? -1 : 1));
  const first = order[0];
  if (first === undefined) return null;
  const [chosen, ...beside] = first.able.map(({ id, agent }) => ({ seat: id, agent: agent }));
  return chosen === undefined ? null : { call: first.call.id, ...chosen, beside };
}

function standing(call: WaitingCall, seats: readonly Seat[], queue: QueueRules, now: EpochMs) {
  const waited = now - call.since;
  const isRelaxed = queue.relaxSkillsAfterMs !== null && waited >= queue.relaxSkillsAfterMs;
  const needs = needsOf(call, queue).map((need) => (isRelaxed ? { ...need, level: 1 } : need));
  const serving = seats.filter(
    (seat) =>
      seat.queues.includes(call.queue) &&
      needs.every(({ skill, level }) => seat.skills.some((one) => one.skill === skill && one.level >= level)),
  );
  const rank = rankOf(call, queue);
  const last = serving.find(
    ({ agent, doing }) => agent !== null && agent === call.claim.lastAgent && doing.state !== 'notReady',
  );
  if (last !== undefined && waited < queue.lastAgentWaitMs)
    return { rank: rank - queue.lastAgentWaitMs, able: canTake(last) ? [last] : [] };
  const asReady = (seat: Seat): ReadySeat => readySeat(seat, call.queue, needs);
  const able = serving
    .filter((seat) => canTake(seat))
    .toSorted((a, b) => strategies[queue.strategy](asReady(a), asReady(b)));
  const lowest = able[0] === undefined ? 0 : asReady(able[0]).tier;
  const atOnce = queue.strategy === 'ringAll' ? queue.ringAtOnce : 1;
  return { rank, able: able.filter((seat) => asReady(seat).tier === lowest).slice(0, atOnce) };
}

/** The seat while this call rings there. */
export const ringing = (seat: Seat, call: CallId): Seat => ({
  ...seat,
  doing: { state: 'offered', leg: legId(call, 'seat', 1), idleSince: epochMs(0) },
});
