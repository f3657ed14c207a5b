import { isPure, purePackages } from '../../../scripts/lib/rooms.mjs';
import { importsOf, resolveImport } from './syntax.ts';
import type { Findings, SourceFile } from './tree.ts';

/** Pure files that import, other than as types, something that is not pure. ESLint sees to the rest: clock, chance, waiting. */
export function purityFindings(files: readonly SourceFile[]): Findings {
  return files
    .filter(({ path }) => isPure(path))
    .flatMap((file) =>
      importsOf(file)
        .filter(({ from, typeOnly }) => !typeOnly && !isPureImport(file.path, from))
        .map(({ from }) => `${file.path}: a pure file imports ${from}, which is not`),
    );
}

function isPureImport(path: string, from: string): boolean {
  const target = resolveImport(path, from);
  return target === null ? purePackages.some((name) => `${from}/`.startsWith(`${name}/`)) : isPure(target);
}
