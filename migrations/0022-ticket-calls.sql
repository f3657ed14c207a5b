-- The calls of each ticket, drawn from `life`: of a call it is asked whether a confidential ticket was spoken of in it (Art. 20, 21).
CREATE TABLE ticket_calls (
  call_id TEXT NOT NULL,
  no      TEXT NOT NULL REFERENCES tickets (no),
  PRIMARY KEY (call_id, no)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO ticket_calls (call_id, no)
  SELECT c.value, t.no FROM tickets t, json_each(t.life, '$.calls') c WHERE t.life IS NOT NULL AND json_valid(t.life);
