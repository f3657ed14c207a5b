-- Units hear a recording of a ticket of theirs only when it was released to them. Rows stay when a release is withdrawn.
CREATE TABLE recording_releases (
  recording    TEXT    NOT NULL REFERENCES recordings (id),
  unit         TEXT    NOT NULL REFERENCES units (id),
  by           TEXT    NOT NULL,
  at           INTEGER NOT NULL,
  why          TEXT    NOT NULL,
  withdrawn_by TEXT,
  withdrawn_at INTEGER
) STRICT;
CREATE UNIQUE INDEX recording_releases_now ON recording_releases (recording, unit) WHERE withdrawn_at IS NULL;
CREATE INDEX recording_releases_by_unit ON recording_releases (unit, recording) WHERE withdrawn_at IS NULL;

-- Places in a recording that somebody wants to find again.
CREATE TABLE recording_bookmarks (
  id        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  recording TEXT    NOT NULL REFERENCES recordings (id),
  at_ms     INTEGER NOT NULL,
  text      TEXT    NOT NULL,
  by        TEXT    NOT NULL,
  made_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX recording_bookmarks_by_recording ON recording_bookmarks (recording, at_ms);
