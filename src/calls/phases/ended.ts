import type { EpochMs } from '../../lib/time.ts';
import { after } from '../../lib/time.ts';
import { agentAsks, partyEvents } from '../events.ts';
import { hangUp, liveLegs } from '../legs.ts';
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

const againMs = 5_000;

/** Hangs up again whatever still lives, and looks again later until nothing does. */
function sweep(call: CallIn<'ended'>, at: EpochMs): Turn {
  const live = liveLegs(call);
  if (live.length === 0) return turn({ ...call, timers: [] });
  return turn(
    { ...call, timers: [{ name: 'linger', dueAt: after(at, againMs) }] },
    live.map((leg) => hangUp(call, leg.id, 'normal')),
  );
}

/** Nobody is connected any more; the record stays. Late events only show what still has to be hung up. */
export const ended: PhaseTable<'ended'> = {
  CallerHungUp: ignore('the hang-up is noted; nothing is left to do'),
  SeatRinging: ignore('a stray: the stray rule has seen to it'),
  SeatAnswered: ignore('a stray: the stray rule has seen to it'),
  SeatLegEnded: ignore('the hang-up is noted; nothing is left to do'),
  PromptFinished: ignore('nobody listens any more'),
  DigitPressed: ignore('nobody is connected any more'),
  RingFailed: ignore('a stray: the stray rule has seen to it'),
  JoinFailed: ignore('the talk it belonged to is over'),
  LegFoundGone: ignore('the leg that was to be hung up is gone'),
  /** What still lives after a restart is hung up again. */
  Resumed: (call, e) => sweep(call, e.at),
  PromptOverdue: ignore('nobody listens any more'),
  KeyOverdue: ignore('nobody listens any more'),
  ...ignoreAll(['AnnouncementDue', 'OverflowDue', 'WaitedTooLong', 'QueueCrowded'], 'nobody waits any more'),
  OfferTimedOut: ignore('no offer stands any more'),
  /** A leg outlived its hang-up: hang up again. */
  LegsLingered: (call, e) => sweep(call, e.at),
  ...ignoreAll(softphoneEvents, 'the call has ended'),
  SeatOffered: ignore('nobody waits any more'),
  QueueUnstaffed: ignore('nobody waits any more'),
  HangUpAsked: ignore('the call has ended already'),
  DeclineAsked: ignore('the call has ended already'),
  ...nobodyDialled,
  /** The citizen answered as the hotline hung up: hung up again. */
  CitizenAnswered: (call, e) => turn(call, [hangUp(call, e.leg, 'normal')]),
  WithdrawAsked: ignore('the call has ended already'),
  ...ignoreAll(partyEvents, 'a stray: the stray rule has seen to it'),
  ...ignoreAll(agentAsks, 'the call has ended already'),
};
