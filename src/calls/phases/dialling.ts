import { agentAsks, partyEvents } from '../events.ts';
import { legId } from '../model.ts';
import {
  createBridge,
  dialNumber,
  joinAndDial,
  notReached,
  reached,
  seatRings,
  whyNotReached,
} from '../outbound.ts';
import { ignore, ignoreAll, type PhaseTable, refuse, turn } from '../table.ts';

/** The hotline calls a citizen: first the phone of the seat rings, then, with the seat up, the citizen's. */
export const dialling: PhaseTable<'dialling'> = {
  /** The citizen's phone is busy, refuses, cannot be reached, or was hung up while ringing: the desk is told why. */
  CallerHungUp: (call, e) =>
    notReached(call, whyNotReached(e.cause), { by: 'caller', at: e.at, cause: e.cause }),
  /** The seat's own phone rings; the record has it. */
  SeatRinging: (call) => turn(call),
  /** The seat is up: the citizen's number is dialled. */
  SeatAnswered: (call, e) => (seatRings(call.dialling) ? dialNumber(call, call.dialling, e.at) : turn(call)),
  /** The seat's own phone was not answered; or it hung up while the citizen's rang, which is stopped. */
  SeatLegEnded: (call, e) =>
    notReached(call, seatRings(call.dialling) ? 'seatNotReached' : 'cancelled', {
      by: 'seat',
      at: e.at,
      cause: e.cause,
    }),
  PromptFinished: ignore('nothing that dialling waits for is playing'),
  /** The switch could not ring the seat's own phone. */
  RingFailed: (call, e) => notReached(call, 'seatNotReached', { by: 'switch', at: e.at }),
  /** The seat could not be joined with the citizen's channel; where one of them is gone, its own end is told and counts. */
  JoinFailed: (call, e) =>
    e.outcome === 'gone' ? turn(call) : notReached(call, 'fault', { by: 'switch', at: e.at }),
  /** A party left while the daemon was away; the other is hung up. */
  LegFoundGone: (call, e) => {
    const seatToo = seatRings(call.dialling) ? 'seatNotReached' : 'cancelled';
    return notReached(call, e.leg === legId(call.id, 'caller') ? 'lost' : seatToo, {
      by: 'switch',
      at: e.at,
    });
  },
  /** Whatever of the dialling was not done before the daemon went away is done now; a phone that rings rings on. */
  Resumed: (call) => turn(call, seatRings(call.dialling) ? [] : [createBridge(call), ...joinAndDial(call)]),
  PromptOverdue: ignore('no prompt is playing while a number is dialled'),
  DigitPressed: ignore('nobody is there yet who could press a key'),
  KeyOverdue: ignore('no key is asked for while a number is dialled'),
  ...ignoreAll(
    ['AnnouncementDue', 'OverflowDue', 'WaitedTooLong', 'QueueCrowded'],
    'the citizen does not wait, but is rung',
  ),
  /** The seat's own phone has rung long enough. */
  OfferTimedOut: (call, e) => notReached(call, 'seatNotReached', { by: 'hotline', at: e.at }),
  LegsLingered: ignore('the call has not ended'),
  /** The softphone of the seat is gone: nobody is there who could talk. */
  SoftphoneGone: (call, e) =>
    notReached(call, seatRings(call.dialling) ? 'seatNotReached' : 'cancelled', { by: 'switch', at: e.at }),
  SoftphoneBack: ignore('its call ended when the softphone went'),
  SoftphoneLost: ignore('there is no talk that it could be lost from'),
  SeatOffered: ignore('a seat has this call already'),
  QueueUnstaffed: ignore('a seat has this call already'),
  /** The agent hangs up from the desk before the citizen has answered: whatever rings is stopped. */
  HangUpAsked: (call, e) =>
    e.seat === call.dialling.seat
      ? notReached(call, 'cancelled', { by: 'seat', at: e.at })
      : refuse(call, 'H12_NOT_YOUR_CALL', 'this call is not at your seat'),
  DeclineAsked: ignore('you dialled this call yourself; hang up instead'),
  /** The channel towards the citizen is there: both are joined, and the number is dialled. */
  CitizenReady: (call) => turn(call, joinAndDial(call)),
  /** The citizen's phone rings; the record has it, the seat hears it. */
  CitizenRinging: (call) => turn(call),
  /** The citizen answers: they hear each other already. */
  CitizenAnswered: (call, e) => reached(call, e.at),
  /** The switch could not dial the number. */
  DialFailed: (call, e) => notReached(call, 'fault', { by: 'switch', at: e.at }),
  /** The citizen's phone has rung long enough. */
  DialTimedOut: (call, e) => notReached(call, 'noAnswer', { by: 'hotline', at: e.at }),
  WithdrawAsked: ignore('the citizen is being rung already; hang up instead'),
  ...ignoreAll(partyEvents, 'nobody was asked into this call'),
  ...ignoreAll(agentAsks, 'the citizen has not answered yet'),
};
