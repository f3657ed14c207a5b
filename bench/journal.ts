/** What an append costs, with both durabilities. Run by hand: npx tsx bench/journal.ts [appends] */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSeatStore } from '../src/acd/store.ts';
import { createCallBackStore } from '../src/callbacks/store.ts';
import { createCallStore } from '../src/calls/store.ts';
import { promiseOf } from '../src/figures/rules.ts';
import { createFigureStore } from '../src/figures/store.ts';
import { createRecordingStore } from '../src/recordings/store.ts';
import { usualQueueRules } from '../src/routing/model.ts';
import { startCheckpointer } from '../src/store/checkpointer.ts';
import { createJournal } from '../src/store/journal.ts';
import { migrate, migrationsDir } from '../src/store/migrate.ts';
import { openStore } from '../src/store/open.ts';
import { createTicketStore } from '../src/tickets/store.ts';
import { callBackRules } from '../test/callbacks/rules-of-tests.ts';
import { answered, batchOf, noon, offered, sampleCall, sampleSeat } from '../test/store/samples.ts';

const count = Number(process.argv[2] ?? 20_000);
const folder = mkdtempSync(join(tmpdir(), 'h12-journal-'));
for (const synchronous of ['NORMAL', 'FULL']) {
  const db = openStore(join(folder, `${synchronous}.db`));
  db.pragma(`synchronous = ${synchronous}`);
  migrate(db, migrationsDir, noon);
  const journal = createJournal({
    db,
    calls: createCallStore(db),
    seats: createSeatStore(db),
    tickets: createTicketStore(db),
    recordings: createRecordingStore(db),
    figures: createFigureStore(db, (queue) => promiseOf(usualQueueRules(queue))),
    callBacks: createCallBackStore(db, callBackRules),
    onDamaged: () => undefined,
    onUnwritable: (_, fault) => {
      throw fault;
    },
  });
  const checkpointer = startCheckpointer(join(folder, `${synchronous}.db`), (fault) => {
    throw fault;
  });
  const took: number[] = [];
  for (let n = 1; n <= count; n += 1) {
    const states = [sampleCall(n), sampleCall(n, offered()), sampleCall(n, offered(), answered(n))];
    for (const [step, call] of states.entries()) {
      const whole = batchOf(call, [sampleSeat()]);
      const batch = step === 0 ? whole : { ...whole, tickets: [], recordings: [] };
      const started = performance.now();
      journal.append(batch);
      took.push(performance.now() - started);
      await new Promise(setImmediate);
    }
  }
  took.sort((a, b) => a - b);
  const at = (share: number): string =>
    `${((took[Math.floor(took.length * share)] ?? 0) * 1000).toFixed(0)} µs`;
  console.log(
    `${synchronous}: appends ${took.length}, p50 ${at(0.5)}, p99 ${at(0.99)}, p99.9 ${at(0.999)}, max ${at(0.999999)}`,
  );
  await checkpointer.close();
  db.close();
}
rmSync(folder, { recursive: true });
