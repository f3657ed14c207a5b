import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { epochMs } from './lib/time.ts';
import { migrate, migrationsDir } from './store/migrate.ts';
import { type Db, openStore } from './store/open.ts';

/** Where a tool tells what it does, a line at a time. */
export type Say = (line: string) => void;

/** Opens the hotline's database for a tool that works beside the daemon. @throws Error when there is none */
export function openData(config: Pick<Config, 'dataDir'>): Db {
  const file = join(config.dataDir, 'hotline.db');
  if (!existsSync(file))
    throw new Error(`there is no hotline in ${config.dataDir}: H12_DATA_DIR names its folder`);
  const db = openStore(file);
  migrate(db, migrationsDir, epochMs(Date.now()));
  return db;
}
