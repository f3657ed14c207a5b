import type { EpochMs } from '../lib/time.ts';
import { after } from '../lib/time.ts';
import {
  type AfterCall,
  type AgentId,
  type Assignment,
  asAnybody,
  chosenReasons,
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
import { become, isUnstable, phoneFound, ringing, setUp, usual } from './seat-phone.ts';

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
  dropped: null,
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
    case 'AssignAsked':
    case 'WrapUpExtendAsked':
      return asked(seat, input);
    case 'PhoneFound':
      return phoneFound(seat, input);
    case 'SoftphoneReplaced':
      return phoneFound(seat, { type: 'PhoneFound', device: 'browser', phone: 'unreachable', at: input.at });
    case 'SetUp':
      return { seat: setUp(seat, input) };
    case 'Offered':
      return offered(seat, input);
    case 'Called':
      return called(seat, input);
    case 'OfferWithdrawn':
      return offerWithdrawn(seat, input);
    case 'TalkStarted':
      return talkStarted(seat, input);
    case 'TalkEnded':
      return talkEnded(seat, input);
    case 'WrapUpOver':
      return seat.doing.state === 'wrapUp' ? { seat: rest(seat, seat.doing.after, input.at) } : { seat };
    case 'PhoneSteady':
      return isUnstable(seat) ? { seat: rest(seat, { state: 'ready' }, input.at) } : { seat };
  }
}

/** The one due time of a seat. */
export function seatDueAt({ doing }: Seat): EpochMs | null {
  if (doing.state === 'wrapUp') return doing.until;
  return doing.state === 'notReady' ? (doing.until ?? null) : null;
}

/** Whether matching may offer this seat a call now. */
export const canTake = (
  seat: Seat,
): seat is Seat & { readonly agent: AgentId; readonly doing: { readonly state: 'ready' } } =>
  seat.doing.state === 'ready' && seat.agent !== null && seat.phone === 'reachable';

/** Whether the agent may dial a citizen from here now; else why not. */
export function whyNotDial(seat: Seat, agent: AgentId): SeatRefusal | null {
  const no = (code: SeatRefusalCode, why: string): SeatRefusal => ({ code, why });
  if (seat.agent === null) return no('H12_SEAT_OFFLINE', 'nobody is signed in at this seat');
  if (seat.agent !== agent) return no('H12_SEAT_NOT_YOURS', 'another agent is signed in at this seat');
  if (seat.doing.state === 'offered' || seat.doing.state === 'talking')
    return no('H12_SEAT_BUSY', 'the seat has a call already');
  return seat.phone === 'reachable'
    ? null
    : no('H12_SEAT_PHONE_UNREACHABLE', "the seat's phone is not registered or does not answer");
}

const refuse = (seat: Seat, code: SeatRefusalCode, why: string): SeatTurn => ({
  seat,
  refusal: { code, why },
});

