import { dropAsked, emergencyAsked, holdAsked, ifMine, inviteAsked, muteAsked } from '../asks.ts';
import { end } from '../endings.ts';
import { partyEvents } from '../events.ts';
import { isBroken } from '../legs.ts';
import { legId } from '../model.ts';
import { joinCommands, joinFailed, seatLost, softphoneBack, softphoneGone } from '../moves.ts';
import { sendToQueue } from '../requeue.ts';
import { partWays } from '../survey.ts';
import { ignore, ignoreAll, nobodyDialled, type PhaseTable, refuse, turn } from '../table.ts';

/** Caller and seat hear each other. */
export const talking: PhaseTable<'talking'> = {
  /** The caller hangs up: the seat is hung up, and has its wrap-up. */
  CallerHungUp: (call, e) => end(call, { by: 'caller', outcome: 'answered', cause: e.cause }, e.at),
  SeatRinging: ignore('the seat has answered already'),
  SeatAnswered: ignore('the seat has answered already'),
  /**
   * The seat hangs up: the caller is asked for satisfaction where the queue asks, hears goodbye and is hung up. Its phone broke down: the
   * caller waits for another seat.
   */
  SeatLegEnded: (call, e) =>
    isBroken(e.cause)
      ? seatLost(call, e.at)
      : partWays(call, { by: 'seat', outcome: 'answered', cause: e.cause }, e.at),
  PromptFinished: ignore('nothing the talk waits for is playing'),
  DigitPressed: ignore('keys in a talk are for whoever listens'),
  RingFailed: ignore('the seat has answered already'),
  /** The switch could not join them: the seat is let go, the caller waits on with the time already waited. */
  JoinFailed: (call, e) => joinFailed(call, e.at),
  /** A party left while the daemon was away: the talk is over. */
  LegFoundGone: (call, e) =>
    e.leg === legId(call.id, 'caller')
      ? end(call, { by: 'switch', outcome: 'answered', cause: null }, e.at)
      : partWays(call, { by: 'switch', outcome: 'answered', cause: null }, e.at),
  /** Whatever of the joining was not done before the daemon went away is done now. */
  Resumed: (call) => turn(call, joinCommands(call)),
  PromptOverdue: ignore('no prompt is playing in a talk'),
  KeyOverdue: ignore('no key is asked for in a talk'),
  ...ignoreAll(
    ['AnnouncementDue', 'OverflowDue', 'WaitedTooLong', 'QueueCrowded'],
    'the wait ended with the answer',
  ),
  OfferTimedOut: ignore('the offer was answered in time'),
  LegsLingered: ignore('the call has not ended'),
  /** The softphone's connection is lost: the talk goes on, and it has a moment to come back. */
  SoftphoneGone: (call, e) => softphoneGone(call, e.at),
  /** The softphone is back in time. */
  SoftphoneBack: (call) => softphoneBack(call),
  /** The softphone is lost for good: the seat is let go, the caller waits on with the time already waited. */
  SoftphoneLost: (call, e) => seatLost(call, e.at),
  SeatOffered: ignore('a seat has this call already'),
  QueueUnstaffed: ignore('the caller does not wait any more'),
  /** The agent hangs up from the desk: the caller is asked for satisfaction where the queue asks, hears goodbye and is hung up. */
  HangUpAsked: (call, e) =>
    e.seat === call.talk.seat
      ? partWays(call, { by: 'seat', outcome: 'answered', cause: null }, e.at)
      : refuse(call, 'H12_NOT_YOUR_CALL', 'this call is not at your seat'),
  DeclineAsked: ignore('the call is answered; hang up instead'),
  ...nobodyDialled,
  CitizenAnswered: ignore('the citizen is on the line already'),
  WithdrawAsked: ignore('the citizen is reached; hang up instead'),
  ...ignoreAll(partyEvents, 'nobody was asked into this talk'),
  /** An emergency desk is rung; citizen and agent stay together. */
  EmergencyAsked: (call, e) => ifMine(call, e, emergencyAsked),
  /** Somebody else is wanted in the call. */
  InviteAsked: (call, e) => ifMine(call, e, inviteAsked),
  /** The citizen is sent on to a queue, and waits there with the time already waited. */
  QueueAsked: (call, e) => ifMine(call, e, (mine, { queue, at }) => sendToQueue(mine, queue, at)),
  /** The agent steps aside: the citizen hears music. */
  HoldAsked: (call, e) => ifMine(call, e, holdAsked),
  /** Citizen or agent is not heard any more. */
  MuteAsked: (call, e) => ifMine(call, e, muteAsked),
  /** The agent sends the citizen away, with a goodbye. */
  DropAsked: (call, e) => ifMine(call, e, dropAsked),
  ...ignoreAll(['CancelAsked', 'ReturnAsked', 'LeaveAsked'], 'only the two of you are in this talk'),
};
