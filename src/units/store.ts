import type { Db } from '../store/open.ts';
import type { Unit, UnitId } from './model.ts';

type Row = {
  readonly id: string;
  readonly name: string;
  readonly short_name: string;
  readonly district: string | null;
  readonly member: number;
};

export type UnitStore = {
  all(): readonly Unit[];
  put(unit: Unit): void;
};

/** The units (承办单位). */
export function createUnitStore(db: Db): UnitStore {
  const all = db.prepare<[], Row>('SELECT id, name, short_name, district, member FROM units ORDER BY id');
  const put = db.prepare(
    `INSERT INTO units (id, name, short_name, district, member) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, short_name = excluded.short_name, district = excluded.district,
       member = excluded.member`,
  );
  return {
    all: () =>
      all.all().map((row) => ({
        id: row.id as UnitId,
        name: row.name,
        shortName: row.short_name,
        district: row.district,
        member: row.member === 1,
      })),
    put: ({ id, name, shortName, district, member }) => {
      put.run(id, name, shortName, district, member ? 1 : 0);
    },
  };
}
