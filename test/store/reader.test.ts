import { renameSync } from 'node:fs';
import t from 'tap';
import { createReader } from '../../src/store/reader.ts';
import { freshStore } from './samples.ts';

const counted = { sql: 'SELECT count(*) AS n FROM tickets', values: {} };

t.test('a reader that was warmed has its thread and its database before it is asked', async (t) => {
  const { file } = freshStore(t);
  const [warm, cold] = [createReader(file), createReader(file)];
  t.teardown(async () => Promise.all([warm.close(), cold.close()]));
  await warm.warm();
  // What would have to be opened now is not there to be opened.
  renameSync(file, `${file}.away`);
  t.same(await warm.all(counted), [{ n: 0 }]);
  await t.rejects(cold.all(counted), 'one that was not begins with the first question');
});
