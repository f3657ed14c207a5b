import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { canonicalHead, type Head, type SignedHead } from './chain.ts';

/** Signs heads of the record, and knows a signature of its own. */
export type Signer = {
  readonly keyId: string;
  /** The public key in PEM, to be kept where the database is not. */
  readonly publicKey: string;
  sign(head: Head): SignedHead;
  readonly isSigned: (head: SignedHead) => boolean;
};

/** The public key's name: the beginning of its SHA-256. */
const idOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);

/**
 * Reads the Ed25519 key of the record, or makes one: `<file>` for its owner alone, and `<file>.pub` to be given away.
 * @throws Error that names the file when it cannot be read as a key
 */
export function openSigner(file: string): Signer {
  if (!existsSync(file)) makeKey(file);
  const secret = readKey(file, createPrivateKey);
  const open = createPublicKey(secret);
  const keyId = idOf(open);
  return {
    keyId,
    publicKey: open.export({ type: 'spki', format: 'pem' }).toString(),
    sign: (head) => ({
      ...head,
      keyId,
      signature: sign(null, Buffer.from(canonicalHead(head)), secret).toString('base64'),
    }),
    isSigned: isSignedBy(open),
  };
}

/** Knows signatures by the public key alone, as whoever checks the record from outside does. */
export const readPublicKey = (file: string): ((head: SignedHead) => boolean) =>
  isSignedBy(readKey(file, createPublicKey));

const isSignedBy =
  (key: KeyObject) =>
  (head: SignedHead): boolean =>
    head.keyId === idOf(key) &&
    verify(null, Buffer.from(canonicalHead(head)), key, Buffer.from(head.signature, 'base64'));

function readKey(file: string, read: (pem: string) => KeyObject): KeyObject {
  try {
    return read(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file} is not an Ed25519 key that can be read`, { cause });
  }
}

function makeKey(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(`${file}.pub`, publicKey.export({ type: 'spki', format: 'pem' }), { mode: 0o644 });
  writeFileSync(`${file}.partial`, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  renameSync(`${file}.partial`, file);
}
