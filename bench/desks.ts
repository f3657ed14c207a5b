import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueueId, SeatId } from '../src/acd/model.ts';
import { type CallId, legId } from '../src/calls/model.ts';
import { type DeskHouse, startDeskHouse } from '../test/browser/desk-house.ts';
import type { Heard } from './desk-clients.ts';
import { signedIn } from './people.ts';
import { distribution, type Report, short } from './report.ts';

const deskCount = 500;
const load = { perSecond: 10, seconds: 40, ringMs: 1_000, talkMs: 15_000, wrapUpMs: 3_000 };
const seatId = (n: number): string => String(8_001 + n);

/** When each thing was told to the house, on the clock that all processes of a machine share, in µs. */
type Told = Map<string, number>;
const nowUs = (): number => Number(process.hrtime.bigint() / 1_000n);

const signIn = ({ db }: DeskHouse): readonly string[] =>
  Array.from({ length: deskCount }, (_, n) => signedIn(db, `agent${String(n)}`));

/** One call's life: it rings a seat, is answered, ends. Each step is noted just before the house is told. */
async function life(house: DeskHouse, n: number, told: Told): Promise<void> {
  const arriveUs = nowUs();
  const id: CallId = house.arrive(`139${String(n).padStart(8, '0')}`);
  const leg = legId(id, 'seat', 1);
  told.set(`${leg} offered`, arriveUs);
  told.set(`${id} offering`, arriveUs);
  await sleep(load.ringMs);
  if (house.call(id)?.phase !== 'offering') return;
  told.set(`${leg} talking`, nowUs());
  told.set(`${id} talking`, nowUs());
  house.pickUp(id);
  await sleep(load.talkMs * (0.5 + Math.random()));
  told.set(`${leg} wrapUp`, nowUs());
  house.callerHangsUp(id);
}

async function callFor(house: DeskHouse, told: Told): Promise<void> {
  const lives: Promise<void>[] = [];
  for (let n = 0; n < load.perSecond * load.seconds; n += 1) {
    lives.push(life(house, n, told));
    await sleep((-Math.log(1 - Math.random()) * 1_000) / load.perSecond);
  }
  await Promise.all(lives);
  await sleep(500);
}

/** How long after the house each was told; the first time counts. */
function delays(told: Told, heard: Heard['own']): readonly number[] {
  const first = new Map<string, number>();
  for (const [what, atUs] of heard) if (!first.has(what)) first.set(what, atUs);
  return [...told].flatMap(([what, atUs]) => {
    const heardUs = first.get(what);
    return heardUs === undefined ? [] : [(heardUs - atUs) / 1_000];
  });
}

async function ask(clients: ChildProcess, order: unknown): Promise<unknown> {
  clients.send(order as object);
  const [answer] = (await once(clients, 'message')) as [unknown];
  return answer;
}

/** 500 agents at their desks: how soon each is told of its own call, and bystanders of others'. */
export async function benchDesks(): Promise<readonly Report[]> {
  const seats = Array.from({ length: deskCount }, (_, n) => ({
    ...{ id: seatId(n) as SeatId, queues: ['general' as QueueId] },
  }));
  const plan = { greeting: [], wrapUpMs: load.wrapUpMs };
  const house = await startDeskHouse(plan, undefined, { people: [], seats });
  const clients = fork(join(import.meta.dirname, 'desk-clients.ts'), { execArgv: ['--import=tsx'] });
  try {
    await ask(clients, { open: { address: house.address, cookies: signIn(house) } });
    for (let n = 0; n < deskCount; n += 1) {
      house.sitDown(`agent${String(n)}`, seatId(n));
      house.ready(seatId(n));
    }
    await sleep(2_000);
    const told: Told = new Map();
    const before = process.cpuUsage();
    await callFor(house, told);
    const { user, system } = process.cpuUsage(before);
    const heard = (await ask(clients, 'report')) as Heard;
    const seconds = load.seconds + load.talkMs / 1_000;
    return [
      {
        title: `event → desk, ${String(deskCount)} desks, ${String(load.perSecond)} calls a second (target: p99 below 20 ms)`,
        rows: [
          ['own seat: offered, answered, ended', distribution(delays(told, heard.own), 'ms')],
          ['calls of others (put together for 200 ms)', distribution(delays(told, heard.others), 'ms')],
          ['messages', `${String(heard.messages)}, ${short(heard.bytes / heard.messages)} bytes each`],
          ['CPU of the server', `${short((user + system) / 10_000 / seconds)} % of one core, calls included`],
        ],
      },
    ];
  } finally {
    clients.kill();
    await house.close();
  }
}
