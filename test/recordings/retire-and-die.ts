import { join } from 'node:path';
import { pino } from 'pino';
import { createAuditStore } from '../../src/audit/store.ts';
import { after } from '../../src/lib/time.ts';
import { createCustodyStore } from '../../src/recordings/custody-store.ts';
import { usualRetention } from '../../src/recordings/retention.ts';
import { Retirement } from '../../src/recordings/retirement.ts';
import { noon } from '../store/samples.ts';
import { openPlace } from './place.ts';

// Destroys what is due in a place, and is killed at the step that it is told: a child process of retirement.test.ts.
const [dir = '', step] = process.argv.slice(2);
const place = openPlace(dir);
const audit = createAuditStore(place.db);
const store = createCustodyStore(place.db);
const die = (at: string): void => {
  if (at === step) process.kill(process.pid, 'SIGKILL');
};
const retirement = new Retirement({
  store: {
    ...store,
    destroy: (id, at, note) => {
      store.destroy(id, at, () => {
        // The keys are gone, but the transaction is not written.
        die('keys');
        note();
      });
      die('noted');
    },
    removed: (id, file) => {
      die('removed');
      store.removed(id, file);
    },
  },
  recordingsDir: join(dir, 'kept'),
  rules: usualRetention,
  audit: (entry) => audit.add(entry),
  now: () => after(noon, 4 * 365 * 86_400_000),
  log: pino({ level: 'silent' }),
});
await retirement.run();
