import { after, type EpochMs } from '../lib/time.ts';
import { consulted } from './consulting.ts';
import { farewell, play, promptLimitMs } from './endings.ts';
import { type Arrival, type CallEvent, isAsked } from './events.ts';
import { afterGreeting } from './keys.ts';
import { callerLeg, noteLeg, strayRule } from './legs.ts';
import { type Call, type CallIn, commonClaim, nothingSaid, playbackId, type TimerName } from './model.ts';
import { phases } from './phases/index.ts';
import { parted, superviseAsked, supervisorEvent, watchAgain } from './supervise.ts';
import { type Ignored, type Turn, then, turn } from './table.ts';

/**
 * A citizen's channel came in: the call begins, with its ticket, and the greeting is played; without one it goes on at once. When the
 * entry is closed the caller hears so instead.
 */
export const begin = (arrival: Arrival): Turn => then(entered(arrival), (call) => received(call, arrival.at));

/** A call that has begun, and of which nothing is decided yet. */
export function entered(arrival: Arrival): Turn & { readonly call: CallIn<'greeting'> } {
  const { call: id, at, from, dialled, ticketNo, plan, claim = commonClaim } = arrival;
  const call: CallIn<'greeting'> = {
    id,
    origin: 'inbound',
    order: null,
    ticketNo,
    from,
    dialled,
    plan,
    claim,
    queue: plan.queue,
    passed: [],
    arrivedAt: at,
    legs: [callerLeg(id, at)],
    timers: [],
    plays: 0,
    queuedAt: null,
    failedOffers: 0,
    lastHunt: null,
    said: nothingSaid,
    survey: null,
    supervision: null,
    consultations: [],
    phase: 'greeting',
    playing: null,
  };
  return {
    call,
    commands: [],
    facts: [{ type: 'CallBegan', call: id, origin: 'inbound', at, ticketNo, from, queue: plan.queue }],
  };
}

function received(call: CallIn<'greeting'>, at: EpochMs): Turn {
  const { greeting, closed } = call.plan;
  if (closed !== null)
    return farewell(call, closed.prompts, { by: 'hotline', outcome: closed.outcome, cause: null }, at);
  if (greeting.length === 0) return afterGreeting(call, at);
  const playing = playbackId(call.id, 1);
  return turn({ ...call, plays: 1, playing, timers: [{ name: 'prompt', dueAt: after(at, promptLimitMs) }] }, [
    play(call, playing, greeting),
  ]);
}

/**
 * The only door to a call's life: what this event makes of this call. Pure. Legs are noted first, strays sorted out next, the phase
 * answers the rest. A person's command that the phase ignores is refused with the phase's own reason.
 */
export function decide(call: Call, event: CallEvent): Turn {
  const decided = decideFor(call, event);
  const isAgain = event.type === 'Resumed';
  return consulted(parted(isAgain ? withWatch(decided) : decided, event.at), event.at, isAgain);
}

const withWatch = (decided: Turn): Turn => ({
  ...decided,
  commands: [...decided.commands, ...watchAgain(decided.call)],
});

function decideFor(call: Call, event: CallEvent): Turn {
  const noted = noteLeg(call, event);
  if (event.type === 'SuperviseAsked') return superviseAsked(noted, event);
  const watched = supervisorEvent(noted, event);
  if (watched !== null) return watched;
  const stray = strayRule(call, noted, event);
  if (stray !== null) return stray;
  // TypeScript cannot see that the cell of call.phase and event.type takes this very call and event (correlated unions).
  const cell = phases[noted.phase][event.type] as ((call: Call, event: CallEvent) => Turn) | Ignored;
  if (typeof cell === 'function') return cell(noted, event);
  if (!isAsked(event)) return turn(noted);
  const code = noted.phase === 'ended' ? 'H12_CALL_ENDED' : 'H12_OUT_OF_TURN';
  return { ...turn(noted), refusal: { code, why: cell.ignored } };
}

/** The event a due timer means. */
export const timerEvents = {
  prompt: 'PromptOverdue',
  maxWait: 'WaitedTooLong',
  ring: 'OfferTimedOut',
  dial: 'DialTimedOut',
  linger: 'LegsLingered',
  softphone: 'SoftphoneLost',
  target: 'TargetTimedOut',
  announce: 'AnnouncementDue',
  overflow: 'OverflowDue',
  key: 'KeyOverdue',
} as const satisfies Record<TimerName, CallEvent['type']>;
