import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { type Role, roles } from './access/roles.ts';
import type { QueueId, SeatId } from './acd/model.ts';
import type { PeopleService } from './people/service.ts';
import { type DeskPhoneKind, deskPhoneKinds, type SeatPhones } from './phones/model.ts';
import type { PhoneStore } from './phones/store.ts';
import type { UnitId } from './units/model.ts';
import type { UnitStore } from './units/store.ts';

const strict = { additionalProperties: false } as const;
const name = Type.String({ minLength: 1, maxLength: 64 });

/** Who and what a city has: people, seats with their queues, units. */
export const City = Type.Object(
  {
    people: Type.Array(
      Type.Object(
        {
          username: Type.String({ pattern: '^[a-z][a-z0-9._-]{1,31}$' }),
          displayName: name,
          roles: Type.Array(Type.Unsafe<Role>({ enum: [...roles] }), { minItems: 1 }),
          unit: Type.Optional(Type.Unsafe<UnitId>(Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' }))),
          district: Type.Optional(name),
          cleared: Type.Optional(Type.Boolean()),
        },
        strict,
      ),
    ),
    seats: Type.Array(
      Type.Object(
        {
          id: Type.Unsafe<SeatId>(Type.String({ pattern: '^[0-9]{2,8}$' })),
          queues: Type.Array(Type.Unsafe<QueueId>(Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' })), {
            minItems: 1,
          }),
          /** The telephone on the desk, which is there unless it says `none`. */
          phone: Type.Optional(Type.Unsafe<DeskPhoneKind | 'none'>({ enum: [...deskPhoneKinds, 'none'] })),
          /** Whether it has a softphone in the desk's page; true unless said otherwise. */
          browser: Type.Optional(Type.Boolean()),
        },
        strict,
      ),
    ),
    units: Type.Array(
      Type.Object(
        {
          id: Type.Unsafe<UnitId>(Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' })),
          name,
          shortName: name,
          district: Type.Union([name, Type.Null()]),
          member: Type.Boolean(),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type City = Static<typeof City>;

/** Passwords made for accounts and phones; kept in a file only its owner can read. */
export type CityAccess = {
  readonly accounts: readonly {
    readonly username: string;
    readonly password: string;
    readonly displayName: string;
  }[];
  readonly phones: readonly { readonly seat: string; readonly password: string }[];
};

export type ProvisionDeps = {
  readonly people: PeopleService;
  readonly phones: PhoneStore;
  readonly units: UnitStore;
  /** Where the passwords are written down. */
  readonly accessFile: string;
};

const secret = (bytes: number): string => randomBytes(bytes).toString('base64url');

/** A seat's phones with passwords made just now. */
const phonesOf = ({ id, queues, phone = 'plain', browser = true }: City['seats'][number]): SeatPhones => ({
  seat: id,
  queues,
  desk: phone === 'none' ? null : { kind: phone, secret: secret(12) },
  browser: browser ? { secret: secret(24) } : null,
});

/** Every problem of a city's description, with its place; none when it can be provisioned. */
export const cityProblems = (value: unknown): readonly string[] => {
  const found = Value.Errors(City, value).map(
    ({ instancePath, message }) => `${instancePath || '/'} ${message}`,
  );
  if (found.length > 0) return found;
  const { seats } = value as City;
  return seats.flatMap(({ phone, browser }, n) =>
    phone === 'none' && browser === false ? [`/seats/${String(n)} has no phone at all`] : [],
  );
};

/**
 * Sets up a city: accounts and phones with passwords of their own, which are written down first, since one that nobody knows would be of
 * no use after a crash in between. A seat that is there already gets a new password.
 * @throws Error when an account is refused, for one because there is one of that name
 */
export async function provisionCity(city: City, deps: ProvisionDeps): Promise<CityAccess> {
  const people = city.people.map((person) => ({ ...person, password: secret(9) }));
  const phones = city.seats.map(phonesOf);
  const access: CityAccess = {
    accounts: people.map(({ username, password, displayName }) => ({ username, password, displayName })),
    phones: phones.flatMap(({ seat, desk }) => (desk === null ? [] : [{ seat, password: desk.secret }])),
  };
  mkdirSync(dirname(deps.accessFile), { recursive: true, mode: 0o700 });
  writeFileSync(deps.accessFile, `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600 });
  for (const unit of city.units) deps.units.put(unit);
  for (const seat of phones) deps.phones.put(seat);
  for (const person of people) {
    const refusal = await deps.people.create(person);
    if (refusal !== null) throw new Error(`account ${person.username} was refused: ${refusal.why}`);
  }
  return access;
}
