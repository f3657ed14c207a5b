import t from 'tap';
import { migrationFindings } from './rules/migrations.ts';
import { repositoryFiles } from './rules/tree.ts';

t.test('the migrations of this repository are numbered without gap', (t) => {
  const names = repositoryFiles()
    .map(({ path }) => path)
    .filter((path) => path.startsWith('migrations/'))
    .map((path) => path.slice('migrations/'.length));
  t.ok(names.length > 0);
  t.strictSame(migrationFindings(names), []);
  t.end();
});

t.test('a gap, a double and an odd name are found', (t) => {
  t.strictSame(migrationFindings(['0002-b.sql', '0001-a.sql']), []);
  t.strictSame(migrationFindings(['0001-a.sql', '0003-c.sql']), [
    'migrations/0003-c.sql: the number here must be 0002',
  ]);
  t.strictSame(migrationFindings(['0001-a.sql', '0001-b.sql']), [
    'migrations/0001-b.sql: the number here must be 0002',
  ]);
  t.match(migrationFindings(['1-a.sql']), [/is not named as/]);
  t.match(migrationFindings(['0001-a.sql', '0002_b.sql']), [/^migrations\/0002_b\.sql: is not named as/]);
  t.end();
});
