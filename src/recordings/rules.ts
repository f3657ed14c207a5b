import type { Fact } from '../calls/facts.ts';
import type { RecordingChange } from './model.ts';

/**
 * What a fact of a call does to its recording: the dialplan started it before the daemon heard of the call; that of a citizen who was dialled
 * begins with the answer.
 */
export function recordingChange(fact: Fact): RecordingChange | null {
  const isBeginning =
    (fact.type === 'CallBegan' && fact.origin === 'inbound') ||
    (fact.type === 'TalkStarted' && fact.origin === 'outbound');
  if (isBeginning) return { type: 'RecordingBegan', call: fact.call, ticketNo: fact.ticketNo, at: fact.at };
  return fact.type === 'CallEnded' && fact.recorded
    ? { type: 'RecordingEnded', call: fact.call, at: fact.at }
    : null;
}
