import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { createPhoneStore } from '../../src/phones/store.ts';
import { type CityAccess, cityProblems } from '../../src/provision.ts';
import { openStore } from '../../src/store/open.ts';
import { createUnitStore } from '../../src/units/store.ts';

const run = promisify(execFile);
const repo = join(import.meta.dirname, '..', '..');
const city = {
  people: [{ username: 'chen', displayName: '陈静', roles: ['agent'] }],
  seats: [{ id: '9001', queues: ['general'] }],
  units: [{ id: 'rsj', name: '人力资源和社会保障局', shortName: '人社局', district: null, member: true }],
};

async function provision(t: Test, description: unknown) {
  const dir = t.testdir({ 'city.json': JSON.stringify(description), data: {} });
  const H12_DATA_DIR = join(dir, 'data');
  const args = ['--import=tsx', join(repo, 'scripts', 'provision.ts'), join(dir, 'city.json')];
  const result = await run(process.execPath, args, { env: { ...process.env, H12_DATA_DIR } }).catch(
    (error: unknown) => error as { stdout: string; stderr: string },
  );
  return { ...result, dataDir: H12_DATA_DIR };
}

t.test('a city is provisioned, and its passwords are written where only the owner reads them', async (t) => {
  const { dataDir } = await provision(t, city);
  const [name = ''] = readdirSync(join(dataDir, 'secrets'));
  const file = join(dataDir, 'secrets', name);
  t.equal(statSync(file).mode & 0o777, 0o600);
  const access = JSON.parse(readFileSync(file, 'utf8')) as CityAccess;
  t.match(access.accounts, [{ username: 'chen', displayName: '陈静' }]);
  const db = openStore(join(dataDir, 'hotline.db'));
  t.teardown(() => db.close());
  t.match(createPhoneStore(db).all(), [
    {
      seat: '9001',
      queues: ['general'],
      desk: { kind: 'plain', secret: access.phones[0]?.password },
      browser: { secret: /^[A-Za-z0-9_-]{32}$/ },
    },
  ]);
  t.match(createUnitStore(db).all(), city.units);
});

t.test('a description that cannot be used names every problem and changes nothing', async (t) => {
  const bad = {
    ...city,
    seats: [{ id: '9001; x', queues: [] }],
    people: [{ username: 'Chen', roles: ['king'] }],
  };
  const { stderr, dataDir } = await provision(t, bad);
  for (const place of ['/seats/0/id', '/seats/0/queues', '/people/0/username', '/people/0/roles/0'])
    t.match(stderr, place);
  t.same(readdirSync(dataDir), []);
  t.ok(cityProblems([]).length > 0);
});
