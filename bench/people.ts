import { createHash, randomBytes } from 'node:crypto';
import type { Db } from '../src/store/open.ts';

/** An agent's account with a session, put straight into the database: hashing passwords is not what is measured. @returns the cookie */
export function signedIn(db: Db, id: string): string {
  const token = randomBytes(32).toString('base64url');
  const now = Date.now();
  db.prepare(
    `INSERT INTO accounts (id, display_name, roles, password_hash, disabled, created_at) VALUES (?, ?, '["agent"]', 'x', 0, ?)`,
  ).run(id, id, now);
  db.prepare(
    'INSERT INTO sessions (token_sha256, account, created_at, last_seen_at) VALUES (?, ?, ?, ?)',
  ).run(createHash('sha256').update(token).digest('hex'), id, now, now);
  return `h12_session=${token}`;
}
