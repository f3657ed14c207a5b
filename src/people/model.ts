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
  /** Somebody else made the password: it must be changed before anything else is done. */
  readonly mustChangePassword: boolean;
  /** Base32 of the second factor's shared secret; null: the account has none. */
  readonly totpSecret: string | null;
  readonly createdAt: EpochMs;
};

/** An account as who asks. */
export const actorOf = ({ id, roles, unit, district, cleared }: Account): Actor => ({
  id,
  roles,
  unit,
  district,
  cleared,
});

/** What may be changed of an account by who administers it. */
export type AccountChange = Partial<
  Pick<Account, 'displayName' | 'roles' | 'unit' | 'district' | 'cleared' | 'disabled'>
>;

/** SHA-256 of a session's token, in hex: names the session without giving it away. */
export type SessionKey = Brand<string, 'SessionKey'>;

/** A session as it is kept. */
export type Session = {
  readonly key: SessionKey;
  readonly account: AgentId;
  readonly createdAt: EpochMs;
  readonly lastSeenAt: EpochMs;
  /** Where it began, and in which browser as that says itself; null: begun before this was noted. */
  readonly address: string | null;
  readonly browser: string | null;
};

/** Names a session in lists: the beginning of its key. */
export const sessionIdOf = (key: SessionKey): string => key.slice(0, 16);

/** What somebody who is signed in must do before anything else. */
export type SignInLimit = 'passwordChange' | 'secondFactor';

/** Who is signed in, and by which session; a machine: by which token's key. */
export type SignedIn = {
  readonly actor: Actor;
  readonly displayName: string;
  readonly session: SessionKey;
  /** Null: the person may do all that the roles allow. */
  readonly limit: SignInLimit | null;
  readonly secondFactor: boolean;
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
  | 'H12_ACCOUNT_EXISTS'
  | 'H12_NO_SUCH_ACCOUNT'
  | 'H12_NO_SUCH_SESSION'
  | 'H12_LAST_ADMINISTRATOR'
  | 'H12_CODE_NEEDED'
  | 'H12_WRONG_CODE'
  | 'H12_WRONG_PASSWORD'
  | 'H12_PASSWORD_UNCHANGED'
  | 'H12_SECOND_FACTOR_REQUIRED'
  | 'H12_NO_SECOND_FACTOR'
  | 'H12_HAS_SECOND_FACTOR';
export type PeopleRefusal = {
  readonly code: PeopleRefusalCode;
  readonly why: string;
  /** When it may be tried again, in ms from now. */
  readonly retryMs?: number;
};
