import type { CallerEntryId } from '../callers/model.ts';
import { type CallerRouteDeps, callerRoutes } from '../callers/routes.ts';
import type { TreatedCall } from '../callers/wire.ts';
import { lineFor } from '../calls/routes.ts';
import { eyesOf } from '../calls/seen.ts';
import type { CallLine } from '../calls/store.ts';
import type { ServerDeps } from './server.ts';

/** The routes of the lists of callers, with what they look at in calls. */
export const callerRoutesOf = ({ callers, calls, house, people }: ServerDeps) =>
  callerRoutes({
    ...callers,
    treated: (actor, callerEntry, asked) => {
      const page = calls.list({ callerEntry }, eyesOf(actor), asked);
      return { ...page, items: page.items.map(treatedCall) };
    },
    callFor: (actor, id) => lineFor({ house, calls }, actor, id),
    nameOf: people.nameOf.bind(people),
    now: () => house.now(),
  });

/** Why a number was put on a list. */
export const whyListed =
  ({ callers }: Pick<ServerDeps, 'callers'>) =>
  (entry: CallerEntryId): string | null =>
    callers.store.read(entry)?.reason ?? null;

export type CallerParts = Pick<CallerRouteDeps, 'lists' | 'store'>;

const treatedCall = ({ id, phase, arrivedAt, endedAt, dialled, queue, outcome }: CallLine): TreatedCall => ({
  ...{ id, phase, arrivedAt, endedAt, dialled, queue, outcome },
});
