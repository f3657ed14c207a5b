-- The ticket's life (Art. 8-17): what is asked of lists stands in columns, the whole in `life` as JSON.

-- Where the ticket is in its life; `state` above says only whether its call was talked.
ALTER TABLE tickets ADD COLUMN stage TEXT NOT NULL DEFAULT 'open';
ALTER TABLE tickets ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE tickets ADD COLUMN kind TEXT;
ALTER TABLE tickets ADD COLUMN level TEXT NOT NULL DEFAULT 'ordinary';
ALTER TABLE tickets ADD COLUMN district TEXT;
ALTER TABLE tickets ADD COLUMN title TEXT NOT NULL DEFAULT '';
-- What is due next of all its parts; null when nothing is.
ALTER TABLE tickets ADD COLUMN due_at INTEGER;
ALTER TABLE tickets ADD COLUMN life TEXT;
CREATE INDEX tickets_by_stage ON tickets (stage, opened_at, no);
CREATE INDEX tickets_by_district ON tickets (district, stage, opened_at, no) WHERE district IS NOT NULL;
CREATE INDEX tickets_due ON tickets (due_at, no) WHERE due_at IS NOT NULL;

-- What each unit has to do; drawn from `life`.
CREATE TABLE ticket_parts (
  no          TEXT    NOT NULL REFERENCES tickets (no),
  part        INTEGER NOT NULL,
  unit        TEXT    NOT NULL,
  state       TEXT    NOT NULL,
  received_at INTEGER NOT NULL,
  due_at      INTEGER,
  PRIMARY KEY (no, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_parts_by_unit ON ticket_parts (unit, state, received_at, no);

-- Every change, by whom and when; never changed.
CREATE TABLE ticket_changes (
  no      TEXT    NOT NULL REFERENCES tickets (no),
  version INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  actor   TEXT    NOT NULL,
  action  TEXT    NOT NULL,
  PRIMARY KEY (no, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ticket_changes_are_not_changed BEFORE UPDATE ON ticket_changes
  BEGIN SELECT RAISE(ABORT, 'ticket changes are not changed'); END;
CREATE TRIGGER ticket_changes_are_not_removed BEFORE DELETE ON ticket_changes
  BEGIN SELECT RAISE(ABORT, 'ticket changes are not removed'); END;

-- Full text, cut into characters and pairs of characters (src/tickets/words.ts); the text itself stands in `life`.
CREATE VIRTUAL TABLE ticket_text USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0');

-- What an administrator says of a day, against the published schedule.
CREATE TABLE calendar_corrections (
  day  TEXT    NOT NULL PRIMARY KEY,
  work INTEGER NOT NULL CHECK (work IN (0, 1)),
  name TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
