import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { ServedCall } from '../calls/fail-safe.ts';
import type { CallId } from '../calls/model.ts';
import { readTold } from './told.ts';

/** A recording that has not grown for so long is of a call that is over, in ms: Asterisk writes once a second. */
const stillMs = 60_000;

export type ToldDeps = {
  readonly spoolDir: string;
  readonly now: () => number;
  /** Whether the call is on record. */
  readonly known: (call: CallId) => boolean;
  /** Takes the call in; it is on record after that, or will be told again. */
  readonly served: (call: ServedCall) => void;
  readonly log: Logger;
};

/**
 * Takes in the calls that the dialplan served by itself while no daemon was connected, one look at a time. A file is removed only when its
 * call is on record, so a crash at any step repeats that step.
 */
export function lookAtTold(deps: ToldDeps): () => void {
  let looking = false;
  return () => {
    if (looking) return;
    looking = true;
    void look(deps).finally(() => {
      looking = false;
    });
  };
}

async function look(deps: ToldDeps): Promise<void> {
  const { spoolDir, log } = deps;
  try {
    const names = (await readdir(spoolDir)).filter((name) => name.endsWith('.told'));
    for (const name of names) await lookAtOne(deps, name);
  } catch (err) {
    log.error({ err }, 'calls served by the dialplan are not taken in yet');
  }
}

async function lookAtOne({ spoolDir, now, known, served, log }: ToldDeps, name: string): Promise<void> {
  const file = join(spoolDir, name);
  const text = await readFile(file, 'utf8');
  const told = readTold(name, text, await deadSince(join(spoolDir, name.replace(/told$/, 'raw')), now()));
  if (told === null) {
    log.error({ file: name }, 'a file of the fail-safe dialplan cannot be read');
    return;
  }
  if (!told.over) return;
  if (!known(told.call.call)) served(told.call);
  if (known(told.call.call)) await rm(file, { force: true });
}

async function deadSince(recording: string, now: number): Promise<number | null> {
  const seen = await stat(recording).catch(() => null);
  if (seen === null) return now;
  return now - seen.mtimeMs > stillMs ? seen.mtimeMs : null;
}
