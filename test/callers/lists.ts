import type { Audit } from '../../src/audit/model.ts';
import { createAuditStore } from '../../src/audit/store.ts';
import { CallerLists, type HarassingRule } from '../../src/callers/service.ts';
import { createCallerStore } from '../../src/callers/store.ts';
import type { EpochMs } from '../../src/lib/time.ts';
import type { PlanService } from '../../src/routing/service.ts';
import type { Db } from '../../src/store/open.ts';
import type { Rules } from '../../src/switchboard/state.ts';

type Parts = {
  readonly now: () => EpochMs;
  readonly audit?: Audit;
  readonly harassing?: () => HarassingRule;
};

/** The lists of callers of a database, as the daemon has them; a fault in them is the test's. */
export function listsIn(db: Db, { now, harassing = () => null, ...parts }: Parts) {
  const store = createCallerStore(db);
  const audit = parts.audit ?? ((entry) => createAuditStore(db).add(entry));
  const failed = (err: unknown): never => {
    throw err;
  };
  return { lists: new CallerLists({ store, audit, now, harassing, failed }), store };
}

/** How calls are treated by the plan in force and the lists, but that nobody is greeted. */
export const ungreeted =
  (plans: PlanService, lists: CallerLists): Rules['planFor'] =>
  (dialled, at, from) => ({
    ...plans.planFor({ dialled, at, caller: lists.known(from, at) }, 'Asia/Shanghai'),
    greeting: [],
  });
