import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimPorts } from './ports.ts';
import {
  type CallerScript,
  callerScenario,
  hangUpRequest,
  type PhoneBehaviour,
  phoneScenario,
  registerScenario,
} from './scenarios.ts';
import { callerHz, type Digit, seatHz, writeCapture, writeTone } from './tones.ts';

export type { PhoneBehaviour } from './scenarios.ts';
export { callerHz, seatHz } from './tones.ts';

export type Address = { readonly host: string; readonly port: number };

/**
 * A step of one call as SIPp saw it, `atMs` by its clock (ms since the epoch, with a fraction). Phones tell `invite`, `ringing`, `answered`, `refused`, `cancelled`; callers `invite`, `answered`,
 * `refused<status>`; both `hangsUp` (this side did), `hungUp` (the other did), `done` (and all was as it should be).
 */
export type Mark = { readonly word: string; readonly callNumber: number; readonly atMs: number };

export type SippResult = {
  /** Calls that went to their end as the scenario says, however they ended. */
  readonly ok: number;
  readonly failed: number;
  readonly marks: readonly Mark[];
  /** Folder with scenario, messages and errors; kept only when something failed. */
  readonly trace: string;
};

export type Sipp = {
  readonly local: Address;
  /** When SIPp has ended: by itself when it had a number of calls to make, else by `stop`. */
  readonly done: Promise<SippResult>;
  /** Resolves when a step was seen so many times. @throws Error after `limitMs` (default 10,000) or when SIPp ends before */
  seen(word: string, times?: number, limitMs?: number): Promise<Mark>;
  marks(): readonly Mark[];
  /** Has a caller who waits to be hung up on hang up now. @param callNumber which of its calls, from 1 */
  hangUp(callNumber?: number): void;
  stop(): Promise<SippResult>;
};

const readEveryMs = 10;

type Launch = {
  readonly xml: string;
  readonly remote: Address;
  readonly local: Address;
  readonly mediaPort: number;
  readonly folder: string;
  readonly more: readonly string[];
  readonly traced: boolean;
  readonly release: () => void;
};

class Run implements Sipp {
  readonly done: Promise<SippResult>;
  readonly local: Address;
  readonly #child: ChildProcess;
  readonly #folder: string;
  #marks: Mark[] = [];
  #stopped = false;
  #ended = false;

