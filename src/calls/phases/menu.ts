import { emergencyKey } from '../emergency.ts';
import { end } from '../endings.ts';
import { agentAsks, partyEvents } from '../events.ts';
import { heard, nothingPressed, pressed } from '../language.ts';
import { music } from '../queueing.ts';
import { ignore, ignoreAll, nobodyDialled, type PhaseTable, softphoneEvents, turn } from '../table.ts';

/** The caller hears what can be chosen, then music until a key is pressed. No seat rings before a queue is joined. */
export const menu: PhaseTable<'menu'> = {
  /** The caller leaves before the queue: the call ends as abandoned. */
  CallerHungUp: (call, e) => end(call, { by: 'caller', outcome: 'abandoned', cause: e.cause }, e.at),
  ...ignoreAll(
    ['SeatRinging', 'SeatAnswered', 'SeatLegEnded', 'RingFailed', 'JoinFailed'],
    'no seat is rung before a queue is joined',
  ),
  /** The menu was heard, or could not be played: music, and so long for a key. */
  PromptFinished: (call, e) => (e.playback === call.playing ? heard(call, e.at) : turn(call)),
  /** A key that leads to an emergency desk. A key of the menu leads to its queue; one that is not there has the menu heard again, and at last leads to the plan’s own queue. A key of a language leads to the greeting in it; one that is not there has the question asked once more. */
  DigitPressed: (call, e) => emergencyKey(call, e) ?? pressed(call, e.digit, e.at),
  /** The caller left while the daemon was away. */
  LegFoundGone: (call, e) => end(call, { by: 'switch', outcome: 'lost', cause: null }, e.at),
  /** The menu ended while the daemon was away: so long for a key. Music may have been lost: play it again. */
  Resumed: (call, e) => {
    if (call.playing === null) return turn(call, [music(call)]);
    return e.playing.includes(call.playing) ? turn(call) : heard(call, e.at);
  },
  /** The end of the menu was never told: so long for a key. */
  PromptOverdue: (call, e) => heard(call, e.at),
  /** No key was pressed: the menu is heard again, and at last the caller joins the plan’s own queue; without a language the caller is greeted in the plan’s own. */
  KeyOverdue: (call, e) => nothingPressed(call, e.at),
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
  ...ignoreAll(partyEvents, 'nobody else is in this call'),
  ...ignoreAll(agentAsks, 'no agent has this call yet'),
  ...nobodyDialled,
  CitizenAnswered: ignore('the citizen is on the line already'),
  WithdrawAsked: ignore('the citizen is on the line, there is nothing to withdraw'),
};
