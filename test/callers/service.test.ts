import { join } from 'node:path';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import type { AgentId, QueueId } from '../../src/acd/model.ts';
import type { AuditEntry } from '../../src/audit/model.ts';
import { listKinds } from '../../src/callers/model.ts';
import type { HarassingRule } from '../../src/callers/service.ts';
import type { Fact } from '../../src/calls/facts.ts';
import type { CallId, Ending, PhoneNumber, TicketNo } from '../../src/calls/model.ts';
import { after, type EpochMs } from '../../src/lib/time.ts';
import { freshStore, noon } from '../store/samples.ts';
import { listsIn } from './lists.ts';

const who = { agent: 'router' as AgentId, actor: 'router', address: '10.0.0.1' };
const other = { agent: 'agent1' as AgentId, actor: 'agent1', address: null };
const number = '13900001111' as PhoneNumber;
const hour = 3_600_000;

function opened(t: Test, rule: HarassingRule = null, file?: string) {
  const stores = freshStore(t, file);
  const clock: { at: EpochMs } = { at: noon };
  const record: AuditEntry[] = [];
  const audit = (entry: AuditEntry): void => {
    record.push(entry);
  };
  const parts = { now: () => clock.at, audit, harassing: () => rule };
  const { lists, store } = listsIn(stores.db, parts);
  return { ...stores, ...{ lists, store, clock, record }, again: () => listsIn(stores.db, parts).lists };
}
const restricted = (forMs = hour) => ({
  ...({ number, kind: 'restricted', reason: 'shouts at agents' } as const),
  expiresAt: after(noon, forMs),
});

t.test(
  'a number on a list is known by every way of writing it, until the very instant at which it expires',
  async (t) => {
    const { lists, record } = opened(t);
    const added = lists.add({ ...restricted(), number: '+86 139-0000-1111' }, who);
    t.match(added, { ok: true, value: { number, madeBy: 'router', removedAt: null } });
    const listed = { kind: 'restricted', entry: 1 };
    for (const from of ['13900001111', '+8613900001111', '013900001111'])
      t.match(lists.known(from as PhoneNumber, noon), { listed });
    t.match(lists.known(number, after(noon, hour - 1)), { listed });
    t.equal(lists.known(number, after(noon, hour)).listed, null);
    t.equal(lists.known('13900001112' as PhoneNumber, noon).listed, null);
    t.strictSame(
      record.map(({ actor, action, target, why, address }) => ({ actor, action, target, why, address })),
      [{ actor: 'router', action: 'callers.add', target: '1', why: 'shouts at agents', address: '10.0.0.1' }],
    );
  },
);

t.test('a withheld number is on no list and is never counted, whatever the lists hold', async (t) => {
  const rule = { calls: 2, withinMs: hour, shorterThanMs: 60_000, action: 'restrict', forMs: hour } as const;
  const folder = t.testdir();
  let run = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...listKinds)), fc.nat(6), (kinds, rings) => {
      run += 1;
      const { lists, store } = opened(t, rule, join(folder, `${String(run)}.db`));
      for (const [n, kind] of kinds.entries())
        lists.add({ ...restricted(), number: `1390000${String(1000 + n)}`, kind }, who);
      for (let n = 0; n < rings; n += 1) ringAndLeave(lists, null, n);
      const { listed, earlier } = lists.known(null, after(noon, 1_000));
      return listed === null && earlier.length === 0 && store.inForce(noon).length === kinds.length;
    }),
    { numRuns: 20 },
  );
  t.pass();
});

t.test(
  'one number stands on one list at a time; a removed entry has no effect and stays on the record',
  async (t) => {
    const { lists, store, clock, db } = opened(t);
    lists.add(restricted(), who);
    t.match(lists.add({ ...restricted(), kind: 'vip' }, who), { refusal: { code: 'H12_CALLER_LISTED' } });
    clock.at = after(noon, 1_000);
    t.match(lists.remove(1 as never, 'apologised', other), { ok: true, value: { removedBy: 'agent1' } });
    t.equal(lists.known(number, clock.at).listed, null);
    t.match(lists.remove(1 as never, 'again', who), { refusal: { code: 'H12_CALLER_OVER' } });
    t.match(lists.review(1 as never, { why: 'x', expiresAt: after(noon, hour) }, who), {
      refusal: { code: 'H12_CALLER_OVER' },
    });
    t.match(lists.remove(99 as never, 'x', who), { refusal: { code: 'H12_NO_SUCH_CALLER' } });
    t.match(lists.add({ ...restricted(), kind: 'vip', expiresAt: null }, who), { ok: true });
    t.match(store.read(1 as never), {
      reason: 'shouts at agents',
      removedAt: clock.at,
      removedWhy: 'apologised',
    });
    for (const change of [
      'DELETE FROM caller_entries',
      `UPDATE caller_entries SET number = '1'`,
      `UPDATE caller_entries SET reason = 'another'`,
      'UPDATE caller_entries SET removed_at = 1 WHERE id = 1',
    ])
      t.throws(() => db.exec(change), /entry/, change);
  },
);

