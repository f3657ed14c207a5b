import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { limits, type SoundType, sampleRate } from './model.ts';

/** Why there is no sound: the program is not installed, or what it was given is no sound to it (or takes it too long). */
export type NoSound = 'missing' | 'unreadable';

/** Programs that make sounds, each with the least of everything: what comes from strangers goes in by the pipe alone. */
export type SoundTools = {
  /** Samples of 16 bit, 8 kHz, mono, 6 dB lower than they came: a little more than the longest at most. */
  decode(bytes: Buffer, type: SoundType): Promise<Buffer | NoSound>;
  /** A WAV file of a text. @param voice espeak-ng's; in Mandarin if not given */
  speak(text: string, voice?: string): Promise<Buffer | NoSound>;
};

const longestS = limits.longestMs / 1_000 + 1;
const mostSamples = longestS * sampleRate * 2;
/** The voice speaks at 22,050 samples a second, and is not always brief. */
const mostSpoken = 400 * 22_050 * 2;

/** First the end, then one channel at a telephone's rate: however large a file unfolds, little of it is ever held. */
const toTelephone = ['trim', '0', String(longestS), 'gain', '-6', 'channels', '1'].concat([
  'rate',
  String(sampleRate),
  'highpass',
  '60',
]);
const raw = ['-t', 's16', '-L', '-r', String(sampleRate), '-c', '1', '-'];

const mandarin = 'cmn';
/** Words of several syllables take longer than Chinese ones, for which a voice is slow as it comes. */
const paceOf = (voice: string): string => (['cmn', 'yue', 'hak'].includes(voice) ? '240' : '150');

/** @param limitMs how long a program may take */
export const soundTools = (limitMs = 20_000): SoundTools => ({
  decode: (bytes, type) =>
    run('sox', ['-V1', '-D', '-t', type, '-', ...raw, ...toTelephone], bytes, { limitMs, most: mostSamples }),
  speak: (text, voice = mandarin) =>
    run('espeak-ng', ['-v', voice, '-s', paceOf(voice), '--stdin', '--stdout'], Buffer.from(text, 'utf8'), {
      limitMs,
      most: mostSpoken,
    }),
});

/** `nice` says by this that it found no such program. */
const notFound = 127;

/** Calls are in a hurry, this never is. @returns what the program says, if it ends well in time */
async function run(
  program: string,
  args: readonly string[],
  input: Buffer,
  { limitMs, most }: { readonly limitMs: number; readonly most: number },
): Promise<Buffer | NoSound> {
  const child = spawn('nice', ['-n', '10', program, ...args], { stdio: ['pipe', 'pipe', 'ignore'] });
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
  const ended = once(child, 'close') as Promise<[number | null]>;
  ended.catch(() => undefined);
  // A program that has heard enough closes its ear.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const pieces: Buffer[] = [];
  let bytes = 0;
  child.stdout.on('data', (piece: Buffer) => {
    bytes += piece.length;
    if (bytes > most) child.kill('SIGKILL');
    else pieces.push(piece);
  });
  try {
    const [code] = await ended;
    if (code === notFound) return 'missing';
    return code === 0 ? Buffer.concat(pieces) : 'unreadable';
  } catch {
    return 'missing';
  } finally {
    clearTimeout(limit);
  }
}
