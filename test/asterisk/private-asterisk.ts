import { randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheDir, resolveAsterisk } from '../../scripts/lib/asterisk-root.mjs';
import { withLock } from '../../scripts/lib/lock.mjs';
import { makeSounds } from '../../scripts/lib/sounds.mjs';
import { renderSeats, type SeatPhone } from '../../src/asterisk/conf.ts';
import { ownAddresses } from '../../src/asterisk/managed.ts';
import { type AsteriskOptions, type RunningAsterisk, startAsterisk } from '../../src/asterisk/process.ts';
import { wavOf } from '../../src/prompts/pcm.ts';
import { claimPorts, type PortBlock } from './ports.ts';
import type { Address } from './sipp.ts';

type Settings = AsteriskOptions['settings'];

export type PrivateAsteriskOptions = {
  /** Seats to provision beforehand, e.g. `['8001']`; passwords are made. Default none. */
  readonly seats?: readonly string[];
  /**
   * `beeps` (default): every prompt is a tone of its own, `promptHz(name)`, so that calls go fast and the recording tells what was heard;
   * the music is `musicHz`. `spoken`: the real ones.
   */
  readonly prompts?: 'beeps' | 'spoken';
  /** How long a beep is, in ms, default 400. */
  readonly promptMs?: number;
  /** Any other setting, e.g. `{ maxCalls: 1 }`. */
  readonly settings?: Partial<Settings>;
};

export type PrivateAsterisk = {
  /** Of the process that runs now. */
  readonly pid: number;
  readonly ariUrl: string;
  readonly ariUser: string;
  readonly ariPassword: string;
  readonly ariApp: string;
  readonly sip: Address;
  readonly sipPort: number;
  /** Callers must come from here. */
  readonly trunkHost: string;
  readonly runDir: string;
  /** Where the dialplan's recordings appear: `<uniqueid>.raw`. */
  readonly spoolDir: string;
  /** The file that the daemon writes. */
  readonly seatsConf: string;
  /** Password of a seat's phone. @throws Error for a seat that was not provisioned */
  password(endpoint: string): string;
  /** Replaces the seats and has Asterisk read them again. */
  provision(phones: readonly SeatPhone[]): Promise<void>;
  readonly cli: (command: string) => Promise<string>;
  /** Recordings there now, by full path, oldest first. */
  recordings(): readonly string[];
  log(): string;
  /** Channels and bridges alive now; both are 0 after a test that left nothing. */
  alive(): Promise<{ readonly channels: number; readonly bridges: number }>;
  /** Resolves when the console's answer to a command matches. @throws Error after 10 s */
  until(command: string, pattern: RegExp): Promise<void>;
  /** Resolves when no channel is left, so that recordings are whole. @throws Error after 10 s */
  quiet(): Promise<void>;
  /** `kill -9`, as a crash would end it: resolves when it is gone, with all its calls. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, on the same ports and in the same folder. Resolves when it answers. */
  restart(): Promise<void>;
  /** Ends Asterisk and removes its folder. @throws Error when something of it is left */
  stop(): Promise<void>;
};

const trunkHost = '127.0.0.2';

/** Starts an Asterisk with ports, folder and secrets of its own; several live side by side. Takes about half a second. */
export async function startPrivateAsterisk(options: PrivateAsteriskOptions = {}): Promise<PrivateAsterisk> {
  const [program, ports] = [await resolveAsterisk(), await claimPorts()];
  const runDir = mkdtempSync(join(tmpdir(), 'h12-ast-'));
  await putSounds(runDir, options);
  const settings = { ...defaults(ports), ...options.settings };
  const phones = (options.seats ?? []).map(
    (endpoint): SeatPhone => ({ endpoint, password: secret(), kind: 'desk' }),
  );
  mkdirSync(join(runDir, 'etc'), { mode: 0o700 });
  const seatsConf = join(runDir, 'etc', 'pjsip.seats.conf');
  writeFileSync(seatsConf, renderSeats(phones), { mode: 0o600 });
  let running = await startAsterisk({ program, runDir, settings });
  const known = new Map(phones.map((phone) => [phone.endpoint, phone.password]));
  const { ari, http, sip } = settings;
  return {
    get pid() {
      return running.pid;
    },
    ariUrl: `http://${http.host}:${String(http.port)}`,
    ariUser: ari.user,
    ariPassword: ari.password,
    ariApp: ari.app,
    sip,
    sipPort: sip.port,
    trunkHost,
    runDir,
    spoolDir: join(runDir, 'spool', 'recording'),
    seatsConf,
    password: (endpoint) => known.get(endpoint) ?? missing(endpoint),
    provision: async (more) => {
      for (const phone of more) known.set(phone.endpoint, phone.password);
      writeFileSync(seatsConf, renderSeats(more), { mode: 0o600 });
      await running.cli('module reload res_pjsip.so');
    },
    cli: (command) => running.cli(command),
    recordings: () => filesOf(join(runDir, 'spool', 'recording')).filter((file) => file.endsWith('.raw')),
    log: () => readFileSync(join(runDir, 'log', 'messages.log'), 'utf8'),
    alive: async () => ({
      channels: Number(
        /(\d+) active channel/.exec(await running.cli('core show channels count'))?.[1] ?? Number.NaN,
      ),
      bridges: (await running.cli('bridge show all')).split('\n').length - 1,
    }),
    until: (command, pattern) => until(running, command, pattern),
    quiet: async () => {
      await until(running, 'core show channels count', /^0 active channels/m);
      await unchanging(join(runDir, 'spool', 'recording'));
    },
    kill: async () => {
      process.kill(running.pid, 'SIGKILL');
      await running.exited;
    },
    restart: async () => {
      running = await startAsterisk({ program, runDir, settings });
    },
    stop: async () => {
      await running.stop();
      ports.release();
      assertGone(running.pid, runDir);
      assertAllKnown(readFileSync(join(runDir, 'log', 'messages.log'), 'utf8'));
      rmSync(runDir, { recursive: true });
    },
  };
}

