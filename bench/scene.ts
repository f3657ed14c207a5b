import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimPorts } from '../test/asterisk/ports.ts';
import type { PrivateAsterisk } from '../test/asterisk/private-asterisk.ts';
import { callerHz, seatHz, writeTone } from '../test/asterisk/tones.ts';
import { cpuSeconds, offerTimes, seatFreeTimes } from './measure.ts';
import { runSipp, type SippRun } from './sipp.ts';

/** One load on one system. */
export type Load = {
  /** What the callers dial: the hotline or its peer. */
  readonly dial: string;
  readonly calls: number;
  /** New calls a second. */
  readonly rate: number;
  readonly ringMs: number;
  /** Mean length of a talk; it is between half and one and a half of it, by chance. */
  readonly talkMs: number;
  /** Messages are logged, for times; costs SIPp some CPU, on both systems alike. */
  readonly traced: boolean;
  /** The phones send no sound: where many talks at once matter, and not what is said in them. */
  readonly silent?: boolean;
};

export type Outcome = {
  readonly ok: number;
  readonly failed: number;
  readonly offerMs: readonly number[];
  readonly seatFreeMs: readonly number[];
  /** CPU of all processes watched, in s a call. */
  readonly cpuPerCall: Readonly<Record<string, number>>;
};

export type Scene = {
  readonly asterisk: PrivateAsterisk;
  /** Where all seats live, `host:port`. */
  readonly seatHost: string;
  readonly seatPort: number;
  /** Processes whose CPU counts, by name. */
  readonly watched: Readonly<Record<string, number>>;
};

const scenario = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'scenarios', `${name}.xml`), 'utf8');
const hush = (xml: string, { silent = false }: Load): string =>
  silent ? xml.replace(/<nop><action><exec rtp_stream=[^>]*\/><\/action><\/nop>/g, '') : xml;
const fill = (xml: string, values: Readonly<Record<string, string>>): string =>
  xml.replace(/@@([A-Z_]+)@@/g, (_, name: string) => values[name] ?? '');

function toneFile(folder: string, name: string, hz: number): string {
  const file = join(folder, `${name}.alaw`);
  writeTone(file, hz);
  return file;
}

/** A load under way. */
export type Running = { readonly callers: SippRun; readonly seats: SippRun; stop(): Promise<void> };

/** Starts the phones of one load. `stop` ends them, whatever they do. */
export async function startLoad(scene: Scene, load: Load): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'h12-bench-'));
  const ports = await claimPorts();
  const { asterisk } = scene;
  const common = { folder, remote: `${asterisk.sip.host}:${String(asterisk.sipPort)}`, traced: load.traced };
  const seats = runSipp({ ...common, ...seatsOf(scene, load, folder, ports.first + 2_000) });
  const callers = runSipp({
    ...common,
    name: 'callers',
    xml: fill(hush(scenario('caller'), load), { TONE: toneFile(folder, 'caller', callerHz) }),
    local: { host: asterisk.trunkHost, port: ports.first + 1, mediaPort: ports.first + 10 },
    more: [
      '-s',
      load.dial,
      '-m',
      String(load.calls),
      '-r',
      String(load.rate),
      '-l',
      '2000',
      '-timeout',
      // All have come, and the longest talk is over.
      String(Math.ceil(load.calls / load.rate) + 180),
    ],
  });
  return {
    callers,
    seats,
    stop: async () => {
      await Promise.all([callers.stop(), seats.stop()]);
      ports.release();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Runs one load to its end, and reads the times out of what the phones logged. */
export async function runLoad(scene: Scene, load: Load): Promise<Outcome> {
  const before = cpuOf(scene);
  const running = await startLoad(scene, load);
  const { callers, seats } = running;
  await callers.done;
  if (seats.ended()) throw new Error('the seats of the bench ended before the callers');
  const after = cpuOf(scene);
  await seats.stop();
  const outcome = {
    ...callers.counts(),
    ...times(load, callers, seats),
    cpuPerCall: perCall(before, after, load.calls),
  };
  await running.stop();
  return outcome;
}

const times = (load: Load, callers: SippRun, seats: SippRun): Pick<Outcome, 'offerMs' | 'seatFreeMs'> => ({
  offerMs: load.traced ? offerTimes(callers.messages(), seats.messages()) : [],
  seatFreeMs: load.traced ? seatFreeTimes(seats.messages()) : [],
});

const seatsOf = (scene: Scene, load: Load, folder: string, mediaPort: number) => ({
  name: 'seats',
  xml: fill(hush(scenario('seat'), load), {
    RING_MS: String(load.ringMs),
    // By chance, or else talks of one length keep step with the peer's look at its queue once a second.
    TALK_MIN_MS: String(Math.round(load.talkMs * 0.5)),
    TALK_MAX_MS: String(Math.round(load.talkMs * 1.5)),
    TONE: toneFile(folder, 'seat', seatHz),
  }),
  local: { host: scene.seatHost, port: scene.seatPort, mediaPort },
  more: [],
});

type Cpu = Readonly<Record<string, number>>;

const perCall = (before: Cpu, after: Cpu, calls: number): Cpu =>
  Object.fromEntries(
    Object.entries(after).map(([name, used]) => [name, (used - (before[name] ?? 0)) / calls]),
  );

const cpuOf = (scene: Scene): Record<string, number> =>
  Object.fromEntries(Object.entries(scene.watched).map(([name, pid]) => [name, cpuSeconds(pid)]));

/** A file for a process's settings, its owner's alone. */
export function secretFile(folder: string, name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}
