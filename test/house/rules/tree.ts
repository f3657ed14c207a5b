import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A text file; `path` below the repository, with `/`. */
export type SourceFile = { readonly path: string; readonly text: string };

/** What a rule found: one line for a person, beginning with the place. */
export type Findings = readonly string[];

export const repository = join(import.meta.dirname, '..', '..', '..');

/** Every text file of the repository as it will be committed: tracked, or new and not ignored. */
export function repositoryFiles(): readonly SourceFile[] {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  });
  return list
    .split('\0')
    .filter((path) => path !== '' && statSync(join(repository, path), { throwIfNoEntry: false })?.isFile())
    .map((path) => ({ path, text: readFileSync(join(repository, path), 'utf8') }))
    .filter(({ text }) => !text.includes('\0'));
}

/** The file with this path. @throws when there is none: a rule that looks at nothing finds nothing */
export function fileAt(files: readonly SourceFile[], path: string): SourceFile {
  const found = files.find((file) => file.path === path);
  if (found === undefined) throw new Error(`there is no ${path}`);
  return found;
}

/** @returns how many lines a text has; a last line end counts for none */
export const lineCount = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
