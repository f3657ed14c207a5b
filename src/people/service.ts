import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '../access/model.ts';
import { type Role, roles } from '../access/roles.ts';
import type { AgentId } from '../acd/model.ts';
import type { Audit } from '../audit/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { UnitId } from '../units/model.ts';
import { type Failures, failedAgain, lockedForMs, lockRules } from './lockout.ts';
import {
  type Account,
  type PeopleRefusal,
  passwordLength,
  type Session,
  type SessionKey,
  type SessionLimits,
  type SignedIn,
  sessionEndsAt,
  sessionLimits,
  usernamePattern,
} from './model.ts';
import { hashPassword, verifyPassword } from './password.ts';
import type { PeopleStore } from './store.ts';

export type PeopleDeps = {
  readonly store: PeopleStore;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  readonly limits?: SessionLimits;
};

export type NewAccount = {
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly unit?: UnitId | null;
  readonly district?: string | null;
  readonly cleared?: boolean;
  readonly password: string;
};
export type SignInTry = {
  readonly username: string;
  readonly password: string;
  readonly address: string;
};
export type SignInResult =
  | { readonly ok: true; readonly token: string; readonly who: SignedIn }
  | { readonly ok: false; readonly refusal: PeopleRefusal };

/** A use is noted at most so often, in ms: a request must not cost a write. */
const touchEveryMs = 60_000;
/** Of names and addresses whose failures are remembered; the oldest are forgotten first. */
const mostRemembered = 10_000;

/** Accounts, sign-in, sessions. */
export class PeopleService {
  readonly #deps: PeopleDeps;
  readonly #limits: SessionLimits;
  readonly #failures = new Map<string, Failures>();
  readonly #listeners = new Set<(session: SessionKey) => void>();
  #names: ReadonlyMap<AgentId, string> | null = null;

  constructor(deps: PeopleDeps) {
    this.#deps = deps;
    this.#limits = deps.limits ?? sessionLimits;
  }

  /** Whether anybody may sign in at all. */
  isEmpty(): boolean {
    return this.#deps.store.countAccounts() === 0;
  }

  /** Makes an account. */
  async create(asked: NewAccount): Promise<PeopleRefusal | null> {
    const problem = accountProblem(asked);
    if (problem !== null) return { code: 'H12_BAD_ACCOUNT', why: problem };
    const account: Account = {
      id: asked.username as AgentId,
      displayName: asked.displayName,
      roles: asked.roles,
      unit: asked.unit ?? null,
      district: asked.district ?? null,
      cleared: asked.cleared ?? false,
      passwordHash: await hashPassword(asked.password),
      disabled: false,
    };
    this.#names = null;
    return this.#deps.store.addAccount(account, this.#deps.now())
      ? null
      : { code: 'H12_ACCOUNT_EXISTS', why: 'there is an account of this name' };
  }

  /** The name shown for an agent; null when there is no such account. */
  nameOf(agent: AgentId): string | null {
    this.#names ??= this.#deps.store.names();
    return this.#names.get(agent) ?? null;
  }

