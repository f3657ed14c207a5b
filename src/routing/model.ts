import type { QueueId, QueueRules } from '../acd/model.ts';
import type { CallPlan, PromptName } from '../calls/model.ts';

const prompt = (name: string): PromptName => name as PromptName;

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
  menu: null,
  others: {},
  emergencyKeys: {},
  closed: null,
};

/** How a queue matches its callers until an administrator's plan says otherwise: who waited longest, to who was idle longest. */
export const usualQueueRules = (id: QueueId): QueueRules => ({
  id,
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
});
