-- What callers hear, by language as well: what was there is Mandarin, and keeps its numbers.
CREATE TABLE prompts_by_language (
  -- A BCP 47 tag.
  language TEXT    NOT NULL,
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
  PRIMARY KEY (language, name, n),
  CHECK (wav IS NOT NULL OR in_force = 0)
) STRICT;
INSERT INTO prompts_by_language (language, name, n, origin, text, note, ms, sha256, wav, made_by, made_at, in_force)
  SELECT 'zh-CN', name, n, origin, text, note, ms, sha256, wav, made_by, made_at, in_force FROM prompt_versions;
DROP TABLE prompt_versions;
ALTER TABLE prompts_by_language RENAME TO prompt_versions;
CREATE UNIQUE INDEX prompt_in_force ON prompt_versions (language, name) WHERE in_force = 1;
