import { existsSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Audit } from './audit/model.ts';
import type { Config } from './config.ts';
import type { EpochMs } from './lib/time.ts';
import { type Archive, createArchive } from './recordings/archive.ts';
import { checkKeys } from './recordings/keeping.ts';
import { type Keyring, makeKeyFile, openKeyring, VaultKeyError } from './recordings/keyring.ts';
import { createIntake, type Intake } from './recordings/service.ts';
import type { RecordingStore } from './recordings/store.ts';
import { createVault, type Vault } from './recordings/vault.ts';
import { StartError } from './start-error.ts';
import type { Db } from './store/open.ts';

/** What recordings stand on in a running hotline. */
export type Kept = { readonly vault: Vault; readonly intake: Intake; readonly archive: Archive };

export type KeptDeps = {
  readonly db: Db;
  readonly recordings: RecordingStore;
  readonly audit: Audit;
  readonly log: Logger;
  readonly now: () => EpochMs;
};

/** Opens where recordings are kept, what takes them in, and what gives them out. @throws StartError when the keys cannot be used */
export function openKept(config: Config, { db, recordings, audit, log, now }: KeptDeps): Kept {
  const vault = createVault(config.recordingsDir, openKeys(config, recordings, { log, now }), recordings);
  const intake = createIntake({
    ...config,
    store: recordings,
    vault,
    audit,
    now,
    log,
    onAlarm: () => undefined,
  });
  const { spoolDir, recordingsDir } = config;
  const parts = { db, recordings, vault, audit, now, log, spoolDir, recordingsDir };
  const archive = createArchive({ ...parts, ...config.vault });
  return { vault, intake, archive };
}

/** The vault's keys. @throws StartError when they cannot be used: then no recording could be kept */
function openKeys(
  { vault: { keys } }: Pick<Config, 'vault'>,
  store: RecordingStore,
  { log, now }: { readonly log: Logger; readonly now: () => EpochMs },
): Keyring {
  try {
    if (keys.from === 'file' && keys.made && !existsSync(keys.path) && store.proofs().length === 0)
      makeKeyFile(keys.path);
    const ring = openKeyring(keys);
    const lacking = checkKeys(store, ring, now());
    if (lacking.length > 0)
      log.error({ lacking }, 'vault keys are missing: their recordings cannot be opened');
    return ring;
  } catch (err) {
    if (err instanceof VaultKeyError) throw new StartError(err.message);
    throw err;
  }
}
