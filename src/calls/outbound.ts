import type { QueueId } from '../acd/model.ts';
import { after, type EpochMs } from '../lib/time.ts';
import type { Command } from './commands.ts';
import { base, end } from './endings.ts';
import { ringSafetyMs } from './hunt.ts';
import { citizenLeg, holdsNoLine, seatLeg } from './legs.ts';
import {
  bridgeId,
  type Call,
  type CallId,
  type CallIn,
  type CallPlan,
  type Claim,
  commonClaim,
  type DialFailure,
  type Dialling,
  type DialOrder,
  type Ending,
  type LegId,
  legId,
  nothingSaid,
  type Offer,
  type PhoneNumber,
  type TicketNo,
} from './model.ts';
import { answeredBy } from './moves.ts';
import { firstLanguage, treatmentOf } from './plan.ts';
import { callBackWaitMs } from './queueing.ts';
import { refuse, type Turn, turn } from './table.ts';

/** A call that the hotline makes; like the arrival of one, it brings its time and its id. */
export type Outgoing = {
  readonly call: CallId;
  readonly at: EpochMs;
  readonly number: PhoneNumber;
  readonly ticketNo: TicketNo;
  readonly plan: CallPlan;
  readonly order: DialOrder;
  /** The queue it is of, and those it was sent on from before; the plan's own, and none, if not given. */
  readonly queue?: QueueId;
  readonly passed?: readonly QueueId[];
  /** Everybody's if not given. */
  readonly claim?: Claim;
};

/** How long the phone rings of a citizen whom matching calls back, in ms. */
export const callBackRingMs = 45_000;

const outgoing = ({ call, at, number, ticketNo, plan, order, ...more }: Outgoing) => ({
  id: call,
  origin: 'outbound' as const,
  order,
  ticketNo,
  from: number,
  dialled: '',
  plan,
  queue: more.queue ?? plan.queue,
  passed: more.passed ?? [],
  arrivedAt: at,
  legs: [],
  plays: 0,
  queuedAt: null,
  failedOffers: 0,
  lastHunt: null,
  said: nothingSaid,
  survey: null,
  supervision: null,
  consultations: [],
  claim: more.claim ?? commonClaim,
  language: firstLanguage(plan),
});

const began = ({ at }: Outgoing, { id, ticketNo, from, queue }: Call) =>
  ({ type: 'CallBegan', call: id, origin: 'outbound', at, ticketNo, from, queue }) as const;

/** A desk dials: its own phone is rung first, then the number. */
export function beginAtDesk(what: Outgoing, by: NonNullable<DialOrder['by']>): Turn {
  const { at } = what;
  const bare = outgoing(what);
  const leg = seatLeg(bare, by.seat, at);
  const call: CallIn<'dialling'> = {
    ...bare,
    legs: [leg],
    timers: [{ name: 'ring', dueAt: after(at, treatmentOf(bare).ringLimitMs) }],
    phase: 'dialling',
    dialling: { ...by, leg: leg.id, since: at, dialledAt: null },
  };
  const ring: Command = {
    type: 'RingSeat',
    call: call.id,
    leg: leg.id,
    seat: by.seat,
    from: what.number,
    ticketNo: what.ticketNo,
    ringLimitMs: treatmentOf(call).ringLimitMs + ringSafetyMs,
  };
  return turn(
    call,
    [ring],
    [began(what, call), { type: 'SeatCalled', call: call.id, at, seat: by.seat, leg: leg.id }],
  );
}

/**
 * A caller pressed the key to be called back, and keeps the place: the call waits like any other since the caller began to wait, and the
 * number is dialled when a seat has answered.
 */
export function beginInQueue(what: Outgoing, queuedAt: EpochMs): Turn {
  const { at } = what;
  const call: CallIn<'queued'> = {
    ...outgoing(what),
    phase: 'queued',
    queuedAt,
    playing: null,
    timers: [{ name: 'maxWait', dueAt: after(at, callBackWaitMs) }],
  };
  return turn(
    call,
    [],
    [began(what, call), { type: 'CallQueued', call: call.id, origin: 'outbound', at, queue: call.queue }],
  );
}

