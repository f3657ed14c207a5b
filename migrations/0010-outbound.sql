-- Who rang whom, and why a citizen was rung; all calls of a ticket, of which there may be several.

ALTER TABLE calls ADD COLUMN origin TEXT NOT NULL DEFAULT 'inbound' CHECK (origin IN ('inbound', 'outbound'));
ALTER TABLE calls ADD COLUMN purpose TEXT CHECK (purpose IN ('callBack', 'followUp'));
CREATE INDEX calls_by_ticket ON calls (ticket_no, arrived_at, id);
