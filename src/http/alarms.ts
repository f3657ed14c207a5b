import { statfs } from 'node:fs/promises';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { list } from '../lib/wire.ts';
import type { LiveFigures } from '../ports/house.ts';
import { AlarmRow } from './alarm-row.ts';

/** A folder that must not run full. */
export type Folder = { readonly name: 'data' | 'recordings' | 'spool'; readonly path: string };

export type AlarmDeps = {
  readonly figures: () => LiveFigures;
  /** How many recordings must be looked at, counted up to this many. */
  readonly alarmingRecordings: (limit: number) => number;
  /** How many ways to emergency desks cannot be relied on. */
  readonly alarmingRoutes: () => number;
  readonly folders: readonly Folder[];
};

/** Below either of these a disk is nearly full: a day of a city's recordings still fits. */
const least = { share: 0.05, bytes: 2 * 1024 ** 3 };
const mostCounted = 100;

const none = { count: null, folder: null, freeBytes: null };

/** What somebody must see to now. */
export const alarmRoutes =
  (deps: AlarmDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/alarms',
      {
        config: { right: 'state.read' },
        schema: {
          tags: ['state'],
          summary:
            'What somebody must see to now: switch, journal, recordings, ways to emergency desks, disks; empty when all is well',
          response: { 200: list(AlarmRow) },
        },
      },
      async () => {
        const { switchUp, journalOk } = deps.figures();
        const count = deps.alarmingRecordings(mostCounted);
        const routes = deps.alarmingRoutes();
        const disks = await Promise.all(deps.folders.map(lookAt));
        return [
          ...(switchUp ? [] : [{ ...none, kind: 'switchDown' as const }]),
          ...(journalOk ? [] : [{ ...none, kind: 'journalHeld' as const }]),
          ...(count === 0 ? [] : [{ ...none, kind: 'recordings' as const, count }]),
          ...(routes === 0 ? [] : [{ ...none, kind: 'emergencyRoutes' as const, count: routes }]),
          ...disks.flat(),
        ];
      },
    );
    done();
  };

async function lookAt({ name, path }: Folder): Promise<readonly AlarmRow[]> {
  try {
    const { bavail, blocks, bsize } = await statfs(path);
    const freeBytes = bavail * bsize;
    const isLow = freeBytes < least.bytes || bavail / blocks < least.share;
    return isLow ? [{ ...none, kind: 'diskLow', folder: name, freeBytes }] : [];
  } catch {
    // A folder that cannot be looked at cannot be written to.
    return [{ ...none, kind: 'diskUnread', folder: name }];
  }
}
