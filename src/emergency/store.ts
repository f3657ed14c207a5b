import type { DialString } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import type { EmergencyNumber, RouteFailure, RouteHistory, RouteUse } from './model.ts';

type Row = {
  readonly success_at: EpochMs | null;
  readonly success_by: RouteUse | null;
  readonly success_took_ms: number | null;
  readonly failure_at: EpochMs | null;
  readonly failure_by: RouteUse | null;
  readonly failure_why: RouteFailure | null;
};

export type RouteStore = {
  /** What came of a way last; null: nothing is known of it. */
  read(number: EmergencyNumber, dial: DialString): RouteHistory | null;
  put(number: EmergencyNumber, dial: DialString, history: RouteHistory): void;
};

/** What came of the ways to emergency desks, by number and way: it stays when routes are put in another order. */
export function createRouteStore(db: Db): RouteStore {
  const read = db.prepare<[EmergencyNumber, DialString], Row>(
    'SELECT * FROM emergency_route_results WHERE number = ? AND dial = ?',
  );
  const put = db.prepare(
    `INSERT OR REPLACE INTO emergency_route_results (number, dial, success_at, success_by, success_took_ms, failure_at,
       failure_by, failure_why)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    read(number, dial) {
      const row = read.get(number, dial);
      return row === undefined ? null : historyOf(row);
    },
    put: (number, dial, { success, failure }) => {
      put.run(
        ...[number, dial, success?.at ?? null, success?.by ?? null, success?.tookMs ?? null],
        ...[failure?.at ?? null, failure?.by ?? null, failure?.why ?? null],
      );
    },
  };
}

function historyOf(row: Row): RouteHistory {
  const { success_at, success_by, success_took_ms, failure_at, failure_by, failure_why } = row;
  return {
    success:
      success_at === null || success_by === null
        ? null
        : { at: success_at, by: success_by, why: null, tookMs: success_took_ms },
    failure:
      failure_at === null || failure_by === null || failure_why === null
        ? null
        : { at: failure_at, by: failure_by, why: failure_why },
  };
}
