import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { Phase } from '../../src/calls/model.ts';
import type { Config } from '../../src/config.ts';
import { type Session, signInAt } from './api.ts';
import { accountOf, eventually, type Hotline } from './hotline.ts';
import { claimPorts } from './ports.ts';
import type { SmallDisk } from './small-disk.ts';

/** A daemon that is a process of its own, as in production; it is looked at over HTTP alone. */
export type SpawnedDaemon = {
  readonly address: string;
  readonly leader: Session;
  /** Resolves when the live calls are in these phases, in any order, and in no others. */
  inPhases(...phases: readonly Phase[]): Promise<void>;
  /** Ends it as a supervisor does, with SIGTERM: its log is whole. @throws Error when it does not end well */
  stop(): Promise<void>;
  /** `kill -9`: resolves when the process is gone. May be called twice. */
  kill(): Promise<void>;
};

export type SpawnOptions = {
  /** The disk that holds its data and its recordings. */
  readonly disk?: SmallDisk;
};

const repo = join(import.meta.dirname, '..', '..');

/**
 * Hands the hotline over from the daemon within the test's own process to one that is started from its main file: seats and accounts
 * stay as they are. All that it writes goes to the hotline's log.
 * @returns when it takes calls
 */
export async function spawnDaemon(
  t: Test,
  hotline: Hotline,
  options: SpawnOptions = {},
): Promise<SpawnedDaemon> {
  await hotline.stopDaemon();
  const { logFile } = hotline;
  const ports = await claimPorts();
  const port = ports.first + 1;
  const log = openSync(logFile, 'a', 0o600);
  const { file, args, env } = launched(hotline, port, options);
  const child = spawn(file, args, { cwd: repo, env, stdio: ['ignore', log, log] });
  closeSync(log);
  const exited = once(child, 'exit');
  // Who starts many, one after the other, needs their ports again.
  child.once('exit', () => ports.release());
  const kill = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await exited;
    }
  };
  t.teardown(kill);
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
    if (child.exitCode !== 0) throw new Error(`the daemon ended with ${String(child.exitCode)}`);
  };
  const address = `http://127.0.0.1:${String(port)}`;
  await eventually(
    'the spawned daemon takes calls',
    async () => {
      if (child.exitCode !== null)
        throw new Error(`it ended:\n${readFileSync(logFile, 'utf8').slice(-4_000)}`);
      const answer = await fetch(`${address}/ready`).catch(() => null);
      return answer?.ok === true || null;
    },
    // Compiled as it starts: on a machine with other things to do that takes its time.
    { withinMs: 40_000 },
  );
  const leader = await signInAt(address, accountOf(hotline, 'leader'));
  return { address, leader, inPhases: (...phases) => inPhases(leader, phases), stop, kill };
}

/** The command that is a daemon: it dies with this process, however that ends. */
export function launched({ config }: Hotline, port: number, { disk }: SpawnOptions) {
  const main = [process.execPath, '--import', 'tsx', 'src/main.ts'];
  // A process that comes into another's mounts stands at their root.
  const there =
    disk === undefined ? main : [...disk.prefix, 'sh', '-c', `cd '${repo}' && exec "$@"`, 'sh', ...main];
  const onDisk: Partial<Config> =
    disk === undefined ? {} : { dataDir: disk.inside, recordingsDir: join(disk.inside, 'recordings') };
  const env = { PATH: process.env['PATH'], ...environmentOf({ ...config, ...onDisk }, port) };
  return { file: 'setpriv', args: ['--pdeathsig', 'KILL', ...there], env };
}

async function inPhases(leader: Session, phases: readonly Phase[]): Promise<void> {
  const wanted = phases.toSorted().join(' ');
  await eventually(`calls in the phases ${wanted}`, async () => {
    const { status, body } = await leader.get('/calls?phase=live&limit=200');
    // Who asks as often as a test does is told to wait.
    if (status === 429) return null;
    const { items } = body as { items: readonly { phase: Phase }[] };
    const found = items.map(({ phase }) => phase).toSorted();
    return found.join(' ') === wanted || null;
  });
}

function environmentOf(config: Config, port: number): NodeJS.ProcessEnv {
  const { ari } = config;
  if (ari.password.from !== 'value') throw new Error('a test gives the password itself');
  return {
    H12_MODE: config.mode,
    H12_DATA_DIR: config.dataDir,
    H12_HTTP_PORT: String(port),
    H12_ASTERISK: 'external',
    H12_ARI_URL: ari.url,
    H12_ARI_USER: ari.user,
    H12_ARI_PASSWORD: ari.password.value,
    H12_ARI_APP: ari.app,
    H12_SPOOL_DIR: config.spoolDir,
    H12_RECORDINGS_DIR: config.recordingsDir,
    H12_SEATS_CONF: config.seatsConf,
    H12_SOUNDS_DIR: config.soundsDir ?? '',
    H12_VAULT_KEY_FILE: config.vault.keys.from === 'file' ? config.vault.keys.path : '',
    H12_MAX_CALLS: String(config.maxCalls),
    H12_SUPERVISION_TOLD: String(config.supervisionTold),
    // Without it a spawned daemon calls nobody back in the evening, and what is tested would hang on the time of the day.
    H12_CALL_BACK_HOURS: `${hour(config.callBackHours.fromMs)}-${hour(config.callBackHours.untilMs)}`,
    H12_PLAN_FILE: config.planFile ?? '',
    H12_LOG_LEVEL: config.logLevel,
    H12_TIMEZONE: config.timeZone,
  };
}

const hour = (ms: number): string => String(ms / 3_600_000);
