import type { AgentId, QueueId } from '../acd/model.ts';
import type { CallId, DialFailure, Ending, PhoneNumber, TicketNo } from '../calls/model.ts';
import type { Brand } from '../lib/brand.ts';
import type { EpochMs } from '../lib/time.ts';

export type CallBackId = Brand<number, 'CallBackId'>;

/** What came of ringing the citizen, when it was no talk. */
export type TryResult = DialFailure | Exclude<Ending['outcome'], 'answered'>;

/** `reached`: somebody talked to the citizen; `rangAgain`: the citizen rang and was answered; `wish`: the citizen wants no call. */
export type ClosedWhy = 'reached' | 'rangAgain' | 'wish' | 'givenUp';

/** A citizen who is to be called back: one entry for each number, however often it rang. */
export type CallBack = {
  readonly id: CallBackId;
  readonly number: PhoneNumber;
  /** Of the first call that was missed; kept through all that follows. */
  readonly ticketNo: TicketNo;
  readonly queue: QueueId;
  /** How the last call that was missed ended. */
  readonly why: Ending['outcome'];
  /** Calls missed so far. */
  readonly missed: number;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
  /** The caller pressed the key for it. */
  readonly asked: boolean;
  /** The line was lost by a fault of the hotline's own: before all others. */
  readonly first: boolean;
  readonly tries: readonly Try[];
  /** When the next try is sensible. */
  readonly nextAt: EpochMs;
  /** The call that is under way to the citizen, or waits in the queue for a seat; null: none. */
  readonly call: CallId | null;
  readonly claim: { readonly by: AgentId; readonly until: EpochMs } | null;
  readonly closed: { readonly why: ClosedWhy; readonly at: EpochMs } | null;
};

/** The citizen's phone was rung in vain. Tries that never got so far are not among them. */
export type Try = { readonly at: EpochMs; readonly result: TryResult };

/** What a turn does to the list; written in the turn's own transaction. */
export type CallBackChange =
  | {
      readonly type: 'CallMissed';
      readonly number: PhoneNumber;
      readonly ticketNo: TicketNo;
      readonly call: CallId;
      readonly queue: QueueId;
      readonly outcome: Ending['outcome'];
      readonly at: EpochMs;
    }
  /** Somebody talks to the citizen. */
  | {
      readonly type: 'CitizenReached';
      readonly number: PhoneNumber;
      readonly call: CallId;
      readonly rang: boolean;
      readonly agent: AgentId;
      readonly at: EpochMs;
    }
  | {
      readonly type: 'CallBackBegan';
      readonly number: PhoneNumber;
      readonly call: CallId;
      readonly at: EpochMs;
    }
  | {
      readonly type: 'CallBackFailed';
      readonly number: PhoneNumber;
      readonly call: CallId;
      readonly agent: AgentId | null;
      readonly result: TryResult;
      readonly at: EpochMs;
    };

/** One line of an entry's history. `who` is null where the hotline itself did it. */
export type CallBackEvent = {
  readonly at: EpochMs;
  readonly who: AgentId | null;
  readonly what: EventWord;
  /** The call it is about, or what came of it. */
  readonly detail: string | null;
};
export type EventWord = 'missed' | 'claimed' | 'released' | 'dialling' | 'tried' | 'closed';

/** What is sensible; all times of the day in ms from midnight, in the city's time zone. */
export type CallBackRules = {
  readonly timeZone: string;
  /** Citizens are rung from here, */
  readonly fromMs: number;
  /** to here. */
  readonly untilMs: number;
};
