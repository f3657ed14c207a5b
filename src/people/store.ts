import { type Role, roles } from '../access/roles.ts';
import type { AgentId } from '../acd/model.ts';
import { parseAs } from '../lib/shape.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import { type Page, type PageAsked, type Position, page } from '../store/page.ts';
import { tx } from '../store/tx.ts';
import type { Failures } from './lockout.ts';
import type { Account, AccountChange, Session, SessionKey } from './model.ts';

/** Members that are given must all hold. */
export type AccountFilter = {
  readonly role?: Role | undefined;
  readonly unit?: string | undefined;
  readonly disabled?: boolean | undefined;
};

/** Under which digest failures are counted, and the name's when it is a name that is counted. */
export type FailureKey = { readonly key: string; readonly name: string | null };

export type PeopleStore = AccountPart & SessionPart & FailurePart & SecondFactorPart;

type AccountPart = {
  /** All of `work` is written, or nothing. */
  atOnce<T>(work: () => T): T;
  /** @returns false when there is an account of this id */
  addAccount(account: Account): boolean;
  account(id: string): Account | null;
  accounts(filter: AccountFilter, after: Position, asked: PageAsked): Page<Account>;
  changeAccount(id: AgentId, change: AccountChange): void;
  setPassword(id: AgentId, passwordHash: string, mustChange: boolean): void;
  /** How many accounts that are not disabled have a role. */
  countRole(role: Role): number;
  countAccounts(): number;
  names(): ReadonlyMap<AgentId, string>;
};

type SessionPart = {
  addSession(session: Session): void;
  session(key: SessionKey): Session | null;
  /** Newest first. */
  sessionsOf(account: AgentId): readonly Session[];
  /** Notes that a session was used. */
  touch(key: SessionKey, at: EpochMs): void;
  /** @returns whether it was there */
  removeSession(key: SessionKey): boolean;
  /** Removes sessions begun before `createdBefore` or not used since `seenBefore`. @returns how many */
  purge(createdBefore: number, seenBefore: number): number;
};

type FailurePart = {
  failures(key: string): Failures | undefined;
  putFailures(at: FailureKey, failures: Failures): void;
  forgetFailures(key: string): void;
  /** Forgets all that is counted for a name, from wherever. */
  forgetName(name: string): void;
  /** Forgets what is older, and of the rest all but the newest `most`. */
  purgeFailures(before: number, most: number): void;
};

type SecondFactorPart = {
  /** The secret that is shown for enrolment; null: none. */
  offeredSecret(id: AgentId): string | null;
  offerSecret(id: AgentId, secret: string): void;
  /** The offered secret becomes the account's; null: the account has no second factor any more. */
  setSecret(id: AgentId, secret: string | null): void;
  usedStep(id: AgentId): number;
  useStep(id: AgentId, step: number): void;
  putRecoveryCodes(id: AgentId, digests: readonly string[]): void;
  recoveryCodesLeft(id: AgentId): number;
  /** @returns whether it was there: a code serves once */
  useRecoveryCode(id: AgentId, digest: string): boolean;
  secondFactorRoles(): readonly Role[];
  setSecondFactorRoles(roles: readonly Role[]): void;
};

type AccountRow = Omit<Account, 'roles' | 'disabled' | 'cleared' | 'mustChangePassword'> & {
  readonly roles: string;
  readonly disabled: number;
  readonly cleared: number;
  readonly mustChange: number;
};

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
/** A role that this version does not know gives no rights. */
const rolesOf = (json: string): readonly Role[] => {
  const stored = parseAs(json, isList) ?? [];
  return roles.filter((role) => stored.includes(role));
};
const accountOf = ({ mustChange, ...row }: AccountRow): Account => ({
  ...row,
  roles: rolesOf(row.roles),
  disabled: row.disabled === 1,
  cleared: row.cleared === 1,
  mustChangePassword: mustChange === 1,
});

const columns = `id, display_name AS displayName, roles, unit, district, cleared, password_hash AS passwordHash, disabled,
  must_change AS mustChange, totp_secret AS totpSecret, created_at AS createdAt`;

/** Accounts, sessions, failed sign-ins and second factors in the database. */
export const createPeopleStore = (db: Db): PeopleStore => ({
  ...prepareAccounts(db),
  ...prepareAccountChanges(db),
  ...prepareSessions(db),
  ...prepareFailures(db),
  ...prepareSecondFactor(db),
  ...prepareRecoveryCodes(db),
});

type Changes = 'addAccount' | 'changeAccount' | 'setPassword';

