import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AsteriskSettings } from './conf.ts';
import { consoleCommand } from './console.ts';
import { type AsteriskProgram, insideDir, writeRunFolder } from './run-folder.ts';

const readyLimitMs = 20_000;
const stopLimitMs = 5_000;
const logCheckEveryMs = 60_000;
const longestLogBytes = 20_000_000;

/** How a process ended: one of the two is set. */
export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type AsteriskOptions = {
  readonly program: AsteriskProgram;
  /** Absolute; made when missing. */
  readonly runDir: string;
  readonly settings: Omit<AsteriskSettings, 'runDir' | 'modulesDir'>;
};

export type RunningAsterisk = {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Ends it, calls and all; it is killed when it has not ended after 5 s. Resolves when it is gone; may be called twice. */
  readonly stop: () => Promise<void>;
  /** Gives a command to its console and resolves with what that printed. */
  readonly cli: (command: string) => Promise<string>;
};

/** When an Asterisk of this process was last alive; 0: never. */
let lastAliveAt = 0;

/**
 * Waits until the second in which the former Asterisk ended is over. Asterisk names a channel by the second and a counter that begins with
 * 0 at each start: started again at once, it would give a new call the id of one that has just been lost (seen in a test).
 */
async function newSecond(): Promise<void> {
  const nextSecond = (Math.floor(lastAliveAt / 1_000) + 1) * 1_000;
  const leftMs = nextSecond - Date.now();
  // More than a second is left only when the clock was set back meanwhile: that second comes again, and is over when the next is.
  if (lastAliveAt > 0 && leftMs > 0) await sleep(Math.min(leftMs, 1_000) + 1);
}

/**
 * Writes the run folder and starts an Asterisk from it. It dies with this process, even if that is killed, and its mounts are its own:
 * nothing is left of either.
 * @returns when ARI answers
 * @throws Error with the last lines of its log when it ends or does not answer within 20 s
 */
export async function startAsterisk(options: AsteriskOptions): Promise<RunningAsterisk> {
  const { runDir, program, settings } = options;
  writeRunFolder(program, runDir, settings);
  rotateLog(runDir);
  await newSecond();
  const child = launch(program, runDir);
  const words: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => words.push(chunk.toString()));
  const exited = new Promise<Exit>((resolve) => {
    child.once('error', (error) => {
      words.push(error.message);
      resolve({ code: 127, signal: null });
    });
    child.once('exit', (code, signal) => {
      lastAliveAt = Date.now();
      resolve({ code, signal });
    });
  });
  const stop = (): Promise<void> => stopChild(child, exited);
  if (!(await becomesReady(settings, exited))) {
    await stop();
    throw new Error(`Asterisk did not become ready:\n${words.join('').slice(-2_000)}\n${logTail(runDir)}`);
  }
  watchLog(runDir, exited);
  return { pid: child.pid ?? 0, exited, stop, cli: (command) => consoleCommand(runDir, command) };
}

/**
 * In its own root file system Asterisk gets private mounts of the run folder, of `/dev` and `/proc`, and a hosts file without which each
 * call would wait 5 s for a name server.
 */
const inRootScript = `
mount --bind "$2" "$1/mnt"
mount --bind "$2/hosts" "$1/etc/hosts"
mount --bind "$2/resolv.conf" "$1/etc/resolv.conf"
mount --rbind /dev "$1/dev"
mount --rbind /proc "$1/proc"
ulimit -S -n "$(ulimit -H -n)"
exec setpriv --pdeathsig KILL chroot "$1" "$3" -f -n -C "$4"
`;
const onMachineScript = `
ulimit -S -n "$(ulimit -H -n)"
exec setpriv --pdeathsig KILL "$1" -f -n -C "$2"
`;

function launch(program: AsteriskProgram, runDir: string): ChildProcess {
  const conf = join(insideDir(program, runDir), 'etc', 'asterisk.conf');
  // A group of its own: Ctrl-C on the terminal reaches the supervisor alone, which then ends things in order.
  const how: SpawnOptions = { stdio: ['ignore', 'ignore', 'pipe'], detached: true };
  if (program.root === null) return spawn('sh', ['-ec', onMachineScript, 'sh', program.binary, conf], how);
  const args = ['--mount', '--propagation', 'private', '--', 'sh', '-ec', inRootScript, 'sh'];
  return spawn('unshare', [...args, program.root, runDir, program.binary, conf], how);
}

async function becomesReady(settings: AsteriskOptions['settings'], exited: Promise<Exit>): Promise<boolean> {
  const state = { over: false };
  void exited.then(() => {
    state.over = true;
  });
  const until = performance.now() + readyLimitMs;
  while (!state.over && performance.now() < until) {
    if (await ariAnswers(settings)) return true;
    await sleep(20);
  }
  return false;
}

async function ariAnswers({ http, ari }: AsteriskOptions['settings']): Promise<boolean> {
  const authorization = `Basic ${Buffer.from(`${ari.user}:${ari.password}`).toString('base64')}`;
  const host = http.host === '0.0.0.0' ? '127.0.0.1' : http.host;
  try {
    const answer = await fetch(`http://${host}:${String(http.port)}/ari/asterisk/info?only=status`, {
      headers: { authorization },
      signal: AbortSignal.timeout(1_000),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    // Not listening yet.
    return false;
  }
}

async function stopChild(child: ChildProcess, exited: Promise<Exit>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
    await exited;
    clearTimeout(killer);
  }
}

const logFile = (runDir: string): string => join(runDir, 'log', 'messages.log');

/** One file of at most 20 MB and the one before it: an Asterisk that complains for weeks does not fill the disk. */
function rotateLog(runDir: string): boolean {
  const file = logFile(runDir);
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < longestLogBytes) return false;
  renameSync(file, `${file}.1`);
  return true;
}

function watchLog(runDir: string, exited: Promise<Exit>): void {
  const timer = setInterval(() => {
    // Without an answer the next minute tries again.
    if (rotateLog(runDir)) consoleCommand(runDir, 'logger reload').catch(() => undefined);
  }, logCheckEveryMs);
  timer.unref();
  void exited.then(() => {
    clearInterval(timer);
  });
}

function logTail(runDir: string): string {
  try {
    return readFileSync(logFile(runDir), 'utf8').slice(-4_000);
  } catch {
    return '(it wrote no log)';
  }
}
