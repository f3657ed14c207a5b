import { announce } from '../announce.ts';
import { emergencyKey } from '../emergency.ts';
import { end } from '../endings.ts';
import { agentAsks, partyEvents } from '../events.ts';
import { offer } from '../moves.ts';
import { withdraw } from '../outbound.ts';
import {
  crowded,
  musicAgain,
  overflowDue,
  pressedWaiting,
  saidOver,
  unstaffed,
  waitedTooLong,
} from '../queueing.ts';
import { ignore, ignoreAll, nobodyDialled, type PhaseTable, softphoneEvents, turn } from '../table.ts';

/** The caller waits and hears music, now and then an announcement; no phone rings. */
export const queued: PhaseTable<'queued'> = {
  /** The caller gives up waiting: abandoned, the number goes on the call-back list. */
  CallerHungUp: (call, e) => end(call, { by: 'caller', outcome: 'abandoned', cause: e.cause }, e.at),
  SeatRinging: ignore('no offer stands: the stray rule has seen to it'),
  SeatAnswered: ignore('no offer stands: the stray rule has seen to it'),
  SeatLegEnded: ignore('no offer stands: the stray rule has seen to it'),
  /** An announcement is over, or could not be played: music again. */
  PromptFinished: (call, e) => (e.playback === call.playing ? saidOver(call, e.at) : turn(call)),
  /** A key that leads to an emergency desk. The key that the offer of a call-back named: it is confirmed, and the call ends. Any other key changes nothing. */
  DigitPressed: (call, e) => emergencyKey(call, e) ?? pressedWaiting(call, e.digit, e.at),
  RingFailed: ignore('no offer stands: the stray rule has seen to it'),
  JoinFailed: ignore('the talk it belonged to is over'),
  /** The caller left while the daemon was away. */
  LegFoundGone: (call, e) => end(call, { by: 'switch', outcome: 'lost', cause: null }, e.at),
  /** Music may have been lost with the connection: play it again unless an announcement still plays; the place is kept. */
  Resumed: (call, e) => {
    if (call.playing === null) return turn(call, musicAgain(call));
    return e.playing.includes(call.playing) ? turn(call) : saidOver(call, e.at);
  },
  /** The end of an announcement was never told: music again. */
  PromptOverdue: (call, e) => saidOver(call, e.at),
  /** Position, comfort message, offer of a call-back: said in the place of the music, what is due in one piece. */
  AnnouncementDue: (call, e) => announce(call, e, e.at),
  /** The wait has been long enough for another queue: the caller is sent on, with the time already waited. */
  OverflowDue: (call, e) => overflowDue(call, e.at),
  KeyOverdue: ignore('no key is asked for in the queue'),
  /** So many wait already: the caller is sent on to another queue, or hears that this one is full. */
  QueueCrowded: (call, e) => crowded(call, e.waiting, e.at),
  /** The longest wait is over: the caller is told, and will be called back. */
  WaitedTooLong: (call, e) => waitedTooLong(call, e.at),
  OfferTimedOut: ignore('no offer stands any more'),
  LegsLingered: ignore('the call has not ended'),
  ...ignoreAll(softphoneEvents, 'no seat has to do with this call now'),
  /** A seat is free for this caller: ring its phone. Where several are to ring at once, ring them all. */
  SeatOffered: (call, e) => offer(call, [{ seat: e.seat, agent: e.agent }, ...(e.beside ?? [])], e.at),
  /** Nobody is signed in at this queue: the caller is sent on, or told at once instead of waiting for nobody. */
  QueueUnstaffed: (call, e) => unstaffed(call, e.at),
  HangUpAsked: ignore('no seat has this call now'),
  DeclineAsked: ignore('no seat is offered this call now'),
  ...nobodyDialled,
  CitizenAnswered: ignore('nobody has been dialled for this call yet'),
  /** The citizen need not be called back any more; one who holds the line waits on. */
  WithdrawAsked: (call, e) => withdraw(call, e.at),
  ...ignoreAll(partyEvents, 'nobody was asked into this call'),
  ...ignoreAll(agentAsks, 'no agent has this call now'),
};
