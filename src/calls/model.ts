import type { AgentId, QueueId, SeatId, Skill } from '../acd/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Consultation } from './consultation.ts';
import type { Hunt, HuntReport, Target } from './hunted.ts';
import type {
  CallId,
  DialOrder,
  Language,
  LegId,
  LegRole,
  Origin,
  PhoneNumber,
  PlaybackId,
  TicketNo,
} from './ids.ts';
import type { CallPlan, Shut } from './plan.ts';
import type { Supervision } from './supervision.ts';

export type { Consultation } from './consultation.ts';
export * from './hunted.ts';
export * from './ids.ts';
export type { CallPlan } from './plan.ts';
export type { Supervision, SupervisionMode } from './supervision.ts';

/** One channel of a call. A leg that is `gone` stays in the record with the time and the cause of its end. */
export type Leg = {
  readonly id: LegId;
  readonly role: LegRole;
  /** The seat rung; null for the caller and for parties. */
  readonly seat: SeatId | null;
  /** Who a party is, as people are told; null for the caller and for the seat that was offered the call. */
  readonly name: string | null;
  readonly state: 'asked' | 'ringing' | 'up' | 'gone';
  readonly startedAt: EpochMs;
  readonly upAt: EpochMs | null;
  readonly goneAt: EpochMs | null;
  /** Q.850 cause of the end; null while alive or when it was never told. */
  readonly cause: number | null;
};

/** A due time as data. The loop wakes the call when it is due; a timer that is no longer here never fires. */
export type Timer = { readonly name: TimerName; readonly dueAt: EpochMs };
export type TimerName =
  | 'prompt'
  | 'maxWait'
  | 'ring'
  | 'dial'
  | 'linger'
  | 'softphone'
  | 'target'
  | 'announce'
  | 'overflow'
  | 'key';

/** A key of the caller's telephone. */
export type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '*' | '#';

/** Ends that the hotline decides and explains to the caller before it hangs up. */
export type Farewell =
  | 'noSeat'
  | 'nobodyAnswered'
  | 'waitedTooLong'
  | 'fault'
  | 'goodbye'
  | 'queueFull'
  | 'callBackAsked';

/** What makes this caller's claim to a seat differ from that of others in the same queue. */
export type Claim = {
  /** Steps of priority beyond the queue's, -9 to 9. */
  readonly priority: number;
  /** What the seat must be able to do beyond what the queue asks for: the language chosen, the matter chosen in the menu. */
  readonly skills: readonly Skill[];
  /** Who spoke with this caller last time, if that was lately; null: nobody, or it is not known. */
  readonly lastAgent: AgentId | null;
};
export const commonClaim: Claim = { priority: 0, skills: [], lastAgent: null };

/** How a call ended; these words stand in journal, ticket, metrics and API. */
export type Ending = {
  readonly by: 'caller' | 'seat' | 'hotline' | 'switch';
  readonly outcome:
    | 'answered'
    | 'abandoned'
    | Exclude<Farewell, 'goodbye'>
    | Shut['outcome']
    /** The number is on a list of callers who hear an announcement instead. */
    | 'blocked'
    | 'lost'
    /** Put through to an emergency desk without an agent. */
    | 'emergency'
    /** Answered by the static group, by the dialplan alone, while the daemon was away. */
    | 'failSafe'
    /** No emergency desk could be reached; the caller was told which number to dial. */
    | 'emergencyFailed'
    | DialFailure;
  /** The phase in which it was decided. */
  readonly during: Call['phase'];
  readonly cause: number | null;
};

/**
 * Why a citizen who was dialled was not reached. `busy`, `noAnswer`, `refused`, `unreachable`: the citizen's side; `seatNotReached`: the phone
 * of the desk itself was not answered; `cancelled`: the desk hung up first; `withdrawn`: the call was not needed any more.
 */
export type DialFailure =
  | 'busy'
  | 'noAnswer'
  | 'refused'
  | 'unreachable'
  | 'seatNotReached'
  | 'cancelled'
  | 'withdrawn';

type CallBase = {
  readonly id: CallId;
  readonly origin: Origin;
  /** What was ordered; null when the citizen rang. */
  readonly order: DialOrder | null;
  readonly ticketNo: TicketNo;
  /** The citizen's number: who rang, or is rung. */
  readonly from: PhoneNumber | null;
  /** What the citizen dialled; empty when the citizen is dialled. */
  readonly dialled: string;
  /** The plan the call began with. */
  readonly plan: CallPlan;
  readonly claim: Claim;
  /** In which the caller hears prompts: the plan's own until the caller chooses another. */
  readonly language: Language;
  /** The present queue: the plan's own until a menu or an overflow leads elsewhere. */
  readonly queue: QueueId;
  /** Queues it was sent on from, in their order; it is never sent back to one. */
  readonly passed: readonly QueueId[];
  readonly arrivedAt: EpochMs;
  /** Every leg the call ever had. */
  readonly legs: readonly Leg[];
  readonly timers: readonly Timer[];
  /** How many playbacks were asked for; numbers their ids. */
  readonly plays: number;
  /** When it first joined the queue; null before. Its place is never lost by an offer that fails. */
  readonly queuedAt: EpochMs | null;
  /** Offers that ended without an answer. */
  readonly failedOffers: number;
  /** What the last hunt came to, for the agent's screen and the ticket; null before any. */
  readonly lastHunt: HuntReport | null;
  /** What the caller was told while waiting. */
  readonly said: Said;
  /** What became of the question for satisfaction; null: it was not asked. */
  readonly survey: Survey | null;
  /** Who watches over it; null: nobody. */
  readonly supervision: Supervision | null;
  /** Private talks, in their order; each is recorded by itself. */
  readonly consultations: readonly Consultation[];
};

