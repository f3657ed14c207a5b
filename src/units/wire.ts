import { type Static, Type } from 'typebox';
import type { EpochMs } from '../lib/time.ts';
import { list, nullable, strict, word } from '../lib/wire.ts';
import type { Contact } from './model.ts';
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
