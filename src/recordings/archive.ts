import type { Logger } from 'pino';
import type { Audit } from '../audit/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import type { AccessSettings } from './access.ts';
import { type CustodyStore, createCustodyStore } from './custody-store.ts';
import { rawFile, sizeOf } from './files.ts';
import { Library } from './library.ts';
import { createLibraryStore, type LibraryStore } from './library-store.ts';
import type { RecordingId } from './model.ts';
import { Plays } from './plays.ts';
import { durationMs } from './raw.ts';
import { Redactor } from './redaction.ts';
import { createRedactionStore, type RedactionStore } from './redaction-store.ts';
import { createRequestStore, type RequestStore } from './request-store.ts';
import type { RetentionRules } from './retention.ts';
import { Retirement } from './retirement.ts';
import type { SoundDeps } from './sound.ts';
import type { RecordingStore } from './store.ts';
import type { Vault } from './vault.ts';

export type ArchiveDeps = {
  readonly db: Db;
  readonly recordings: RecordingStore;
  readonly vault: Vault;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  readonly access: AccessSettings;
  readonly retention: RetentionRules;
  readonly spoolDir: string;
  readonly recordingsDir: string;
  readonly log: Logger;
};

/** What recordings are to people: looked at, heard, given to others, kept and destroyed. */
export type Archive = {
  readonly library: Library;
  readonly shelf: LibraryStore;
  readonly plays: Plays;
  readonly sound: SoundDeps;
  readonly custody: CustodyStore;
  readonly retirement: Retirement;
  readonly recordings: RecordingStore;
  readonly requestStore: RequestStore;
  readonly redactions: RedactionStore;
  readonly redactor: Redactor;
  /** How much of a recording that runs was written by now, in ms; null: that cannot be seen. */
  readonly writtenMs: (id: RecordingId) => Promise<number | null>;
};

/** Puts the archive's parts together. */
export function createArchive(deps: ArchiveDeps): Archive {
  const { db, recordings, vault, audit, now, access, log } = deps;
  const shelf = createLibraryStore(db);
  const library = new Library({ recordings, store: shelf, audit, now, settings: access });
  const onDamage: SoundDeps['onDamage'] = ({ id }, err) => {
    log.error({ err, recording: id, alarm: 'damaged' }, 'recording must be looked at');
    recordings.raise(id, 'damaged');
  };
  const custody = createCustodyStore(db);
  const retirement = new Retirement({ ...deps, rules: deps.retention, store: custody });
  const writtenMs = async (id: RecordingId): Promise<number | null> => {
    const bytes = await sizeOf(rawFile(deps.spoolDir, id));
    return bytes === null ? null : durationMs(bytes);
  };
  const sound = { vault, onDamage };
  const requestStore = createRequestStore(db);
  const plays = new Plays(now);
  const redactions = createRedactionStore(db);
  const redactor = new Redactor({ ...deps, store: redactions });
  const kept = { recordings, requestStore, redactions, custody };
  return { ...kept, library, shelf, plays, sound, retirement, redactor, writtenMs };
}
