import { type Path, pathOf, valueAt } from './json-edit.ts';
import type { Schema } from './plan-schema.ts';

/** A part of the plan that is shown at once: its name in the address, where it stands, and which members of that place it shows. */
export type Part = {
  /** A JSON pointer; `start` and `treatment` are the members that hold for all entries and all queues. */
  readonly key: string;
  readonly path: Path;
  /** null: all of the place */
  readonly members: readonly string[] | null;
};

const ofStart = ['version', 'queue', 'greeting', 'languages', 'menu', 'openingHours'];
const lists = ['entries', 'hours', 'queues'] as const;
export type PartList = (typeof lists)[number];

/** Members of a queue, in groups that belong together. What is in none stands at the end. */
export const groups = {
  waits: ['hours', 'ringLimitMs', 'maxWaitMs', 'maxOffers', 'maxLength', 'wrapUpMs'],
  ways: ['overflow', 'callBack', 'survey'],
  announcements: ['musicClass', 'comfort', 'position', 'farewell'],
  matching: ['strategy', 'ringAtOnce', 'priority', 'ageingMs', 'skills', 'relaxSkillsAfterMs'].concat([
    'lastAgentWaitMs',
    'lastAgentWithinMs',
  ]),
  figures: ['serviceLevel', 'shortAbandonMs', 'usualHandlingMs', 'wrapUpExtension'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The parts of a document, by the kind of list they stand in; what the schema has beside them stands in `more`. */
export type Parts = Readonly<Record<PartList | 'all' | 'more', readonly Part[]>>;

export function partsOf(document: unknown, schema: Schema): Parts {
  const names = Object.keys(schema.properties ?? {});
  const ofQueues = Object.keys(schema.properties?.['queues']?.patternProperties ?? {}).flatMap((pattern) =>
    Object.keys(schema.properties?.['queues']?.patternProperties?.[pattern]?.properties ?? {}),
  );
  const treatment = names.filter((name) => ofQueues.includes(name) && name !== 'hours');
  const rest = names.filter((name) => ![...ofStart, ...treatment, ...lists].includes(name));
  const itemsOf = (list: PartList): readonly Part[] => {
    const items = valueAt(document, [list]);
    if (typeof items !== 'object' || items === null) return [];
    return Object.keys(items).map((key) => partAt([list, Array.isArray(items) ? Number(key) : key]));
  };
  return {
    all: [
      { key: 'start', path: [], members: ofStart.filter((name) => names.includes(name)) },
      { key: 'treatment', path: [], members: treatment },
    ],
    entries: itemsOf('entries'),
    hours: itemsOf('hours'),
    queues: itemsOf('queues'),
    more: rest.map((name) => partAt([name])),
  };
}

const partAt = (path: Path): Part => ({
  key: path.map((part) => `/${String(part)}`).join(''),
  path,
  members: null,
});

const every = (parts: Parts): readonly Part[] => Object.values(parts).flat();

export const partOf = (parts: Parts, key: string): Part | null =>
  every(parts).find((part) => part.key === key) ?? null;

/** The part in which a pointer's place is shown. */
export function partWith(document: unknown, parts: Parts, pointer: string): Part | null {
  const path = pathOf(document, pointer);
  const holds = (part: Part): boolean =>
    part.members === null
      ? part.path.every((name, n) => name === path[n])
      : part.members.includes(String(path[0] ?? ''));
  return every(parts).find(holds) ?? parts.all[0] ?? null;
}
