import { limits, type SoundType, sampleRate } from './model.ts';

/** Bytes of a sound as Asterisk plays it, and how long it is. */
export type Sound = { readonly wav: Buffer; readonly ms: number };

/** What may be heard of a sound that was decoded 6 dB lower than it is, of 32,767: less is silence, at −50 dB. */
const quietest = 52;
/** Loudest sample of a finished prompt: −4 dB, as set-up makes them. */
const loudest = 20_675;
/** At the ends of a tight prompt, what is below half a percent is silence. */
const silence = 164;
/** Silence before and after, in samples. */
const around = { tight: [160, 320], spoken: [1_200, 2_000], asItIs: [0, 0] } as const;

export type Finish = {
  /** Its silent ends are cut off. */
  readonly tight: boolean;
  /** A voice of the machine begins and ends at once: it gets a breath. */
  readonly spoken: boolean;
};

export type Unfit = 'tooShort' | 'tooLong' | 'silent';

/** Makes samples into a prompt: as loud as all others, with their ends trimmed or padded. @returns what is wrong with them otherwise */
export function finished(pcm: Buffer, { tight, spoken }: Finish): Sound | Unfit {
  const samples = samplesOf(pcm);
  const ms = msOf(samples.length);
  if (ms < limits.shortestMs) return 'tooShort';
  if (ms > limits.longestMs) return 'tooLong';
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  if (peak < quietest) return 'silent';
  const level = samples.map((sample) => Math.round((sample * loudest) / peak));
  const [before, after] = around[tight ? 'tight' : spoken ? 'spoken' : 'asItIs'];
  return soundOf(tight ? trimmed(level) : level, before, after);
}

const samplesOf = (pcm: Buffer): Int16Array => {
  const samples = new Int16Array(Math.floor(pcm.length / 2));
  for (let i = 0; i < samples.length; i++) samples[i] = pcm.readInt16LE(i * 2);
  return samples;
};

const msOf = (samples: number): number => Math.round((samples * 1_000) / sampleRate);

function trimmed(samples: Int16Array): Int16Array {
  const heard = (sample: number): boolean => Math.abs(sample) > silence;
  return samples.subarray(samples.findIndex(heard), samples.findLastIndex(heard) + 1);
}

function soundOf(samples: Int16Array, before: number, after: number): Sound {
  const data = Buffer.alloc((before + samples.length + after) * 2);
  for (const [i, sample] of samples.entries()) data.writeInt16LE(sample, (before + i) * 2);
  return { wav: wavOf(data), ms: msOf(data.length / 2) };
}

const headerBytes = 44;

/** A WAV file of these samples: 8 kHz, mono, 16 bit. */
export function wavOf(data: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(headerBytes - 8 + data.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

/**
 * How long a WAV file sounds that Asterisk can play, in ms; null: it is none such, or nothing is in it.
 * @param head its first bytes
 * @param bytes of the whole file
 */
export function playableMs(head: Buffer, bytes: number): number | null {
  const word = (at: number): string => head.toString('latin1', at, at + 4);
  if (word(0) !== 'RIFF' || word(8) !== 'WAVE') return null;
  let isOurs = false;
  for (let at = 12; at + 8 <= head.length; ) {
    const size = head.readUInt32LE(at + 4);
    if (word(at) === 'fmt ') isOurs = at + 24 <= head.length && isTelephone(head.subarray(at + 8, at + 24));
    if (word(at) === 'data') {
      const ms = msOf(Math.min(size, bytes - at - 8) / 2);
      return isOurs && ms > 0 ? ms : null;
    }
    at += 8 + size + (size % 2);
  }
  return null;
}

/** The format's first members: PCM, one channel, the rate, 16 bit. */
const isTelephone = (format: Buffer): boolean =>
  [1, 0xff_fe].includes(format.readUInt16LE(0)) &&
  format.readUInt16LE(2) === 1 &&
  format.readUInt32LE(4) === sampleRate &&
  format.readUInt16LE(14) === 16;

/** What a file is by its first bytes, whatever it calls itself; null: none of what is taken. */
export function soundTypeOf(bytes: Buffer): SoundType | null {
  const text = (from: number, to: number): string => bytes.toString('latin1', from, to);
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WAVE') return 'wav';
  if (text(0, 4) === 'fLaC') return 'flac';
  return text(0, 4) === 'OggS' && text(29, 35) === 'vorbis' ? 'vorbis' : null;
}