/** Somebody beside citizen and agent. `aside`: with the agent, in private. */
export type Party = {
  readonly leg: LegId;
  readonly target: Target;
  readonly joinedAt: EpochMs;
  readonly aside: boolean;
};

/** A call beyond a talk of two. */
export type Gathering = {
  /** The agent who has the call, or had it; null: there was none. */
  readonly talk: Talk | null;
  /** Where the agent is: with the citizen, aside (the citizen waits, or talks to the others), or gone from the call. */
  readonly seatIn: 'main' | 'aside' | 'gone';
  readonly parties: readonly Party[];
  /** Those whom nobody hears. */
  readonly muted: readonly LegId[];
};

/** When each was last said in this wait; null: not yet. `comforts` counts the comfort messages, so that each has its turn. */
export type Said = {
  readonly comforts: number;
  readonly comfortAt: EpochMs | null;
  readonly positionAt: EpochMs | null;
  readonly callBackAt: EpochMs | null;
};

export const nothingSaid: Said = { comforts: 0, comfortAt: null, positionAt: null, callBackAt: null };

/** Five levels, 1 the best; null: no key was pressed, or none that is one of the five. */
export type Survey = { readonly at: EpochMs; readonly level: SurveyLevel | null };
export type SurveyLevel = 1 | 2 | 3 | 4 | 5;

export type Talk = {
  readonly seat: SeatId;
  readonly agent: AgentId;
  readonly leg: LegId;
  readonly startedAt: EpochMs;
};

/** One offer of a call to a seat: its phone rings, nobody talks yet. */
export type Offer = {
  readonly seat: SeatId;
  readonly agent: AgentId;
  readonly leg: LegId;
  readonly offeredAt: EpochMs;
};

/** A number is being dialled for a desk. */
export type Dialling = {
  readonly seat: SeatId;
  readonly agent: AgentId;
  readonly leg: LegId;
  readonly since: EpochMs;
  /** When the number was dialled; null while the desk's own phone rings. */
  readonly dialledAt: EpochMs | null;
};

/**
 * A call is in exactly one phase. What each means for the parties:
 *
 *     greeting   caller hears greeting and recording notice
 *     menu       caller hears what can be chosen, then music until a key is pressed: the language before the greeting, the queue after it
 *     queued     caller hears music, now and then an announcement; no phone rings
 *     offering   the same; a seat's phone rings, or those of several, of which the first to answer wins
 *     dialling   the seat's phone rings or is up, and hears how the citizen's phone rings
 *     talking    caller and seat hear each other
 *     emergency  an emergency desk is hunted for; agent and caller hear each other, a caller alone hears that it rings
 *     conference more than the talk of two: somebody is held, asked, muted or joined; `layout.ts` says who hears whom
 *     survey     the seat has hung up; caller hears the question for satisfaction, then music until a key is pressed
 *     farewell   caller hears why nobody can talk now, and will be hung up
 *     ended      nobody is connected; the record stays
 */
export type Call =
  | (CallBase & { readonly phase: 'greeting'; readonly playing: PlaybackId | null })
  | (CallBase & {
      readonly phase: 'menu';
      readonly playing: PlaybackId | null;
      readonly tries: number;
      /** What is asked for: the language, before the greeting, or the queue after it. */
      readonly about: 'language' | 'queue';
    })
  | (CallBase & { readonly phase: 'queued'; readonly queuedAt: EpochMs; readonly playing: PlaybackId | null })
  | (CallBase & {
      readonly phase: 'offering';
      readonly queuedAt: EpochMs;
      readonly playing: PlaybackId | null;
      readonly offer: Offer;
      /** Offers to other seats that ring at the same time; none, unless the queue rings several at once. */
      readonly beside: readonly Offer[];
    })
  | (CallBase & { readonly phase: 'dialling'; readonly dialling: Dialling })
  | (CallBase & { readonly phase: 'talking'; readonly talk: Talk })
  | (CallBase &
      Gathering & { readonly phase: 'emergency'; readonly hunt: Hunt; readonly playing: PlaybackId | null })
  | (CallBase & Gathering & { readonly phase: 'conference'; readonly hunt: Hunt | null })
  | (CallBase & {
      readonly phase: 'survey';
      readonly playing: PlaybackId | null;
      readonly tries: number;
      readonly ending: Ending;
      readonly talk: Talk;
    })
  | (CallBase & {
      readonly phase: 'farewell';
      readonly playing: PlaybackId;
      readonly ending: Ending;
      readonly talk: Talk | null;
    })
  | (CallBase & {
      readonly phase: 'ended';
      readonly ending: Ending;
      readonly endedAt: EpochMs;
      readonly talk: Talk | null;
    });

export type Phase = Call['phase'];
export type CallIn<P extends Phase> = Extract<Call, { phase: P }>;

/** A call with an agent, with parties, or both, beyond a talk of two. */
export type Gathered = CallIn<'emergency' | 'conference'>;
