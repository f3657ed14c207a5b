import type { WithdrawnWhy } from '../acd/model.ts';
import { after, type EpochMs } from '../lib/time.ts';
import type { Command } from './commands.ts';
import { base, farewell, hangUpSeat, partings, stopPlay, withdrawn } from './endings.ts';
import type { SeatedAgent } from './events.ts';
import type { Fact } from './facts.ts';
import { ringSafetyMs } from './hunt.ts';
import { layout, rearrange } from './layout.ts';
import { hangUp, offersOf, seatLeg } from './legs.ts';
import { bridgeId, type Call, type CallIn, type LegId, legId, type Offer, type Timer } from './model.ts';
import { treatmentOf } from './plan.ts';
import { queued, waitOn } from './queueing.ts';
import { type Turn, then, turn } from './table.ts';

/** A seat's phone is rung, or those of several at once; the caller goes on hearing what is heard in the queue. */
export function offer(
  call: CallIn<'queued'>,
  to: readonly [SeatedAgent, ...SeatedAgent[]],
  at: EpochMs,
): Turn {
  const ring: Timer = { name: 'ring', dueAt: after(at, treatmentOf(call).ringLimitMs) };
  let ringing: Call = call;
  const make = ({ seat, agent }: SeatedAgent): Offer => {
    const leg = seatLeg(ringing, seat, at);
    ringing = { ...ringing, legs: [...ringing.legs, leg] };
    return { seat, agent, leg: leg.id, offeredAt: at };
  };
  const [first, ...others] = to;
  const made = make(first);
  const beside = others.map(make);
  const next: CallIn<'offering'> = {
    ...base(ringing),
    phase: 'offering',
    queuedAt: call.queuedAt,
    // Nothing new is said while a phone rings; what is being said goes on.
    timers: [...call.timers.filter(({ name }) => name !== 'announce'), ring],
    playing: call.playing,
    offer: made,
    beside,
  };
  const all = offersOf(next);
  return turn(
    next,
    all.map((one) => ringSeat(next, one)),
    all.map(({ seat, leg }) => ({ type: 'OfferMade', call: call.id, at, seat, leg })),
  );
}

const ringSeat = (call: Call, { leg, seat }: Offer): Command => ({
  type: 'RingSeat',
  call: call.id,
  leg,
  seat,
  from: call.from,
  ticketNo: call.ticketNo,
  ringLimitMs: treatmentOf(call).ringLimitMs + ringSafetyMs,
});

/** One of the offers came to nothing: the others ring on; without another the caller is back in the queue. */
export function offerFailed(call: CallIn<'offering'>, failed: FailedOffer, at: EpochMs): Turn {
  const { leg, why, commands = [] } = failed;
  const offer = offersOf(call).find((one) => one.leg === leg);
  if (offer === undefined) return turn(call, commands);
  const [next, ...beside] = offersOf(call).filter((one) => one !== offer);
  if (next !== undefined)
    return turn({ ...call, offer: next, beside }, commands, [withdrawn(call, offer, why, at)]);
  return offersFailed(call, why, at, commands);
}
export type FailedOffer = {
  readonly leg: LegId;
  readonly why: WithdrawnWhy;
  readonly commands?: readonly Command[];
};

/**
 * Every offer that stood came to nothing: the caller is back in the queue with the time already waited, unless the plan says that it is
 * enough. Seats that rang at once count as one offer; one that was lost through no fault of a seat does not count.
 */
export function offersFailed(
  call: CallIn<'offering'>,
  why: WithdrawnWhy,
  at: EpochMs,
  commands: readonly Command[] = [],
): Turn {
  const failedOffers = call.failedOffers + (why === 'lost' ? 0 : 1);
  const apart = {
    call: { ...queued(call, call.queuedAt, at), failedOffers },
    commands,
    facts: offersOf(call).map((offer) => withdrawn(call, offer, why, at)),
  };
  return then(apart, (waiting) =>
    failedOffers >= treatmentOf(waiting).maxOffers
      ? farewell(waiting, 'nobodyAnswered', { by: 'hotline', outcome: 'nobodyAnswered', cause: null }, at)
      : waitOn(waiting, at),
  );
}

