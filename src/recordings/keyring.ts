import { execFileSync } from 'node:child_process';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The vault's keys are not there, not readable, or not the right ones. The text says which and what to do; it holds no key. */
export class VaultKeyError extends Error {
  override readonly name = 'VaultKeyError';
}

/** Where the keys come from: a file, or what a command prints (a KMS's client, say). */
export type KeySource =
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'command'; readonly command: string };

/** A data key as it is stored: wrapped by the key of this name. */
export type Wrapped = { readonly kek: string; readonly wrapped: Buffer };

/** The keys that wrap data keys (key-encryption keys), by their names. */
export type Keyring = {
  /** The one that new data keys are wrapped with. */
  readonly current: string;
  readonly names: readonly string[];
  /** @param of what the key opens; it opens nothing else. @param kek the current one if not given */
  wrap(key: Buffer, of: string, kek?: string): Wrapped;
  /** @throws VaultKeyError when the ring lacks the key, or has another of its name */
  unwrap(wrapped: Wrapped, of: string): Buffer;
};

type RingFile = { readonly current: string; readonly keys: Readonly<Record<string, string>> };

const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;
const commandLimitMs = 20_000;
const namePattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/;

const aad = (kek: string, of: string): Buffer => Buffer.from(JSON.stringify(['h12-key-1', kek, of]));

/** @throws VaultKeyError when there are no keys that can be used */
export function openKeyring(source: KeySource): Keyring {
  const where = source.from === 'file' ? `the key file ${source.path}` : 'what the key command prints';
  return ringOf(
    parse(source.from === 'file' ? readKeys(source.path) : runCommand(source.command), where),
    where,
  );
}

function ringOf({ current, keys }: RingFile, where: string): Keyring {
  const keyOf = (kek: string): Buffer => {
    const text = keys[kek];
    if (text === undefined)
      throw new VaultKeyError(
        `the vault's key ${kek} is not in ${where}: put it back, or restore it from its copy`,
      );
    return Buffer.from(text, 'base64');
  };
  return {
    current,
    names: Object.keys(keys),
    wrap(key, of, kek = current) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', keyOf(kek), iv).setAAD(aad(kek, of));
      const body = Buffer.concat([cipher.update(key), cipher.final()]);
      return { kek, wrapped: Buffer.concat([iv, body, cipher.getAuthTag()]) };
    },
    unwrap({ kek, wrapped }, of) {
      const key = keyOf(kek);
      const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, ivBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(aad(kek, of)).setAuthTag(wrapped.subarray(-tagBytes));
      try {
        return Buffer.concat([decipher.update(wrapped.subarray(ivBytes, -tagBytes)), decipher.final()]);
      } catch (cause) {
        throw new VaultKeyError(
          `the vault's key ${kek} in ${where} does not open what it should: it is another key of that name, or the wrapped key was changed`,
          { cause },
        );
      }
    },
  };
}

function readKeys(path: string): string {
  if (!existsSync(path))
    throw new VaultKeyError(
      `the vault's key file ${path} is not there: restore it from its copy; for a new hotline make one with npm run vault:key -- ${path}`,
    );
  if ((statSync(path).mode & 0o077) !== 0)
    throw new VaultKeyError(`the vault's key file ${path} can be read by others: chmod 600 ${path}`);
  return readFileSync(path, 'utf8');
}

/** The command is the administrator's own, from the configuration; it is run by the shell, as they would type it. */
function runCommand(command: string): string {
  try {
    return execFileSync('sh', ['-c', command], {
      encoding: 'utf8',
      timeout: commandLimitMs,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  } catch {
    throw new VaultKeyError('the key command failed: H12_VAULT_KEY_COMMAND; its own words are in the log');
  }
}

function parse(text: string, where: string): RingFile {
  const bad = new VaultKeyError(
    `${where} cannot be used: it must be JSON like {"current":"k1","keys":{"k1":"<32 bytes in base64>"}}`,
  );
  let value: Partial<RingFile> | null;
  try {
    value = JSON.parse(text) as Partial<RingFile> | null;
  } catch {
    throw bad;
  }
  const { current, keys } = value ?? {};
  if (typeof current !== 'string' || typeof keys !== 'object') throw bad;
  const sound = Object.entries(keys).every(
    ([name, key]) =>
      namePattern.test(name) && typeof key === 'string' && Buffer.from(key, 'base64').length === keyBytes,
  );
  if (!sound || keys[current] === undefined) throw bad;
  return { current, keys };
}

/** Makes a key file with a first key, its owner's alone. @throws VaultKeyError when there is one */
export function makeKeyFile(path: string): void {
  if (existsSync(path)) throw new VaultKeyError(`there is a key file ${path} already`);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  write(path, { current: 'k1', keys: { k1: randomBytes(keyBytes).toString('base64') } });
}

/** Puts a new key into the file and makes it the current one; the others stay. @returns its name */
export function addKey(path: string): string {
  const ring = parse(readKeys(path), `the key file ${path}`);
  const numbers = Object.keys(ring.keys).map((name) => Number(/^k(\d+)$/.exec(name)?.[1] ?? 0));
  const current = `k${String(Math.max(0, ...numbers) + 1)}`;
  write(path, { current, keys: { ...ring.keys, [current]: randomBytes(keyBytes).toString('base64') } });
  return current;
}

function write(path: string, ring: RingFile): void {
  writeFileSync(`${path}.partial`, `${JSON.stringify(ring, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.partial`, path);
}
