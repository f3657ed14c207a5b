import type { Fact } from '../calls/facts.ts';
import type { Ending } from '../calls/model.ts';
import type { TicketChange } from './model.ts';

/** Ends of calls in which the citizen has spoken with somebody. */
export const served: ReadonlySet<string> = new Set<Ending['outcome']>(['answered', 'emergency', 'failSafe']);

/**
 * What a fact of a call does to its ticket. No call is without a ticket (Art. 10); one whose caller talked to nobody is kept for the
 * call-back list, if there is a number to ring.
 */
export function ticketChange(fact: Fact): TicketChange | null {
  switch (fact.type) {
    case 'CallBegan':
      // A citizen who is called has a ticket already, and keeps it.
      if (fact.origin === 'outbound') return null;
      return {
        type: 'TicketOpened',
        no: fact.ticketNo,
        call: fact.call,
        callerNumber: fact.from,
        at: fact.at,
      };
    case 'TalkStarted':
      // A follow-up is a call about a ticket that is in hand; it stays in the hands it is in.
      if (fact.purpose === 'followUp') return null;
      return { type: 'TicketTaken', no: fact.ticketNo, agent: fact.agent, seat: fact.seat, at: fact.at };
    case 'CallEnded': {
      const { outcome } = fact.ending;
      if (served.has(outcome) || fact.origin === 'outbound') return null;
      return {
        type: 'TicketAbandoned',
        no: fact.ticketNo,
        outcome,
        at: fact.at,
      };
    }
    case 'SurveyTaken':
      return fact.level === null ? null : { type: 'TicketRated', no: fact.ticketNo, level: fact.level };
    default:
      return null;
  }
}
