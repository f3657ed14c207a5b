import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import t from 'tap';
import type { EpochMs } from '../../src/lib/time.ts';
import { differenceOf } from '../../src/routing/difference.ts';
import { inForceAt, type Publication } from '../../src/routing/timeline.ts';
import { openStore } from '../../src/store/open.ts';
import { freshStore, noon } from '../store/samples.ts';
import { plansIn } from './place.ts';

t.test('killed at any step of publishing, the old or the new is in force, whole', async (t) => {
  const script = fileURLToPath(new URL('publish-and-die.ts', import.meta.url));
  for (const step of ['before', 'version', 'publication', 'draft', 'inForce', 'after'] as const) {
    const file = join(t.testdir(), `${step}.db`);
    const { signal, stderr } = spawnSync(process.execPath, ['--import=tsx', script, file, step], {
      encoding: 'utf8',
    });
    t.equal(signal, 'SIGKILL', `${step} ${stderr}`);
    const db = openStore(file);
    const { plans, store } = plansIn(db, { now: () => noon });
    const [version, drafts] = step === 'after' ? ['new', 0] : ['default-1', 1];
    t.equal(plans.plan.version, version, step);
    t.equal(store.drafts().length, drafts, step);
    t.equal(store.newest(), store.inForce()?.version, step);
    db.close();
  }
});

t.test('a hundred versions one after the other: each is in force at once, and all are kept', async (t) => {
  const { db } = freshStore(t);
  const clock = { at: noon };
  const { plans, drafts, store } = plansIn(db, { now: () => clock.at });
  const who = { agent: 'routing' as never, actor: 'routing', address: null };
  for (let n = 2; n <= 101; n++) {
    clock.at = (clock.at + 1) as EpochMs;
    const document = { maxOffers: (n % 99) + 1 };
    const draft = drafts.begin({ title: 'a', version: 1 as never, document }, who);
    if ('code' in draft) throw new Error(draft.code);
    const over = (n - 1) as never;
    drafts.publish(draft.id, { reason: 'x', from: null, until: null, revision: 1, over }, who);
    t.equal(plans.planFor({ dialled: '12345', at: clock.at }, 'Asia/Shanghai').maxOffers, (n % 99) + 1);
  }
  t.equal(store.versions(null, 200).length, 101);
  t.equal(store.standing(clock.at).length, 1);
});

const publication = fc.record({
  version: fc.integer({ min: 1, max: 5 }),
  from: fc.integer({ min: 0, max: 50 }),
  lasts: fc.option(fc.integer({ min: 1, max: 20 })),
  withdrawn: fc.option(fc.integer({ min: 0, max: 60 })),
});

t.test('whatever was published when, the database leaves out nothing that can be in force', async (t) => {
  const { db } = freshStore(t);
  const { store } = plansIn(db, { now: () => noon });
  fc.assert(
    fc.property(fc.array(publication, { maxLength: 12 }), fc.integer({ min: 0, max: 60 }), (all, at) => {
      db.exec('SAVEPOINT some; DELETE FROM plan_in_force; DELETE FROM plan_publications');
      try {
        const made = all.map(({ from, lasts, withdrawn }): Publication => {
          const until = lasts === null ? null : ((from + lasts) as EpochMs);
          const one = { version: 1 as never, from: from as EpochMs, until };
          const id = store.addPublication({ ...one, by: 'x', reason: 'x', madeAt: noon });
          if (withdrawn !== null) store.withdraw(id, 'x', withdrawn as EpochMs);
          return { ...one, id, withdrawnAt: withdrawn as EpochMs | null };
        });
        const standing = store.standing(at as EpochMs);
        for (let later = at; later <= 80; later++)
          if (inForceAt(standing, later as EpochMs)?.id !== inForceAt(made, later as EpochMs)?.id)
            return false;
        return true;
      } finally {
        db.exec('ROLLBACK TO some; RELEASE some');
      }
    }),
  );
});

t.test('a difference names each place that differs, and no other', async (t) => {
  t.strictSame(differenceOf({ a: { 'x/y': 1, z: [1, 2] }, b: 1 }, { a: { 'x/y': 2, z: [1] }, c: null }), [
    { at: '/a/x~1y', kind: 'changed', before: 1, after: 2 },
    { at: '/a/z/1', kind: 'removed', before: 2, after: null },
    { at: '/b', kind: 'removed', before: 1, after: null },
    { at: '/c', kind: 'added', before: null, after: null },
  ]);
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (a, b) => {
      const same = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
      return (differenceOf(a, b).length === 0) === same && differenceOf(a, a).length === 0;
    }),
  );
});

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { members: members.map(([name, part]) => [name, sorted(part)] as const) };
};
