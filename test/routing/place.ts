import type { Audit } from '../../src/audit/model.ts';
import { createAuditStore } from '../../src/audit/store.ts';
import { createCallStore } from '../../src/calls/store.ts';
import type { EpochMs } from '../../src/lib/time.ts';
import { openTries } from '../../src/plan-place.ts';
import { PlanDrafts } from '../../src/routing/drafts.ts';
import { defaultPlan } from '../../src/routing/model.ts';
import type { Surroundings } from '../../src/routing/served.ts';
import { PlanService } from '../../src/routing/service.ts';
import { createPlanStore, type PlanStore } from '../../src/routing/store.ts';
import type { Db } from '../../src/store/open.ts';
import { tx } from '../../src/store/tx.ts';

export type PlanParts = {
  readonly now: () => EpochMs;
  readonly audit?: Audit;
  readonly file?: string | null;
  readonly approval?: boolean;
  readonly store?: PlanStore;
  readonly around?: () => Surroundings | null;
};

/** The plans of a database, as the daemon has them. @throws when what is there, or the file, cannot be used */
export function plansIn(
  db: Db,
  { now, file = null, approval = false, around = () => null, ...parts }: PlanParts,
) {
  const store = parts.store ?? createPlanStore(db);
  const audit = parts.audit ?? ((entry) => createAuditStore(db).add(entry));
  const common = { store, audit, now, tx: <T>(work: () => T): T => tx(db, work) };
  const plans = new PlanService({ ...common, file, emergency: defaultPlan.emergency });
  const problems = plans.start();
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const drafts = new PlanDrafts({ ...common, plans, approval, around });
  const ground = { db, audit, now };
  const tries = openTries(
    { timeZone: 'Asia/Shanghai' },
    { plans, drafts },
    { ground, calls: createCallStore(db) },
  );
  return { plans, store, drafts, tries };
}
