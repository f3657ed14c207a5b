import { nameOnRecord } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import type { Audit, AuditAction } from '../audit/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { type Page, type Position, page } from '../store/page.ts';
import type { UnitId } from '../units/model.ts';
import {
  type AccessSettings,
  type Asked,
  type DenialReason,
  decideAccess,
  type How,
  type Purpose,
  type RecordingFacts,
  scopesOf,
} from './access.ts';
import type { LibraryFilter, LibraryStore } from './library-store.ts';
import type { Recording, RecordingId } from './model.ts';
import type { RecordingStore } from './store.ts';

/** Who asks, and from where. */
export type Asker = { readonly actor: Actor; readonly address: string };
/** Why, as it was stated. */
export type Stated = { readonly purpose: Purpose; readonly note: string };
export type LibraryRefusal = { readonly code: string; readonly why: string };
export type Refused = { readonly refusal: LibraryRefusal };
export type Found = { readonly recording: Recording; readonly facts: RecordingFacts };

export type LibraryDeps = {
  readonly recordings: Pick<RecordingStore, 'read'>;
  readonly store: LibraryStore;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  readonly settings: AccessSettings;
};

export const noSuchRecording: Refused = {
  refusal: { code: 'H12_NO_SUCH_RECORDING', why: 'there is no such recording' },
};

export const notKept: LibraryRefusal = {
  code: 'H12_RECORDING_NOT_KEPT',
  why: 'this recording is not in the vault: not yet, or no more',
};

export const refused = (code: string, why: string): Refused => ({ refusal: { code, why } });

const refusals: Readonly<Partial<Record<DenialReason, LibraryRefusal>>> = {
  notKept,
  beingRedacted: {
    code: 'H12_BEING_REDACTED',
    why: 'something is being silenced in this recording; it can be heard in a few minutes',
  },
  noPurpose: { code: 'H12_WRONG_PURPOSE', why: 'say for which purpose' },
  wrongPurpose: { code: 'H12_WRONG_PURPOSE', why: 'this is no purpose your role may have' },
  notApproved: {
    code: 'H12_NOT_APPROVED',
    why: 'a second person must have approved this, and not too long ago',
  },
};
const notForRole: LibraryRefusal = {
  code: 'H12_RECORDING_NOT_FOR_ROLE',
  why: 'your role may not do this with this recording',
};

/** What is done with a recording, for the record. */
const actionOf = {
  see: 'recording.read',
  play: 'recording.play',
  download: 'recording.download',
  export: 'recording.export',
} as const satisfies Record<How, AuditAction>;

/** The one way to a recording: the rules decide, and each decision goes on the record, whether it was allowed or refused. */
export class Library {
  readonly #deps: LibraryDeps;

  constructor(deps: LibraryDeps) {
    this.#deps = deps;
  }

  /**
   * A recording for a use of it.
   * @returns a refusal that looks like absence to whoever may not even know of it
   */
  look(
    asker: Asker,
    id: RecordingId,
    { how, stated, approved = false }: { how: How; stated?: Stated; approved?: boolean },
  ): Found | Refused {
    const facts = this.#deps.store.facts(id);
    const recording = this.#deps.recordings.read(id);
    const note = (outcome: string): void =>
      this.record(asker, { action: actionOf[how], target: id, outcome, ...whyOf(stated) });
    if (facts === null || recording === null) {
      note('unknown');
      return noSuchRecording;
    }
    const decision = this.decide(asker.actor, facts, { how, purpose: stated?.purpose ?? null, approved });
    note(decision.allow ? 'done' : decision.reason);
    if (decision.allow) return { recording, facts };
    const seen = this.decide(asker.actor, facts, { how: 'see' });
    return seen.allow ? { refusal: refusals[decision.reason] ?? notForRole } : noSuchRecording;
  }

  /** Whether what was allowed a while ago still is; only what is no more is put on the record again. */
  still(asker: Asker, id: RecordingId, stated: Stated): Found | Refused {
    const facts = this.#deps.store.facts(id);
    const recording = this.#deps.recordings.read(id);
    const { purpose } = stated;
    if (
      facts !== null &&
      recording !== null &&
      this.decide(asker.actor, facts, { how: 'play', purpose }).allow
    )
      return { recording, facts };
    return this.look(asker, id, { how: 'play', stated });
  }

