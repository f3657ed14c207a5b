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
  success: nullable(
    strict({
      at: Instant,
      by: word(routeUses),
      tookMs: nullable(Type.Integer({ description: 'until the test number answered; null: no trial' })),
    }),
  ),
  failure: nullable(strict({ at: Instant, by: word(routeUses), why: word(routeFailures) })),
  alarming: Type.Boolean({ description: 'somebody must see to it' }),
  testable: Type.Boolean({ description: 'a test number is configured' }),
  testing: nullable(word(['waiting', 'ringing'])),
});
export type RouteRow = Static<typeof RouteRow>;
export const RouteRows = list(RouteRow);

/** A route as it is told. Pure. */
export const routeRow = (
  { number, route, trunk, reach, alarming, ...history }: RouteStanding,
  testing: RouteRow['testing'],
): RouteRow => ({
  id: route.id,
  number,
  name: route.name,
  district: route.district,
  trunk,
  reach,
  success:
    history.success === null ? null : { ...usedOf(history.success), tookMs: history.success.tookMs ?? null },
  failure:
    history.failure === null ? null : { ...usedOf(history.failure), why: history.failure.why ?? 'fault' },
  alarming,
  testable: route.test !== null,
  testing,
});

export const RouteParams = strict({ id: Type.String({ pattern: '^[0-9]{1,4}(?:-[1-9][0-9]{0,2})?$' }) });

const usedOf = ({ at, by }: RouteResult) => ({ at, by });
