import type { Target } from '../calls/model.ts';
import {
  type EmergencyNumber,
  type EmergencyRoute,
  type EmergencyRoutes,
  emergencyNumbers,
  type KnownPlace,
} from './model.ts';
import { routeOf } from './route-text.ts';

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
  return ordered.map((route) => (district === null ? desk(route) : { ...desk(route), district }));
}

const desk = ({ name, dial, ringMs, location, direct }: EmergencyRoute): Target => ({
  kind: 'desk',
  name,
  dial,
  seat: null,
  agent: null,
  unit: null,
  ringMs,
  location,
  direct,
});

/** The desks of each number where nothing is known of the place. */
export const desksAnywhere = (
  routes: EmergencyRoutes,
): Readonly<Record<EmergencyNumber, readonly Target[]>> =>
  Object.fromEntries(emergencyNumbers.map((number) => [number, chooseDesks(routes, number, null)])) as Record<
    EmergencyNumber,
    readonly Target[]
  >;

/** A name that an earlier route has is given with the route's place, so that people and the record know which is meant. */
const toldApart = (route: EmergencyRoute, n: number, all: readonly EmergencyRoute[]): EmergencyRoute =>
  all.slice(0, n).some(({ name }) => name === route.name)
    ? { ...route, name: `${route.name} (${String(n + 1)})` }
    : route;

/** The routes of the configuration, in the order in which they are to be tried. */
export const plainRoutes = (texts: Readonly<Record<EmergencyNumber, readonly string[]>>): EmergencyRoutes => {
  const of = (number: EmergencyNumber): readonly EmergencyRoute[] =>
    texts[number].map((text, n) => routeOf(number, text, n)).map(toldApart);
  return { '110': of('110'), '120': of('120'), '119': of('119') };
};

/** The place as it is sent to a desk: the district that was asked for goes before the ticket's. @param known what the ticket says */
export function placeFor(known: KnownPlace | null, asked: string | null): KnownPlace | null {
  return asked === null ? known : { district: asked, address: known?.address ?? '' };
}

/** What a ticket says of where its matter is; what was stored as a draft may hold anything. */
export type PlaceSaid = { readonly district?: unknown; readonly place?: unknown };

/** Where help is needed: as it is being typed, else as it was filed. */
export function knownPlace(filed: PlaceSaid = {}, typed: PlaceSaid = {}): KnownPlace | null {
  const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
  const district = textOf(typed.district) || textOf(filed.district) || null;
  const address = textOf(typed.place) || textOf(filed.place);
  return district === null && address === '' ? null : { district, address };
}
