import fc from 'fast-check';
import t from 'tap';
import { pathOf, valueAt, withValue } from '../../src/web/lib/json-edit.ts';
import { flowOf } from '../../src/web/lib/plan-flow.ts';
import { marksOf, nodeWith } from '../../src/web/lib/plan-flow-marks.ts';
import { stepFrom } from '../../src/web/lib/plan-flow-walk.ts';
import { curveThrough, layoutOf } from '../../src/web/lib/plan-layout.ts';

const document = {
  queue: 'general',
  openingHours: 'office',
  menu: { prompts: [], options: { '1': 'tax', '2': { queue: 'general', priority: 1 } } },
  entries: [{ numbers: ['12345', '88'] }, { hours: null, menu: null, queue: 'tax' }],
  hours: {
    office: {
      weekly: {},
      closed: { to: 'duty' },
      special: [{ from: '2026-10-01' }, { from: '2026-10-08', to: 'duty' }, { from: '2027-01-01' }],
    },
  },
  queues: { general: { overflow: { to: 'tax' } }, tax: {}, duty: { hours: 'office' }, idle: {} },
  callers: { vip: { queue: 'nowhere' } },
};
const stepsOf = (says: typeof document | Record<string, unknown>): readonly string[] =>
  flowOf(says).edges.map(({ id }) => id);

t.test('a plan is read as the ways of its callers', async (t) => {
  t.strictSame(stepsOf(document).toSorted(), [
    'callers>listed:vip>queue:nowhere',
    'entry:0>goes:>hours:0',
    'entry:1>goes:>queue:tax',
    'hours:0>closed:>queue:duty',
    'hours:0>holiday:2026-10-01 +1>end:0:holiday',
    'hours:0>holiday:2026-10-08>queue:duty',
    'hours:0>open:>menu:0',
    'menu:0>key:1>queue:tax',
    'menu:0>key:2>queue:general',
    'menu:0>silent:>queue:general',
    'numbers:0>goes:>entry:0',
    'numbers:1>goes:>entry:1',
    'queue:duty>closed:>queue:duty',
    'queue:duty>holiday:2026-10-08>queue:duty',
    'queue:general>overflow:>queue:tax',
  ]);
  t.strictSame(stepsOf({}), ['numbers:all>goes:>entry:all', 'entry:all>goes:>queue:general']);
  t.strictSame(
    flowOf(document)
      .nodes.filter(({ missing }) => missing)
      .map(({ id }) => id),
    ['queue:nowhere'],
  );
  const { nodes } = flowOf({ openingHours: 'gone' });
  t.strictSame(
    nodes.filter(({ missing }) => missing).map(({ id }) => id),
    ['hours:all'],
  );
});

t.test('the question for the language stands between an entry and all that is heard of it', async (t) => {
  const languages = { prompts: [], options: { '1': 'zh-CN', '2': 'yue' } };
  const own = { ...document, entries: [{ languages }, { menu: null, hours: null }] };
  const asked = (says: Record<string, unknown>) => stepsOf(says).filter((id) => id.includes('languages'));
  t.strictSame(asked(own), ['entry:0>goes:>languages:0', 'languages:0>goes:>hours:0']);
  t.strictSame(
    flowOf(own)
      .nodes.map(({ id }) => id)
      .slice(0, 4),
    ['numbers:0', 'entry:0', 'languages:0', 'hours:0'],
  );
  const everywhere = { languages, entries: [{ languages: null }, {}] };
  t.strictSame(asked(everywhere), ['entry:1>goes:>languages:1', 'languages:1>goes:>queue:general']);
  t.strictSame(asked({ languages }), ['entry:all>goes:>languages:all', 'languages:all>goes:>queue:general']);
  t.strictSame(asked({ languages: 7 }), [], 'what is wrong in the document is left out');
  const at = (says: Record<string, unknown>, pointer: string) =>
    nodeWith(flowOf(says), pathOf(says, pointer))?.id;
  t.equal(at(own, '/entries/0/languages/options/2'), 'languages:0');
  t.equal(at(everywhere, '/languages/prompts'), 'languages:1');
});

