import type { Fact } from '../calls/facts.ts';
import { consultationOf, type Mark, type RecordingChange, recordingOf, type Span } from './model.ts';

/**
 * What a fact of a call does to its recording: the dialplan started it before the daemon heard of the call; that of a citizen who was dialled
 * begins with the answer. A private talk has one of its own.
 */
export function recordingChange(fact: Fact): RecordingChange | null {
  const { call, at } = fact;
  const recording = recordingOf(call);
  const isBeginning =
    (fact.type === 'CallBegan' && fact.origin === 'inbound') || fact.type === 'CitizenReached';
  if (isBeginning)
    return { type: 'RecordingBegan', recording, call, kind: 'call', ticketNo: fact.ticketNo, at };
  if (fact.type === 'ConsultationBegan') {
    const { n, ticketNo } = fact;
    return {
      type: 'RecordingBegan',
      recording: consultationOf(call, n),
      ...{ call, kind: 'consultation', ticketNo, at },
    };
  }
  if (fact.type === 'ConsultationEnded')
    return { type: 'RecordingEnded', recording: consultationOf(call, fact.n), call, at };
  return fact.type === 'CallEnded' && fact.recorded ? { type: 'RecordingEnded', recording, call, at } : null;
}

/** A press of a button comes a little late: so much before and after a mark is silenced with it, in ms. */
const marginMs = 500;

/** What is to be silenced of a recording for an agent's marks. */
export const spansOf = (startedAt: number, marks: readonly Mark[]): readonly Span[] =>
  marks.map(({ fromAt, toAt, fromMs, toMs }) => ({
    fromMs: Math.max(0, (fromMs ?? fromAt - startedAt) - marginMs),
    toMs: toAt === null ? Number.MAX_SAFE_INTEGER : Math.max(0, (toMs ?? toAt - startedAt) + marginMs),
  }));