  constructor(launch: Launch) {
    this.local = launch.local;
    this.#folder = launch.folder;
    writeFileSync(join(launch.folder, 'scenario.xml'), launch.xml);
    writeFileSync(join(launch.folder, 'marks.log'), '');
    this.#child = spawn('setpriv', ['--pdeathsig', 'KILL', 'sipp', ...sippArgs(launch)], {
      cwd: launch.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let words = '';
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      words += chunk.toString();
    });
    this.done = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('close', (code) => {
        this.marks();
        this.#ended = true;
        launch.release();
        writeFileSync(join(this.#folder, 'stderr.txt'), words);
        resolve(this.#result(code));
      });
    });
  }

  #result(code: number | null): SippResult {
    const marks = this.marks();
    const count = (word: string): number => marks.filter((m) => m.word === word).length;
    const settled = ['done', 'ok', 'refused', 'cancelled'].reduce((sum, word) => sum + count(word), 0);
    const ok = settled + marks.filter((m) => /^refused\d/.test(m.word)).length;
    const begun = count('invite');
    const failed = Math.max(begun - ok, !this.#stopped && code !== 0 ? 1 : 0);
    if (failed === 0) rmSync(this.#folder, { recursive: true, force: true });
    return { ok, failed, marks, trace: this.#folder };
  }

  marks(): readonly Mark[] {
    if (this.#ended) return this.#marks;
    const lines = readFileSync(join(this.#folder, 'marks.log'), 'utf8').split('\n').slice(0, -1);
    this.#marks = lines.flatMap((line) => {
      const [, word, callNumber, at] = /MARK (\w+) (\d+) .*\s([\d.]+)$/.exec(line) ?? [];
      return word === undefined ? [] : [{ word, callNumber: Number(callNumber), atMs: Number(at) * 1_000 }];
    });
    return this.#marks;
  }

  async seen(word: string, times = 1, limitMs = 10_000): Promise<Mark> {
    const until = performance.now() + limitMs;
    for (;;) {
      const over = this.#ended || performance.now() > until;
      const found = this.marks().filter((m) => m.word === word)[times - 1];
      if (found !== undefined) return found;
      if (over) {
        const told = this.marks()
          .map((m) => m.word)
          .join(' ');
        throw new Error(
          `SIPp did not see "${word}" ${String(times)}×; it saw: ${told} (trace: ${this.#folder})`,
        );
      }
      await sleep(readEveryMs);
    }
  }

  hangUp(callNumber = 1): void {
    // SIPp can be told something only by a message of its own dialogue.
    const { host, port } = this.local;
    const id = `${String(callNumber)}-${String(this.#child.pid)}@${host}`;
    const say = (): void => {
      const socket = createSocket('udp4');
      socket.send(hangUpRequest(id), port, host, () => socket.close());
    };
    say();
    // Told before it waits for that, SIPp hears nothing: it is told again until it has hung up.
    let times = 0;
    const again = setInterval(() => {
      times += 1;
      const isHeard = this.marks().some(
        (mark) => mark.callNumber === callNumber && ['hangsUp', 'hungUp', 'done'].includes(mark.word),
      );
      if (isHeard || this.#ended || times > 20) clearInterval(again);
      else say();
    }, 200);
    again.unref();
  }

  async stop(): Promise<SippResult> {
    this.#stopped = true;
    if (!this.#ended) {
      this.marks();
      this.#child.kill('SIGKILL');
    }
    return this.done;
  }
}

function sippArgs(launch: Launch): readonly string[] {
  const traces = launch.traced
    ? ['-trace_msg', '-message_file', 'messages.log', '-trace_err', '-error_file', 'errors.log']
    : [];
  return [
    `${launch.remote.host}:${String(launch.remote.port)}`,
    ...['-sf', 'scenario.xml', '-nostdin', '-skip_rlimit', '-trace_logs', '-log_file', 'marks.log'],
    ...['-i', launch.local.host, '-p', String(launch.local.port)],
    ...['-mi', launch.local.host, '-mp', String(launch.mediaPort)],
    ...traces,
    ...launch.more,
  ];
}

function traceFolder(name: string): string {
  const base = join(tmpdir(), 'hotline12345-sipp');
  mkdirSync(base, { recursive: true });
  return mkdtempSync(join(base, `${name}-`));
}

export type PhoneOptions = {
  readonly asterisk: Address;
  readonly endpoint: string;
  readonly password: string;
  readonly behaviour: PhoneBehaviour;
  /** In s, default 300; the phone registers once. */
  readonly expiresS?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
};

export type Phone = Sipp & {
  /** Signs the phone off at Asterisk; it can still be rung by a call that is under way. */
  unregister(): Promise<void>;
};

/** Registers a seat's phone and lets it behave. @throws Error when Asterisk does not accept the registration */
export async function startPhone(options: PhoneOptions): Promise<Phone> {
  const ports = await claimPorts();
  const local = { host: options.host ?? '127.0.0.1', port: ports.first + 1 };
  await register(options, local, { port: local.port, expiresS: options.expiresS ?? 300 });
  const folder = traceFolder(`phone-${options.endpoint}`);
  const tone = join(folder, 'seat.alaw');
  writeTone(tone, seatHz);
  const run = new Run({
    xml: phoneScenario(options.behaviour, tone),
    remote: options.asterisk,
    local,
    mediaPort: ports.first + 10,
    folder,
    more: ['-nd'],
    traced: true,
    release: ports.release,
  });
  await listening(local, run.done);
  const unregister = (): Promise<void> =>
    register(options, { host: local.host, port: ports.first + 2 }, { port: local.port, expiresS: 0 });
  return Object.assign(run, { unregister });
}

/** A citizen's telephone at the other end of the trunk: whatever number Asterisk dials rings there. */
export async function startCitizen(options: {
  readonly asterisk: Address;
  readonly port: number;
  readonly mediaPort: number;
  readonly behaviour: PhoneBehaviour;
}): Promise<Sipp> {
  const local = { host: '127.0.0.2', port: options.port };
  const folder = traceFolder('citizen');
  const tone = join(folder, 'citizen.alaw');
  writeTone(tone, callerHz);
  const run = new Run({
    xml: phoneScenario(options.behaviour, tone),
    remote: options.asterisk,
    local,
    mediaPort: options.mediaPort,
    folder,
    more: ['-nd'],
    traced: true,
    release: () => undefined,
  });
  await listening(local, run.done);
  return run;
}

async function register(
  options: PhoneOptions,
  local: Address,
  contact: { readonly port: number; readonly expiresS: number },
): Promise<void> {
  const { endpoint, password } = options;
  const run = new Run({
    xml: registerScenario({ endpoint, password, ...contact }),
    remote: options.asterisk,
    local,
    mediaPort: local.port + 2,
    folder: traceFolder(`register-${endpoint}`),
    more: ['-m', '1', '-timeout', '10'],
    traced: true,
    release: () => undefined,
  });
  const { ok, trace } = await run.done;
  if (ok !== 1) throw new Error(`phone ${endpoint} could not register (trace: ${trace})`);
}

/** Waits until the kernel shows the phone's socket. */
async function listening(local: Address, done: Promise<unknown>): Promise<void> {
  const state = { ended: false };
  void done.then(() => {
    state.ended = true;
  });
  const wanted = `:${local.port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000`;
  while (!readFileSync('/proc/net/udp', 'utf8').includes(wanted)) {
    if (state.ended) throw new Error('the phone did not start');
    await sleep(readEveryMs);
  }
}

export type CallerOptions = {
  readonly asterisk: Address;
  /** Default 127.0.0.2, the trunk's address. */
  readonly host?: string;
  readonly number?: string;
  readonly from?: string;
  readonly name?: string;
  /** For a phone that dials by itself: Asterisk must ask who it is, and is told. */
  readonly auth?: { readonly user: string; readonly password: string };
  /** When the caller hangs up, in ms after the answer; null (default): waits for the other side. */
  readonly talkMs?: number | null;
  /** Keys the caller presses (RFC 4733); then the sound is a capture of at most 60 s. */
  readonly digits?: readonly Digit[];
  /** Sends no sound at all, so that hundreds cost little; default false. */
  readonly mute?: boolean;
  /** How many calls in all, default 1. */
  readonly calls?: number;
  /** New calls a second, default 10. */
  readonly rate?: number;
  /** Whether every message is kept for the case of failure; default: up to 50 calls. */
  readonly traced?: boolean;
};

/** Starts callers over the trunk. They end by themselves when all calls are over. */
export async function startCallers(options: CallerOptions): Promise<Sipp> {
  const ports = await claimPorts();
  const folder = traceFolder('caller');
  const calls = options.calls ?? 1;
  const script: CallerScript = {
    number: options.number ?? '12345',
    from: options.from ?? '13800138000',
    name: options.name ?? null,
    talkMs: options.talkMs ?? null,
    auth: options.auth ?? null,
    ...(options.mute === true
      ? { sound: null, portKeyword: '[media_port]' }
      : callerSound(folder, options.digits ?? [])),
  };
  return new Run({
    xml: callerScenario(script),
    remote: options.asterisk,
    local: { host: options.host ?? '127.0.0.2', port: ports.first + 1 },
    mediaPort: ports.first + 10,
    folder,
    // By itself SIPp lets so few be there at once that a low rate is not kept.
    more: ['-m', String(calls), '-r', String(options.rate ?? 10), '-l', String(calls), '-nd'],
    traced: options.traced ?? calls <= 50,
    release: ports.release,
  });
}

function callerSound(folder: string, digits: readonly Digit[]): Pick<CallerScript, 'sound' | 'portKeyword'> {
  if (digits.length === 0) {
    const tone = join(folder, 'caller.alaw');
    writeTone(tone, callerHz);
    return { sound: `rtp_stream="${tone},-1,8"`, portKeyword: '[rtpstream_audio_port]' };
  }
  const capture = join(folder, 'caller.pcap');
  writeCapture(capture, callerHz, digits, 60_000);
  return { sound: `play_pcap_audio="${capture}"`, portKeyword: '[media_port]' };
}