/** The seat is up: it waits in the bridge, so that it hears what the network sends, and the channel towards the citizen is made. */
export function dialNumber(call: CallIn<'offering' | 'dialling'>, desk: Offer | Dialling, at: EpochMs): Turn {
  const { seat, agent, leg } = desk;
  const citizen = citizenLeg(call.id, at);
  const next: CallIn<'dialling'> = {
    ...base(call),
    phase: 'dialling',
    legs: [...call.legs, citizen],
    timers: [{ name: 'dial', dueAt: after(at, ringLimitMs(call)) }],
    dialling: { seat, agent, leg, since: at, dialledAt: at },
  };
  const prepare: readonly Command[] =
    call.from === null
      ? []
      : [{ type: 'PrepareDial', call: call.id, leg: citizen.id, number: call.from, beside: leg }];
  return turn(
    next,
    [createBridge(call), ...prepare],
    [{ type: 'DiallingStarted', call: call.id, at, seat, agent, leg }],
  );
}

/** A seat that was offered a citizen who is to be called back has answered. */
export function dialFor(call: CallIn<'offering'>, answered: LegId, at: EpochMs): Turn {
  const { won, commands, facts } = answeredBy(call, answered, at);
  const dialled = dialNumber(call, won, at);
  return turn(dialled.call, [...commands, ...dialled.commands], [...facts, ...dialled.facts]);
}

export const createBridge = (call: Call): Command => ({
  type: 'CreateBridge',
  call: call.id,
  bridge: bridgeId(call.id),
});

const ringLimitMs = (call: Call): number => call.order?.ringLimitMs ?? treatmentOf(call).ringLimitMs;

/** The channel is there: both are joined, then the number is dialled, so that nothing the network sends is missed. Done twice, it is done once. */
export const joinAndDial = (call: CallIn<'dialling'>): readonly Command[] => [
  {
    type: 'Join',
    call: call.id,
    bridge: bridgeId(call.id),
    legs: [call.dialling.leg, legId(call.id, 'caller')],
  },
  {
    type: 'Dial',
    call: call.id,
    leg: legId(call.id, 'caller'),
    ringLimitMs: ringLimitMs(call) + ringSafetyMs,
  },
];

/** The citizen answers: both are joined already. */
export function reached(call: CallIn<'dialling'>, at: EpochMs): Turn {
  const { seat, agent, leg } = call.dialling;
  const next: CallIn<'talking'> = {
    ...base(call),
    phase: 'talking',
    timers: [],
    talk: { seat, agent, leg, startedAt: at },
  };
  return turn(
    next,
    [],
    [
      { type: 'CitizenReached', call: call.id, at, ticketNo: call.ticketNo },
      {
        type: 'TalkStarted',
        call: call.id,
        origin: call.origin,
        purpose: call.order?.purpose ?? null,
        from: call.from,
        at,
        ticketNo: call.ticketNo,
        seat,
        agent,
        leg,
        queue: call.queue,
        waitedMs: call.queuedAt === null ? null : at - call.queuedAt,
      },
    ],
  );
}

/** It comes to no talk. */
export const notReached = (
  call: CallIn<'dialling' | 'queued' | 'offering'>,
  outcome: DialFailure | 'fault' | 'lost',
  how: { readonly by: Ending['by']; readonly at: EpochMs; readonly cause?: number | null },
): Turn => end(call, { by: how.by, outcome, cause: how.cause ?? null }, how.at);

/** Whether the desk's own phone is still to be answered. */
export const seatRings = ({ dialledAt }: Dialling): boolean => dialledAt === null;

const failures: readonly (readonly [DialFailure, ReadonlySet<number>])[] = [
  ['busy', new Set([17])],
  ['refused', new Set([21])],
  ['noAnswer', new Set([18, 19])],
  ['unreachable', new Set([1, 2, 3, 20, 22, 27, 28, 31, 38])],
];

/** Why a citizen was not reached, by the cause with which the leg ended before its answer (Q.850 table 1; RFC 3398 section 8.2.6). */
export const whyNotReached = (cause: number | null): DialFailure | 'fault' =>
  failures.find(([, causes]) => cause !== null && causes.has(cause))?.[0] ?? 'fault';

/** A call-back that waits is not needed any more. */
export const withdraw = (call: CallIn<'queued' | 'offering'>, at: EpochMs): Turn =>
  holdsNoLine(call)
    ? notReached(call, 'withdrawn', { by: 'hotline', at })
    : refuse(call, 'H12_OUT_OF_TURN', 'the citizen is on the line, there is nothing to withdraw');