function prepareAccounts(db: Db): Omit<AccountPart, Changes> {
  const account = db.prepare<[string], AccountRow>(`SELECT ${columns} FROM accounts WHERE id = ?`);
  const names = db.prepare<[], { id: AgentId; name: string }>(
    'SELECT id, display_name AS name FROM accounts',
  );
  const count = db.prepare<[], number>('SELECT count(*) FROM accounts').pluck();
  const countRole = db
    .prepare<[string], number>(
      `SELECT count(*) FROM accounts WHERE disabled = 0 AND EXISTS (SELECT 1 FROM json_each(roles) WHERE value = ?)`,
    )
    .pluck();
  return {
    atOnce: (work) => tx(db, work),
    account(id) {
      const row = account.get(id);
      return row === undefined ? null : accountOf(row);
    },
    accounts: (filter, after, asked) => listAccounts(db, filter, after, asked),
    countRole: (role) => countRole.get(role) ?? 0,
    countAccounts: () => count.get() ?? 0,
    names: () => new Map(names.all().map(({ id, name }) => [id, name])),
  };
}

function listAccounts(db: Db, filter: AccountFilter, after: Position, asked: PageAsked): Page<Account> {
  const where = [
    '(created_at, id) < (@at, @id)',
    ...(filter.role === undefined ? [] : ['EXISTS (SELECT 1 FROM json_each(roles) WHERE value = @role)']),
    ...(filter.unit === undefined ? [] : ['unit = @unit']),
    ...(filter.disabled === undefined ? [] : [`disabled = ${filter.disabled ? '1' : '0'}`]),
  ];
  const found = db
    .prepare<[Record<string, unknown>], AccountRow>(
      `SELECT ${columns} FROM accounts WHERE ${where.join(' AND ')} ORDER BY created_at DESC, id DESC LIMIT @limit`,
    )
    .all({ ...after, role: filter.role, unit: filter.unit, limit: asked.limit + 1 });
  return page(found.map(accountOf), asked.limit, ({ createdAt, id }) => ({ at: createdAt, id }));
}

function prepareAccountChanges(db: Db): Pick<AccountPart, Changes> {
  const add = db.prepare(
    `INSERT INTO accounts (id, display_name, roles, unit, district, cleared, password_hash, disabled, must_change, created_at)
     VALUES (@id, @displayName, @roles, @unit, @district, @cleared, @passwordHash, @disabled, @mustChange, @createdAt)
     ON CONFLICT (id) DO NOTHING`,
  );
  const change = db.prepare(
    `UPDATE accounts SET display_name = @displayName, roles = @roles, unit = @unit, district = @district, cleared = @cleared,
       disabled = @disabled WHERE id = @id`,
  );
  const read = db.prepare<[string], AccountRow>(`SELECT ${columns} FROM accounts WHERE id = ?`);
  const setPassword = db.prepare<[string, number, AgentId]>(
    'UPDATE accounts SET password_hash = ?, must_change = ? WHERE id = ?',
  );
  const rowOf = (account: Account) => ({
    ...account,
    roles: JSON.stringify(account.roles),
    disabled: account.disabled ? 1 : 0,
    cleared: account.cleared ? 1 : 0,
    mustChange: account.mustChangePassword ? 1 : 0,
  });
  return {
    addAccount: (account) => add.run(rowOf(account)).changes === 1,
    changeAccount(id, changed) {
      const row = read.get(id);
      if (row !== undefined) change.run(rowOf({ ...accountOf(row), ...changed }));
    },
    setPassword: (id, passwordHash, mustChange) => {
      setPassword.run(passwordHash, mustChange ? 1 : 0, id);
    },
  };
}

function prepareSessions(db: Db): SessionPart {
  const members =
    'token_sha256 AS "key", account, created_at AS createdAt, last_seen_at AS lastSeenAt, address, browser';
  const add = db.prepare<[Session]>(
    `INSERT INTO sessions (token_sha256, account, created_at, last_seen_at, address, browser)
     VALUES (@key, @account, @createdAt, @lastSeenAt, @address, @browser)`,
  );
  const read = db.prepare<[SessionKey], Session>(`SELECT ${members} FROM sessions WHERE token_sha256 = ?`);
  const of = db.prepare<[AgentId], Session>(
    `SELECT ${members} FROM sessions WHERE account = ? ORDER BY created_at DESC, token_sha256`,
  );
  const touch = db.prepare<[EpochMs, SessionKey]>(
    'UPDATE sessions SET last_seen_at = ? WHERE token_sha256 = ?',
  );
  const remove = db.prepare<[SessionKey]>('DELETE FROM sessions WHERE token_sha256 = ?');
  const purge = db.prepare<[number, number]>('DELETE FROM sessions WHERE created_at < ? OR last_seen_at < ?');
  return {
    addSession: (session) => {
      add.run(session);
    },
    session: (key) => read.get(key) ?? null,
    sessionsOf: (account) => of.all(account),
    touch: (key, at) => {
      touch.run(at, key);
    },
    removeSession: (key) => remove.run(key).changes === 1,
    purge: (createdBefore, seenBefore) => purge.run(createdBefore, seenBefore).changes,
  };
}

