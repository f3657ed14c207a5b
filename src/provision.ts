import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { type Role, roles } from './access/roles.ts';
import type { QueueId, SeatId } from './acd/model.ts';
import type { PhoneNumber } from './calls/model.ts';
import { dialable } from './calls/number.ts';
import type { PeopleService } from './people/service.ts';
import { type DeskPhoneKind, deskPhoneKinds, type SeatPhones } from './phones/model.ts';
import type { PhoneStore } from './phones/store.ts';
import type { SettingsStore } from './tickets/settings-store.ts';
import { type RemoteSeat, type RemoteSeatId, type UnitId, usualReach } from './units/model.ts';
import type { UnitStore } from './units/store.ts';

const strict = { additionalProperties: false } as const;
const name = Type.String({ minLength: 1, maxLength: 64 });

/** A remote seat: a SIP phone of its own, unless it has a number over the trunk. */
const RemoteSeatOfCity = Type.Object(
  {
    id: Type.Unsafe<RemoteSeatId>(Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' })),
    name,
    number: Type.Optional(Type.String({ pattern: '^[0-9]{7,12}$' })),
    signsIn: Type.Optional(Type.Boolean()),
  },
  strict,
);

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
          /** What it is asked for. */
          topics: Type.Optional(Type.Array(name, { maxItems: 100 })),
          /** Whether its remote seats ring at once; else in the order in which they stand here. */
          atOnce: Type.Optional(Type.Boolean()),
          remoteSeats: Type.Optional(Type.Array(RemoteSeatOfCity)),
        },
        strict,
      ),
    ),
    /** What requests are about, and whose matter it is in which district. */
    topics: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Type.String({ pattern: '^[\\p{L}\\p{N}（）、·_-]{1,60}$' }),
            confidential: Type.Optional(Type.Boolean()),
            units: Type.Array(
              Type.Object(
                {
                  district: Type.Union([name, Type.Null()]),
                  unit: Type.Unsafe<UnitId>(Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' })),
                },
                strict,
              ),
            ),
          },
          strict,
        ),
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
  readonly remoteSeats: readonly { readonly remoteSeat: string; readonly password: string }[];
};

export type ProvisionDeps = {
  readonly people: PeopleService;
  readonly phones: PhoneStore;
  readonly units: UnitStore;
  readonly topics: Pick<SettingsStore, 'putTopic'>;
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

type RemoteSeatOfCity = { readonly seat: RemoteSeat; readonly secret: string | null };

/** A unit's remote seats in their order, their phones with passwords made just now. */
export const remoteSeatsOf = ({
  id: unit,
  remoteSeats = [],
}: City['units'][number]): readonly RemoteSeatOfCity[] =>
  remoteSeats.map(({ id, name: called, number, signsIn = false }, n) => ({
    seat: {
      id,
      unit,
      name: called,
      place: n + 1,
      line: number === undefined ? { kind: 'plain' } : { kind: 'number', number: number as PhoneNumber },
      ringMs: 20_000,
      hours: null,
      signsIn,
      presence: null,
    },
    secret: number === undefined ? secret(12) : null,
  }));

/** Every problem of a city's description, with its place; none when it can be provisioned. */
export const cityProblems = (value: unknown): readonly string[] => {
  const found = Value.Errors(City, value).map(
    ({ instancePath, message }) => `${instancePath || '/'} ${message}`,
  );
  if (found.length > 0) return found;
  const { seats, units } = value as City;
  return [
    ...seats.flatMap(({ phone, browser }, n) =>
      phone === 'none' && browser === false ? [`/seats/${String(n)} has no phone at all`] : [],
    ),
    ...units.flatMap(({ remoteSeats = [] }, n) =>
      remoteSeats.flatMap(({ number }, m) =>
        number !== undefined && dialable(number as PhoneNumber) !== number
          ? [`/units/${String(n)}/remoteSeats/${String(m)}/number is not dialled`]
          : [],
      ),
    ),
  ];
};

/**
 * Sets up a city: accounts and phones with passwords of their own, which are written down first, since one that nobody knows would be of
 * no use after a crash in between. A seat that is there already gets a new password.
 * @throws Error when an account is refused, for one because there is one of that name
 */
export async function provisionCity(city: City, deps: ProvisionDeps): Promise<CityAccess> {
  const people = city.people.map((person) => ({ ...person, password: secret(9) }));
  const phones = city.seats.map(phonesOf);
  const remoteSeats = city.units.flatMap(remoteSeatsOf);
  const access: CityAccess = {
    accounts: people.map(({ username, password, displayName }) => ({ username, password, displayName })),
    remoteSeats: remoteSeats.flatMap(({ seat, secret: password }) =>
      password === null ? [] : [{ remoteSeat: seat.id, password }],
    ),
    phones: phones.flatMap(({ seat, desk }) => (desk === null ? [] : [{ seat, password: desk.secret }])),
  };
  mkdirSync(dirname(deps.accessFile), { recursive: true, mode: 0o700 });
  writeFileSync(deps.accessFile, `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600 });
  for (const unit of city.units) {
    deps.units.put(unit);
    const { topics = [], atOnce = false } = unit;
    deps.units.putReach(unit.id, { ...usualReach, topics, atOnce });
  }
  for (const remote of remoteSeats) deps.units.putRemoteSeat(remote.seat, remote.secret);
  for (const topic of city.topics ?? []) deps.topics.putTopic({ confidential: false, ...topic });
  for (const seat of phones) deps.phones.put(seat);
  for (const person of people) {
    const refusal = await deps.people.create(person);
    if (refusal !== null) throw new Error(`account ${person.username} was refused: ${refusal.why}`);
  }
  return access;
}
