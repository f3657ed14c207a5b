-- What an administrator sets up: units, and the phones at the seats.

CREATE TABLE units (
  id         TEXT    NOT NULL PRIMARY KEY,
  name       TEXT    NOT NULL,
  short_name TEXT    NOT NULL,
  district   TEXT,
  member     INTEGER NOT NULL CHECK (member IN (0, 1))
) STRICT;

CREATE TABLE phones (
  -- The seat, which is also the name of its SIP endpoint.
  seat   TEXT NOT NULL PRIMARY KEY,
  -- The queues the seat serves, as a JSON array.
  queues TEXT NOT NULL,
  -- The phone's SIP password. Asterisk must know it in clear, so this file is its owner's alone.
  secret TEXT NOT NULL,
  kind   TEXT NOT NULL CHECK (kind IN ('desk', 'browser'))
) STRICT;