t.test('an overflow of all queues is that of each which says nothing of its own', async (t) => {
  const says = { overflow: { to: 'duty' }, queues: { general: {}, tax: { overflow: null }, duty: {} } };
  t.strictSame(
    flowOf(says)
      .edges.filter(({ kind }) => kind === 'overflow')
      .map(({ id, at }) => [id, at]),
    [
      ['queue:general>overflow:>queue:duty', [['overflow', 'to']]],
      ['queue:duty>overflow:>queue:duty', [['overflow', 'to']]],
    ],
  );
});

t.test('arrow keys lead along a step, against one, and to the neighbour above or below', async (t) => {
  const flow = flowOf({ ...document, entries: [{ numbers: ['1'], hours: null }, { numbers: ['2'] }, {}] });
  const box = (x: number, y: number) => ({ x, y, width: 10, height: 10 });
  const boxes = new Map([
    ...['numbers:0', 'numbers:1', 'numbers:2'].map((id, n) => [id, box(0, 20 * n)] as const),
    ...[0, 1, 2].map((n) => [`entry:${String(n)}`, box(50, 20 * n)] as const),
    ['menu:0', box(100, 0)],
    ['queue:tax', box(150, 0)],
    ['queue:general', box(150, 90)],
  ]);
  const from = (id: string, way: 'on' | 'back' | 'up' | 'down') =>
    stepFrom(flow, { width: 200, height: 100, boxes, lines: new Map() }, [id, way]);
  t.equal(from('numbers:0', 'down'), 'numbers:1', 'the nearest below');
  t.equal(from('numbers:2', 'up'), 'numbers:1', 'the nearest above');
  t.equal(from('numbers:0', 'up'), 'numbers:0', 'nothing is above');
  t.equal(from('numbers:2', 'down'), 'numbers:2', 'nothing is below');
  t.equal(from('numbers:1', 'on'), 'entry:1');
  t.equal(from('menu:0', 'on'), 'queue:tax', 'of several the nearest');
  t.equal(from('menu:0', 'back'), 'entry:0');
  t.equal(from('numbers:0', 'back'), 'numbers:0', 'nothing leads there');
});

t.test('no caller, and circles, are marked', async (t) => {
  t.strictSame(
    [...marksOf(flowOf(document))],
    [
      ['queue:idle', 'unreached'],
      ['queue:duty', 'circle'],
    ],
  );
  const round = { queues: { a: { overflow: { to: 'b' } }, b: { overflow: { to: 'a' } }, c: {} }, queue: 'a' };
  t.strictSame([...marksOf(flowOf(round))].toSorted(), [
    ['queue:a', 'circle'],
    ['queue:b', 'circle'],
    ['queue:c', 'unreached'],
  ]);
  const twice = flowOf({ entries: [{}, {}] });
  t.strictSame([...marksOf(twice).keys()], ['numbers:1', 'entry:1']);
});

t.test('a place of the document is shown at its stop', async (t) => {
  const at = (pointer: string) => nodeWith(flowOf(document), pathOf(document, pointer))?.id ?? null;
  t.equal(at('/entries/0/numbers/1'), 'numbers:0');
  t.equal(at('/entries/1/queue'), 'entry:1');
  t.equal(at('/menu/options/1'), 'menu:0');
  t.equal(at('/hours/office/weekly'), 'hours:0');
  t.equal(at('/queues/tax'), 'queue:tax');
  t.equal(at('/version'), null);
});

