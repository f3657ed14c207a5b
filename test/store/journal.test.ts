import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import t from 'tap';
import type { SeatId } from '../../src/acd/model.ts';
import { type EpochMs, epochMs } from '../../src/lib/time.ts';
import { recordingOf } from '../../src/recordings/model.ts';
import { setAside } from '../../src/store/aside.ts';
import { openStore } from '../../src/store/open.ts';
import {
  answered,
  batchOf,
  callerHungUp,
  callId,
  freshStore,
  noon,
  offered,
  sampleCall,
  sampleSeat,
  sealedSample,
  seatId,
  seatLegEnded,
  ticketNo,
} from './samples.ts';

t.test(
  'what was written is loaded: live calls and seats as they were, and the last ticket number',
  async (t) => {
    const { journal } = freshStore(t);
    const talking = sampleCall(1, offered(), answered(1));
    const queued = sampleCall(2);
    const ended = sampleCall(3, callerHungUp());
    for (const call of [talking, queued, ended]) journal.append(batchOf(call, [sampleSeat()]));
    t.same(journal.load(), {
      calls: [talking, queued],
      seats: [sampleSeat()],
      lastTicketNo: ticketNo(3),
      lastTalks: [],
    });
  },
);

t.test('a call that ended while a leg still lives is loaded: the leg has yet to be hung up', async (t) => {
  const { journal } = freshStore(t);
  const lingering = sampleCall(1, offered(), answered(1), callerHungUp());
  journal.append(batchOf(lingering));
  t.same(journal.load().calls, [lingering]);
  journal.append(batchOf(sampleCall(1, offered(), answered(1), callerHungUp(), seatLegEnded(1))));
  t.same(journal.load().calls, []);
});

t.test('an empty database loads as nothing', async (t) => {
  t.same(freshStore(t).journal.load(), { calls: [], seats: [], lastTicketNo: null, lastTalks: [] });
});

/** What the database never takes: its times are no whole numbers. */
const refused = (n: number) => {
  const call = sampleCall(n);
  return batchOf({ ...call, arrivedAt: (call.arrivedAt + 0.5) as EpochMs });
};

t.test('a batch is written whole or not at all, and one that is never taken holds up nothing', async (t) => {
  const { journal, calls, tickets, aside } = freshStore(t);
  const batch = batchOf(sampleCall(1));
  const row = batch.rows[0];
  journal.append({ ...batch, rows: row === undefined ? [] : [{ ...row, call: callId(99) }] });
  t.equal(calls.line(callId(1)), null);
  t.equal(tickets.lastNo(), null);
  journal.append(refused(2));
  journal.append(batchOf(sampleCall(3)));
  t.same(
    aside.map((one) => one.calls.map(({ id }) => id)),
    [[callId(1)], [callId(2)]],
  );
  t.equal(calls.line(callId(2)), null);
  t.match(calls.line(callId(3)), { id: callId(3) });
});

t.test('of turns that were put together only what is never taken is set aside', async (t) => {
  const { journal, calls, tickets, aside } = freshStore(t);
  const together = [batchOf(sampleCall(1)), refused(2), batchOf(sampleCall(3), [sampleSeat()])];
  journal.append({
    at: noon,
    calls: together.flatMap((one) => one.calls),
    seats: together.flatMap((one) => one.seats),
    rows: [],
    tickets: together.flatMap((one) => one.tickets),
    recordings: [],
    figures: [],
    callBacks: [],
  });
  t.match(calls.line(callId(1)), { id: callId(1) });
  t.match(calls.line(callId(3)), { id: callId(3) });
  t.equal(calls.line(callId(2)), null);
  t.ok(tickets.read(ticketNo(3)));
  t.same(journal.load().seats, [sampleSeat()]);
  t.ok(aside.some((one) => one.calls[0]?.id === callId(2)));
});

t.test(
  'a database that takes nothing now is not to blame on what is written: it is tried again',
  async (t) => {
    const { journal, db, aside } = freshStore(t);
    db.pragma('query_only = 1');
    t.throws(() => journal.append(batchOf(sampleCall(1))), { code: 'SQLITE_READONLY' });
    db.pragma('query_only = 0');
    journal.append(batchOf(sampleCall(1)));
    t.same(aside, []);
  },
);

t.test('what was set aside is a line of its own, for its owner alone', async (t) => {
  const file = join(t.testdir({}), 'set-aside.jsonl');
  setAside(file, refused(1), new Error('never'));
  setAside(file, refused(2), new Error('never'));
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  t.match(
    lines.map((line) => JSON.parse(line) as unknown),
    [1, 2].map((n) => ({ fault: 'Error: never', batch: { calls: [{ id: callId(n) }] } })),
  );
  t.equal(statSync(file).mode & 0o777, 0o600);
});

