import type { RecordingStore } from '../../src/recordings/store.ts';
import type { Vault } from '../../src/recordings/vault.ts';
import { intakeOf, openPlace } from './place.ts';

// Takes in what waits in a place, and is killed at the step that it is told: a child process of service.test.ts.
const [dir = '', step] = process.argv.slice(2);
const place = openPlace(dir);
const die = (at: string): void => {
  if (at === step) process.kill(process.pid, 'SIGKILL');
};
async function* dyingPages(pages: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let n = 0;
  for await (const page of pages) {
    // The key is on record before the first page comes; later ones are in the half-written file.
    die(n === 0 ? 'key' : 'page');
    n += 1;
    yield page;
  }
  // All is written aside; the file has no name yet.
  die('written');
}
const vault: Vault = {
  ...place.vault,
  seal: async (id, file, pages) => {
    die('begin');
    const sealed = await place.vault.seal(id, file, dyingPages(pages));
    die('sealed');
    return sealed;
  },
};
const store: RecordingStore = {
  ...place.store,
  keep: (sealed, measures, note) => {
    place.store.keep(sealed, measures, () => {
      // All is said, but the transaction is not written.
      die('noting');
      note();
    });
    die('noted');
  },
};
const intake = intakeOf(place, { vault, store });
await intake.resume();
await intake.idle();
