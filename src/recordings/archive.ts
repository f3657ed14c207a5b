import type { Logger } from 'pino';
import type { Audit } from '../audit/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import type { AccessSettings } from './access.ts';
import { Library } from './library.ts';
import { createLibraryStore, type LibraryStore } from './library-store.ts';
import { Plays } from './plays.ts';
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
  readonly log: Logger;
};

/** What recordings are to people: looked at, heard, given to others, kept and destroyed. */
export type Archive = {
  readonly library: Library;
  readonly shelf: LibraryStore;
  readonly plays: Plays;
  readonly sound: SoundDeps;
};

/** Puts the archive's parts together. */
export function createArchive({ db, recordings, vault, audit, now, access, log }: ArchiveDeps): Archive {
  const shelf = createLibraryStore(db);
  const library = new Library({ recordings, store: shelf, audit, now, settings: access });
  const onDamage: SoundDeps['onDamage'] = ({ id }, err) => {
    log.error({ err, recording: id, alarm: 'damaged' }, 'recording must be looked at');
    recordings.raise(id, 'damaged');
  };
  return { library, shelf, plays: new Plays(now), sound: { vault, onDamage } };
}