t.test('a batch written twice doubles neither ticket nor recording, and undoes nothing', async (t) => {
  const { journal, tickets, recordings } = freshStore(t);
  const first = batchOf(sampleCall(1));
  const no = ticketNo(1);
  const second = {
    ...batchOf(sampleCall(1, callerHungUp())),
    tickets: [{ type: 'TicketAbandoned', no, outcome: 'abandoned', callBack: true, at: noon }] as const,
    recordings: [
      { type: 'RecordingEnded', recording: recordingOf(callId(1)), call: callId(1), at: noon },
    ] as const,
  };
  for (const batch of [first, second, second, first]) journal.append(batch);
  t.match(tickets.read(no), { state: 'abandoned', outcome: 'abandoned', closedAt: noon });
  t.match(recordings.read(recordingOf(callId(1))), { state: 'expected', endedAt: noon });
  recordings.keep(...sealedSample(recordingOf(callId(1))), () => undefined);
  journal.append(second);
  t.equal(recordings.read(recordingOf(callId(1)))?.state, 'kept');
});

t.test('a damaged record costs that record only, and is told', async (t) => {
  const { journal, db, damaged, calls } = freshStore(t);
  for (const n of [1, 2, 3, 4]) journal.append(batchOf(sampleCall(n), [sampleSeat(`800${n}` as SeatId)]));
  const damage = db.prepare('UPDATE calls SET snapshot = ? WHERE id = ?');
  damage.run('{"id":', callId(1));
  damage.run('{"id":"C1763978815.2","phase":"talking"}', callId(2));
  damage.run(JSON.stringify(sampleCall(4)), callId(3));
  db.prepare('UPDATE seats SET snapshot = ? WHERE id = ?').run('null', '8002');
  const saved = journal.load();
  t.same(
    saved.calls.map((call) => call.id),
    [callId(4)],
  );
  t.same(
    saved.seats.map((seat) => seat.id),
    ['8001', '8003', '8004'],
  );
  t.same(damaged, [`call ${callId(1)}`, `call ${callId(2)}`, `call ${callId(3)}`, 'seat 8002']);
  db.prepare(`UPDATE journal SET input = '{', commands = '[1]' WHERE call_id = ?`).run(callId(4));
  t.match(calls.steps(callId(4)), [{ n: 1, event: null, commands: null, to: 'queued' }]);
  t.equal(calls.read(callId(1)), null);
  t.equal(calls.line(callId(1))?.ticketNo, ticketNo(1), 'the list still has it');
});

t.test('steps of a call are numbered from 1, also after a restart', async (t) => {
  const { journal, calls, file, db } = freshStore(t);
  journal.append(batchOf(sampleCall(1)));
  journal.append(batchOf(sampleCall(2)));
  journal.append(batchOf(sampleCall(1, offered())));
  t.same(
    calls.steps(callId(1)).map(({ n, to }) => [n, to]),
    [
      [1, 'queued'],
      [2, 'offering'],
    ],
  );
  db.close();
  const again = freshStore(t, file);
  again.journal.append(batchOf(sampleCall(1, offered(), answered(1))));
  t.same(
    again.calls.steps(callId(1)).map(({ n }) => n),
    [1, 2, 3],
  );
});

t.test('a locked database makes the append throw, and the same batch goes in later', async (t) => {
  const { journal, file, calls } = freshStore(t);
  const other = openStore(file);
  t.teardown(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  const batch = batchOf(sampleCall(1), [sampleSeat(seatId)]);
  t.throws(() => journal.append(batch), { code: 'SQLITE_BUSY' });
  other.exec('ROLLBACK');
  journal.append(batch);
  t.equal(calls.steps(callId(1)).length, 1);
});

t.test(
  'everything told as written is there after kill -9, and its figures are neither lost nor doubled',
  async (t) => {
    const file = join(t.testdir(), 'hotline.db');
    const child = spawn(
      process.execPath,
      ['--import=tsx', join(import.meta.dirname, 'append-for-ever.ts'), file],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let last = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      last = Number(line);
      if (last === 200) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    t.equal(child.signalCode, 'SIGKILL');
    const { journal, db, damaged, figures } = freshStore(t, file);
    const joined = (): number =>
      figures
        .queues({ since: epochMs(0), until: epochMs(Number.MAX_SAFE_INTEGER) })
        .reduce((sum, { offered }) => sum + offered, 0);
    const written = db.prepare<[], number>('SELECT count(*) FROM calls').pluck().get();
    t.equal(joined(), written, 'each call that is there is counted, and no other');
    for (let n = 1; n <= 5; n += 1)
      for (const change of batchOf(sampleCall(n)).figures) figures.apply(change);
    t.equal(joined(), written, 'what is told again is not counted again');
    t.ok(last >= 200);
    t.ok(journal.load().calls.length >= last, 'all that was told');
    t.same(damaged, []);
    t.equal(db.pragma('integrity_check', { simple: true }), 'ok');
  },
);

t.test('who spoke with whom in the last day is loaded, for callers who ring again', async (t) => {
  const { journal } = freshStore(t);
  const day = epochMs(noon + 2_000);
  journal.append(batchOf(sampleCall(1, offered(), answered(1), callerHungUp())));
  journal.append(batchOf(sampleCall(2, offered(), answered(2), callerHungUp())));
  journal.append(batchOf(sampleCall(3, callerHungUp())));
  t.strictSame(journal.load().lastTalks, [{ number: '13912342211', agent: 'agent1', at: day }]);
});
