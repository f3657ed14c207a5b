import type { QueueId, QueueRules } from '../acd/model.ts';
import type { Day } from '../calendar/model.ts';
import type { CallPlan, Digit, PromptName } from '../calls/model.ts';
import type { Languages, Menu, Shut, Treatment, Wish } from '../calls/plan.ts';
import type { OutsideNumber } from '../calls/wanted.ts';
import type { EmergencyNumber } from '../emergency/model.ts';
import { type CallersPlan, usualCallers } from './callers.ts';

/** A published plan: immutable, named by its version. What a call carries of it is made by `evaluate.ts` when the call arrives. */
export type Plan = {
  readonly version: string;
  /** The first that names the number dialled counts; one without numbers takes every other. There is always one. */
  readonly entries: readonly Entry[];
  readonly queues: Readonly<Record<string, QueuePlan>>;
  readonly hours: Readonly<Record<string, Hours>>;
  readonly emergencyKeys: Readonly<Partial<Record<Digit, EmergencyNumber>>>;
  /** How those are treated who stand on a list, or ring again and again. */
  readonly callers: CallersPlan;
  /** Whom agents may ring from a call beside the units: nobody else outside is dialled. */
  readonly outside: readonly OutsideNumber[];
  /** The ways to the emergency desks; the configuration's, not the file's. */
  readonly emergency: CallPlan['emergency'];
};

/** How a caller comes in. */
export type Entry = {
  /** As the dialplan hands them over; empty: all others. */
  readonly numbers: readonly string[];
  readonly queue: QueueId;
  readonly greeting: readonly PromptName[];
  /** The question for the language, before the greeting; null: nobody is asked. */
  readonly languages: Languages | null;
  readonly menu: Menu | null;
  /** Name of the hours; null: always open. */
  readonly hours: string | null;
  /** What is so of all who come in here. */
  readonly wish: Wish;
};

export type QueuePlan = Omit<Treatment, 'shut'> & {
  readonly hours: string | null;
  readonly matching: Matching;
};

/** How a queue's callers are matched to seats. */
export type Matching = Omit<QueueRules, 'id'>;

/** What callers hear in a time that is closed, and which queue takes them all the same (`to`). */
export type Announcement = Pick<Shut, 'outcome' | 'prompts' | 'to'>;
/** A time of a day, in minutes from its beginning; the end is not included. */
export type Span = { readonly fromMin: number; readonly untilMin: number };

/** When it is open, in the city's time zone. */
export type Hours = {
  /** By day of the week, 1 Monday to 7 Sunday; a day that is not there is closed. */
  readonly weekly: Readonly<Partial<Record<Weekday, readonly Span[]>>>;
  readonly closed: Announcement;
  /** Holidays, make-up days: the first that holds a day counts instead of the day of the week. */
  readonly special: readonly SpecialDays[];
};
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
/** Both days included. */
export type SpecialDays = {
  readonly from: Day;
  readonly until: Day;
  readonly open: readonly Span[];
  readonly closed: Announcement;
};

const prompt = (name: string): PromptName => name as PromptName;

export const noWish: Wish = { priority: 0, skills: [] };

/** What is in force until an administrator's plan replaces it: every caller joins one queue, with the rules the offices usually set. */
export const defaultPlan: CallPlan = {
  version: 'default-1',
  queue: 'general' as QueueId,
  greeting: [prompt('greeting'), prompt('recording-notice')],
  musicClass: 'default',
  ringLimitMs: 20_000,
  maxWaitMs: 300_000,
  maxOffers: 5,
  wrapUpMs: 30_000,
  emergency: { '110': [], '120': [], '119': [] },
  farewell: {
    noSeat: [prompt('no-seat')],
    nobodyAnswered: [prompt('nobody-answered')],
    waitedTooLong: [prompt('waited-too-long')],
    fault: [prompt('system-fault')],
    goodbye: [prompt('goodbye')],
    queueFull: [prompt('queue-full')],
    callBackAsked: [prompt('call-back-noted')],
  },
  maxLength: null,
  comfort: null,
  position: null,
  callBack: null,
  overflow: null,
  survey: null,
  shut: [],
  languages: null,
  menu: null,
  wish: noWish,
  others: {},
  emergencyKeys: {},
  standing: null,
  closed: null,
};

/** How a queue matches its callers until an administrator's plan says otherwise: who waited longest, to who was idle longest. */
export const usualMatching: Matching = {
  strategy: 'longestIdle',
  priority: 0,
  ageingMs: 60_000,
  skills: [],
  relaxSkillsAfterMs: null,
  lastAgentWaitMs: 0,
  lastAgentWithinMs: 14_400_000,
  ringAtOnce: 10,
  wrapUpExtension: { stepMs: 30_000, maxMs: 300_000 },
  serviceLevel: { percent: 80, answerWithinMs: 20_000 },
  shortAbandonMs: 5_000,
  usualHandlingMs: 240_000,
};

export const usualQueueRules = (id: QueueId): QueueRules => ({ id, ...usualMatching });

/** The rules of a queue by a plan; of one that the plan does not name, the usual. */
export const queueRulesOf = ({ queues }: Pick<Plan, 'queues'>, id: QueueId): QueueRules => ({
  id,
  ...(queues[id]?.matching ?? usualMatching),
});

/** Keys that menus, call-backs and the question for satisfaction leave free. */
const usualEmergencyKeys: Plan['emergencyKeys'] = { '7': '110', '8': '120', '0': '119' };

/** The whole plan that the default is, as long as no file says otherwise. */
export const defaultWholePlan: Plan = {
  version: defaultPlan.version,
  entries: [
    {
      numbers: [],
      queue: defaultPlan.queue,
      greeting: defaultPlan.greeting,
      languages: null,
      menu: null,
      hours: null,
      wish: noWish,
    },
  ],
  queues: {},
  hours: {},
  emergencyKeys: usualEmergencyKeys,
  callers: usualCallers,
  outside: [],
  emergency: defaultPlan.emergency,
};