const queue = fc.constantFrom('general', 'tax', 'duty');
const some = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const menu = fc.record({
  prompts: fc.constant([]),
  options: fc.dictionary(fc.constantFrom('1', '2'), fc.oneof(queue, fc.record({ queue }))),
});
const languages = fc.record({ prompts: fc.constant([]), options: fc.constant({ '2': 'yue' }) });
const plan = fc
  .record({
    queue: some(queue),
    menu: some(menu),
    languages: some(fc.option(languages)),
    overflow: some(fc.record({ to: queue })),
    openingHours: some(fc.constantFrom('office', null)),
    entries: some(
      fc.array(
        fc.record({
          queue: some(queue),
          menu: some(fc.option(menu)),
          languages: some(fc.option(languages)),
          hours: some(fc.constantFrom('office', null)),
        }),
        { maxLength: 4 },
      ),
    ),
    hours: fc.record({
      office: fc.record({
        weekly: fc.constant({}),
        closed: some(fc.record({ to: some(queue) })),
        special: some(fc.array(fc.record({ to: some(queue) }), { maxLength: 3 })),
      }),
    }),
    queues: some(
      fc.dictionary(
        queue,
        fc.record({
          overflow: some(fc.option(fc.record({ to: queue }))),
          hours: some(fc.constantFrom('office', null)),
        }),
      ),
    ),
  })
  .map((says) => JSON.parse(JSON.stringify(says)) as Record<string, unknown>);

t.test(
  'every step leads from a stop to a stop, has a name of its own, and leads elsewhere when its place says so',
  async () => {
    fc.assert(
      fc.property(plan, (says) => {
        const { nodes, edges } = flowOf(says);
        const ids = new Set(nodes.map(({ id }) => id));
        const names = new Set(edges.map(({ id }) => id));
        return (
          ids.size === nodes.length &&
          names.size === edges.length &&
          edges.every(({ from, to }) => ids.has(from) && ids.has(to)) &&
          edges.every(({ at, from, kind, name }) => {
            if (at.length === 0) return true;
            const text = at.reduce(
              (changed, path) => withValue(changed, path, 'elsewhere'),
              JSON.stringify(says),
            );
            const after = flowOf(JSON.parse(text) as Record<string, unknown>).edges;
            return after.some(
              (one) =>
                one.from === from &&
                one.kind === kind &&
                one.to === 'queue:elsewhere' &&
                (kind === 'holiday' || one.name === name),
            );
          })
        );
      }),
    );
  },
);

t.test('whatever any document says, its ways can be drawn', async () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom(
          'entries',
          'queues',
          'hours',
          'languages',
          'menu',
          'queue',
          'callers',
          'overflow',
          'x',
        ),
        fc.jsonValue(),
      ),
      (says) => {
        layoutOf(flowOf(says));
        return true;
      },
    ),
  );
});

t.test('no stop lies on another, and every one lies in the drawing', async () => {
  fc.assert(
    fc.property(plan, (says) => {
      const { boxes, lines, width, height } = layoutOf(flowOf(says));
      const all = [...boxes.values()];
      const apart = all.every((a, n) =>
        all
          .slice(n + 1)
          .every(
            (b) =>
              a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y,
          ),
      );
      const inside = all.every(
        (a) => a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height,
      );
      return (
        apart && inside && [...lines.values()].every(({ points }) => curveThrough(points).startsWith('M '))
      );
    }),
  );
});

t.test('fifty entries and fifty queues are laid out while somebody waits', async (t) => {
  const names = Array.from({ length: 50 }, (_, n) => `q-${String(n)}`);
  const big = {
    hours: document.hours,
    queues: Object.fromEntries(
      names.map((name, n) => [name, { overflow: { to: names[n + 1] ?? 'general' } }]),
    ),
    entries: names.map((name, n) => ({
      numbers: [String(12_000 + n)],
      hours: 'office',
      queue: name,
      menu: { prompts: [], options: { '1': name, '2': names[(n * 7) % 50] } },
    })),
  };
  const began = performance.now();
  const { boxes } = layoutOf(flowOf(big));
  t.ok(boxes.size > 200);
  t.ok(performance.now() - began < 20_000, 'within seconds on a slow machine');
  t.comment(`${String(Math.round(performance.now() - began))} ms`);
  t.equal(valueAt(big, ['queues', 'q-0', 'overflow', 'to']), 'q-1');
});
