import type { SeatId } from '../../acd/model.ts';
import { emergencyKey } from '../emergency.ts';
import { end } from '../endings.ts';
import { agentAsks, partyEvents } from '../events.ts';
import { hangUp, holdsNoLine, offersOf, whyEnded, whyNotRung } from '../legs.ts';
import { type CallIn, legId, type Offer } from '../model.ts';
import { connect, offerFailed, offersFailed } from '../moves.ts';
import { dialFor, withdraw } from '../outbound.ts';
import { musicAgain, pressedWaiting, saidOver } from '../queueing.ts';
import { ignore, ignoreAll, nobodyDialled, type PhaseTable, refuse, turn } from '../table.ts';

const offerTo = (call: CallIn<'offering'>, seat: SeatId): Offer | undefined =>
  offersOf(call).find((offer) => offer.seat === seat);

/** A seat's phone rings, or those of several at once; the caller goes on hearing music, or the announcement that had begun. */
export const offering: PhaseTable<'offering'> = {
  /** The caller leaves before anyone answered: stop the ringing, free the seat, keep the number for call-back. */
  CallerHungUp: (call, e) => end(call, { by: 'caller', outcome: 'abandoned', cause: e.cause }, e.at),
  /** The phone rings; the record has it, nothing else changes. */
  SeatRinging: (call) => turn(call),
  /** The seat answers: both are joined; a citizen who is to be called back is dialled. Others that rang are stopped. */
  SeatAnswered: (call, e) => (holdsNoLine(call) ? dialFor(call, e.leg, e.at) : connect(call, e.leg, e.at)),
  /** The phone is busy, refuses or cannot be reached: the next seat's turn. */
  SeatLegEnded: (call, e) => offerFailed(call, { leg: e.leg, why: whyEnded(e.cause) }, e.at),
  /** An announcement that had begun is over: music again. */
  PromptFinished: (call, e) => (e.playback === call.playing ? saidOver(call, e.at) : turn(call)),
  /** A key that leads to an emergency desk. The key that asks for a call-back, while a phone rings: the ringing stops, the seat keeps its turn, it is confirmed. */
  DigitPressed: (call, e) => emergencyKey(call, e) ?? pressedWaiting(call, e.digit, e.at),
  /** The switch could not ring the phone: the next seat's turn. */
  RingFailed: (call, e) =>
    // No answer to the command: the phone may ring all the same.
    offerFailed(
      call,
      {
        leg: e.leg,
        why: whyNotRung(e.outcome),
        commands: e.outcome === 'timeout' ? [hangUp(call, e.leg, 'failure')] : [],
      },
      e.at,
    ),
  JoinFailed: ignore('nobody is joined while the phone rings'),
  /** A party left while the daemon was away: without the caller the call ends, without the seat's leg the next seat is found. */
  LegFoundGone: (call, e) =>
    e.leg === legId(call.id, 'caller')
      ? end(call, { by: 'switch', outcome: 'lost', cause: null }, e.at)
      : offerFailed(call, { leg: e.leg, why: 'lost' }, e.at),
  /** Music may have been lost with the connection: play it again unless an announcement still plays; the phone goes on ringing. */
  Resumed: (call, e) => {
    if (call.playing === null) return turn(call, musicAgain(call));
    return e.playing.includes(call.playing) ? turn(call) : saidOver(call, e.at);
  },
  /** The end of an announcement was never told: music again. */
  PromptOverdue: (call, e) => saidOver(call, e.at),
  AnnouncementDue: ignore('a phone is ringing for this caller; said if nobody answers it'),
  OverflowDue: ignore('a phone is ringing for this caller; asked again if nobody answers it'),
  KeyOverdue: ignore('no key is asked for in the queue'),
  QueueCrowded: ignore('a phone is ringing for this caller'),
  WaitedTooLong: ignore('a phone is ringing for this caller; asked again if nobody answers it'),
  /** The phone has rung long enough: stop it, the next seat's turn. */
  OfferTimedOut: (call, e) =>
    offersFailed(
      call,
      'noAnswer',
      e.at,
      offersOf(call).map(({ leg }) => hangUp(call, leg, 'no_answer')),
    ),
  LegsLingered: ignore('the call has not ended'),
  /** A softphone that rings is gone: nobody can answer there. */
  SoftphoneGone: (call, e) =>
    offerFailed(call, { leg: e.leg, why: 'lost', commands: [hangUp(call, e.leg, 'failure')] }, e.at),
  SoftphoneBack: ignore('its offer ended when the softphone went'),
  SoftphoneLost: ignore('there is no talk that it could be lost from'),
  SeatOffered: ignore('an offer stands already'),
  QueueUnstaffed: ignore('a seat is ringing, so one is signed in'),
  /** There is nothing to hang up for the agent yet: the offer can be declined. */
  HangUpAsked: (call, e) =>
    offerTo(call, e.seat) === undefined
      ? refuse(call, 'H12_NOT_YOUR_CALL', 'this call is not at your seat')
      : refuse(call, 'H12_OUT_OF_TURN', 'the call is not answered yet; decline the offer instead'),
  /** The agent declines: stop the ringing, the next seat's turn. */
  DeclineAsked: (call, e) => {
    const leg = offerTo(call, e.seat)?.leg;
    return leg === undefined
      ? refuse(call, 'H12_NOT_YOUR_CALL', 'this call is not offered to your seat')
      : offerFailed(call, { leg, why: 'declined', commands: [hangUp(call, leg, 'normal')] }, e.at);
  },
  ...nobodyDialled,
  CitizenAnswered: ignore('nobody has been dialled for this call yet'),
  /** The citizen need not be called back any more: the phone is stopped. One who holds the line waits on. */
  WithdrawAsked: (call, e) => withdraw(call, e.at),
  ...ignoreAll(partyEvents, 'nobody was asked into this call'),
  ...ignoreAll(agentAsks, 'the call is not answered yet'),
};
