import type { Seat, SeatId, SeatInput, SeatSetup } from '../acd/model.ts';
import type { CallBackChange } from '../callbacks/model.ts';
import type { Command } from '../calls/commands.ts';
import type { CallEvent } from '../calls/events.ts';
import type { Fact } from '../calls/facts.ts';
import type { ServedCall } from '../calls/fail-safe.ts';
import type { Call, CallId, PhoneNumber, TimerName } from '../calls/model.ts';
import type { FigureChange } from '../figures/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { DeskDial } from '../ports/house.ts';
import type { Batch, JournalRow } from '../ports/journal.ts';
import type { RecordingChange } from '../recordings/model.ts';
import type { TicketChange } from '../tickets/model.ts';

/** Everything that can come into the house. */
export type Input =
  | {
      readonly to: 'door';
      readonly at: EpochMs;
      readonly call: CallId;
      readonly from: PhoneNumber | null;
      readonly dialled: string;
    }
  /** Somebody at a desk has a number dialled; it was looked up and allowed before. */
  | ({ readonly to: 'dial'; readonly at: EpochMs } & DeskDial)
  | { readonly to: 'call'; readonly at: EpochMs; readonly call: CallId; readonly event: CallEvent }
  | { readonly to: 'seat'; readonly at: EpochMs; readonly seat: SeatId; readonly input: SeatInput }
  | {
      readonly to: 'timer';
      readonly at: EpochMs;
      readonly call: CallId;
      readonly name: TimerName;
      readonly dueAt: EpochMs;
    }
  /** A call that the dialplan served by itself, known afterwards. */
  | { readonly to: 'served'; readonly at: EpochMs; readonly served: ServedCall }
  /** The administrator set up a seat, a new one or one that is there. */
  | { readonly to: 'setUp'; readonly at: EpochMs; readonly setup: SeatSetup }
  /** The administrator takes a seat away. */
  | { readonly to: 'removal'; readonly at: EpochMs; readonly seat: SeatId }
  | { readonly to: 'seatDue'; readonly at: EpochMs; readonly seat: SeatId; readonly dueAt: EpochMs }
  /** Time has passed by which a waiting caller can be served by more seats than before. */
  | { readonly to: 'match'; readonly at: EpochMs }
  /** The rules of queues were published anew: who waits is placed by them. */
  | { readonly to: 'rules'; readonly at: EpochMs }
  /** The switch is lost, or its inventory has been set against the calls. */
  | { readonly to: 'switch'; readonly at: EpochMs; readonly up: boolean };

export type Refusal = { readonly code: string; readonly why: string };

/** What one turn did. `batch` is to be written, then `commands` are to be given, in that order. */
export type TurnResult = {
  readonly batch: Batch;
  readonly commands: readonly Command[];
  readonly facts: readonly Fact[];
  readonly refusal: Refusal | null;
  /** Calls that could not be decided in matching: bugs, each of which must cost one call and not the turns of all others. */
  readonly faults: readonly { readonly call: CallId; readonly err: unknown }[];
};

/** A turn that does not come to rest is a bug; it is stopped and undone instead of blocking every other call. */
const maxSteps = 200_000;

/** The work of one turn: what was changed, and what it was before, so that a fault leaves no half-done turn behind. */
export class Work {
  readonly calls = new Map<CallId, Call | undefined>();
  readonly seats = new Map<SeatId, Seat | undefined>();
  /** Seats taken away, as they were last. */
  readonly removed = new Map<SeatId, Seat>();
  readonly rows: JournalRow[] = [];
  readonly tickets: TicketChange[] = [];
  readonly recordings: RecordingChange[] = [];
  readonly figures: FigureChange[] = [];
  readonly callBacks: CallBackChange[] = [];
  readonly commands: Command[] = [];
  readonly facts: Fact[] = [];
  /** The calls' latest states, ended ones too, which `State` has let go. */
  readonly latest = new Map<CallId, Call>();
  /** Calls that came into a queue, or into another one, and of which it is not yet asked whether they can stay. */
  readonly joined = new Set<CallId>();
  refusal: Refusal | null = null;
  readonly faults: TurnResult['faults'][number][] = [];
  #steps = 0;

  step(): void {
    this.#steps += 1;
    if (this.#steps > maxSteps) throw new Error('turn does not come to rest');
  }
}
