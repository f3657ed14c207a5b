import type { Logger } from 'pino';
import { freeLeftAlone } from './callbacks/service.ts';
import type { CallBackStore } from './callbacks/store.ts';
import type { Job } from './jobs/schedule.ts';
import type { EpochMs } from './lib/time.ts';
import type { PeopleService } from './people/service.ts';

export type ByTheClock = {
  readonly people: PeopleService;
  readonly callBacks: CallBackStore;
  /** Signs where the audit record ends. */
  readonly signAudit: () => void;
  /** Dates tickets, raises reminders, cards and escalations. */
  readonly lookAtTickets: () => void;
  /** Puts on the record which plan has come into force, and places who waits by it. */
  readonly lookAtPlans: () => void;
  /** Destroys recordings whose time has come. */
  readonly retireRecordings: () => void;
  /** Takes in calls that the dialplan served by itself while no daemon was connected. */
  readonly lookAtTold: () => void;
  /** Asks whether the trunks to emergency desks answer. */
  readonly lookAtTrunks: () => void;
  /** When the ways to emergency desks are tried each day, `hh:mm`; null: never. */
  readonly tryRoutesAt: string | null;
  readonly tryRoutes: () => void;
  readonly now: () => EpochMs;
  readonly log: Logger;
};

/** All that the hotline does by the calendar. */
export const jobsOf = (deps: ByTheClock): readonly Job[] => [
  { name: 'sign the audit record', when: '57 23 * * *', run: deps.signAudit },
  {
    name: 'free call-backs left alone',
    when: '*/2 * * * *',
    run: () => {
      freeLeftAlone(deps.callBacks, deps.now());
    },
  },
  { name: 'what is due of tickets', when: '* * * * *', run: deps.lookAtTickets },
  { name: 'which plan is in force', when: '* * * * * *', run: deps.lookAtPlans },
  { name: 'what the dialplan served', when: '*/10 * * * * *', run: deps.lookAtTold },
  { name: 'trunks to emergency desks', when: '*/30 * * * * *', run: deps.lookAtTrunks },
  ...trialJob(deps),
  { name: 'destroy recordings by rule', when: '41 2 * * *', run: deps.retireRecordings },
  {
    name: 'purge sessions',
    when: '17 3 * * *',
    run: () => {
      deps.log.info({ sessions: deps.people.purge() }, 'sessions purged');
    },
  },
];

function trialJob({ tryRoutesAt, tryRoutes }: ByTheClock): readonly Job[] {
  if (tryRoutesAt === null) return [];
  const [hour, minute] = tryRoutesAt.split(':').map(Number);
  return [
    {
      name: 'try the ways to emergency desks',
      when: `${String(minute)} ${String(hour)} * * *`,
      run: tryRoutes,
    },
  ];
}
