import { createPlanStore } from '../../src/routing/store.ts';
import { migrate, migrationsDir } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/open.ts';
import { noon } from '../store/samples.ts';
import { plansIn } from './place.ts';

// Publishes a draft in a database, and is killed at the step that it is told: a child process of publishing.test.ts.
const [file = '', step] = process.argv.slice(2);
const db = openStore(file);
migrate(db, migrationsDir, noon);
const store = createPlanStore(db);
const die = (at: string): void => {
  if (at === step) process.kill(process.pid, 'SIGKILL');
};
const { drafts } = plansIn(db, {
  now: () => noon,
  store: {
    ...store,
    addVersion(version) {
      const isFirst = store.newest() === null;
      const n = store.addVersion(version);
      if (!isFirst) die('version');
      return n;
    },
    addPublication(publication) {
      const id = store.addPublication(publication);
      if (publication.version !== 1) die('publication');
      return id;
    },
    removeDraft(id) {
      store.removeDraft(id);
      die('draft');
    },
    noteInForce(what) {
      store.noteInForce(what);
      if (what.version !== 1) die('inForce');
    },
  },
});
const who = { agent: 'routing' as never, actor: 'routing', address: null };
const document = { version: 'new', maxOffers: 7 };
const draft = drafts.begin({ title: 'a', version: 1 as never, document }, who);
if ('code' in draft) throw new Error(draft.code);
die('before');
drafts.publish(draft.id, { reason: 'x', from: null, until: null, revision: 1, over: 1 as never }, who);
die('after');
