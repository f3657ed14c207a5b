import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import { signInAt } from './api.ts';
import { toneSpan } from './audio.ts';
import { accountOf, type CallRecord, eventually, type Hotline, startHotline } from './hotline.ts';
import { claimPorts } from './ports.ts';
import { callerHz, type Phone, type Sipp, seatHz, startCallers } from './sipp.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';
import { launched, type SpawnedDaemon, spawnDaemon } from './spawned.ts';

const answers = { type: 'answer', ringMs: 100, talkMs: null } as const;
const plan = { wrapUpMs: 0, greeting: [] };

async function citizen({ asterisk }: Hotline, from: string): Promise<Sipp> {
  const caller = await startCallers({ asterisk: asterisk.sip, from: `1380000${from}` });
  await caller.seen('answered');
  return caller;
}

/** What a daemon needs of its data, to begin with on another disk. */
const dataOf = ({ config }: Hotline): readonly string[] =>
  ['hotline.db', 'hotline.db-wal', 'secrets', 'recordings']
    .map((name) => join(config.dataDir, name))
    .filter((path) => existsSync(path));

type Addressed = Pick<SpawnedDaemon, 'address'>;

const readyOf = async ({ address }: Addressed) => {
  const answer = await fetch(`${address}/ready`);
  return { status: answer.status, text: await answer.text() };
};

/** Whoever reads the figures is signed in before anything goes wrong. */
const figuresOf = async (hotline: Hotline, { address }: Addressed): Promise<() => Promise<string>> => {
  const { cookie } = await signInAt(address, accountOf(hotline, 'admin'));
  return async () => (await fetch(`${address}/metrics`, { headers: { cookie } })).text();
};

async function shouted(
  t: Test,
  hotline: Hotline,
  child: Addressed,
  figures: () => Promise<string>,
): Promise<void> {
  const ready = await eventually('the hotline says that it cannot write', async () => {
    const said = await readyOf(child);
    return said.status === 503 ? said : null;
  });
  t.match(ready.text, /cannot be written down/);
  t.match(await figures(), /^hotline12345_journal_unwritten [1-9]/m, 'as a figure');
  await eventually(
    'and in the log',
    () => readFileSync(hotline.logFile, 'utf8').includes('journal not written') || null,
  );
}

