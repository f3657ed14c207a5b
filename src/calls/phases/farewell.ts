import type { EpochMs } from '../../lib/time.ts';
import { emergencyKey } from '../emergency.ts';
import { end } from '../endings.ts';
import { agentAsks, partyEvents } from '../events.ts';
import type { CallIn } from '../model.ts';
import {
  ignore,
  ignoreAll,
  nobodyDialled,
  type PhaseTable,
  softphoneEvents,
  type Turn,
  turn,
} from '../table.ts';

/** How it ends is settled; `end` keeps what `farewell` was given. */
const over = (call: CallIn<'farewell'>, at: EpochMs): Turn => end(call, call.ending, at);

/** The caller hears why nobody can talk now, or goodbye, and is then hung up. How the call ends is settled already. */
export const farewell: PhaseTable<'farewell'> = {
  /** The caller does not hear it out: the call ends as was settled. */
  CallerHungUp: (call, e) => over(call, e.at),
  SeatRinging: ignore('no offer stands: the stray rule has seen to it'),
  SeatAnswered: ignore('no offer stands: the stray rule has seen to it'),
  SeatLegEnded: ignore('the seat was let go before the farewell'),
  /** The farewell was heard, or could not be played: hang up. */
  PromptFinished: (call, e) => (e.playback === call.playing ? over(call, e.at) : turn(call)),
  /** A key that leads to an emergency desk; any other changes nothing. */
  DigitPressed: (call, e) => emergencyKey(call, e) ?? turn(call),
  RingFailed: ignore('no offer stands: the stray rule has seen to it'),
  JoinFailed: ignore('the talk it belonged to is over'),
  /** The caller left while the daemon was away. */
  LegFoundGone: (call, e) => over(call, e.at),
  /** The farewell ended while the daemon was away: hang up. */
  Resumed: (call, e) => (e.playing.includes(call.playing) ? turn(call) : over(call, e.at)),
  /** The end of the farewell was never told: hang up. */
  PromptOverdue: (call, e) => over(call, e.at),
  KeyOverdue: ignore('no key is asked for in the farewell'),
  ...ignoreAll(
    ['AnnouncementDue', 'OverflowDue', 'WaitedTooLong', 'QueueCrowded'],
    'the wait is over, the caller is being told so',
  ),
  OfferTimedOut: ignore('no offer stands any more'),
  LegsLingered: ignore('the call has not ended'),
  ...ignoreAll(softphoneEvents, 'the seat has left the call already'),
  SeatOffered: ignore('the caller is being hung up'),
  QueueUnstaffed: ignore('the caller does not wait any more'),
  HangUpAsked: ignore('the hotline is hanging up already'),
  DeclineAsked: ignore('no seat is offered this call'),
  ...nobodyDialled,
  CitizenAnswered: ignore('the citizen is on the line already'),
  WithdrawAsked: ignore('the hotline is hanging up already'),
  ...ignoreAll(partyEvents, 'everybody else was let go before the farewell'),
  ...ignoreAll(agentAsks, 'the hotline is hanging up already'),
};
