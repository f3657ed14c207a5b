import { type Static, Type } from 'typebox';
import { list, nullable, strict } from '../lib/wire.ts';

export const UnitRow = strict({
  id: Type.String(),
  name: Type.String(),
  shortName: Type.String(),
  district: nullable(Type.String({ description: 'county or district it works in; null for the whole city' })),
  member: Type.Boolean({ description: 'whether tickets are dispatched to it directly' }),
});
export type UnitRow = Static<typeof UnitRow>;
/** All of them: a city has some hundreds, so there are no pages. */
export const UnitList = list(UnitRow);
