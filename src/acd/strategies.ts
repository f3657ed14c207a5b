import { everybodys, type QueueId, type Seat, type SeatId, type Skill, type StrategyName } from './model.ts';

/** A ready seat as the strategies of one queue see it. */
export type ReadySeat = {
  readonly id: SeatId;
  readonly tier: number;
  readonly order: number;
  readonly idleSince: number;
  readonly calls: number;
  readonly talkMs: number;
  /** When it was last offered a call; 0: not since the sign-in. */
  readonly offeredAt: number;
  /** How much of the work falls to it, for `weighted`. */
  readonly weight: number;
};

type Order = (a: ReadySeat, b: ReadySeat) => number;

/** Order by code unit: the same on every machine, unlike a locale's. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Idle longest first: what every other order falls back on. No two seats compare equal, so that nothing depends on chance. */
const byIdle: Order = (a, b) => a.idleSince - b.idleSince || compareText(a.id, b.id);

const orders: Readonly<Record<StrategyName, Order>> = {
  longestIdle: byIdle,
  roundRobin: (a, b) => a.offeredAt - b.offeredAt || byIdle(a, b),
  fewestCalls: (a, b) => a.calls - b.calls || byIdle(a, b),
  leastTalkTime: (a, b) => a.talkMs - b.talkMs || byIdle(a, b),
  fixedOrder: (a, b) => a.order - b.order || compareText(a.id, b.id),
  // The next call is due where (calls + 1) / weight is least; multiplied out, since whole numbers compare exactly.
  weighted: (a, b) => (a.calls + 1) * b.weight - (b.calls + 1) * a.weight || byIdle(a, b),
  ringAll: byIdle,
};

/** Who is rung first among ready seats: the lower tier, then by the strategy. */
export const strategies = Object.fromEntries(
  Object.entries(orders).map(([name, order]) => [
    name,
    (a: ReadySeat, b: ReadySeat): number => a.tier - b.tier || order(a, b),
  ]),
) as Readonly<Record<StrategyName, Order>>;

/** A ready seat in a queue. @param wanted what the queue's callers ask for; the seat's level in it is its weight */
export function readySeat(seat: Seat, queue: QueueId, wanted: readonly Skill[]): ReadySeat {
  const { tier, order } = seat.places?.find((place) => place.queue === queue) ?? everybodys;
  return {
    id: seat.id,
    tier,
    order,
    idleSince: seat.doing.state === 'ready' ? seat.doing.idleSince : seat.since,
    calls: seat.tally.calls,
    talkMs: seat.tally.talkMs,
    offeredAt: seat.tally.offeredAt ?? 0,
    weight: weightOf(seat.skills, wanted),
  };
}

/** The sum of the seat's levels in what is wanted; where nothing is wanted, all seats weigh the same. */
function weightOf(skills: readonly Skill[], wanted: readonly Skill[]): number {
  if (wanted.length === 0) return 1;
  return Math.max(
    1,
    wanted.reduce((sum, { skill }) => sum + levelOf(skills, skill), 0),
  );
}

/** How well a skill is mastered; 0: not at all. */
export const levelOf = (skills: readonly Skill[], skill: Skill['skill']): number =>
  skills.find((one) => one.skill === skill)?.level ?? 0;
