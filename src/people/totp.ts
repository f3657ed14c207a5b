import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** RFC 4648, 6: what authenticator apps read. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** RFC 6238, 4.1 and RFC 4226, 5.3: what all apps can do. */
const stepMs = 30_000;
const digits = 6;
/** So many steps before and after the present one are taken: clocks of phones differ (RFC 6238, 5.2). */
const tolerance = 1;

/** Bytes as Base32, without padding. */
export function toBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += alphabet[(value >> (bits - 5)) & 31] ?? '';
  }
  return bits === 0 ? text : text + (alphabet[(value << (5 - bits)) & 31] ?? '');
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of text) {
    value = ((value << 5) | alphabet.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 255);
  }
  return Buffer.from(bytes);
}

/** A new shared secret: 160 random bits (RFC 4226, 4, R6). */
export const newTotpSecret = (): string => toBase32(randomBytes(20));

/** The step an instant lies in. */
export const stepAt = (at: number): number => Math.floor(at / stepMs);

/** The code of a step (RFC 4226, 5.3). */
export function codeOf(secret: string, step: number, length = digits): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** length).padStart(length, '0');
}

/**
 * The step whose code this is; null when it is none of now, or one that was used before: of all steps up to `usedStep` no code is taken.
 * Takes as long whether and wherever it fits.
 */
export function stepOfCode(secret: string, code: string, at: number, usedStep: number): number | null {
  if (!/^[0-9]{6}$/.test(code)) return null;
  const given = Buffer.from(code);
  let found: number | null = null;
  for (let step = stepAt(at) - tolerance; step <= stepAt(at) + tolerance; step += 1) {
    const same = timingSafeEqual(Buffer.from(codeOf(secret, step)), given);
    if (same && step > usedStep) found ??= step;
  }
  return found;
}

/** What an authenticator app reads from the picture. @param issuer the hotline's name, @param account the name to sign in with */
export function totpUri(issuer: string, account: string, secret: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;
}