/** A seat has answered: whoever else was rung for this caller is let go, and keeps its turn. */
export function answeredBy(
  call: CallIn<'offering'>,
  answered: LegId,
  at: EpochMs,
): { readonly won: Offer; readonly commands: readonly Command[]; readonly facts: readonly Fact[] } {
  const won = offersOf(call).find(({ leg }) => leg === answered) ?? call.offer;
  const others = offersOf(call).filter((one) => one !== won);
  return {
    won,
    commands: others.map((one) => hangUp(call, one.leg, 'answered_elsewhere')),
    facts: others.map((one) => withdrawn(call, one, 'answeredElsewhere', at)),
  };
}

/** A seat has answered: both hear each other. */
export function connect(call: CallIn<'offering'>, answered: LegId, at: EpochMs): Turn {
  const { won, commands, facts } = answeredBy(call, answered, at);
  const { seat, agent, leg } = won;
  const next: CallIn<'talking'> = {
    ...base(call),
    phase: 'talking',
    timers: [],
    talk: { seat, agent, leg, startedAt: at },
  };
  // A prompt under way would hold up the joining until its end.
  return turn(
    next,
    [...commands, ...stopPlay(call), ...joinCommands(next)],
    [
      ...facts,
      {
        type: 'TalkStarted',
        call: call.id,
        origin: call.origin,
        purpose: null,
        from: call.from,
        at,
        ticketNo: call.ticketNo,
        seat,
        agent,
        leg,
        queue: call.queue,
        waitedMs: at - call.queuedAt,
      },
    ],
  );
}

/** The switch could not join the parties: back to the queue, or out of it with a word when it fails too often, or the citizen never was there. */
export function joinFailed(call: CallIn<'talking'>, at: EpochMs): Turn {
  if (call.queuedAt === null || call.origin === 'outbound')
    return farewell(call, 'fault', { by: 'hotline', outcome: 'fault', cause: null }, at);
  const failedOffers = call.failedOffers + 1;
  const waiting = { ...queued(call, call.queuedAt, at), failedOffers };
  const apart = {
    call: waiting,
    commands: [...hangUpSeat(call), ...rearrange(call, layout(call), layout(waiting), [call.talk.leg])],
    facts: partings(call, at),
  };
  return then(apart, (c) =>
    failedOffers < treatmentOf(c).maxOffers
      ? waitOn(c, at)
      : farewell(c, 'fault', { by: 'hotline', outcome: 'fault', cause: null }, at),
  );
}

/** How long a softphone that lost its connection may take to come back, in ms: a page tries again after 1 to 5 s. */
const softphoneGraceMs = 8_000;

/** The softphone's connection is lost in the talk: the sound may go on, so it has a moment to come back. */
export const softphoneGone = (call: CallIn<'talking'>, at: EpochMs): Turn =>
  call.timers.some(({ name }) => name === 'softphone')
    ? turn(call)
    : turn({ ...call, timers: [...call.timers, { name: 'softphone', dueAt: after(at, softphoneGraceMs) }] });

export const softphoneBack = (call: CallIn<'talking'>): Turn =>
  turn({ ...call, timers: call.timers.filter(({ name }) => name !== 'softphone') });

/**
 * The seat was lost in the talk through no wish of anybody: the caller waits again, with the time already waited; the talk does not
 * count as waiting.
 */
export function seatLost(call: CallIn<'talking'>, at: EpochMs): Turn {
  // A citizen whom a desk called waits for nobody else.
  if (call.queuedAt === null || call.origin === 'outbound')
    return farewell(call, 'fault', { by: 'switch', outcome: 'answered', cause: null }, at);
  const since = after(at, call.queuedAt - call.talk.startedAt);
  const next = queued(call, since, at);
  return then(
    {
      call: next,
      commands: [...hangUpSeat(call), ...rearrange(call, layout(call), layout(next), [call.talk.leg])],
      facts: partings(call, at),
    },
    (waiting) => waitOn(waiting, at),
  );
}

/** What makes the parties of a talk hear each other; given again after a restart, it changes nothing that is so already. */
export const joinCommands = (call: CallIn<'talking'>): readonly Command[] => [
  { type: 'CreateBridge', call: call.id, bridge: bridgeId(call.id) },
  { type: 'StopMusic', call: call.id, leg: legId(call.id, 'caller') },
  { type: 'Join', call: call.id, bridge: bridgeId(call.id), legs: [legId(call.id, 'caller'), call.talk.leg] },
];
