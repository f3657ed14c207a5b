import type { DialString } from '../calls/model.ts';
import type { EmergencyNumber, EmergencyRoute, RouteId } from './model.ts';

/** How long a desk is rung before the next route's turn, in s, where nothing else is said. */
const usualRingS = 20;

/**
 * The form of one route of the configuration: the way, and what is said of it.
 *
 *     PJSIP/110@trunk;name=梅江分局;district=梅江区;seconds=15;direct=07532345678;location
 */
export const routeForm =
  /^PJSIP\/[A-Za-z0-9_+-]+(@[A-Za-z0-9_-]+)?(;(name=[^;|=]{1,64}|district=[^;|=]{1,64}|seconds=([1-9][0-9]?|1[01][0-9]|120)|direct=[0-9]{3,16}|location))*$/u;

/** The way alone, as Asterisk's `Dial` takes it. */
export const wayOf = (text: string): string => text.split(';')[0] ?? '';

/** One route as it is configured. Without a district it serves the whole city. @param n its place among the number's, from 0 */
export function routeOf(number: EmergencyNumber, text: string, n: number): EmergencyRoute {
  const [way = '', ...parts] = text.split(';');
  const said = new Map(
    parts.map((part) => {
      const [what = '', value = ''] = part.split('=', 2);
      return [what, value] as const;
    }),
  );
  return {
    id: `${number}-${String(n + 1)}` as RouteId,
    name: said.get('name') ?? (n === 0 ? number : `${number} (${String(n + 1)})`),
    dial: way as DialString,
    district: said.get('district') ?? null,
    ringMs: Number(said.get('seconds') ?? usualRingS) * 1_000,
    location: said.has('location'),
    direct: said.get('direct') ?? null,
  };
}
