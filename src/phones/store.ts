import type { QueueId, SeatId } from '../acd/model.ts';
import type { Db } from '../store/open.ts';
import type { Phone } from './model.ts';

type Row = {
  readonly seat: string;
  readonly queues: string;
  readonly secret: string;
  readonly kind: Phone['kind'];
};

export type PhoneStore = {
  all(): readonly Phone[];
  /** Adds a phone, or replaces the one at its seat. */
  put(phone: Phone): void;
};

/** The phones at the seats. */
export function createPhoneStore(db: Db): PhoneStore {
  const all = db.prepare<[], Row>('SELECT seat, queues, secret, kind FROM phones ORDER BY seat');
  const put = db.prepare(
    `INSERT INTO phones (seat, queues, secret, kind) VALUES (?, ?, ?, ?)
     ON CONFLICT (seat) DO UPDATE SET queues = excluded.queues, secret = excluded.secret, kind = excluded.kind`,
  );
  return {
    all: () =>
      all.all().map((row) => ({
        seat: row.seat as SeatId,
        queues: JSON.parse(row.queues) as QueueId[],
        secret: row.secret,
        kind: row.kind,
      })),
    put: ({ seat, queues, secret, kind }) => {
      put.run(seat, JSON.stringify(queues), secret, kind);
    },
  };
}
