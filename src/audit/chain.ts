import type { EpochMs } from '../lib/time.ts';
import type { AuditEntry } from './model.ts';

/** SHA-256 of a text in UTF-8, in hexadecimal; handed in, since a pure file asks nothing of the machine. */
export type Sha256 = (text: string) => string;

/** An entry in its place. */
export type Link = AuditEntry & {
  /** Counted from 1 without a gap. */
  readonly n: number;
  /** Hash of the entry before; of the first one `chainStart`. */
  readonly prev: string;
  readonly hash: string;
};

/** Where the chain ended at some instant. */
export type Head = { readonly n: number; readonly hash: string; readonly signedAt: EpochMs };
export type SignedHead = Head & { readonly keyId: string; readonly signature: string };

/** What the first entry holds in the place of a hash. */
export const chainStart = '0'.repeat(64);

/**
 * The one text an entry is hashed as: a JSON array of its members in this order. JSON writes each text and each whole number in one way
 * only, so nothing can be moved from one member into the next without changing it.
 */
export const canonical = (entry: AuditEntry, { n, prev }: Pick<Link, 'n' | 'prev'>): string =>
  JSON.stringify([
    'h12-audit-1',
    n,
    prev,
    entry.at,
    entry.actor,
    entry.action,
    entry.target,
    entry.outcome,
    entry.address,
    entry.why ?? null,
  ]);

/** Puts an entry behind the last one. */
export function link(last: Pick<Link, 'n' | 'hash'> | null, entry: AuditEntry, sha256: Sha256): Link {
  const place = { n: (last?.n ?? 0) + 1, prev: last?.hash ?? chainStart };
  return { ...entry, ...place, hash: sha256(canonical(entry, place)) };
}

/** The one text a head is signed as. */
export const canonicalHead = ({ n, hash, signedAt }: Head): string =>
  JSON.stringify(['h12-audit-head-1', n, hash, signedAt]);
