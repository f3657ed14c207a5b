import { schedule } from 'node-cron';

/** Something that is done by the calendar. */
export type Job = {
  /** As logs and people call it. */
  readonly name: string;
  /** A cron expression of five fields, or six with seconds, in the city's time zone. */
  readonly when: string;
  readonly run: () => void;
};
export type Jobs = { stop(): void };

/** Starts what runs by the calendar. @param timeZone IANA name, the city's */
export function startJobs(jobs: readonly Job[], timeZone: string): Jobs {
  const tasks = jobs.map(({ name, when, run }) => schedule(when, run, { timezone: timeZone, name }));
  return {
    stop: () => {
      for (const task of tasks) void task.destroy();
    },
  };
}
