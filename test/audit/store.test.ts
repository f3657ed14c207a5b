import t from 'tap';
import { createAuditStore } from '../../src/audit/store.ts';
import { freshStore, noon } from '../store/samples.ts';

t.test('what is on the record stays as it is', async (t) => {
  const { db } = freshStore(t);
  const audit = createAuditStore(db);
  const entry = {
    at: noon,
    actor: 'leader',
    action: 'seat.command',
    target: '8001 sign-out',
    outcome: 'done',
    address: '127.0.0.1',
  } as const;
  audit.add(entry);
  audit.add({ ...entry, actor: 'other' });
  t.throws(() => db.exec(`UPDATE audit SET actor = 'nobody'`), { message: /not changed/ });
  t.throws(() => db.exec('DELETE FROM audit'), { message: /not removed/ });
  t.same(audit.newest(1), [{ ...entry, actor: 'other' }]);
  t.equal(audit.newest(10).length, 2);
});
