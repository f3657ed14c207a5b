import type { DialString, Target } from '../calls/model.ts';
import {
  type EmergencyNumber,
  type EmergencyRoute,
  type EmergencyRoutes,
  emergencyNumbers,
} from './model.ts';

/**
 * Which desks to try for a place, in order: those of the district, then those that serve the whole city, then those of other districts. A
 * desk elsewhere can pass the call on by radio; nobody could if it were not reached. No route that works is left out. Pure.
 * @param district where help is needed; null: not known
 */
export function chooseDesks(
  routes: EmergencyRoutes,
  number: EmergencyNumber,
  district: string | null,
): readonly Target[] {
  const near = (route: EmergencyRoute): number => {
    if (route.district === null) return 1;
    return route.district === district ? 0 : 2;
  };
  const ordered = routes[number].toSorted((a, b) => near(a) - near(b));
  return ordered.map(desk);
}

const desk = ({ name, dial, ringMs, location }: EmergencyRoute): Target => ({
  kind: 'desk',
  name,
  dial,
  seat: null,
  agent: null,
  unit: null,
  ringMs,
  location,
});

/** The desks of each number where nothing is known of the place. */
export const desksAnywhere = (
  routes: EmergencyRoutes,
): Readonly<Record<EmergencyNumber, readonly Target[]>> =>
  Object.fromEntries(emergencyNumbers.map((number) => [number, chooseDesks(routes, number, null)])) as Record<
    EmergencyNumber,
    readonly Target[]
  >;

/** How long a desk is rung before the next route's turn, in ms, where nothing else is said. */
const usualRingMs = 20_000;

/** Routes of which only the way is known, in the order in which they are to be tried: each serves the whole city. */
export const plainRoutes = (ways: Readonly<Record<EmergencyNumber, readonly string[]>>): EmergencyRoutes => {
  const of = (number: EmergencyNumber): readonly EmergencyRoute[] =>
    ways[number].map((way, n) => ({
      name: n === 0 ? number : `${number} (${String(n + 1)})`,
      dial: way as DialString,
      district: null,
      ringMs: usualRingMs,
      location: false,
    }));
  return { '110': of('110'), '120': of('120'), '119': of('119') };
};
