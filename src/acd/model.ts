import type { LegId } from '../calls/model.ts';
import type { Brand } from '../lib/brand.ts';
import type { EpochMs } from '../lib/time.ts';

/** A seat (座席): a place with a phone. Its id is also the name of its SIP endpoint, e.g. `8001`. */
export type SeatId = Brand<string, 'SeatId'>;
/** An agent (话务员): a person, identified by the account signed in at a seat. */
export type AgentId = Brand<string, 'AgentId'>;
export type QueueId = Brand<string, 'QueueId'>;
/** What an agent can do that not everybody can: a dialect, a matter. Lower-case letters, digits and `-`, e.g. `hakka`, `social-insurance`. */
export type SkillName = Brand<string, 'SkillName'>;

/** A skill and how well it is mastered, or must be: 1 (a little) to 10 (as a specialist). */
export type Skill = { readonly skill: SkillName; readonly level: number };
export const skillLevels = { min: 1, max: 10 } as const;

/** A seat's place in a queue it serves. Seats of a lower tier are rung before those of a higher one; `order` is theirs in fixed order. */
export type Place = { readonly queue: QueueId; readonly tier: number; readonly order: number };
export const everybodys = { tier: 1, order: 0 } as const;
export const tiers = { min: 1, max: 9 } as const;
export const orders = { min: 0, max: 999 } as const;

/** What an administrator says an agent can do. */
export type Assignment = {
  readonly skills: readonly Skill[];
  /** The queues the agent serves, wherever it sits; null: those of the seat. */
  readonly places: readonly Place[] | null;
};
export const asAnybody: Assignment = { skills: [], places: null };

/** Who is rung among ready seats; see `strategies.ts`. */
export const strategyNames = [
  'longestIdle',
  'roundRobin',
  'fewestCalls',
  'leastTalkTime',
  'fixedOrder',
  'weighted',
  'ringAll',
] as const;
export type StrategyName = (typeof strategyNames)[number];

export type WrapUpExtension = { readonly stepMs: number; readonly maxMs: number };

/** What matching must know of a queue. From the routing plan as it is published now, so that a change holds for those who wait already. */
export type QueueRules = {
  readonly id: QueueId;
  readonly strategy: StrategyName;
  /** 0 (most queues) to 9. Each step counts as `ageingMs` of waiting: see `docs/queueing.md` for the bound that follows from it. */
  readonly priority: number;
  /** How much waiting one step of priority is worth, in ms, 0 to 600,000; 0: priorities change nothing. */
  readonly ageingMs: number;
  /** What a seat must be able to do to be offered these callers. */
  readonly skills: readonly Skill[];
  /** After so long a wait, in ms, a lower level of the skills is enough, down to 1; null: never. */
  readonly relaxSkillsAfterMs: number | null;
  /** How long a caller who rings again waits for the agent of last time while others are free, in ms, 0 to 120,000; 0: not at all. */
  readonly lastAgentWaitMs: number;
  /** Who rang within this time, in ms, rings again. */
  readonly lastAgentWithinMs: number;
  /** At most so many phones ring at once for one caller, 1 to 50; counts where the strategy is `ringAll`. */
  readonly ringAtOnce: number;
  /** How much longer an agent may make the after-call work at a time, and how long it may be in all, in ms, to 3,600,000. */
  readonly wrapUpExtension: WrapUpExtension;
  /** Service level: so many of a hundred callers are to be answered within `answerWithinMs`. */
  readonly serviceLevel: { readonly percent: number; readonly answerWithinMs: number };
  /** Who hangs up sooner is not counted as abandoned in the figures, in ms. */
  readonly shortAbandonMs: number;
  /** What a call takes a seat, talk and wrap-up, as long as there is no experience; in ms. */
  readonly usualHandlingMs: number;
};

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
  | 'phoneUnstable'
  | 'phoneFault';

/** Reasons a person may choose; the others are the hotline's own findings. */
export const chosenReasons = ['break', 'meal', 'training', 'meeting', 'other'] as const;
export type ChosenReason = (typeof chosenReasons)[number];

/** What the seat will be once the present call and its wrap-up are over, if not ready. */
export type AfterCall =
  | { readonly state: 'ready' }
  | { readonly state: 'notReady'; readonly reason: ChosenReason }
  /** A shift leader signs the agent out. */
  | { readonly state: 'offline' };

/**
 * What a seat is doing.
 *
 *     offline ─signIn─▶ notReady ◀──▶ ready ─offer─▶ offered ─answer─▶ talking ─end─▶ wrapUp ─▶ ready | notReady
 *                          ▲                            │ no answer, refused, unreachable            └▶ offline, when a
 *                          └────────────────────────────┘                                              leader says so
 *
 * A caller who leaves while the phone rings gives the seat back to `ready` with its old `idleSince`: it did nothing wrong and
 * keeps its turn.
 */
export type SeatState =
  | { readonly state: 'offline' }
  | {
      readonly state: 'notReady';
      readonly reason: NotReadyReason;
      /** When a phone that kept dropping has been steady for long enough; only with `phoneUnstable`. */
      readonly until?: EpochMs;
    }
  | { readonly state: 'ready'; readonly idleSince: EpochMs }
  | {
      readonly state: 'offered';
      readonly leg: LegId;
      readonly idleSince: EpochMs;
      /** What a shift leader wants of the seat afterwards; not given: ready. */
      readonly after?: AfterCall;
    }
  | { readonly state: 'talking'; readonly leg: LegId; readonly after: AfterCall }
  | { readonly state: 'wrapUp'; readonly leg: LegId; readonly until: EpochMs; readonly after: AfterCall };

/** Whether Asterisk can reach a phone, by its registration and OPTIONS answers. */
export type PhoneState = 'reachable' | 'unreachable';

