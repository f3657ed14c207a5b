import { parseAs } from '../lib/shape.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import type { Seat, SeatId } from './model.ts';
import { isSeat, upgradeSeat } from './snapshot.ts';

export type SeatStore = {
  put(seat: Seat, at: EpochMs): void;
  /** All seats ever saved; and the ids of those whose record cannot be read. */
  all(): { readonly seats: readonly Seat[]; readonly damaged: readonly SeatId[] };
};

/** The seats in the database. */
export function createSeatStore(db: Db): SeatStore {
  const put = db.prepare<[SeatId, EpochMs, string]>(
    `INSERT INTO seats (id, saved_at, snapshot) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET saved_at = excluded.saved_at, snapshot = excluded.snapshot`,
  );
  const rows = db.prepare<[], { id: SeatId; snapshot: string }>('SELECT id, snapshot FROM seats ORDER BY id');
  return {
    put: (seat, at) => {
      put.run(seat.id, at, JSON.stringify(seat));
    },
    all() {
      const all = rows
        .all()
        .map(({ id, snapshot }) => ({ id, seat: parseAs(snapshot, isSeat, upgradeSeat) }));
      return {
        seats: all.flatMap(({ id, seat }) => (seat?.id === id ? [seat] : [])),
        damaged: all.filter(({ id, seat }) => seat?.id !== id).map(({ id }) => id),
      };
    },
  };
}
