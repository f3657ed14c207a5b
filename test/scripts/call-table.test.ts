import t from 'tap';
import { readComments, renderCallTable } from '../../scripts/lib/call-table.ts';

const source = `
/** The table's own comment. */
export const queued: PhaseTable<'queued'> = {
  /** The caller gives up. The number is kept. */
  CallerHungUp: (call, e) => end(call, e.at),
  /**
   * Over two
   * lines, without a stop
   */
  SeatOffered: (call) => ring(call, { deep: 1 }),
  // Not a doc comment.
  WaitedTooLong: (call) => turn(call),
  SeatAnswered: ignore('no offer stands'),
};
const other = { /** Not of this table. */ Rang: 1 };
`;

t.test('the first sentence above each cell is read, and nothing else', (t) => {
  t.strictSame(
    [...readComments('queued', source)],
    [
      ['queued.CallerHungUp', 'The caller gives up.'],
      ['queued.SeatOffered', 'Over two lines, without a stop'],
    ],
  );
  t.strictSame(
    [...readComments('queued', source.replace('};', "} satisfies PhaseTable<'queued'>;"))].length,
    2,
  );
  t.end();
});

t.test('the page shows phase by event and event by phase', (t) => {
  const done = (): null => null;
  const tables = {
    queued: { Rang: done, Fell: { ignored: 'a | b' } },
    ended: { Rang: { ignored: 'nobody is there' }, Fell: done },
  };
  const page = renderCallTable(tables, new Map([['queued.Rang', 'It rings.']]));
  const lines = page.split('\n');
  for (const line of [
    '| Rang | ● | · |',
    '| Fell | · | ● |',
    '| `Rang` | ● It rings. |',
    '| queued | · a \\| b |',
  ])
    t.ok(lines.includes(line), line);
  t.ok(lines.includes('| ended | ● handled |'), 'a cell without a comment');
  t.ok(page.indexOf('### queued') < page.indexOf('### Rang'), 'phases first, then events');
  t.match(renderCallTable({ ...tables, queued: { Rang: done } }, new Map()), /no answer/);
  t.end();
});
