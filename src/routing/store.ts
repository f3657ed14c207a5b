import type { AgentId } from '../acd/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import type { Document } from './document.ts';
import type { PublicationId, PublicationLine, VersionNo } from './timeline.ts';
import type { Draft, DraftId, NewVersion, Version, VersionLine } from './versions.ts';

export type NewPublication = Pick<PublicationLine, 'version' | 'from' | 'until' | 'by' | 'reason' | 'madeAt'>;
/** What came into force, and when. */
export type InForce = {
  readonly at: EpochMs;
  readonly version: VersionNo;
  readonly publication: PublicationId;
};

export type VersionStore = {
  /** Newest first, those before `before`. */
  versions(before: VersionNo | null, limit: number): readonly VersionLine[];
  version(n: VersionNo): Version | null;
  newest(): VersionNo | null;
  isNamed(name: string): boolean;
  addVersion(version: NewVersion): VersionNo;
  addPublication(publication: NewPublication): PublicationId;
  withdraw(id: PublicationId, by: string, at: EpochMs): void;
  publication(id: PublicationId): PublicationLine | null;
  /** Newest first. */
  publications(limit: number): readonly PublicationLine[];
  /** All that can be in force at this instant or later. */
  standing(at: EpochMs): readonly PublicationLine[];
  noteInForce(what: InForce): void;
  inForce(): InForce | null;
};

export type DraftStore = {
  drafts(): readonly Draft[];
  draft(id: DraftId): Draft | null;
  addDraft(draft: Omit<Draft, 'id'>): DraftId;
  /** Writes it if it is still of that revision. @returns whether it was */
  putDraft(draft: Draft, revision: number): boolean;
  removeDraft(id: DraftId): void;
};

export type PlanStore = VersionStore & DraftStore;

/** The routing plan's versions and drafts in the database. */
export const createPlanStore = (db: Db): PlanStore => ({
  ...versionsIn(db),
  ...publicationsIn(db),
  ...inForceIn(db),
  ...draftsIn(db),
});

const versionColumns = 'n, name, base, origin, author, approved_by AS approvedBy, reason, made_at AS madeAt';

function versionsIn(
  db: Db,
): Pick<VersionStore, 'versions' | 'version' | 'newest' | 'isNamed' | 'addVersion'> {
  const all = db.prepare<[number, number], VersionLine>(
    `SELECT ${versionColumns} FROM plan_versions WHERE n < ? ORDER BY n DESC LIMIT ?`,
  );
  const one = db.prepare<[VersionNo], VersionLine & { document: string }>(
    `SELECT ${versionColumns}, document FROM plan_versions WHERE n = ?`,
  );
  const newest = db.prepare<[], VersionNo | null>('SELECT max(n) FROM plan_versions').pluck();
  const named = db.prepare<[string]>('SELECT 1 FROM plan_versions WHERE name = ?').pluck();
  const add = db
    .prepare<[object], VersionNo>(
      `INSERT INTO plan_versions (name, document, base, origin, author, approved_by, reason, made_at)
       VALUES (@name, @document, @base, @origin, @author, @approvedBy, @reason, @madeAt) RETURNING n`,
    )
    .pluck();
  return {
    versions: (before, limit) => all.all(before ?? Number.MAX_SAFE_INTEGER, limit),
    version(n) {
      const row = one.get(n);
      return row === undefined ? null : { ...row, document: JSON.parse(row.document) as Document };
    },
    newest: () => newest.get() ?? null,
    isNamed: (name) => named.get(name) !== undefined,
    addVersion: (version) => made(add.get({ ...version, document: JSON.stringify(version.document) })),
  };
}

function made<T>(id: T | undefined): T {
  if (id === undefined) throw new Error('the database gave no number to what was added');
  return id;
}

const publicationColumns = `id, version, from_at AS "from", until_at AS until, by, reason, made_at AS madeAt,
  withdrawn_at AS withdrawnAt, withdrawn_by AS withdrawnBy`;

