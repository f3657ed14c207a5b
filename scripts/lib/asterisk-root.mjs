import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { isRoot, outputOf, run, which } from './run.mjs';
import { SetUpError, say } from './say.mjs';

/** Debian 12 has no `asterisk` package; this newer suite of Debian has the 22 LTS. */
const suite = 'forky';
const oldestMajor = 20;

/**
 * Where Asterisk is: `binary` as seen from `root`; root null: on this machine itself.
 * @typedef {{ readonly binary: string, readonly root: string | null }} AsteriskProgram
 */

/** The folder for what is prepared once and shared by all checkouts of one user; `H12_CACHE_DIR` overrides it. */
export function cacheDir(env = process.env) {
  return env.H12_CACHE_DIR ?? join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'hotline12345');
}

/**
 * Finds an Asterisk of at least 20 on the PATH, or the one prepared before, or prepares Debian's own in a private root file system
 * (root only, about a minute and 500 MB).
 * @returns {Promise<AsteriskProgram>}
 */
export async function resolveAsterisk() {
  const own = asteriskOnPath();
  if (own !== null) return { binary: own, root: null };
  const root = await prepareRoot();
  if (!isRoot()) {
    throw new SetUpError(
      'No Asterisk ≥ 20 on the PATH, and only root may change into the prepared one.',
      'sudo npm start',
    );
  }
  return { binary: '/usr/sbin/asterisk', root };
}

/** Debian's Asterisk in a root file system of its own, prepared when it is not there yet. @returns {Promise<string>} its folder */
export async function prepareRoot() {
  const root = join(cacheDir(), `asterisk-${suite}`);
  if (!existsSync(root)) await withLock(join(cacheDir(), 'asterisk.lock'), () => prepare(root));
  return root;
}

/** An Asterisk of at least 20 that this machine has of its own. @returns {string | null} */
export function asteriskOnPath() {
  const binary = which('asterisk');
  if (binary === null) return null;
  const version = /^Asterisk (?:certified-)?(\d+)\./.exec(outputOf(binary, ['-V']) ?? '');
  if (version !== null && Number(version[1]) >= oldestMajor) return binary;
  say(`${binary} is not Asterisk ${oldestMajor} or newer; a private one is used instead`);
  return null;
}

/** @param {string} root */
async function prepare(root) {
  if (existsSync(root)) return; // Another set-up made it while this one waited for the lock.
  if (!isRoot()) {
    throw new SetUpError(
      `No Asterisk ≥ ${oldestMajor} on the PATH, and without root none can be prepared.`,
      'sudo npm start   (or install Asterisk 20 or newer, so that `asterisk -V` works without sudo)',
    );
  }
  if (which('debootstrap') === null)
    throw new SetUpError('debootstrap is missing.', 'apt-get install -y debootstrap');
  say(`preparing Asterisk (Debian ${suite}) once in ${root}: about a minute`);
  const partial = `${root}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o755 });
  // The last word names the script: debootstrap of Debian 12 does not know newer suites by name.
  await run(
    'debootstrap',
    ['--variant=minbase', '--include=asterisk,ca-certificates', suite, partial, mirror(), 'sid'],
    {
      label: 'debootstrap',
    },
  );
  rmSync(join(partial, 'var/cache/apt/archives'), { recursive: true, force: true });
  // Each start binds its own file over these, without touching the shared root file system.
  for (const file of ['etc/hosts', 'etc/resolv.conf']) {
    rmSync(join(partial, file), { force: true });
    writeFileSync(join(partial, file), '127.0.0.1 localhost\n'.repeat(file === 'etc/hosts' ? 1 : 0));
  }
  renameSync(partial, root);
  say('Asterisk is prepared');
}

/** The Debian mirror this machine already uses. */
function mirror() {
  const targets = outputOf('apt-get', ['indextargets', '--format', '$(REPO_URI) $(RELEASE)']) ?? '';
  const mirrors = targets.split('\n').map((line) => line.split(' '));
  const main = mirrors.find(
    ([uri, release]) => uri !== undefined && !/security|updates|backports/.test(`${uri} ${release}`),
  );
  if (main?.[0] === undefined) {
    throw new SetUpError("No Debian mirror in this machine's apt sources.", 'apt-get update');
  }
  return main[0];
}
