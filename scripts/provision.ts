import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuditStore } from '../src/audit/store.ts';
import { epochMs } from '../src/lib/time.ts';
import { PeopleService } from '../src/people/service.ts';
import { createPeopleStore } from '../src/people/store.ts';
import { createPhoneStore } from '../src/phones/store.ts';
import { type City, cityProblems, provisionCity } from '../src/provision.ts';
import { migrate, migrationsDir } from '../src/store/migrate.ts';
import { openStore } from '../src/store/open.ts';
import { createSettingsStore } from '../src/tickets/settings-store.ts';
import { createUnitStore } from '../src/units/store.ts';

const now = () => epochMs(Date.now());

/** npm run provision -- FILE: accounts, seats and units of a production hotline, from a description in JSON. */
async function main(): Promise<void> {
  const [file] = process.argv.slice(2);
  if (file === undefined) throw new Error('usage: npm run provision -- FILE.json');
  const city: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const problems = cityProblems(city);
  if (problems.length > 0) throw new Error(`${file} cannot be used:\n  ${problems.join('\n  ')}`);
  const dataDir = process.env['H12_DATA_DIR'] ?? './var';
  const db = openStore(join(dataDir, 'hotline.db'));
  migrate(db, migrationsDir, now());
  const audit = createAuditStore(db);
  const people = new PeopleService({
    store: createPeopleStore(db),
    audit: (entry) => {
      audit.add(entry);
    },
    now,
  });
  const accessFile = join(dataDir, 'secrets', `provisioned-${String(now())}.json`);
  await provisionCity(city as City, {
    people,
    phones: createPhoneStore(db),
    units: createUnitStore(db),
    topics: createSettingsStore(db),
    accessFile,
  });
  db.close();
  console.log(
    `provisioned; the passwords are in ${accessFile}. Restart the daemon so that it knows the seats.`,
  );
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
