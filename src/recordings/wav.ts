/** The sound MixMonitor writes with option D: 16 bit, little endian, 8 kHz, two channels. */
export const sampleRate = 8_000;
const channels = 2;
const bytesPerSample = 2;
/** One moment of both channels. */
export const frameBytes = channels * bytesPerSample;
export const bytesPerSecond = sampleRate * frameBytes;
export const headerBytes = 44;

/** The header of a WAV file (RIFF, PCM) for so many bytes of such sound; `dataBytes` is a whole number of frames below 2^32 - 36. */
export function wavHeader(dataBytes: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(dataBytes + headerBytes - 8, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(bytesPerSecond, 28);
  header.writeUInt16LE(frameBytes, 32);
  header.writeUInt16LE(bytesPerSample * 8, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

/** How long so much sound lasts, in ms. */
export const durationMs = (dataBytes: number): number => Math.round((dataBytes * 1_000) / bytesPerSecond);
