import { type Role, roles } from '../access/roles.ts';
import type { AgentId } from '../acd/model.ts';
import { parseAs } from '../lib/shape.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import type { Account, Session, SessionKey } from './model.ts';

export type PeopleStore = {
  /** @returns false when there is an account of this id */
  addAccount(account: Account, at: EpochMs): boolean;
  account(id: string): Account | null;
  countAccounts(): number;
  names(): ReadonlyMap<AgentId, string>;
  addSession(session: Session): void;
  session(key: SessionKey): Session | null;
  /** Notes that a session was used. */
  touch(key: SessionKey, at: EpochMs): void;
  /** @returns whether it was there */
  removeSession(key: SessionKey): boolean;
  /** Removes sessions begun before `createdBefore` or not used since `seenBefore`. @returns how many */
  purge(createdBefore: number, seenBefore: number): number;
};

type AccountRow = Omit<Account, 'roles' | 'disabled' | 'cleared'> & {
  readonly roles: string;
  readonly disabled: number;
  readonly cleared: number;
};

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
/** A role that this version does not know gives no rights. */
const rolesOf = (json: string): readonly Role[] => {
  const stored = parseAs(json, isList) ?? [];
  return roles.filter((role) => stored.includes(role));
};

/** Accounts and sessions in the database. */
export function createPeopleStore(db: Db): PeopleStore {
  const addAccount = db.prepare(
    `INSERT INTO accounts (id, display_name, roles, unit, district, cleared, password_hash, disabled, created_at)
     VALUES (@id, @displayName, @roles, @unit, @district, @cleared, @passwordHash, @disabled, @at) ON CONFLICT (id) DO NOTHING`,
  );
  const account = db.prepare<[string], AccountRow>(
    `SELECT id, display_name AS displayName, roles, unit, district, cleared, password_hash AS passwordHash, disabled
     FROM accounts WHERE id = ?`,
  );
  const names = db.prepare<[], { id: AgentId; name: string }>(
    'SELECT id, display_name AS name FROM accounts',
  );
  const count = db.prepare<[], number>('SELECT count(*) FROM accounts').pluck();
  return {
    ...prepareSessions(db),
    addAccount: (added, at) =>
      addAccount.run({
        ...added,
        roles: JSON.stringify(added.roles),
        disabled: added.disabled ? 1 : 0,
        cleared: added.cleared ? 1 : 0,
        at,
      }).changes === 1,
    account(id) {
      const row = account.get(id);
      if (row === undefined) return null;
      return {
        ...row,
        roles: rolesOf(row.roles),
        disabled: row.disabled === 1,
        cleared: row.cleared === 1,
      };
    },
    countAccounts: () => count.get() ?? 0,
    names: () => new Map(names.all().map(({ id, name }) => [id, name])),
  };
}

type SessionPart = 'addSession' | 'session' | 'touch' | 'removeSession' | 'purge';

function prepareSessions(db: Db): Pick<PeopleStore, SessionPart> {
  const add = db.prepare<[Session]>(
    'INSERT INTO sessions (token_sha256, account, created_at, last_seen_at) VALUES (@key, @account, @createdAt, @lastSeenAt)',
  );
  const read = db.prepare<[SessionKey], Session>(
    `SELECT token_sha256 AS "key", account, created_at AS createdAt, last_seen_at AS lastSeenAt
     FROM sessions WHERE token_sha256 = ?`,
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
    touch: (key, at) => {
      touch.run(at, key);
    },
    removeSession: (key) => remove.run(key).changes === 1,
    purge: (createdBefore, seenBefore) => purge.run(createdBefore, seenBefore).changes,
  };
}
