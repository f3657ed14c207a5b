import type { Audit } from '../../src/audit/model.ts';
import { plainRoutes } from '../../src/emergency/choose.ts';
import type { Reach } from '../../src/emergency/model.ts';
import { RouteService } from '../../src/emergency/service.ts';
import { createRouteStore } from '../../src/emergency/store.ts';
import type { TrialChannel } from '../../src/emergency/trial.ts';
import { TrialService } from '../../src/emergency/trials.ts';
import type { EpochMs } from '../../src/lib/time.ts';
import type { Db } from '../../src/store/open.ts';

/** A city's ways to its emergency desks. */
export const cityRoutes = plainRoutes({
  '110': [
    'PJSIP/110@trunk;name=市局指挥中心;test=PJSIP/99001@trunk',
    'PJSIP/1101@trunk2;name=梅江分局;district=梅江区',
  ],
  '120': ['PJSIP/120@trunk;test=PJSIP/99002@trunk'],
  '119': ['Local/119@demo-carrier/n'],
});

/** What is known of the city's ways, over trunks that answer. */
export const idleRoutes = (
  db: Db,
  reachOf: (trunk: string) => Promise<Reach | null> = () => Promise.resolve('reachable'),
): RouteService =>
  new RouteService({
    routes: cityRoutes,
    store: createRouteStore(db),
    reachOf,
    failed: (err) => {
      throw err;
    },
  });

/** What tries the city's ways, over a switch that does all it is asked and of which nothing is heard but from the test. */
export const idleTrials = (
  ways: RouteService,
  audit: Audit,
  { now, rung }: { readonly now: () => EpochMs; readonly rung?: (channel: TrialChannel) => void },
): TrialService =>
  new TrialService({
    ...{ ways, audit, now },
    isUp: () => true,
    ring: ({ channel }) => {
      rung?.(channel);
      return Promise.resolve({ result: 'done' });
    },
    hangUp: () => Promise.resolve(),
    left: () => Promise.resolve([]),
    failed: (err) => {
      throw err;
    },
  });
