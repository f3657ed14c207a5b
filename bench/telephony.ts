import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentId, QueueId, SeatId } from '../src/acd/model.ts';
import { newSeat } from '../src/acd/seat.ts';
import { createSeatStore } from '../src/acd/store.ts';
import { epochMs } from '../src/lib/time.ts';
import { createPhoneStore } from '../src/phones/store.ts';
import { makeKeyFile } from '../src/recordings/keyring.ts';
import { migrate, migrationsDir } from '../src/store/migrate.ts';
import { openStore } from '../src/store/open.ts';
import { type PrivateAsterisk, startPrivateAsterisk } from '../test/asterisk/private-asterisk.ts';
import { fixedPhones, peers, putPeer } from './peer.ts';
import { signedIn } from './people.ts';
import { distribution, quantile, type Report, short } from './report.ts';
import { type Load, type Outcome, runLoad, type Scene } from './scene.ts';

const seatHost = '127.0.0.3';
const seatPort = 33_000;
const rtp = { first: 34_000, last: 49_000 };

/** Where the 110 of the bench answers. */
export const desk110 = { host: seatHost, port: 33_001 } as const;
const desk110Phone = '9110';
/** Below the kernel's own choice of ports (32768 and up), so that no outgoing connection has it. */
const httpPort = '32690';

export type Bench = {
  readonly scene: Scene;
  /** Of the daemon, e.g. `http://127.0.0.1:32690`. */
  readonly address: string;
  readonly dbFile: string;
  /** The session of the agent who sits at each seat. */
  readonly cookies: ReadonlyMap<string, string>;
  /** What the daemon has logged since it was started last, line by line. */
  log(): readonly string[];
  /** `kill -9`, and the next start. @returns when it was started, in ms since the epoch */
  killAndStart(): Promise<number>;
  stop(): Promise<void>;
};

/** Asterisk, the daemon as a process of its own, and so many seats, ready; without greeting and wrap-up, as the peer has neither. */
export async function startBench(seatCount: number): Promise<Bench> {
  const seats = Array.from({ length: seatCount }, (_, n) => String(8_001 + n));
  const asterisk = await startPrivateAsterisk({ settings: { maxCalls: 5_000, rtp } });
  const dir = mkdtempSync(join(tmpdir(), 'h12-bench-daemon-'));
  await putPhones(asterisk, seats);
  const dbFile = join(dir, 'hotline.db');
  const cookies = putPeople(dbFile, seats);
  const env = prepareDaemon(dir, asterisk);
  let daemon = await startDaemon(env, join(dir, 'daemon.log'));
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    daemon.kill(signal);
    await once(daemon, 'close');
  };
  return {
    scene: { asterisk, seatHost, seatPort, watched: { asterisk: asterisk.pid, daemon: daemon.pid ?? 0 } },
    address: `http://127.0.0.1:${httpPort}`,
    dbFile,
    cookies,
    log: () => readFileSync(join(dir, 'daemon.log'), 'utf8').split('\n').slice(0, -1),
    killAndStart: async () => {
      await end('SIGKILL');
      const at = Date.now();
      daemon = await startDaemon(env, join(dir, 'daemon.log'));
      return at;
    },
    stop: async () => {
      await end('SIGTERM');
      await asterisk.stop();
      rmSync(dir, { recursive: true });
    },
  };
}

/** Resolves when it takes calls. It dies with the bench, however that ends: one left over would be measured in the place of the next. */
async function startDaemon(env: Readonly<Record<string, string>>, logFile: string): Promise<ChildProcess> {
  const log = openSync(logFile, 'w', 0o600);
  const main = join(import.meta.dirname, '..', 'dist', 'main.js');
  const daemon = spawn('setpriv', ['--pdeathsig', 'KILL', process.execPath, main], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', log, 'inherit'],
  });
  closeSync(log);
  await ready(daemon, `http://127.0.0.1:${env['H12_HTTP_PORT'] ?? ''}/ready`);
  return daemon;
}

async function putPhones(asterisk: PrivateAsterisk, seats: readonly string[]): Promise<void> {
  const phones = fixedPhones(seats, `${seatHost}:${String(seatPort)}`);
  const desk = fixedPhones([desk110Phone], `${desk110.host}:${String(desk110.port)}`);
  writeFileSync(asterisk.seatsConf, `${phones}\n${desk}`, { mode: 0o600 });
  putPeer(asterisk, seats);
  for (const command of ['module reload res_pjsip.so', 'dialplan reload', 'module load app_queue.so'])
    await asterisk.cli(command);
}

