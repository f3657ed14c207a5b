import { type AgentId, type QueueId, type Seat, type SeatId, type Skill, skillLevels } from '../acd/model.ts';
import { newSeat } from '../acd/seat.ts';
import { type CallId, type CallPlan, commonClaim, legId } from '../calls/model.ts';
import { treatmentIn } from '../calls/plan.ts';
import { after, type EpochMs } from '../lib/time.ts';
import type { Situation, TriedCall } from '../routing/trying.ts';
import { putSeat, type Rules, type State } from './state.ts';

/** With whom a seat talks that is busy when the call is tried. */
export const othersLeg = legId('Cothers.1' as CallId, 'seat', 1);
const seatOf = (queue: QueueId, n: number): SeatId => `${String(n)}-${queue}` as SeatId;
/** The queue that a seat of a tried call serves. */
export const queueOf = (seat: SeatId): QueueId => seat.slice(seat.indexOf('-') + 1) as QueueId;
const waiter = (queue: QueueId, n: number): CallId => `Cwaits.${queue}.${String(n)}` as CallId;

type SituationOf = (queue: QueueId) => Situation;

/**
 * A seat for each queue that the call can come to, as busy as is said, and those who wait before the caller; where nobody answers, as many
 * seats as are rung before the caller is told so. Changes `state`.
 */
export function furnish(
  state: State,
  rules: Rules,
  { call: { dialled, from, at }, situation }: { readonly call: TriedCall; readonly situation: SituationOf },
): void {
  const plan = rules.planFor(dialled, at, from);
  const skills = skillsIn(plan, rules);
  for (const queue of queuesIn(plan)) {
    const { staffed, freeAfterMs, answers, waiting } = situation(queue);
    if (!staffed) continue;
    const seats = answers ? 1 : treatmentIn(plan, queue).maxOffers;
    for (let n = 0; n < seats; n++)
      putSeat(state, seatFor(seatOf(queue, n), { skills, isFree: freeAfterMs === 0, at }));
    if (freeAfterMs === 0) continue;
    for (let n = 0; n < waiting; n++) {
      const id = waiter(queue, n);
      state.index.putCall(id, { id, queue, claim: commonClaim, since: after(at, -1_000 * (waiting - n)) });
    }
  }
}

/** Whoever waited before was served: a seat is free for the caller now. Changes `state`. */
export function clear(state: State, seat: SeatId, situation: SituationOf): void {
  const queue = queueOf(seat);
  for (let n = 0; n < situation(queue).waiting; n++) state.index.putCall(waiter(queue, n), null);
}

const queuesIn = (plan: CallPlan): readonly QueueId[] => [
  plan.queue,
  ...(Object.keys(plan.others) as QueueId[]),
];

/** All that the queues and the ways in ask for: who is there can do it. */
function skillsIn(plan: CallPlan, { queueRules }: Pick<Rules, 'queueRules'>): readonly Skill[] {
  const wanted = [
    ...queuesIn(plan).flatMap((queue) => queueRules(queue).skills),
    ...plan.wish.skills,
    ...Object.values(plan.menu?.wishes ?? {}).flatMap(({ skills }) => skills),
  ];
  const names = new Set(wanted.map(({ skill }) => skill));
  return [...names].map((skill) => ({ skill, level: skillLevels.max }));
}

function seatFor(
  id: SeatId,
  {
    skills,
    isFree,
    at,
  }: { readonly skills: readonly Skill[]; readonly isFree: boolean; readonly at: EpochMs },
): Seat {
  return {
    ...newSeat(id, [queueOf(id)], at),
    ...{ agent: id as string as AgentId, skills, phone: 'reachable' },
    doing: isFree
      ? { state: 'ready', idleSince: at }
      : { state: 'talking', leg: othersLeg, after: { state: 'ready' } },
  };
}
