import type { Manifest } from './packages.ts';
import type { Findings, SourceFile } from './tree.ts';

const npmOwn = new Set([
  'install',
  'ci',
  'exec',
  'init',
  'config',
  'audit',
  'outdated',
  'update',
  'view',
  'ls',
]);

/** Commands that a page tells the reader to give, and that package.json does not know. */
export function commandFindings(manifest: Manifest, pages: readonly SourceFile[]): Findings {
  const known = new Set(Object.keys(manifest.scripts ?? {}));
  return pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\bnpm (?:run ([a-z][\w:-]*)|(start|test|[a-z]+)\b)/g)]
      .map(([, run, short]) => ({ run, short }))
      .filter(({ run, short }) => (run === undefined ? short !== 'run' && !npmOwn.has(short ?? '') : true))
      .map(({ run, short }) => run ?? short ?? '')
      .filter((name) => !known.has(name))
      .map((name) => `${path}: there is no npm command ${name}`),
  );
}

/** Settings that are read and not described, or described and not read. */
export function configFindings(config: string, page: SourceFile): Findings {
  const read = settingsIn(config);
  const described = settingsIn(page.text);
  return [
    ...[...read]
      .filter((name) => !described.has(name))
      .map((name) => `${page.path}: does not describe ${name}`),
    ...[...described]
      .filter((name) => !read.has(name))
      .map((name) => `${page.path}: describes ${name}, which nobody reads`),
  ];
}

const settingsIn = (text: string): ReadonlySet<string> => new Set(text.match(/\bH12_[A-Z0-9_]*[A-Z0-9]\b/g));

/** Relative links of a page that lead nowhere. @param exists tells of a path below the repository */
export function linkFindings(pages: readonly SourceFile[], exists: (path: string) => boolean): Findings {
  return pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, to]) => to ?? '')
      .filter((to) => !exists(decodeURI(new URL(to, `file:///${path}`).pathname.slice(1))))
      .map((to) => `${path}: links to ${to}, which is not there`),
  );
}
