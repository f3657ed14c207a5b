import type { Db } from '../store/open.ts';
import type { Correction, Day } from './model.ts';

export type CalendarStore = {
  all(): ReadonlyMap<Day, Correction>;
  /** Adds a correction, or replaces the one of that day. */
  put(correction: Correction): void;
  /** @returns whether there was one */
  remove(day: Day): boolean;
};

/** Corrections of the calendar; who made them when stands in the audit record. */
export function createCalendarStore(db: Db): CalendarStore {
  const all = db.prepare<[], { day: Day; work: number; name: string }>(
    'SELECT day, work, name FROM calendar_corrections ORDER BY day',
  );
  const put = db.prepare(
    `INSERT INTO calendar_corrections (day, work, name) VALUES (?, ?, ?)
     ON CONFLICT (day) DO UPDATE SET work = excluded.work, name = excluded.name`,
  );
  const remove = db.prepare<[Day]>('DELETE FROM calendar_corrections WHERE day = ?');
  return {
    all: () => new Map(all.all().map((row) => [row.day, { ...row, work: row.work === 1 }])),
    put: ({ day, work, name }) => {
      put.run(day, work ? 1 : 0, name);
    },
    remove: (day) => remove.run(day).changes === 1,
  };
}
