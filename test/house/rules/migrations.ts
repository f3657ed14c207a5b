import type { Findings } from './tree.ts';

/** Migrations that are not named `0001-what.sql`, or not numbered from 1 without gap and without doubles. */
export function migrationFindings(names: readonly string[]): Findings {
  const odd = names.filter((name) => !/^\d{4}-[a-z0-9-]+\.sql$/.test(name));
  const numbered = names.filter((name) => !odd.includes(name)).toSorted();
  return [
    ...odd.map((name) => `migrations/${name}: is not named as in 0001-what-it-does.sql`),
    ...numbered.flatMap((name, at) => {
      const wanted = String(at + 1).padStart(4, '0');
      return name.startsWith(wanted) ? [] : [`migrations/${name}: the number here must be ${wanted}`];
    }),
  ];
}
