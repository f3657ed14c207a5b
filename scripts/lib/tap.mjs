import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';

const repo = join(import.meta.dirname, '..', '..');
const stamp = join(repo, 'node_modules/.tap-built-for');

export const tap = join(repo, 'node_modules/tap/dist/esm/run.mjs');

/**
 * Builds tap's runner with the plugins that package.json chooses. Tap does so by itself in its first run, but that run still uses the
 * runner it began with, whose TypeScript plugin finds no test.
 */
export async function ensureTapBuilt() {
  if (upToDate()) return;
  await withLock(join(repo, 'node_modules/.tap-build.lock'), async () => {
    if (upToDate()) return;
    say("building tap's runner");
    await run(process.execPath, [tap, 'build'], { cwd: repo, label: 'tap build' });
    writeFileSync(stamp, wanted());
  });
}

const upToDate = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted();

function wanted() {
  const { version } = JSON.parse(readFileSync(join(repo, 'node_modules/tap/package.json'), 'utf8'));
  const { plugin } = JSON.parse(readFileSync(join(repo, 'package.json'), 'utf8')).tap;
  return JSON.stringify({ version, plugin });
}
