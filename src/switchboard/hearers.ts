import type { SeatId, SeatInput } from '../acd/model.ts';
import type { CallBackChange } from '../callbacks/model.ts';
import { callBackChange } from '../callbacks/rules.ts';
import type { Fact } from '../calls/facts.ts';
import type { RecordingChange } from '../recordings/model.ts';
import { recordingChange } from '../recordings/rules.ts';
import type { TicketChange } from '../tickets/model.ts';
import { ticketChange } from '../tickets/rules.ts';

/** What the house does on hearing a fact, within the same turn. */
export type Heard = {
  readonly seat: { readonly id: SeatId; readonly input: SeatInput } | null;
  readonly ticket: TicketChange | null;
  readonly recording: RecordingChange | null;
  readonly callBack: CallBackChange | null;
};

/** Who hears which fact: the seat first, then the ticket, then the recording, then the call-back list. */
export const hear = (fact: Fact): Heard => ({
  seat: seatHears(fact),
  ticket: ticketChange(fact),
  recording: recordingChange(fact),
  callBack: callBackChange(fact),
});

function seatHears(fact: Fact): Heard['seat'] {
  switch (fact.type) {
    case 'OfferMade':
      return { id: fact.seat, input: { type: 'Offered', leg: fact.leg, at: fact.at } };
    case 'OfferWithdrawn':
      return { id: fact.seat, input: { type: 'OfferWithdrawn', leg: fact.leg, why: fact.why, at: fact.at } };
    case 'SeatCalled':
      return { id: fact.seat, input: { type: 'Called', leg: fact.leg, at: fact.at } };
    case 'DiallingStarted':
    case 'TalkStarted':
      return { id: fact.seat, input: { type: 'TalkStarted', leg: fact.leg, at: fact.at } };
    case 'DiallingEnded':
    case 'TalkEnded':
      return {
        id: fact.seat,
        input: { type: 'TalkEnded', leg: fact.leg, wrapUpMs: fact.wrapUpMs, at: fact.at },
      };
    case 'SeatJoined':
      return { id: fact.seat, input: { type: 'TalkStarted', leg: fact.leg, at: fact.at } };
    case 'SeatLeft':
      return {
        id: fact.seat,
        input: { type: 'TalkEnded', leg: fact.leg, wrapUpMs: fact.wrapUpMs, at: fact.at },
      };
    case 'CitizenReached':
    case 'EmergencyBegan':
    case 'HuntEnded':
    case 'PartyJoined':
    case 'PartyLeft':
    case 'ConsultationBegan':
    case 'ConsultationEnded':
    case 'CallBegan':
    case 'CallQueued':
    case 'QueueChanged':
    case 'SurveyTaken':
    case 'CallEnded':
      return null;
  }
}