/** Each call has its one record, ticket and recording, with both voices. */
function allIsThere(t: Test, hotline: Hotline, records: readonly CallRecord[], count: number): void {
  t.equal(records.length, count);
  t.equal(new Set(records.map(({ call }) => call.ticketNo)).size, count, 'each its own ticket');
  for (const { call, ticket, recording, sound, events } of records) {
    t.match(
      { outcome: call.ending.outcome, ticket: ticket?.state, recording: recording?.state },
      {
        outcome: 'answered',
        ticket: 'open',
        recording: 'kept',
      },
    );
    t.ok((toneSpan(sound.left, callerHz)?.totalMs ?? 0) > 300, 'the citizen is heard');
    t.ok((toneSpan(sound.right, seatHz)?.totalMs ?? 0) > 300, 'the seat is heard');
    t.equal(events.filter((type) => type === 'SeatAnswered').length, 1, 'no step is doubled', { events });
  }
  const db = new Database(join(hotline.config.dataDir, 'hotline.db'), { readonly: true });
  const rows = ['calls', 'tickets', 'recordings'].map(
    (table) => (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n,
  );
  db.close();
  t.strictSame(rows, [count, count, count], 'and there is nothing more');
}

/** Cuts the write-ahead log to nothing and then reads, for ever: what is in the log from here on stays there. */
const reader = `
const [, sqlite, file] = process.argv;
const db = new (require(sqlite))(file);
const [{ busy, log }] = db.pragma('wal_checkpoint(TRUNCATE)');
if (busy !== 0 || log !== 0) throw new Error('the log is not cut: ' + JSON.stringify({ busy, log }));
db.pragma('user_version = 1');
db.exec('BEGIN');
db.pragma('schema_version');
console.log('reads');
setInterval(() => {}, 1_000);
`;

/**
 * Nothing more can be written. The write-ahead log must need room for whatever comes: it is cut to what is in it, and beside a reader it
 * is not begun again. The reader is a process on the disk: SQLite follows the link by which the test sees it, to a file beside it.
 */
async function fill(t: Test, disk: SmallDisk): Promise<void> {
  const [command = '', ...before] = disk.prefix;
  const sqlite = createRequire(import.meta.url).resolve('better-sqlite3');
  const args = [...before, process.execPath, '-e', reader, sqlite, join(disk.inside, 'hotline.db')];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  t.teardown(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  await Promise.race([once(child.stdout, 'data'), exited]);
  if (child.exitCode !== null) throw new Error('nobody reads the database on the small disk');
  disk.fill();
}

/** So many calls in all have been answered at the seats. */
const haveAnswered = (seats: readonly Phone[], count: number): Promise<unknown> =>
  eventually(
    `the seats have answered ${String(count)}`,
    () =>
      seats.flatMap((seat) => seat.marks().filter(({ word }) => word === 'answered')).length === count ||
      null,
  );

/** A second of each call that is recorded now is in its file. */
const aSecondOfEach = ({ config }: Hotline): Promise<unknown> =>
  eventually('a second of each call is recorded', () => {
    const sizes = readdirSync(config.spoolDir)
      .filter((name) => name.endsWith('.raw'))
      .map((name) => statSync(join(config.spoolDir, name)).size);
    return sizes.every((bytes) => bytes >= 32_000) || null;
  });

/** The data go back to where the hotline's own daemon looks for them. */
function takeBack(hotline: Hotline, disk: SmallDisk): void {
  for (const path of dataOf(hotline)) rmSync(path, { recursive: true });
  for (const name of ['hotline.db', 'hotline.db-wal', 'secrets', 'recordings'])
    if (existsSync(join(disk.outside, name)))
      cpSync(join(disk.outside, name), join(hotline.config.dataDir, name), { recursive: true });
}

t.test(
  'the disk is full while calls come and go: they go on, it is shouted, and then all is written',
  async (t) => {
    const hotline = await startHotline(t, { plan });
    const seats = [await hotline.readySeat('8001', answers), await hotline.readySeat('8002', answers)];
    await hotline.stopDaemon();
    const disk = await mountSmallDisk(t, join(hotline.config.dataDir, 'small'), dataOf(hotline));
    const child = await spawnDaemon(t, hotline, { disk });
    const figures = await figuresOf(hotline, child);
    const first = await citizen(hotline, '0001');
    await child.inPhases('talking');
    await fill(t, disk);
    const second = await citizen(hotline, '0002');
    for (const seat of seats) await seat.seen('answered');
    await shouted(t, hotline, child, figures);
    // One of them ends while nothing can be written, and the next caller has the seat at once.
    first.hangUp();
    t.equal((await first.done).failed, 0);
    const third = await citizen(hotline, '0003');
    await haveAnswered(seats, 3);
    t.equal((await readyOf(child)).status, 503);
    disk.makeRoom();
    await eventually('all is written', async () => (await readyOf(child)).status === 200 || null);
    await child.inPhases('talking', 'talking');
    await aSecondOfEach(hotline);
    for (const caller of [second, third]) caller.hangUp();
    for (const caller of [second, third]) t.equal((await caller.done).failed, 0);
    await child.inPhases();
    await child.stop();
    takeBack(hotline, disk);
    await hotline.startDaemon();
    allIsThere(t, hotline, await hotline.ended(3), 3);
  },
);

t.test(
  'another process holds the database for seconds: calls go on, and are written afterwards',
  async (t) => {
    const hotline = await startHotline(t, { plan });
    const seat = await hotline.readySeat('8001', answers);
    const child = await spawnDaemon(t, hotline);
    const figures = await figuresOf(hotline, child);
    const db = new Database(join(hotline.config.dataDir, 'hotline.db'));
    t.teardown(() => db.close());
    db.exec('BEGIN IMMEDIATE');
    const caller = await citizen(hotline, '0001');
    await seat.seen('answered');
    await shouted(t, hotline, child, figures);
    const asked = performance.now();
    t.equal((await readyOf(child)).status, 503);
    t.ok(performance.now() - asked < 1_000, 'and the house answers all the while');
    db.exec('COMMIT');
    await eventually('all is written', async () => (await readyOf(child)).status === 200 || null);
    await child.inPhases('talking');
    await aSecondOfEach(hotline);
    caller.hangUp();
    t.equal((await caller.done).failed, 0);
    await child.inPhases();
    await child.stop();
    await hotline.startDaemon();
    allIsThere(t, hotline, await hotline.ended(1), 1);
  },
);

/** The connections that this process opens from here on, to be made read-only and writable again as one likes. */
function connectionsOf(t: Test): { readOnly(on: boolean): void } {
  const opened = new Set<Database.Database>();
  const { pragma } = Database.prototype;
  Database.prototype.pragma = function (this: Database.Database, ...asked) {
    if (!this.readonly) opened.add(this);
    return pragma.apply(this, asked);
  };
  t.teardown(() => {
    Database.prototype.pragma = pragma;
  });
  return {
    readOnly: (on) => {
      for (const db of opened) if (db.open) pragma.call(db, `query_only = ${on ? 1 : 0}`);
    },
  };
}

t.test(
  'the database becomes read-only while calls come and go: they go on, it is shouted, and then all is written',
  async (t) => {
    const connections = connectionsOf(t);
    const hotline = await startHotline(t, { plan });
    const seats = [await hotline.readySeat('8001', answers), await hotline.readySeat('8002', answers)];
    const daemon = hotline.daemon();
    const figures = await figuresOf(hotline, daemon);
    const first = await citizen(hotline, '0001');
    await hotline.callIn('talking');
    connections.readOnly(true);
    const second = await citizen(hotline, '0002');
    for (const seat of seats) await seat.seen('answered');
    await shouted(t, hotline, daemon, figures);
    await aSecondOfEach(hotline);
    first.hangUp();
    t.equal((await first.done).failed, 0);
    const third = await citizen(hotline, '0003');
    await haveAnswered(seats, 3);
    t.equal((await readyOf(daemon)).status, 503);
    connections.readOnly(false);
    await eventually('all is written', async () => (await readyOf(daemon)).status === 200 || null);
    await aSecondOfEach(hotline);
    for (const caller of [second, third]) caller.hangUp();
    for (const caller of [second, third]) t.equal((await caller.done).failed, 0);
    allIsThere(t, hotline, await hotline.ended(3), 3);
    t.match(readFileSync(hotline.logFile, 'utf8'), /attempt to write a readonly database/);
  },
);

t.test('a disk that cannot be written at the start is a clear error, and the daemon ends', async (t) => {
  const hotline = await startHotline(t, { plan });
  await hotline.stopDaemon();
  const disk = await mountSmallDisk(t, join(hotline.config.dataDir, 'small'), dataOf(hotline));
  disk.readOnly();
  const ports = await claimPorts();
  t.teardown(() => ports.release());
  const { file, args, env } = launched(hotline, ports.first + 1, { disk });
  const child = spawn(file, args, { cwd: process.cwd(), env, stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      words += data.toString();
    });
  const [code] = (await once(child, 'close')) as [number];
  t.equal(code, 1);
  t.match(words, /not started/);
  t.match(words, /read-only file system|readonly database/);
  await hotline.startDaemon();
});