function publicationsIn(
  db: Db,
): Pick<VersionStore, 'addPublication' | 'withdraw' | 'publication' | 'publications' | 'standing'> {
  const add = db
    .prepare<[object], PublicationId>(
      `INSERT INTO plan_publications (version, from_at, until_at, by, reason, made_at)
       VALUES (@version, @from, @until, @by, @reason, @madeAt) RETURNING id`,
    )
    .pluck();
  const withdraw = db.prepare<[EpochMs, string, PublicationId]>(
    'UPDATE plan_publications SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ? AND withdrawn_at IS NULL',
  );
  const one = db.prepare<[PublicationId], PublicationLine>(
    `SELECT ${publicationColumns} FROM plan_publications WHERE id = ?`,
  );
  const all = db.prepare<[number], PublicationLine>(
    `SELECT ${publicationColumns} FROM plan_publications ORDER BY id DESC LIMIT ?`,
  );
  // A lasting one hides all that began before it.
  const standing = db.prepare<[object], PublicationLine>(
    `SELECT ${publicationColumns} FROM plan_publications
     WHERE (until_at IS NULL OR until_at > @at) AND (withdrawn_at IS NULL OR withdrawn_at > @at)
       AND from_at >= coalesce((SELECT max(from_at) FROM plan_publications
         WHERE from_at <= @at AND until_at IS NULL AND withdrawn_at IS NULL), 0)
     ORDER BY id`,
  );
  return {
    addPublication: (publication) => made(add.get(publication)),
    withdraw: (id, by, at) => {
      withdraw.run(at, by, id);
    },
    publication: (id) => one.get(id) ?? null,
    publications: (limit) => all.all(limit),
    standing: (at) => standing.all({ at }),
  };
}

function inForceIn(db: Db): Pick<VersionStore, 'noteInForce' | 'inForce'> {
  const note = db.prepare<[InForce]>(
    'INSERT INTO plan_in_force (at, version, publication) VALUES (@at, @version, @publication)',
  );
  const inForce = db.prepare<[], InForce>(
    'SELECT at, version, publication FROM plan_in_force ORDER BY n DESC LIMIT 1',
  );
  return {
    noteInForce: (what) => {
      note.run(what);
    },
    inForce: () => inForce.get() ?? null,
  };
}

type DraftRow = Omit<Draft, 'document' | 'writers'> & { readonly document: string; readonly writers: string };

const draftColumns = `id, title, base, document, revision, writers, changed_by AS changedBy, changed_at AS changedAt,
  checked_revision AS checkedRevision, approved_revision AS approvedRevision, approved_by AS approvedBy`;

function draftsIn(db: Db): DraftStore {
  const all = db.prepare<[], DraftRow>(`SELECT ${draftColumns} FROM plan_drafts ORDER BY id DESC LIMIT 200`);
  const one = db.prepare<[DraftId], DraftRow>(`SELECT ${draftColumns} FROM plan_drafts WHERE id = ?`);
  const add = db
    .prepare<[object], DraftId>(
      `INSERT INTO plan_drafts (title, base, document, revision, writers, changed_by, changed_at)
       VALUES (@title, @base, @document, @revision, @writers, @changedBy, @changedAt) RETURNING id`,
    )
    .pluck();
  const put = db.prepare<[object]>(
    `UPDATE plan_drafts SET title = @title, document = @document, revision = @revision, writers = @writers, changed_by = @changedBy,
       changed_at = @changedAt, checked_revision = @checkedRevision, approved_revision = @approvedRevision, approved_by = @approvedBy
     WHERE id = @id AND revision = @read`,
  );
  const remove = db.prepare<[DraftId]>('DELETE FROM plan_drafts WHERE id = ?');
  return {
    drafts: () => all.all().map(draftOf),
    draft(id) {
      const row = one.get(id);
      return row === undefined ? null : draftOf(row);
    },
    addDraft: (draft) => made(add.get(rowOf(draft))),
    putDraft: (draft, revision) => put.run({ ...rowOf(draft), read: revision }).changes === 1,
    removeDraft: (id) => {
      remove.run(id);
    },
  };
}

const draftOf = (row: DraftRow): Draft => ({
  ...row,
  document: JSON.parse(row.document) as Document,
  writers: JSON.parse(row.writers) as readonly AgentId[],
});
const rowOf = (draft: Omit<Draft, 'id'>): object => ({
  ...draft,
  document: JSON.stringify(draft.document),
  writers: JSON.stringify(draft.writers),
});
