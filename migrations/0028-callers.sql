-- The lists of callers: which numbers, why, until when; who was on one stays on the record.

CREATE TABLE caller_entries (
  id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  -- As it would be dialled, whichever way the network gave it.
  number      TEXT    NOT NULL,
  kind        TEXT    NOT NULL CHECK (kind IN ('blocked', 'restricted', 'vip')),
  reason      TEXT    NOT NULL CHECK (reason <> ''),
  -- An account; 'rule': the plan's rule, by itself.
  made_by     TEXT    NOT NULL,
  made_at     INTEGER NOT NULL,
  -- The end is not included; null: until somebody removes it.
  expires_at  INTEGER,
  removed_at  INTEGER,
  removed_by  TEXT,
  removed_why TEXT,
  CHECK (kind = 'vip' OR expires_at IS NOT NULL),
  CHECK ((removed_at IS NULL) = (removed_by IS NULL) AND (removed_at IS NULL) = (removed_why IS NULL))
) STRICT;
CREATE INDEX caller_entries_by_number ON caller_entries (number, id);
CREATE INDEX caller_entries_by_time ON caller_entries (made_at, id);
CREATE TRIGGER caller_entries_stay BEFORE UPDATE OF id, number, kind, reason, made_by, made_at ON caller_entries
BEGIN SELECT raise(ABORT, 'an entry of a list stays as it was made'); END;
CREATE TRIGGER caller_entries_removed_once BEFORE UPDATE ON caller_entries WHEN OLD.removed_at IS NOT NULL
BEGIN SELECT raise(ABORT, 'an entry that was removed stays so'); END;
CREATE TRIGGER caller_entries_are_kept BEFORE DELETE ON caller_entries
BEGIN SELECT raise(ABORT, 'an entry of a list is kept'); END;

-- Each time somebody looked at an entry and let it go on, with the new end.
CREATE TABLE caller_reviews (
  id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  entry          INTEGER NOT NULL REFERENCES caller_entries (id),
  at             INTEGER NOT NULL,
  by             TEXT    NOT NULL,
  why            TEXT    NOT NULL,
  expired_before INTEGER,
  expires_at     INTEGER
) STRICT;
CREATE INDEX caller_reviews_by_entry ON caller_reviews (entry, id);
CREATE TRIGGER caller_reviews_stay BEFORE UPDATE ON caller_reviews
BEGIN SELECT raise(ABORT, 'a review stays as it was'); END;
CREATE TRIGGER caller_reviews_are_kept BEFORE DELETE ON caller_reviews
BEGIN SELECT raise(ABORT, 'a review is kept'); END;

-- A call that an agent, or the plan's rule, holds for harassment; somebody else decides.
CREATE TABLE caller_proposals (
  id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  -- A call that goes on may not be written yet.
  call_id    TEXT    NOT NULL,
  number     TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  by         TEXT    NOT NULL,
  at         INTEGER NOT NULL,
  decided_at INTEGER,
  decided_by TEXT,
  -- What was decided, in words; the entry that was made of it, null where it was dismissed.
  word       TEXT,
  entry      INTEGER REFERENCES caller_entries (id),
  CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
  CHECK (entry IS NULL OR decided_at IS NOT NULL)
) STRICT;
CREATE INDEX caller_proposals_by_number ON caller_proposals (number, id);
CREATE UNIQUE INDEX caller_proposals_open ON caller_proposals (call_id) WHERE decided_at IS NULL;
CREATE TRIGGER caller_proposals_decided_once BEFORE UPDATE ON caller_proposals WHEN OLD.decided_at IS NOT NULL
BEGIN SELECT raise(ABORT, 'what was decided stays so'); END;
CREATE TRIGGER caller_proposals_are_kept BEFORE DELETE ON caller_proposals
BEGIN SELECT raise(ABORT, 'a proposal is kept'); END;

-- As what a call was treated, by which entry.
ALTER TABLE calls ADD COLUMN standing TEXT;
ALTER TABLE calls ADD COLUMN caller_entry INTEGER;
CREATE INDEX calls_by_caller_entry ON calls (caller_entry, arrived_at, id) WHERE caller_entry IS NOT NULL;
