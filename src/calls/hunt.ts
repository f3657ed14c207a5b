import type { WithdrawnWhy } from '../acd/model.ts';
import { after, type EpochMs } from '../lib/time.ts';
import type { Command } from './commands.ts';
import type { Fact } from './facts.ts';
import { hangUp, partyLeg } from './legs.ts';
import type { Call, Hunt, HuntReport, Leg, LegId, MissedWhy, Quest, Rung, Target, Tried } from './model.ts';

/** How much longer the switch lets a phone ring than the house does: it only stops what the house forgot. */
export const ringSafetyMs = 10_000;

/** Whom to ring for a quest, and how. */
export type HuntOrder = {
  readonly quest: Quest;
  readonly targets: readonly Target[];
  readonly atOnce: boolean;
  readonly untilAt: EpochMs | null;
  /** Whom it is of no use to ring now; nobody if not given. */
  readonly tried?: readonly Tried[];
};

/** A hunt after a step, with the legs it made. When nobody rings any more it has failed. */
export type HuntStep = {
  readonly hunt: Hunt;
  readonly legs: readonly Leg[];
  readonly commands: readonly Command[];
  readonly facts: readonly Fact[];
};
export const hasFailed = ({ ringing }: Hunt): boolean => ringing.length === 0;

/** Rings the first target, or all of them. */
export function beginHunt(call: Call, order: HuntOrder, at: EpochMs): HuntStep {
  const { quest, targets, atOnce, untilAt, tried = [] } = order;
  const hunt: Hunt = { ...quest, atOnce, targets, ringing: [], tried, dueAt: at, untilAt };
  return ringNext(call, { hunt, legs: call.legs, commands: [], facts: [] }, at);
}

/**
 * A target did not come into the call: whoever is next is rung. One that was lost with the connection or with the daemon is rung again: it
 * was not asked yet, or through no fault of its own did not answer. A seat of the centre is not: it may be somebody else's by now.
 */
export function missed(
  call: Call,
  hunt: Hunt,
  { leg, why }: { readonly leg: LegId; readonly why: MissedWhy },
  at: EpochMs,
): HuntStep {
  const rung = hunt.ringing.find((one) => one.leg === leg);
  if (rung === undefined) return { hunt, legs: call.legs, commands: [], facts: [] };
  const left: Hunt = {
    ...hunt,
    ringing: hunt.ringing.filter((one) => one !== rung),
    targets: why === 'lost' && rung.target.seat === null ? [rung.target, ...hunt.targets] : hunt.targets,
    tried: [...hunt.tried, { name: rung.target.name, why, at }],
  };
  return ringNext(
    call,
    { hunt: left, legs: call.legs, commands: [], facts: withdrawn(call, [rung], why, at) },
    at,
  );
}

/** They have rung long enough. */
export function timedOut(call: Call, hunt: Hunt, at: EpochMs): HuntStep {
  const tried = hunt.ringing.map(({ target }) => ({ name: target.name, why: 'noAnswer', at }) as const);
  const step = {
    hunt: { ...hunt, ringing: [], tried: [...hunt.tried, ...tried] },
    legs: call.legs,
    commands: hunt.ringing.map(({ leg }) => hangUp(call, leg, 'no_answer')),
    facts: withdrawn(call, hunt.ringing, 'noAnswer', at),
  };
  return ringNext(call, step, at);
}

/** Commands and facts with which those that still ring are let go, because somebody else answered or nobody is wanted any more. */
export function letGo(
  call: Call,
  rung: readonly Rung[],
  at: EpochMs,
): { readonly commands: readonly Command[]; readonly facts: readonly Fact[] } {
  return {
    commands: rung.map(({ leg }) => hangUp(call, leg, 'answered_elsewhere')),
    facts: withdrawn(call, rung, 'callerGone', at),
  };
}

export const reportOf = (hunt: Hunt, result: HuntReport['result'], at: EpochMs): HuntReport => ({
  goal: hunt.goal,
  name: hunt.name,
  unit: hunt.unit,
  number: hunt.number,
  result,
  tried: hunt.tried,
  left: hunt.targets,
  at,
});

/**
 * Somebody answered and could not be joined: the hunt goes on with those who are left. When nobody is, the same one is rung once more: a
 * desk that can be reached is worth a second try.
 */
export function resumed(call: Call, report: HuntReport, rung: Rung, at: EpochMs): HuntStep {
  const { result: _, left, at: __, tried, ...quest } = report;
  const again = left.length > 0 || tried.some(({ name }) => name === rung.target.name) ? left : [rung.target];
  const hunt: Hunt = {
    ...quest,
    atOnce: false,
    targets: again,
    ringing: [rung],
    tried,
    dueAt: at,
    untilAt: null,
  };
  return missed(call, hunt, { leg: rung.leg, why: 'fault' }, at);
}

/** What a seat's own table knows of why it did not come. */
const seatWhy = (why: MissedWhy): WithdrawnWhy =>
  why === 'cancelled' || why === 'outsideHours' || why === 'signedOut' ? 'callerGone' : why;

const withdrawn = (call: Call, rung: readonly Rung[], why: MissedWhy, at: EpochMs): readonly Fact[] =>
  rung.flatMap(({ leg, target: { seat } }) =>
    seat === null
      ? []
      : [
          {
            type: 'OfferWithdrawn',
            call: call.id,
            at,
            seat,
            leg,
            why: seatWhy(why),
          } as const,
        ],
  );

function ringNext(call: Call, step: HuntStep, at: EpochMs): HuntStep {
  const { hunt } = step;
  if (hunt.targets.length === 0 || (hunt.untilAt !== null && at >= hunt.untilAt)) return step;
  if (!hunt.atOnce && hunt.ringing.length > 0) return step;
  const now = hunt.atOnce ? hunt.targets : hunt.targets.slice(0, 1);
  const begun: HuntStep = { ...step, hunt: { ...hunt, targets: hunt.targets.slice(now.length) } };
  return now.reduce<HuntStep>((before, target) => ringOne(call, before, target, at), begun);
}

function ringOne(call: Call, step: HuntStep, target: Target, at: EpochMs): HuntStep {
  const { hunt, legs } = step;
  const leg = partyLeg({ ...call, legs }, target, at);
  const longest = after(at, target.ringMs);
  const dueAt = hunt.untilAt !== null && hunt.untilAt < longest ? hunt.untilAt : longest;
  return {
    hunt: {
      ...hunt,
      ringing: [...hunt.ringing, { leg: leg.id, target }],
      dueAt: hunt.ringing.length > 0 && hunt.dueAt > dueAt ? hunt.dueAt : dueAt,
    },
    legs: [...legs, leg],
    commands: [...step.commands, ringCommand(call, leg.id, target, hunt.goal === 'emergency')],
    facts:
      target.seat === null
        ? step.facts
        : [...step.facts, { type: 'OfferMade', call: call.id, at, seat: target.seat, leg: leg.id }],
  };
}

function ringCommand(call: Call, leg: LegId, target: Target, urgent: boolean): Command {
  const { from, ticketNo, id } = call;
  const ringLimitMs = target.ringMs + ringSafetyMs;
  if (target.seat !== null)
    return { type: 'RingSeat', call: id, leg, seat: target.seat, from, ticketNo, ringLimitMs };
  const { dial, location, district = null } = target;
  return {
    ...{ type: 'RingParty', call: id, leg, dial, from, ticketNo, ringLimitMs, urgent },
    ...{ location, district },
  };
}
