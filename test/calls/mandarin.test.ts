import fc from 'fast-check';
import t from 'tap';
import { cardinal, largestSaid, ordinal } from '../../src/calls/mandarin.ts';

const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;
const characters = new Map([
  ...digits.map((word, n) => [`number-${n}`, word] as const),
  ['number-10', '十'],
  ['number-100', '百'],
  ['number-liang', '两'],
]);
const text = (prompts: readonly string[]): string =>
  prompts.map((name) => characters.get(name) ?? '?').join('');

const known = [
  [0, '零', '零'],
  [1, '一', '一'],
  [2, '两', '二'],
  [9, '九', '九'],
  [10, '十', '十'],
  [12, '十二', '十二'],
  [20, '二十', '二十'],
  [22, '二十二', '二十二'],
  [99, '九十九', '九十九'],
  [100, '一百', '一百'],
  [102, '一百零二', '一百零二'],
  [105, '一百零五', '一百零五'],
  [110, '一百一十', '一百一十'],
  [112, '一百一十二', '一百一十二'],
  [200, '两百', '二百'],
  [202, '两百零二', '二百零二'],
  [222, '两百二十二', '二百二十二'],
  [999, '九百九十九', '九百九十九'],
] as const;

t.test('numbers are read as they are said: counted before a measure word, or as a place', async (t) => {
  for (const [number, counted, place] of known) {
    t.equal(text(cardinal(number)), counted);
    t.equal(text(ordinal(number)), place);
  }
});

t.test('what there are no prompts for is not said', async (t) => {
  for (const number of [-1, 1.5, largestSaid + 1, Number.NaN, Number.POSITIVE_INFINITY])
    t.strictSame([...cardinal(number), ...ordinal(number)], []);
});

/** The number a text of these characters means. */
function meant(words: string): number {
  const digit = (word: string | undefined): number =>
    word === undefined ? 1 : word === '两' ? 2 : '零一二三四五六七八九'.indexOf(word);
  const hundreds = /^(.)百/.exec(words);
  const rest = words.replace(/^.百零?/, '');
  const tens = /^(.)?十(.)?$/.exec(rest);
  const units = tens === null ? (rest === '' ? 0 : digit(rest)) : tens[2] === undefined ? 0 : digit(tens[2]);
  return (
    (hundreds === null ? 0 : 100 * digit(hundreds[1])) + (tens === null ? 0 : 10 * digit(tens[1])) + units
  );
}

t.test('every number that is said means itself, and no two sound alike', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: largestSaid }), (number) => {
      const both = [text(cardinal(number)), text(ordinal(number))];
      return both.every((words) => meant(words) === number);
    }),
    { numRuns: 2_000 },
  );
});
