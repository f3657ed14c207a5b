import type { QueueRow } from '../state/wire.ts';

export type Alarm = 'calm' | 'wait' | 'alarm';

/** From when a wait is shown amber, and red; in ms. */
const waitLimits = { wait: 20_000, alarm: 60_000 };
/** Below which share a day's service level is amber, and red. */
const levelLimits = { wait: 0.8, alarm: 0.6 };
/** Of fewer calls a share says nothing. */
const fewCalls = 10;

export const waitAlarm = (waitedMs: number | null): Alarm =>
  waitedMs === null || waitedMs < waitLimits.wait ? 'calm' : waitedMs < waitLimits.alarm ? 'wait' : 'alarm';

export function levelAlarm(answeredWithin: number, due: number): Alarm {
  if (due < fewCalls) return 'calm';
  const level = answeredWithin / due;
  return level >= levelLimits.wait ? 'calm' : level >= levelLimits.alarm ? 'wait' : 'alarm';
}

/** Callers wait where nobody is signed in, or nobody takes calls. */
export const staffAlarm = ({ waiting, staffed }: QueueRow): Alarm =>
  waiting === 0 ? 'calm' : staffed === 0 ? 'alarm' : 'wait';

/** Queues put together. */
export function together(queues: readonly QueueRow[]) {
  const sum = (of: (queue: QueueRow) => number): number =>
    queues.reduce((total, queue) => total + of(queue), 0);
  const since = queues.flatMap(({ waitingSince }) => waitingSince ?? []);
  return {
    waiting: sum(({ waiting }) => waiting),
    waitingSince: since.length === 0 ? null : Math.min(...since),
    offered: sum(({ today }) => today.offered),
    answered: sum(({ today }) => today.answered),
    answeredWithin: sum(({ today }) => today.answeredWithin),
    abandoned: sum(({ today }) => today.abandoned),
    due: sum(({ today }) => today.due),
    answeredWaitMs: sum(({ today }) => today.answeredWaitMs),
  };
}
