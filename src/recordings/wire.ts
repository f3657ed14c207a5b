import { type Static, Type } from 'typebox';
import { Instant, nullable, strict, word } from '../lib/wire.ts';
import type { Recording, RecordingState } from './model.ts';

const states: Readonly<Record<RecordingState, true>> = {
  running: true,
  expected: true,
  kept: true,
  missing: true,
};

/** What is told of a recording; where its file is, is nobody's business outside. */
export const RecordingRow = strict({
  call: Type.String(),
  ticketNo: Type.String(),
  state: word(Object.keys(states) as readonly RecordingState[]),
  startedAt: Instant,
  endedAt: nullable(Instant),
  bytes: nullable(Type.Integer()),
  durationMs: nullable(Type.Integer()),
  sha256: nullable(Type.String()),
});
export type RecordingRow = Static<typeof RecordingRow>;

export function recordingRow(recording: Recording): RecordingRow {
  const { file: _, ...told } = recording;
  return told;
}
