-- Whom a person works for, and whether for confidential matters.

ALTER TABLE accounts ADD COLUMN unit TEXT;
ALTER TABLE accounts ADD COLUMN district TEXT;
ALTER TABLE accounts ADD COLUMN cleared INTEGER NOT NULL DEFAULT 0 CHECK (cleared IN (0, 1));
