-- Calls of those who are on a list, or call again and again, are counted by what they were treated as.
CREATE INDEX calls_by_standing ON calls (standing, arrived_at, id) WHERE standing IS NOT NULL;
