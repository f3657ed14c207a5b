import t, { type Test } from 'tap';
import type { Call } from '../../src/calls/model.ts';
import type { CallFilter } from '../../src/calls/store.ts';
import { epochMs } from '../../src/lib/time.ts';
import { listStart, readCursor } from '../../src/store/page.ts';
import {
  answered,
  batchOf,
  callerHungUp,
  callId,
  everything,
  freshStore,
  noon,
  offered,
  sampleCall,
  seatLegEnded,
} from '../store/samples.ts';

function withCalls(t: Test, ...calls: readonly Call[]) {
  const store = freshStore(t);
  for (const call of calls) store.journal.append(batchOf(call));
  const ids = (filter: CallFilter) =>
    store.calls.list(filter, everything, { after: listStart, limit: 50 }).items.map((call) => call.id);
  return { ...store, ids };
}

t.test('a list is newest first and goes on where the page before ended', async (t) => {
  const { calls } = withCalls(t, ...[1, 2, 3, 4, 5].map((n) => sampleCall(n)));
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const after = readCursor(cursor);
    if (after === null) throw new Error('our own cursor');
    const found = calls.list({}, everything, { after, limit: 2 });
    seen.push(...found.items.map((call) => call.id));
    cursor = found.nextCursor ?? undefined;
  } while (cursor !== undefined);
  t.same(seen, [5, 4, 3, 2, 1].map(callId));
});

t.test('calls of the same instant are all listed, none twice', async (t) => {
  const at = noon;
  const calls = [1, 2, 3].map((n): Call => ({ ...sampleCall(n), arrivedAt: at }));
  const store = withCalls(t, ...calls).calls;
  const first = store.list({}, everything, { after: listStart, limit: 2 });
  const rest = store.list({}, everything, {
    after: readCursor(first.nextCursor ?? '') ?? listStart,
    limit: 2,
  });
  t.same(
    [...first.items, ...rest.items].map((call) => call.id),
    [3, 2, 1].map(callId),
  );
  t.equal(rest.nextCursor, null);
});

t.test('each filter narrows the list', async (t) => {
  const { ids } = withCalls(
    t,
    sampleCall(1, callerHungUp()),
    sampleCall(2, offered(), answered(2)),
    sampleCall(3, offered(), answered(3), callerHungUp(), seatLegEnded(3)),
  );
  t.same(ids({ phase: 'live' }), [callId(2)]);
  t.same(ids({ phase: 'ended' }), [callId(3), callId(1)]);
  t.same(ids({ outcome: 'abandoned' }), [callId(1)]);
  t.same(ids({ seat: '8001' }), [callId(3), callId(2)]);
  t.same(ids({ seat: '8001', phase: 'ended' }), [callId(3)]);
  t.same(ids({ queue: 'general' }).length, 3);
  t.same(ids({ queue: `x' OR 1=1 --` }), []);
  t.same(ids({ since: epochMs(noon + 2000), until: epochMs(noon + 3000) }), [callId(2)]);
});

t.test('lists are served by an index', async (t) => {
  const { db } = withCalls(t);
  const plan = (where: string): string =>
    db
      .prepare<[], { detail: string }>(
        `EXPLAIN QUERY PLAN SELECT id FROM calls WHERE (arrived_at, id) < (9, 'x') AND ${where} ORDER BY arrived_at DESC, id DESC LIMIT 2`,
      )
      .all()
      .map((row) => row.detail)
      .join('; ');
  for (const where of [
    '1',
    `alive = 1 AND phase <> 'ended'`,
    `outcome = 'lost'`,
    `seat = '8'`,
    `queue = 'q'`,
  ])
    t.match(plan(where), /^SEARCH calls USING( COVERING)? INDEX \w+ \([^;]*$/, where);
});

t.test('a cursor that is not ours is none', async (t) => {
  for (const cursor of ['', 'x', 'W10', Buffer.from('[1.5,"a"]').toString('base64url'), '%%%'])
    t.equal(readCursor(cursor), null, cursor);
});
