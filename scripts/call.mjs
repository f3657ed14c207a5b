import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { runMain } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';

const repo = join(import.meta.dirname, '..');

// npm run call [-- --seconds N] [-- --nobody]: a test call, told step by step. The hotline runs already (npm start).
await runMain(async () => {
  process.chdir(repo);
  await setUp({ managed: false, build: false, calls: true });
  const args = ['--import', 'tsx', join(repo, 'scripts', 'place-call.ts'), ...process.argv.slice(2)];
  process.exitCode = await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
});
