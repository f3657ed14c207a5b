import { writeFileSync } from 'node:fs';

const sampleRate = 8_000;
const packetSamples = 160;
const packetMs = 20;

/** What each side of a test call sounds like. */
export const callerHz = 400;
export const seatHz = 1_000;

/** A key pressed at a moment of a call, counted from its answer. */
export type Digit = { readonly digit: string; readonly atMs: number };

/** Writes a second of a tone as headerless A-law, to be played round and round: whole periods, so no click. @param hz whole number */
export function writeTone(file: string, hz: number): void {
  writeFileSync(file, alawTone(hz, 0, sampleRate));
}

function alawTone(hz: number, fromSample: number, count: number): Buffer {
  const bytes = Buffer.alloc(count);
  for (let i = 0; i < count; i++) {
    bytes[i] = alaw(Math.round(12_000 * Math.sin((2 * Math.PI * hz * (fromSample + i)) / sampleRate)));
  }
  return bytes;
}

/** ITU-T G.711 A-law of a 16-bit sample. */
function alaw(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  const magnitude = Math.min(sample >= 0 ? sample : -sample - 1, 32_767) >> 4;
  const exponent = magnitude < 16 ? 0 : Math.floor(Math.log2(magnitude)) - 3;
  const mantissa = (exponent < 2 ? magnitude : magnitude >> (exponent - 1)) & 0x0f;
  return (sign | (exponent << 4) | mantissa) ^ 0x55;
}

/**
 * Writes a packet capture of an RTP stream: a tone, interrupted by keys as RFC 4733 events (payload type 101, 160 ms each).
 * @param totalMs length of the stream; keys must lie within it
 */
export function writeCapture(file: string, hz: number, digits: readonly Digit[], totalMs: number): void {
  const packets: Buffer[] = [globalHeader()];
  let sequence = 1;
  for (let ms = 0; ms < totalMs; ms += packetMs) {
    const key = digits.find((d) => ms >= d.atMs && ms < d.atMs + 160);
    const sample = (ms / packetMs) * packetSamples;
    const payload =
      key === undefined
        ? alawTone(hz, sample, packetSamples)
        : telephoneEvent(key.digit, ms - alignedMs(key.atMs));
    const first = key !== undefined && ms - alignedMs(key.atMs) === 0;
    const stamp = key === undefined ? sample : (alignedMs(key.atMs) / packetMs) * packetSamples;
    const rtp = rtpHeader({ payloadType: key === undefined ? 8 : 101, marker: first, sequence, stamp });
    packets.push(record(ms, Buffer.concat([rtp, payload])));
    sequence += 1;
  }
  writeFileSync(file, Buffer.concat(packets));
}

const alignedMs = (ms: number): number => Math.ceil(ms / packetMs) * packetMs;

/** RFC 4733 section 2.3; the last packet of a key carries the end bit. */
function telephoneEvent(digit: string, sinceMs: number): Buffer {
  const event = '0123456789*#'.indexOf(digit);
  if (event < 0) throw new Error(`no such key: ${digit}`);
  const end = sinceMs >= 140;
  const bytes = Buffer.from([event, (end ? 0x80 : 0) | 10, 0, 0]);
  bytes.writeUInt16BE((sinceMs + packetMs) * 8, 2);
  return bytes;
}

type RtpFields = { payloadType: number; marker: boolean; sequence: number; stamp: number };

function rtpHeader({ payloadType, marker, sequence, stamp }: RtpFields): Buffer {
  const bytes = Buffer.alloc(12);
  bytes[0] = 0x80;
  bytes[1] = (marker ? 0x80 : 0) | payloadType;
  bytes.writeUInt16BE(sequence, 2);
  bytes.writeUInt32BE(stamp, 4);
  bytes.writeUInt32BE(0x12345678, 8);
  return bytes;
}

function globalHeader(): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32LE(0xa1b2c3d4, 0);
  bytes.writeUInt16LE(2, 4);
  bytes.writeUInt16LE(4, 6);
  bytes.writeUInt32LE(65_535, 16);
  bytes.writeUInt32LE(1, 20);
  return bytes;
}

/** One captured Ethernet frame; SIPp puts in addresses and ports of its own. */
function record(ms: number, rtp: Buffer): Buffer {
  const ip = Buffer.alloc(20);
  ip[0] = 0x45;
  ip.writeUInt16BE(28 + rtp.length, 2);
  ip[8] = 64;
  ip[9] = 17;
  ip.writeUInt32BE(0x7f000001, 12);
  ip.writeUInt32BE(0x7f000001, 16);
  const udp = Buffer.alloc(8);
  udp.writeUInt16BE(6_000, 0);
  udp.writeUInt16BE(6_000, 2);
  udp.writeUInt16BE(8 + rtp.length, 4);
  const ethernet = Buffer.alloc(14);
  ethernet.writeUInt16BE(0x0800, 12);
  const frame = Buffer.concat([ethernet, ip, udp, rtp]);
  const header = Buffer.alloc(16);
  header.writeUInt32LE(Math.floor(ms / 1_000), 0);
  header.writeUInt32LE((ms % 1_000) * 1_000, 4);
  header.writeUInt32LE(frame.length, 8);
  header.writeUInt32LE(frame.length, 12);
  return Buffer.concat([header, frame]);
}
