import type { Actor } from '../access/model.ts';
import type { Role } from '../access/roles.ts';
import type { AgentId } from '../acd/model.ts';
import type { Brand } from '../lib/brand.ts';
import type { EpochMs } from '../lib/time.ts';
import type { UnitId } from '../units/model.ts';

/** Somebody who may sign in. The id is the name to sign in with; it stands in calls and tickets as the agent and never changes. */
export type Account = {
  readonly id: AgentId;
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** The unit the person works for; null: none. */
  readonly unit: UnitId | null;
  /** County or district of the person's office; null: the whole city's, or none. */
  readonly district: string | null;
  /** Whether the person is designated for confidential matters (Art. 21). */
  readonly cleared: boolean;
  readonly passwordHash: string;
  readonly disabled: boolean;
};

/** SHA-256 of a session's token, in hex: names the session without giving it away. */
export type SessionKey = Brand<string, 'SessionKey'>;

/** A session as it is kept. */
export type Session = {
  readonly key: SessionKey;
  readonly account: AgentId;
  readonly createdAt: EpochMs;
  readonly lastSeenAt: EpochMs;
};

/** Who is signed in, and by which session. */
export type SignedIn = {
  readonly actor: Actor;
  readonly displayName: string;
  readonly session: SessionKey;
};

/** How long a session lives, in ms: unused, and at most. */
export type SessionLimits = { readonly idleMs: number; readonly absoluteMs: number };
/** An hour away from the desk; a shift and its hand-over. */
export const sessionLimits: SessionLimits = { idleMs: 3_600_000, absoluteMs: 43_200_000 };

/** The instant after which a session is over unless it is used. */
export const sessionEndsAt = (session: Session, limits: SessionLimits): number =>
  Math.min(session.lastSeenAt + limits.idleMs, session.createdAt + limits.absoluteMs);

export const usernamePattern = '^[a-z0-9][a-z0-9._-]{0,31}$';
/** Of a new password, in characters. NIST SP 800-63B asks for 8 at least; longer ones than these only cost time. */
export const passwordLength = { min: 8, max: 128 } as const;

/** Why something about accounts and sessions was refused; stable codes of the API. */
export type PeopleRefusalCode =
  | 'H12_WRONG_CREDENTIALS'
  | 'H12_TOO_MANY_SIGN_INS'
  | 'H12_SIGN_IN_BUSY'
  | 'H12_BAD_ACCOUNT'
  | 'H12_ACCOUNT_EXISTS';
export type PeopleRefusal = {
  readonly code: PeopleRefusalCode;
  readonly why: string;
  /** When it may be tried again, in ms from now. */
  readonly retryMs?: number;
};
