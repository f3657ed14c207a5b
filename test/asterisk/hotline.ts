import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import type { Test } from 'tap';
import type { AgentId, SeatId } from '../../src/acd/model.ts';
import type { CallId, CallIn, Phase } from '../../src/calls/model.ts';
import type { Config } from '../../src/config.ts';
import { usualKeeping } from '../../src/config-vault.ts';
import { type Daemon, startDaemon } from '../../src/daemon.ts';
import { logOptions } from '../../src/lib/log.ts';
import { sessionLimits } from '../../src/people/model.ts';
import type { CityAccess } from '../../src/provision.ts';
import { decode } from '../../src/recordings/encoder.ts';
import { type Recording, type RecordingId, recordingOf } from '../../src/recordings/model.ts';
import type { Stored } from '../../src/recordings/vault.ts';
import { listStart } from '../../src/store/page.ts';
import type { Ticket } from '../../src/tickets/model.ts';
import { everything } from '../store/samples.ts';
import type { Account } from './api.ts';
import { type Stereo, splitStereo } from './audio.ts';
import {
  type PrivateAsterisk,
  type PrivateAsteriskOptions,
  startPrivateAsterisk,
} from './private-asterisk.ts';
import { type Phone, type PhoneBehaviour, startPhone } from './sipp.ts';

/** How long a test waits for something that must come, in ms. */
const limitMs = 15_000;
const lookEveryMs = 10;

export type HotlineOptions = {
  /** What the plan file says; the rest is the default plan's. */
  readonly plan?: object;
  readonly asterisk?: PrivateAsteriskOptions;
  readonly maxCalls?: number;
  readonly supervisionTold?: boolean;
  /** Ways to the emergency desks; the stand-in for the carrier if not given. */
  readonly emergency?: Config['emergency'];
};

/** A real hotline on a real Asterisk, with folders, ports and passwords of its own. */
export type Hotline = {
  readonly asterisk: PrivateAsterisk;
  readonly access: CityAccess;
  readonly config: Config;
  /** Where the daemon writes its log. */
  readonly logFile: string;
  daemon(): Daemon;
  /** A phone at a seat, with its agent signed in and ready. */
  readySeat(seat: string, behaviour: PhoneBehaviour): Promise<Phone>;
  /** Stops the daemon in order; Asterisk keeps its calls. To see it killed: `spawnDaemon`. */
  stopDaemon(): Promise<void>;
  startDaemon(): Promise<void>;
  /** Resolves with the only call in this phase. */
  callIn<P extends Phase>(phase: P): Promise<CallIn<P>>;
  /** Resolves when so many calls have ended and left nothing; gives their records, oldest first. */
  ended(count?: number): Promise<readonly CallRecord[]>;
};

/** What a call left: its record, its steps, its ticket, its recording and what can be heard in it. */
export type CallRecord = {
  readonly call: CallIn<'ended'>;
  /** The events that came, in their order. */
  readonly events: readonly string[];
  readonly ticket: Ticket | null;
  readonly recording: Recording | null;
  readonly sound: Stereo;
};

/** Resolves with what `look` finds as soon as it finds something. @throws Error that names what was waited for */
export async function eventually<T>(
  what: string,
  look: () => T | null | undefined | Promise<T | null | undefined>,
  {
    withinMs = limitMs,
    everyMs = lookEveryMs,
  }: { readonly withinMs?: number; readonly everyMs?: number } = {},
): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined) return found;
    if (performance.now() > until) throw new Error(`waited in vain for: ${what}`);
    await sleep(everyMs);
  }
}

