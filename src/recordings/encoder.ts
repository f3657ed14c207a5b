import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Meter } from './loudness.ts';
import type { Measures, Span } from './model.ts';
import { StereoWriter } from './ogg.ts';
import { channelsOf, frameBytes, silence } from './raw.ts';

/** Target of each channel, in kbit/s: 12 MB an hour for both, with what holds them. */
const bitrate = '12';
const decodeArgs = ['--quiet', '--rate', '8000', '--force-stereo', '-', '-'];
const encodeArgs = [
  '--quiet',
  '--speech',
  '--cvbr',
  '--bitrate',
  bitrate,
  '--comp',
  '5',
  '--framesize',
  '20',
].concat([
  '--discard-comments',
  '--raw',
  '--raw-bits',
  '16',
  '--raw-rate',
  '8000',
  '--raw-chan',
  '1',
  '-',
  '-',
]);

type Coder = ChildProcessByStdio<Writable, Readable, null>;

/** Coders are never in a hurry, calls are. */
const start = (program: string, args: readonly string[]): Coder =>
  spawn('nice', ['-n', '10', program, ...args], { stdio: ['pipe', 'pipe', 'ignore'] });

/** Resolves when the coder ended well. @throws Error otherwise, also when it could not be started */
async function endOf(coder: Coder, program: string): Promise<void> {
  const [code] = (await once(coder, 'close')) as [number | null];
  if (code !== 0)
    throw new Error(`${program} ended with ${String(code)}: is the package opus-tools installed?`);
}

/** A coder takes no more. Why it has ended is told by its own end. */
class CoderGone extends Error {}

/** Waits for what feeds coders, and for their end. @throws what went wrong first: with what they were fed, else with them */
async function over(fed: Promise<unknown>, ends: Promise<unknown>): Promise<void> {
  const [feeding, ending] = await Promise.allSettled([fed, ends]);
  if (feeding.status === 'rejected' && !(feeding.reason instanceof CoderGone)) throw feeding.reason;
  for (const result of [ending, feeding]) if (result.status === 'rejected') throw result.reason;
}

/**
 * Writes without piling up. @throws CoderGone when the coder has ended: whoever waited for it to take more would wait for ever, and hold the
 * coder before it and its file
 */
async function feed(to: Writable, piece: Buffer): Promise<void> {
  if (to.destroyed) throw new CoderGone();
  if (to.write(piece)) return;
  await new Promise<void>((resolve, reject) => {
    const settle = (): void => {
      to.off('drain', settle).off('close', settle);
      if (to.destroyed) reject(new CoderGone());
      else resolve();
    };
    to.on('drain', settle).on('close', settle);
  });
}

export type Encoding = {
  /** Ogg pages as they come. */
  readonly pages: AsyncGenerator<Buffer>;
  /** After the last page. */
  measures(): Measures;
};

/**
 * Encodes stereo sound as Opus in Ogg, either channel by itself, and measures it on the way. Nothing is written to a file.
 * @param spans silenced before anything else happens to them
 */
export function encode(
  raw: AsyncIterable<Buffer>,
  {
    spans = [],
    tags = {},
  }: { readonly spans?: readonly Span[]; readonly tags?: Readonly<Record<string, string>> } = {},
): Encoding {
  const meter = new Meter();
  const coders = [start('opusenc', encodeArgs), start('opusenc', encodeArgs)] as const;
  const writer = new StereoWriter(tags);
  const pages = encodedPages({ raw, spans, meter, coders, writer });
  return { pages, measures: () => meter.measures() };
}

type Work = {
  readonly raw: AsyncIterable<Buffer>;
  readonly spans: readonly Span[];
  readonly meter: Meter;
  readonly coders: readonly [Coder, Coder];
  readonly writer: StereoWriter;
};

async function* encodedPages(work: Work): AsyncGenerator<Buffer> {
  const { coders, writer, meter } = work;
  const [left, right] = coders;
  const ends = Promise.all(coders.map((coder) => endOf(coder, 'opusenc')));
  const fed = feedBoth(work);
  for (const promise of [ends, fed]) promise.catch(() => undefined);
  try {
    for await (const [channel, piece] of merged(left.stdout, right.stdout)) yield* writer.add(channel, piece);
    await over(fed, ends);
    yield* writer.end(meter.measures().durationMs);
  } finally {
    for (const coder of coders) coder.kill('SIGKILL');
  }
}

async function feedBoth({ raw, spans, meter, coders }: Work): Promise<void> {
  const [left, right] = coders.map(({ stdin }) => stdin) as [Writable, Writable];
  for (const stdin of [left, right]) stdin.on('error', () => undefined);
  let frames = 0;
  try {
    for await (const piece of wholeFrames(raw)) {
      silence(piece, frames, spans);
      frames += piece.length / frameBytes;
      const channels = channelsOf(piece);
      meter.add(channels);
      await Promise.all([feed(left, channels[0]), feed(right, channels[1])]);
    }
  } finally {
    left.end();
    right.end();
  }
}

/** Pieces that begin and end between frames; half a frame at the very end is left out. */
async function* wholeFrames(raw: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of raw) {
    const bytes = rest.length === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece]);
    const whole = bytes.length - (bytes.length % frameBytes);
    rest = bytes.subarray(whole);
    if (whole > 0) yield bytes.subarray(0, whole);
  }
}

/** What comes from two streams, as it comes. */
async function* merged(left: Readable, right: Readable): AsyncGenerator<readonly [0 | 1, Buffer]> {
  const sources = [left[Symbol.asyncIterator](), right[Symbol.asyncIterator]()] as const;
  const next = async (channel: 0 | 1) => ({
    channel,
    result: (await sources[channel].next()) as IteratorResult<Buffer>,
  });
  const waiting = new Map<0 | 1, ReturnType<typeof next>>([
    [0, next(0)],
    [1, next(1)],
  ]);
  while (waiting.size > 0) {
    const { channel, result } = await Promise.race(waiting.values());
    if (result.done === true) waiting.delete(channel);
    else {
      waiting.set(channel, next(channel));
      yield [channel, result.value];
    }
  }
}

/** The sound of an Opus file again: 16 bit, 8 kHz, two channels. */
export async function* decode(ogg: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const coder = start('opusdec', decodeArgs);
  const end = endOf(coder, 'opusdec');
  coder.stdin.on('error', () => undefined);
  const fed = (async () => {
    try {
      for await (const piece of ogg) await feed(coder.stdin, piece);
    } finally {
      coder.stdin.end();
    }
    await finished(coder.stdin).catch(() => Promise.reject(new CoderGone()));
  })();
  for (const promise of [end, fed]) promise.catch(() => undefined);
  try {
    for await (const piece of coder.stdout) yield piece as Buffer;
    await over(fed, end);
  } finally {
    coder.kill('SIGKILL');
  }
}
