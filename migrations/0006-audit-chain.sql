-- Each entry of the record holds the hash of the one before it. What was on the record already waits in `audit_unchained`; the
-- program, which alone can make hashes, puts it at the beginning of the chain the first time it opens it (src/audit/store.ts).

DROP INDEX audit_by_time;
DROP TRIGGER audit_is_not_changed;
DROP TRIGGER audit_is_not_removed;
ALTER TABLE audit RENAME TO audit_unchained;

CREATE TABLE audit (
  -- Counted from 1 without a gap; what was once given is remembered by SQLite, also when the last entries are gone.
  n       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  actor   TEXT    NOT NULL,
  action  TEXT    NOT NULL,
  target  TEXT,
  outcome TEXT    NOT NULL,
  address TEXT,
  -- The purpose a person stated, where one must be stated.
  why     TEXT,
  -- SHA-256, in hexadecimal, of the entry before; of the first one 64 zeros.
  prev    TEXT    NOT NULL,
  hash    TEXT    NOT NULL UNIQUE
) STRICT;
CREATE INDEX audit_by_time ON audit (at);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are not changed'); END;
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are not removed'); END;

-- Where the chain ended at some instant, signed: whoever makes the chain anew from somewhere cannot sign it.
CREATE TABLE audit_heads (
  n         INTEGER NOT NULL PRIMARY KEY,
  hash      TEXT    NOT NULL,
  signed_at INTEGER NOT NULL,
  key_id    TEXT    NOT NULL,
  signature TEXT    NOT NULL
) STRICT;
CREATE TRIGGER audit_heads_are_not_changed BEFORE UPDATE ON audit_heads BEGIN SELECT RAISE(ABORT, 'audit heads are not changed'); END;
CREATE TRIGGER audit_heads_are_not_removed BEFORE DELETE ON audit_heads BEGIN SELECT RAISE(ABORT, 'audit heads are not removed'); END;
