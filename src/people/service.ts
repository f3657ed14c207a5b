import { createHash, randomBytes } from 'node:crypto';
import { nameOnRecord } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import { type Role, roles } from '../access/roles.ts';
import type { AgentId } from '../acd/model.ts';
import type { Audit, AuditAction } from '../audit/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { UnitId } from '../units/model.ts';
import { Accounts } from './accounts.ts';
import { failedAgain, forgottenAfterMs, lockedForMs, lockRules } from './lockout.ts';
import {
  type Account,
  actorOf,
  type PeopleRefusal,
  passwordLength,
  type Session,
  type SessionKey,
  type SessionLimits,
  type SignedIn,
  type SignInLimit,
  sessionEndsAt,
  sessionIdOf,
  sessionLimits,
  usernamePattern,
} from './model.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { SecondFactor, wrongCode } from './second-factor.ts';
import type { FailureKey, PeopleStore } from './store.ts';

export type PeopleDeps = {
  readonly store: PeopleStore;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  readonly limits?: SessionLimits;
  /** Does something when the request under way has been served; at once if not given. */
  readonly afterwards?: (work: () => void) => void;
};

export type NewAccount = {
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly unit?: UnitId | null;
  readonly district?: string | null;
  readonly cleared?: boolean;
  readonly password: string;
  /** Somebody else knows the password: it must be changed first. */
  readonly mustChangePassword?: boolean;
};
export type SignInTry = {
  readonly username: string;
  readonly password: string;
  /** Of the app, or for recovery; not given: the account may have no second factor. */
  readonly code?: string | undefined;
  readonly address: string;
  /** As the browser says itself. */
  readonly browser?: string | undefined;
};
export type SignInResult =
  | { readonly ok: true; readonly token: string; readonly who: SignedIn }
  | { readonly ok: false; readonly refusal: PeopleRefusal };

/** A use is noted at most so often, in ms: a request must not cost a write. */
const touchEveryMs = 60_000;
/** Of names and addresses whose failures are remembered; the oldest are forgotten first. */
const mostRemembered = 10_000;
const longestBrowser = 200;

/** Sign-in and sessions. What is done to accounts: `Accounts`. */
export class PeopleService {
  readonly #deps: PeopleDeps;
  readonly #limits: SessionLimits;
  readonly #listeners = new Set<(session: SessionKey) => void>();
  readonly secondFactor: SecondFactor;
  readonly accounts: Accounts;
  #names: ReadonlyMap<AgentId, string> | null = null;

