import { end } from '../endings.ts';
import { agentAsks, partyEvents } from '../events.ts';
import { joinQueue } from '../moves.ts';
import { ignore, ignoreAll, nobodyDialled, type PhaseTable, softphoneEvents, turn } from '../table.ts';

/** The caller is answered and hears greeting and recording notice. No seat rings before the notice is over. */
export const greeting: PhaseTable<'greeting'> = {
  /** The caller leaves before the queue: the call ends as abandoned. */
  CallerHungUp: (call, e) => end(call, { by: 'caller', outcome: 'abandoned', cause: e.cause }, e.at),
  SeatRinging: ignore('no seat is rung before the greeting is over'),
  SeatAnswered: ignore('no seat is rung before the greeting is over'),
  SeatLegEnded: ignore('no seat is rung before the greeting is over'),
  /** The greeting is over, or could not be played: the caller joins the queue either way. */
  PromptFinished: (call, e) => (e.playback === call.playing ? joinQueue(call, e.at) : turn(call)),
  RingFailed: ignore('no seat is rung before the greeting is over'),
  JoinFailed: ignore('nobody is joined before the greeting is over'),
  /** The caller left while the daemon was away. */
  LegFoundGone: (call, e) => end(call, { by: 'switch', outcome: 'lost', cause: null }, e.at),
  /** The greeting ended while the daemon was away: the caller joins the queue now. */
  Resumed: (call, e) => (e.playing.includes(call.playing) ? turn(call) : joinQueue(call, e.at)),
  /** The end of the greeting was never told: the caller joins the queue. */
  PromptOverdue: (call, e) => joinQueue(call, e.at),
  WaitedTooLong: ignore('the wait begins with the queue'),
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
