-- The routing plan: what was published, from when to when it is in force, and what is being written.

-- A version is never changed once it is here.
CREATE TABLE plan_versions (
  n           INTEGER NOT NULL PRIMARY KEY,
  -- What calls carry of it.
  name        TEXT    NOT NULL UNIQUE,
  document    TEXT    NOT NULL,
  -- The version it was made from; null: the first.
  base        INTEGER REFERENCES plan_versions (n),
  origin      TEXT    NOT NULL CHECK (origin IN ('builtIn', 'file', 'draft', 'return')),
  author      TEXT    NOT NULL,
  approved_by TEXT,
  reason      TEXT    NOT NULL,
  made_at     INTEGER NOT NULL,
  CHECK (approved_by IS NULL OR approved_by <> author)
) STRICT;
CREATE TRIGGER plan_versions_stay BEFORE UPDATE ON plan_versions BEGIN SELECT raise(ABORT, 'a version of the plan stays as it is'); END;
CREATE TRIGGER plan_versions_are_kept BEFORE DELETE ON plan_versions BEGIN SELECT raise(ABORT, 'a version of the plan is kept'); END;

-- From when to when a version is to be in force. Among those that hold at an instant the one that began last counts: so a temporary one
-- gives way to the one before it by itself.
CREATE TABLE plan_publications (
  id           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version      INTEGER NOT NULL REFERENCES plan_versions (n),
  from_at      INTEGER NOT NULL,
  until_at     INTEGER,
  by           TEXT    NOT NULL,
  reason       TEXT    NOT NULL,
  made_at      INTEGER NOT NULL,
  withdrawn_at INTEGER,
  withdrawn_by TEXT,
  CHECK (until_at IS NULL OR until_at > from_at)
) STRICT;
CREATE INDEX plan_publications_by_begin ON plan_publications (from_at);

-- What came into force when; the last line is what is.
CREATE TABLE plan_in_force (
  n           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  at          INTEGER NOT NULL,
  version     INTEGER NOT NULL REFERENCES plan_versions (n),
  publication INTEGER NOT NULL REFERENCES plan_publications (id)
) STRICT;

-- What is being written; it is gone when it was published.
CREATE TABLE plan_drafts (
  id               INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  title            TEXT    NOT NULL,
  base             INTEGER NOT NULL REFERENCES plan_versions (n),
  document         TEXT    NOT NULL,
  -- Grows with each saving; who saves says which one was read.
  revision         INTEGER NOT NULL,
  -- Everybody who wrote in it, as JSON: none of them approves it.
  writers          TEXT    NOT NULL,
  changed_by       TEXT    NOT NULL,
  changed_at       INTEGER NOT NULL,
  checked_revision INTEGER,
  approved_revision INTEGER,
  approved_by      TEXT
) STRICT;
