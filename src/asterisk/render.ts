import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { AsteriskSettings } from './conf.ts';
import { type AsteriskProgram, writeRunFolder } from './run-folder.ts';

/** How each `asterisk.conf` of ours begins (asterisk-conf/asterisk.conf). */
const ourMark = '; Rendered by src/asterisk/conf.ts';

/**
 * Writes a run folder for an Asterisk that somebody else starts: `asterisk -C <dir>/etc/asterisk.conf`. What is below `<dir>/etc` is
 * replaced but for the seats' phones, so it must be a folder of ours.
 * @param dir absolute; missing, empty, or rendered before
 * @throws Error when the folder belongs to something else, or its path or a value cannot stand in Asterisk's files
 */
export function renderFor(
  program: AsteriskProgram,
  dir: string,
  settings: Omit<AsteriskSettings, 'runDir' | 'modulesDir'>,
): void {
  if (!isAbsolute(dir)) throw new Error(`not an absolute path: ${dir}`);
  if (!isOurs(dir)) throw new Error(`${dir} holds something else: choose a new folder, or an empty one`);
  writeRunFolder(program, dir, settings);
}

function isOurs(dir: string): boolean {
  if (!existsSync(dir) || readdirSync(dir).length === 0) return true;
  const conf = join(dir, 'etc', 'asterisk.conf');
  return existsSync(conf) && readFileSync(conf, 'utf8').startsWith(ourMark);
}
