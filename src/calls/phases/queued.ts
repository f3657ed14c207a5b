import { end, farewell } from '../endings.ts';
import { agentAsks, partyEvents } from '../events.ts';
import { musicAgain, offer, waitedTooLong } from '../moves.ts';
import { withdraw } from '../outbound.ts';
import { ignore, ignoreAll, nobodyDialled, type PhaseTable, softphoneEvents, turn } from '../table.ts';

/** The caller waits and hears music; no phone rings. */
export const queued: PhaseTable<'queued'> = {
  /** The caller gives up waiting: abandoned, the number goes on the call-back list. */
  CallerHungUp: (call, e) => end(call, { by: 'caller', outcome: 'abandoned', cause: e.cause }, e.at),
  SeatRinging: ignore('no offer stands: the stray rule has seen to it'),
  SeatAnswered: ignore('no offer stands: the stray rule has seen to it'),
  SeatLegEnded: ignore('no offer stands: the stray rule has seen to it'),
  PromptFinished: ignore('nothing the queue waits for is playing'),
  RingFailed: ignore('no offer stands: the stray rule has seen to it'),
  JoinFailed: ignore('the talk it belonged to is over'),
  /** The caller left while the daemon was away. */
  LegFoundGone: (call, e) => end(call, { by: 'switch', outcome: 'lost', cause: null }, e.at),
  /** Music may have been lost with the connection: play it again; the place in the queue is kept. */
  Resumed: (call) => turn(call, musicAgain(call)),
  PromptOverdue: ignore('no prompt is playing in the queue'),
  /** The longest wait is over: the caller is told, and will be called back. */
  WaitedTooLong: (call, e) => waitedTooLong(call, e.at),
  OfferTimedOut: ignore('no offer stands any more'),
  LegsLingered: ignore('the call has not ended'),
  ...ignoreAll(softphoneEvents, 'no seat has to do with this call now'),
  /** A seat is free for this caller: ring its phone. Where several are to ring at once, ring them all. */
  SeatOffered: (call, e) => offer(call, [{ seat: e.seat, agent: e.agent }, ...(e.beside ?? [])], e.at),
  /** Nobody is signed in at this queue: the caller is told at once instead of waiting for nobody. */
  QueueUnstaffed: (call, e) =>
    farewell(call, 'noSeat', { by: 'hotline', outcome: 'noSeat', cause: null }, e.at),
  HangUpAsked: ignore('no seat has this call now'),
  DeclineAsked: ignore('no seat is offered this call now'),
  ...nobodyDialled,
  CitizenAnswered: ignore('nobody has been dialled for this call yet'),
  /** The citizen need not be called back any more; one who holds the line waits on. */
  WithdrawAsked: (call, e) => withdraw(call, e.at),
  ...ignoreAll(partyEvents, 'nobody was asked into this call'),
  ...ignoreAll(agentAsks, 'no agent has this call now'),
};
