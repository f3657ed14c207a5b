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
}
const vault: Vault = {
  ...place.vault,
  seal: async (id, file, pages) => {
    const sealed = await place.vault.seal(id, file, dyingPages(pages));
    die('sealed');
    return sealed;
  },
};
const store: RecordingStore = {
  ...place.store,
  keep: (sealed, measures) => {
    place.store.keep(sealed, measures);
    die('noted');
  },
};
const intake = intakeOf(place, { vault, store });
await intake.resume();
await intake.idle();
