-- The call-back list: one open entry for each number, and what was done about it, when and by whom.

CREATE TABLE call_backs (
  id            INTEGER NOT NULL PRIMARY KEY,
  number        TEXT    NOT NULL,
  ticket_no     TEXT    NOT NULL,
  -- When the next try is sensible.
  next_at       INTEGER NOT NULL,
  claimed_by    TEXT,
  claimed_until INTEGER,
  closed_at     INTEGER,
  -- The whole entry as JSON; the columns above are drawn from it, for lists.
  snapshot      TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX call_backs_open ON call_backs (number) WHERE closed_at IS NULL;
CREATE INDEX call_backs_by_time ON call_backs (next_at, id);
CREATE INDEX call_backs_claimed ON call_backs (claimed_until) WHERE claimed_until IS NOT NULL;

-- One row for each thing done; never changed.
CREATE TABLE call_back_events (
  id        INTEGER NOT NULL PRIMARY KEY,
  call_back INTEGER NOT NULL REFERENCES call_backs (id),
  at        INTEGER NOT NULL,
  who       TEXT,
  what      TEXT    NOT NULL,
  detail    TEXT
) STRICT;
CREATE INDEX call_back_events_of ON call_back_events (call_back, id);
