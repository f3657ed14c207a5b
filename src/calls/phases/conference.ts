import {
  cancelAsked,
  dropAsked,
  emergencyAsked,
  hangUpAsked,
  holdAsked,
  ifMine,
  inviteAsked,
  leaveAsked,
  muteAsked,
  returnAsked,
} from '../asks.ts';
import { answered, callerLeaves, joinFailed, legLeaves, ringFailed, targetTimedOut } from '../comings.ts';
import { arrangeAgain } from '../layout.ts';
import { whyEnded } from '../legs.ts';
import { legId } from '../model.ts';
import { ignore, ignoreAll, nobodyDialled, type PhaseTable, softphoneEvents, turn } from '../table.ts';

/**
 * More than the talk of two: the citizen is held, somebody is rung into the call, asked in private, or talks along. Who hears whom is said
 * by `layout.ts`. When only the talk of two is left the call is `talking` again.
 */
export const conference: PhaseTable<'conference'> = {
  /** The citizen hangs up: everybody else is hung up. */
  CallerHungUp: (call, e) => callerLeaves(call, { by: 'caller', cause: e.cause }, e.at),
  /** The phone rings; the record has it. */
  SeatRinging: (call) => turn(call),
  /** The seat that was asked in answers: it comes in, to where it was wanted. */
  SeatAnswered: (call, e) => answered(call, e.leg, e.at),
  /** A seat's phone is hung up, or was not answered: the agent leaves the others, or comes back to the citizen with the reason. */
  SeatLegEnded: (call, e) => legLeaves(call, { leg: e.leg, why: whyEnded(e.cause), cause: e.cause }, e.at),
  /** The line rings; the record has it. */
  PartyRinging: (call) => turn(call),
  /** Whoever was asked in answers: they come in, to where they were wanted. */
  PartyAnswered: (call, e) => answered(call, e.leg, e.at),
  /** A party leaves, or could not be reached: the next one's turn, or the reason for the agent. */
  PartyLegEnded: (call, e) => legLeaves(call, { leg: e.leg, why: whyEnded(e.cause), cause: e.cause }, e.at),
  /** The switch could not ring the party: the next one's turn. */
  PartyRingFailed: ringFailed,
  /** The switch could not ring the seat: the next one's turn. */
  RingFailed: ringFailed,
  PromptFinished: ignore('nothing the conference waits for is playing'),
  /** Somebody could not be joined: they are let go, the others' places are made sure of. */
  JoinFailed: joinFailed,
  /** A party left while the daemon was away, or was never rung. */
  LegFoundGone: (call, e) =>
    e.leg === legId(call.id, 'caller')
      ? callerLeaves(call, { by: 'switch', cause: null }, e.at)
      : legLeaves(call, { leg: e.leg, why: 'lost', cause: null }, e.at),
  /** Everybody is put in their places again. */
  Resumed: (call) => turn(call, arrangeAgain(call)),
  PromptOverdue: ignore('no prompt is playing in a conference'),
  /** Whoever is rung has rung long enough: the next one's turn, or the reason for the agent. */
  TargetTimedOut: (call, e) => targetTimedOut(call, e.at),
  DigitPressed: ignore('keys in a talk are for whoever listens'),
  KeyOverdue: ignore('no key is asked for in a talk'),
  ...ignoreAll(
    ['AnnouncementDue', 'OverflowDue', 'QueueCrowded'],
    'the caller does not wait for a seat any more',
  ),
  ...ignoreAll(
    ['WaitedTooLong', 'OfferTimedOut', 'QueueUnstaffed'],
    'the caller does not wait for a seat any more',
  ),
  LegsLingered: ignore('the call has not ended'),
  ...ignoreAll(softphoneEvents, 'the end of the softphone’s leg is told by itself, and counts'),
  ...nobodyDialled,
  CitizenAnswered: ignore('the citizen is on the line already'),
  WithdrawAsked: ignore('the citizen is on the line, there is nothing to withdraw'),
  SeatOffered: ignore('a seat has this call already'),
  /** The agent hangs up: whoever is with the citizen goes on; with nobody there the citizen hears goodbye. */
  HangUpAsked: (call, e) => ifMine(call, e, hangUpAsked),
  DeclineAsked: ignore('the call is answered; hang up instead'),
  /** An emergency goes before everything: the agent is back with the citizen, and the desk is rung. */
  EmergencyAsked: (call, e) => ifMine(call, e, emergencyAsked),
  /** Somebody else is wanted in the call. */
  InviteAsked: (call, e) => ifMine(call, e, inviteAsked),
  QueueAsked: ignore('others are in the call, or somebody is held; be alone with the citizen first'),
  /** Nobody is to be rung any more. */
  CancelAsked: (call, e) => ifMine(call, e, cancelAsked),
  /** The agent steps aside: the citizen hears music, or talks to the others. */
  HoldAsked: (call, e) => ifMine(call, e, holdAsked),
  /** The agent comes back to the citizen, with whoever is aside or without. */
  ReturnAsked: (call, e) => ifMine(call, e, returnAsked),
  /** The agent leaves the others to themselves. */
  LeaveAsked: (call, e) => ifMine(call, e, leaveAsked),
  /** Somebody is not heard any more, or again. */
  MuteAsked: (call, e) => ifMine(call, e, muteAsked),
  /** Somebody is sent away. */
  DropAsked: (call, e) => ifMine(call, e, dropAsked),
};
