import type { EpochMs } from '../lib/time.ts';
import { after } from '../lib/time.ts';
import {
  type AfterCall,
  type AgentId,
  type Assignment,
  asAnybody,
  type Device,
  devices,
  type NotReadyReason,
  noTally,
  type QueueId,
  type Seat,
  type SeatId,
  type SeatInput,
  type SeatRefusalCode,
  type SeatState,
  type WithdrawnWhy,
} from './model.ts';

export type SeatRefusal = { readonly code: SeatRefusalCode; readonly why: string };
/** What an input made of a seat: the seat as it is now, or why a person's command was not done. */
export type SeatTurn = { readonly seat: Seat; readonly refusal?: SeatRefusal };

type InputOf<T extends SeatInput['type']> = Extract<SeatInput, { type: T }>;

/** What an unanswered offer makes of the seat; null where it was no fault of the seat, which keeps its turn. */
const faults: Readonly<Record<WithdrawnWhy, NotReadyReason | null>> = {
  callerGone: null,
  answeredElsewhere: null,
  lost: null,
  noAnswer: 'noAnswer',
  refused: 'refused',
  declined: 'declined',
  unreachable: 'phoneFault',
  fault: 'phoneFault',
};

/** A seat as it is provisioned: nobody sits there yet, and whether the phone is there is for the switch to say. */
export const newSeat = (
  id: SeatId,
  queues: readonly QueueId[],
  at: EpochMs,
  has: readonly Device[] = devices,
): Seat => ({
  id,
  provisioned: queues,
  queues,
  places: null,
  skills: [],
  tally: noTally,
  devices: has,
  device: usual(has),
  phone: 'unreachable',
  otherPhone: 'unreachable',
  agent: null,
  doing: { state: 'offline' },
  since: at,
});

/** What an input makes of a seat. Pure; the only place where a seat's state changes. Late and doubled inputs change nothing. */
export function decideSeat(seat: Seat, input: SeatInput): SeatTurn {
  switch (input.type) {
    case 'SignInAsked':
      return signIn(seat, input);
    case 'SignOutAsked':
    case 'ReadyAsked':
    case 'NotReadyAsked':
      return asked(seat, input);
    case 'PhoneFound':
      return phoneFound(seat, input);
    case 'SoftphoneReplaced':
      return phoneFound(seat, { type: 'PhoneFound', device: 'browser', phone: 'unreachable', at: input.at });
    case 'SetUp':
      return { seat: setUp(seat, input) };
    case 'Offered':
      return offered(seat, input);
    case 'OfferWithdrawn':
      return offerWithdrawn(seat, input);
    case 'TalkStarted':
      return talkStarted(seat, input);
    case 'TalkEnded':
      return talkEnded(seat, input);
    case 'WrapUpOver':
      return seat.doing.state === 'wrapUp' ? { seat: rest(seat, seat.doing.after, input.at) } : { seat };
  }
}

/** The phone that is rung unless somebody chose. */
const usual = (has: readonly Device[]): Device => (has.includes('desk') ? 'desk' : 'browser');

/** The seat with this phone as the one that is rung. */
const ringing = (seat: Seat, device: Device): Seat =>
  device === seat.device ? seat : { ...seat, device, phone: seat.otherPhone, otherPhone: seat.phone };

/** What it does goes on; a phone that it has no more is not rung any more. */
function setUp(seat: Seat, { setup, at }: InputOf<'SetUp'>): Seat {
  const { queues: provisioned, devices: has } = setup;
  const queues = seat.places === null ? provisioned : seat.queues;
  const device = has.includes(seat.device) ? seat.device : usual(has);
  const next = ringing({ ...seat, provisioned, queues, devices: has }, device);
  return phoneFound(next, { type: 'PhoneFound', phone: next.phone, at }).seat;
}

/** Whether matching may offer this seat a call now. */
export const canTake = (
  seat: Seat,
): seat is Seat & { readonly agent: AgentId; readonly doing: { readonly state: 'ready' } } =>
  seat.doing.state === 'ready' && seat.agent !== null && seat.phone === 'reachable';

const become = (seat: Seat, doing: SeatState, at: EpochMs): Seat => ({ ...seat, doing, since: at });
const refuse = (seat: Seat, code: SeatRefusalCode, why: string): SeatTurn => ({
  seat,
  refusal: { code, why },
});

/** A seat without a call: ready if the agent wants it and the phone is there. */
function rest(seat: Seat, wanted: AfterCall, at: EpochMs): Seat {
  if (wanted.state === 'notReady') return become(seat, wanted, at);
  return seat.phone === 'reachable'
    ? become(seat, { state: 'ready', idleSince: at }, at)
    : become(seat, { state: 'notReady', reason: 'phoneUnreachable' }, at);
}

function signIn(seat: Seat, input: InputOf<'SignInAsked'>): SeatTurn {
  if (seat.agent === input.agent) return { seat };
  if (seat.agent !== null) return refuse(seat, 'H12_SEAT_TAKEN', 'another agent is signed in at this seat');
  const device = input.device ?? usual(seat.devices);
  if (!seat.devices.includes(device))
    return refuse(seat, 'H12_SEAT_HAS_NO_SUCH_PHONE', 'this seat has no such phone; choose the other one');
  const seated = assigned(ringing(seat, device), input.assignment ?? asAnybody);
  const doing = { state: 'notReady', reason: 'signedIn' } as const;
  return { seat: { ...become(seated, doing, input.at), agent: input.agent, tally: noTally } };
}

