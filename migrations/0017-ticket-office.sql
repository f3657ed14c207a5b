-- What the office does with tickets: duties with their deadlines, what was raised about them, figures, drafts, files, views, other systems.

ALTER TABLE tickets ADD COLUMN topic TEXT;
ALTER TABLE tickets ADD COLUMN caller_name TEXT NOT NULL DEFAULT '';
-- What came of the follow-up: open, reached, unreachable.
ALTER TABLE tickets ADD COLUMN follow_up TEXT;
-- Of which version the duties below are; a call opens tickets without reckoning deadlines.
ALTER TABLE tickets ADD COLUMN duties_version INTEGER NOT NULL DEFAULT 0;
CREATE INDEX tickets_undated ON tickets (opened_at, no) WHERE duties_version <> version AND state = 'open';
CREATE INDEX tickets_by_caller ON tickets (caller_number, opened_at, no) WHERE caller_number IS NOT NULL;
CREATE INDEX tickets_by_name ON tickets (caller_name, opened_at, no) WHERE caller_name <> '';
CREATE INDEX tickets_by_kind ON tickets (kind, opened_at, no) WHERE kind IS NOT NULL;
CREATE INDEX tickets_by_topic ON tickets (topic, opened_at, no) WHERE topic IS NOT NULL;

-- What is counted of each part (Art. 12-2, 13, 16, 23); drawn from `life`.
ALTER TABLE ticket_parts ADD COLUMN role TEXT NOT NULL DEFAULT 'sole';
ALTER TABLE ticket_parts ADD COLUMN topic TEXT;
ALTER TABLE ticket_parts ADD COLUMN district TEXT;
ALTER TABLE ticket_parts ADD COLUMN level TEXT NOT NULL DEFAULT 'ordinary';
ALTER TABLE ticket_parts ADD COLUMN acknowledged_at INTEGER;
ALTER TABLE ticket_parts ADD COLUMN acknowledge_due INTEGER;
ALTER TABLE ticket_parts ADD COLUMN done_at INTEGER;
ALTER TABLE ticket_parts ADD COLUMN finish_due INTEGER;
ALTER TABLE ticket_parts ADD COLUMN last_due INTEGER;
ALTER TABLE ticket_parts ADD COLUMN provisional INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket_parts ADD COLUMN urges INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket_parts ADD COLUMN timeliness INTEGER;
ALTER TABLE ticket_parts ADD COLUMN result INTEGER;
CREATE INDEX ticket_parts_by_receipt ON ticket_parts (received_at, no, part);
CREATE INDEX ticket_parts_by_last_due ON ticket_parts (last_due) WHERE last_due IS NOT NULL;
CREATE INDEX ticket_parts_of_unit ON ticket_parts (unit, received_at, no);

