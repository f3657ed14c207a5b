import type { AgentId, QueueId, SeatId, WithdrawnWhy } from '../acd/model.ts';
import type { EmergencyNumber } from '../emergency/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { UnitId } from '../units/model.ts';
import type {
  CallId,
  DialPurpose,
  Ending,
  HuntReport,
  LegId,
  Origin,
  PhoneNumber,
  SurveyLevel,
  TicketNo,
} from './model.ts';

/** What the rest of the house is told of a call. `switchboard/hearers.ts` is the table of who hears what, in which order. */
export type Fact =
  | {
      readonly type: 'CallBegan';
      readonly call: CallId;
      readonly origin: Origin;
      readonly at: EpochMs;
      readonly ticketNo: TicketNo;
      readonly from: PhoneNumber | null;
      readonly queue: QueueId;
    }
  | {
      readonly type: 'CallQueued';
      readonly call: CallId;
      readonly origin: Origin;
      readonly at: EpochMs;
      readonly queue: QueueId;
    }
  /** The caller was sent on from one queue to another, with the time already waited. */
  | {
      readonly type: 'QueueChanged';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly from: QueueId;
      readonly to: QueueId;
    }
  | {
      readonly type: 'OfferMade';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly seat: SeatId;
      readonly leg: LegId;
    }
  | {
      readonly type: 'OfferWithdrawn';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly seat: SeatId;
      readonly leg: LegId;
      readonly why: WithdrawnWhy;
    }
  | {
      readonly type: 'TalkStarted';
      readonly call: CallId;
      readonly origin: Origin;
      /** Null when the citizen rang. */
      readonly purpose: DialPurpose | null;
      /** The citizen's number. */
      readonly from: PhoneNumber | null;
      readonly at: EpochMs;
      readonly ticketNo: TicketNo;
      readonly seat: SeatId;
      readonly agent: AgentId;
      readonly leg: LegId;
      readonly queue: QueueId;
      /** Since the citizen joined the queue; null when dialled by a desk. */
      readonly waitedMs: number | null;
    }
  /** A citizen who was dialled has answered; from here on the call is recorded. */
  | {
      readonly type: 'CitizenReached';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly ticketNo: TicketNo;
    }
  /** A desk dials: its own phone is rung first. */
  | {
      readonly type: 'SeatCalled';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly seat: SeatId;
      readonly leg: LegId;
    }
  /** The seat is up, and the citizen's number is dialled. */
  | {
      readonly type: 'DiallingStarted';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly seat: SeatId;
      readonly agent: AgentId;
      readonly leg: LegId;
    }
  /** It came to no talk. */
  | {
      readonly type: 'DiallingEnded';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly seat: SeatId;
      readonly leg: LegId;
      /** 0 when the citizen's phone was never rung. */
      readonly wrapUpMs: number;
    }
  | {
      readonly type: 'TalkEnded';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly seat: SeatId;
      readonly leg: LegId;
      readonly talkedMs: number;
      readonly wrapUpMs: number;
    }
  /** A seat of the centre that was asked into somebody else's call is in it. */
  | {
      readonly type: 'SeatJoined';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly seat: SeatId;
      readonly leg: LegId;
    }
  | {
      readonly type: 'SeatLeft';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly seat: SeatId;
      readonly leg: LegId;
      readonly wrapUpMs: number;
    }
  /** `by`: the agent, or the citizen's own key (null). */
  | {
      readonly type: 'EmergencyBegan';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly ticketNo: TicketNo;
      readonly number: EmergencyNumber;
      readonly by: AgentId | null;
    }
  /** A hunt is over: somebody was reached, or nobody. */
  | {
      readonly type: 'HuntEnded';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly ticketNo: TicketNo;
      readonly report: HuntReport;
    }
  | {
      readonly type: 'PartyJoined';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly ticketNo: TicketNo;
      readonly leg: LegId;
      readonly name: string;
      readonly unit: UnitId | null;
      /** Of an emergency desk: which; null: it is none. */
      readonly number: EmergencyNumber | null;
      /** In private with the agent. */
      readonly aside: boolean;
    }
  | {
      readonly type: 'PartyLeft';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly ticketNo: TicketNo;
      readonly leg: LegId;
      readonly name: string;
      readonly unit: UnitId | null;
    }
  /** Agent and somebody asked talk in private; from here on it is recorded as the call's n-th consultation. */
  | {
      readonly type: 'ConsultationBegan';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly ticketNo: TicketNo;
      readonly n: number;
    }
  | { readonly type: 'ConsultationEnded'; readonly call: CallId; readonly at: EpochMs; readonly n: number }
  /** The citizen was asked for satisfaction after the talk. `level`: 1 the best to 5; null: no answer. */
  | {
      readonly type: 'SurveyTaken';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly ticketNo: TicketNo;
      readonly queue: QueueId;
      readonly seat: SeatId;
      readonly agent: AgentId;
      readonly level: SurveyLevel | null;
    }
  | {
      readonly type: 'CallEnded';
      readonly call: CallId;
      readonly origin: Origin;
      /** Null when the citizen rang. */
      readonly purpose: DialPurpose | null;
      /** Who talked, or dialled, last; null: nobody. */
      readonly agent: AgentId | null;
      /** Whether the citizen's line was up, so that there is a recording. */
      readonly recorded: boolean;
      readonly at: EpochMs;
      readonly ticketNo: TicketNo;
      readonly from: PhoneNumber | null;
      readonly queue: QueueId;
      readonly ending: Ending;
      readonly waitedMs: number | null;
      /** When it first joined a queue: the place of who asked to be called back; null: it never did. */
      readonly queuedAt: EpochMs | null;
    };

export type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>;
