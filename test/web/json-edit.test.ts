import fc from 'fast-check';
import t from 'tap';
import {
  type Path,
  pathOf,
  pointerOf,
  valueAt,
  withItem,
  withName,
  withSwapped,
  withValue,
} from '../../src/web/lib/json-edit.ts';

const name = fc.constantFrom('a', 'b', 'c/d', 'e~');
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  leaf: fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom('x', 'a "quote"')),
  any: fc.oneof(
    { maxDepth: 3 },
    tie('leaf'),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(name, tie('any'), { maxKeys: 3 }),
  ),
})).any;
const document = fc.dictionary(name, value, { maxKeys: 4 });
const indent = fc.constantFrom(0, 2, 4);

/** Every place of a document that is there. */
const pathsOf = (part: unknown, path: Path = []): readonly Path[] =>
  typeof part !== 'object' || part === null
    ? [path]
    : [
        path,
        ...Object.entries(part).flatMap(([key, inner]) =>
          pathsOf(inner, [...path, Array.isArray(part) ? Number(key) : key]),
        ),
      ];

t.test('what is written at a place is read there, and nothing else is another', async () => {
  fc.assert(
    fc.property(document, indent, fc.nat(), value, (says, spaces, n, next) => {
      const paths = pathsOf(says).filter((path) => path.length > 0);
      const path = paths[n % Math.max(paths.length, 1)];
      if (path === undefined) return true;
      const after: unknown = JSON.parse(withValue(JSON.stringify(says, null, spaces), path, next));
      const copy: unknown = structuredClone(says);
      const around = valueAt(copy, path.slice(0, -1)) as Record<string | number, unknown>;
      around[path.at(-1) ?? ''] = next;
      return JSON.stringify(after) === JSON.stringify(copy);
    }),
  );
});

t.test('what is removed is gone, and the others stay in their order', async () => {
  fc.assert(
    fc.property(document, indent, fc.nat(), (says, spaces, n) => {
      const paths = pathsOf(says).filter((path) => path.length > 0);
      const path = paths[n % Math.max(paths.length, 1)];
      if (path === undefined) return true;
      const after: unknown = JSON.parse(withValue(JSON.stringify(says, null, spaces), path, undefined));
      const copy: unknown = structuredClone(says);
      const around = valueAt(copy, path.slice(0, -1));
      if (Array.isArray(around)) around.splice(Number(path.at(-1)), 1);
      else Reflect.deleteProperty(around as object, path.at(-1) ?? '');
      return JSON.stringify(after) === JSON.stringify(copy);
    }),
  );
});

t.test('a pointer and a path are two ways to say the same', async () => {
  fc.assert(
    fc.property(document, (says) =>
      pathsOf(says).every((path) => JSON.stringify(pathOf(says, pointerOf(path))) === JSON.stringify(path)),
    ),
  );
});

t.test('two items change places as they are written; twice is as before', async () => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 5 }),
      indent,
      fc.nat(),
      fc.nat(),
      (list, spaces, a, b) => {
        const [one, other] = [a % list.length, b % list.length] as const;
        const text = JSON.stringify({ list }, null, spaces);
        const once = withSwapped(text, ['list'], [one, other]);
        const swapped = list.with(one, list[other]).with(other, list[one]);
        return (
          JSON.stringify(JSON.parse(once)) === JSON.stringify({ list: swapped }) &&
          withSwapped(once, ['list'], [one, other]) === text
        );
      },
    ),
  );
});

t.test('what is on the way is made, also where something else stood', async (t) => {
  const at = (text: string, path: Path, value: unknown): unknown => JSON.parse(withValue(text, path, value));
  t.strictSame(at('{}', ['queues', 'tax', 'overflow', 'to'], 'x'), {
    queues: { tax: { overflow: { to: 'x' } } },
  });
  t.strictSame(at('{"a":null}', ['a', 'b'], 1), { a: { b: 1 } });
  t.strictSame(at('{"a":"s"}', ['a', 0], 1), { a: [1] });
  t.equal(withValue('{ "a": 1 }', ['b', 'c'], undefined), '{ "a": 1 }');
  t.strictSame(JSON.parse(withItem('{"a":[1,3]}', ['a'], [1, 2])), { a: [1, 2, 3] });
  t.strictSame(JSON.parse(withItem('{"a":[1]}', ['a'], [1, 2])), { a: [1, 2] });
  t.strictSame(JSON.parse(withItem('{}', ['a'], [0, 2])), { a: [2] });
  t.equal(withName('{ "a": { "b": 1 } }', ['a', 'b'], 'c'), '{ "a": { "c": 1 } }');
  t.equal(withName('{ "a": [1] }', ['a', 0], 'c'), '{ "a": [1] }');
});

t.test('the rest of the text stays as somebody wrote it', async (t) => {
  const text = '{\n    "b":   [1,2],\n  "a": {"x": 1 }\n}';
  t.equal(withValue(text, ['a', 'x'], 2), '{\n    "b":   [1,2],\n  "a": {"x": 2 }\n}');
});
