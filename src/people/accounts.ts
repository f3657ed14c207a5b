import { randomBytes } from 'node:crypto';
import { nameOnRecord } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import type { Audit, AuditAction } from '../audit/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Page, PageAsked, Position } from '../store/page.ts';
import {
  type Account,
  type AccountChange,
  actorOf,
  type PeopleRefusal,
  passwordLength,
  type SignedIn,
} from './model.ts';
import { hashPassword, verifyPassword } from './password.ts';
import type { NewAccount, PeopleService } from './service.ts';
import type { AccountFilter, PeopleStore } from './store.ts';

export type AccountsDeps = {
  readonly store: PeopleStore;
  readonly people: PeopleService;
  readonly audit: Audit;
  readonly now: () => EpochMs;
};

/** Who does it, and from where: for the record. */
export type By = { readonly actor: Actor; readonly address: string };

type Made = { readonly account: Account; readonly password: string };

const noSuchAccount: PeopleRefusal = { code: 'H12_NO_SUCH_ACCOUNT', why: 'there is no such account' };
const lastAdministrator: PeopleRefusal = {
  code: 'H12_LAST_ADMINISTRATOR',
  why: 'nobody could administer accounts any more: make somebody else system administrator first',
};
/** 120 random bits: somebody types it once. */
const newPassword = (): string => randomBytes(15).toString('base64url');

/** The administration of accounts, and everybody's own password. What changes an account is on the record in the same transaction. */
export class Accounts {
  readonly #deps: AccountsDeps;

  constructor(deps: AccountsDeps) {
    this.#deps = deps;
  }

  list(filter: AccountFilter, after: Position, asked: PageAsked): Page<Account> {
    return this.#deps.store.accounts(filter, after, asked);
  }

  read(id: string): Account | null {
    return this.#deps.store.account(id);
  }

  /** An account as who asks; null: there is none, or it may not sign in any more. */
  asActor(id: string): { readonly actor: Actor; readonly displayName: string } | null {
    const account = this.read(id);
    if (account === null || account.disabled) return null;
    return { actor: actorOf(account), displayName: account.displayName };
  }

  /** Makes an account with a password that is told this once, and must be changed at the first sign-in. */
  async create(asked: Omit<NewAccount, 'password'>, by: By): Promise<Made | PeopleRefusal> {
    const { people, store } = this.#deps;
    const password = newPassword();
    const refusal = await people.create({ ...asked, password, mustChangePassword: true });
    if (refusal !== null) return refusal;
    const account = store.account(asked.username);
    if (account === null) return noSuchAccount;
    this.#record(by, 'account.create', `${account.id} ${told(account)}`);
    return { account, password };
  }

  /** Changes what an account is. Disabling it ends its sessions at once. */
  change(id: string, change: AccountChange, by: By): Account | PeopleRefusal {
    const { store, people } = this.#deps;
    const before = store.account(id);
    if (before === null) return noSuchAccount;
    const after = { ...before, ...change };
    const administers = (account: Account): boolean =>
      !account.disabled && account.roles.includes('systemAdministrator');
    if (administers(before) && !administers(after) && store.countRole('systemAdministrator') <= 1)
      return lastAdministrator;
    store.atOnce(() => {
      store.changeAccount(before.id, change);
      this.#record(by, 'account.change', `${id} ${told(before)} > ${told(after)}`);
    });
    people.forgetNames();
    if (after.disabled) people.endSessions(before.id, null);
    return after;
  }

  /** A new password, told this once, to be changed at the next sign-in; all sessions end. */
  async resetPassword(id: string, by: By): Promise<Made | PeopleRefusal> {
    const { store, people } = this.#deps;
    const password = newPassword();
    const passwordHash = await hashPassword(password);
    const account = store.account(id);
    if (account === null) return noSuchAccount;
    store.atOnce(() => {
      store.setPassword(account.id, passwordHash, true);
      this.#record(by, 'account.password', `${id} reset`);
    });
    people.endSessions(account.id, null);
    return { account, password };
  }

  /** One's own new password. One's other sessions end. */
  async changePassword(
    who: SignedIn,
    asked: { readonly current: string; readonly next: string },
    by: By,
  ): Promise<PeopleRefusal | null> {
    const { store, people } = this.#deps;
    const wrong = await this.confirmPassword(who, asked.current, by);
    if (wrong !== null) return wrong;
    if (asked.next === asked.current)
      return { code: 'H12_PASSWORD_UNCHANGED', why: 'the new password is the old one' };
    const { min, max } = passwordLength;
    if (asked.next.length < min || asked.next.length > max)
      return { code: 'H12_BAD_ACCOUNT', why: `the password has ${String(min)} to ${String(max)} characters` };
    const passwordHash = await hashPassword(asked.next);
    store.atOnce(() => {
      store.setPassword(who.actor.id, passwordHash, false);
      this.#record(by, 'account.password', `${who.actor.id} changed`);
    });
    people.endSessions(who.actor.id, who.session);
    return null;
  }

  /** Whether who sits at an open screen knows the password. Tries count like sign-ins. */
  async confirmPassword(who: SignedIn, password: string, by: By): Promise<PeopleRefusal | null> {
    const { people } = this.#deps;
    const waitMs = people.lockedForMs(who.actor.id, by.address);
    if (waitMs > 0)
      return { code: 'H12_TOO_MANY_SIGN_INS', why: 'too many sign-ins failed; wait', retryMs: waitMs };
    people.countTry(who.actor.id, by.address);
    const right = await verifyPassword(this.read(who.actor.id)?.passwordHash ?? null, password);
    if (right === null)
      return { code: 'H12_SIGN_IN_BUSY', why: 'too many people are signing in', retryMs: 1_000 };
    if (!right) return { code: 'H12_WRONG_PASSWORD', why: 'the password is wrong' };
    people.forgiveTries(who.actor.id, by.address);
    return null;
  }

  unlock(id: string, by: By): PeopleRefusal | null {
    if (this.read(id) === null) return noSuchAccount;
    this.#deps.people.unlock(id);
    this.#record(by, 'account.change', `${id} unlocked`);
    return null;
  }

  /** For who has lost the app and the recovery codes. All sessions end. */
  removeSecondFactor(id: string, by: By): PeopleRefusal | null {
    const account = this.read(id);
    if (account === null) return noSuchAccount;
    const { people } = this.#deps;
    const refusal = people.secondFactor.remove(account, nameOnRecord(by.actor));
    if (refusal === null) people.endSessions(account.id, null);
    return refusal;
  }

  #record({ actor, address }: By, action: AuditAction, target: string): void {
    const { audit, now } = this.#deps;
    audit({ at: now(), actor: nameOnRecord(actor), action, target, outcome: 'done', address });
  }
}

/** What an account may, in few words, for the record. */
const told = ({ roles, unit, district, cleared, disabled }: Account): string =>
  [
    `roles=${roles.join(',')}`,
    ...(unit === null ? [] : [`unit=${unit}`]),
    ...(district === null ? [] : [`district=${district}`]),
    ...(cleared ? ['cleared'] : []),
    ...(disabled ? ['disabled'] : []),
  ].join(' ');

/** Whether an answer is a refusal. */
export const isRefusal = (answer: object): answer is PeopleRefusal => 'code' in answer && 'why' in answer;
