import { execFileSync } from 'node:child_process';

/** A sound as sox makes it, e.g. `['-r', '44100', '-c', '2', '-t', 'flac']` and `['synth', '1', 'sine', '440']`. */
export const soxed = (format: readonly string[], effects: readonly string[]): Buffer =>
  execFileSync('sox', ['-V1', '-D', '-n', ...format, '-', ...effects], { maxBuffer: 64_000_000 });

/** A tone as somebody would upload it. */
export const tone = (hz: number, seconds = 1, type: 'wav' | 'flac' | 'vorbis' = 'wav'): Buffer =>
  soxed(['-r', '44100', '-c', '2', '-t', type], ['synth', String(seconds), 'sine', String(hz)]);

/** How strongly a tone is heard in a file of 8 kHz, mono, 16 bit, from 0 to 1. */
export function strength(wav: Buffer, hz: number): number {
  const samples = (wav.length - 44) / 2;
  let [real, imaginary] = [0, 0];
  for (let i = 0; i < samples; i++) {
    const angle = (2 * Math.PI * hz * i) / 8_000;
    const sample = wav.readInt16LE(44 + i * 2) / 32_768;
    real += sample * Math.cos(angle);
    imaginary += sample * Math.sin(angle);
  }
  return (2 * Math.hypot(real, imaginary)) / samples;
}
