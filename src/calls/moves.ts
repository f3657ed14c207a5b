import type { AgentId, SeatId, WithdrawnWhy } from '../acd/model.ts';
import { after, type EpochMs } from '../lib/time.ts';
import type { Command } from './commands.ts';
import { base, farewell, hangUpSeat, partFromTalk, partings } from './endings.ts';
import { seatLeg } from './legs.ts';
import { bridgeId, type Call, type CallIn, legId, type Timer } from './model.ts';
import { type Turn, then, turn } from './table.ts';

/** How much longer the switch lets a phone ring than the house does: it only stops what the house forgot. */
const ringSafetyMs = 10_000;

/** The caller joins the queue and hears music. */
export function joinQueue(call: CallIn<'greeting'>, at: EpochMs): Turn {
  return turn(
    queued(call, at, at),
    [music(call)],
    [{ type: 'CallQueued', call: call.id, at, queue: call.plan.queue }],
  );
}

/** A seat's phone is rung; the caller goes on hearing music. */
export function offer(call: CallIn<'queued'>, to: { seat: SeatId; agent: AgentId }, at: EpochMs): Turn {
  const leg = seatLeg(call, to.seat, at);
  const ring: Timer = { name: 'ring', dueAt: after(at, call.plan.ringLimitMs) };
  const next: CallIn<'offering'> = {
    ...base(call),
    phase: 'offering',
    queuedAt: call.queuedAt,
    legs: [...call.legs, leg],
    timers: [...call.timers, ring],
    offer: { ...to, leg: leg.id, offeredAt: at },
  };
  const command: Command = {
    type: 'RingSeat',
    call: call.id,
    leg: leg.id,
    seat: to.seat,
    from: call.from,
    ticketNo: call.ticketNo,
    ringLimitMs: call.plan.ringLimitMs + ringSafetyMs,
  };
  return turn(next, [command], [{ type: 'OfferMade', call: call.id, at, seat: to.seat, leg: leg.id }]);
}

/**
 * An offer came to nothing: the caller is back in the queue with the time already waited, unless the plan says that it is enough.
 * An offer that was lost through no fault of a seat does not count.
 */
export function offerFailed(
  call: CallIn<'offering'>,
  why: WithdrawnWhy,
  at: EpochMs,
  commands: readonly Command[] = [],
): Turn {
  const { seat, leg } = call.offer;
  const failedOffers = call.failedOffers + (why === 'lost' ? 0 : 1);
  const back = { ...queued(call, call.queuedAt, at), failedOffers };
  const withdrawn = {
    call: back,
    commands,
    facts: [{ type: 'OfferWithdrawn', call: call.id, at, seat, leg, why } as const],
  };
  return then(withdrawn, (waiting) =>
    failedOffers >= waiting.plan.maxOffers
      ? farewell(waiting, 'nobodyAnswered', { by: 'hotline', outcome: 'nobodyAnswered', cause: null }, at)
      : waitOn(waiting, at),
  );
}

/** Back in the queue, unless the longest wait ran out meanwhile: its timer does not come again. */
const waitOn = (call: CallIn<'queued'>, at: EpochMs): Turn =>
  at >= after(call.queuedAt, call.plan.maxWaitMs) ? waitedTooLong(call, at) : turn(call);

export const waitedTooLong = (call: CallIn<'queued'>, at: EpochMs): Turn =>
  farewell(call, 'waitedTooLong', { by: 'hotline', outcome: 'waitedTooLong', cause: null }, at);

/** The seat has answered: both hear each other. */
export function connect(call: CallIn<'offering'>, at: EpochMs): Turn {
  const { seat, agent, leg } = call.offer;
  const next: CallIn<'talking'> = {
    ...base(call),
    phase: 'talking',
    queuedAt: call.queuedAt,
    timers: [],
    talk: { seat, agent, leg, startedAt: at },
  };
  return turn(next, joinCommands(next), [
    {
      type: 'TalkStarted',
      call: call.id,
      at,
      ticketNo: call.ticketNo,
      seat,
      agent,
      leg,
      queue: call.plan.queue,
      waitedMs: at - call.queuedAt,
    },
  ]);
}

/** The switch could not join the parties: back to the queue, or out of it with a word when it fails too often. */
export function joinFailed(call: CallIn<'talking'>, at: EpochMs): Turn {
  const failedOffers = call.failedOffers + 1;
  const apart = {
    call: { ...queued(call, call.queuedAt, at), failedOffers },
    commands: [...hangUpSeat(call), ...partFromTalk(call), music(call)],
    facts: partings(call, at),
  };
  return then(apart, (waiting) =>
    failedOffers < waiting.plan.maxOffers
      ? waitOn(waiting, at)
      : farewell(waiting, 'fault', { by: 'hotline', outcome: 'fault', cause: null }, at),
  );
}

/** What makes the parties of a talk hear each other; given again after a restart, it changes nothing that is so already. */
export const joinCommands = (call: CallIn<'talking'>): readonly Command[] => [
  { type: 'CreateBridge', call: call.id, bridge: bridgeId(call.id) },
  { type: 'StopMusic', call: call.id, leg: legId(call.id, 'caller') },
  { type: 'Join', call: call.id, bridge: bridgeId(call.id), legs: [legId(call.id, 'caller'), call.talk.leg] },
];

export const music = (call: Call): Command => ({
  type: 'StartMusic',
  call: call.id,
  leg: legId(call.id, 'caller'),
  musicClass: call.plan.musicClass,
});

/** The call as one that waits since `since`; the longest wait counts from there, however often it was offered. */
export const queued = (call: Call, since: EpochMs, at: EpochMs): CallIn<'queued'> => {
  const dueAt = after(since, call.plan.maxWaitMs);
  return {
    ...base(call),
    phase: 'queued',
    queuedAt: since,
    timers: dueAt > at ? [{ name: 'maxWait', dueAt }] : [],
  };
};
