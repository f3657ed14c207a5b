import { type Static, Type } from 'typebox';
import { Instant, list, nullable, strict, word } from '../lib/wire.ts';
import {
  emergencyNumbers,
  type RouteResult,
  type RouteStanding,
  reaches,
  routeFailures,
  routeUses,
} from './model.ts';

export const RouteRow = strict({
  id: Type.String({ description: 'the number, and the place in the order of trying' }),
  number: word(emergencyNumbers),
  name: Type.String(),
  district: nullable(Type.String({ description: 'whose desk it is; null: the whole city’s' })),
  trunk: nullable(Type.String({ description: 'the SIP endpoint it goes over; null: none' })),
  reach: word(reaches),
  success: nullable(strict({ at: Instant, by: word(routeUses) })),
  failure: nullable(strict({ at: Instant, by: word(routeUses), why: word(routeFailures) })),
  alarming: Type.Boolean({ description: 'somebody must see to it' }),
});
export type RouteRow = Static<typeof RouteRow>;
export const RouteRows = list(RouteRow);

/** A route as it is told. Pure. */
export const routeRow = ({ number, route, trunk, reach, alarming, ...history }: RouteStanding): RouteRow => ({
  id: route.id,
  number,
  name: route.name,
  district: route.district,
  trunk,
  reach,
  success: history.success === null ? null : usedOf(history.success),
  failure:
    history.failure === null ? null : { ...usedOf(history.failure), why: history.failure.why ?? 'fault' },
  alarming,
});

const usedOf = ({ at, by }: RouteResult) => ({ at, by });
