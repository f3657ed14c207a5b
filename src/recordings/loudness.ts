import type { Measures } from './model.ts';
import { sampleRate } from './raw.ts';

/** Loudness is looked at in stretches of so many frames: 20 ms. */
const blockFrames = sampleRate / 50;
/** What is softer than this is silence, in dB below full scale: a telephone line's own noise lies below. */
const silentBelowDb = -50;
const fullScale = 32_768;
/** A waveform has at most so many stretches, so that an hour of it is as quickly sent and drawn as a minute. */
const mostStretches = 1_200;

class Channel {
  #sum = 0;
  #peak = 0;
  #power = 0;
  #loudBlocks = 0;
  readonly peaks: number[] = [];

  add(samples: Buffer, from: number, to: number): void {
    for (let at = from; at < to; at += 1) {
      const sample = samples.readInt16LE(at * 2);
      this.#sum += sample * sample;
      const size = Math.abs(sample);
      if (size > this.#peak) this.#peak = size;
    }
  }

  /** Ends a block. @returns whether it was silent */
  endBlock(frames: number): boolean {
    const power = this.#sum / frames / (fullScale * fullScale);
    const silent = power === 0 || 10 * Math.log10(power) < silentBelowDb;
    if (!silent) {
      this.#power += power;
      this.#loudBlocks += 1;
    }
    this.peaks.push(this.#peak);
    this.#sum = 0;
    this.#peak = 0;
    return silent;
  }

  loudness(): number | null {
    if (this.#loudBlocks === 0) return null;
    return Math.round(100 * Math.log10(this.#power / this.#loudBlocks)) / 10;
  }
}

/** Measures a recording piece by piece. */
export class Meter {
  readonly #left = new Channel();
  readonly #right = new Channel();
  #frames = 0;
  #inBlock = 0;
  #blocks = 0;
  #silentBlocks = 0;

  /** @param left and right: as many samples of either channel */
  add([left, right]: readonly [Buffer, Buffer]): void {
    const frames = left.length / 2;
    for (let at = 0; at < frames; ) {
      const to = Math.min(frames, at + blockFrames - this.#inBlock);
      this.#left.add(left, at, to);
      this.#right.add(right, at, to);
      this.#inBlock += to - at;
      at = to;
      if (this.#inBlock === blockFrames) this.#endBlock();
    }
    this.#frames += frames;
  }

  measures(): Measures {
    if (this.#inBlock > 0) this.#endBlock();
    return {
      durationMs: Math.round((this.#frames * 1_000) / sampleRate),
      loudness: [this.#left.loudness(), this.#right.loudness()],
      silenceShare: this.#blocks === 0 ? 1 : this.#silentBlocks / this.#blocks,
      waveform: [waveform(this.#left.peaks), waveform(this.#right.peaks)],
    };
  }

  #endBlock(): void {
    const left = this.#left.endBlock(this.#inBlock);
    const right = this.#right.endBlock(this.#inBlock);
    this.#blocks += 1;
    if (left && right) this.#silentBlocks += 1;
    this.#inBlock = 0;
  }
}

/** The loudest of each of at most 1,200 stretches, as a byte. */
function waveform(peaks: readonly number[]): readonly number[] {
  const stretches = Math.min(mostStretches, peaks.length);
  return Array.from({ length: stretches }, (_, n) => {
    const from = Math.floor((n * peaks.length) / stretches);
    const to = Math.floor(((n + 1) * peaks.length) / stretches);
    return Math.min(255, Math.round((Math.max(...peaks.slice(from, to)) * 255) / (fullScale - 1)));
  });
}
