import type { Db } from '../store/open.ts';
import type { AuditEntry } from './model.ts';

export type AuditStore = {
  add(entry: AuditEntry): void;
  /** The newest entries, newest first. @param limit at most so many */
  newest(limit: number): readonly AuditEntry[];
};

/** The record in the database; rows cannot be changed or removed there. */
export function createAuditStore(db: Db): AuditStore {
  const add = db.prepare<[AuditEntry]>(
    `INSERT INTO audit (at, actor, action, target, outcome, address)
     VALUES (@at, @actor, @action, @target, @outcome, @address)`,
  );
  const newest = db.prepare<[number], AuditEntry>(
    'SELECT at, actor, action, target, outcome, address FROM audit ORDER BY id DESC LIMIT ?',
  );
  return {
    add: (entry) => {
      add.run(entry);
    },
    newest: (limit) => newest.all(limit),
  };
}