t.test('a review lets an entry go on or end sooner; an expired one is made anew', async (t) => {
  const { lists, store, clock } = opened(t);
  lists.add(restricted(), who);
  const until = after(noon, 2 * hour);
  t.match(lists.review(1 as never, { why: 'goes on', expiresAt: until }, other), {
    value: { expiresAt: until },
  });
  t.match(lists.known(number, after(noon, hour)), { listed: { kind: 'restricted' } });
  t.strictSame(store.reviews(1 as never), [
    { at: noon, by: 'agent1', why: 'goes on', expiredBefore: after(noon, hour), expiresAt: until },
  ]);
  t.match(lists.review(1 as never, { why: 'for ever', expiresAt: null }, who), {
    refusal: { code: 'H12_CALLER_EXPIRY' },
  });
  clock.at = until;
  t.match(lists.review(1 as never, { why: 'late', expiresAt: after(until, 1) }, who), {
    refusal: { code: 'H12_CALLER_OVER' },
  });
  t.match(lists.add({ ...restricted(), expiresAt: after(until, 1) }, who), { ok: true, value: { id: 2 } });
});

t.test('what cannot be put on the record is not done', async (t) => {
  const { lists, store } = listsIn(freshStore(t).db, {
    now: () => noon,
    audit: () => {
      throw new Error('deaf');
    },
  });
  t.throws(() => lists.add(restricted(), who), /deaf/);
  t.equal(lists.known(number, noon).listed, null);
  t.strictSame(store.inForce(noon), []);
});

t.test('a restart keeps the lists, and who rang how often', async (t) => {
  const { lists, again, db } = opened(t);
  lists.add(restricted(), who);
  lists.add({ ...restricted(), number: '13900002222', kind: 'blocked' }, who);
  lists.remove(2 as never, 'a mistake', who);
  const insert = db.prepare(
    `INSERT INTO calls (id, origin, phase, arrived_at, ended_at, from_number, dialled, ticket_no, queue, outcome, alive, snapshot)
     VALUES (?, 'inbound', 'ended', ?, ?, ?, '12345', 'x', 'general', 'abandoned', 0, '{}')`,
  );
  insert.run('C1', noon - 1_000, noon - 500, '+8613900001111');
  insert.run('C2', noon - 86_400_000, noon - 500, '13900001111');
  insert.run('C3', noon - 1_000, noon - 500, null);
  const restarted = again();
  t.strictSame(restarted.known(number, noon), {
    listed: { kind: 'restricted', entry: 1 },
    earlier: [noon - 1_000],
  });
  t.equal(restarted.known('13900002222' as PhoneNumber, noon).listed, null);
});

const rule = {
  calls: 3,
  withinMs: hour,
  shorterThanMs: 10_000,
  action: 'restrict',
  forMs: 2 * hour,
} as const;
type Lists = ReturnType<typeof opened>['lists'];

/** A call that begins n minutes after noon. */
function ringAndLeave(
  lists: Lists,
  from: PhoneNumber | null,
  n: number,
  {
    took = 5_000,
    outcome = 'abandoned',
    emergency = false,
  }: { took?: number; outcome?: Ending['outcome']; emergency?: boolean } = {},
): void {
  const at = after(noon, n * 60_000);
  const call = `C${String(n)}` as CallId;
  const common = {
    call,
    from,
    queue: 'general' as QueueId,
    ticketNo: '20261124-000001' as TicketNo,
    origin: 'inbound',
  } as const;
  const ending: Ending = { by: 'caller', outcome, during: 'queued', cause: null };
  const facts: readonly Fact[] = [
    { type: 'CallBegan', ...common, at },
    ...(emergency
      ? [{ type: 'EmergencyBegan', call, at, ticketNo: common.ticketNo, number: '110', by: null } as const]
      : []),
    {
      ...({ type: 'CallEnded', ...common, at: after(at, took), ending } as const),
      ...{ purpose: null, agent: null, recorded: true, waitedMs: null, queuedAt: null },
    },
  ];
  for (const fact of facts) lists.heard(fact);
}

