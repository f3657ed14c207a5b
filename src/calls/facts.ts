import type { AgentId, QueueId, SeatId, WithdrawnWhy } from '../acd/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { CallId, Ending, LegId, PhoneNumber, TicketNo } from './model.ts';

/** What the rest of the house is told of a call. `switchboard/hearers.ts` is the table of who hears what, in which order. */
export type Fact =
  | {
      readonly type: 'CallBegan';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly ticketNo: TicketNo;
      readonly from: PhoneNumber | null;
      readonly queue: QueueId;
    }
  | { readonly type: 'CallQueued'; readonly call: CallId; readonly at: EpochMs; readonly queue: QueueId }
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
      readonly at: EpochMs;
      readonly ticketNo: TicketNo;
      readonly seat: SeatId;
      readonly agent: AgentId;
      readonly leg: LegId;
      readonly queue: QueueId;
      readonly waitedMs: number;
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
  | {
      readonly type: 'CallEnded';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly ticketNo: TicketNo;
      readonly from: PhoneNumber | null;
      readonly queue: QueueId;
      readonly ending: Ending;
      readonly waitedMs: number | null;
    };

export type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>;
