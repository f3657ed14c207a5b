import type { AgentId, SeatId } from '../acd/model.ts';
import type { CallId, Ending, PhoneNumber, SurveyLevel, TicketNo } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';

/** `open`: the agent has it, or will. `abandoned`: the caller talked to nobody; kept for the call-back list (DOMAIN.md, The call, 1). */
export type TicketState = 'open' | 'abandoned';

/** The record of one citizen's request (工单). Its full life cycle (Art. 11-17) builds on this beginning. */
export type Ticket = {
  readonly no: TicketNo;
  readonly call: CallId;
  readonly callerNumber: PhoneNumber | null;
  readonly state: TicketState;
  readonly openedAt: EpochMs;
  readonly closedAt: EpochMs | null;
  /** How the call ended, while it is abandoned: why the citizen must be called back. */
  readonly outcome: Ending['outcome'] | null;
  readonly agent: AgentId | null;
  readonly seat: SeatId | null;
  /** What the citizen keyed in after the talk: 1 very satisfied to 5 very dissatisfied; null: was not asked, or did not answer. */
  readonly surveyLevel: SurveyLevel | null;
};

/** What a turn does to tickets; written in the turn's own transaction. */
export type TicketChange =
  | {
      readonly type: 'TicketOpened';
      readonly no: TicketNo;
      readonly call: CallId;
      readonly callerNumber: PhoneNumber | null;
      readonly at: EpochMs;
    }
  | {
      readonly type: 'TicketTaken';
      readonly no: TicketNo;
      readonly agent: AgentId;
      readonly seat: SeatId;
      readonly at: EpochMs;
    }
  | {
      readonly type: 'TicketAbandoned';
      readonly no: TicketNo;
      readonly outcome: Ending['outcome'];
      readonly at: EpochMs;
    }
  | {
      readonly type: 'TicketRated';
      readonly no: TicketNo;
      readonly level: SurveyLevel;
    };
