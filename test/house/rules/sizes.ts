import { longestFile } from '../../../scripts/lib/rooms.mjs';
import { type Findings, lineCount, type SourceFile } from './tree.ts';

const sources = /^(?:src|test|scripts|bench)\/.*\.(?:m?[jt]sx?|css|html|sh)$|^[^/]*\.mjs$/;

/** Source files longer than one can keep in mind: 300 lines for a pure one, 400 for any other. */
export function sizeFindings(files: readonly SourceFile[]): Findings {
  return files
    .filter(({ path }) => sources.test(path) && !path.startsWith('test/fixtures/'))
    .map(({ path, text }) => ({ path, lines: lineCount(text), limit: longestFile(path) }))
    .filter(({ lines, limit }) => lines > limit)
    .map(({ path, lines, limit }) => `${path}: ${lines} lines, at most ${limit}`);
}