/** Seats that are ready, each with its agent. @returns the agents' sessions by seat */
function putPeople(dbFile: string, seats: readonly string[]): ReadonlyMap<string, string> {
  const now = epochMs(Date.now());
  const db = openStore(dbFile);
  migrate(db, migrationsDir, now);
  const queues = ['general' as QueueId];
  const [phones, saved] = [createPhoneStore(db), createSeatStore(db)];
  const cookies = new Map<string, string>();
  for (const id of seats as SeatId[]) {
    phones.put({ seat: id, queues, desk: { kind: 'plain', secret: 'unused-phone' }, browser: null });
    const agent = `bench${id}` as AgentId;
    const doing = { state: 'ready', idleSince: now } as const;
    saved.put({ ...newSeat(id, queues, now), phone: 'reachable', agent, doing }, now);
    cookies.set(id, signedIn(db, agent));
  }
  db.close();
  return cookies;
}

function prepareDaemon(dir: string, asterisk: PrivateAsterisk): Record<string, string> {
  const plan = { greeting: [], wrapUpMs: 0, maxOffers: 100, farewell: { goodbye: [] } };
  const file = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text, { mode: 0o600 });
    return join(dir, name);
  };
  return {
    H12_MODE: 'production',
    H12_ASTERISK: 'external',
    H12_DATA_DIR: dir,
    H12_RECORDINGS_DIR: join(dir, 'recordings'),
    H12_SPOOL_DIR: asterisk.spoolDir,
    // The bench's phones need no registration and stand in Asterisk's own file already.
    H12_SEATS_CONF: join(dir, 'unused.conf'),
    H12_HTTP_PORT: httpPort,
    H12_ARI_URL: asterisk.ariUrl,
    H12_ARI_USER: asterisk.ariUser,
    H12_ARI_PASSWORD_FILE: file('ari-password', asterisk.ariPassword),
    H12_PLAN_FILE: file('plan.json', JSON.stringify(plan)),
    H12_VAULT_KEY_FILE: vaultKey(dir),
    ...emergency,
  };
}

/** Production must have them; of the bench only 110 is called. */
const emergency = {
  H12_EMERGENCY_110: `PJSIP/${desk110Phone}`,
  H12_EMERGENCY_120: 'PJSIP/120@trunk',
  H12_EMERGENCY_119: 'PJSIP/119@trunk',
};

function vaultKey(dir: string): string {
  const path = join(dir, 'vault-keys.json');
  makeKeyFile(path);
  return path;
}

async function ready(daemon: ChildProcess, url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (daemon.exitCode !== null) throw new Error(`the daemon ended with ${String(daemon.exitCode)}`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok === true) return;
    await sleep(50);
  }
  throw new Error('the daemon did not become ready');
}

const hotlineNumber = '12345';
type Pair = { readonly hotline: Outcome; readonly peer: Outcome; readonly quickest: Outcome };

/** The same load on all, one after the other on the same Asterisk. */
async function all(scene: Scene, load: Omit<Load, 'dial'>): Promise<Pair> {
  return {
    peer: await runLoad(scene, { ...load, dial: peers.usual }),
    hotline: await runLoad(scene, { ...load, dial: hotlineNumber }),
    quickest: await runLoad(scene, { ...load, dial: peers.quickest }),
  };
}

const p = (values: readonly number[], share: number): number =>
  quantile(
    values.toSorted((a, b) => a - b),
    share,
  );
const ratio = (ours: number, theirs: number): string => `${short(ours / theirs)} ×`;

function latencyReport(title: string, pair: Pair, of: (outcome: Outcome) => readonly number[]): Report {
  const ours = of(pair.hotline);
  const against = (theirs: readonly number[]): string =>
    `p50 ${ratio(p(ours, 0.5), p(theirs, 0.5))}, p99 ${ratio(p(ours, 0.99), p(theirs, 0.99))}`;
  return {
    title,
    rows: [
      ['', '', 'hotline against it'],
      ['hotline', distribution(ours, 'ms')],
      ['app_queue, Answer()', distribution(of(pair.peer), 'ms'), against(of(pair.peer))],
      ['app_queue, Answer(,i)', distribution(of(pair.quickest), 'ms'), against(of(pair.quickest))],
    ],
  };
}

