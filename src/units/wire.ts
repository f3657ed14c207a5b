import { type Static, Type } from 'typebox';
import type { EpochMs } from '../lib/time.ts';
import { Instant, list, nullable, strict, word } from '../lib/wire.ts';
import type { Contact, RemoteSeat } from './model.ts';
import { whyNotNow } from './rules.ts';

const unitRow = {
  id: Type.String(),
  name: Type.String(),
  shortName: Type.String(),
  district: nullable(Type.String({ description: 'county or district it works in; null for the whole city' })),
  member: Type.Boolean({ description: 'whether tickets are dispatched to it directly' }),
};
export const UnitRow = strict(unitRow);
export type UnitRow = Static<typeof UnitRow>;
/** All of them: a city has some hundreds, so there are no pages. */
export const UnitList = list(UnitRow);

/** What is looked for among units. */
export const UnitQuery = strict({
  q: Type.Optional(
    Type.String({ maxLength: 64, description: 'a part of the name, a topic, pinyin or its first letters' }),
  ),
});
/** A unit as somebody sees it who looks for one to ask into a call. */
export const FoundUnit = strict({
  ...unitRow,
  topics: list(Type.String()),
  atOnce: Type.Boolean({ description: 'all remote seats ring at once; else in their order' }),
  remoteSeats: list(
    strict({
      id: Type.String(),
      name: Type.String(),
      kind: word(['plain', 'encrypted', 'number']),
      /** Why it is not rung now; null: it can be. */
      notNow: nullable(word(['outsideHours', 'signedOut'])),
    }),
  ),
});
/** The likeliest first, at most 50. */
export const FoundUnits = list(FoundUnit);

export const foundUnit = (contact: Contact, at: EpochMs, timeZone: string): Static<typeof FoundUnit> => ({
  id: contact.id,
  name: contact.name,
  shortName: contact.shortName,
  district: contact.district,
  member: contact.member,
  topics: contact.topics,
  atOnce: contact.atOnce,
  remoteSeats: contact.remoteSeats.map((seat) => ({
    id: seat.id,
    name: seat.name,
    kind: seat.line.kind,
    notNow: whyNotNow(seat, at, timeZone),
  })),
});

const unitId = Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' });
export const UnitParams = strict({ id: unitId });
export const RemoteSeatParams = strict({ id: unitId, remoteSeat: unitId });
export const OwnRemoteSeatParams = strict({ id: unitId });
const words = Type.String({ minLength: 1, maxLength: 64 });
/** A unit, and how it is asked into a call. */
const unitBody = {
  name: words,
  shortName: words,
  district: nullable(words),
  member: Type.Boolean(),
  topics: Type.Array(words, { maxItems: 100 }),
  atOnce: Type.Boolean(),
  limitMs: Type.Integer({ minimum: 5_000, maximum: 600_000 }),
};
export const UnitBody = strict(unitBody);
export const NewUnitBody = strict({ id: unitId, ...unitBody });

const minute = Type.Integer({ minimum: 0, maximum: 1_440, description: 'minutes from midnight' });
const Line = Type.Union([
  strict({ kind: word(['plain', 'encrypted']) }),
  strict({
    kind: Type.Literal('number'),
    number: Type.String({ maxLength: 32, description: 'of a mobile or landline of the country' }),
  }),
]);
const remoteSeatParts = {
  name: words,
  place: Type.Integer({ minimum: 1, maximum: 1_000, description: 'its turn among the unit’s' }),
  line: Line,
  ringMs: Type.Integer({ minimum: 1_000, maximum: 120_000 }),
  hours: nullable(
    Type.Array(
      strict({
        days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7 }),
        fromMin: minute,
        untilMin: minute,
      }),
      { maxItems: 50 },
    ),
  ),
  signsIn: Type.Boolean({ description: 'rung only while somebody of the unit is signed in at it' }),
};
export const RemoteSeatBody = strict(remoteSeatParts);

const RemoteSeatRow = strict({
  ...remoteSeatParts,
  id: Type.String(),
  unit: Type.String(),
  presence: nullable(strict({ by: Type.String(), at: Instant })),
});
export const RemoteSeatList = list(RemoteSeatRow);
/** All of a unit that an administrator sets. */
export const UnitRecord = strict({
  ...unitRow,
  topics: list(Type.String()),
  atOnce: Type.Boolean(),
  limitMs: Type.Integer(),
  remoteSeats: RemoteSeatList,
});
export const RemoteSeatChanged = strict({
  remoteSeat: RemoteSeatRow,
  password: nullable(Type.String({ description: 'of its SIP phone, when made just now: shown this once' })),
  endpoint: nullable(Type.String({ description: 'the name by which its SIP phone signs in' })),
  taken: nullable(word(['taken', 'waiting', 'refused'])),
});
export const PresenceBody = strict({ present: Type.Boolean() });

export const remoteSeatRow = (seat: RemoteSeat): Static<typeof RemoteSeatRow> => ({
  id: seat.id,
  unit: seat.unit,
  name: seat.name,
  place: seat.place,
  line: seat.line.kind === 'number' ? { kind: 'number', number: seat.line.number } : { kind: seat.line.kind },
  ringMs: seat.ringMs,
  hours: seat.hours === null ? null : seat.hours.map(({ days, ...times }) => ({ days: [...days], ...times })),
  signsIn: seat.signsIn,
  presence: seat.presence,
});

export const unitRecord = (contact: Contact): Static<typeof UnitRecord> => ({
  id: contact.id,
  name: contact.name,
  shortName: contact.shortName,
  district: contact.district,
  member: contact.member,
  topics: contact.topics,
  atOnce: contact.atOnce,
  limitMs: contact.limitMs,
  remoteSeats: contact.remoteSeats.map(remoteSeatRow),
});
