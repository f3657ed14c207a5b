import type { AgentId } from '../acd/model.ts';
import type { CallId, TicketNo } from '../calls/model.ts';
import type { Brand } from '../lib/brand.ts';
import type { EpochMs } from '../lib/time.ts';
import type { UnitId } from '../units/model.ts';

/** `R` and the name of the raw file without its ending: `R1763978815.12`, or `R1763978815.12.consultation.1`. */
export type RecordingId = Brand<string, 'RecordingId'>;
/** `call`: what the citizen heard and said. `consultation`: what an agent and a second party said while the citizen waited. */
export type RecordingKind = 'call' | 'consultation';
/** Names the content of an encrypted file, 32 hexadecimal digits: a file written anew has another one, and another key. */
export type FileId = Brand<string, 'FileId'>;

/**
 * The one naming rule: a raw file in the spool is called `<recording id without its R>.raw`. A call's own is named after its channel,
 * as the call is; that of its n-th consultation adds `.consultation.<n>`, counted from 1.
 */
export const recordingOf = (call: CallId): RecordingId => `R${call.slice(1)}` as RecordingId;
export const consultationOf = (call: CallId, n: number): RecordingId =>
  `${recordingOf(call)}.consultation.${String(n)}` as RecordingId;

/**
 * A recording from its first second to its last: left = the citizen, right = all the citizen hears; of a consultation left = the agent.
 *
 *     running ─ends─▶ expected ─taken in─▶ kept ─by rule─▶ destroyed
 *                        └───────────────▶ missing   (no usable file: an alarm)
 */
export type RecordingState = 'running' | 'expected' | 'kept' | 'missing' | 'destroyed';

/** Why somebody must look at a recording: no file, a file without any sound, one that cannot be read, one that was changed. */
export type Alarm = 'missing' | 'silent' | 'unusable' | 'damaged';

/** What is known of the sound of a recording without hearing it. */
export type Measures = {
  readonly durationMs: number;
  /** Of each channel, in dB below full scale, over what is not silence; null: silent from beginning to end. */
  readonly loudness: readonly [number | null, number | null];
  /** Share of the time in which both are silent, 0 to 1. */
  readonly silenceShare: number;
  /** The loudest of each stretch, 0 to 255, left then right; as many stretches in either. */
  readonly waveform: readonly [readonly number[], readonly number[]];
};

export type Recording = {
  readonly id: RecordingId;
  readonly call: CallId;
  readonly kind: RecordingKind;
  readonly ticketNo: TicketNo;
  readonly state: RecordingState;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs | null;
  /** Below the recordings folder, by date; null until kept. */
  readonly file: string | null;
  /** Of the file as it lies there. */
  readonly bytes: number | null;
  readonly sha256: string | null;
  /** Null for what a version without a vault kept, until it is taken in. */
  readonly fileId: FileId | null;
  /** Of the sound inside. */
  readonly plainBytes: number | null;
  readonly durationMs: number | null;
  readonly measures: Omit<Measures, 'durationMs'> | null;
  readonly alarm: Alarm | null;
};

/**
 * What an agent marked as not to be kept: by the clock, and by how much of the recording was written then, which is what counts where it is known:
 * the recording may have begun before anybody here heard of the call.
 */
export type Mark = {
  readonly fromAt: EpochMs;
  /** Null: to the end. */
  readonly toAt: EpochMs | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
};

/** What a custodian had silenced after it was taken in. */
export type Redaction = Span & {
  readonly id: number;
  readonly reason: string;
  readonly by: AgentId;
  readonly at: EpochMs;
  /** Null: not done yet; nobody hears the recording meanwhile. */
  readonly doneAt: EpochMs | null;
};

/** A stretch of a recording, in ms from its beginning. */
export type Span = { readonly fromMs: number; readonly toMs: number };

/** A recording given to a unit, so that its people may hear it. */
export type Release = {
  readonly unit: UnitId;
  readonly by: AgentId;
  readonly at: EpochMs;
  readonly why: string;
};

/** A place in a recording that somebody wants to find again. */
export type Bookmark = {
  readonly id: number;
  readonly atMs: number;
  readonly text: string;
  readonly by: AgentId;
  readonly madeAt: EpochMs;
};

/** What a turn does to recordings; written in the turn's own transaction. */
export type RecordingChange =
  | {
      readonly type: 'RecordingBegan';
      readonly recording: RecordingId;
      readonly call: CallId;
      readonly kind: RecordingKind;
      readonly ticketNo: TicketNo;
      readonly at: EpochMs;
    }
  | {
      readonly type: 'RecordingEnded';
      readonly recording: RecordingId;
      readonly call: CallId;
      readonly at: EpochMs;
    };
