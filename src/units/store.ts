import type { AgentId } from '../acd/model.ts';
import type { PhoneNumber } from '../calls/ids.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import type {
  Contact,
  OpenTime,
  Reach,
  RemotePhone,
  RemoteSeat,
  RemoteSeatId,
  Sounds,
  Unit,
  UnitId,
} from './model.ts';
import { soundsOf } from './sounds.ts';

type Row = {
  readonly id: UnitId;
  readonly name: string;
  readonly short_name: string;
  readonly district: string | null;
  readonly member: number;
  readonly topics: string;
  readonly at_once: number;
  readonly limit_ms: number;
  readonly pinyin: string;
  readonly initials: string;
};

type SeatRow = {
  readonly id: RemoteSeatId;
  readonly unit: UnitId;
  readonly name: string;
  readonly place: number;
  readonly kind: 'plain' | 'encrypted' | 'number';
  readonly number: PhoneNumber | null;
  readonly secret: string | null;
  readonly ring_ms: number;
  readonly hours: string | null;
  readonly signs_in: number;
  readonly signed_in_by: AgentId | null;
  readonly signed_in_at: EpochMs | null;
};

export type UnitStore = {
  all(): readonly Unit[];
  /** Adds a unit, or changes it; how it is reached is left as it is. */
  put(unit: Unit): void;
  contacts(): readonly Contact[];
  putReach(unit: UnitId, reach: Reach): void;
  /** @param secret of its SIP phone; null for a number */
  putRemoteSeat(seat: RemoteSeat, secret: string | null): void;
  removeRemoteSeat(id: RemoteSeatId): void;
  setPresence(id: RemoteSeatId, presence: RemoteSeat['presence']): void;
  phones(): readonly RemotePhone[];
};

/** The units (承办单位) and their remote seats. */
export function createUnitStore(db: Db): UnitStore {
  const all = db.prepare<[], Row>('SELECT * FROM units ORDER BY id');
  const seats = db.prepare<[], SeatRow>('SELECT * FROM remote_seats ORDER BY unit, place, id');
  const put = db.prepare(
    `INSERT INTO units (id, name, short_name, district, member, pinyin, initials) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, short_name = excluded.short_name, district = excluded.district,
       member = excluded.member, pinyin = excluded.pinyin, initials = excluded.initials`,
  );
  const reach = db.prepare('UPDATE units SET topics = ?, at_once = ?, limit_ms = ? WHERE id = ?');
  soundNames(db, all.all());
  return {
    all: () => all.all().map(unitOf),
    put: (unit) => {
      const { id, name, shortName, district, member } = unit;
      const { pinyin, initials } = soundsOf(unit);
      put.run(id, name, shortName, district, member ? 1 : 0, pinyin, initials);
    },
    contacts: () => {
      const every = seats.all().map(seatOf);
      return all.all().map((row) =>
        contactOf(
          row,
          every.filter(({ unit }) => unit === row.id),
        ),
      );
    },
    putReach: (unit, { topics, atOnce, limitMs }) => {
      reach.run(JSON.stringify(topics), atOnce ? 1 : 0, limitMs, unit);
    },
    ...seatWriters(db),
    phones: () =>
      seats
        .all()
        .flatMap(({ id, kind, secret }) =>
          kind === 'number' || secret === null ? [] : [{ id, kind, secret }],
        ),
  };
}

/** Gives those their sounds that were written by a version that knew none. */
function soundNames(db: Db, rows: readonly Row[]): void {
  const sound = db.prepare('UPDATE units SET pinyin = ?, initials = ? WHERE id = ?');
  for (const row of rows) {
    if (row.pinyin !== '') continue;
    const { pinyin, initials } = soundsOf(unitOf(row));
    sound.run(pinyin, initials, row.id);
  }
}

function seatWriters(db: Db): Pick<UnitStore, 'putRemoteSeat' | 'removeRemoteSeat' | 'setPresence'> {
  const put = db.prepare<[SeatRow]>(
    `INSERT INTO remote_seats (id, unit, name, place, kind, number, secret, ring_ms, hours, signs_in, signed_in_by, signed_in_at)
     VALUES (@id, @unit, @name, @place, @kind, @number, @secret, @ring_ms, @hours, @signs_in, @signed_in_by, @signed_in_at)
     ON CONFLICT (id) DO UPDATE SET unit = excluded.unit, name = excluded.name, place = excluded.place, kind = excluded.kind,
       number = excluded.number, secret = excluded.secret, ring_ms = excluded.ring_ms, hours = excluded.hours,
       signs_in = excluded.signs_in, signed_in_by = excluded.signed_in_by, signed_in_at = excluded.signed_in_at`,
  );
  const remove = db.prepare('DELETE FROM remote_seats WHERE id = ?');
  const presence = db.prepare('UPDATE remote_seats SET signed_in_by = ?, signed_in_at = ? WHERE id = ?');
  return {
    putRemoteSeat: (seat, secret) => {
      const { id, unit, name, place, line, ringMs, hours, signsIn, presence: present } = seat;
      put.run({
        id,
        unit,
        name,
        place,
        kind: line.kind,
        number: line.kind === 'number' ? line.number : null,
        secret,
        ring_ms: ringMs,
        hours: hours === null ? null : JSON.stringify(hours),
        signs_in: signsIn ? 1 : 0,
        signed_in_by: present?.by ?? null,
        signed_in_at: present?.at ?? null,
      });
    },
    removeRemoteSeat: (id) => {
      remove.run(id);
    },
    setPresence: (id, present) => {
      presence.run(present?.by ?? null, present?.at ?? null, id);
    },
  };
}

const unitOf = ({ id, name, short_name, district, member }: Row): Unit => ({
  id,
  name,
  shortName: short_name,
  district,
  member: member === 1,
});

const contactOf = (row: Row, remoteSeats: readonly RemoteSeat[]): Contact => ({
  ...unitOf(row),
  topics: JSON.parse(row.topics) as string[],
  atOnce: row.at_once === 1,
  limitMs: row.limit_ms,
  ...({ pinyin: row.pinyin, initials: row.initials } satisfies Sounds),
  remoteSeats,
});

const seatOf = (row: SeatRow): RemoteSeat => ({
  id: row.id,
  unit: row.unit,
  name: row.name,
  place: row.place,
  line:
    row.kind === 'number'
      ? { kind: row.kind, number: row.number ?? ('' as PhoneNumber) }
      : { kind: row.kind },
  ringMs: row.ring_ms,
  hours: row.hours === null ? null : (JSON.parse(row.hours) as OpenTime[]),
  signsIn: row.signs_in === 1,
  presence:
    row.signed_in_by === null || row.signed_in_at === null
      ? null
      : { by: row.signed_in_by, at: row.signed_in_at },
});
