-- How units are reached by telephone (Art. 3, 7-1, 11-1).

-- What a unit is asked for, as a JSON array of words; how its remote seats are tried, and for how long in all.
ALTER TABLE units ADD COLUMN topics   TEXT    NOT NULL DEFAULT '[]';
ALTER TABLE units ADD COLUMN at_once  INTEGER NOT NULL DEFAULT 0 CHECK (at_once IN (0, 1));
ALTER TABLE units ADD COLUMN limit_ms INTEGER NOT NULL DEFAULT 60000;
-- Made of the names when the unit is written, so that a search reads no dictionary: words with a space between; empty: not made yet.
ALTER TABLE units ADD COLUMN pinyin   TEXT    NOT NULL DEFAULT '';
ALTER TABLE units ADD COLUMN initials TEXT    NOT NULL DEFAULT '';

CREATE TABLE remote_seats (
  id           TEXT    NOT NULL PRIMARY KEY,
  unit         TEXT    NOT NULL REFERENCES units (id),
  name         TEXT    NOT NULL,
  -- Its turn among the unit's, from 1.
  place        INTEGER NOT NULL,
  kind         TEXT    NOT NULL CHECK (kind IN ('plain', 'encrypted', 'number')),
  -- Dialled over the trunk; null for a SIP phone.
  number       TEXT    CHECK ((kind = 'number') = (number IS NOT NULL)),
  -- A SIP phone's password. Asterisk must know it in clear, so this file is its owner's alone.
  secret       TEXT    CHECK ((kind = 'number') = (secret IS NULL)),
  ring_ms      INTEGER NOT NULL,
  -- When somebody is there, as JSON; null: always.
  hours        TEXT,
  -- Whether it is rung only while somebody of the unit is signed in at it.
  signs_in     INTEGER NOT NULL CHECK (signs_in IN (0, 1)),
  signed_in_by TEXT,
  signed_in_at INTEGER CHECK ((signed_in_by IS NULL) = (signed_in_at IS NULL))
) STRICT;
CREATE INDEX remote_seats_by_unit ON remote_seats (unit, place);
