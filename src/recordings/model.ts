import type { CallId, TicketNo } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';

/**
 * A call's recording from the first second to the last: left = the citizen, right = all the citizen hears.
 *
 *     running ─call ends─▶ expected ─taken in─▶ kept
 *                             └────────────────▶ missing   (no usable file: an alarm)
 */
export type RecordingState = 'running' | 'expected' | 'kept' | 'missing';

export type Recording = {
  readonly call: CallId;
  readonly ticketNo: TicketNo;
  readonly state: RecordingState;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs | null;
  /** Below the recordings folder, by date; null until kept. */
  readonly file: string | null;
  readonly bytes: number | null;
  readonly durationMs: number | null;
  readonly sha256: string | null;
};

/** What a turn does to recordings; written in the turn's own transaction. */
export type RecordingChange =
  | {
      readonly type: 'RecordingBegan';
      readonly call: CallId;
      readonly ticketNo: TicketNo;
      readonly at: EpochMs;
    }
  | { readonly type: 'RecordingEnded'; readonly call: CallId; readonly at: EpochMs };
