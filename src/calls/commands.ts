import type { SeatId } from '../acd/model.ts';
import type { RecorderId } from './consultation.ts';
import type {
  BridgeId,
  CallId,
  DialString,
  Language,
  LegId,
  PhoneNumber,
  PlaybackId,
  PromptName,
} from './model.ts';

/**
 * All a call can ask of the switch. Each is idempotent: ids are chosen by the house, so a command given twice (after a crash, on a
 * doubtful time-out) makes nothing twice. Each ends within its limit with an `Outcome`.
 */
export type Command =
  /** Plays prompts one after the other on a leg, each in the usual language where this one has none; ends with the event `PromptFinished`. */
  | {
      readonly type: 'Play';
      readonly call: CallId;
      readonly leg: LegId;
      readonly playback: PlaybackId;
      readonly prompts: readonly PromptName[];
      readonly language: Language;
    }
  | { readonly type: 'StopPlay'; readonly call: CallId; readonly playback: PlaybackId }
  | { readonly type: 'StartMusic'; readonly call: CallId; readonly leg: LegId; readonly musicClass: string }
  | { readonly type: 'StopMusic'; readonly call: CallId; readonly leg: LegId }
  /** Rings a seat's phone. `ringLimitMs` is the switch's own safety net, longer than the house's timer. */
  | {
      readonly type: 'RingSeat';
      readonly call: CallId;
      readonly leg: LegId;
      readonly seat: SeatId;
      readonly from: PhoneNumber | null;
      readonly ticketNo: string;
      readonly ringLimitMs: number;
    }
  /** Makes the channel towards a citizen; its number is dialled when it is there (`CitizenReady`). `beside` is the seat's leg. */
  | {
      readonly type: 'PrepareDial';
      readonly call: CallId;
      readonly leg: LegId;
      readonly number: PhoneNumber;
      readonly beside: LegId;
    }
  /** Dials. `ringLimitMs` is the switch's own safety net, longer than the house's timer. */
  | { readonly type: 'Dial'; readonly call: CallId; readonly leg: LegId; readonly ringLimitMs: number }
  /** Rings a party. `urgent`: an emergency desk, for which nothing is waited for. */
  | {
      readonly type: 'RingParty';
      readonly call: CallId;
      readonly leg: LegId;
      readonly dial: DialString;
      readonly from: PhoneNumber | null;
      readonly ticketNo: string;
      readonly ringLimitMs: number;
      readonly urgent: boolean;
      /** Whether the known place is sent along, and the district if one was asked for. */
      readonly location: boolean;
      readonly district: string | null;
    }
  /** A leg hears that it rings on the other side. */
  | { readonly type: 'StartRinging'; readonly call: CallId; readonly leg: LegId }
  | { readonly type: 'StopRinging'; readonly call: CallId; readonly leg: LegId }
  /** Nobody hears a leg any more; it hears the others. */
  | { readonly type: 'Mute'; readonly call: CallId; readonly leg: LegId }
  | { readonly type: 'Unmute'; readonly call: CallId; readonly leg: LegId }
  /** A channel that hears what a leg says and hears, and by which that leg alone can be spoken to. It enters the application by itself. */
  | { readonly type: 'Spy'; readonly call: CallId; readonly leg: LegId; readonly spy: LegId }
  | { readonly type: 'EndSpy'; readonly call: CallId; readonly spy: LegId }
  /** Records what two legs say to each other, the agent's left, in a file named after the recorder; ends by itself with either leg. */
  | {
      readonly type: 'Record';
      readonly call: CallId;
      readonly recorder: RecorderId;
      readonly agent: LegId;
      readonly party: LegId;
    }
  | { readonly type: 'EndRecord'; readonly call: CallId; readonly recorder: RecorderId }
  | { readonly type: 'CreateBridge'; readonly call: CallId; readonly bridge: BridgeId }
  | {
      readonly type: 'Join';
      readonly call: CallId;
      readonly bridge: BridgeId;
      readonly legs: readonly LegId[];
      /** They hear the others, and are not heard. */
      readonly muted?: true;
    }
  /** Takes a leg out of a bridge: once it is done the leg has left, and can hear something else. */
  | { readonly type: 'Leave'; readonly call: CallId; readonly bridge: BridgeId; readonly leg: LegId }
  | { readonly type: 'DestroyBridge'; readonly call: CallId; readonly bridge: BridgeId }
  | { readonly type: 'HangUp'; readonly call: CallId; readonly leg: LegId; readonly reason: HangUpReason };

/** What the other side is told: RFC 3261 answers and Q.850 causes that Asterisk makes of ARI's `reason`. */
export type HangUpReason = 'normal' | 'no_answer' | 'answered_elsewhere' | 'failure';

/**
 * What became of a command. `done`: it is so. `gone`: its subject no longer exists. `conflict`: the id is taken or the state forbids
 * it. `refused`: the switch will not do it. `timeout`: no answer within the limit; it may or may not have happened. `down`: there was no
 * connection, or it was lost before the answer; the inventory of the next one shows whether it happened.
 */
export type Outcome = { readonly result: OutcomeResult; readonly detail?: string };
export type OutcomeResult = 'done' | 'gone' | 'conflict' | 'refused' | 'timeout' | 'down';
export type FailedOutcome = Exclude<OutcomeResult, 'done'>;

/** How long the house waits for each command's answer, in ms. Asterisk answers in about 1 ms; these are for a switch in trouble. */
export const commandLimitMs: Readonly<Record<Command['type'], number>> = {
  Play: 2_000,
  StopPlay: 2_000,
  StartMusic: 2_000,
  StopMusic: 2_000,
  RingSeat: 3_000,
  PrepareDial: 2_000,
  Dial: 3_000,
  RingParty: 3_000,
  StartRinging: 2_000,
  StopRinging: 2_000,
  Mute: 2_000,
  Unmute: 2_000,
  Spy: 2_000,
  EndSpy: 2_000,
  Record: 3_000,
  EndRecord: 2_000,
  CreateBridge: 2_000,
  Join: 2_000,
  Leave: 2_000,
  DestroyBridge: 2_000,
  HangUp: 3_000,
};
