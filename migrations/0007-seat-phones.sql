-- A seat may have a telephone, a softphone in the browser, or both.

CREATE TABLE seat_phones (
  seat           TEXT NOT NULL PRIMARY KEY,
  -- The queues the seat serves, as a JSON array.
  queues         TEXT NOT NULL,
  desk_kind      TEXT CHECK (desk_kind IN ('plain', 'encrypted')),
  -- SIP passwords. Asterisk must know them in clear, so this file is its owner's alone.
  desk_secret    TEXT,
  -- Made anew for each page that becomes the seat's phone.
  browser_secret TEXT,
  CHECK ((desk_kind IS NULL) = (desk_secret IS NULL)),
  CHECK (desk_secret IS NOT NULL OR browser_secret IS NOT NULL)
) STRICT;
INSERT INTO seat_phones (seat, queues, desk_kind, desk_secret, browser_secret)
SELECT seat, queues, iif(kind = 'desk', 'plain', NULL), iif(kind = 'desk', secret, NULL), iif(kind = 'browser', secret, NULL)
FROM phones;
DROP TABLE phones;
ALTER TABLE seat_phones RENAME TO phones;

-- Who sits there goes on sitting there.
UPDATE seats
SET snapshot = json_set(snapshot, '$.devices', json('["desk"]'), '$.device', 'desk', '$.otherPhone', 'unreachable');
