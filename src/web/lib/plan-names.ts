import { type Path, valueAt, withName, withValue } from './json-edit.ts';

/** What has a name in a plan that other places call it by. */
export type Named = 'queues' | 'hours';

/** Where such a name stands; `*` is any one part. */
const references: readonly (readonly [Named, string])[] = [
  ['queues', 'queue'],
  ['queues', 'overflow/to'],
  ['queues', 'menu/options/*'],
  ['queues', 'menu/options/*/queue'],
  ['queues', 'entries/*/queue'],
  ['queues', 'entries/*/menu/options/*'],
  ['queues', 'entries/*/menu/options/*/queue'],
  ['queues', 'queues/*/overflow/to'],
  ['queues', 'hours/*/closed/to'],
  ['queues', 'hours/*/special/*/to'],
  ['queues', 'callers/*/queue'],
  ['hours', 'openingHours'],
  ['hours', 'entries/*/hours'],
  ['hours', 'queues/*/hours'],
];

const fits = (pattern: string, path: Path): boolean => {
  const parts = pattern.split('/');
  return parts.length === path.length && parts.every((part, n) => part === '*' || part === path[n]);
};

/** Of what the name is that stands at a path; null where none does. */
export const namedAt = (path: Path): Named | null =>
  references.find(([, pattern]) => fits(pattern, path))?.[0] ?? null;

/** The places that call something by its name. */
export function placesOf(document: unknown, kind: Named, name: string): readonly Path[] {
  const found: Path[] = [];
  const look = (value: unknown, path: Path): void => {
    if (value === name && namedAt(path) === kind) found.push(path);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, part] of Object.entries(value))
      look(part, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  look(document, []);
  return found;
}

/** Gives a queue or hours another name, there and wherever they are called by it. */
export const renamed = (
  { text, document }: { readonly text: string; readonly document: unknown },
  kind: Named,
  [from, to]: readonly [string, string],
): string =>
  withName(
    placesOf(document, kind, from).reduce((changed, path) => withValue(changed, path, to), text),
    [kind, from],
    to,
  );

/** The names there are of a kind; of queues also the one that every caller joins, which needs no part of its own. */
export function namesOf(document: unknown, kind: Named): readonly string[] {
  const own = valueAt(document, [kind]);
  const names = typeof own === 'object' && own !== null ? Object.keys(own) : [];
  if (kind === 'hours') return names;
  const joined = valueAt(document, ['queue']);
  const every = typeof joined === 'string' ? joined : 'general';
  return names.includes(every) ? names : [every, ...names];
}

/** A name that nobody has yet, from a beginning. */
export function freeName(taken: readonly string[], beginning: string): string {
  for (let n = 1; ; n++) {
    const name = `${beginning}-${String(n)}`;
    if (!taken.includes(name)) return name;
  }
}
