import type { DialString } from '../calls/model.ts';
import { type EmergencyNumber, type EmergencyRoute, emergencyNumbers, type RouteId } from './model.ts';
import { trunkOf } from './readiness.ts';

/** How long a desk is rung before the next route's turn, in s, where nothing else is said. */
const usualRingS = 20;

/**
 * The form of one route of the configuration: the way, and what is said of it.
 *
 *     PJSIP/110@trunk;name=梅江分局;district=梅江区;seconds=15;direct=07532345678;location
 */
export const routeForm =
  /^PJSIP\/[A-Za-z0-9_+-]+(@[A-Za-z0-9_-]+)?(;(name=[^;|=]{1,64}|district=[^;|=]{1,64}|seconds=([1-9][0-9]?|1[01][0-9]|120)|direct=[0-9]{3,16}|test=PJSIP\/[0-9]{2,16}@[A-Za-z0-9_-]{1,64}|location))*$/u;

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
    test: (said.get('test') ?? null) as DialString | null,
  };
}

/**
 * Test numbers that cannot be: over another trunk than the route's own they would prove nothing of it, and one that could ring a real desk would
 * be a call for nothing to people who are there for lives.
 */
export function testProblems(
  texts: Readonly<Record<EmergencyNumber, readonly string[]>>,
): readonly { readonly number: EmergencyNumber; readonly text: string }[] {
  const all = emergencyNumbers.flatMap((number) =>
    texts[number].map((text, n) => ({ number, route: routeOf(number, text, n) })),
  );
  const real = new Set(all.flatMap(({ route }) => [numberIn(route.dial), route.direct]));
  return all.flatMap(({ number, route: { name, dial, test } }) => {
    if (test === null) return [];
    const [its, asked] = [trunkOf(dial), numberIn(test)];
    const isReal = real.has(asked) || /(?:110|119|120|122)$/.test(asked);
    return [
      ...(its === trunkOf(test) && dial.includes('@')
        ? []
        : [{ number, text: `has a test number over another trunk than its route's own (${name})` }]),
      ...(isReal ? [{ number, text: `has a test number that could ring a real desk (${name})` }] : []),
    ];
  });
}

/** The number that a way dials; the endpoint where it dials none. */
const numberIn = (dial: DialString): string => /^[A-Za-z]+\/([^@/]+)/.exec(dial)?.[1] ?? '';
