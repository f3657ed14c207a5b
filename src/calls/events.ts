import type { AgentId, QueueId, SeatId } from '../acd/model.ts';
import type { EmergencyNumber } from '../emergency/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { FailedOutcome } from './commands.ts';
import type {
  CallId,
  CallPlan,
  Claim,
  Digit,
  LegId,
  PhoneNumber,
  PlaybackId,
  Quest,
  Target,
  TicketNo,
  Tried,
} from './model.ts';
import type { SuperviseAsked } from './supervision.ts';

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
  /** A party's phone, or the line to it, rings. */
  | { readonly type: 'PartyRinging'; readonly at: EpochMs; readonly leg: LegId }
  | { readonly type: 'PartyAnswered'; readonly at: EpochMs; readonly leg: LegId }
  /** A party's channel ended, before or after its answer. */
  | {
      readonly type: 'PartyLegEnded';
      readonly at: EpochMs;
      readonly leg: LegId;
      readonly cause: number | null;
    }
  /** The switch could not ring the party. */
  | {
      readonly type: 'PartyRingFailed';
      readonly at: EpochMs;
      readonly leg: LegId;
      readonly outcome: FailedOutcome;
    }
  /** The last prompt of a playback ended; `played` is false when it could not be played. */
  | {
      readonly type: 'PromptFinished';
      readonly at: EpochMs;
      readonly playback: PlaybackId;
      readonly played: boolean;
    }
  /** The caller pressed a key (RFC 4733, or a tone that the switch recognised). */
  | { readonly type: 'DigitPressed'; readonly at: EpochMs; readonly digit: Digit }
  /** The switch could not ring the seat's phone. */
  | {
      readonly type: 'RingFailed';
      readonly at: EpochMs;
      readonly leg: LegId;
      readonly outcome: FailedOutcome;
    }
  /** The switch could not connect the parties. */
  | {
      readonly type: 'JoinFailed';
      readonly at: EpochMs;
      readonly outcome: FailedOutcome;
      readonly legs: readonly LegId[];
    }
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
  /** Something is to be said to the waiting caller. The house adds what it knows of the wait. */
  | ({ readonly type: 'AnnouncementDue'; readonly at: EpochMs } & Outlook)
  /** The wait after which the caller is sent on to another queue is over. */
  | { readonly type: 'OverflowDue'; readonly at: EpochMs }
  /** No key was pressed in the time there was for it. */
  | { readonly type: 'KeyOverdue'; readonly at: EpochMs }
  | { readonly type: 'OfferTimedOut'; readonly at: EpochMs }
  /** The citizen's phone has rung long enough. */
  | { readonly type: 'DialTimedOut'; readonly at: EpochMs }
  /** Whoever a hunt rings has rung long enough. */
  | { readonly type: 'TargetTimedOut'; readonly at: EpochMs }
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
  /** The caller has just joined a queue in which so many wait already, this one not counted. */
  | { readonly type: 'QueueCrowded'; readonly at: EpochMs; readonly waiting: number }
  /** Nobody is signed in at any seat of the queue. */
  | { readonly type: 'QueueUnstaffed'; readonly at: EpochMs }
  /** The agent hangs up from the desk. */
  | { readonly type: 'HangUpAsked'; readonly at: EpochMs; readonly seat: SeatId }
  /** The agent declines the offer from the desk. */
  | { readonly type: 'DeclineAsked'; readonly at: EpochMs; readonly seat: SeatId }
  /** The citizen need not be called back any more: rang again and was answered, or wishes no call. */
  | { readonly type: 'WithdrawAsked'; readonly at: EpochMs }
  /** The agent puts the citizen through to an emergency desk. */
  | {
      readonly type: 'EmergencyAsked';
      readonly at: EpochMs;
      readonly seat: SeatId;
      readonly number: EmergencyNumber;
      /** The routes for the place, in order; empty: those of the call's plan. */
      readonly targets: readonly Target[];
    }
  /** The agent wants somebody else in the call. */
  | {
      readonly type: 'InviteAsked';
      readonly at: EpochMs;
      readonly seat: SeatId;
      readonly quest: Quest;
      readonly targets: readonly Target[];
      readonly atOnce: boolean;
      /** When nobody new is rung any more; null: every target gets its turn. */
      readonly untilAt: EpochMs | null;
      /** Whom it is of no use to ring now, and why; nobody if not given. */
      readonly tried?: readonly Tried[];
    }
  /** The agent sends the citizen on to a queue. */
  | {
      readonly type: 'QueueAsked';
      readonly at: EpochMs;
      readonly seat: SeatId;
      readonly queue: QueueId;
    }
  /** The agent gives up a hunt. */
  | { readonly type: 'CancelAsked'; readonly at: EpochMs; readonly seat: SeatId }
  /** The agent steps aside: the citizen hears music, or talks to the others. */
  | { readonly type: 'HoldAsked'; readonly at: EpochMs; readonly seat: SeatId }
  /** The agent comes back to the citizen; whoever is aside is let go, or brought along. */
  | {
      readonly type: 'ReturnAsked';
      readonly at: EpochMs;
      readonly seat: SeatId;
      readonly bring: boolean;
    }
  | SuperviseAsked
  /** The agent leaves; those who are there go on. */
  | { readonly type: 'LeaveAsked'; readonly at: EpochMs; readonly seat: SeatId }
  /** The agent mutes somebody, or lets them be heard again; itself or another. */
  | {
      readonly type: 'MuteAsked';
      readonly at: EpochMs;
      readonly seat: SeatId;
      readonly leg: LegId;
      readonly on: boolean;
    }
  /** The agent sends a party away. */
  | { readonly type: 'DropAsked'; readonly at: EpochMs; readonly seat: SeatId; readonly leg: LegId };

/** What the house knows of a wait: the place in the queue, counted from 1, and how long it will take; null: it cannot be said. */
export type Outlook = { readonly position: number | null; readonly expectedWaitMs: number | null };

export type CallEventType = CallEvent['type'];
/** What the phases answer: a supervisor is beside them, and is the same in each. */
export type PhaseEventType = Exclude<CallEventType, SuperviseAsked['type']>;
/** What a person asks of a call: refused with a reason where the phase ignores it. */
export type AskedEvent = Extract<CallEvent, { type: `${string}Asked` }>;
export const isAsked = (event: CallEvent): event is AskedEvent => event.type.endsWith('Asked');
export type EventOf<E extends CallEventType> = Extract<CallEvent, { type: E }>;

/** What happens to parties: only a call that asked somebody in has any. */
export const partyEvents = [
  'PartyRinging',
  'PartyAnswered',
  'PartyLegEnded',
  'PartyRingFailed',
  'TargetTimedOut',
] as const satisfies readonly CallEventType[];

/** What an agent may ask of a call that is answered, beyond hanging up. */
export const agentAsks = [
  'EmergencyAsked',
  'InviteAsked',
  'QueueAsked',
  'CancelAsked',
  'HoldAsked',
  'ReturnAsked',
  'LeaveAsked',
  'MuteAsked',
  'DropAsked',
] as const satisfies readonly AskedEvent['type'][];
