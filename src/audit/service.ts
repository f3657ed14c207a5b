import type { EpochMs } from '../lib/time.ts';
import type { SignedHead } from './chain.ts';
import type { Signer } from './signer.ts';
import { type AuditStore, sha256 } from './store.ts';
import { type AuditFinding, verifyChain } from './verify.ts';

/** Signs where the chain ends now. @returns the head; null when there is nothing new since the last one */
export function signHead(store: AuditStore, signer: Signer, now: EpochMs): SignedHead | null {
  const last = store.last();
  if (last === null || store.heads().at(-1)?.n === last.n) return null;
  const head = signer.sign({ n: last.n, hash: last.hash, signedAt: now });
  store.addHead(head);
  return head;
}

export type AuditReport = {
  readonly entries: number;
  readonly heads: number;
  readonly findings: readonly AuditFinding[];
};

/**
 * Checks the whole record.
 * @param kept heads that were kept outside the database, so that none can be taken out of it unseen
 */
export function verifyAudit(
  store: AuditStore,
  isSigned: (head: SignedHead) => boolean,
  kept: readonly SignedHead[] = [],
): AuditReport {
  const heads = [...store.heads(), ...kept];
  let entries = 0;
  const counted = function* () {
    for (const link of store.links()) {
      entries += 1;
      yield link;
    }
  };
  const findings = [...verifyChain(counted(), { heads, lastGiven: store.lastGiven() }, { sha256, isSigned })];
  return { entries, heads: heads.length, findings };
}