  constructor(deps: PeopleDeps) {
    this.#deps = deps;
    this.#limits = deps.limits ?? sessionLimits;
    this.accounts = new Accounts({ ...deps, people: this });
    this.secondFactor = new SecondFactor({
      store: deps.store,
      now: deps.now,
      record: (actor, action, target) =>
        deps.audit({ at: deps.now(), actor, action, target, outcome: 'done', address: null }),
    });
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
      mustChangePassword: asked.mustChangePassword ?? false,
      totpSecret: null,
      createdAt: this.#deps.now(),
    };
    this.forgetNames();
    return this.#deps.store.addAccount(account)
      ? null
      : { code: 'H12_ACCOUNT_EXISTS', why: 'there is an account of this name' };
  }

  /** The name shown for an agent; null when there is no such account. */
  nameOf(agent: AgentId): string | null {
    this.#names ??= this.#deps.store.names();
    return this.#names.get(agent) ?? null;
  }

  /** After a name has changed. */
  forgetNames(): void {
    this.#names = null;
  }

  /** Begins a session. Takes as long, and answers the same, whether the name or the password is wrong. */
  async signIn({ username, password, code, address, browser }: SignInTry): Promise<SignInResult> {
    const { store, now } = this.#deps;
    const keys = failureKeys(username, address);
    const waitMs = Math.max(...Object.values(keys).map(({ key }) => lockedForMs(store.failures(key), now())));
    if (waitMs > 0) return refused('H12_TOO_MANY_SIGN_INS', 'too many sign-ins failed; wait', waitMs);
    // Counted before the answer is known, or else many tries at once would count as one; and written, so that a restart forgives nothing.
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
    const without = this.#codeProblem(account, code);
    if (without !== null) {
      if (without.code !== 'H12_CODE_NEEDED') this.#failed(keys.address, 'address');
      this.#audit(account.id, 'session.signIn', without.code, address);
      return { ok: false, refusal: without };
    }
    this.forgiveTries(username, address);
    this.#audit(account.id, 'session.signIn', 'done', address);
    return { ok: true, ...this.#begin(account, address, browser ?? null) };
  }

  /** Who a session's secret belongs to; null when it is unknown or its session is over. */
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
    if (used && now() - session.lastSeenAt >= touchEveryMs) this.#touch(key);
    return this.#signedIn(account, key);
  }

  /**
   * A use that cannot be noted (the database is locked, the disk is full) keeps nobody from what they came for, and to find that it cannot
   * takes time: it may be an emergency.
   */
  #touch(key: SessionKey): void {
    const at = this.#deps.now();
    const note = (): void => {
      try {
        this.#deps.store.touch(key, at);
      } catch {
        // Noted with the next use.
      }
    };
    if (this.#deps.afterwards === undefined) note();
    else this.#deps.afterwards(note);
  }

  signOut(who: SignedIn, address: string): void {
    this.#audit(who.actor.id, 'session.signOut', 'done', address);
    this.#end(who.session);
  }

  /** Somebody's sessions that go on, newest first. */
  sessionsOf(account: AgentId): readonly Session[] {
    const at = this.#deps.now();
    return this.#deps.store.sessionsOf(account).filter((one) => sessionEndsAt(one, this.#limits) > at);
  }

  /** Ends one session of an account. @param by who ends it, for the record */
  endSession(account: AgentId, id: string, by: Actor, address: string): PeopleRefusal | null {
    const session = this.sessionsOf(account).find(({ key }) => sessionIdOf(key) === id);
    if (session === undefined) return { code: 'H12_NO_SUCH_SESSION', why: 'there is no such session' };
    this.#deps.audit({
      at: this.#deps.now(),
      actor: nameOnRecord(by),
      action: 'session.end',
      target: `${account} ${id}`,
      outcome: 'done',
      address,
    });
    this.#end(session.key);
    return null;
  }

  /** Ends all sessions of an account at once. @param but the one that stays; null: none */
  endSessions(account: AgentId, but: SessionKey | null): void {
    for (const { key } of this.#deps.store.sessionsOf(account)) if (key !== but) this.#end(key);
  }

  /** Lets a name sign in again that has failed too often. */
  unlock(username: string): void {
    this.#deps.store.forgetName(digestOf(`n ${username}`));
  }

  /** Counts a try of a password at an open screen like one at the door. */
  countTry(username: string, address: string): void {
    const keys = failureKeys(username, address);
    this.#failed(keys.pair, 'pair');
    this.#failed(keys.account, 'account');
  }

  /** The right password was given: the tries before it were the person's own. */
  forgiveTries(username: string, address: string): void {
    const { pair, account } = failureKeys(username, address);
    for (const { key } of [pair, account]) this.#deps.store.forgetFailures(key);
  }

  /** How long a name can sign in from nowhere, in ms; 0: it can. */
  lockedForMs(username: string, address = ''): number {
    const { store, now } = this.#deps;
    const { pair, account } = failureKeys(username, address);
    return Math.max(...[pair, account].map(({ key }) => lockedForMs(store.failures(key), now())));
  }

  /** Removes what is over. @returns how many sessions */
  purge(): number {
    const at = this.#deps.now();
    this.#deps.store.purgeFailures(at - forgottenAfterMs, mostRemembered);
    return this.#deps.store.purge(at - this.#limits.absoluteMs, at - this.#limits.idleMs);
  }

  /** Tells of every session that is ended or is found to be over. @returns a function that ends the listening */
  onSessionEnd(listener: (session: SessionKey) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #codeProblem(account: Account, code: string | undefined): PeopleRefusal | null {
    if (account.totpSecret === null) return null;
    if (code === undefined)
      return { code: 'H12_CODE_NEEDED', why: 'send the code of the second factor, too' };
    return this.secondFactor.takes(account, code) ? null : wrongCode;
  }

  #begin(account: Account, address: string, browser: string | null) {
    const token = randomBytes(32).toString('base64url');
    const at = this.#deps.now();
    const session: Session = {
      key: keyOf(token),
      account: account.id,
      createdAt: at,
      lastSeenAt: at,
      address,
      browser: browser?.slice(0, longestBrowser) ?? null,
    };
    this.#deps.store.addSession(session);
    return { token, who: this.#signedIn(account, session.key) };
  }

  /** Who must do something first has the rights for just that. */
  #signedIn(account: Account, session: SessionKey): SignedIn {
    const limit = this.#limitOf(account);
    const { displayName, totpSecret } = account;
    const actor = actorOf(account);
    return {
      actor: limit === null ? actor : { ...actor, scope: ['session.own'] },
      displayName,
      session,
      limit,
      secondFactor: totpSecret !== null,
    };
  }

  #limitOf(account: Account): SignInLimit | null {
    if (account.mustChangePassword) return 'passwordChange';
    return account.totpSecret === null && this.secondFactor.isRequiredOf(account) ? 'secondFactor' : null;
  }

  #end(key: SessionKey): void {
    if (!this.#deps.store.removeSession(key)) return;
    for (const listener of this.#listeners) listener(key);
  }

  #failed(at: FailureKey, rule: keyof typeof lockRules): void {
    const { store, now } = this.#deps;
    store.putFailures(at, failedAgain(store.failures(at.key), lockRules[rule], now()));
  }

  #audit(actor: string, action: AuditAction, outcome: string, address: string): void {
    this.#deps.audit({ at: this.#deps.now(), actor, action, target: null, outcome, address });
  }
}

const refused = (code: PeopleRefusal['code'], why: string, retryMs?: number): SignInResult => ({
  ok: false,
  refusal: { code, why, ...(retryMs === undefined ? {} : { retryMs }) },
});

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const keyOf = (token: string): SessionKey => digestOf(token) as SessionKey;

/** What is counted of a sign-in that failed. Names are kept as digests: a name may be a password typed into the wrong field. */
function failureKeys(username: string, address: string): Record<keyof typeof lockRules, FailureKey> {
  const name = digestOf(`n ${username}`);
  return {
    pair: { key: digestOf(`p ${username} ${address}`), name },
    account: { key: digestOf(`a ${username}`), name },
    address: { key: digestOf(`i ${address}`), name: null },
  };
}

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
