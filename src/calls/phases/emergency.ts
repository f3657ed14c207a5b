import type { EpochMs } from '../../lib/time.ts';
import { cancelAsked, emergencyAsked, ifMine } from '../asks.ts';
import { answered, callerLeaves, joinFailed, legLeaves, ringFailed, targetTimedOut } from '../comings.ts';
import { arrange, draftOf } from '../gathering.ts';
import { arrangeAgain } from '../layout.ts';
import { whyEnded } from '../legs.ts';
import { type CallIn, legId } from '../model.ts';
import {
  ignore,
  ignoreAll,
  nobodyDialled,
  type PhaseTable,
  softphoneEvents,
  type Turn,
  turn,
} from '../table.ts';

/** The prompt is over: a citizen alone hears that it rings. */
const rings = (call: CallIn<'emergency'>, at: EpochMs): Turn =>
  arrange(call, { ...draftOf(call), playing: null }, at);

/**
 * The desk of the police, the ambulance or the fire service is rung, one route after the other. The agent stays with the citizen; a citizen
 * alone is told so, and hears that it rings. Nothing but the desk's answer, the citizen's hang-up or the agent's word ends it.
 */
export const emergency: PhaseTable<'emergency'> = {
  /** The citizen hangs up: nobody is rung for them any more. */
  CallerHungUp: (call, e) => callerLeaves(call, { by: 'caller', cause: e.cause }, e.at),
  SeatRinging: ignore('only the desks are rung, over the trunk'),
  SeatAnswered: ignore('the seat has answered already'),
  /** The agent's phone is hung up: the citizen hears that it rings, the desk is rung on. */
  SeatLegEnded: (call, e) => legLeaves(call, { leg: e.leg, why: whyEnded(e.cause), cause: e.cause }, e.at),
  /** The desk rings; the record has it. */
  PartyRinging: (call) => turn(call),
  /** The desk answers: all are joined. */
  PartyAnswered: (call, e) => answered(call, e.leg, e.at),
  /** The desk is busy, refuses or cannot be reached: the next route. */
  PartyLegEnded: (call, e) => legLeaves(call, { leg: e.leg, why: whyEnded(e.cause), cause: e.cause }, e.at),
  /** The switch could not ring the desk: the next route. */
  PartyRingFailed: ringFailed,
  /** The prompt is over, or could not be played: the citizen hears that it rings. */
  PromptFinished: (call, e) => (e.playback === call.playing ? rings(call, e.at) : turn(call)),
  RingFailed: ignore('no seat is rung for an emergency'),
  /** Those who were there before could not be joined: asked for again, without whoever is in the way. */
  JoinFailed: joinFailed,
  /** A party left while the daemon was away, or was never rung: without the citizen the call ends, a desk is rung again. */
  LegFoundGone: (call, e) =>
    e.leg === legId(call.id, 'caller')
      ? callerLeaves(call, { by: 'switch', cause: null }, e.at)
      : legLeaves(call, { leg: e.leg, why: 'lost', cause: null }, e.at),
  /** Everybody is put in their places again; a prompt that ended meanwhile is followed by the ringing. */
  Resumed: (call, e) => {
    const over = call.playing !== null && !e.playing.includes(call.playing);
    const next = over
      ? { ...call, playing: null, timers: call.timers.filter((t) => t.name !== 'prompt') }
      : call;
    return turn(next, arrangeAgain(next));
  },
  /** The end of the prompt was never told: the citizen hears that it rings. */
  PromptOverdue: (call, e) => rings(call, e.at),
  /** The desk has been rung long enough: the next route. */
  TargetTimedOut: (call, e) => targetTimedOut(call, e.at),
  /** Another desk is wanted instead; the same one is being rung already. */
  EmergencyAsked: (call, e) => ifMine(call, e, emergencyAsked),
  /** The agent takes it back: the citizen is still there. */
  CancelAsked: (call, e) => ifMine(call, e, cancelAsked),
  DigitPressed: ignore('keys in an emergency are for whoever listens'),
  KeyOverdue: ignore('no key is asked for in an emergency'),
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
  SeatOffered: ignore('an emergency desk is being rung for this caller'),
  DeclineAsked: ignore('the call is answered; hang up instead'),
  ...ignoreAll(
    [
      'HangUpAsked',
      'LeaveAsked',
      'HoldAsked',
      'InviteAsked',
      'QueueAsked',
      'ReturnAsked',
      'MuteAsked',
      'DropAsked',
    ],
    'stay with the citizen until the emergency desk has answered, or cancel the emergency first',
  ),
};
