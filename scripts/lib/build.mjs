import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';

const repo = join(import.meta.dirname, '..', '..');
const stamp = join(repo, 'dist', '.built-from');
const others = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/build-web.mjs'];

/** Builds `dist/` when the sources are not those it was built from. Without sources (in an image) there is nothing to do. */
export async function ensureBuilt() {
  if (!existsSync(join(repo, 'src'))) return;
  if (builtFrom() === sources()) return;
  await withLock(join(repo, '.build.lock'), async () => {
    const now = sources();
    if (builtFrom() === now) return;
    say('building (npm run build)');
    await run('npm', ['run', 'build'], { cwd: repo, label: 'build' });
    writeFileSync(stamp, now);
  });
}

const builtFrom = () => (existsSync(stamp) ? readFileSync(stamp, 'utf8') : '');

/** A digest of all that goes into the build; some hundred small files, read in a few ms. */
function sources() {
  const hash = createHash('sha256');
  const files = readdirSync(join(repo, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .concat(others.map((name) => join(repo, name)).filter((file) => existsSync(file)))
    .sort();
  for (const file of files)
    hash.update(file.slice(repo.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}
