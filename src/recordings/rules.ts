import type { Fact } from '../calls/facts.ts';
import type { RecordingChange } from './model.ts';

/** What a fact of a call does to its recording: the dialplan started it before the daemon heard of the call. */
export function recordingChange(fact: Fact): RecordingChange | null {
  if (fact.type === 'CallBegan')
    return { type: 'RecordingBegan', call: fact.call, ticketNo: fact.ticketNo, at: fact.at };
  return fact.type === 'CallEnded' ? { type: 'RecordingEnded', call: fact.call, at: fact.at } : null;
}
