/** Run by journal.test.ts, which kills it: writes calls without end and tells the number of each one written. */
import { writeSync } from 'node:fs';
import { createSeatStore } from '../../src/acd/store.ts';
import { createCallBackStore } from '../../src/callbacks/store.ts';
import { createCallStore } from '../../src/calls/store.ts';
import { promiseOf } from '../../src/figures/rules.ts';
import { createFigureStore } from '../../src/figures/store.ts';
import { createRecordingStore } from '../../src/recordings/store.ts';
import { usualQueueRules } from '../../src/routing/model.ts';
import { createJournal } from '../../src/store/journal.ts';
import { migrate, migrationsDir } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/open.ts';
import { createTicketStore } from '../../src/tickets/store.ts';
import { callBackRules } from '../callbacks/rules-of-tests.ts';
import { batchOf, noon, sampleCall } from './samples.ts';

const db = openStore(process.argv[2] ?? '');
migrate(db, migrationsDir, noon);
const journal = createJournal({
  db,
  calls: createCallStore(db),
  seats: createSeatStore(db),
  tickets: createTicketStore(db),
  callBacks: createCallBackStore(db, callBackRules),
  recordings: createRecordingStore(db),
  figures: createFigureStore(db, (queue) => promiseOf(usualQueueRules(queue))),
  onDamaged: () => undefined,
  onUnwritable: (_, fault) => {
    throw fault;
  },
});
for (let n = 1; ; n += 1) {
  journal.append(batchOf(sampleCall(n)));
  writeSync(1, `${String(n)}\n`);
}
