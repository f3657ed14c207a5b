import { builtinModules } from 'node:module';
import { importsOf } from './syntax.ts';
import type { Findings, SourceFile } from './tree.ts';

/** The part of a package.json that is looked at. */
export type Manifest = {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
};

/** Packages that nobody imports and that are needed all the same, each with what it is needed for. */
export const commandPackages: Readonly<Record<string, string>> = {
  '@biomejs/biome': 'the formatter and linter: a command',
  '@fastify/swagger-ui': 'the files of Swagger UI, copied when the screens are built',
  pdfkit: 'sets dossiers on a thread of its own, which requires it by its path',
  'write-excel-file': 'makes sheets there likewise',
  eslint: 'the linter: a command, and a class in its own test',
  tsx: 'runs TypeScript in tests and scripts',
  typescript: 'the compiler: a command, and a library in the house rules',
};

/** Declared packages that nobody uses, used ones that nobody declared, and run-time code that needs a development package. */
export function packageFindings(manifest: Manifest, files: readonly SourceFile[]): Findings {
  const uses = packageUses(files);
  const used = new Set(uses.map(({ name }) => name));
  const production = new Set(Object.keys(manifest.dependencies ?? {}));
  const declared = new Set([...production, ...Object.keys(manifest.devDependencies ?? {})]);
  return [
    ...[...declared].filter((name) => !isUsed(name, used)).map((name) => `package.json: nobody uses ${name}`),
    ...uses
      .filter(({ name, typeOnly }) => !declared.has(name) && !(typeOnly && declared.has(typesOf(name))))
      .map(({ path, name }) => `${path}: ${name} is not declared in package.json`),
    ...uses
      // The screens are bundled when they are built; what they are made of is not needed afterwards.
      .filter(({ path }) => path.startsWith('src/') && !path.startsWith('src/web/'))
      .filter(({ name, typeOnly }) => !typeOnly && declared.has(name) && !production.has(name))
      .map(({ path, name }) => `${path}: needs ${name} at run time, which is a development package`),
  ];
}

type Use = { readonly path: string; readonly name: string; readonly typeOnly: boolean };

function packageUses(files: readonly SourceFile[]): readonly Use[] {
  return files
    .filter(({ path }) => /\.[mc]?[jt]sx?$/.test(path) && !path.startsWith('test/fixtures/'))
    .flatMap((file) =>
      importsOf(file)
        .filter(({ from }) => !/^(?:\.|node:)/.test(from) && !builtinModules.includes(from))
        .map(({ from, typeOnly }) => ({ path: file.path, name: packageName(from), typeOnly })),
    );
}

const packageName = (from: string): string =>
  from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');

const typesOf = (name: string): string => `@types/${name.replace('@', '').replace('/', '__')}`;

function isUsed(name: string, used: ReadonlySet<string>): boolean {
  if (used.has(name) || name in commandPackages || name === '@types/node') return true;
  return [...used].some((one) => typesOf(one) === name);
}
