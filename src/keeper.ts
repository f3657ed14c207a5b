import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { SignedHead } from './audit/chain.ts';
import { verifyAudit } from './audit/service.ts';
import { readPublicKey } from './audit/signer.ts';
import { createAuditStore } from './audit/store.ts';
import { backUp, restoreFrom } from './backup.ts';
import type { Config } from './config.ts';
import { epochMs } from './lib/time.ts';
import { createCustodyStore } from './recordings/custody-store.ts';
import { rotate, verifyVault } from './recordings/keeping.ts';
import { addKey, makeKeyFile, openKeyring } from './recordings/keyring.ts';
import { readOriginal } from './recordings/redaction-store.ts';
import { Retirement } from './recordings/retirement.ts';
import { createRecordingStore } from './recordings/store.ts';
import { createVault } from './recordings/vault.ts';
import { openData, type Say } from './tool-data.ts';

/** Where the key that signs the record's heads is. */
export const auditKeyFile = (config: Pick<Config, 'dataDir'>): string =>
  join(config.dataDir, 'secrets', 'audit-ed25519');
/** Heads as they were signed, a JSON line each, beside the database: to be copied to where nobody of the hotline can write. */
export const auditHeadsFile = (config: Pick<Config, 'dataDir'>): string =>
  join(config.dataDir, 'audit-heads.jsonl');

const readHeads = (file: string): readonly SignedHead[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SignedHead);

/**
 * npm run audit:verify [-- --heads FILE] [--key FILE]: names every entry of the record that was changed, is missing or was swapped.
 * @returns whether the record is whole
 */
export function auditVerify(
  config: Pick<Config, 'dataDir'>,
  options: { readonly heads?: string | undefined; readonly key?: string | undefined },
  say: Say,
): boolean {
  const db = openData(config);
  try {
    const store = createAuditStore(db);
    const isSigned = readPublicKey(options.key ?? `${auditKeyFile(config)}.pub`);
    const file = options.heads ?? auditHeadsFile(config);
    const kept = options.heads !== undefined || existsSync(file) ? readHeads(file) : [];
    const { entries, heads, findings } = verifyAudit(store, isSigned, kept);
    for (const { text } of findings) say(text);
    say(
      findings.length === 0
        ? `the record is whole: ${String(entries)} entries, ${String(heads)} signed heads`
        : `the record is NOT whole: ${String(findings.length)} findings in ${String(entries)} entries`,
    );
    return findings.length === 0;
  } finally {
    db.close();
  }
}

type VaultPlace = Pick<Config, 'dataDir' | 'recordingsDir' | 'vault'>;

/** npm run vault:verify: opens every recording from its first byte to its last and names what is changed, missing or swapped. */
export async function vaultVerify(config: VaultPlace, say: Say): Promise<boolean> {
  const db = openData(config);
  try {
    const store = createRecordingStore(db);
    const root = config.recordingsDir;
    const vault = createVault(root, openKeyring(config.vault.keys), store);
    const record = createAuditStore(db).recordings;
    const original = readOriginal(db);
    let findings = 0;
    for await (const { text } of verifyVault({ store, vault, root, record, original })) {
      findings += 1;
      say(text);
    }
    say(findings === 0 ? 'the vault is whole' : `the vault is NOT whole: ${String(findings)} findings`);
    return findings === 0;
  } finally {
    db.close();
  }
}

/** npm run vault:rotate: a new key, by which every data key is wrapped anew. The recordings' files stay as they are. */
export function vaultRotate(config: VaultPlace, say: Say): boolean {
  const db = openData(config);
  try {
    const { keys } = config.vault;
    if (keys.from === 'file')
      say(`made key ${addKey(keys.path)} in ${keys.path}: copy the file to where its copies are`);
    const ring = openKeyring(keys);
    const done = rotate(createRecordingStore(db), ring, epochMs(Date.now()));
    say(
      `${String(done)} data keys are wrapped by ${ring.current} now; restart the daemon so that it uses it`,
    );
    return true;
  } finally {
    db.close();
  }
}

/** npm run vault:retention [-- --dry-run]: destroys recordings whose time has come, as each night does; or says which would go. */
export async function vaultRetention(
  config: Pick<Config, 'dataDir' | 'recordingsDir' | 'vault'>,
  dryRun: boolean,
  say: Say,
): Promise<boolean> {
  const db = openData(config);
  try {
    const audit = createAuditStore(db);
    const retirement = new Retirement({
      store: createCustodyStore(db),
      recordingsDir: config.recordingsDir,
      rules: config.vault.retention,
      audit: (entry) => audit.add(entry),
      now: () => epochMs(Date.now()),
      log: pino({ level: 'silent' }),
    });
    const dues = [...retirement.due()];
    const going = dues.filter(({ fate }) => fate === 'due').length;
    for (const { elder, fate, rule, until } of dryRun ? dues : [])
      say(`${elder.id} ${fate} ${rule} ${new Date(until).toISOString()} ${elder.ticketNo}`);
    if (!dryRun) await retirement.run();
    const did = dryRun ? 'would be' : 'were';
    say(
      `${String(going)} recordings ${did} destroyed; ${String(dues.length - going)} are kept by a hold or a ticket`,
    );
    return true;
  } finally {
    db.close();
  }
}

export type ToolOptions = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
const text = (value: ToolOptions[string]): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** The path a tool is given. @throws Error that says how it is used */
function pathIn(positionals: ToolOptions[string], usage: string): string {
  const path: unknown = Array.isArray(positionals) ? positionals[0] : undefined;
  if (typeof path !== 'string') throw new Error(`usage: ${usage}`);
  return path;
}

/** What `scripts/keeper.mjs` can be asked for; each tells what it found, and answers whether all is well. */
export const tools: Readonly<
  Record<string, (config: Config, options: ToolOptions, say: Say) => boolean | Promise<boolean>>
> = {
  backup: async (config, { positionals }, say) => {
    const folder = pathIn(positionals, 'npm run backup -- FOLDER');
    return (await backUp(config, folder, { say, at: new Date() })).good;
  },
  restore: async (config, { positionals }, say) => {
    await restoreFrom(config, pathIn(positionals, 'npm run restore -- BACKUP'), { say });
    return true;
  },
  'vault-key': (_config, { positionals }, say) => {
    const file = pathIn(positionals, 'npm run vault:key -- FILE');
    makeKeyFile(file);
    say(`made ${file}: copy it to a safe place; without it no recording can ever be opened`);
    return true;
  },
  'vault-verify': (config, _options, say) => vaultVerify(config, say),
  'vault-retention': (config, options, say) => vaultRetention(config, options['dry-run'] === true, say),
  'vault-rotate': (config, _options, say) => vaultRotate(config, say),
  'audit-verify': (config, { heads, key }, say) =>
    auditVerify(config, { heads: text(heads), key: text(key) }, say),
};
