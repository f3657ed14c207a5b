import type { AgentId } from '../acd/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import type { Position } from '../store/page.ts';
import { isSpokenSecret } from '../tickets/spoken.ts';
import type { UnitId } from '../units/model.ts';
import type { RecordingFacts, Scope } from './access.ts';
import type { Bookmark, RecordingId, Release } from './model.ts';

export type LibraryFilter = {
  readonly ticket?: string | undefined;
  readonly call?: string | undefined;
  readonly since?: EpochMs | undefined;
  readonly until?: EpochMs | undefined;
  /** Only those of confidential tickets, or of others; both if not given. */
  readonly confidential?: boolean | undefined;
};

export type LibraryStore = {
  facts(id: RecordingId): RecordingFacts | null;
  /** Newest first, those of any of the scopes. */
  find(
    filter: LibraryFilter,
    scopes: readonly Scope[],
    asked: { readonly after: Position; readonly limit: number },
  ): readonly RecordingFacts[];
  releases(id: RecordingId): readonly Release[];
  /** @returns false when it is released to the unit already */
  release(id: RecordingId, release: Release): boolean;
  /** @returns false when there is nothing to withdraw */
  withdraw(id: RecordingId, unit: UnitId, by: AgentId, at: EpochMs): boolean;
  bookmarks(id: RecordingId): readonly Bookmark[];
  addBookmark(id: RecordingId, bookmark: Omit<Bookmark, 'id'>): Bookmark;
  /** @returns false when this person has none of this number there */
  removeBookmark(id: RecordingId, bookmark: number, by: AgentId): boolean;
};

type Row = Omit<RecordingFacts, 'confidential' | 'redacting' | 'assigned' | 'released'> & {
  readonly redacting: number;
  readonly confidential: number;
  readonly assigned: string;
  readonly released: string;
};

/** Parts that a unit has, or had and has answered; not those that it returned or that were given anew. */
const having = `('sent', 'acknowledged', 'replied')`;
const confidential = isSpokenSecret('r.ticket_no', 'r.call_id');
const district = `coalesce(json_extract(t.life, '$.office.district'), t.district)`;
const selected = `SELECT r.id, r.call_id AS "call", r.ticket_no AS ticketNo, r.state, r.started_at AS startedAt, c.agent,
    ${confidential} AS confidential, ${district} AS district,
    EXISTS (SELECT 1 FROM recording_redactions x WHERE x.recording = r.id AND x.done_at IS NULL) AS redacting,
    (SELECT json_group_array(DISTINCT p.unit) FROM ticket_parts p WHERE p.no = r.ticket_no AND p.state IN ${having}) AS assigned,
    (SELECT json_group_array(l.unit) FROM recording_releases l WHERE l.recording = r.id AND l.withdrawn_at IS NULL) AS released
  FROM recordings r LEFT JOIN calls c ON c.id = r.call_id LEFT JOIN tickets t ON t.no = r.ticket_no`;

const factsOf = (row: Row): RecordingFacts => ({
  ...row,
  confidential: row.confidential === 1,
  redacting: row.redacting === 1,
  assigned: JSON.parse(row.assigned) as readonly UnitId[],
  released: JSON.parse(row.released) as readonly UnitId[],
});

/** What decides about access to recordings, as it stands in the database. */
export function createLibraryStore(db: Db): LibraryStore {
  const facts = db.prepare<[RecordingId], Row>(`${selected} WHERE r.id = ?`);
  return {
    facts: (id) => {
      const row = facts.get(id);
      return row === undefined ? null : factsOf(row);
    },
    find: (filter, scopes, asked) => find(db, filter, scopes, asked),
    ...releasesIn(db),
    ...bookmarksIn(db),
  };
}

type Where = { readonly sql: string; readonly values: readonly (string | number)[] };

/** Where a scope's recordings are; each is looked at by the rules again. */
function within(scope: Scope): Where {
  switch (scope.of) {
    case 'all':
      return { sql: '1', values: [] };
    case 'agent':
      return { sql: '(c.agent = ? AND r.started_at >= ?)', values: [scope.agent, scope.since] };
    case 'unit':
      return {
        sql: 'r.id IN (SELECT recording FROM recording_releases WHERE unit = ? AND withdrawn_at IS NULL)',
        values: [scope.unit],
      };
    case 'district':
      return { sql: `${district} = ?`, values: [scope.district] };
  }
}

function find(
  db: Db,
  filter: LibraryFilter,
  scopes: readonly Scope[],
  { after, limit }: { readonly after: Position; readonly limit: number },
): readonly RecordingFacts[] {
  if (scopes.length === 0) return [];
  const of = scopes.map(within);
  const wanted: readonly (readonly [string, string | number | undefined])[] = [
    ['r.ticket_no = ?', filter.ticket],
    ['r.call_id = ?', filter.call],
    ['r.started_at >= ?', filter.since],
    ['r.started_at < ?', filter.until],
    [`${confidential} = ?`, filter.confidential === undefined ? undefined : Number(filter.confidential)],
  ];
  const given = wanted.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  const where = [
    `(${of.map(({ sql }) => sql).join(' OR ')})`,
    ...given.map(({ sql }) => sql),
    '(r.started_at, r.id) < (?, ?)',
  ];
  const values = [...of.flatMap((one) => one.values), ...given.map(({ value }) => value), after.at, after.id];
  return db
    .prepare<(string | number)[], Row>(
      `${selected} WHERE ${where.join(' AND ')} ORDER BY r.started_at DESC, r.id DESC LIMIT ?`,
    )
    .all(...values, limit)
    .map(factsOf);
}

function releasesIn(db: Db): Pick<LibraryStore, 'releases' | 'release' | 'withdraw'> {
  const releases = db.prepare<[RecordingId], Release>(
    'SELECT unit, by, at, why FROM recording_releases WHERE recording = ? AND withdrawn_at IS NULL ORDER BY unit',
  );
  const add = db.prepare(
    'INSERT INTO recording_releases (recording, unit, by, at, why) VALUES (@id, @unit, @by, @at, @why) ON CONFLICT DO NOTHING',
  );
  const withdraw = db.prepare(
    `UPDATE recording_releases SET withdrawn_by = @by, withdrawn_at = @at
     WHERE recording = @id AND unit = @unit AND withdrawn_at IS NULL`,
  );
  return {
    releases: (id) => releases.all(id),
    release: (id, release) => add.run({ id, ...release }).changes === 1,
    withdraw: (id, unit, by, at) => withdraw.run({ id, unit, by, at }).changes === 1,
  };
}

function bookmarksIn(db: Db): Pick<LibraryStore, 'bookmarks' | 'addBookmark' | 'removeBookmark'> {
  const all = db.prepare<[RecordingId], Bookmark>(
    'SELECT id, at_ms AS atMs, text, by, made_at AS madeAt FROM recording_bookmarks WHERE recording = ? ORDER BY at_ms, id',
  );
  const add = db.prepare(
    'INSERT INTO recording_bookmarks (recording, at_ms, text, by, made_at) VALUES (@recording, @atMs, @text, @by, @madeAt)',
  );
  const remove = db.prepare('DELETE FROM recording_bookmarks WHERE id = ? AND recording = ? AND by = ?');
  return {
    bookmarks: (id) => all.all(id),
    addBookmark: (recording, bookmark) => ({
      ...bookmark,
      id: Number(add.run({ recording, ...bookmark }).lastInsertRowid),
    }),
    removeBookmark: (id, bookmark, by) => remove.run(bookmark, id, by).changes === 1,
  };
}
