import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Reads a secret, or makes it: 192 bits in letters, digits, `_` and `-`, which no configuration file gives a meaning. The file is its
 * owner's alone (0600, in a folder of 0700).
 * @param {string} file
 * @returns {string}
 */
export function ensureSecret(file) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if (!existsSync(file)) {
    const partial = `${file}.partial`;
    writeFileSync(partial, randomBytes(24).toString('base64url'), { mode: 0o600 });
    renameSync(partial, file);
  }
  chmodSync(dirname(file), 0o700);
  chmodSync(file, 0o600);
  return readFileSync(file, 'utf8').trim();
}