/** Starts both; after the test nothing may be left on either side, and both are stopped. */
export async function startHotline(t: Test, options: HotlineOptions = {}): Promise<Hotline> {
  const dir = t.testdir({});
  const asterisk = await startPrivateAsterisk(options.asterisk);
  t.teardown(() => asterisk.stop());
  const config = configOf(dir, asterisk, options);
  const logFile = join(dir, 'daemon.log');
  const log = pino(logOptions('debug'), pino.destination({ dest: logFile, sync: true }));
  const start = async (): Promise<Daemon> => {
    const started = await startDaemon(config, log);
    await eventually(
      'the daemon is of one mind with Asterisk',
      () => started.house.figures().switchUp || null,
    );
    return started;
  };
  let running: Daemon | null = await start();
  const stop = async (): Promise<void> => {
    const stopping = running;
    running = null;
    await stopping?.stop();
  };
  t.teardown(stop);
  const hotline: Hotline = {
    asterisk,
    config,
    logFile,
    access: JSON.parse(readFileSync(join(dir, 'secrets', 'demonstration.json'), 'utf8')) as CityAccess,
    daemon: () => {
      if (running === null) throw new Error('no daemon runs in this process');
      return running;
    },
    readySeat: async (seat, behaviour) => {
      const phone = await readySeat(hotline, seat, behaviour);
      t.teardown(() => phone.stop());
      return phone;
    },
    stopDaemon: stop,
    startDaemon: async () => {
      running = await start();
    },
    callIn: (phase) => eventually(`a call in phase ${phase}`, () => callIn(hotline, phase)),
    ended: (count = 1) => endedCalls(hotline, count),
  };
  // Opened now: the test's folder is gone before its teardown begins.
  const logRead = openSync(logFile, 'r');
  t.teardown(async () => {
    await assertNothingLeft(hotline);
    assertNothingTold(hotline, readFileSync(logRead, 'utf8'));
    closeSync(logRead);
  });
  return hotline;
}

const callIn = <P extends Phase>(hotline: Hotline, phase: P): CallIn<P> | undefined =>
  [...hotline.daemon().house.calls()].find((call): call is CallIn<P> => call.phase === phase);

/** The account of somebody of the demonstration city, with its password. */
export function accountOf({ access }: Hotline, username: string): Account {
  const account = access.accounts.find((one) => one.username === username);
  if (account === undefined) throw new Error(`there is no ${username}`);
  return account;
}

const standIns: Config['emergency'] = {
  '110': ['Local/110@demo-carrier/n'],
  '120': ['Local/120@demo-carrier/n'],
  '119': ['Local/119@demo-carrier/n'],
};

function configOf(dir: string, asterisk: PrivateAsterisk, options: HotlineOptions): Config {
  const planFile = join(dir, 'plan.json');
  writeFileSync(planFile, JSON.stringify(options.plan ?? {}));
  mkdirSync(join(dir, 'recordings'));
  return {
    mode: 'demonstration',
    dataDir: dir,
    http: { host: '127.0.0.1', port: 0, cookieSecure: false, origins: [], trustedProxies: [] },
    sessions: sessionLimits,
    ari: {
      url: asterisk.ariUrl,
      user: asterisk.ariUser,
      password: { from: 'value', value: asterisk.ariPassword },
      app: asterisk.ariApp,
    },
    asterisk: { kind: 'external' },
    emergency: options.emergency ?? standIns,
    emergencyTestAt: null,
    spoolDir: asterisk.spoolDir,
    recordingsDir: join(dir, 'recordings'),
    vault: {
      keys: { from: 'file', path: join(dir, 'secrets', 'vault-keys.json'), made: true },
      ...usualKeeping,
    },
    seatsConf: asterisk.seatsConf,
    soundsDir: join(asterisk.runDir, 'sounds'),
    maxCalls: options.maxCalls ?? 100,
    supervisionTold: options.supervisionTold ?? true,
    callBackHours: { fromMs: 0, untilMs: 24 * 3_600_000 },
    planFile,
    planApproval: false,
    logLevel: 'debug',
    timeZone: 'Asia/Shanghai',
  };
}

async function readySeat(hotline: Hotline, seat: string, behaviour: PhoneBehaviour): Promise<Phone> {
  const id = seat as SeatId;
  const agent = `agent${seat.slice(-1)}` as AgentId;
  const password = hotline.access.phones.find((phone) => phone.seat === seat)?.password ?? '';
  const { house } = hotline.daemon();
  const phone = await startPhone({ asterisk: hotline.asterisk.sip, endpoint: seat, password, behaviour });
  await eventually(`seat ${seat} has its phone`, () => house.seat(id)?.phone === 'reachable' || null);
  const refusals = [
    house.askSeat(id, { type: 'SignInAsked', agent, at: house.now() }),
    house.askSeat(id, { type: 'ReadyAsked', agent, at: house.now() }),
  ].filter((refusal) => refusal !== null);
  if (refusals.length > 0) throw new Error(`seat ${seat} is not ready: ${JSON.stringify(refusals)}`);
  return phone;
}

