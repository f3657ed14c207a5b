import type { AgentId } from '../acd/model.ts';
import type { TicketNo } from '../calls/model.ts';
import { isObject, parseAs } from '../lib/shape.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import type { Content } from './life/model.ts';

/** What somebody has typed into a ticket and not filed yet. */
export type Draft = {
  /** The version it was begun from. */
  readonly version: number;
  readonly savedAt: EpochMs;
  readonly content: Partial<Content>;
};
export type SavedView = { readonly name: string; readonly query: Readonly<Record<string, string>> };

/** What each person keeps for itself: drafts while typing, views of the lists. */
export type DeskStore = {
  draft(no: TicketNo, account: AgentId): Draft | null;
  /** What was typed last into a ticket by anybody, and not filed yet. */
  newestDraft(no: TicketNo): Draft | null;
  putDraft(no: TicketNo, account: AgentId, draft: Draft): void;
  removeDraft(no: TicketNo, account: AgentId): void;
  views(account: AgentId): readonly SavedView[];
  putView(account: AgentId, view: SavedView): void;
  /** @returns whether there was one */
  removeView(account: AgentId, name: string): boolean;
};

const draftOf = (row: (Omit<Draft, 'content'> & { readonly content: string }) | undefined): Draft | null =>
  row === undefined ? null : { ...row, content: parseAs(row.content, isObject) ?? {} };

export function createDeskStore(db: Db): DeskStore {
  const draft = db.prepare<[TicketNo, AgentId], Omit<Draft, 'content'> & { content: string }>(
    'SELECT version, saved_at AS savedAt, content FROM ticket_drafts WHERE no = ? AND account = ?',
  );
  const newestDraft = db.prepare<[TicketNo], Omit<Draft, 'content'> & { content: string }>(
    'SELECT version, saved_at AS savedAt, content FROM ticket_drafts WHERE no = ? ORDER BY saved_at DESC LIMIT 1',
  );
  const putDraft = db.prepare(
    `INSERT INTO ticket_drafts (no, account, version, saved_at, content) VALUES (@no, @account, @version, @savedAt, @content)
     ON CONFLICT (no, account) DO UPDATE SET version = excluded.version, saved_at = excluded.saved_at, content = excluded.content`,
  );
  const removeDraft = db.prepare('DELETE FROM ticket_drafts WHERE no = ? AND account = ?');
  const views = db.prepare<[AgentId], { name: string; query: string }>(
    'SELECT name, query FROM ticket_views WHERE account = ? ORDER BY name',
  );
  const putView = db.prepare(
    `INSERT INTO ticket_views (account, name, query) VALUES (@account, @name, @query)
     ON CONFLICT (account, name) DO UPDATE SET query = excluded.query`,
  );
  const removeView = db.prepare('DELETE FROM ticket_views WHERE account = ? AND name = ?');
  return {
    draft: (no, account) => draftOf(draft.get(no, account)),
    newestDraft: (no) => draftOf(newestDraft.get(no)),
    putDraft: (no, account, one) => {
      putDraft.run({ no, account, ...one, content: JSON.stringify(one.content) });
    },
    removeDraft: (no, account) => {
      removeDraft.run(no, account);
    },
    views: (account) =>
      views
        .all(account)
        .map((row) => ({ name: row.name, query: JSON.parse(row.query) as SavedView['query'] })),
    putView: (account, view) => {
      putView.run({ account, name: view.name, query: JSON.stringify(view.query) });
    },
    removeView: (account, name) => removeView.run(account, name).changes === 1,
  };
}
