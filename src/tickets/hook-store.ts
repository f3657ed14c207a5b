import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';

/** Another system of the city that follows tickets. */
export type Hook = {
  readonly id: string;
  readonly url: string;
  /** Shared with it: what it is told is signed by it. */
  readonly secret: string;
  /** Only what this unit has a part in; null: all. */
  readonly unit: string | null;
  readonly createdAt: EpochMs;
  readonly createdBy: string;
  readonly paused: boolean;
};

/** Something that a system is to be told; its id stays the same however often it is tried. */
export type Delivery = {
  readonly id: string;
  readonly hook: string;
  /** Counts what one system is told: a gap or an older one is seen. */
  readonly n: number;
  readonly body: string;
  readonly createdAt: EpochMs;
  readonly tries: number;
  readonly nextAt: EpochMs | null;
  readonly deliveredAt: EpochMs | null;
  readonly lastResult: string | null;
};

export type HookStore = {
  all(): readonly Hook[];
  read(id: string): Hook | null;
  put(hook: Hook): void;
  /** With all it was still to be told. @returns whether there was one */
  remove(id: string): boolean;
  /** Counts on. */
  nextN(hook: string): number;
  add(delivery: Pick<Delivery, 'id' | 'hook' | 'n' | 'body' | 'createdAt'>): void;
  /** What is to be tried by now, the oldest of each system first; nothing of one that is paused. */
  due(at: EpochMs, limit: number): readonly Delivery[];
  note(id: string, done: Pick<Delivery, 'tries' | 'nextAt' | 'deliveredAt' | 'lastResult'>): void;
  deliveries(hook: string, limit: number): readonly Delivery[];
};

type Row = Omit<Hook, 'paused'> & { readonly paused: 0 | 1 };
const hookOf = (row: Row): Hook => ({ ...row, paused: row.paused === 1 });

export function createHookStore(db: Db): HookStore {
  const hooks =
    'SELECT id, url, secret, unit, created_at AS createdAt, created_by AS createdBy, paused FROM webhooks';
  const all = db.prepare<[], Row>(`${hooks} ORDER BY created_at, id`);
  const read = db.prepare<[string], Row>(`${hooks} WHERE id = ?`);
  const put = db.prepare(
    `INSERT INTO webhooks (id, url, secret, unit, created_at, created_by, paused) VALUES (@id, @url, @secret, @unit, @createdAt, @createdBy, @paused)
     ON CONFLICT (id) DO UPDATE SET paused = excluded.paused`,
  );
  const remove = db.prepare<[string]>('DELETE FROM webhooks WHERE id = ?');
  let kept: readonly Hook[] | null = null;
  return {
    all: () => (kept ??= all.all().map(hookOf)),
    read(id) {
      const row = read.get(id);
      return row === undefined ? null : hookOf(row);
    },
    put(hook) {
      put.run({ ...hook, paused: hook.paused ? 1 : 0 });
      kept = null;
    },
    remove(id) {
      kept = null;
      return remove.run(id).changes === 1;
    },
    ...deliveriesOf(db),
  };
}

function deliveriesOf(db: Db): Pick<HookStore, 'nextN' | 'add' | 'due' | 'note' | 'deliveries'> {
  const columns = `d.id, d.hook, d.n, d.body, d.created_at AS createdAt, d.tries, d.next_at AS nextAt, d.delivered_at AS deliveredAt,
    d.last_result AS lastResult`;
  const nextN = db
    .prepare<[string], number>('SELECT coalesce(max(n), 0) + 1 FROM webhook_deliveries WHERE hook = ?')
    .pluck();
  const add = db.prepare(
    'INSERT INTO webhook_deliveries (id, hook, n, body, created_at, next_at) VALUES (@id, @hook, @n, @body, @createdAt, @createdAt)',
  );
  const due = db.prepare<[EpochMs, number], Delivery>(
    `SELECT ${columns} FROM webhook_deliveries d JOIN webhooks h ON h.id = d.hook
     WHERE d.next_at <= ? AND h.paused = 0 ORDER BY d.next_at, d.n LIMIT ?`,
  );
  const note = db.prepare(
    `UPDATE webhook_deliveries SET tries = @tries, next_at = @nextAt, delivered_at = @deliveredAt, last_result = @lastResult
     WHERE id = @id`,
  );
  const deliveries = db.prepare<[string, number], Delivery>(
    `SELECT ${columns} FROM webhook_deliveries d WHERE d.hook = ? ORDER BY d.n DESC LIMIT ?`,
  );
  return {
    nextN: (hook) => nextN.get(hook) ?? 1,
    add: (delivery) => {
      add.run(delivery);
    },
    due: (at, limit) => due.all(at, limit),
    note: (id, done) => {
      note.run({ id, ...done });
    },
    deliveries: (hook, limit) => deliveries.all(hook, limit),
  };
}