function prepareFailures(db: Db): FailurePart {
  const read = db.prepare<[string], Failures>(
    'SELECT count, last_at AS lastAt, locked_until AS lockedUntil FROM sign_in_failures WHERE key_sha256 = ?',
  );
  const put = db.prepare(
    `INSERT INTO sign_in_failures (key_sha256, name_sha256, count, last_at, locked_until)
     VALUES (@key, @name, @count, @lastAt, @lockedUntil)
     ON CONFLICT (key_sha256) DO UPDATE SET count = excluded.count, last_at = excluded.last_at, locked_until = excluded.locked_until`,
  );
  const forget = db.prepare<[string]>('DELETE FROM sign_in_failures WHERE key_sha256 = ?');
  const forgetName = db.prepare<[string]>('DELETE FROM sign_in_failures WHERE name_sha256 = ?');
  const purgeOld = db.prepare<[number]>('DELETE FROM sign_in_failures WHERE last_at < ?');
  const purgeMany = db.prepare<[number]>(
    `DELETE FROM sign_in_failures WHERE key_sha256 IN
       (SELECT key_sha256 FROM sign_in_failures ORDER BY last_at DESC, key_sha256 LIMIT -1 OFFSET ?)`,
  );
  return {
    failures: (key) => read.get(key),
    putFailures: (at, failures) => {
      put.run({ ...at, ...failures });
    },
    forgetFailures: (key) => {
      forget.run(key);
    },
    forgetName: (name) => {
      forgetName.run(name);
    },
    purgeFailures(before, most) {
      purgeOld.run(before);
      purgeMany.run(most);
    },
  };
}

type RecoveryPart = 'putRecoveryCodes' | 'recoveryCodesLeft' | 'useRecoveryCode';

function prepareSecondFactor(db: Db): Omit<SecondFactorPart, RecoveryPart> {
  const offered = db
    .prepare<[AgentId], string | null>('SELECT totp_offered FROM accounts WHERE id = ?')
    .pluck();
  const offer = db.prepare<[string, AgentId]>('UPDATE accounts SET totp_offered = ? WHERE id = ?');
  const set = db.prepare<[string | null, AgentId]>(
    'UPDATE accounts SET totp_secret = ?, totp_offered = NULL, totp_step = 0 WHERE id = ?',
  );
  const step = db.prepare<[AgentId], number>('SELECT totp_step FROM accounts WHERE id = ?').pluck();
  const useStep = db.prepare<[number, AgentId]>('UPDATE accounts SET totp_step = ? WHERE id = ?');
  const required = db.prepare<[], string>('SELECT role FROM second_factor_roles').pluck();
  const clear = db.prepare('DELETE FROM second_factor_roles');
  const add = db.prepare<[string]>('INSERT INTO second_factor_roles (role) VALUES (?)');
  return {
    offeredSecret: (id) => offered.get(id) ?? null,
    offerSecret: (id, secret) => {
      offer.run(secret, id);
    },
    setSecret: (id, secret) => {
      set.run(secret, id);
    },
    usedStep: (id) => step.get(id) ?? 0,
    useStep: (id, used) => {
      useStep.run(used, id);
    },
    secondFactorRoles() {
      const stored = required.all();
      return roles.filter((role) => stored.includes(role));
    },
    setSecondFactorRoles(wanted) {
      clear.run();
      for (const role of wanted) add.run(role);
    },
  };
}

function prepareRecoveryCodes(db: Db): Pick<SecondFactorPart, RecoveryPart> {
  const clear = db.prepare<[AgentId]>('DELETE FROM recovery_codes WHERE account = ?');
  const add = db.prepare<[AgentId, string]>(
    'INSERT INTO recovery_codes (account, code_sha256) VALUES (?, ?)',
  );
  const left = db.prepare<[AgentId], number>('SELECT count(*) FROM recovery_codes WHERE account = ?').pluck();
  const use = db.prepare<[AgentId, string]>(
    'DELETE FROM recovery_codes WHERE account = ? AND code_sha256 = ?',
  );
  return {
    putRecoveryCodes(id, digests) {
      clear.run(id);
      for (const digest of digests) add.run(id, digest);
    },
    recoveryCodesLeft: (id) => left.get(id) ?? 0,
    useRecoveryCode: (id, digest) => use.run(id, digest).changes === 1,
  };
}
