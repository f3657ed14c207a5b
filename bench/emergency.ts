import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { askApi } from '../test/asterisk/api.ts';
import { distribution, type Report } from './report.ts';
import { startLoad } from './scene.ts';
import { type Bench, desk110, startBench } from './telephony.ts';

const talks = 20;
const clicks = 100;
const warmUps = 20;
/** Another process holds the database's write lock for so long, and so many agents click meanwhile. */
const stall = { ms: 2_000, clicks: 4 };
/** After a stall what was kept is written. */
const restMs = 600;

type Desk = {
  /** When the next INVITE reaches the desk, by `performance.now()`. */
  rings(): Promise<number>;
  close(): void;
};

const headerOf = (text: string, name: string): string =>
  new RegExp(`^${name}:.*$`, 'im').exec(text)?.[0] ?? '';

/** What a desk that is busy answers to an INVITE. */
const busy = (invite: string): string =>
  [
    'SIP/2.0 486 Busy Here',
    ...(invite.match(/^Via:.*$/gim) ?? []),
    headerOf(invite, 'From'),
    `${headerOf(invite, 'To')};tag=desk`,
    headerOf(invite, 'Call-ID'),
    headerOf(invite, 'CSeq'),
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n');

/** An emergency desk that notes when it is rung, and is busy: agent and citizen are together again at once, for the next click. */
async function startDesk(): Promise<Desk> {
  const socket = createSocket('udp4');
  const known = new Set<string>();
  let rung: (atMs: number) => void = () => undefined;
  socket.on('message', (datagram, from) => {
    const atMs = performance.now();
    const text = datagram.toString();
    if (!text.startsWith('INVITE ')) return;
    socket.send(busy(text), from.port, from.address);
    const id = headerOf(text, 'Call-ID');
    // Sent again, it is no second ring.
    if (known.has(id)) return;
    known.add(id);
    rung(atMs);
  });
  socket.bind(desk110.port, desk110.host);
  await once(socket, 'listening');
  return {
    rings: () =>
      new Promise((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error('the emergency desk was not rung')), 10_000);
        rung = (atMs) => {
          clearTimeout(limit);
          resolve(atMs);
        };
      }),
    close: () => socket.close(),
  };
}

type Talk = { readonly id: string; readonly cookie: string };

/** The talks under way, each with the session of its agent, when all are. */
async function talksOf({ address, cookies }: Bench): Promise<readonly Talk[]> {
  const [anybody = ''] = cookies.values();
  for (let tries = 0; tries < 200; tries += 1) {
    const { body } = await askApi(address, '/calls?phase=live&limit=100', { method: 'GET', cookie: anybody });
    const { items } = body as { items: { id: string; phase: string; seat: string | null }[] };
    const talking = items.filter(({ phase }) => phase === 'talking');
    if (talking.length === talks)
      return talking.map(({ id, seat }) => ({ id, cookie: cookies.get(seat ?? '') ?? '' }));
    await sleep(100);
  }
  throw new Error('the talks did not begin');
}

/** One click. @returns from the sending of the request to the arrival of the INVITE at the desk, in ms */
async function click(bench: Bench, desk: Desk, { id, cookie }: Talk): Promise<number> {
  const ringing = desk.rings();
  const body = { number: '110' };
  const sentMs = performance.now();
  const answering = askApi(bench.address, `/calls/${id}/emergency`, { method: 'POST', cookie, body });
  const rungMs = await ringing;
  const { status, code } = await answering;
  if (status !== 204) throw new Error(`the click was refused: ${String(status)} ${String(code)}`);
  return rungMs - sentMs;
}

type Clicks = (count: number, gapMs: () => number) => Promise<readonly number[]>;

/** Clicks one after the other, each in another talk. */
function clicking(bench: Bench, desk: Desk, of: readonly Talk[]): Clicks {
  let turn = 0;
  return async (count, gapMs) => {
    const times: number[] = [];
    for (let n = 0; n < count; n += 1) {
      await sleep(gapMs());
      const talk = of[turn % of.length];
      if (talk === undefined) throw new Error('no talk');
      turn += 1;
      times.push(await click(bench, desk, talk));
    }
    return times;
  };
}

/** Clicks while another process holds the write lock, from before the first to after the last of each stall. */
async function stalled(bench: Bench, clicksOf: Clicks): Promise<readonly number[]> {
  const lock = new Database(bench.dbFile);
  const times: number[] = [];
  try {
    while (times.length < clicks) {
      lock.exec('BEGIN IMMEDIATE');
      const over = sleep(stall.ms);
      times.push(...(await clicksOf(stall.clicks, () => Math.random() * (stall.ms / stall.clicks))));
      await over;
      lock.exec('ROLLBACK');
      await sleep(restMs);
    }
  } finally {
    lock.close();
  }
  return times;
}

/** How many clicks the journal has. */
function written({ dbFile }: Bench): number {
  const db = new Database(dbFile, { readonly: true });
  const sql = `SELECT count(*) FROM journal WHERE input ->> '$.type' = 'EmergencyAsked'`;
  const count = db.prepare<[], number>(sql).pluck().get() ?? 0;
  db.close();
  return count;
}

/** An agent in a talk clicks 110: how soon the desk is rung, also while the database cannot be written. */
export async function benchEmergency(): Promise<readonly Report[]> {
  const bench = await startBench(talks);
  const desk = await startDesk();
  const load = { dial: '12345', calls: talks, rate: 20, ringMs: 20, talkMs: 400_000, traced: false };
  const phones = await startLoad(bench.scene, load);
  try {
    const clicksOf = clicking(bench, desk, await talksOf(bench));
    await clicksOf(warmUps, () => 50);
    const usual = await clicksOf(clicks, () => 100);
    const held = await stalled(bench, clicksOf);
    const all = warmUps + usual.length + held.length;
    return [
      {
        title:
          'click → INVITE at the emergency desk (target: median below 10 ms, below 20 ms with the database made to stall)',
        rows: [
          [`${String(talks)} talks under way`, distribution(usual, 'ms')],
          [`database locked by another process, ${String(stall.ms)} ms each`, distribution(held, 'ms')],
          ['clicks in the journal at the end', `${String(written(bench))} of ${String(all)}`],
        ],
      },
    ];
  } finally {
    await phones.stop();
    desk.close();
    await bench.stop();
  }
}
