import { schedule } from 'node-cron';
import type { Logger } from 'pino';
import type { PeopleService } from '../people/service.ts';

export type JobsDeps = {
  readonly people: PeopleService;
  /** Signs where the audit record ends. */
  readonly signAudit: () => void;
  readonly timeZone: string;
  readonly log: Logger;
};
export type Jobs = { stop(): void };

/** What runs by the calendar, in the city's time zone. */
export function startJobs({ people, signAudit, timeZone, log }: JobsDeps): Jobs {
  const signing = schedule('57 23 * * *', signAudit, { timezone: timeZone, name: 'sign the audit record' });
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
    },
  };
}
