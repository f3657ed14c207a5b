import type { PromptName } from '../calls/ids.ts';
import type { Db } from '../store/open.ts';
import type { PromptVersion } from './model.ts';

export type PromptStore = {
  /** All that were not removed, by name and number. */
  all(): readonly PromptVersion[];
  of(name: PromptName): readonly PromptVersion[];
  wav(name: PromptName, n: number): Buffer | null;
  /** The number that the next version of a prompt gets; never one that another had. */
  next(name: PromptName): number;
  add(version: PromptVersion, wav: Buffer): void;
  /** Puts one in force, and the one before out of it. */
  use(name: PromptName, n: number): void;
  /** Forgets the sound; who made it when stays. @param n null: of all versions */
  remove(name: PromptName, n: number | null): void;
};

type Row = Omit<PromptVersion, 'inForce'> & { readonly inForce: 0 | 1 };
const columns = 'name, n, origin, text, note, ms, sha256, made_by AS by, made_at AS at, in_force AS inForce';
const versionOf = (row: Row): PromptVersion => ({ ...row, inForce: row.inForce === 1 });

/** The versions of the prompts, with their sounds. */
export function createPromptStore(db: Db): PromptStore {
  const kept = `SELECT ${columns} FROM prompt_versions WHERE wav IS NOT NULL`;
  const all = db.prepare<[], Row>(`${kept} ORDER BY name, n`);
  const of = db.prepare<[PromptName], Row>(`${kept} AND name = ? ORDER BY n`);
  const wav = db.prepare<[PromptName, number], { readonly wav: Buffer | null }>(
    'SELECT wav FROM prompt_versions WHERE name = ? AND n = ?',
  );
  const last = db.prepare<[PromptName], { readonly n: number | null }>(
    'SELECT max(n) AS n FROM prompt_versions WHERE name = ?',
  );
  const add = db.prepare(
    `INSERT INTO prompt_versions (name, n, origin, text, note, ms, sha256, wav, made_by, made_at, in_force)
     VALUES (@name, @n, @origin, @text, @note, @ms, @sha256, @wav, @by, @at, @inForce)`,
  );
  const none = db.prepare('UPDATE prompt_versions SET in_force = 0 WHERE name = ? AND in_force = 1');
  const use = db.prepare('UPDATE prompt_versions SET in_force = 1 WHERE name = ? AND n = ?');
  const remove = db.prepare(
    'UPDATE prompt_versions SET wav = NULL, in_force = 0 WHERE name = @name AND (@n IS NULL OR n = @n)',
  );
  return {
    all: () => all.all().map(versionOf),
    of: (name) => of.all(name).map(versionOf),
    wav: (name, n) => wav.get(name, n)?.wav ?? null,
    next: (name) => (last.get(name)?.n ?? 0) + 1,
    add: (version, bytes) => {
      add.run({ ...version, wav: bytes, inForce: version.inForce ? 1 : 0 });
    },
    use: (name, n) => {
      none.run(name);
      use.run(name, n);
    },
    remove: (name, n) => {
      remove.run({ name, n });
    },
  };
}
