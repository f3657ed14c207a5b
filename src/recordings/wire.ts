import { type Static, Type } from 'typebox';
import { Instant, list, nullable, strict, word } from '../lib/wire.ts';
import type { Alarm, Recording, RecordingKind, RecordingState } from './model.ts';

const states: Readonly<Record<RecordingState, true>> = {
  running: true,
  expected: true,
  kept: true,
  missing: true,
  destroyed: true,
};
const alarms: Readonly<Record<Alarm, true>> = { missing: true, silent: true, unusable: true, damaged: true };

/** What is told of a recording; where its file is, is nobody's business outside. */
export const RecordingRow = strict({
  id: Type.String(),
  call: Type.String(),
  kind: word(['call', 'consultation'] as const satisfies readonly RecordingKind[]),
  ticketNo: Type.String(),
  state: word(Object.keys(states) as readonly RecordingState[]),
  startedAt: Instant,
  endedAt: nullable(Instant),
  bytes: nullable(Type.Integer()),
  durationMs: nullable(Type.Integer()),
  sha256: nullable(Type.String()),
  loudness: nullable(list(nullable(Type.Number({ description: 'dBFS of left and right; null: silent' })))),
  silenceShare: nullable(Type.Number()),
  alarm: nullable(word(Object.keys(alarms) as readonly Alarm[])),
});
export type RecordingRow = Static<typeof RecordingRow>;

export function recordingRow(recording: Recording): RecordingRow {
  const { file: _, fileId: __, plainBytes: ___, measures, ...told } = recording;
  return {
    ...told,
    loudness: measures === null ? null : [...measures.loudness],
    silenceShare: measures?.silenceShare ?? null,
  };
}
