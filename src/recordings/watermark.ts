import { frameBytes, sampleRate } from './raw.ts';

/** The tones of a telephone's keys (ITU-T Q.23): any recorder's owner can read a request's number from them, and any machine. */
const lowHz = [697, 770, 852, 941] as const;
const highHz = [1_209, 1_336, 1_477] as const;
const keys = '123456789*0#';
const toneFrames = (70 * sampleRate) / 1_000;
const gapFrames = (50 * sampleRate) / 1_000;

/** At the beginning, before the sound: loud enough to be read after a bad line. */
export const announcedLevel = 6_000;
/** Within the sound: heard, and no hindrance to understanding (about 30 dB below full scale). */
export const softLevel = 1_000;
/** From one soft marker to the next, in frames: a minute. A part that is cut out of a copy has one. */
export const everyFrames = 60 * sampleRate;

/** The digits of a request's number as tones, in both channels. @param level of either of the two tones of a digit */
export function digitsAsTones(digits: string, level: number): Buffer {
  const known = Array.from(digits).filter((digit) => keys.includes(digit));
  const tones = Buffer.alloc(known.length * (toneFrames + gapFrames) * frameBytes);
  for (const [n, digit] of known.entries()) {
    const place = keys.indexOf(digit);
    const [low, high] = [lowHz[Math.floor(place / 3)] ?? 0, highHz[place % 3] ?? 0];
    for (let frame = 0; frame < toneFrames; frame += 1) {
      const angle = (2 * Math.PI * frame) / sampleRate;
      const sample = Math.round(level * (Math.sin(low * angle) + Math.sin(high * angle)));
      const at = (n * (toneFrames + gapFrames) + frame) * frameBytes;
      tones.writeInt16LE(sample, at);
      tones.writeInt16LE(sample, at + 2);
    }
  }
  return tones;
}

const clipped = (sample: number): number => Math.max(-32_768, Math.min(32_767, sample));

/** Mixes the tones into a piece of a recording, once a minute, first after half a minute. @param atFrame where in the recording the piece begins */
export function mixInto(piece: Buffer, atFrame: number, tones: Buffer): void {
  const length = tones.length / frameBytes;
  for (let frame = 0; frame < Math.floor(piece.length / frameBytes); frame += 1) {
    const within = (atFrame + frame + everyFrames / 2) % everyFrames;
    if (within >= length) continue;
    for (const side of [0, 2]) {
      const at = frame * frameBytes + side;
      piece.writeInt16LE(clipped(piece.readInt16LE(at) + tones.readInt16LE(within * frameBytes + side)), at);
    }
  }
}
