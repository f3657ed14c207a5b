-- What came last of each way to an emergency desk: whether it can be relied on is shown on the wallboard, and outlives a restart.

CREATE TABLE emergency_route_results (
  number      TEXT    NOT NULL CHECK (number IN ('110', '120', '119')),
  -- As Asterisk is told it, e.g. PJSIP/110@trunk.
  dial        TEXT    NOT NULL,
  success_at  INTEGER,
  -- What used it: call, or test.
  success_by  TEXT,
  failure_at  INTEGER,
  failure_by  TEXT,
  failure_why TEXT,
  PRIMARY KEY (number, dial)
) STRICT, WITHOUT ROWID;
