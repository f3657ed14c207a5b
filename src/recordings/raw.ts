import type { Span } from './model.ts';

/** The sound MixMonitor writes with option D: 16 bit, little endian, 8 kHz, two channels. */
export const sampleRate = 8_000;
const bytesPerSample = 2;
/** One moment of both channels. */
export const frameBytes = 2 * bytesPerSample;
export const bytesPerSecond = sampleRate * frameBytes;
/** Before the sound of a WAV file that a version without a vault kept. */
export const wavHeaderBytes = 44;

/** How long so much sound lasts, in ms. */
export const durationMs = (bytes: number): number => Math.round((bytes * 1_000) / bytesPerSecond);

/** Silences, in a piece of a recording, what lies in one of the spans. @param atFrame where in the recording the piece begins */
export function silence(piece: Buffer, atFrame: number, spans: readonly Span[]): void {
  const frameOf = (ms: number): number => Math.ceil((ms * sampleRate) / 1_000) - atFrame;
  const frames = Math.floor(piece.length / frameBytes);
  for (const { fromMs, toMs } of spans) {
    const from = Math.max(0, frameOf(fromMs));
    const to = Math.min(frames, frameOf(toMs));
    if (from < to) piece.fill(0, from * frameBytes, to * frameBytes);
  }
}

/** Each channel of a piece by itself, left first. */
export function channelsOf(piece: Buffer): readonly [Buffer, Buffer] {
  const frames = Math.floor(piece.length / frameBytes);
  const left = Buffer.allocUnsafe(frames * bytesPerSample);
  const right = Buffer.allocUnsafe(frames * bytesPerSample);
  for (let frame = 0; frame < frames; frame += 1) {
    left.writeInt16LE(piece.readInt16LE(frame * frameBytes), frame * bytesPerSample);
    right.writeInt16LE(piece.readInt16LE(frame * frameBytes + bytesPerSample), frame * bytesPerSample);
  }
  return [left, right];
}
