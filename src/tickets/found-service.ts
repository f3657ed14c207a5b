import type { Actor } from '../access/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { type Page, type Position, page } from '../store/page.ts';
import type { Reader } from '../store/reader.ts';
import { type CountedRow, countSql, type Grouping } from './counting.ts';
import {
  type DueFilter,
  type DueLine,
  duePosition,
  dueSql,
  type FoundFilter,
  type FoundLine,
  findSql,
} from './finding.ts';
import type { NoticeLine } from './found-wire.ts';
import { type NoticeFilter, noticeSql } from './notices.ts';
import { seenBy } from './see.ts';

export type FoundDeps = {
  /** For what somebody waits for at a screen, */
  readonly reader: Reader;
  /** and for what takes longer. */
  readonly counter: Reader;
  readonly now: () => EpochMs;
};

/** Which part of a list: `limit` members behind `after`; null: from its beginning. */
export type Place = { readonly after: Position | null; readonly limit: number };

const nothing = { items: [], nextCursor: null } as const;

/** Tickets, duties, notices and figures as each person may see them. All of it is read on threads of its own: no call waits for it. */
export class FoundService {
  readonly #deps: FoundDeps;

  constructor(deps: FoundDeps) {
    this.#deps = deps;
  }

  async find(actor: Actor, filter: FoundFilter, { after, limit }: Place): Promise<Page<FoundLine>> {
    const seen = seenBy(actor);
    const asked = { after, limit: limit + 1, now: this.#deps.now() };
    const query = seen === null ? null : findSql(filter, seen, asked);
    if (query === null) return nothing;
    const found = await this.#deps.reader.all<FoundLine>(query);
    return page(found, limit, ({ position, no }) => ({ at: position, id: no }));
  }

  async due(actor: Actor, filter: DueFilter, { after, limit }: Place): Promise<Page<DueLine>> {
    const seen = seenBy(actor);
    if (seen === null) return nothing;
    const asked = { after, limit: limit + 1, now: this.#deps.now() };
    return page(await this.#deps.reader.all<DueLine>(dueSql(filter, seen, asked)), limit, duePosition);
  }

  async notices(actor: Actor, filter: NoticeFilter, { after, limit }: Place): Promise<Page<NoticeLine>> {
    const seen = seenBy(actor);
    if (seen === null) return nothing;
    const found = await this.#deps.reader.all<NoticeLine>(
      noticeSql(filter, seen, { after, limit: limit + 1 }),
    );
    return page(found, limit, ({ raisedAt, key }) => ({ at: raisedAt, id: key }));
  }

  async count(
    actor: Actor,
    by: Grouping,
    period: { readonly since: EpochMs; readonly until: EpochMs },
  ): Promise<readonly CountedRow[]> {
    const seen = seenBy(actor);
    if (seen === null) return [];
    return this.#deps.counter.all<CountedRow>(countSql(by, seen, { ...period, now: this.#deps.now() }));
  }

  /** Starts the threads that read: the first search after a start waits for none to begin. */
  async warm(): Promise<void> {
    await Promise.all([this.#deps.reader.warm(), this.#deps.counter.warm()]);
  }

  async close(): Promise<void> {
    await Promise.all([this.#deps.reader.close(), this.#deps.counter.close()]);
  }
}