  /** Begins a session. Takes as long, and answers the same, whether the name or the password is wrong. */
  async signIn({ username, password, address }: SignInTry): Promise<SignInResult> {
    const { store, now } = this.#deps;
    const keys = { pair: `p ${username} ${address}`, account: `a ${username}`, address: `i ${address}` };
    const waitMs = Math.max(...Object.values(keys).map((key) => lockedForMs(this.#failures.get(key), now())));
    if (waitMs > 0) return refused('H12_TOO_MANY_SIGN_INS', 'too many sign-ins failed; wait', waitMs);
    // Counted before the answer is known, or else many tries at once would count as one.
    this.#failed(keys.pair, 'pair');
    this.#failed(keys.account, 'account');
    const account = store.account(username);
    const right = await verifyPassword(account?.passwordHash ?? null, password);
    if (right === null)
      return refused('H12_SIGN_IN_BUSY', 'too many people are signing in at this moment', 1_000);
    if (!right || account === null || account.disabled) {
      this.#failed(keys.address, 'address');
      // A name that no account has may be a password that was typed into the wrong field.
      this.#audit(account?.id ?? '(unknown)', 'session.signIn', 'H12_WRONG_CREDENTIALS', address);
      return refused('H12_WRONG_CREDENTIALS', 'name or password is wrong');
    }
    this.#failures.delete(keys.pair);
    this.#failures.delete(keys.account);
    this.#audit(account.id, 'session.signIn', 'done', address);
    return { ok: true, ...this.#begin(account) };
  }

  /** Who a token belongs to; null when it is unknown or its session is over. */
  who(token: string): SignedIn | null {
    return this.whoBy(keyOf(token), true);
  }

  /** Who a session belongs to; null when it is over. @param used whether this is a use of it, which keeps it from ending idle */
  whoBy(key: SessionKey, used: boolean): SignedIn | null {
    const { store, now } = this.#deps;
    const session = store.session(key);
    if (session === null) return null;
    const account = store.account(session.account);
    if (account === null || account.disabled || sessionEndsAt(session, this.#limits) <= now()) {
      this.#end(key);
      return null;
    }
    if (used && now() - session.lastSeenAt >= touchEveryMs) store.touch(key, now());
    return signedIn(account, key);
  }

  signOut(who: SignedIn, address: string): void {
    this.#audit(who.actor.id, 'session.signOut', 'done', address);
    this.#end(who.session);
  }

  /** Removes what is over. @returns how many sessions */
  purge(): number {
    const at = this.#deps.now();
    return this.#deps.store.purge(at - this.#limits.absoluteMs, at - this.#limits.idleMs);
  }

  /** Tells of every session that ends by sign-out or is found to be over. @returns a function that ends the listening */
  onSessionEnd(listener: (session: SessionKey) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #begin(account: Account): { readonly token: string; readonly who: SignedIn } {
    const token = randomBytes(32).toString('base64url');
    const at = this.#deps.now();
    const session: Session = { key: keyOf(token), account: account.id, createdAt: at, lastSeenAt: at };
    this.#deps.store.addSession(session);
    return { token, who: signedIn(account, session.key) };
  }

  #end(key: SessionKey): void {
    if (!this.#deps.store.removeSession(key)) return;
    for (const listener of this.#listeners) listener(key);
  }

  #failed(key: string, rule: keyof typeof lockRules): void {
    const failures = failedAgain(this.#failures.get(key), lockRules[rule], this.#deps.now());
    this.#failures.delete(key);
    this.#failures.set(key, failures);
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > mostRemembered && oldest !== undefined) this.#failures.delete(oldest);
  }

  #audit(
    actor: string,
    action: 'session.signIn' | 'session.signOut',
    outcome: string,
    address: string,
  ): void {
    this.#deps.audit({ at: this.#deps.now(), actor, action, target: null, outcome, address });
  }
}

const refused = (code: PeopleRefusal['code'], why: string, retryMs?: number): SignInResult => ({
  ok: false,
  refusal: { code, why, ...(retryMs === undefined ? {} : { retryMs }) },
});

const keyOf = (token: string): SessionKey => createHash('sha256').update(token).digest('hex') as SessionKey;

const actorOf = ({ id, roles, unit, district, cleared }: Account): Actor => ({
  id,
  roles,
  unit,
  district,
  cleared,
});

const signedIn = (account: Account, session: SessionKey): SignedIn => ({
  actor: actorOf(account),
  displayName: account.displayName,
  session,
});

const username = new RegExp(usernamePattern);

function accountProblem(asked: NewAccount): string | null {
  if (!username.test(asked.username))
    return 'the name to sign in with has 1 to 32 small letters, digits, dots and dashes';
  if (asked.displayName.trim() === '' || asked.displayName.length > 64)
    return 'the name shown has 1 to 64 characters';
  const { min, max } = passwordLength;
  if (asked.password.length < min || asked.password.length > max)
    return `the password has ${String(min)} to ${String(max)} characters`;
  return asked.roles.every((role) => roles.includes(role)) ? null : 'there is no such role';
}
