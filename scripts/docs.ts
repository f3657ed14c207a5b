// Writes the generated pages of docs/; with --check only says whether they are in step, and fails when they are not.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { phases } from '../src/calls/phases/index.ts';
import { accessRules } from '../src/recordings/access.ts';
import { life } from '../src/tickets/life/decide.ts';
import { readComments, renderCallTable } from './lib/call-table.ts';
import { renderRecordingsAccess } from './lib/recordings-access.ts';
import { renderTicketLife } from './lib/ticket-life.ts';

const repository = join(import.meta.dirname, '..');

/** The call table as the sources have it now. */
export function callTable(): string {
  const comments = Object.keys(phases).flatMap((phase) => [
    ...readComments(phase, readFileSync(join(repository, 'src', 'calls', 'phases', `${phase}.ts`), 'utf8')),
  ]);
  return renderCallTable(phases, new Map(comments));
}

/** Every generated page: its file in docs/, what makes it, and from where. */
const pages = [
  { file: 'call-table.md', make: callTable, from: 'src/calls/phases/' },
  {
    file: 'recordings-access.md',
    make: () => renderRecordingsAccess(accessRules),
    from: 'src/recordings/access.ts',
  },
  { file: 'ticket-life.md', make: () => renderTicketLife(life), from: 'src/tickets/life/' },
] as const;

function main(): void {
  for (const { file, make, from } of pages) {
    const page = join(repository, 'docs', file);
    const made = make();
    if (!process.argv.includes('--check')) writeFileSync(page, made);
    else if (!existsSync(page) || readFileSync(page, 'utf8') !== made) {
      console.error(`docs/${file} is not in step with ${from}: run \`npm run docs\``);
      process.exitCode = 1;
    }
  }
}

if (process.argv[1] === import.meta.filename) main();