async function endedCalls(hotline: Hotline, count: number): Promise<readonly CallRecord[]> {
  const daemon = hotline.daemon();
  const { calls } = daemon.stores;
  const ids = await eventually(`${String(count)} calls have ended`, () => {
    const ended = calls
      .list({ phase: 'ended' }, everything, { after: listStart, limit: 200 })
      .items.map((line) => line.id);
    return ended.length >= count && [...daemon.house.calls()].length === 0 ? ended.toReversed() : null;
  });
  await daemon.intake.idle();
  // A call-back that never reached the citizen has no recording.
  const recorded = ids.filter((id) =>
    calls.read(id)?.legs.some(({ role, upAt }) => role === 'caller' && upAt !== null),
  );
  return Promise.all(recorded.map((id) => recordOf(hotline, id)));
}

async function recordOf(hotline: Hotline, id: CallId): Promise<CallRecord> {
  const { calls, tickets } = hotline.daemon().stores;
  const call = calls.read(id);
  if (call?.phase !== 'ended') throw new Error(`call ${id} has no whole record`);
  return {
    call,
    events: calls.steps(id).map((step) => step.event?.type ?? 'damaged'),
    ticket: tickets.read(call.ticketNo),
    ...(await soundOfRecording(hotline, recordingOf(id))),
  };
}

/** One of a call's recordings, with what can be heard in it. */
export async function soundOfRecording(
  hotline: Hotline,
  id: RecordingId,
): Promise<{ readonly recording: Recording; readonly sound: Stereo }> {
  const recording = hotline.daemon().stores.recordings.read(id);
  if (recording?.file == null || recording.fileId === null)
    throw new Error(`no recording ${id}: ${String(recording?.state)}`);
  const { file, fileId } = recording;
  return { recording, sound: await soundOf(hotline, { recording: id, file, fileId }) };
}

/** What can be heard in a recording: out of the vault, decoded. */
async function soundOf(hotline: Hotline, stored: Stored): Promise<Stereo> {
  const opened = await hotline.daemon().vault.open(stored);
  const pieces: Buffer[] = [];
  for await (const piece of decode(opened.read(0, opened.plainBytes))) pieces.push(piece);
  await opened.close();
  return splitStereo(Buffer.concat(pieces));
}

/** After each test both sides are empty: no channel, no bridge, no recording under way there; no call, timer or command here. */
async function assertNothingLeft(hotline: Hotline): Promise<void> {
  const daemon = hotline.daemon();
  await eventually('both sides are empty', async () => {
    const { channels, bridges } = await hotline.asterisk.alive();
    const { timers, commands, unwritten } = daemon.pending();
    const calls = [...daemon.house.calls()].length;
    const wrappingUp = [...daemon.house.seats()].filter((seat) => seat.doing.state === 'wrapUp').length;
    return channels + bridges + commands + unwritten + calls === 0 && timers === wrappingUp ? true : null;
  }).catch((error: unknown) => {
    const left = { pending: daemon.pending(), calls: [...daemon.house.calls()] };
    throw new Error(`something was left: ${JSON.stringify(left)}`, { cause: error });
  });
}

/** Callers of tests have numbers that begin so, or the log is not searched for them. */
const callerNumber = /(?<!\d)1380\d{7}(?!\d)/;

/** What no log may hold besides callers' numbers: whatever opens a door. */
const secretsOf = ({ access, asterisk }: Hotline): readonly string[] => [
  asterisk.ariPassword,
  'api_key=',
  ...access.accounts.map(({ password }) => password),
  ...access.phones.map(({ password }) => password),
];

/** After each test the daemon's log, at its most talkative, is searched for what it may not tell. */
function assertNothingTold(hotline: Hotline, log: string): void {
  const secrets = secretsOf(hotline);
  const told = log
    .split('\n')
    .find((line) => callerNumber.test(line) || secrets.some((secret) => line.includes(secret)));
  if (told !== undefined) throw new Error(`the log tells a secret: ${told}`);
}