  /** A recording beside something else that is looked at: there, or not there for this person, who did not ask for it. */
  glance(asker: Asker, id: RecordingId): Recording | null {
    const facts = this.#deps.store.facts(id);
    if (facts === null || !this.decide(asker.actor, facts, { how: 'see' }).allow) return null;
    this.record(asker, { action: 'recording.read', target: id, outcome: 'done' });
    return this.#deps.recordings.read(id);
  }

  factsOf(id: RecordingId): RecordingFacts | null {
    return this.#deps.store.facts(id);
  }

  decide(actor: Actor, facts: RecordingFacts, asked: Pick<Asked, 'how'> & Partial<Asked>) {
    const all = { purpose: null, approved: false, at: this.#deps.now(), ...asked };
    return decideAccess(actor, facts, all, this.#deps.settings);
  }

  /** What somebody may see, newest first; what is confidential is never among what others find. */
  list(asker: Asker, filter: LibraryFilter, after: Position, limit: number): Page<Recording> {
    const { store, settings, now, recordings } = this.#deps;
    const { actor } = asker;
    const scopes = scopesOf(actor, now(), settings);
    const wanted = actor.cleared ? filter : { ...filter, confidential: false };
    const found = store.find(wanted, scopes, { after, limit: limit + 1 });
    const { items, nextCursor } = page(found, limit, ({ startedAt, id }) => ({ at: startedAt, id }));
    const seen = items
      .filter((facts) => this.decide(actor, facts, { how: 'see' }).allow)
      .map(({ id }) => recordings.read(id))
      .filter((one) => one !== null);
    this.record(asker, {
      action: 'recording.search',
      target: [...wordsOf(filter), `found=${String(seen.length)}`].join(' '),
      outcome: 'done',
    });
    return { items: seen, nextCursor };
  }

  /** Lets a unit that has a part of the ticket hear it. */
  release(asker: Asker, id: RecordingId, unit: UnitId, why: string): Found | Refused {
    return this.#releasing(asker, id, { unit, why, action: 'recording.release' }, ({ assigned }) => {
      if (!assigned.includes(unit))
        return { code: 'H12_UNIT_NOT_ASSIGNED', why: 'this unit has no part of the ticket' };
      const release = { unit, by: asker.actor.id, at: this.#deps.now(), why };
      return this.#deps.store.release(id, release)
        ? null
        : { code: 'H12_RELEASED_ALREADY', why: 'it is released to this unit already' };
    });
  }

  withdraw(asker: Asker, id: RecordingId, unit: UnitId): Found | Refused {
    return this.#releasing(asker, id, { unit, why: null, action: 'recording.withdraw' }, () =>
      this.#deps.store.withdraw(id, unit, asker.actor.id, this.#deps.now())
        ? null
        : { code: 'H12_NOT_RELEASED', why: 'it is not released to this unit' },
    );
  }

  #releasing(
    asker: Asker,
    id: RecordingId,
    { unit, why, action }: { unit: UnitId; why: string | null; action: AuditAction },
    work: (facts: RecordingFacts) => LibraryRefusal | null,
  ): Found | Refused {
    const found = this.look(asker, id, { how: 'see' });
    if ('refusal' in found) return found;
    const refusal = work(found.facts);
    this.record(asker, { action, target: `${id} ${unit}`, outcome: refusal?.code ?? 'done', why });
    return refusal === null ? found : { refusal };
  }

  record(
    { actor, address }: Asker,
    entry: { action: AuditAction; target: string; outcome: string; why?: string | null },
  ): void {
    this.#deps.audit({ at: this.#deps.now(), actor: nameOnRecord(actor), address, ...entry });
  }
}

const whyOf = (stated: Stated | undefined): { readonly why?: string } =>
  stated === undefined ? {} : { why: `${stated.purpose}: ${stated.note}` };

const wordsOf = (filter: LibraryFilter): readonly string[] =>
  Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${String(value)}`);
