-- What an agent can do, and which queues it serves wherever it sits; who is not here is as anybody.

CREATE TABLE agent_assignments (
  agent      TEXT    NOT NULL PRIMARY KEY,
  -- Skills and places as JSON.
  assignment TEXT    NOT NULL,
  changed_at INTEGER NOT NULL,
  changed_by TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
