-- Instructions (批示) and inspection notes (督查意见) so far that a unit reads with its part, and how many of them it has opened.
ALTER TABLE ticket_parts ADD COLUMN remarks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket_parts ADD COLUMN remarks_seen INTEGER NOT NULL DEFAULT 0;
-- Of what was said before nobody knows whether it was read: it bears no mark.
UPDATE ticket_parts SET (remarks, remarks_seen) = (
  SELECT count(*), count(*) FROM tickets t, json_each(t.life, '$.remarks') r
  WHERE t.no = ticket_parts.no AND json_extract(r.value, '$.kind') IN ('instruction', 'inspection'));
CREATE INDEX ticket_parts_marked ON ticket_parts (unit, received_at, no) WHERE remarks > remarks_seen;
