import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

/** Samples from -1 to 1 at 8 kHz. */
export type Channel = Float64Array;
export type Stereo = { readonly left: Channel; readonly right: Channel; readonly durationMs: number };

export const sampleRate = 8_000;

/** Reads the dialplan's own recording: 16-bit little-endian, 8 kHz, two channels interleaved, no header. */
export const readRawStereo = (file: string): Stereo => splitStereo(readFileSync(file));

/** The end of a recording that is still being written. */
export function readTailStereo(file: string, ms: number): Stereo {
  const fd = openSync(file, 'r');
  try {
    const size = fstatSync(fd).size - (fstatSync(fd).size % 4);
    const bytes = Buffer.alloc(Math.min(size, (ms * sampleRate * 4) / 1_000));
    readSync(fd, bytes, 0, bytes.length, size - bytes.length);
    return splitStereo(bytes);
  } finally {
    closeSync(fd);
  }
}

/** Sound of 16 bit, 8 kHz and two channels as numbers. */
export function splitStereo(bytes: Buffer): Stereo {
  const frames = Math.floor(bytes.length / 4);
  const left = new Float64Array(frames);
  const right = new Float64Array(frames);
  for (let i = 0; i < frames; i++) {
    left[i] = bytes.readInt16LE(i * 4) / 32_768;
    right[i] = bytes.readInt16LE(i * 4 + 2) / 32_768;
  }
  return { left, right, durationMs: (frames * 1_000) / sampleRate };
}

/** ITU-T G.711 A-law as samples. */
export const decodeAlaw = (bytes: Buffer): Channel =>
  Float64Array.from(bytes, (byte) => alawSamples[byte] ?? 0);

const alawSamples: readonly number[] = Array.from({ length: 256 }, (_, coded) => {
  const byte = coded ^ 0x55;
  const exponent = (byte >> 4) & 7;
  const mantissa = ((byte & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return (byte & 0x80 ? magnitude : -magnitude) / 32_768;
});

/** A part of a channel. @param fromMs counted from its beginning @param toMs counted from its beginning, excluded */
export const between = (channel: Channel, fromMs: number, toMs: number): Channel =>
  channel.subarray(Math.round((fromMs * sampleRate) / 1_000), Math.round((toMs * sampleRate) / 1_000));

/** Loudness: root mean square, 0 to 1; a full sine has 0.71, silence 0. */
export function level(channel: Channel): number {
  let sum = 0;
  for (const sample of channel) sum += sample * sample;
  return channel.length === 0 ? 0 : Math.sqrt(sum / channel.length);
}

/** Amplitude of one frequency, 0 to 1, by Goertzel's filter over the whole part given. @param hz 1 to 4,000 */
export function amplitude(channel: Channel, hz: number): number {
  const step = 2 * Math.cos((2 * Math.PI * hz) / sampleRate);
  let previous = 0;
  let before = 0;
  for (const sample of channel) {
    const now = sample + step * previous - before;
    before = previous;
    previous = now;
  }
  const power = previous * previous + before * before - step * previous * before;
  return channel.length === 0 ? 0 : (2 * Math.sqrt(Math.max(0, power))) / channel.length;
}

/**
 * When a tone is there, judged in steps of 100 ms.
 * @param hz its frequency
 * @param least amplitude from which it counts, 0 to 1
 * @returns first and last moment in ms from the beginning, and for how long in all; null when it never is
 */
export function toneSpan(
  channel: Channel,
  hz: number,
  least = 0.05,
): { readonly fromMs: number; readonly toMs: number; readonly totalMs: number } | null {
  const stepMs = 100;
  const steps = Math.floor((channel.length * 1_000) / sampleRate / stepMs);
  const heard = Array.from({ length: steps }, (_, i) => i).filter(
    (i) => amplitude(between(channel, i * stepMs, (i + 1) * stepMs), hz) >= least,
  );
  const [first, last] = [heard.at(0), heard.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { fromMs: first * stepMs, toMs: (last + 1) * stepMs, totalMs: heard.length * stepMs };
}

/** The longest stretch in ms in which nothing is heard, judged in steps of 100 ms. @param least RMS from which something is heard */
export const longestSilenceMs = (channel: Channel, least = 0.003): number =>
  longestMs(channel, (step) => level(step) < least);

/** The longest stretch in ms in which a tone is missing, judged in steps of 100 ms. @param least amplitude from which it counts */
export const longestGapMs = (channel: Channel, hz: number, least = 0.05): number =>
  longestMs(channel, (step) => amplitude(step, hz) < least);

function longestMs(channel: Channel, is: (step: Channel) => boolean): number {
  const stepMs = 100;
  const steps = Math.floor((channel.length * 1_000) / sampleRate / stepMs);
  let longest = 0;
  let run = 0;
  for (let i = 0; i < steps; i++) {
    run = is(between(channel, i * stepMs, (i + 1) * stepMs)) ? run + stepMs : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
