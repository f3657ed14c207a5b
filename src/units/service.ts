import type { EpochMs } from '../lib/time.ts';
import type { Contact } from './model.ts';
import { found } from './rules.ts';
import type { UnitStore } from './store.ts';

export type UnitServiceDeps = {
  readonly store: UnitStore;
  readonly now: () => EpochMs;
  /** IANA name: what an hour is. */
  readonly timeZone: string;
};

/** How units are found and reached. All of them are kept in memory: an agent who asks for one in a call waits for no database. */
export class UnitService {
  readonly #deps: UnitServiceDeps;
  #contacts: readonly Contact[];

  constructor(deps: UnitServiceDeps) {
    this.#deps = deps;
    this.#contacts = deps.store.contacts();
  }

  /** By id. */
  get contacts(): readonly Contact[] {
    return this.#contacts;
  }

  get now(): EpochMs {
    return this.#deps.now();
  }

  get timeZone(): string {
    return this.#deps.timeZone;
  }

  /** The likeliest first. */
  find(query: string): readonly Contact[] {
    return found(this.#contacts, query);
  }
}
