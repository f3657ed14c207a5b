import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from './open.ts';
import { tx } from './tx.ts';

type Migration = {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
};
type Applied = { readonly number: number; readonly name: string; readonly sha256: string };

/** The database cannot be used with these migrations; nothing was changed. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** The migrations of this program, beside `src/` and `dist/`. */
export const migrationsDir = join(import.meta.dirname, '..', '..', 'migrations');

/**
 * Brings the database up to date: applies the numbered files it has not seen, all in one transaction.
 * @returns the names applied
 * @throws MigrationError when a file that was applied has changed or is missing, or the files are misnumbered; SqliteError when a
 * file's SQL fails. In either case the database is as before.
 */
export function migrate(db: Db, dir: string, now: EpochMs): readonly string[] {
  const files = readMigrations(dir);
  return tx(db, () => {
    db.exec(
      'CREATE TABLE IF NOT EXISTS migrations (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
    );
    const applied = db
      .prepare<[], Applied>('SELECT number, name, sha256 FROM migrations ORDER BY number')
      .all();
    check(files, applied);
    const note = db.prepare('INSERT INTO migrations (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)');
    const pending = files.slice(applied.length);
    for (const { number, name, sql, sha256 } of pending) {
      db.exec(sql);
      note.run(number, name, sha256, now);
    }
    return pending.map((file) => file.name);
  });
}

function readMigrations(dir: string): readonly Migration[] {
  const names = readdirSync(dir)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return names.map((name, index) => {
    const number = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1]);
    if (number !== index + 1)
      throw new MigrationError(
        `migration ${name} is misnumbered: files are named NNNN-name.sql, counted from 0001 without a gap`,
      );
    const sql = readFileSync(join(dir, name), 'utf8');
    return { number, name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
  });
}

function check(files: readonly Migration[], applied: readonly Applied[]): void {
  for (const { number, name, sha256 } of applied) {
    const file = files[number - 1];
    if (file === undefined)
      throw new MigrationError(
        `the database has migration ${name}, which this program does not know: it was used by a newer version; start that version, or restore a backup`,
      );
    if (file.sha256 !== sha256)
      throw new MigrationError(
        `migration ${file.name} was changed after it was applied: restore the file, and put the change in a new one`,
      );
  }
}
