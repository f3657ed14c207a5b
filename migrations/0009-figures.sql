-- What the figures are counted from, and the counts themselves, written in the turn's own transaction.

-- A call's stay in one queue; what the queue promised at that time stands with it.
CREATE TABLE queue_visits (
  call_id          TEXT    NOT NULL REFERENCES calls (id),
  joined_at        INTEGER NOT NULL,
  queue            TEXT    NOT NULL,
  answer_within_ms INTEGER NOT NULL,
  short_abandon_ms INTEGER NOT NULL,
  left_at          INTEGER,
  -- NULL while the caller waits; 'neverQueued': left before there was a queue.
  outcome          TEXT,
  seat             TEXT,
  agent            TEXT,
  PRIMARY KEY (call_id, joined_at, queue)
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_visits_by_time ON queue_visits (joined_at);

-- A stretch of a seat's time in one state, once it is over.
CREATE TABLE seat_spells (
  seat    TEXT    NOT NULL,
  since   INTEGER NOT NULL,
  until   INTEGER NOT NULL,
  state   TEXT    NOT NULL,
  agent   TEXT    NOT NULL,
  reason  TEXT,
  call_id TEXT,
  PRIMARY KEY (seat, since, until, state)
) STRICT, WITHOUT ROWID;
CREATE INDEX seat_spells_by_call ON seat_spells (call_id, seat) WHERE call_id IS NOT NULL;
CREATE INDEX seat_spells_by_time ON seat_spells (until);

-- Counts by interval: `at` is its beginning. docs/figures.md says what each counts.
CREATE TABLE queue_figures (
  at             INTEGER NOT NULL,
  queue          TEXT    NOT NULL,
  neverQueued    INTEGER NOT NULL,
  offered        INTEGER NOT NULL,
  answered       INTEGER NOT NULL,
  answeredWithin INTEGER NOT NULL,
  abandoned      INTEGER NOT NULL,
  shortAbandoned INTEGER NOT NULL,
  overflowed     INTEGER NOT NULL,
  callBack       INTEGER NOT NULL,
  turnedAway     INTEGER NOT NULL,
  lost           INTEGER NOT NULL,
  answeredWaitMs INTEGER NOT NULL,
  abandonedWaitMs INTEGER NOT NULL,
  longestWaitMs  INTEGER NOT NULL,
  handled        INTEGER NOT NULL,
  talkMs         INTEGER NOT NULL,
  wrapUpMs       INTEGER NOT NULL,
  PRIMARY KEY (at, queue)
) STRICT, WITHOUT ROWID;

CREATE TABLE seat_figures (
  at              INTEGER NOT NULL,
  seat            TEXT    NOT NULL,
  agent           TEXT    NOT NULL,
  readyMs         INTEGER NOT NULL,
  offeredMs       INTEGER NOT NULL,
  talkingMs       INTEGER NOT NULL,
  wrapUpMs        INTEGER NOT NULL,
  notReadyMs      INTEGER NOT NULL,
  answered        INTEGER NOT NULL,
  missed          INTEGER NOT NULL,
  handled         INTEGER NOT NULL,
  handledTalkMs   INTEGER NOT NULL,
  handledWrapUpMs INTEGER NOT NULL,
  PRIMARY KEY (at, seat, agent)
) STRICT, WITHOUT ROWID;

CREATE TABLE not_ready_figures (
  at     INTEGER NOT NULL,
  seat   TEXT    NOT NULL,
  agent  TEXT    NOT NULL,
  reason TEXT    NOT NULL,
  ms     INTEGER NOT NULL,
  PRIMARY KEY (at, seat, agent, reason)
) STRICT, WITHOUT ROWID;
