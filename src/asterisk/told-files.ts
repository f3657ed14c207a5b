import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { ServedCall } from '../calls/fail-safe.ts';
import type { CallId } from '../calls/model.ts';
import { callOfTold, readTold } from './told.ts';

/** A recording that has not grown for so long is of a call that is over, in ms: Asterisk writes once a second. */
const stillMs = 60_000;

export type ToldDeps = {
  readonly spoolDir: string;
  readonly now: () => number;
  /** Whether every call that Asterisk holds is known. Else one that goes on might be taken for over. */
  readonly mayLook: () => boolean;
  /** Whether the call is on record. */
  readonly known: (call: CallId) => boolean;
  /** Takes the call in; it is on record after that, or will be told again. */
  readonly served: (call: ServedCall) => void;
  readonly log: Logger;
};

/**
 * Takes in the calls that no daemon knows of, one look at a time: those that the dialplan served by itself while none was connected, and
 * those that began and ended on a connection that was dead already. A file is removed only when its call is on record, so a crash at any
 * step repeats that step.
 */
export function lookAtTold(deps: ToldDeps): () => Promise<void> {
  let looking = false;
  return async () => {
    if (looking || !deps.mayLook()) return;
    looking = true;
    await look(deps);
    looking = false;
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

async function lookAtOne(deps: ToldDeps, name: string): Promise<void> {
  const { spoolDir, known, log } = deps;
  const call = callOfTold(name);
  const isKnown = (): boolean => call !== null && known(call);
  const file = join(spoolDir, name);
  if (!isKnown()) {
    const deadAt = await deadSince(deps, file);
    const told = readTold(name, await readFile(file, 'utf8'), deadAt);
    if (told?.over === true) deps.served(told.call);
    // One that is there and empty has just been begun.
    if (told === null && deadAt !== null) log.error({ file: name }, 'a file of the dialplan cannot be read');
  }
  if (isKnown()) await rm(file, { force: true });
}

/** @returns when anything was written of the call for the last time, in ms, when that is long ago; null: the call may go on */
async function deadSince({ now }: ToldDeps, file: string): Promise<number | null> {
  const seen = await Promise.all(
    [file, file.replace(/told$/, 'raw')].map((one) => stat(one).catch(() => null)),
  );
  const last = Math.max(...seen.map((one) => one?.mtimeMs ?? 0));
  return now() - last > stillMs ? last : null;
}
