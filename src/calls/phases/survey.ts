import { emergencyKey } from '../emergency.ts';
import { agentAsks, partyEvents } from '../events.ts';
import { music } from '../queueing.ts';
import { answered, leftUnanswered, pressedInSurvey, questionHeard } from '../survey.ts';
import { ignore, ignoreAll, nobodyDialled, type PhaseTable, softphoneEvents, turn } from '../table.ts';

/** The seat has hung up; the caller is asked for satisfaction, and hears music until a key is pressed. How the call ends is settled. */
export const survey: PhaseTable<'survey'> = {
  /** The caller leaves without an answer: the call ends as was settled. */
  CallerHungUp: (call, e) => leftUnanswered(call, e.at),
  ...ignoreAll(
    ['SeatRinging', 'SeatAnswered', 'RingFailed'],
    'no offer stands: the stray rule has seen to it',
  ),
  SeatLegEnded: ignore('the seat was let go before the question'),
  JoinFailed: ignore('the talk it belonged to is over'),
  /** The question was heard, or could not be played: music, and so long for a key. */
  PromptFinished: (call, e) => (e.playback === call.playing ? questionHeard(call, e.at) : turn(call)),
  /** A key that leads to an emergency desk. A level is taken and the caller hears goodbye; any other key has the question asked again, as often as the plan says. */
  DigitPressed: (call, e) => emergencyKey(call, e) ?? pressedInSurvey(call, e.digit, e.at),
  /** The caller left while the daemon was away. */
  LegFoundGone: (call, e) => leftUnanswered(call, e.at),
  /** The question ended while the daemon was away: so long for a key. Music may have been lost: play it again. */
  Resumed: (call, e) => {
    if (call.playing === null) return turn(call, [music(call)]);
    return e.playing.includes(call.playing) ? turn(call) : questionHeard(call, e.at);
  },
  /** The end of the question was never told: so long for a key. */
  PromptOverdue: (call, e) => questionHeard(call, e.at),
  /** No key was pressed: goodbye without an answer. */
  KeyOverdue: (call, e) => answered(call, null, e.at),
  ...ignoreAll(
    ['AnnouncementDue', 'OverflowDue', 'WaitedTooLong', 'QueueCrowded'],
    'the wait ended with the talk',
  ),
  OfferTimedOut: ignore('no offer stands any more'),
  LegsLingered: ignore('the call has not ended'),
  ...ignoreAll(softphoneEvents, 'the seat has left the call already'),
  SeatOffered: ignore('the caller was served already'),
  QueueUnstaffed: ignore('the caller does not wait any more'),
  HangUpAsked: ignore('the seat was let go already; the caller is asked for satisfaction'),
  DeclineAsked: ignore('no seat is offered this call'),
  ...ignoreAll(partyEvents, 'nobody else is in this call'),
  ...ignoreAll(agentAsks, 'the agent was let go already; the caller is asked for satisfaction'),
  ...nobodyDialled,
  CitizenAnswered: ignore('the citizen is on the line already'),
  WithdrawAsked: ignore('the citizen is on the line, there is nothing to withdraw'),
};
