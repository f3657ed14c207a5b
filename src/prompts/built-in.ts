import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltIns } from './model.ts';

type Entry = { readonly text: string; readonly tight?: boolean };

/** The hotline's own prompts, as set-up speaks them. */
export function readBuiltIns(repo = join(import.meta.dirname, '..', '..')): BuiltIns {
  const file = join(repo, 'asterisk-conf', 'prompts', 'zh-CN.json');
  const entries = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Entry>>;
  return new Map(
    Object.entries(entries).map(([name, { text, tight = false }]) => [name, { text, tight }] as const),
  );
}
