import type { Logger } from 'pino';
import type { Role } from './access/roles.ts';
import type { Assignment } from './acd/model.ts';
import type { AssignmentStore } from './acd/store.ts';
import type { Audit } from './audit/model.ts';
import { type Eyes, eyesOf } from './calls/seen.ts';
import type { CallStore } from './calls/store.ts';
import type { Config } from './config.ts';
import { desksAnywhere, plainRoutes } from './emergency/choose.ts';
import type { EpochMs } from './lib/time.ts';
import type { PeopleService } from './people/service.ts';
import type { House } from './ports/house.ts';
import type { PromptService } from './prompts/service.ts';
import { PlanDrafts } from './routing/drafts.ts';
import type { PlanRouteDeps } from './routing/routes.ts';
import type { Surroundings } from './routing/served.ts';
import { PlanService } from './routing/service.ts';
import { createPlanStore } from './routing/store.ts';
import { type ListedCall, PlanTries } from './routing/tries.ts';
import { StartError } from './start-error.ts';
import type { Db } from './store/open.ts';
import { listStart, type Page, type Position } from './store/page.ts';
import { tx } from './store/tx.ts';
import { walk } from './switchboard/walk.ts';
import type { UnitStore } from './units/store.ts';

/** What the plan's parts stand on. */
export type PlanGround = {
  readonly db: Db;
  readonly audit: Audit;
  readonly now: () => EpochMs;
};

/** The plan in force, and its versions. */
export type Routing = Pick<PlanRouteDeps, 'plans' | 'store'>;

const partsOf = ({ db, audit, now }: PlanGround) => ({
  ...{ audit, now },
  tx: <T>(work: () => T): T => tx(db, work),
});

/** @throws StartError that names every problem in a plan that cannot be used */
export function openPlan({ planFile: file, emergency }: Config, ground: PlanGround, log: Logger): Routing {
  const store = createPlanStore(ground.db);
  const plans = new PlanService({
    ...partsOf(ground),
    store,
    file,
    emergency: desksAnywhere(plainRoutes(emergency)),
  });
  usable(file, plans.start());
  if (plans.fileDiffers()) log.warn({ file }, 'the plan file is not what is in force');
  return { plans, store };
}

/** @throws StartError when there are problems with a plan */
export function usable(file: string | null, problems: readonly string[]): void {
  if (problems.length === 0) return;
  const told = problems.map((text) => `  ${text}`).join('\n');
  throw new StartError(`the routing plan (H12_PLAN_FILE: ${file ?? 'none'}) cannot be used:\n${told}`);
}

/** What a plan counts on. */
export type PlanHouse = {
  readonly house: Pick<House, 'seats'>;
  readonly people: Pick<PeopleService, 'accounts'>;
  readonly assignments: Pick<AssignmentStore, 'of'>;
  readonly units: Pick<UnitStore, 'all'>;
  readonly prompts: Pick<PromptService, 'in' | 'playable'>;
};

/** Plans that are being written, checked against what there is in the house. */
export function openDrafts(
  config: Pick<Config, 'mode' | 'emergency' | 'planApproval'>,
  routing: Routing,
  { ground, house }: { readonly ground: PlanGround; readonly house: PlanHouse },
): PlanDrafts {
  const routes = plainRoutes(config.emergency);
  const around = (): Surroundings => ({
    seats: [...house.house.seats()],
    agents: agentsOf(house),
    routes,
    districts: [...new Set(house.units.all().flatMap(({ district }) => district ?? []))],
    inEarnest: config.mode === 'production',
    playable: house.prompts.playable(),
    playableIn: (language) => house.prompts.in(language).playable(),
  });
  return new PlanDrafts({ ...partsOf(ground), ...routing, approval: config.planApproval, around });
}

/** Plans tried before they are published, by the turns by which live calls are taken and with the calls of the record. */
export const openTries = (
  { timeZone }: Pick<Config, 'timeZone'>,
  routing: Pick<PlanRouteDeps, 'plans' | 'drafts'>,
  {
    ground,
    calls,
  }: { readonly ground: PlanGround; readonly calls: Pick<CallStore, 'list' | 'read' | 'steps'> },
): PlanTries =>
  new PlanTries({
    ...{ ...partsOf(ground), ...routing, timeZone },
    walk: (plan, tried) => walk(plan, tried, timeZone),
    calls: (actor, since, asked) => listed(calls, eyesOf(actor), { since, ...asked }),
  });

/** What citizens' calls were like; what the dialplan served by itself took no way through a plan. */
function listed(
  calls: Pick<CallStore, 'list' | 'read' | 'steps'>,
  eyes: Eyes,
  { since, ...asked }: { readonly since: EpochMs; readonly after: Position; readonly limit: number },
): Page<ListedCall> {
  const page = calls.list({ phase: 'ended', since }, eyes, asked);
  const items = page.items
    .filter(({ origin, outcome }) => origin === 'inbound' && outcome !== 'failSafe')
    .map((line) => {
      const call = calls.read(line.id);
      const { passed = [], plan = null } = call ?? {};
      const { standing = null, emergencyKeys = {} } = plan ?? {};
      return { ...line, passed, standing, emergencyKeys, steps: calls.steps(line.id) };
    });
  return { ...page, items };
}

const atSeats: readonly Role[] = ['agent', 'shiftLeader'];
/** More than any city's hotline has. */
const mostPeople = 100_000;

/** What everybody can do who may sign in at seats. */
const agentsOf = ({ people, assignments }: PlanHouse): readonly Assignment[] =>
  atSeats.flatMap((role) =>
    people.accounts
      .list({ role, disabled: false }, listStart, { limit: mostPeople })
      .items.map(({ id }) => assignments.of(id)),
  );
