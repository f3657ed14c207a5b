import { existsSync, readdirSync } from 'node:fs';
import { isRoot, run, which } from './run.mjs';
import { SetUpError, say } from './say.mjs';

/**
 * A command and the Debian package it comes in.
 * @typedef {{ readonly command: string, readonly package: string, readonly file?: string }} Need file: what is looked for instead, where it is no command
 */

/** @type {Record<'asterisk' | 'recordings' | 'certificate' | 'sounds' | 'compiler' | 'calls' | 'browser' | 'letters', readonly Need[]>} */
export const needs = {
  asterisk: [{ command: 'debootstrap', package: 'debootstrap' }],
  recordings: [{ command: 'opusenc', package: 'opus-tools' }],
  certificate: [{ command: 'openssl', package: 'openssl' }],
  sounds: [
    { command: 'espeak-ng', package: 'espeak-ng' },
    { command: 'sox', package: 'sox' },
  ],
  compiler: [
    { command: 'gcc', package: 'gcc' },
    { command: 'g++', package: 'g++' },
    { command: 'make', package: 'make' },
    { command: 'python3', package: 'python3' },
  ],
  calls: [{ command: 'sipp', package: 'sip-tester' }],
  browser: [{ command: 'chromium', package: 'chromium' }],
  letters: [
    {
      command: 'Chinese letters for dossiers',
      package: 'fonts-noto-cjk',
      file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
    },
  ],
};

/**
 * Installs the packages whose commands are missing.
 * @param {readonly Need[]} wanted
 * @throws {SetUpError} without root, naming every missing command and the one command that installs them all
 */
export async function ensurePackages(wanted) {
  const missing = wanted.filter(({ command, file }) =>
    file === undefined ? which(command) === null : !existsSync(file),
  );
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((need) => need.package))];
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  if (!isRoot() || which('apt-get') === null) {
    throw new SetUpError(
      `Missing: ${missing.map(({ command }) => command).join(', ')}.`,
      `sudo apt-get update && sudo apt-get ${install.join(' ')}`,
    );
  }
  say(`installing ${packages.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if (!hasLists()) await run('apt-get', ['update'], { env, label: 'apt-get update' });
  try {
    await run('apt-get', install, { env, label: 'apt-get' });
  } catch {
    // Lists that are some weeks old name versions the mirror no longer has.
    await run('apt-get', ['update'], { env, label: 'apt-get update' });
    await run('apt-get', install, { env, label: 'apt-get' });
  }
}

const hasLists = () =>
  existsSync('/var/lib/apt/lists') &&
  readdirSync('/var/lib/apt/lists').some((name) => name.endsWith('Packages') || name.includes('_Packages'));