/** What calls are answered with at a seat: the telephone that stands there, or the softphone in the desk's page. */
export type Device = 'desk' | 'browser';
export const devices = ['desk', 'browser'] as const satisfies readonly Device[];

/** A seat as the administrator sets it up. */
export type SeatSetup = {
  readonly id: SeatId;
  /** Queues it serves when the agent brings none. */
  readonly queues: readonly QueueId[];
  /** The phones it has; at least one. */
  readonly devices: readonly Device[];
};

/** Counted from the sign-in. */
export type Tally = {
  /** Calls answered. */
  readonly calls: number;
  readonly talkMs: number;
  /** When the call that was answered last was offered; null: none was answered yet. */
  readonly offeredAt: EpochMs | null;
};
export const noTally: Tally = { calls: 0, talkMs: 0, offeredAt: null };

/** A seat outlives its calls; who sits there, what its phone and its present work are. */
export type Seat = {
  readonly id: SeatId;
  /** Queues it serves when the agent brings none. */
  readonly provisioned: readonly QueueId[];
  /** Queues it serves now. */
  readonly queues: readonly QueueId[];
  /** The places its agent brought, or was moved to; null: it serves what it is provisioned for, in each as everybody (`everybodys`). */
  readonly places: readonly Place[] | null;
  /** What the agent who is signed in can do; none when nobody is. */
  readonly skills: readonly Skill[];
  /** What the agent has done since the sign-in, for the strategies that go by it. */
  readonly tally: Tally;
  /** The phones it has, as provisioned. */
  readonly devices: readonly Device[];
  /** The phone that is rung here: chosen at sign-in. The other one is left alone. */
  readonly device: Device;
  /** Whether the one that is rung can be reached. */
  readonly phone: PhoneState;
  /** Whether the other one can be; `unreachable` where there is none. */
  readonly otherPhone: PhoneState;
  /** When the phone dropped last, and whether that was shortly after the time before; null: it has not. */
  readonly dropped: { readonly at: EpochMs; readonly again: boolean } | null;
  /** Who is signed in; null exactly when `doing.state` is `offline`. */
  readonly agent: AgentId | null;
  readonly doing: SeatState;
  /** Since when `doing` is what it is. */
  readonly since: EpochMs;
};

/** What can happen to a seat. */
export type SeatInput =
  | {
      readonly type: 'SignInAsked';
      readonly agent: AgentId;
      /** What the agent can do, and for which queues; not given: as anybody. */
      readonly assignment?: Assignment;
      /** What to answer with; not said: the desk phone, or the only one there is. */
      readonly device?: Device;
      readonly at: EpochMs;
    }
  /** `byLeader`: while the seat has a call it takes effect after it, and the agent cannot undo it. */
  | {
      readonly type: 'SignOutAsked';
      readonly agent: AgentId;
      readonly byLeader?: boolean;
      readonly at: EpochMs;
    }
  | {
      readonly type: 'ReadyAsked';
      readonly agent: AgentId;
      readonly byLeader?: boolean;
      readonly at: EpochMs;
    }
  /** What the agent can do was changed, or a shift leader moves the agent to other queues: from now on, whatever the seat does. */
  | {
      readonly type: 'AssignAsked';
      readonly agent: AgentId;
      readonly assignment: Partial<Assignment>;
      readonly at: EpochMs;
    }
  | {
      readonly type: 'WrapUpExtendAsked';
      readonly agent: AgentId;
      /** By how much, and how long the wrap-up may be in all; the turn fills it in from the queue's rules. */
      readonly extension?: WrapUpExtension;
      readonly at: EpochMs;
    }
  | {
      readonly type: 'NotReadyAsked';
      readonly agent: AgentId;
      readonly reason: ChosenReason;
      readonly byLeader?: boolean;
      readonly at: EpochMs;
    }
  | {
      readonly type: 'PhoneFound';
      readonly phone: PhoneState;
      /** Which of the two; not said: the one that is rung. */
      readonly device?: Device;
      readonly at: EpochMs;
    }
  /** Another page becomes the seat's softphone: the one before it is gone, and whatever rang or talked there with it. */
  | { readonly type: 'SoftphoneReplaced'; readonly at: EpochMs }
  /** The administrator set the seat up differently. */
  | { readonly type: 'SetUp'; readonly setup: SeatSetup; readonly at: EpochMs }
  | { readonly type: 'Offered'; readonly leg: LegId; readonly at: EpochMs }
  /** The agent dials: the seat has a call from now on, and its own phone is rung first. */
  | { readonly type: 'Called'; readonly leg: LegId; readonly at: EpochMs }
  | { readonly type: 'OfferWithdrawn'; readonly leg: LegId; readonly why: WithdrawnWhy; readonly at: EpochMs }
  | { readonly type: 'TalkStarted'; readonly leg: LegId; readonly at: EpochMs }
  | { readonly type: 'TalkEnded'; readonly leg: LegId; readonly wrapUpMs: number; readonly at: EpochMs }
  | { readonly type: 'WrapUpOver'; readonly at: EpochMs }
  /** A phone that kept dropping has not for a while. */
  | { readonly type: 'PhoneSteady'; readonly at: EpochMs };

/** Why an offer ended without talk. `callerGone`, `answeredElsewhere` and `lost` are no fault of the seat: it keeps its turn. */
export type WithdrawnWhy =
  | 'callerGone'
  | 'answeredElsewhere'
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
  | 'H12_SEAT_HAS_NO_SUCH_PHONE'
  | 'H12_SEAT_LEAVING'
  | 'H12_WRAP_UP_LIMIT'
  | 'H12_NO_SUCH_SEAT'
  | 'H12_AGENT_SIGNED_IN_ELSEWHERE';
