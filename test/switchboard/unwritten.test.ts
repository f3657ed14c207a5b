import t from 'tap';
import type { Call } from '../../src/calls/model.ts';
import { epochMs } from '../../src/lib/time.ts';
import type { Batch } from '../../src/ports/journal.ts';
import { mostTurns, Unwritten } from '../../src/switchboard/unwritten.ts';

const batch = (n: number, call: string): Batch => ({
  at: epochMs(n),
  calls: [{ id: call, arrivedAt: n } as unknown as Call],
  seats: [],
  rows: [{ call } as never],
  tickets: [{ n } as never],
  recordings: [],
  figures: [],
  callBacks: [],
});

t.test(
  'the first turns are kept whole, later ones together: each call once, each change of a ticket',
  (t) => {
    const unwritten = new Unwritten();
    let whole = 0;
    for (let n = 1; n <= mostTurns; n += 1) if (unwritten.add(batch(n, 'C1'))) whole += 1;
    t.equal(whole, mostTurns);
    for (let n = 1; n <= 3; n += 1) t.notOk(unwritten.add(batch(mostTurns + n, n === 2 ? 'C2' : 'C3')));
    t.equal(unwritten.size, mostTurns + 3);
    const written: Batch[] = [];
    unwritten.write((one) => written.push(one));
    t.equal(written.length, mostTurns + 1);
    const last = written.at(-1);
    t.strictSame(
      last?.calls.map(({ id, arrivedAt }) => [id, arrivedAt]),
      [
        ['C3', mostTurns + 3],
        ['C2', mostTurns + 2],
      ],
    );
    t.equal(last?.tickets.length, 3);
    t.strictSame(last?.rows, []);
    t.equal(unwritten.size, 0);
    t.end();
  },
);

t.test('a write that stops halfway writes nothing twice and nothing out of its order', (t) => {
  const unwritten = new Unwritten();
  for (const n of [1, 2, 3]) unwritten.add(batch(n, 'C1'));
  const written: number[] = [];
  t.throws(() =>
    unwritten.write((one) => {
      if (one.at === 2) throw new Error('disk full');
      written.push(one.at);
    }),
  );
  t.equal(unwritten.size, 2);
  unwritten.write((one) => written.push(one.at));
  t.strictSame(written, [1, 2, 3]);
  t.end();
});
