import { Readable } from 'node:stream';
import { decode, encode } from './encoder.ts';
import { frameBytes } from './raw.ts';
import type { Opened } from './vault.ts';
import { announcedLevel, digitsAsTones, mixInto, softLevel } from './watermark.ts';

/** A copy that leaves: whose, for which request, and what it is a copy of. */
export type CopyOf = {
  readonly no: string;
  /** Written into the file's comments. */
  readonly tags: Readonly<Record<string, string>>;
};

/** Quiet between the number and the sound, in frames. */
const pauseFrames = 2_400;

/**
 * A recording as it is handed out: the request's number in tones before it and softly each minute within it, and who, when and for what in
 * the comments of the file. Made anew for each taking, in pipes alone.
 */
export function copyOf(opened: Opened, { no, tags }: CopyOf): Readable {
  const copy = Readable.from(pages(opened, no, tags), { objectMode: false });
  // Also when whoever takes it has gone before anything was read: a generator that was not begun does nothing when it is ended.
  copy.once('close', () => void opened.close());
  return copy;
}

async function* pages(
  opened: Opened,
  no: string,
  tags: Readonly<Record<string, string>>,
): AsyncGenerator<Buffer> {
  yield* encode(marked(decode(opened.read(0, opened.plainBytes)), no), { tags }).pages;
}

async function* marked(sound: AsyncIterable<Buffer>, no: string): AsyncGenerator<Buffer> {
  const digits = no.replace(/\D/g, '');
  yield Buffer.concat([digitsAsTones(digits, announcedLevel), Buffer.alloc(pauseFrames * frameBytes)]);
  const soft = digitsAsTones(digits, softLevel);
  let frames = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const bytes of sound) {
    const all = Buffer.concat([rest, bytes]);
    const piece = all.subarray(0, all.length - (all.length % frameBytes));
    rest = all.subarray(piece.length);
    mixInto(piece, frames, soft);
    frames += piece.length / frameBytes;
    if (piece.length > 0) yield piece;
  }
}
