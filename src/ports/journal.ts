import type { LastTalk } from '../acd/last-agent.ts';
import type { QueueId, Seat } from '../acd/model.ts';
import type { CallBackChange } from '../callbacks/model.ts';
import type { Standing } from '../callers/model.ts';
import type { Command } from '../calls/commands.ts';
import type { CallEvent } from '../calls/events.ts';
import type { ServedCall } from '../calls/fail-safe.ts';
import type { Call, CallId, Phase, TicketNo } from '../calls/model.ts';
import type { FigureChange } from '../figures/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { RecordingChange } from '../recordings/model.ts';
import type { TicketChange } from '../tickets/model.ts';

/** One step of one call: what came in, where it led, what was asked of the switch. The call record is the list of its steps. */
export type JournalRow = {
  readonly call: CallId;
  readonly at: EpochMs;
  /** The event as it came, or how the call began: the citizen rang, or is to be rung. */
  readonly input:
    | {
        readonly type: 'CallArrived';
        readonly at: EpochMs;
        /** As what the caller is treated; not given: like everybody. */
        readonly standing?: Standing;
      }
    | {
        readonly type: 'CallOrdered';
        readonly at: EpochMs;
        /** Since when the citizen counts as waiting; null when a desk dials. */
        readonly queuedAt: EpochMs | null;
        /** Where it begins, and whence it was sent on before; not given: in the plan's own queue, from nowhere. */
        readonly queue?: QueueId;
        readonly passed?: readonly QueueId[];
      }
    /** The dialplan served the caller by itself while no daemon was connected. */
    | ({ readonly type: 'ServedMeanwhile'; readonly at: EpochMs } & Pick<
        ServedCall,
        'beganAt' | 'overAt' | 'outcome'
      >)
    | CallEvent;
  readonly from: Phase | null;
  readonly to: Phase;
  readonly commands: readonly Command[];
};

/** All that one turn changed. Written whole or not at all. */
export type Batch = {
  readonly at: EpochMs;
  readonly calls: readonly Call[];
  readonly seats: readonly Seat[];
  readonly rows: readonly JournalRow[];
  readonly tickets: readonly TicketChange[];
  readonly recordings: readonly RecordingChange[];
  readonly figures: readonly FigureChange[];
  readonly callBacks: readonly CallBackChange[];
};

/** What was there before the process began: the calls that have not ended, and all seats that were ever saved. */
export type Saved = {
  readonly calls: readonly Call[];
  readonly seats: readonly Seat[];
  readonly lastTicketNo: TicketNo | null;
  /** Who spoke with whom in the last day of which there is a record, in order of time; not given: nothing is known. */
  readonly lastTalks?: readonly LastTalk[];
};

export type Journal = {
  /**
   * Writes in one transaction. What the database will never take, whatever is done about its disk, is set aside and told of: those behind
   * it must not wait for it.
   * @throws Error when it could not be written now; then nothing of the batch was
   */
  append(batch: Batch): void;
  load(): Saved;
};
