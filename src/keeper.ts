import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SignedHead } from './audit/chain.ts';
import { verifyAudit } from './audit/service.ts';
import { readPublicKey } from './audit/signer.ts';
import { createAuditStore } from './audit/store.ts';
import type { Config } from './config.ts';
import { epochMs } from './lib/time.ts';
import { migrate, migrationsDir } from './store/migrate.ts';
import { type Db, openStore } from './store/open.ts';

/** Where a tool tells what it does, a line at a time. */
export type Say = (line: string) => void;

/** Where the key that signs the record's heads is. */
export const auditKeyFile = (config: Pick<Config, 'dataDir'>): string =>
  join(config.dataDir, 'secrets', 'audit-ed25519');
/** Heads as they were signed, a JSON line each, beside the database: to be copied to where nobody of the hotline can write. */
export const auditHeadsFile = (config: Pick<Config, 'dataDir'>): string =>
  join(config.dataDir, 'audit-heads.jsonl');

/** Opens the hotline's database for a tool that works beside the daemon. @throws Error when there is none */
export function openData(config: Pick<Config, 'dataDir'>): Db {
  const file = join(config.dataDir, 'hotline.db');
  if (!existsSync(file))
    throw new Error(`there is no hotline in ${config.dataDir}: H12_DATA_DIR names its folder`);
  const db = openStore(file);
  migrate(db, migrationsDir, epochMs(Date.now()));
  return db;
}

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

export type ToolOptions = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
const text = (value: ToolOptions[string]): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** What `scripts/keeper.mjs` can be asked for; each tells what it found, and answers whether all is well. */
export const tools: Readonly<
  Record<string, (config: Config, options: ToolOptions, say: Say) => boolean | Promise<boolean>>
> = {
  'audit-verify': (config, { heads, key }, say) =>
    auditVerify(config, { heads: text(heads), key: text(key) }, say),
};
