import { createHash, randomBytes } from 'node:crypto';
import type { Role } from '../access/roles.ts';
import type { AgentId } from '../acd/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Account, PeopleRefusal } from './model.ts';
import type { PeopleStore } from './store.ts';
import { newTotpSecret, stepOfCode, toBase32, totpUri } from './totp.ts';

export type SecondFactorDeps = {
  readonly store: PeopleStore;
  readonly now: () => EpochMs;
  readonly record: (actor: string, action: 'secondFactor.change', target: string) => void;
};

/** What an authenticator app shows beside the account. */
const issuer = '12345';
const howManyCodes = 10;

const digestOf = (account: string, code: string): string =>
  createHash('sha256').update(`${account} ${code}`).digest('hex');
/** Ten letters and digits in two groups: 50 random bits. */
const newRecoveryCode = (): string =>
  toBase32(randomBytes(7))
    .slice(0, 10)
    .replace(/^(.{5})/, '$1-');

/** The second factor: codes of an app (TOTP, RFC 6238), recovery codes, and which roles must have it. */
export class SecondFactor {
  readonly #deps: SecondFactorDeps;

  constructor(deps: SecondFactorDeps) {
    this.#deps = deps;
  }

  /** Offers a new secret. Nothing is changed until one of its codes has come back. */
  begin(account: Account): { readonly secret: string; readonly uri: string } | PeopleRefusal {
    if (account.totpSecret !== null)
      return { code: 'H12_HAS_SECOND_FACTOR', why: 'there is a second factor already; remove it first' };
    const secret = newTotpSecret();
    this.#deps.store.offerSecret(account.id, secret);
    return { secret, uri: totpUri(issuer, account.id, secret) };
  }

  /** The first code shows that the app has the secret. @returns recovery codes, which are shown this once */
  confirm(id: AgentId, code: string): readonly string[] | PeopleRefusal {
    const { store, now, record } = this.#deps;
    const secret = store.offeredSecret(id);
    if (secret === null) return { code: 'H12_NO_SECOND_FACTOR', why: 'begin the enrolment first' };
    const step = stepOfCode(secret, code, now(), 0);
    if (step === null) return wrongCode;
    return store.atOnce(() => {
      store.setSecret(id, secret);
      store.useStep(id, step);
      record(id, 'secondFactor.change', `${id} enrolled`);
      return this.#newCodes(id);
    });
  }

  /** New recovery codes; the former ones serve no more. */
  newRecoveryCodes(account: Account): readonly string[] | PeopleRefusal {
    const { store, record } = this.#deps;
    if (account.totpSecret === null)
      return { code: 'H12_NO_SECOND_FACTOR', why: 'there is no second factor' };
    return store.atOnce(() => {
      record(account.id, 'secondFactor.change', `${account.id} new recovery codes`);
      return this.#newCodes(account.id);
    });
  }

  /** @param by who removes it, for the record */
  remove(account: Account, by: string): PeopleRefusal | null {
    const { store, record } = this.#deps;
    if (account.totpSecret === null)
      return { code: 'H12_NO_SECOND_FACTOR', why: 'there is no second factor' };
    store.atOnce(() => {
      store.setSecret(account.id, null);
      store.putRecoveryCodes(account.id, []);
      record(by, 'secondFactor.change', `${account.id} removed`);
    });
    return null;
  }

  /** Whether a code opens this account now. Each code, of the app or for recovery, does so once. */
  takes(account: Account, code: string): boolean {
    const { store, now, record } = this.#deps;
    if (account.totpSecret === null) return false;
    return store.atOnce(() => {
      const step = stepOfCode(account.totpSecret ?? '', code, now(), store.usedStep(account.id));
      if (step !== null) store.useStep(account.id, step);
      if (step !== null) return true;
      const used = store.useRecoveryCode(account.id, digestOf(account.id, code.toUpperCase()));
      if (used) record(account.id, 'secondFactor.change', `${account.id} used a recovery code`);
      return used;
    });
  }

  recoveryCodesLeft(id: AgentId): number {
    return this.#deps.store.recoveryCodesLeft(id);
  }

  requiredRoles(): readonly Role[] {
    return this.#deps.store.secondFactorRoles();
  }

  requireFor(roles: readonly Role[], by: string): void {
    const { store, record } = this.#deps;
    store.atOnce(() => {
      store.setSecondFactorRoles(roles);
      record(by, 'secondFactor.change', `required for ${roles.length === 0 ? 'nobody' : roles.join(',')}`);
    });
  }

  /** Whether one of the account's roles must have a second factor. */
  isRequiredOf({ roles }: Account): boolean {
    return this.requiredRoles().some((role) => roles.includes(role));
  }

  #newCodes(id: AgentId): readonly string[] {
    const codes = Array.from({ length: howManyCodes }, newRecoveryCode);
    this.#deps.store.putRecoveryCodes(
      id,
      codes.map((code) => digestOf(id, code)),
    );
    return codes;
  }
}

export const wrongCode: PeopleRefusal = {
  code: 'H12_WRONG_CODE',
  why: 'the code is wrong, is over or was used already',
};
