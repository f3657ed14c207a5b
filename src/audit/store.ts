import { createHash } from 'node:crypto';
import type { Db } from '../store/open.ts';
import { tx } from '../store/tx.ts';
import { type Link, link, type SignedHead } from './chain.ts';
import type { AuditEntry, RecordingsOnRecord } from './model.ts';

export type AuditStore = {
  /** Puts an entry at the end of the chain. */
  add(entry: AuditEntry): void;
  /** The newest entries, newest first. @param limit at most so many */
  newest(limit: number): readonly AuditEntry[];
  /** The last entry; null while there is none. */
  last(): Pick<Link, 'n' | 'hash'> | null;
  /** Every entry, the first one first. */
  links(): IterableIterator<Link>;
  /** The highest number ever given, as SQLite remembers it beside the rows. */
  lastGiven(): number;
  readonly recordings: RecordingsOnRecord;
  addHead(head: SignedHead): void;
  heads(): readonly SignedHead[];
};

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** The record in the database: a chain, whose rows cannot be changed or removed there. */
export function createAuditStore(db: Db): AuditStore {
  const insert = db.prepare<[Link]>(
    `INSERT INTO audit (n, at, actor, action, target, outcome, address, why, prev, hash)
     VALUES (@n, @at, @actor, @action, @target, @outcome, @address, @why, @prev, @hash)`,
  );
  const last = db.prepare<[], Pick<Link, 'n' | 'hash'>>('SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1');
  const newest = db.prepare<[number], AuditEntry>(
    'SELECT at, actor, action, target, outcome, address, why FROM audit ORDER BY n DESC LIMIT ?',
  );
  // The end of the chain is read under the write lock: no other process puts an entry in between.
  const add = (entry: AuditEntry): void =>
    tx(db, () => {
      insert.run(link(last.get() ?? null, { ...entry, why: entry.why ?? null }, sha256));
    });
  takeOver(db, add);
  return {
    add,
    newest: (limit) =>
      newest.all(limit).map(({ why, ...entry }) => (why == null ? entry : { ...entry, why })),
    last: () => last.get() ?? null,
    links: () =>
      db
        .prepare<[], Link>(
          'SELECT n, at, actor, action, target, outcome, address, why, prev, hash FROM audit ORDER BY n',
        )
        .iterate(),
    lastGiven: () =>
      db.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").pluck().get() ?? 0,
    recordings: recordingsIn(db),
    ...headsIn(db),
  };
}

function headsIn(db: Db): Pick<AuditStore, 'addHead' | 'heads'> {
  const addHead = db.prepare<[SignedHead]>(
    `INSERT INTO audit_heads (n, hash, signed_at, key_id, signature) VALUES (@n, @hash, @signedAt, @keyId, @signature)
     ON CONFLICT (n) DO NOTHING`,
  );
  const heads = db.prepare<[], SignedHead>(
    'SELECT n, hash, signed_at AS signedAt, key_id AS keyId, signature FROM audit_heads ORDER BY n',
  );
  return {
    addHead: (head) => {
      addHead.run(head);
    },
    heads: () => heads.all(),
  };
}

/** The words of the index that holds just these. */
const ofRecordings = `action IN ('recording.store', 'recording.destroy')`;
const atOnce = 500;

function recordingsIn(db: Db): RecordingsOnRecord {
  const last = db.prepare<[string], Pick<AuditEntry, 'action' | 'why'>>(
    `SELECT action, why FROM audit WHERE ${ofRecordings} AND target = ? ORDER BY n DESC LIMIT 1`,
  );
  const some = db
    .prepare<[string, number], string>(
      `SELECT DISTINCT target FROM audit WHERE ${ofRecordings} AND target > ? ORDER BY target LIMIT ?`,
    )
    .pluck();
  const since = db
    .prepare<[], number>(
      `SELECT at FROM audit WHERE ${ofRecordings} AND action = 'recording.store' ORDER BY n LIMIT 1`,
    )
    .pluck();
  // The first one stays the first: what is on the record is not changed.
  let first: number | null = null;
  return {
    last: (recording) => last.get(recording) ?? null,
    *ids() {
      // Some at a time: a hotline that runs meanwhile is not held up by a long look.
      for (let ids = some.all('', atOnce); ids.length > 0; ids = some.all(ids.at(-1) ?? '', atOnce))
        yield* ids;
    },
    since: () => {
      first ??= since.get() ?? null;
      return first;
    },
  };
}

/** What was on the record before there was a chain becomes its beginning, once, in its order. The old rows stay where they are. */
function takeOver(db: Db, add: (entry: AuditEntry) => void): void {
  const waiting = db.prepare<[], AuditEntry>(
    `SELECT at, actor, action, target, outcome, address FROM audit_unchained
     WHERE NOT EXISTS (SELECT 1 FROM audit) ORDER BY id`,
  );
  tx(db, () => {
    for (const entry of waiting.all()) add(entry);
  });
}
