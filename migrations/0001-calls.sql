-- Calls, the steps of their lives, seats, tickets, recordings: all that one turn writes.

CREATE TABLE calls (
  id          TEXT    NOT NULL PRIMARY KEY,
  phase       TEXT    NOT NULL,
  arrived_at  INTEGER NOT NULL,
  ended_at    INTEGER,
  from_number TEXT,
  dialled     TEXT    NOT NULL,
  ticket_no   TEXT    NOT NULL,
  queue       TEXT    NOT NULL,
  outcome     TEXT,
  seat        TEXT,
  agent       TEXT,
  -- 1 while the call has not ended or one of its legs still lives: what a start must know of.
  alive       INTEGER NOT NULL CHECK (alive IN (0, 1)),
  -- The whole call as JSON; the columns above are drawn from it, for lists.
  snapshot    TEXT    NOT NULL
) STRICT;
CREATE INDEX calls_alive ON calls (arrived_at, id) WHERE alive = 1;
CREATE INDEX calls_by_arrival ON calls (arrived_at, id);
CREATE INDEX calls_by_queue ON calls (queue, arrived_at, id);
CREATE INDEX calls_by_outcome ON calls (outcome, arrived_at, id) WHERE outcome IS NOT NULL;
CREATE INDEX calls_by_seat ON calls (seat, arrived_at, id) WHERE seat IS NOT NULL;

-- One row a step of a call; never changed.
CREATE TABLE journal (
  id         INTEGER NOT NULL PRIMARY KEY,
  call_id    TEXT    NOT NULL REFERENCES calls (id),
  n          INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  input      TEXT    NOT NULL,
  from_phase TEXT,
  to_phase   TEXT    NOT NULL,
  commands   TEXT    NOT NULL,
  UNIQUE (call_id, n)
) STRICT;

CREATE TABLE seats (
  id       TEXT    NOT NULL PRIMARY KEY,
  saved_at INTEGER NOT NULL,
  snapshot TEXT    NOT NULL
) STRICT;

CREATE TABLE tickets (
  no            TEXT    NOT NULL PRIMARY KEY,
  call_id       TEXT    NOT NULL REFERENCES calls (id),
  caller_number TEXT,
  state         TEXT    NOT NULL CHECK (state IN ('open', 'abandoned')),
  opened_at     INTEGER NOT NULL,
  closed_at     INTEGER,
  outcome       TEXT,
  agent         TEXT,
  seat          TEXT,
  call_back     INTEGER NOT NULL CHECK (call_back IN (0, 1))
) STRICT;
CREATE INDEX tickets_by_opening ON tickets (opened_at, no);
CREATE INDEX tickets_by_state ON tickets (state, opened_at, no);
CREATE INDEX tickets_to_call_back ON tickets (opened_at, no) WHERE call_back = 1;
CREATE INDEX tickets_by_call ON tickets (call_id);

CREATE TABLE recordings (
  call_id     TEXT    NOT NULL PRIMARY KEY REFERENCES calls (id),
  ticket_no   TEXT    NOT NULL,
  state       TEXT    NOT NULL CHECK (state IN ('running', 'expected', 'kept', 'missing')),
  started_at  INTEGER NOT NULL,
  ended_at    INTEGER,
  file        TEXT,
  bytes       INTEGER,
  duration_ms INTEGER,
  sha256      TEXT
) STRICT;
CREATE INDEX recordings_not_taken_in ON recordings (started_at) WHERE state IN ('running', 'expected');
