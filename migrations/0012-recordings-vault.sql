-- A call may have several recordings (its own; private consultations), so a recording has an id of its own. What is stored is
-- encrypted; the key of each recording is here, wrapped by a key that is not.

ALTER TABLE recordings RENAME TO recordings_by_call;
DROP INDEX recordings_not_taken_in;
CREATE TABLE recordings (
  -- `R` and the name of the raw file: src/recordings/model.ts.
  id             TEXT    NOT NULL PRIMARY KEY,
  call_id        TEXT    NOT NULL REFERENCES calls (id),
  kind           TEXT    NOT NULL CHECK (kind IN ('call', 'consultation')),
  ticket_no      TEXT    NOT NULL,
  state          TEXT    NOT NULL CHECK (state IN ('running', 'expected', 'kept', 'missing', 'destroyed')),
  started_at     INTEGER NOT NULL,
  ended_at       INTEGER,
  -- Below the recordings folder; its size and SHA-256 as it lies there.
  file           TEXT,
  bytes          INTEGER,
  sha256         TEXT,
  -- Whose key opens it; null for what a version without a vault kept, which waits to be taken in.
  file_id        TEXT,
  -- Of the sound inside: bytes of the Opus file, length, loudness of each channel in dBFS, share of silence, and a waveform as JSON.
  plain_bytes    INTEGER,
  duration_ms    INTEGER,
  loudness_left  REAL,
  loudness_right REAL,
  silence_share  REAL,
  waveform       TEXT,
  -- Why somebody must look at it; null: all is well.
  alarm          TEXT    CHECK (alarm IN ('missing', 'silent', 'unusable', 'damaged'))
) STRICT;
INSERT INTO recordings (id, call_id, kind, ticket_no, state, started_at, ended_at, file, bytes, sha256, duration_ms, alarm)
  SELECT 'R' || substr(call_id, 2), call_id, 'call', ticket_no, state, started_at, ended_at, file, bytes, sha256, duration_ms,
    CASE state WHEN 'missing' THEN 'missing' END
  FROM recordings_by_call;
DROP TABLE recordings_by_call;
CREATE INDEX recordings_by_call ON recordings (call_id);
CREATE INDEX recordings_by_ticket ON recordings (ticket_no);
CREATE INDEX recordings_by_start ON recordings (started_at);
CREATE INDEX recordings_not_taken_in ON recordings (started_at) WHERE state IN ('running', 'expected') OR (state = 'kept' AND file_id IS NULL);
CREATE INDEX recordings_alarming ON recordings (started_at) WHERE alarm IS NOT NULL;

-- The data key of each encrypted file. Destroying a recording begins here.
CREATE TABLE vault_keys (
  file_id   TEXT    NOT NULL PRIMARY KEY,
  recording TEXT    NOT NULL REFERENCES recordings (id),
  kek       TEXT    NOT NULL REFERENCES vault_keks (id),
  wrapped   BLOB    NOT NULL
) STRICT;
CREATE INDEX vault_keys_by_recording ON vault_keys (recording);
CREATE INDEX vault_keys_by_kek ON vault_keys (kek);

-- The names of the keys that wrap, each with a proof that only the right key opens.
CREATE TABLE vault_keks (
  id      TEXT    NOT NULL PRIMARY KEY,
  made_at INTEGER NOT NULL,
  proof   BLOB    NOT NULL
) STRICT;

-- What an agent marked as not to be kept (an identity number, a bank card): silenced when the recording is taken in.
CREATE TABLE recording_marks (
  id        INTEGER NOT NULL PRIMARY KEY,
  recording TEXT    NOT NULL REFERENCES recordings (id),
  by        TEXT    NOT NULL,
  from_at   INTEGER NOT NULL,
  -- Null: until the end of the recording.
  to_at     INTEGER
) STRICT;
CREATE INDEX recording_marks_by_recording ON recording_marks (recording);
