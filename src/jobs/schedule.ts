import { schedule } from 'node-cron';
import type { Logger } from 'pino';
import type { PeopleService } from '../people/service.ts';

export type JobsDeps = {
  readonly people: PeopleService;
  /** Signs where the audit record ends. */
  readonly signAudit: () => void;
  /** Frees call-backs that were claimed and left alone. */
  readonly freeCallBacks: () => void;
  /** Dates tickets, raises reminders, cards and escalations. */
  readonly lookAtTickets: () => void;
  /** Destroys recordings whose time has come. */
  readonly retireRecordings: () => void;
  readonly timeZone: string;
  readonly log: Logger;
};
export type Jobs = { stop(): void };

/** What runs by the calendar, in the city's time zone. */
export function startJobs(deps: JobsDeps): Jobs {
  const { people, signAudit, freeCallBacks, lookAtTickets, retireRecordings, timeZone, log } = deps;
  const signing = schedule('57 23 * * *', signAudit, { timezone: timeZone, name: 'sign the audit record' });
  const freeing = schedule('*/2 * * * *', freeCallBacks, {
    timezone: timeZone,
    name: 'free call-backs left alone',
  });
  const dating = schedule('* * * * *', lookAtTickets, { timezone: timeZone, name: 'what is due of tickets' });
  const retiring = schedule('41 2 * * *', retireRecordings, {
    timezone: timeZone,
    name: 'destroy recordings by rule',
  });
  const nightly = schedule(
    '17 3 * * *',
    () => {
      log.info({ sessions: people.purge() }, 'sessions purged');
    },
    { timezone: timeZone, name: 'purge sessions' },
  );
  return {
    stop: () => {
      void nightly.destroy();
      void signing.destroy();
      void freeing.destroy();
      void dating.destroy();
      void retiring.destroy();
    },
  };
}
