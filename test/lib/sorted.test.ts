import fc from 'fast-check';
import t from 'tap';
import { SortedList } from '../../src/lib/sorted.ts';

type Item = { readonly key: number; readonly name: string };
const compare = (a: Item, b: Item): number =>
  a.key - b.key || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
const item = fc.record({ key: fc.nat(9), name: fc.constantFrom('a', 'b', 'c') });
const step = fc.record({ what: fc.constantFrom('add', 'add', 'remove'), item });

t.test('whatever is added and removed, it holds what a plain sorted array would', async (t) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const list = new SortedList<Item>(compare);
      let model: Item[] = [];
      for (const { what, item: one } of steps) {
        const there = model.some((other) => compare(other, one) === 0);
        if (what === 'add') {
          list.add(one);
          if (!there) model = [...model, one].toSorted(compare);
        } else {
          if (list.remove(one) !== there) throw new Error('remove says whether it was there');
          model = model.filter((other) => compare(other, one) !== 0);
        }
        if (list.size !== model.length || list.first() !== model[0]) throw new Error('size or head');
        if ([...list].some((other, i) => other !== model[i])) throw new Error('order');
      }
    }),
    { numRuns: 1_000 },
  );
  t.pass('the same as the model');
});

t.test('an empty list has no first', async (t) => {
  t.equal(new SortedList<Item>(compare).first(), undefined);
});

t.test('a member that compares equal stays the one that was there', async (t) => {
  const list = new SortedList<Item>(compare);
  const first = { key: 1, name: 'a' };
  list.add(first);
  list.add({ key: 1, name: 'a' });
  t.equal(list.size, 1);
  t.equal(list.first(), first);
});
