import type { AgentId, QueueId, Seat, SeatId, SeatInput, SeatSetup, SeatState } from '../acd/model.ts';
import type { Expected } from '../acd/wait.ts';
import type { AskedEvent } from '../calls/events.ts';
import type { Call, CallId, DialPurpose, PhoneNumber, TicketNo } from '../calls/model.ts';
import type { QueueToday } from '../figures/model.ts';
import type { EpochMs } from '../lib/time.ts';

/** Why something asked for was not done; `code` is stable and part of the API. */
export type Refusal = { readonly code: string; readonly why: string };

/** What is to be dialled from a desk, why, for which ticket. The call's id is chosen by who asks. */
export type DeskDial = {
  readonly call: CallId;
  readonly seat: SeatId;
  readonly agent: AgentId;
  readonly number: PhoneNumber;
  readonly ticketNo: TicketNo;
  readonly purpose: DialPurpose;
  /** Whose callers the citizen was among; not given: the plan's own. */
  readonly queue?: QueueId;
  /** How long the citizen's phone rings, in ms. */
  readonly ringLimitMs: number;
};

/** A queue at this moment. */
export type QueueFigures = {
  readonly queue: QueueId;
  readonly waiting: number;
  /** Of the caller at the head, in ms; null when nobody waits. */
  readonly longestWaitMs: number | null;
  /** Seats signed in. */
  readonly staffed: number;
  readonly ready: number;
  readonly talking: number;
  readonly today: QueueToday;
};

export type LiveFigures = {
  readonly at: EpochMs;
  /** Connected to Asterisk and of one mind with it. */
  readonly switchUp: boolean;
  /** False while turns cannot be written and are kept in memory. */
  readonly journalOk: boolean;
  readonly calls: number;
  /** Seats by what they are doing. */
  readonly seats: Readonly<Record<SeatState['state'], number>>;
  readonly queues: readonly QueueFigures[];
};

/** What changed in one turn. */
export type HouseChange = {
  readonly calls: readonly CallId[];
  readonly seats: readonly SeatId[];
  readonly at: EpochMs;
};

/** What HTTP and desks may ask of the switchboard. Synchronous: the turn has run when it returns. */
export type House = {
  now(): EpochMs;
  askSeat(seat: SeatId, input: SeatInput): Refusal | null;
  /** A new seat, or one that is there set up differently; what it does goes on. */
  setUpSeat(setup: SeatSetup): Refusal | null;
  /** Takes a seat away and signs out who sits there; refused while it has a call. */
  removeSeat(seat: SeatId): Refusal | null;
  /** The rules of queues were published anew: who waits is placed by them at once. */
  placeAnew(): Refusal | null;
  askCall(call: CallId, event: AskedEvent): Refusal | null;
  /** Has a number dialled from a desk. The number must have been allowed before (`mayDial`). */
  dial(what: DeskDial): Refusal | null;
  /** Live calls: ended ones are in the store. */
  calls(): Iterable<Call>;
  call(id: CallId): Call | undefined;
  seats(): Iterable<Seat>;
  seat(id: SeatId): Seat | undefined;
  figures(): LiveFigures;
  /** Place and expected wait of a waiting caller; null when the call does not wait. */
  expectedWait(call: CallId): Expected | null;
  /** @returns a function that ends the listening */
  onChange(listener: (change: HouseChange) => void): () => void;
};
