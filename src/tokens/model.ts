import { type Right, rightNames } from '../access/roles.ts';
import type { AgentId } from '../acd/model.ts';
import type { Brand } from '../lib/brand.ts';
import type { EpochMs } from '../lib/time.ts';

/** Names a token in lists and on the record; opens nothing. */
export type TokenId = Brand<string, 'TokenId'>;

/** A machine's way in: it may do what its rights allow, as far as its maker may. */
export type Token = {
  readonly id: TokenId;
  /** SHA-256 of the secret, in hex. */
  readonly key: string;
  readonly account: AgentId;
  readonly name: string;
  readonly rights: readonly Right[];
  readonly createdAt: EpochMs;
  readonly expiresAt: EpochMs;
  readonly lastUsedAt: EpochMs | null;
  readonly revokedAt: EpochMs | null;
};

/** What no token may: the sessions of people, more tokens, accounts, the desk's socket, which is a browser's, and what citizens said. */
const peopleOnly: ReadonlySet<Right> = new Set([
  'session.own',
  'tokens.manage',
  'accounts.read',
  'accounts.write',
  'desk.open',
  'softphone.open',
  'recording.play',
  'recording.request',
  'recording.release',
  'recording.mark',
  'recording.keep',
  'recording.approve',
]);
export const tokenRights: readonly Right[] = rightNames.filter((right) => !peopleOnly.has(right));

/** At most; a machine gets a new one once a year. */
export const longestMs = 366 * 86_400_000;

export type TokenRefusal = {
  readonly code: 'H12_NO_SUCH_TOKEN' | 'H12_BAD_EXPIRY' | 'H12_MORE_THAN_MAKER';
  readonly why: string;
};
