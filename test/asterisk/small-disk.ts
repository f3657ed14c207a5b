import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, cpSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';

/** A disk of a few MB that only those see who are started on it; everybody else reaches it by `outside`. */
export type SmallDisk = {
  /** Where it is, for whoever is started on it. */
  readonly inside: string;
  /** The same place, as the test sees it. */
  readonly outside: string;
  /** What goes before a command that is to be on it. */
  readonly prefix: readonly string[];
  /** Writes until nothing more can be written. */
  fill(): void;
  makeRoom(): void;
  /** From here on nothing on it can be changed. */
  readOnly(): void;
};

const chunk = Buffer.alloc(4_096, 1);

/**
 * Mounts a disk over a folder, in a mount namespace of its own: the machine's own disks are never filled. It goes with the test.
 * @param from a folder whose files are on it at the beginning
 * @throws Error when this machine lets nobody mount
 */
export async function mountSmallDisk(t: Test, folder: string, from: readonly string[]): Promise<SmallDisk> {
  mkdirSync(folder, { recursive: true });
  const script = `mount -t tmpfs -o size=6m,mode=700 small '${folder}' && echo mounted && exec cat`;
  const holder = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', '-m', 'sh', '-c', script]);
  let words = '';
  holder.stderr.on('data', (data: Buffer) => {
    words += data.toString();
  });
  const exited = once(holder, 'exit');
  t.teardown(async () => {
    holder.kill('SIGKILL');
    await exited;
  });
  await Promise.race([once(holder.stdout, 'data'), exited]);
  if (holder.exitCode !== null || holder.pid === undefined)
    throw new Error(`this test mounts a small disk of its own, and may not here (root is needed): ${words}`);
  const outside = `/proc/${String(holder.pid)}/root${folder}`;
  for (const file of from) cpSync(file, join(outside, file.split('/').at(-1) ?? ''), { recursive: true });
  const prefix = ['nsenter', '-t', String(holder.pid), '-m'];
  const filler = join(outside, 'filler');
  return {
    inside: folder,
    outside,
    prefix,
    fill: () => fill(filler),
    makeRoom: () => rmSync(filler),
    readOnly: () => {
      execFileSync(prefix[0] ?? '', [...prefix.slice(1), 'mount', '-o', 'remount,ro', folder]);
    },
  };
}

function fill(file: string): void {
  const to = openSync(file, 'w');
  try {
    for (;;) writeSync(to, chunk);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(to);
  }
}
