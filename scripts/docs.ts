// Writes the generated pages of docs/; with --check only says whether they are in step, and fails when they are not.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { phases } from '../src/calls/phases/index.ts';
import { readComments, renderCallTable } from './lib/call-table.ts';

const repository = join(import.meta.dirname, '..');
const page = join(repository, 'docs', 'call-table.md');

/** The page as the sources have it now. */
export function callTable(): string {
  const comments = Object.keys(phases).flatMap((phase) => [
    ...readComments(phase, readFileSync(join(repository, 'src', 'calls', 'phases', `${phase}.ts`), 'utf8')),
  ]);
  return renderCallTable(phases, new Map(comments));
}

function main(): void {
  const made = callTable();
  if (!process.argv.includes('--check')) {
    writeFileSync(page, made);
    return;
  }
  if (readFileSync(page, 'utf8') === made) return;
  console.error('docs/call-table.md is not in step with src/calls/phases/: run `npm run docs`');
  process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) main();
