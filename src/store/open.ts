import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

export type Db = Database.Database;

/** How long a statement waits for a lock of another process, in ms. The loop stands still meanwhile, so it is short: the inbox tries again. */
const busyTimeoutMs = 50;

/**
 * Opens the database file, made with mode 0600 if it is not there; `:memory:` is none. Durability: docs/decisions/0002-durability.md.
 * @throws when the file is not a database or its folder cannot be written
 */
export function openStore(file: string): Db {
  if (file !== ':memory:') makeFile(file);
  const db = new Database(file, { timeout: busyTimeoutMs });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    db.pragma('journal_size_limit = 67108864');
    db.pragma('wal_autocheckpoint = 16384');
  } catch (fault) {
    db.close();
    throw fault;
  }
  return db;
}

function makeFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // SQLite makes files by the umask; its -wal and -shm take the mode of the file itself.
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}
