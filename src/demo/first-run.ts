import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PeopleService } from '../people/service.ts';
import type { PhoneStore } from '../phones/store.ts';
import type { UnitStore } from '../units/store.ts';
import { demoCity } from './city.ts';

/** What the person who started the demonstration needs to know; kept in a file only its owner can read. */
export type DemoAccess = {
  readonly accounts: readonly {
    readonly username: string;
    readonly password: string;
    readonly displayName: string;
  }[];
  readonly phones: readonly { readonly seat: string; readonly password: string }[];
};

export type FirstRunDeps = {
  readonly people: PeopleService;
  readonly phones: PhoneStore;
  readonly units: UnitStore;
  /** Where the passwords are written down. */
  readonly accessFile: string;
};

const secret = (bytes: number): string => randomBytes(bytes).toString('base64url');

/** Sets up the demonstration city, with passwords of its own, and writes them down. Called once, when there is no account at all. */
export async function setUpDemonstration(deps: FirstRunDeps): Promise<DemoAccess> {
  const accounts = demoCity.people.map((person) => ({ ...person, password: secret(9) }));
  const phones = demoCity.seats.map((seat) => ({ ...seat, password: secret(12) }));
  const access: DemoAccess = {
    accounts: accounts.map(({ username, password, displayName }) => ({ username, password, displayName })),
    phones: phones.map(({ id, password }) => ({ seat: id, password })),
  };
  // Written down first: an account whose password nobody knows would be of no use after a crash in between.
  mkdirSync(dirname(deps.accessFile), { recursive: true, mode: 0o700 });
  writeFileSync(deps.accessFile, `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600 });
  for (const unit of demoCity.units) deps.units.put(unit);
  for (const { id, queues, password } of phones)
    deps.phones.put({ seat: id, queues, secret: password, kind: 'desk' });
  const refusals = await Promise.all(accounts.map((account) => deps.people.create(account)));
  for (const refusal of refusals) {
    if (refusal !== null) throw new Error(`a demonstration account was refused: ${refusal.why}`);
  }
  return access;
}
