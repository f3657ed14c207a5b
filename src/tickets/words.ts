/**
 * How Chinese text is made findable. SQLite's FTS5 sees a sentence without spaces as one word, and its trigram tokenizer finds nothing shorter than
 * three characters, where most Chinese words have two. So runs of Han characters are cut into overlapping pairs, as Lucene's CJKAnalyzer does;
 * a query of several characters is then a phrase of pairs.
 */
const runs = /\p{Script=Han}+|[\p{L}\p{N}]+/gu;
const isHan = (run: string): boolean => /^\p{Script=Han}/u.test(run);
/** More than a citizen's request holds; what is longer is found by its beginning. */
const longestText = 20_000;

/** The words of a text, for the index: pairs and, so that a single character is found as well, each character. */
export function indexWords(text: string): string {
  return [...text.slice(0, longestText).toLowerCase().matchAll(runs)]
    .flatMap(([run]) => (isHan(run) ? [...pairsOf(run), ...Array.from(run)] : [run]))
    .join(' ');
}

const pairsOf = (run: string): readonly string[] => {
  const characters = Array.from(run);
  return characters.slice(1).map((character, n) => `${characters[n] ?? ''}${character}`);
};

/**
 * What is typed, as an FTS5 query: every run must be found. A run of Latin letters or digits is found by its beginning.
 * @returns null when there is nothing to look for
 */
export function queryOf(typed: string): string | null {
  const parts = [...typed.slice(0, 100).toLowerCase().matchAll(runs)].map(([run]) => {
    if (!isHan(run)) return `"${run}"*`;
    const pairs = pairsOf(run);
    return pairs.length === 0 ? `"${run}"` : `"${pairs.join(' ')}"`;
  });
  return parts.length === 0 ? null : parts.join(' AND ');
}

/**
 * A word that stands in the index for a unit: who looks for words among one unit's tickets is given those of both, instead of every ticket
 * with the word being asked whose it is (half a second of a million tickets). Nobody types it.
 */
export const unitWord = (unit: string): string => `qunit${unit.replaceAll(/[^a-z0-9]/g, '')}`;

/** The query of words, among the tickets of a unit. Two units may share a word: whose each ticket is must be looked at all the same. */
export const ofUnit = (query: string, unit: string): string => `"${unitWord(unit)}" AND ${query}`;