/** A seat without a call: ready if the agent wants it and the phone is there. */
function rest(seat: Seat, wanted: AfterCall, at: EpochMs): Seat {
  if (wanted.state === 'offline') return left(seat, at);
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

type Asked = InputOf<'SignOutAsked' | 'ReadyAsked' | 'NotReadyAsked' | 'AssignAsked' | 'WrapUpExtendAsked'>;

function asked(seat: Seat, input: Asked): SeatTurn {
  if (seat.agent === null) return refuse(seat, 'H12_SEAT_OFFLINE', 'nobody is signed in at this seat');
  if (seat.agent !== input.agent)
    return refuse(seat, 'H12_SEAT_NOT_YOURS', 'another agent is signed in at this seat');
  switch (input.type) {
    case 'AssignAsked': {
      const { skills = seat.skills, places = seat.places } = input.assignment;
      return { seat: assigned(seat, { skills, places }) };
    }
    case 'WrapUpExtendAsked':
      return extendWrapUp(seat, input);
    case 'SignOutAsked':
    case 'ReadyAsked':
    case 'NotReadyAsked':
      return isLeaving(seat) && input.byLeader !== true
        ? refuse(seat, 'H12_SEAT_LEAVING', 'a shift leader signs this seat out after the call')
        : change(seat, input);
  }
}

const isLeaving = (seat: Seat): boolean => hasCall(seat) && seat.doing.after?.state === 'offline';

/** What a person wants of the seat: at once, or after the call that it has. */
function change(seat: Seat, input: InputOf<'SignOutAsked' | 'ReadyAsked' | 'NotReadyAsked'>): SeatTurn {
  if (input.byLeader === true && hasCall(seat))
    return { seat: { ...seat, doing: { ...seat.doing, after: wantedBy(input) } } };
  if (input.type === 'SignOutAsked') return signOut(seat, input.at);
  return input.type === 'ReadyAsked' ? ready(seat, input.at) : notReady(seat, input);
}

type WithCall = Seat & { readonly doing: Extract<SeatState, { state: 'offered' | 'talking' | 'wrapUp' }> };
const hasCall = (seat: Seat): seat is WithCall =>
  seat.doing.state === 'offered' || seat.doing.state === 'talking' || seat.doing.state === 'wrapUp';

function wantedBy(input: InputOf<'SignOutAsked' | 'ReadyAsked' | 'NotReadyAsked'>): AfterCall {
  if (input.type === 'SignOutAsked') return { state: 'offline' };
  return input.type === 'ReadyAsked' ? { state: 'ready' } : { state: 'notReady', reason: input.reason };
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
  if (isUnstable(seat))
    return refuse(
      seat,
      'H12_SEAT_PHONE_UNREACHABLE',
      "the seat's phone keeps dropping; it is ready by itself when the phone has been steady for a while",
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

/** The agent needs longer for the after-call work: a step at a time, up to the longest that the queue allows. */
function extendWrapUp(seat: Seat, { extension }: InputOf<'WrapUpExtendAsked'>): SeatTurn {
  const { doing } = seat;
  if (doing.state !== 'wrapUp') return refuse(seat, 'H12_SEAT_ALREADY', 'the seat is not in after-call work');
  const { stepMs, maxMs } = extension ?? { stepMs: 0, maxMs: 0 };
  const until = Math.min(after(doing.until, stepMs), after(seat.since, maxMs)) as EpochMs;
  return until > doing.until
    ? { seat: { ...seat, doing: { ...doing, until } } }
    : refuse(seat, 'H12_WRAP_UP_LIMIT', 'the after-call work is as long as it may be');
}

function offered(seat: Seat, input: InputOf<'Offered'>): SeatTurn {
  if (seat.doing.state !== 'ready') return { seat };
  return {
    seat: become(seat, { state: 'offered', leg: input.leg, idleSince: seat.doing.idleSince }, input.at),
  };
}

function called(seat: Seat, input: InputOf<'Called'>): SeatTurn {
  if (seat.agent === null || whyNotDial(seat, seat.agent) !== null) return { seat };
  return {
    seat: become(seat, { state: 'talking', leg: input.leg, after: wantedAfter(seat.doing) }, input.at),
  };
}

/** What the seat becomes again when the agent has dialled: in a break, it stays there. */
function wantedAfter(doing: SeatState): AfterCall {
  if ('after' in doing) return doing.after;
  if (doing.state !== 'notReady') return { state: 'ready' };
  const chosen = chosenReasons.find((reason) => reason === doing.reason);
  return { state: 'notReady', reason: chosen ?? 'other' };
}

function offerWithdrawn(seat: Seat, input: InputOf<'OfferWithdrawn'>): SeatTurn {
  const { doing } = seat;
  if (doing.state !== 'offered' || doing.leg !== input.leg) return { seat };
  if (doing.after?.state === 'offline') return { seat: left(seat, input.at) };
  const reason = faults[input.why] ?? (seat.phone === 'unreachable' ? 'phoneUnreachable' : null);
  if (reason !== null) return { seat: become(seat, { state: 'notReady', reason }, input.at) };
  if (doing.after?.state === 'notReady') return { seat: rest(seat, doing.after, input.at) };
  return { seat: become(seat, { state: 'ready', idleSince: doing.idleSince }, input.at) };
}

function talkStarted(seat: Seat, input: InputOf<'TalkStarted'>): SeatTurn {
  const { doing, tally, since } = seat;
  if (doing.state !== 'offered' || doing.leg !== input.leg) return { seat };
  const wanted: AfterCall = doing.after ?? { state: 'ready' };
  return {
    seat: {
      ...become(seat, { state: 'talking', leg: input.leg, after: wanted }, input.at),
      tally: { ...tally, calls: tally.calls + 1, offeredAt: since },
    },
  };
}

function talkEnded(seat: Seat, input: InputOf<'TalkEnded'>): SeatTurn {
  const { doing, tally } = seat;
  if (doing.state !== 'talking' || doing.leg !== input.leg) return { seat };
  const done = { ...seat, tally: { ...tally, talkMs: tally.talkMs + (input.at - seat.since) } };
  if (input.wrapUpMs === 0) return { seat: rest(done, doing.after, input.at) };
  const until = after(input.at, input.wrapUpMs);
  return { seat: become(done, { state: 'wrapUp', leg: input.leg, until, after: doing.after }, input.at) };
}
