import { statSync } from 'node:fs';
import t from 'tap';
import { startCheckpointer } from '../../src/store/checkpointer.ts';
import { batchOf, freshStore, sampleCall } from './samples.ts';

t.test('the log is brought into the database while the loop has it open', async (t) => {
  const { journal, file } = freshStore(t);
  const before = statSync(file).size;
  const checkpointer = startCheckpointer(file, (fault) => t.fail('the thread failed', { fault }));
  t.teardown(() => checkpointer.close());
  for (let n = 1; n <= 100; n += 1) journal.append(batchOf(sampleCall(n)));
  await checkpointer.round();
  t.ok(statSync(file).size > before);
  journal.append(batchOf(sampleCall(101)));
  t.equal(journal.load().calls.length, 101);
});
