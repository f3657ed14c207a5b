import { pino } from 'pino';
import { Redactor } from '../../src/recordings/redaction.ts';
import { createRedactionStore } from '../../src/recordings/redaction-store.ts';
import { noon } from '../store/samples.ts';
import { openPlace } from './place.ts';

// Redacts what waits in a place, and is killed at the step that it is told: a child process of redaction.test.ts.
const [dir = '', step] = process.argv.slice(2);
const place = openPlace(dir);
const store = createRedactionStore(place.db);
const die = (at: string): void => {
  if (at === step) process.kill(process.pid, 'SIGKILL');
};
async function* dyingPages(pages: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const page of pages) {
    die('page');
    yield page;
  }
}
await new Redactor({
  recordings: place.store,
  recordingsDir: place.root,
  vault: {
    ...place.vault,
    seal: async (id, file, pages) => {
      const sealed = await place.vault.seal(id, file, dyingPages(pages));
      die('sealed');
      return sealed;
    },
  },
  store: {
    ...store,
    replace: (sealed, measures, at, { redactions, note }) => {
      const noting = (): void => {
        // The row is changed, the keys are gone, but the transaction is not written.
        die('noting');
        note();
      };
      const done = store.replace(sealed, measures, at, { redactions, note: noting });
      die('noted');
      return done;
    },
  },
  audit: (entry) => place.audit.add(entry),
  now: () => noon,
  log: pino({ level: 'silent' }),
}).run();
