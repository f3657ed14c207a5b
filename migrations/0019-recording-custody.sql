-- Where in the recording a mark was pressed, by how much of it was written then: instants and the file's own time may differ. In ms.
ALTER TABLE recording_marks ADD COLUMN from_ms INTEGER;
ALTER TABLE recording_marks ADD COLUMN to_ms INTEGER;

-- Somebody has seen to an alarm.
ALTER TABLE recordings ADD COLUMN alarm_seen_by TEXT;
ALTER TABLE recordings ADD COLUMN alarm_seen_at INTEGER;
-- When its data key was destroyed; its file, if it still names one, is to be removed.
ALTER TABLE recordings ADD COLUMN destroyed_at INTEGER;
CREATE INDEX recordings_to_destroy ON recordings (started_at) WHERE state = 'kept';
CREATE INDEX recordings_to_remove ON recordings (destroyed_at) WHERE state = 'destroyed' AND file IS NOT NULL;

-- An order that a recording, or all of a ticket's, be kept whatever its time.
CREATE TABLE recording_holds (
  id        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  recording TEXT REFERENCES recordings (id),
  ticket_no TEXT,
  reason    TEXT    NOT NULL,
  by        TEXT    NOT NULL,
  at        INTEGER NOT NULL,
  ended_by  TEXT,
  ended_at  INTEGER,
  CHECK ((recording IS NULL) <> (ticket_no IS NULL))
) STRICT;
CREATE INDEX recording_holds_by_recording ON recording_holds (recording) WHERE ended_at IS NULL AND recording IS NOT NULL;
CREATE INDEX recording_holds_by_ticket ON recording_holds (ticket_no) WHERE ended_at IS NULL AND ticket_no IS NOT NULL;

-- What a custodian had silenced after it was taken in; `done_at` null: it is being done, and nobody hears it meanwhile.
CREATE TABLE recording_redactions (
  id        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  recording TEXT    NOT NULL REFERENCES recordings (id),
  from_ms   INTEGER NOT NULL,
  to_ms     INTEGER NOT NULL,
  reason    TEXT    NOT NULL,
  by        TEXT    NOT NULL,
  at        INTEGER NOT NULL,
  done_at   INTEGER
) STRICT;
CREATE INDEX recording_redactions_by_recording ON recording_redactions (recording);
CREATE INDEX recording_redactions_waiting ON recording_redactions (id) WHERE done_at IS NULL;

-- The recording as it was before its first redaction: opened only by what two people agree on.
CREATE TABLE recording_originals (
  recording   TEXT    NOT NULL PRIMARY KEY REFERENCES recordings (id),
  file        TEXT    NOT NULL,
  file_id     TEXT    NOT NULL,
  bytes       INTEGER NOT NULL,
  plain_bytes INTEGER NOT NULL,
  sha256      TEXT    NOT NULL,
  sealed_at   INTEGER NOT NULL
) STRICT;

-- A copy to be taken out, or an original to be heard: asked for by one person, decided by another.
CREATE TABLE recording_requests (
  no         TEXT    NOT NULL PRIMARY KEY,
  recording  TEXT    NOT NULL REFERENCES recordings (id),
  how        TEXT    NOT NULL CHECK (how IN ('download', 'export', 'original')),
  purpose    TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  -- Who outside is given it; null: nobody.
  recipient  TEXT,
  asked_by   TEXT    NOT NULL,
  asked_at   INTEGER NOT NULL,
  decided_by TEXT,
  decided_at INTEGER,
  granted    INTEGER CHECK (granted IN (0, 1)),
  word       TEXT,
  expires_at INTEGER,
  taken      INTEGER NOT NULL DEFAULT 0,
  CHECK (decided_by IS NULL OR decided_by <> asked_by)
) STRICT;
CREATE INDEX recording_requests_by_recording ON recording_requests (recording);
CREATE INDEX recording_requests_open ON recording_requests (asked_at) WHERE decided_at IS NULL;
CREATE INDEX recording_requests_by_asker ON recording_requests (asked_by, asked_at);
