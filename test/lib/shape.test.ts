import t from 'tap';
import { isText, isWhole, listOf, oneOf, orNull, parseAs, shape } from '../../src/lib/shape.ts';

const point = shape({ x: isWhole, y: isWhole });
const isPoint = (value: unknown): value is { x: number; y: number } => point(value);

t.test('an object may have more members, but none of another kind', async (t) => {
  t.ok(point({ x: 1, y: 2, z: 'more' }));
  for (const value of [null, [], 'x', { x: 1 }, { x: 1, y: '2' }, { x: 1, y: 1.5 }, { x: 1, y: Number.NaN }])
    t.notOk(point(value));
});

t.test('texts are not empty, numbers whole, lists uniform', async (t) => {
  t.notOk(isText(''));
  t.notOk(isWhole(2 ** 53));
  t.ok(listOf(isText)(['a']) && listOf(isText)([]));
  t.notOk(listOf(isText)(['a', 1]) || listOf(isText)({ length: 0 }));
  t.ok(orNull(isText)(null) && !orNull(isText)(undefined));
  t.ok(oneOf('a', 'b')('b') && !oneOf('a')('b'));
});

t.test('a text that is no JSON, or holds something else, is null', async (t) => {
  t.strictSame(parseAs('{"x":1,"y":2}', isPoint), { x: 1, y: 2 });
  t.equal(parseAs('{"x":1', isPoint), null);
  t.equal(parseAs('{"x":1}', isPoint), null);
  t.equal(parseAs('', isPoint), null);
});
