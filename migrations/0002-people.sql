-- Who may sign in, and who is signed in.

CREATE TABLE accounts (
  -- The name to sign in with; it stands in calls and tickets as the agent, so it never changes.
  id            TEXT    NOT NULL PRIMARY KEY,
  display_name  TEXT    NOT NULL,
  roles         TEXT    NOT NULL,
  password_hash TEXT    NOT NULL,
  disabled      INTEGER NOT NULL CHECK (disabled IN (0, 1)),
  created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
  -- SHA-256 of the token: whoever reads this table cannot sign in with it.
  token_sha256 TEXT    NOT NULL PRIMARY KEY,
  account      TEXT    NOT NULL REFERENCES accounts (id),
  created_at   INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_account ON sessions (account);
