import { type Right, rightNames } from '../access/roles.ts';
import type { AgentId } from '../acd/model.ts';
import { parseAs } from '../lib/shape.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import { type Page, type PageAsked, type Position, page } from '../store/page.ts';
import { tx } from '../store/tx.ts';
import type { Token, TokenId } from './model.ts';

/** Members that are given must all hold. */
export type TokenFilter = { readonly account?: AgentId | undefined };

export type TokenStore = {
  /** All of `work` is written, or nothing. */
  atOnce<T>(work: () => T): T;
  add(token: Token): void;
  read(id: TokenId): Token | null;
  byKey(key: string): Token | null;
  list(filter: TokenFilter, after: Position, asked: PageAsked): Page<Token>;
  touch(id: TokenId, at: EpochMs): void;
  revoke(id: TokenId, at: EpochMs): void;
};

const columns = `id, secret_sha256 AS "key", account, name, rights, created_at AS createdAt, expires_at AS expiresAt,
  last_used_at AS lastUsedAt, revoked_at AS revokedAt`;
type TokenRow = Omit<Token, 'rights'> & { readonly rights: string };

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
/** A right that this version does not know allows nothing. */
function tokenOf(row: TokenRow): Token {
  const stored = parseAs(row.rights, isList) ?? [];
  return { ...row, rights: rightNames.filter((right: Right) => stored.includes(right)) };
}

/** Tokens in the database. */
export function createTokenStore(db: Db): TokenStore {
  const add = db.prepare(
    `INSERT INTO tokens (id, secret_sha256, account, name, rights, created_at, expires_at)
     VALUES (@id, @key, @account, @name, @rights, @createdAt, @expiresAt)`,
  );
  const read = db.prepare<[string], TokenRow>(`SELECT ${columns} FROM tokens WHERE id = ?`);
  const byKey = db.prepare<[string], TokenRow>(`SELECT ${columns} FROM tokens WHERE secret_sha256 = ?`);
  const touch = db.prepare<[EpochMs, TokenId]>('UPDATE tokens SET last_used_at = ? WHERE id = ?');
  const revoke = db.prepare<[EpochMs, TokenId]>(
    'UPDATE tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL',
  );
  const found = (row: TokenRow | undefined): Token | null => (row === undefined ? null : tokenOf(row));
  return {
    atOnce: (work) => tx(db, work),
    add: (token) => {
      add.run({ ...token, rights: JSON.stringify(token.rights) });
    },
    read: (id) => found(read.get(id)),
    byKey: (key) => found(byKey.get(key)),
    list(filter, after, asked) {
      const where = [
        '(created_at, id) < (@at, @id)',
        ...(filter.account === undefined ? [] : ['account = @account']),
      ];
      const rows = db
        .prepare<[Record<string, unknown>], TokenRow>(
          `SELECT ${columns} FROM tokens WHERE ${where.join(' AND ')} ORDER BY created_at DESC, id DESC LIMIT @limit`,
        )
        .all({ ...filter, ...after, limit: asked.limit + 1 });
      return page(rows.map(tokenOf), asked.limit, ({ createdAt, id }) => ({ at: createdAt, id }));
    },
    touch: (id, at) => {
      touch.run(at, id);
    },
    revoke: (id, at) => {
      revoke.run(at, id);
    },
  };
}