async function until(running: RunningAsterisk, command: string, pattern: RegExp): Promise<void> {
  const limit = performance.now() + 10_000;
  let answer = await running.cli(command);
  while (!pattern.test(answer)) {
    if (performance.now() > limit) throw new Error(`"${command}" still answers:\n${answer}`);
    await sleep(20);
    answer = await running.cli(command);
  }
}

/** The thread that writes a recording outlives its channel by a moment, longer on a busy machine. */
async function unchanging(folder: string): Promise<void> {
  const sizes = (): string =>
    filesOf(folder)
      .map((file) => String(statSync(file).size))
      .join();
  let before: string | null = null;
  for (let now = sizes(); now !== before; now = sizes()) {
    before = now;
    await sleep(150);
  }
}

const missing = (endpoint: string): never => {
  throw new Error(`no seat ${endpoint} was provisioned`);
};

const secret = (): string => randomBytes(18).toString('base64url');

function defaults(ports: PortBlock): Settings {
  return {
    sip: { host: '127.0.0.1', port: ports.first + 1 },
    http: { host: '127.0.0.1', port: ports.first + 2 },
    rtp: { first: ports.first + 10, last: ports.last },
    iceHosts: ownAddresses(),
    ari: { user: 'hotline12345', password: secret(), app: 'hotline12345' },
    maxCalls: 100,
    trunk: { match: [trunkHost], contact: null },
    callerId: '12345',
    staticGroup: [],
    emergency: {
      '110': ['Local/110@demo-carrier/n'],
      '120': ['Local/120@demo-carrier/n'],
      '119': ['Local/119@demo-carrier/n'],
    },
    demonstration: true,
    qualifyS: 0,
    extraModules: [],
  };
}

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));

/** Spoken prompts are made once for all tests of this machine. */
async function putSounds(
  runDir: string,
  { prompts = 'beeps', promptMs = 400 }: PrivateAsteriskOptions,
): Promise<void> {
  const spoken = join(cacheDir(), 'test-sounds');
  await withLock(`${spoken}.lock`, () => makeSounds(spoken));
  cpSync(join(spoken, 'sounds'), join(runDir, 'sounds'), { recursive: true });
  cpSync(join(spoken, 'moh'), join(runDir, 'moh'), { recursive: true });
  if (prompts === 'spoken') return;
  for (const file of filesOf(join(runDir, 'sounds', 'zh', 'hotline'))) {
    writeFileSync(file, wavOf(sine(promptHz(basename(file, '.wav')), promptMs)));
  }
  for (const file of filesOf(join(runDir, 'moh'))) writeFileSync(file, wavOf(sine(musicHz, 10_000)));
}

/** The music of a private Asterisk that beeps. */
export const musicHz = 300;

const promptsFile = join(import.meta.dirname, '..', '..', 'asterisk-conf', 'prompts', 'zh-CN.json');
const promptNames = Object.keys(JSON.parse(readFileSync(promptsFile, 'utf8')) as object);

/** The tone that stands for a prompt: 40 Hz from the next one's, and away from those of music, caller and seat. */
export function promptHz(name: string): number {
  const place = promptNames.indexOf(name);
  if (place < 0) throw new Error(`no prompt ${name}`);
  return 1_200 + 40 * place;
}

function sine(hz: number, ms: number): Buffer {
  const samples = Buffer.alloc(ms * 16);
  for (let i = 0; i < ms * 8; i++) {
    samples.writeInt16LE(Math.round(8_000 * Math.sin((2 * Math.PI * hz * i) / 8_000)), i * 2);
  }
  return samples;
}

/** What the dialplan asks for is there: a function whose module is not loaded is an empty text, and its call goes another way unnoticed. */
function assertAllKnown(log: string): void {
  const missing = log.split('\n').find((line) => /not registered|No application '/.test(line));
  if (missing !== undefined) throw new Error(`the dialplan asks for what is not there: ${missing}`);
}

function assertGone(pid: number, runDir: string): void {
  if (existsSync(`/proc/${String(pid)}`)) throw new Error(`Asterisk ${String(pid)} is still there`);
  if (readFileSync('/proc/mounts', 'utf8').includes(runDir)) throw new Error(`${runDir} is still mounted`);
}
