import {
  adapters,
  commonRooms,
  type Domain,
  domains,
  testFolders,
  topFiles,
} from '../../../scripts/lib/rooms.mjs';
import type { Findings, SourceFile } from './tree.ts';

/** What belongs where; the house's own unless a test brings another. */
export type Plan = {
  readonly domains: Readonly<Record<string, Domain>>;
  readonly adapters: readonly string[];
  readonly topFiles: readonly string[];
  readonly testFolders: readonly string[];
};

const housePlan: Plan = { domains, adapters: Object.keys(adapters), topFiles, testFolders };

/** Names that say nothing of what is inside: a drawer, not a room. */
const drawers = /^(?:utils?|helpers?|misc|common|shared|stuff)(?:\.|$)/;

/** Files and folders that have no place in the house, and places that are named and empty. */
export function roomFindings(paths: readonly string[], plan: Plan = housePlan): Findings {
  return [
    ...paths.flatMap((path) => [...drawerFindings(path), ...placeFindings(path, plan)]),
    ...emptyRooms(paths, plan),
  ];
}

const drawerFindings = (path: string): Findings =>
  /^(?:src|test|scripts|bench)\//.test(path) && path.split('/').some((part) => drawers.test(part))
    ? [`${path}: name it by what it computes, not by what it is for others`]
    : [];

function placeFindings(path: string, plan: Plan): Findings {
  const [top, folder = '', ...rest] = path.split('/');
  if (top === 'test') {
    const known = folder in plan.domains || [...plan.adapters, ...plan.testFolders].includes(folder);
    return rest.length === 0 || known ? [] : [`${path}: test/ mirrors src/, which has no ${folder}/`];
  }
  if (top !== 'src') return [];
  if (rest.length === 0)
    return plan.topFiles.includes(folder) ? [] : [`${path}: no such file belongs directly in src/`];
  const domain = plan.domains[folder];
  if (domain === undefined)
    return plan.adapters.includes(folder) ? [] : [`${path}: src/${folder}/ is not a folder of this house`];
  return belongs(rest.join('/'), domain) ? [] : [`${path}: src/${folder}/ has no room of this name`];
}

/** A sub-folder of a domain is named in the list with a `/`, and holds TypeScript only. */
function belongs(name: string, domain: Domain): boolean {
  if (!name.endsWith('.ts')) return false;
  if (name.includes('/')) return domain.pure.includes(name.slice(0, name.indexOf('/') + 1));
  return [...roomsOf(domain)].includes(name.slice(0, -'.ts'.length));
}

const roomsOf = (domain: Domain): readonly string[] => [
  ...commonRooms.pure,
  ...commonRooms.impure,
  ...domain.pure,
  ...domain.impure,
];

function emptyRooms(paths: readonly string[], plan: Plan): Findings {
  return Object.entries(plan.domains).flatMap(([folder, domain]) =>
    [...domain.pure, ...domain.impure]
      .map((name) => `src/${folder}/${name}${name.endsWith('/') ? '' : '.ts'}`)
      .filter((room) => !paths.some((path) => path.startsWith(room)))
      .map((room) => `${room}: named in scripts/lib/rooms.mjs, but not there`),
  );
}

/** Files of `lib/` that fewer than two folders use: they belong to their one user. */
export function libFindings(
  importers: ReadonlyMap<string, readonly string[]>,
  exempt: readonly string[],
): Findings {
  return [...importers]
    .filter(([path]) => path.startsWith('src/lib/') && !exempt.includes(path))
    .filter(([, users]) => new Set(users.map(folderOf).filter((folder) => folder !== 'lib')).size < 2)
    .map(([path]) => `${path}: a file in lib/ needs users in two folders`);
}

const folderOf = (path: string): string => path.split('/')[1] ?? '';

/** Who in `src/` imports each file of `src/`. */
export function importersOf(
  files: readonly SourceFile[],
  targets: (file: SourceFile) => readonly (string | null)[],
): ReadonlyMap<string, readonly string[]> {
  const importers = new Map<string, string[]>(files.map(({ path }) => [path, []]));
  for (const file of files)
    for (const target of targets(file)) if (target !== null) importers.get(target)?.push(file.path);
  return importers;
}
