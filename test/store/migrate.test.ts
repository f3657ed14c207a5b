import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { Language, PromptName } from '../../src/calls/ids.ts';
import { createPromptStore } from '../../src/prompts/store.ts';
import { migrate, migrationsDir } from '../../src/store/migrate.ts';
import { type Db, openStore } from '../../src/store/open.ts';
import { noon } from './samples.ts';

function setUp(t: Test): { dir: string; db: Db } {
  const dir = t.testdir({ '0001-a.sql': 'CREATE TABLE a (x);', '0002-b.sql': 'CREATE TABLE b (x);' });
  const db = openStore(join(dir, 'hotline.db'));
  t.teardown(() => db.close());
  return { dir, db };
}

const tables = (db: Db): unknown[] =>
  db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).pluck().all();

t.test('each migration is applied once', async (t) => {
  const { dir, db } = setUp(t);
  t.same(migrate(db, dir, noon), ['0001-a.sql', '0002-b.sql']);
  t.same(migrate(db, dir, noon), []);
  writeFileSync(join(dir, '0003-c.sql'), 'CREATE TABLE c (x);');
  t.same(migrate(db, dir, noon), ['0003-c.sql']);
  t.same(tables(db), ['a', 'b', 'c', 'migrations']);
});

t.test('a migration that fails leaves the database as it was', async (t) => {
  const { dir, db } = setUp(t);
  writeFileSync(join(dir, '0003-c.sql'), 'CREATE TABLE c (x); CREATE TABLE a (x);');
  t.throws(() => migrate(db, dir, noon), { code: 'SQLITE_ERROR' });
  t.same(tables(db), []);
});

t.test('a migration changed after it was applied is refused, and nothing is changed', async (t) => {
  const { dir, db } = setUp(t);
  migrate(db, dir, noon);
  writeFileSync(join(dir, '0001-a.sql'), 'CREATE TABLE other (x);');
  writeFileSync(join(dir, '0003-c.sql'), 'CREATE TABLE c (x);');
  t.throws(() => migrate(db, dir, noon), { name: 'MigrationError', message: /0001-a\.sql was changed/ });
  t.same(tables(db), ['a', 'b', 'migrations']);
});

t.test('a database of a newer version is refused', async (t) => {
  const { dir, db } = setUp(t);
  migrate(db, dir, noon);
  rmSync(join(dir, '0002-b.sql'));
  t.throws(() => migrate(db, dir, noon), { name: 'MigrationError', message: /newer version/ });
});

t.test('gaps, doubles and other names are refused', async (t) => {
  for (const name of ['0004-d.sql', '0002-other.sql', 'x.sql', '0003_c.sql']) {
    const { dir, db } = setUp(t);
    writeFileSync(join(dir, name), 'CREATE TABLE d (x);');
    t.throws(() => migrate(db, dir, noon), { name: 'MigrationError', message: /misnumbered/ }, name);
    t.same(tables(db), []);
  }
});

t.test("the program's own migrations apply to an empty file", async (t) => {
  const db = openStore(join(t.testdir(), 'hotline.db'));
  t.teardown(() => db.close());
  t.ok(migrate(db, migrationsDir, noon).length > 0);
  const loose = db.prepare(
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`,
  );
  t.same(loose.pluck().all(), [], 'every table is STRICT');
});

t.test('prompts of the time before there were languages are Mandarin, with their numbers', async (t) => {
  const dir = t.testdir();
  const db = openStore(join(dir, 'hotline.db'));
  t.teardown(() => db.close());
  const own = join(dir, 'migrations');
  const isLater = (name: string): boolean => name >= '0029';
  cpSync(migrationsDir, own, { recursive: true });
  for (const name of readdirSync(own).filter(isLater)) rmSync(join(own, name));
  migrate(db, own, noon);
  const add = db.prepare(
    `INSERT INTO prompt_versions (name, n, origin, text, note, ms, sha256, wav, made_by, made_at, in_force)
     VALUES ('greeting', ?, 'built', NULL, '', 900, 'x', ?, NULL, NULL, ?)`,
  );
  add.run(0, Buffer.from('a'), 0);
  add.run(1, null, 0);
  add.run(2, Buffer.from('c'), 1);
  migrate(db, migrationsDir, noon);
  const prompts = createPromptStore(db);
  const greeting = 'greeting' as PromptName;
  t.match(prompts.of(greeting), [
    { n: 0, inForce: false },
    { n: 2, inForce: true },
  ]);
  t.equal(prompts.next(greeting), 3, 'the number of one that was removed is not given again');
  t.same(prompts.wav(greeting, 2), Buffer.from('c'));
  t.same(prompts.in('yue' as Language).of(greeting), []);
});
