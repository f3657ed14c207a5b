import type { LegId } from '../calls/model.ts';
import type { Brand } from '../lib/brand.ts';
import type { EpochMs } from '../lib/time.ts';

/** A seat (座席): a place with a phone. Its id is also the name of its SIP endpoint, e.g. `8001`. */
export type SeatId = Brand<string, 'SeatId'>;
/** An agent (话务员): a person, identified by the account signed in at a seat. */
export type AgentId = Brand<string, 'AgentId'>;
export type QueueId = Brand<string, 'QueueId'>;

/** Why a seat is not ready: what the agent chose, or what the hotline found out about the seat. */
export type NotReadyReason =
  | 'signedIn'
  | 'break'
  | 'meal'
  | 'training'
  | 'meeting'
  | 'other'
  | 'noAnswer'
  | 'refused'
  | 'declined'
  | 'phoneUnreachable'
  | 'phoneFault';

/** Reasons a person may choose; the others are the hotline's own findings. */
export const chosenReasons = ['break', 'meal', 'training', 'meeting', 'other'] as const;
export type ChosenReason = (typeof chosenReasons)[number];

/** What the seat will be once the present call and its wrap-up are over, if not ready. */
export type AfterCall =
  | { readonly state: 'ready' }
  | { readonly state: 'notReady'; readonly reason: ChosenReason };

/**
 * What a seat is doing.
 *
 *     offline ─signIn─▶ notReady ◀──▶ ready ─offer─▶ offered ─answer─▶ talking ─end─▶ wrapUp ─▶ ready | notReady
 *                          ▲                            │ no answer, refused, unreachable
 *                          └────────────────────────────┘
 *
 * A caller who leaves while the phone rings gives the seat back to `ready` with its old `idleSince`: it did nothing wrong and
 * keeps its turn.
 */
export type SeatState =
  | { readonly state: 'offline' }
  | { readonly state: 'notReady'; readonly reason: NotReadyReason }
  | { readonly state: 'ready'; readonly idleSince: EpochMs }
  | { readonly state: 'offered'; readonly leg: LegId; readonly idleSince: EpochMs }
  | { readonly state: 'talking'; readonly leg: LegId; readonly after: AfterCall }
  | { readonly state: 'wrapUp'; readonly leg: LegId; readonly until: EpochMs; readonly after: AfterCall };

/** Whether Asterisk can reach the seat's phone, by its registration and OPTIONS answers. */
export type PhoneState = 'reachable' | 'unreachable';

/** A seat outlives its calls; who sits there, what its phone and its present work are. */
export type Seat = {
  readonly id: SeatId;
  /** Queues it serves, as provisioned. */
  readonly queues: readonly QueueId[];
  readonly phone: PhoneState;
  /** Who is signed in; null exactly when `doing.state` is `offline`. */
  readonly agent: AgentId | null;
  readonly doing: SeatState;
  /** Since when `doing` is what it is. */
  readonly since: EpochMs;
};

/** What can happen to a seat. */
export type SeatInput =
  | { readonly type: 'SignInAsked'; readonly agent: AgentId; readonly at: EpochMs }
  | { readonly type: 'SignOutAsked'; readonly agent: AgentId; readonly at: EpochMs }
  | { readonly type: 'ReadyAsked'; readonly agent: AgentId; readonly at: EpochMs }
  | {
      readonly type: 'NotReadyAsked';
      readonly agent: AgentId;
      readonly reason: ChosenReason;
      readonly at: EpochMs;
    }
  | { readonly type: 'PhoneFound'; readonly phone: PhoneState; readonly at: EpochMs }
  | { readonly type: 'Offered'; readonly leg: LegId; readonly at: EpochMs }
  | { readonly type: 'OfferWithdrawn'; readonly leg: LegId; readonly why: WithdrawnWhy; readonly at: EpochMs }
  | { readonly type: 'TalkStarted'; readonly leg: LegId; readonly at: EpochMs }
  | { readonly type: 'TalkEnded'; readonly leg: LegId; readonly wrapUpMs: number; readonly at: EpochMs }
  | { readonly type: 'WrapUpOver'; readonly at: EpochMs };

/** Why an offer ended without talk. `callerGone` and `lost` are no fault of the seat: it keeps its turn. */
export type WithdrawnWhy =
  | 'callerGone'
  | 'lost'
  | 'noAnswer'
  | 'refused'
  | 'declined'
  | 'unreachable'
  | 'fault';

/** Why a seat's command was refused; stable codes of the API. */
export type SeatRefusalCode =
  | 'H12_SEAT_TAKEN'
  | 'H12_SEAT_NOT_YOURS'
  | 'H12_SEAT_OFFLINE'
  | 'H12_SEAT_BUSY'
  | 'H12_SEAT_PHONE_UNREACHABLE'
  | 'H12_SEAT_ALREADY'
  | 'H12_NO_SUCH_SEAT'
  | 'H12_AGENT_SIGNED_IN_ELSEWHERE';
