import t from 'tap';
import { placeOf, readJson } from '../../src/web/lib/json-place.ts';

const text = `{
  "entries": [
    { "numbers": ["12345"] },
    { "menu": { "options": { "1": "tax" } } }
  ],
  "a/b": 1
}`;
const at = (pointer: string): string => {
  const { from, to } = placeOf(text, pointer);
  return text.slice(from, to);
};

t.test('a pointer leads to its place; past what is there, to the nearest around it', async (t) => {
  t.equal(at('/entries/0/numbers/0'), '"12345"');
  t.equal(at('/entries/1/menu/options/1'), '"tax"');
  t.equal(at('/a~1b'), '1');
  t.equal(at('/entries/0/greeting/1'), '{ "numbers": ["12345"] }');
  t.equal(at('/queues'), '');
  t.equal(at(''), '');
  t.same(placeOf('', '/x'), { from: 0, to: 0 });
});

t.test('what cannot be read is told with its line', async (t) => {
  const value: unknown = JSON.parse(text);
  t.strictSame(readJson(text), { ok: true, value });
  t.match(readJson('{\n  "a": 1,\n  b: 2\n}'), { ok: false, line: 3 });
  t.match(readJson('{ "a": 1, }'), { ok: false, line: 1 });
  t.match(readJson('// no\n{}'), { ok: false, line: 1, code: 'InvalidCommentToken' });
  t.match(readJson(''), { ok: false });
});