-- What is to be done now, by whom, by when, by which rule. A row goes when it is done.
CREATE TABLE ticket_duties (
  no          TEXT    NOT NULL REFERENCES tickets (no),
  part        INTEGER NOT NULL,
  step        TEXT    NOT NULL,
  owner       TEXT    NOT NULL CHECK (owner IN ('unit', 'centre', 'office')),
  unit        TEXT,
  -- The district whose office is responsible; null: the management office.
  district    TEXT,
  level       TEXT    NOT NULL,
  days        INTEGER NOT NULL,
  source      TEXT    NOT NULL,
  due_at      INTEGER NOT NULL,
  due_day     TEXT    NOT NULL,
  provisional INTEGER NOT NULL,
  yellow_at   INTEGER NOT NULL,
  -- When something is to be raised next; null: all of it was.
  alert_at    INTEGER,
  PRIMARY KEY (no, part, step)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_duties_due ON ticket_duties (due_at, no);
CREATE INDEX ticket_duties_of_unit ON ticket_duties (unit, due_at, no) WHERE unit IS NOT NULL;
CREATE INDEX ticket_duties_of_owner ON ticket_duties (owner, district, due_at, no);
CREATE INDEX ticket_duties_of_district ON ticket_duties (district, due_at, no);
CREATE INDEX ticket_duties_to_raise ON ticket_duties (alert_at) WHERE alert_at IS NOT NULL;

-- Reminders, cards, escalations (Art. 12), and deadlines that moved. The key is what makes each come once.
CREATE TABLE ticket_notices (
  key       TEXT    NOT NULL PRIMARY KEY,
  no        TEXT    NOT NULL REFERENCES tickets (no),
  part      INTEGER NOT NULL,
  step      TEXT    NOT NULL,
  kind      TEXT    NOT NULL,
  owner     TEXT    NOT NULL,
  unit      TEXT,
  district  TEXT,
  due_at    INTEGER NOT NULL,
  -- Of a deadline that moved: when it was before.
  was_due_at INTEGER,
  -- When it was to come, and when it did.
  at        INTEGER NOT NULL,
  raised_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ticket_notices_by_time ON ticket_notices (raised_at);
CREATE INDEX ticket_notices_of_unit ON ticket_notices (unit, raised_at) WHERE unit IS NOT NULL;
CREATE INDEX ticket_notices_of_ticket ON ticket_notices (no, at);

-- Each time the calendar or a limit changed: who is affected; `after` is how far the tickets have been gone through.
CREATE TABLE ticket_reckonings (
  id       INTEGER NOT NULL PRIMARY KEY,
  at       INTEGER NOT NULL,
  actor    TEXT    NOT NULL,
  what     TEXT    NOT NULL,
  -- Only tickets that something is due of from here to there; null: all that are open.
  since    INTEGER,
  until    INTEGER,
  after    TEXT    NOT NULL DEFAULT '',
  done_at  INTEGER,
  looked   INTEGER NOT NULL DEFAULT 0,
  moved    INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What the management office has set, as JSON; one row.
CREATE TABLE ticket_settings (
  id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  settings TEXT    NOT NULL,
  -- The published schedule that open limits were reckoned by last.
  schedule TEXT
) STRICT;

-- Topics and whose matter they are.
CREATE TABLE ticket_topics (
  name         TEXT    NOT NULL PRIMARY KEY,
  confidential INTEGER NOT NULL CHECK (confidential IN (0, 1)),
  units        TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- What somebody has typed and not filed yet.
CREATE TABLE ticket_drafts (
  no       TEXT    NOT NULL REFERENCES tickets (no),
  account  TEXT    NOT NULL,
  version  INTEGER NOT NULL,
  saved_at INTEGER NOT NULL,
  content  TEXT    NOT NULL,
  PRIMARY KEY (no, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket_views (
  account TEXT NOT NULL,
  name    TEXT NOT NULL,
  query   TEXT NOT NULL,
  PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

-- Attachments; the bytes stand in a file named by their hash.
CREATE TABLE ticket_files (
  id        TEXT    NOT NULL PRIMARY KEY,
  no        TEXT    NOT NULL REFERENCES tickets (no),
  name      TEXT    NOT NULL,
  type      TEXT    NOT NULL,
  bytes     INTEGER NOT NULL,
  sha256    TEXT    NOT NULL,
  -- Whether it says who the citizen is.
  identity  INTEGER NOT NULL CHECK (identity IN (0, 1)),
  added_at  INTEGER NOT NULL,
  added_by  TEXT    NOT NULL,
  unit      TEXT
) STRICT;
CREATE INDEX ticket_files_of ON ticket_files (no, added_at);

-- Other systems that follow tickets, and what they are still to be told.
CREATE TABLE webhooks (
  id         TEXT    NOT NULL PRIMARY KEY,
  url        TEXT    NOT NULL,
  secret     TEXT    NOT NULL,
  unit       TEXT,
  created_at INTEGER NOT NULL,
  created_by TEXT    NOT NULL,
  paused     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE webhook_deliveries (
  id           TEXT    NOT NULL PRIMARY KEY,
  hook         TEXT    NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  n            INTEGER NOT NULL,
  body         TEXT    NOT NULL,
  created_at   INTEGER NOT NULL,
  tries        INTEGER NOT NULL DEFAULT 0,
  -- When it is tried next; null: told, or given up.
  next_at      INTEGER,
  delivered_at INTEGER,
  last_result  TEXT
) STRICT;
CREATE INDEX webhook_deliveries_next ON webhook_deliveries (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX webhook_deliveries_of ON webhook_deliveries (hook, n);
