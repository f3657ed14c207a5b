import { setTimeout as sleep } from 'node:timers/promises';
import type { Test } from 'tap';
import { listStart } from '../../src/store/page.ts';
import { everything } from '../store/samples.ts';
import { askApi } from './api.ts';
import { startAriProxy } from './ari-proxy.ts';
import { accountOf, eventually, type Hotline, startHotline } from './hotline.ts';
import { type Sipp, startCallers } from './sipp.ts';
import { type SpawnedDaemon, spawnDaemon } from './spawned.ts';

export type ChaosOptions = {
  /** How long faults go on, in ms. */
  readonly forMs: number;
  /** New calls a second. */
  readonly rate: number;
  /** The same faults in the same order for the same seed; when each comes hangs on the machine, too. */
  readonly seed: number;
  /** Is told what goes on: a run may take long. */
  readonly say?: (line: string) => void;
};

export type ChaosReport = {
  readonly placed: number;
  /** How calls ended, by outcome; all of them together are those accounted for. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Callers who were hung up on: every caller of the chaos leaves by itself. */
  readonly dropped: number;
  readonly faults: Readonly<Record<Fault, number>>;
  /** From a daemon's start to its being of one mind with Asterisk, in ms, the slowest; a start from source takes most of it. */
  readonly slowestBackMs: number;
  readonly withoutRecording: number;
  readonly withoutTicket: number;
  readonly stuckSeats: readonly string[];
};

const kinds = ['killed', 'handedOver', 'cut', 'frozen', 'refused'] as const;
/** `killed`: kill -9; `handedOver`: SIGTERM and the next start; `cut`, `frozen` (half open), `refused` for a while: the connection to Asterisk. */
export type Fault = (typeof kinds)[number];

const seats = ['8001', '8002', '8003', '8004', '8005', '8006'] as const;
const plan = { greeting: [], wrapUpMs: 500 };

/** A generator of numbers in [0, 1): mulberry32. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Calls come at a steady rate while daemon and connection fail at random moments; then what was placed is set against what is on record. */
export async function chaos(
  t: Test,
  { forMs, rate, seed, say = () => undefined }: ChaosOptions,
): Promise<ChaosReport> {
  const hotline = await startHotline(t, { plan });
  for (const seat of seats) await hotline.readySeat(seat, { type: 'answer', ringMs: 150, talkMs: null });
  const scene = await Scene.begin(t, hotline);
  const random = dice(seed);
  const callers = await startCrowd(hotline, rate, forMs);
  const faults: Record<Fault, number> = { killed: 0, handedOver: 0, cut: 0, frozen: 0, refused: 0 };
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    await sleep(800 + random() * 3_000);
    const fault = kinds[Math.floor(random() * kinds.length)] ?? 'killed';
    faults[fault] += 1;
    say(`${fault}, ${((until - performance.now()) / 60_000).toFixed(1)} min to go`);
    await scene.suffer(fault, random() * 2_500);
    await scene.agentsReady();
  }
  say('the last callers end');
  const ended = await Promise.all(callers.map((one) => one.done));
  say('what was placed is set against what is on record');
  await scene.end();
  const marks = ended.flatMap((one) => one.marks);
  const placed = marks.filter(({ word }) => word === 'invite').length;
  const dropped = marks.filter(({ word }) => word === 'hungUp' || word.startsWith('refused')).length;
  return {
    placed,
    dropped,
    faults,
    slowestBackMs: scene.slowestBackMs,
    ...(await accounts(hotline, placed)),
  };
}

/** Callers of three kinds of patience, together at the rate asked for; all hang up by themselves. */
const startCrowd = (hotline: Hotline, rate: number, forMs: number): Promise<readonly Sipp[]> =>
  Promise.all(
    [3_000, 6_000, 11_000].map((talkMs, n) =>
      startCallers({
        asterisk: hotline.asterisk.sip,
        from: `1380000000${String(n)}`,
        talkMs,
        calls: Math.ceil((rate / 3) * (forMs / 1_000)),
        rate: rate / 3,
        traced: false,
      }),
    ),
  );

/** The daemon as a process of its own, with a connection that can be made to fail. */
class Scene {
  slowestBackMs = 0;
  readonly #t: Test;
  readonly #hotline: Hotline;
  readonly #proxied: Hotline;
  readonly #proxy: Awaited<ReturnType<typeof startAriProxy>>;
  #child: SpawnedDaemon;

