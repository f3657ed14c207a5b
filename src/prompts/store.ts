import { type Language, type PromptName, usualLanguage } from '../calls/ids.ts';
import type { Db } from '../store/open.ts';
import type { PromptVersion } from './model.ts';

/** The prompts of one language. */
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
  /** The languages that have versions. */
  languages(): readonly Language[];
  /** Those of another language. */
  in(language: Language): PromptStore;
};

type Row = Omit<PromptVersion, 'inForce'> & { readonly inForce: 0 | 1 };
const columns = 'name, n, origin, text, note, ms, sha256, made_by AS by, made_at AS at, in_force AS inForce';
const versionOf = (row: Row): PromptVersion => ({ ...row, inForce: row.inForce === 1 });
type Of = { readonly language: Language; readonly name: PromptName };

function statementsOf(db: Db) {
  const kept = `SELECT ${columns} FROM prompt_versions WHERE wav IS NOT NULL AND language = @language`;
  const all = db.prepare<[Pick<Of, 'language'>], Row>(`${kept} ORDER BY name, n`);
  const of = db.prepare<[Of], Row>(`${kept} AND name = @name ORDER BY n`);
  const one = 'language = @language AND name = @name';
  const wav = db.prepare<[Of & { readonly n: number }], { readonly wav: Buffer | null }>(
    `SELECT wav FROM prompt_versions WHERE ${one} AND n = @n`,
  );
  const last = db.prepare<[Of], { readonly n: number | null }>(
    `SELECT max(n) AS n FROM prompt_versions WHERE ${one}`,
  );
  const add = db.prepare(
    `INSERT INTO prompt_versions (language, name, n, origin, text, note, ms, sha256, wav, made_by, made_at, in_force)
     VALUES (@language, @name, @n, @origin, @text, @note, @ms, @sha256, @wav, @by, @at, @inForce)`,
  );
  const none = db.prepare(`UPDATE prompt_versions SET in_force = 0 WHERE ${one} AND in_force = 1`);
  const use = db.prepare(`UPDATE prompt_versions SET in_force = 1 WHERE ${one} AND n = @n`);
  const remove = db.prepare(
    `UPDATE prompt_versions SET wav = NULL, in_force = 0 WHERE ${one} AND (@n IS NULL OR n = @n)`,
  );
  const spoken = db.prepare<[], { readonly language: Language }>(
    'SELECT DISTINCT language FROM prompt_versions WHERE wav IS NOT NULL ORDER BY language',
  );
  return { all, of, wav, last, add, none, use, remove, spoken };
}

/** The versions of the prompts, with their sounds. */
export function createPromptStore(db: Db): PromptStore {
  const { all, of, wav, last, add, none, use, remove, spoken } = statementsOf(db);
  const inLanguage = (language: Language): PromptStore => ({
    all: () => all.all({ language }).map(versionOf),
    of: (name) => of.all({ language, name }).map(versionOf),
    wav: (name, n) => wav.get({ language, name, n })?.wav ?? null,
    next: (name) => (last.get({ language, name })?.n ?? 0) + 1,
    add: (version, bytes) => {
      add.run({ ...version, language, wav: bytes, inForce: version.inForce ? 1 : 0 });
    },
    use: (name, n) => {
      none.run({ language, name });
      use.run({ language, name, n });
    },
    remove: (name, n) => {
      remove.run({ language, name, n });
    },
    languages: () => spoken.all().map((row) => row.language),
    in: inLanguage,
  });
  return inLanguage(usualLanguage);
}
