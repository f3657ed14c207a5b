import { emergencyKey } from '../emergency.ts';
import { end } from '../endings.ts';
import { agentAsks, partyEvents } from '../events.ts';
import { afterGreeting } from '../keys.ts';
import type { CallIn } from '../model.ts';
import { ignore, ignoreAll, nobodyDialled, type PhaseTable, softphoneEvents, turn } from '../table.ts';

/** Nothing plays any more that would have to be stopped. */
const greeted = (call: CallIn<'greeting'>): CallIn<'greeting'> => ({ ...call, playing: null });

/** The caller is answered and hears greeting and recording notice. No seat rings before the notice is over. */
export const greeting: PhaseTable<'greeting'> = {
  /** The caller leaves before the queue: the call ends as abandoned. */
  CallerHungUp: (call, e) => end(call, { by: 'caller', outcome: 'abandoned', cause: e.cause }, e.at),
  SeatRinging: ignore('no seat is rung before the greeting is over'),
  SeatAnswered: ignore('no seat is rung before the greeting is over'),
  SeatLegEnded: ignore('no seat is rung before the greeting is over'),
  /** The greeting is over, or could not be played: the caller hears the menu or joins the queue either way. */
  PromptFinished: (call, e) =>
    e.playback === call.playing ? afterGreeting(greeted(call), e.at) : turn(call),
  /** A key that leads to an emergency desk; any other changes nothing: the greeting holds the recording notice and is heard to its end. */
  DigitPressed: (call, e) => emergencyKey(call, e) ?? turn(call),
  RingFailed: ignore('no seat is rung before the greeting is over'),
  JoinFailed: ignore('nobody is joined before the greeting is over'),
  /** The caller left while the daemon was away. */
  LegFoundGone: (call, e) => end(call, { by: 'switch', outcome: 'lost', cause: null }, e.at),
  /** The greeting ended while the daemon was away: what comes after it comes now. */
  Resumed: (call, e) =>
    call.playing !== null && e.playing.includes(call.playing)
      ? turn(call)
      : afterGreeting(greeted(call), e.at),
  /** The end of the greeting was never told: what comes after it comes now. */
  PromptOverdue: (call, e) => afterGreeting(greeted(call), e.at),
  KeyOverdue: ignore('no key is asked for in the greeting'),
  ...ignoreAll(
    ['AnnouncementDue', 'OverflowDue', 'WaitedTooLong', 'QueueCrowded'],
    'the wait begins with the queue',
  ),
  OfferTimedOut: ignore('no offer stands before the queue'),
  LegsLingered: ignore('the call has not ended'),
  ...ignoreAll(softphoneEvents, 'no seat has to do with this call yet'),
  SeatOffered: ignore('only a queued caller is offered'),
  QueueUnstaffed: ignore('asked again when the caller joins the queue'),
  HangUpAsked: ignore('no seat has this call yet'),
  DeclineAsked: ignore('no seat is offered this call'),
  ...nobodyDialled,
  CitizenAnswered: ignore('the citizen is on the line already'),
  WithdrawAsked: ignore('the citizen is on the line, there is nothing to withdraw'),
  ...ignoreAll(partyEvents, 'nobody was asked into this call'),
  ...ignoreAll(agentAsks, 'no agent has this call yet'),
};
