-- Which calls a ticket can be linked to: those of the same number, and one's own; newest first.
CREATE INDEX calls_by_number ON calls (from_number, arrived_at, id) WHERE from_number IS NOT NULL;
CREATE INDEX calls_by_agent ON calls (agent, arrived_at, id) WHERE agent IS NOT NULL;