  private constructor(
    t: Test,
    hotline: Hotline,
    parts: { readonly proxied: Hotline; readonly proxy: Scene['proxy']; readonly child: SpawnedDaemon },
  ) {
    this.#t = t;
    this.#hotline = hotline;
    this.#proxied = parts.proxied;
    this.#proxy = parts.proxy;
    this.#child = parts.child;
  }

  get proxy(): Awaited<ReturnType<typeof startAriProxy>> {
    return this.#proxy;
  }

  static async begin(t: Test, hotline: Hotline): Promise<Scene> {
    const proxy = await startAriProxy({ target: hotline.asterisk.ariUrl });
    t.teardown(() => proxy.close());
    const { config } = hotline;
    const proxied = { ...hotline, config: { ...config, ari: { ...config.ari, url: proxy.url } } };
    return new Scene(t, hotline, { proxied, proxy, child: await spawnDaemon(t, proxied) });
  }

  async suffer(fault: Fault, forMs: number): Promise<void> {
    switch (fault) {
      case 'killed':
        await this.#child.kill();
        await sleep(forMs);
        await this.#again();
        return;
      case 'handedOver':
        await this.#child.stop();
        await this.#again();
        return;
      case 'cut':
        this.#proxy.cut();
        return;
      case 'frozen':
        this.#proxy.freeze();
        return;
      case 'refused':
        this.#proxy.refuse(true);
        this.#proxy.cut();
        await sleep(forMs);
        this.#proxy.refuse(false);
    }
  }

  async #again(): Promise<void> {
    const startedAt = performance.now();
    this.#child = await spawnDaemon(this.#t, this.#proxied);
    this.slowestBackMs = Math.max(this.slowestBackMs, performance.now() - startedAt);
  }

  /** Agents whose phone was said not to answer press "ready" again, as people do. */
  async agentsReady(): Promise<void> {
    const { body } = await this.#child.leader.get('/seats');
    for (const { id, doing } of body as readonly { id: string; doing: { state: string } }[]) {
      if (doing.state !== 'notReady') continue;
      const { address } = this.#child;
      const { username, password } = accountOf(this.#hotline, `agent${id.slice(-1)}`);
      const signed = await askApi(address, '/session', {
        method: 'POST',
        cookie: '',
        body: { username, password },
      });
      const cookie = signed.setCookie?.split(';', 1)[0] ?? '';
      await askApi(address, `/seats/${id}/ready`, { method: 'POST', cookie });
    }
  }

  /** Everything is well again, and the daemon is in this process, where its stores can be looked into. */
  async end(): Promise<void> {
    await this.#child.stop();
    await this.#hotline.startDaemon();
  }
}

/** What is on record of the calls. */
async function accounts(
  hotline: Hotline,
  placed: number,
): Promise<Pick<ChaosReport, 'outcomes' | 'withoutRecording' | 'withoutTicket' | 'stuckSeats'>> {
  const { stores, house, intake } = hotline.daemon();
  const records = () =>
    stores.calls.list({ phase: 'ended' }, everything, { after: listStart, limit: 100_000 }).items;
  await eventually(
    'what the dialplan served meanwhile is on record',
    () => records().length >= placed || null,
    { withinMs: 120_000 },
    // What is missing is told by the report, with all else.
  ).catch(() => null);
  await intake.idle();
  const outcomes: Record<string, number> = {};
  let withoutRecording = 0;
  let withoutTicket = 0;
  for (const { id } of records()) {
    const call = stores.calls.read(id);
    if (call?.phase !== 'ended') continue;
    outcomes[call.ending.outcome] = (outcomes[call.ending.outcome] ?? 0) + 1;
    const kept = stores.recordings.ofCall(id).some(({ state }) => state === 'kept');
    if (!kept) withoutRecording += 1;
    if (stores.tickets.read(call.ticketNo) === null) withoutTicket += 1;
  }
  const settled = new Set(['ready', 'notReady', 'offline', 'wrapUp']);
  const stuckSeats = [...house.seats()].filter(({ doing }) => !settled.has(doing.state)).map(({ id }) => id);
  return { outcomes, withoutRecording, withoutTicket, stuckSeats };
}
