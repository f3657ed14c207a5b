-- Passwords that must be changed, second factors, sign-ins that failed, tokens for machines.

ALTER TABLE accounts ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1));
-- Base32. The server must know it in clear to reckon the codes, so the database file is its owner's alone.
ALTER TABLE accounts ADD COLUMN totp_secret TEXT;
-- Shown for enrolment, and not confirmed by a code yet.
ALTER TABLE accounts ADD COLUMN totp_offered TEXT;
-- The newest step whose code was used: no code is taken twice (RFC 6238, 5.2).
ALTER TABLE accounts ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0;
CREATE INDEX accounts_by_creation ON accounts (created_at, id);

ALTER TABLE sessions ADD COLUMN address TEXT;
ALTER TABLE sessions ADD COLUMN browser TEXT;

CREATE TABLE recovery_codes (
  account     TEXT NOT NULL REFERENCES accounts (id),
  code_sha256 TEXT NOT NULL,
  PRIMARY KEY (account, code_sha256)
) STRICT, WITHOUT ROWID;

-- Roles whose people must have a second factor.
CREATE TABLE second_factor_roles (role TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;

-- Names are kept as digests: a password that was typed into the wrong field is a name, too.
CREATE TABLE sign_in_failures (
  key_sha256   TEXT    NOT NULL PRIMARY KEY,
  name_sha256  TEXT,
  count        INTEGER NOT NULL,
  last_at      INTEGER NOT NULL,
  locked_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_failures_by_name ON sign_in_failures (name_sha256) WHERE name_sha256 IS NOT NULL;
CREATE INDEX sign_in_failures_by_time ON sign_in_failures (last_at);

CREATE TABLE tokens (
  id           TEXT    NOT NULL PRIMARY KEY,
  -- Whoever reads this table cannot ask for anything with it.
  secret_sha256 TEXT   NOT NULL UNIQUE,
  account      TEXT    NOT NULL REFERENCES accounts (id),
  name         TEXT    NOT NULL,
  rights       TEXT    NOT NULL,
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,
  last_used_at INTEGER,
  revoked_at   INTEGER
) STRICT;
CREATE INDEX tokens_by_creation ON tokens (created_at, id);
CREATE INDEX tokens_by_account ON tokens (account, created_at, id);
