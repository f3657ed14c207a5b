-- What callers hear, by name and number: version 0 is what was in the folder before anything was made here. The files that Asterisk
-- plays are made from what is in force here.
CREATE TABLE prompt_versions (
  name     TEXT    NOT NULL,
  n        INTEGER NOT NULL,
  origin   TEXT    NOT NULL CHECK (origin IN ('built', 'spoken', 'uploaded')),
  -- What is said in it, as far as somebody wrote it down.
  text     TEXT,
  note     TEXT    NOT NULL,
  ms       INTEGER NOT NULL,
  sha256   TEXT    NOT NULL,
  -- Null: removed. The row stays, so that no number stands for two sounds.
  wav      BLOB,
  -- Null: by set-up.
  made_by  TEXT,
  made_at  INTEGER,
  in_force INTEGER NOT NULL DEFAULT 0 CHECK (in_force IN (0, 1)),
  PRIMARY KEY (name, n),
  CHECK (wav IS NOT NULL OR in_force = 0)
) STRICT;
CREATE UNIQUE INDEX prompt_in_force ON prompt_versions (name) WHERE in_force = 1;
