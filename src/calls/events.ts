import type { AgentId, SeatId } from '../acd/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { FailedOutcome } from './commands.ts';
import type { CallId, CallPlan, Claim, LegId, PhoneNumber, PlaybackId, TicketNo } from './model.ts';

/** A citizen's channel came in: the beginning of a call. */
export type Arrival = {
  readonly call: CallId;
  readonly at: EpochMs;
  readonly from: PhoneNumber | null;
  readonly dialled: string;
  readonly ticketNo: TicketNo;
  readonly plan: CallPlan;
  /** A common one, if not given. */
  readonly claim?: Claim;
};

export type SeatedAgent = { readonly seat: SeatId; readonly agent: AgentId };

/**
 * All that can happen to a call, in the house's words. Every phase answers every one of them.
 * Three families: what the switch tells, what time tells, what people and the house ask.
 */
export type CallEvent =
  /** The citizen's channel ended. `cause` is Q.850, null where the switch did not say. */
  | { readonly type: 'CallerHungUp'; readonly at: EpochMs; readonly cause: number | null }
  /** The seat's phone rings (180). */
  | { readonly type: 'SeatRinging'; readonly at: EpochMs; readonly leg: LegId }
  | { readonly type: 'SeatAnswered'; readonly at: EpochMs; readonly leg: LegId }
  /** The seat's channel ended, before or after its answer: busy, refused, unreachable, hung up; `cause` tells. */
  | {
      readonly type: 'SeatLegEnded';
      readonly at: EpochMs;
      readonly leg: LegId;
      readonly cause: number | null;
    }
  /** The last prompt of a playback ended; `played` is false when it could not be played. */
  | {
      readonly type: 'PromptFinished';
      readonly at: EpochMs;
      readonly playback: PlaybackId;
      readonly played: boolean;
    }
  /** The switch could not ring the seat's phone. */
  | {
      readonly type: 'RingFailed';
      readonly at: EpochMs;
      readonly leg: LegId;
      readonly outcome: FailedOutcome;
    }
  /** The switch could not connect the parties. */
  | { readonly type: 'JoinFailed'; readonly at: EpochMs; readonly outcome: FailedOutcome }
  /** The channel towards the citizen is made: it can be joined with the seat, and its number dialled. */
  | { readonly type: 'CitizenReady'; readonly at: EpochMs; readonly leg: LegId }
  /** The phone of the citizen who is dialled rings (180). */
  | { readonly type: 'CitizenRinging'; readonly at: EpochMs; readonly leg: LegId }
  | { readonly type: 'CitizenAnswered'; readonly at: EpochMs; readonly leg: LegId }
  /** The switch could not dial the citizen's number. */
  | {
      readonly type: 'DialFailed';
      readonly at: EpochMs;
      readonly leg: LegId;
      readonly outcome: FailedOutcome;
    }
  /** After a restart or a reconnection the switch no longer knows this leg; what it did meanwhile was not told. */
  | { readonly type: 'LegFoundGone'; readonly at: EpochMs; readonly leg: LegId }
  /** After a restart or a reconnection, once the legs are set right: make true again what the phase promises. */
  | { readonly type: 'Resumed'; readonly at: EpochMs; readonly playing: readonly PlaybackId[] }
  /** No end of a prompt was told in the time the longest prompt can take. */
  | { readonly type: 'PromptOverdue'; readonly at: EpochMs }
  | { readonly type: 'WaitedTooLong'; readonly at: EpochMs }
  | { readonly type: 'OfferTimedOut'; readonly at: EpochMs }
  /** The citizen's phone has rung long enough. */
  | { readonly type: 'DialTimedOut'; readonly at: EpochMs }
  /** The call has ended, and a leg still lives though it was hung up. */
  | { readonly type: 'LegsLingered'; readonly at: EpochMs }
  /** Matching found a seat for this caller; or several that are to ring at once. */
  | ({
      readonly type: 'SeatOffered';
      readonly at: EpochMs;
      readonly beside?: readonly SeatedAgent[];
    } & SeatedAgent)
  /** The page that is a seat's softphone has lost its connection: the sound may go on, and it may come back. Or it is gone for good. */
  | { readonly type: 'SoftphoneGone'; readonly at: EpochMs; readonly leg: LegId }
  /** It is back before its time was over. */
  | { readonly type: 'SoftphoneBack'; readonly at: EpochMs; readonly leg: LegId }
  /** The softphone of the talk did not come back in time, or another page took its place. */
  | { readonly type: 'SoftphoneLost'; readonly at: EpochMs }
  /** Nobody is signed in at any seat of the queue. */
  | { readonly type: 'QueueUnstaffed'; readonly at: EpochMs }
  /** The agent hangs up from the desk. */
  | { readonly type: 'HangUpAsked'; readonly at: EpochMs; readonly seat: SeatId }
  /** The agent declines the offer from the desk. */
  | { readonly type: 'DeclineAsked'; readonly at: EpochMs; readonly seat: SeatId }
  /** The citizen need not be called back any more: rang again and was answered, or wishes no call. */
  | { readonly type: 'WithdrawAsked'; readonly at: EpochMs };

export type CallEventType = CallEvent['type'];
/** What a person asks of a call: refused with a reason where the phase ignores it. */
export type AskedEvent = Extract<CallEvent, { type: `${string}Asked` }>;
export const isAsked = (event: CallEvent): event is AskedEvent => event.type.endsWith('Asked');
export type EventOf<E extends CallEventType> = Extract<CallEvent, { type: E }>;
