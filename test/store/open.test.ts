import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { openStore } from '../../src/store/open.ts';
import { tx } from '../../src/store/tx.ts';

t.test('the database and the files beside it are readable by their owner only', async (t) => {
  const file = join(t.testdir(), 'sub', 'hotline.db');
  const db = openStore(file);
  t.teardown(() => db.close());
  db.exec('CREATE TABLE a (b) ');
  for (const name of ['', '-wal', '-shm'])
    t.equal(statSync(file + name).mode & 0o777, 0o600, `mode of ${name}`);
});

t.test('a file that could be read by all is closed to them on opening', async (t) => {
  const file = join(t.testdir({ 'hotline.db': '' }), 'hotline.db');
  openStore(file).close();
  t.equal(statSync(file).mode & 0o777, 0o600);
});

t.test('settings of the call path are in force', async (t) => {
  const db = openStore(join(t.testdir(), 'hotline.db'));
  t.teardown(() => db.close());
  t.equal(db.pragma('journal_mode', { simple: true }), 'wal');
  t.equal(db.pragma('synchronous', { simple: true }), 1);
  t.equal(db.pragma('foreign_keys', { simple: true }), 1);
  t.equal(db.pragma('busy_timeout', { simple: true }), 50);
});

t.test('a file that is no database is refused', async (t) => {
  const file = join(t.testdir(), 'hotline.db');
  writeFileSync(file, 'this is not a database, and never was one of them\n'.repeat(100));
  t.throws(() => openStore(file), { code: 'SQLITE_NOTADB' });
});

t.test('a lock of another process is waited for shortly, then told', async (t) => {
  const file = join(t.testdir(), 'hotline.db');
  const db = openStore(file);
  const other = openStore(file);
  t.teardown(() => [db.close(), other.close()]);
  db.exec('CREATE TABLE a (b)');
  other.exec('BEGIN IMMEDIATE');
  const started = performance.now();
  t.throws(() => tx(db, () => db.exec('INSERT INTO a VALUES (1)')), { code: 'SQLITE_BUSY' });
  t.ok(performance.now() - started < 1_000, 'far from the 5 s of the default');
  other.exec('ROLLBACK');
  tx(db, () => db.exec('INSERT INTO a VALUES (1)'));
  t.equal(db.prepare('SELECT count(*) FROM a').pluck().get(), 1);
});

t.test('a transaction that throws leaves nothing behind', async (t) => {
  const db = openStore(join(t.testdir(), 'hotline.db'));
  t.teardown(() => db.close());
  db.exec('CREATE TABLE a (b)');
  t.throws(
    () =>
      tx(db, () => {
        db.exec('INSERT INTO a VALUES (1)');
        throw new Error('no');
      }),
    { message: 'no' },
  );
  t.throws(
    () =>
      tx(db, async () => {
        db.exec('INSERT INTO a VALUES (2)');
      }),
    TypeError,
  );
  t.equal(db.prepare('SELECT count(*) FROM a').pluck().get(), 0);
});