/** The seat with what its agent can do; the agent's queues go before those of the seat. */
function assigned(seat: Seat, { skills, places }: Assignment): Seat {
  return { ...seat, queues: places?.map(({ queue }) => queue) ?? seat.provisioned, places, skills };
}

/** Nobody sits there any more: the seat is as it was provisioned. */
const left = (seat: Seat, at: EpochMs): Seat => ({
  ...become(assigned(seat, asAnybody), { state: 'offline' }, at),
  agent: null,
});

function asked(seat: Seat, input: InputOf<'SignOutAsked' | 'ReadyAsked' | 'NotReadyAsked'>): SeatTurn {
  if (seat.agent === null) return refuse(seat, 'H12_SEAT_OFFLINE', 'nobody is signed in at this seat');
  if (seat.agent !== input.agent)
    return refuse(seat, 'H12_SEAT_NOT_YOURS', 'another agent is signed in at this seat');
  if (input.type === 'SignOutAsked') return signOut(seat, input.at);
  return input.type === 'ReadyAsked' ? ready(seat, input.at) : notReady(seat, input);
}

function signOut(seat: Seat, at: EpochMs): SeatTurn {
  if (seat.doing.state === 'offered' || seat.doing.state === 'talking')
    return refuse(seat, 'H12_SEAT_BUSY', 'the seat has a call; sign out when it is over');
  return { seat: left(seat, at) };
}

/** Ready now, or after the call. Asking twice keeps the turn in the order of the idle. */
function ready(seat: Seat, at: EpochMs): SeatTurn {
  const { doing } = seat;
  if (doing.state === 'talking') return { seat: { ...seat, doing: { ...doing, after: { state: 'ready' } } } };
  if (doing.state === 'ready' || doing.state === 'offered') return { seat };
  if (seat.phone === 'unreachable')
    return refuse(
      seat,
      'H12_SEAT_PHONE_UNREACHABLE',
      "the seat's phone is not registered or does not answer",
    );
  return { seat: become(seat, { state: 'ready', idleSince: at }, at) };
}

function notReady(seat: Seat, input: InputOf<'NotReadyAsked'>): SeatTurn {
  const { doing } = seat;
  const wanted = { state: 'notReady', reason: input.reason } as const;
  if (doing.state === 'talking') return { seat: { ...seat, doing: { ...doing, after: wanted } } };
  if (doing.state === 'offered')
    return refuse(seat, 'H12_SEAT_BUSY', 'a call is ringing at this seat; answer or decline it first');
  return { seat: become(seat, wanted, input.at) };
}

/** A phone that drops makes a ready seat unavailable at once; one that comes back makes it ready again, at the end of the line. */
function phoneFound(seat: Seat, input: InputOf<'PhoneFound'>): SeatTurn {
  if (input.device !== undefined && input.device !== seat.device)
    return { seat: seat.otherPhone === input.phone ? seat : { ...seat, otherPhone: input.phone } };
  const found = { ...seat, phone: input.phone };
  // Also where it is no news: a seat that was ready before a restart is told that its phone is not there any more.
  if (input.phone === 'unreachable' && seat.doing.state === 'ready')
    return { seat: become(found, { state: 'notReady', reason: 'phoneUnreachable' }, input.at) };
  if (seat.phone === input.phone) return { seat };
  if (
    input.phone === 'reachable' &&
    seat.doing.state === 'notReady' &&
    seat.doing.reason === 'phoneUnreachable'
  )
    return { seat: become(found, { state: 'ready', idleSince: input.at }, input.at) };
  return { seat: found };
}

function offered(seat: Seat, input: InputOf<'Offered'>): SeatTurn {
  if (seat.doing.state !== 'ready') return { seat };
  return {
    seat: become(seat, { state: 'offered', leg: input.leg, idleSince: seat.doing.idleSince }, input.at),
  };
}

function offerWithdrawn(seat: Seat, input: InputOf<'OfferWithdrawn'>): SeatTurn {
  const { doing } = seat;
  if (doing.state !== 'offered' || doing.leg !== input.leg) return { seat };
  const reason = faults[input.why] ?? (seat.phone === 'unreachable' ? 'phoneUnreachable' : null);
  if (reason !== null) return { seat: become(seat, { state: 'notReady', reason }, input.at) };
  return { seat: become(seat, { state: 'ready', idleSince: doing.idleSince }, input.at) };
}

function talkStarted(seat: Seat, input: InputOf<'TalkStarted'>): SeatTurn {
  if (seat.doing.state !== 'offered' || seat.doing.leg !== input.leg) return { seat };
  return { seat: become(seat, { state: 'talking', leg: input.leg, after: { state: 'ready' } }, input.at) };
}

function talkEnded(seat: Seat, input: InputOf<'TalkEnded'>): SeatTurn {
  const { doing } = seat;
  if (doing.state !== 'talking' || doing.leg !== input.leg) return { seat };
  if (input.wrapUpMs === 0) return { seat: rest(seat, doing.after, input.at) };
  const until = after(input.at, input.wrapUpMs);
  return { seat: become(seat, { state: 'wrapUp', leg: input.leg, until, after: doing.after }, input.at) };
}