/** What a call costs: the peer needs no daemon, whose idling beside it is not counted against it. */
const cpu = ({ cpuPerCall }: Outcome, processes = Object.keys(cpuPerCall)): number =>
  processes.reduce((sum, name) => sum + (cpuPerCall[name] ?? 0), 0);

const cpuRow = (
  name: string,
  outcome: Outcome,
  processes = Object.keys(outcome.cpuPerCall),
): readonly string[] => [
  name,
  processes
    .map((process) => `${process} ${short((outcome.cpuPerCall[process] ?? 0) * 1_000)} ms`)
    .join(' + '),
  `together ${short(cpu(outcome, processes) * 1_000)} ms`,
];

/** Free seats: how soon a seat's phone rings. */
export async function benchFreeSeats(): Promise<readonly Report[]> {
  const bench = await startBench(20);
  try {
    await all(bench.scene, { calls: 60, rate: 20, ringMs: 50, talkMs: 300, traced: true }); // All are warm after this.
    const pair = await all(bench.scene, { calls: 200, rate: 8, ringMs: 100, talkMs: 1_500, traced: true });
    return [
      latencyReport("caller's INVITE → seat's INVITE, seats free (target ≤ 0.5 ×)", pair, (o) => o.offerMs),
    ];
  } finally {
    await bench.stop();
  }
}

/**
 * What a recorded call costs in CPU, both sides sounding: calls of 10 s, and calls of 40 s, a fifth of what a citizen talks. What the
 * hotline adds to a call is nearly the same for both, so its weight falls with their length.
 */
export async function benchCpu(): Promise<readonly Report[]> {
  const bench = await startBench(120);
  const reports: Report[] = [];
  try {
    await all(bench.scene, { calls: 60, rate: 20, ringMs: 50, talkMs: 300, traced: false });
    for (const [talkMs, calls] of [
      [10_000, 100],
      [40_000, 80],
    ] as const) {
      const load = { calls, rate: 2, ringMs: 100, talkMs, traced: false };
      const hotline = await runLoad(bench.scene, { ...load, dial: hotlineNumber });
      const peer = await runLoad(bench.scene, { ...load, dial: peers.usual });
      reports.push({
        title: `CPU a call of ${String(talkMs / 1_000)} s (target ≤ 1.3 ×)`,
        rows: [
          cpuRow('hotline', hotline),
          cpuRow('app_queue', peer, ['asterisk']),
          ['ratio', ratio(cpu(hotline), cpu(peer, ['asterisk']))],
        ],
      });
    }
    return reports;
  } finally {
    await bench.stop();
  }
}

/** Callers waiting: how soon a seat that became free is rung again. */
export async function benchWaiting(): Promise<readonly Report[]> {
  const bench = await startBench(4);
  try {
    const pair = await all(bench.scene, { calls: 80, rate: 17, ringMs: 50, talkMs: 1_300, traced: true });
    return [
      latencyReport(
        'seat free → its next INVITE, callers waiting (target ≤ 0.02 ×)',
        pair,
        (o) => o.seatFreeMs,
      ),
    ];
  } finally {
    await bench.stop();
  }
}

/** The highest rate of calls, each talked for a second, of which none fails. */
export async function benchRate(): Promise<readonly Report[]> {
  const bench = await startBench(400);
  const best = { hotline: 0, peer: 0 };
  const rows: string[][] = [['calls a second', 'hotline', 'app_queue']];
  try {
    for (const rate of [40, 80, 120, 160, 200, 240, 280]) {
      const load = { calls: rate * 6, rate, ringMs: 20, talkMs: 1_000, traced: false };
      const pair = {
        hotline: await runLoad(bench.scene, { ...load, dial: hotlineNumber }),
        peer: await runLoad(bench.scene, { ...load, dial: peers.usual }),
      };
      for (const name of ['hotline', 'peer'] as const)
        if (pair[name].failed === 0 && pair[name].ok === rate * 6) best[name] = rate;
      rows.push([
        String(rate),
        ...[pair.hotline, pair.peer].map((o) => `${String(o.ok)} ok, ${String(o.failed)} failed`),
      ]);
      if (best.hotline < rate && best.peer < rate) break;
    }
  } finally {
    await bench.stop();
  }
  rows.push(['held', String(best.hotline), String(best.peer)]);
  return [{ title: 'highest rate held without a failed call (target: at least equal)', rows }];
}
