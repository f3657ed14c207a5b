import type { QueueId, SeatId } from '../acd/model.ts';
import type { Db } from '../store/open.ts';
import type { DeskPhoneKind, SeatPhones } from './model.ts';

type Row = {
  readonly seat: string;
  readonly queues: string;
  readonly desk_kind: DeskPhoneKind | null;
  readonly desk_secret: string | null;
  readonly browser_secret: string | null;
};

export type PhoneStore = {
  all(): readonly SeatPhones[];
  get(seat: SeatId): SeatPhones | null;
  /** Adds a seat's phones, or replaces them. */
  put(phones: SeatPhones): void;
  /** @returns whether there were any */
  remove(seat: SeatId): boolean;
};

/** The phones at the seats. */
export function createPhoneStore(db: Db): PhoneStore {
  const columns = 'seat, queues, desk_kind, desk_secret, browser_secret';
  const all = db.prepare<[], Row>(`SELECT ${columns} FROM phones ORDER BY seat`);
  const get = db.prepare<[SeatId], Row>(`SELECT ${columns} FROM phones WHERE seat = ?`);
  const put = db.prepare<[Row]>(
    `INSERT INTO phones (${columns}) VALUES (@seat, @queues, @desk_kind, @desk_secret, @browser_secret)
     ON CONFLICT (seat) DO UPDATE SET queues = excluded.queues, desk_kind = excluded.desk_kind,
       desk_secret = excluded.desk_secret, browser_secret = excluded.browser_secret`,
  );
  const remove = db.prepare<[SeatId]>('DELETE FROM phones WHERE seat = ?');
  return {
    all: () => all.all().map(phonesOf),
    get(seat) {
      const row = get.get(seat);
      return row === undefined ? null : phonesOf(row);
    },
    put: ({ seat, queues, desk, browser }) => {
      put.run({
        seat,
        queues: JSON.stringify(queues),
        desk_kind: desk?.kind ?? null,
        desk_secret: desk?.secret ?? null,
        browser_secret: browser?.secret ?? null,
      });
    },
    remove: (seat) => remove.run(seat).changes === 1,
  };
}

const phonesOf = (row: Row): SeatPhones => ({
  seat: row.seat as SeatId,
  queues: JSON.parse(row.queues) as QueueId[],
  desk:
    row.desk_kind === null || row.desk_secret === null
      ? null
      : { kind: row.desk_kind, secret: row.desk_secret },
  browser: row.browser_secret === null ? null : { secret: row.browser_secret },
});
