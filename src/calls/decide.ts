import { consulted } from './consulting.ts';
import { type Arrival, type CallEvent, isAsked } from './events.ts';
import { welcome } from './language.ts';
import { callerLeg, noteLeg, strayRule } from './legs.ts';
import { type Call, type CallIn, commonClaim, nothingSaid, type TimerName } from './model.ts';
import { phases } from './phases/index.ts';
import { firstLanguage } from './plan.ts';
import { parted, superviseAsked, supervisorEvent, watchAgain } from './supervise.ts';
import { type Ignored, type Turn, then, turn } from './table.ts';

/**
 * A citizen's channel came in: the call begins, with its ticket, and the greeting is played, where the plan asks for the language after that;
 * without a greeting it goes on at once. When the entry is closed the caller hears so instead.
 */
export const begin = (arrival: Arrival): Turn => then(entered(arrival), (call) => welcome(call, arrival.at));

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
    language: firstLanguage(plan),
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
