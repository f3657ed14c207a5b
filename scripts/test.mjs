import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runMain } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';
import { ensureTapBuilt, tap } from './lib/tap.mjs';

const repo = join(import.meta.dirname, '..');
const everything = 'test/**/*.test.ts';

// npm test [-- FILE…]: all set-up that tests need, then tap. Options of tap may be given as well; --output-file=F keeps its raw result.
await runMain(async () => {
  process.chdir(repo);
  await setUp({ calls: true, browser: existsSync('test/browser') });
  await ensureTapBuilt();
  const given = process.argv.slice(2);
  const files = given.some((word) => !word.startsWith('-')) ? [] : [everything];
  // One at a time: tests with real calls measure time, and a second one beside them would be heard as a slow hotline.
  const args = [tap, '--jobs=1', '--timeout=300', '--reporter=terse', ...given, ...files];
  process.exitCode = await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
});