t.test(
  'who rings and leaves again and again is restricted by the rule, for as long as the plan says',
  async (t) => {
    const { lists, store, record, clock } = opened(t, rule);
    ringAndLeave(lists, number, 0);
    ringAndLeave(lists, number, 1, { took: 10_000 });
    ringAndLeave(lists, number, 2, { outcome: 'closed' });
    ringAndLeave(lists, number, 3, { emergency: true });
    ringAndLeave(lists, '13900002222' as PhoneNumber, 4);
    ringAndLeave(lists, number, 5);
    t.strictSame(store.inForce(noon), [], 'long ones, those the hotline ended and emergencies do not count');
    ringAndLeave(lists, number, 6, { outcome: 'answered' });
    const expiresAt = after(noon, 6 * 60_000 + 5_000 + 2 * hour);
    t.match(store.inForce(noon), [
      { number, kind: 'restricted', madeBy: 'rule', expiresAt, reason: /3 calls/ },
    ]);
    t.match(record, [{ actor: 'system', action: 'callers.add', target: '1' }]);
    clock.at = after(noon, 7 * 60_000);
    lists.remove(1 as never, 'a child played', who);
    ringAndLeave(lists, number, 8);
    ringAndLeave(lists, number, 9);
    t.strictSame(store.inForce(clock.at), [], 'what was decided about is not held against the number again');
    ringAndLeave(lists, number, 10);
    t.equal(store.inForce(clock.at).length, 1);
  },
);

t.test('a VIP is never restricted by the rule, nor an emergency service', async (t) => {
  const { lists, store } = opened(t, rule);
  lists.add({ number, kind: 'vip', reason: 'deputy', expiresAt: null }, who);
  for (const n of [0, 1, 2, 3]) ringAndLeave(lists, number, n);
  for (const n of [10, 11, 12, 13]) ringAndLeave(lists, '110' as PhoneNumber, n);
  t.match(store.inForce(noon), [{ kind: 'vip' }]);
});

t.test('where the plan says so it is only proposed, once, and somebody decides', async (t) => {
  const { lists, store, clock, record } = opened(t, { ...rule, action: 'propose' });
  for (const n of [0, 1, 2, 3]) ringAndLeave(lists, number, n);
  const asked = { after: { at: Number.MAX_SAFE_INTEGER, id: '' }, limit: 10 };
  t.match(store.proposals(true, asked).items, [{ id: 1, number, by: 'rule', call: 'C2', decided: null }]);
  clock.at = after(noon, 4 * 60_000);
  t.match(lists.dismiss(1 as never, 'a broken telephone', who), { ok: true });
  t.match(lists.dismiss(1 as never, 'x', who), { refusal: { code: 'H12_DECIDED_ALREADY' } });
  ringAndLeave(lists, number, 5);
  t.strictSame(store.proposals(true, asked).items, []);
  for (const n of [6, 7]) ringAndLeave(lists, number, n);
  const accepted = { kind: 'blocked', reason: 'again', expiresAt: after(clock.at, hour) } as const;
  t.match(lists.accept(2 as never, accepted, who), {
    ok: true,
    value: { decided: { entry: 1, by: 'router' } },
  });
  t.match(lists.known(number, clock.at), { listed: { kind: 'blocked', entry: 1 } });
  t.match(
    record.map(({ action }) => action),
    ['callers.propose', 'callers.decide', 'callers.propose', 'callers.add', 'callers.decide'],
  );
});

t.test('who reports a call does not decide about it', async (t) => {
  const { lists } = opened(t);
  t.match(lists.propose({ id: 'C1' as CallId, from: null }, 'shouts', other), {
    refusal: { code: 'H12_CALLER_WITHHELD' },
  });
  t.match(lists.propose({ id: 'C1' as CallId, from: '110' as PhoneNumber }, 'x', other), {
    refusal: { code: 'H12_CALLER_PROTECTED' },
  });
  const call = { id: 'C1' as CallId, from: number };
  t.match(lists.propose(call, 'shouts', other), { ok: true, value: { id: 1 } });
  t.match(lists.propose(call, 'shouts', who), { refusal: { code: 'H12_ALREADY_REPORTED' } });
  const accepted = { kind: 'restricted', reason: 'yes', expiresAt: after(noon, hour) } as const;
  t.match(lists.accept(1 as never, accepted, other), { refusal: { code: 'H12_SAME_PERSON' } });
  t.match(lists.accept(1 as never, accepted, who), { ok: true });
  t.match(lists.accept(7 as never, accepted, who), { refusal: { code: 'H12_NO_SUCH_PROPOSAL' } });
});
