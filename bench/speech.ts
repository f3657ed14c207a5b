import { bytesPerSecond, frameBytes, sampleRate } from '../src/recordings/raw.ts';
import { dice } from './dice.ts';

const seconds = 60;
const frames = seconds * sampleRate;
/** How long somebody speaks before the other one does, in s. */
const turns = [2.6, 1.4, 4.2, 0.8, 3.5, 2.1, 1.2, 5.0] as const;
/** Of the line itself, as every telephone line has it. */
const lineNoise = 12;

/** A resonance of a mouth (two poles), which passes what is near its frequency. */
function resonance(hz: number, widthHz: number): (x: number) => number {
  const r = Math.exp((-Math.PI * widthHz) / sampleRate);
  const [a, b] = [2 * r * Math.cos((2 * Math.PI * hz) / sampleRate), r * r];
  let [before, beforeThat] = [0, 0];
  return (x) => {
    const y = (1 - r) * x + a * before - b * beforeThat;
    beforeThat = before;
    before = y;
    return y;
  };
}

/** A minute of a voice as far as an encoder can tell: pulses of a pitch that wanders, mouths that change with each syllable, hisses between. */
function voice(pitchHz: number, isTurn: (at: number) => boolean, roll: () => number): Int16Array {
  const samples = new Int16Array(frames);
  let phase = 0;
  let mouth: readonly ((x: number) => number)[] = [];
  let [pitch, hiss, until] = [pitchHz, 0, 0];
  let begun = 0;
  for (let at = 0; at < frames; at += 1) {
    if (at >= until) {
      begun = at;
      until = at + Math.round((0.12 + 0.2 * roll()) * sampleRate);
      pitch = pitchHz * (0.85 + 0.35 * roll());
      hiss = roll() < 0.3 ? 0.25 : 0.01;
      mouth = [300 + 500 * roll(), 900 + 1_200 * roll(), 2_300 + 700 * roll()].map((hz) => resonance(hz, 90));
    }
    phase += pitch / sampleRate;
    const pulse = phase >= 1 ? 1 : 0;
    phase %= 1;
    const swell = Math.sin((Math.PI * (at - begun)) / (until - begun));
    const source = isTurn(at) ? (pulse * 14 + (roll() - 0.5) * hiss * 8) * swell : 0;
    const sound = mouth.reduce((sum, pass) => sum + pass(source), 0);
    const sample = 7_500 * sound + (roll() - 0.5) * lineNoise;
    samples[at] = Math.max(-32_768, Math.min(32_767, Math.round(sample)));
  }
  return samples;
}

/** Whose turn it is: true, the left one's. */
function turnAt(at: number): boolean {
  const round = turns.reduce((sum, one) => sum + one, 0);
  let left = (at / sampleRate) % round;
  for (const [n, length] of turns.entries()) {
    if (left < length) return n % 2 === 0;
    left -= length;
  }
  return true;
}

/** A minute in which two people talk by turns, as MixMonitor would write it. */
export function minuteOfTalk(): Buffer {
  const roll = dice(7);
  const left = voice(210, turnAt, roll);
  const right = voice(120, (at) => !turnAt(at), roll);
  const raw = Buffer.alloc(seconds * bytesPerSecond);
  for (let frame = 0; frame < frames; frame += 1) {
    raw.writeInt16LE(left[frame] ?? 0, frame * frameBytes);
    raw.writeInt16LE(right[frame] ?? 0, frame * frameBytes + 2);
  }
  return raw;
}
