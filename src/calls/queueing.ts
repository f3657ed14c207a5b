import type { QueueId } from '../acd/model.ts';
import { after, type EpochMs } from '../lib/time.ts';
import { announceTimer, say } from './announce.ts';
import type { Command } from './commands.ts';
import { type Base, base, farewell, hush } from './endings.ts';
import type { Fact } from './facts.ts';
import { holdsNoLine } from './legs.ts';
import { type Call, type CallIn, type Digit, legId, type PromptName, type Timer } from './model.ts';
import { shutAt, treatmentIn, treatmentOf } from './plan.ts';
import { type Turn, then, turn } from './table.ts';

/**
 * The caller joins a queue and hears music. When it is closed the caller hears so; who is taken by the queue on duty hears that first.
 * @param queue the plan's own unless a menu led elsewhere
 */
export function joinQueue(call: CallIn<'greeting' | 'menu'>, at: EpochMs, queue?: QueueId): Turn {
  const wanted = queue ?? call.plan.queue;
  const shut = shutAt(treatmentIn(call.plan, wanted), at);
  if (shut === null) return joined(call, wanted, at);
  const { to, prompts, outcome } = shut;
  if (to === null || shutAt(treatmentIn(call.plan, to), at) !== null)
    return farewell(call, prompts, { by: 'hotline', outcome, cause: null }, at);
  return prompts.length === 0
    ? joined({ ...call, passed: [wanted] }, to, at)
    : joined({ ...call, passed: [wanted] }, to, at, prompts);
}

function joined(
  call: CallIn<'greeting' | 'menu'>,
  queue: QueueId,
  at: EpochMs,
  prompts: readonly PromptName[] = [],
): Turn {
  const waiting = queued({ ...call, queue }, at, at);
  const fact: Fact = { type: 'CallQueued', call: call.id, origin: call.origin, at, queue };
  if (prompts.length === 0) return turn(waiting, [...hush(call), music(waiting)], [fact]);
  const silenced = { call: waiting, commands: hush(call), facts: [fact] };
  // Nothing plays yet that `say` would have to stop.
  return then(silenced, (c) => {
    const said = say(c, prompts, at);
    return { ...said, commands: said.commands.filter(({ type }) => type === 'Play') };
  });
}

export const music = (call: Call): Command => ({
  type: 'StartMusic',
  call: call.id,
  leg: legId(call.id, 'caller'),
  musicClass: treatmentOf(call).musicClass,
});

/** Music for who holds the line, after it may have been lost. */
export const musicAgain = (call: Call): readonly Command[] => (holdsNoLine(call) ? [] : [music(call)]);

/** How long a caller who pressed the key to be called back is looked for a seat, in ms; then it is left to be dialled by hand. */
export const callBackWaitMs = 3_600_000;

/** Until when the call waits: a citizen who is to be called back does not hold the line meanwhile. */
const waitsUntil = (call: Base, since: EpochMs): EpochMs =>
  holdsNoLine(call) ? after(call.arrivedAt, callBackWaitMs) : after(since, treatmentOf(call).maxWaitMs);

/**
 * The call as one that waits since `since`; the longest wait and the overflow count from there, however often it was offered. What is
 * being said to the caller goes on.
 */
export function queued(call: Base | Call, since: EpochMs, at: EpochMs): CallIn<'queued'> {
  const before = 'phase' in call && (call.phase === 'queued' || call.phase === 'offering') ? call : null;
  const playing = before?.playing ?? null;
  const sendOnMs = overflowOf(call, at) === null ? null : (treatmentOf(call).overflow?.waitMs ?? null);
  const timer = (name: Timer['name'], dueAt: EpochMs): readonly Timer[] =>
    dueAt <= at ? [] : [{ name, dueAt }];
  const waiting: CallIn<'queued'> = {
    ...base(call),
    phase: 'queued',
    queuedAt: since,
    playing,
    timers: [
      ...timer('maxWait', waitsUntil(call, since)),
      ...(sendOnMs === null ? [] : timer('overflow', after(since, sendOnMs))),
      ...(playing === null ? [] : (before?.timers ?? []).filter(({ name }) => name === 'prompt')),
    ],
  };
  return { ...waiting, timers: [...waiting.timers, ...announceTimer(waiting, at)] };
}

/**
 * Since when a citizen counts as waiting whom a failed transfer has left alone: the time waited before the talk counts on, the talk does
 * not. Whoever has no such time left waits as if new.
 */
export function waitingAgainSince(call: Call, talkedFrom: EpochMs | null, at: EpochMs): EpochMs {
  if (call.queuedAt === null || talkedFrom === null) return at;
  const since = after(at, call.queuedAt - talkedFrom);
  return waitsUntil(call, since) > at ? since : at;
}

/** What was said to the waiting caller is over, or could not be said: music again. */
export function saidOver(call: CallIn<'queued' | 'offering'>, at: EpochMs): Turn {
  const over = { ...call, playing: null, timers: call.timers.filter(({ name }) => name !== 'prompt') };
  const timers = over.phase === 'queued' ? [...over.timers, ...announceTimer(over, at)] : over.timers;
  return turn({ ...over, timers }, [music(over)]);
}

/** The queue this call would be sent on to now; null where it stays. */
function overflowOf(call: Base, at: EpochMs): QueueId | null {
  const to = treatmentOf(call).overflow?.to ?? null;
  // A citizen who is to be called back keeps the place in the queue that was promised.
  if (to === null || holdsNoLine(call) || to === call.queue || call.passed.includes(to)) return null;
  return shutAt(treatmentIn(call.plan, to), at) === null ? to : null;
}

/** Sends the caller on to the other queue, with the time already waited, and says so; null where there is none to go to. */
function sendOn(call: CallIn<'queued'>, at: EpochMs): Turn | null {
  const to = overflowOf(call, at);
  if (to === null) return null;
  const prompts = treatmentOf(call).overflow?.prompts ?? [];
  const moved = overdue(
    queued({ ...call, queue: to, passed: [...call.passed, call.queue] }, call.queuedAt, at),
    at,
  );
  const fact: Fact = { type: 'QueueChanged', call: call.id, at, from: call.queue, to };
  return then({ call: moved, commands: [], facts: [fact] }, (c) =>
    prompts.length > 0 ? say(c, prompts, at) : turn(c, c.playing === null ? [music(c)] : []),
  );
}

/**
 * What has run out by the new queue's rules with the time already waited is due now, and not never: a seat that is free there is rung first,
 * since matching comes before timers.
 */
function overdue(call: CallIn<'queued'>, at: EpochMs): CallIn<'queued'> {
  const { overflow } = treatmentOf(call);
  const isOver = at >= waitsUntil(call, call.queuedAt);
  const isLate = overflow?.waitMs != null && at >= after(call.queuedAt, overflow.waitMs);
  const due = (name: Timer['name'], is: boolean): readonly Timer[] => (is ? [{ name, dueAt: at }] : []);
  return {
    ...call,
    timers: [...call.timers, ...due('maxWait', isOver), ...due('overflow', !isOver && isLate)],
  };
}

/** The wait after which the caller is sent on is over. */
export const overflowDue = (call: CallIn<'queued'>, at: EpochMs): Turn => sendOn(call, at) ?? turn(call);

/** Nobody is signed in: the caller is sent on, or told at once instead of waiting for nobody. */
export function unstaffed(call: CallIn<'queued'>, at: EpochMs): Turn {
  const sent = treatmentOf(call).overflow?.unstaffed === true ? sendOn(call, at) : null;
  return sent ?? farewell(call, 'noSeat', { by: 'hotline', outcome: 'noSeat', cause: null }, at);
}

/** From so many waiting before it on, a call that has just come cannot simply stay; null: however many there are. */
export function crowdLimit(call: Call): number | null {
  // Who is to be called back has the place already, and holds no line.
  if (holdsNoLine(call)) return null;
  const { maxLength, overflow } = treatmentOf(call);
  const limits = [maxLength, overflow?.length ?? null].filter((limit) => limit !== null);
  return limits.length === 0 ? null : Math.min(...limits);
}

/** So many wait already: who comes is sent on, or hears that the queue is full; who was sent here after a wait may stay. */
export function crowded(call: CallIn<'queued'>, waiting: number, at: EpochMs): Turn {
  const { maxLength, overflow } = treatmentOf(call);
  const isFull = maxLength !== null && waiting >= maxLength;
  const tooLong = overflow?.length != null && waiting >= overflow.length;
  const sent = tooLong ? sendOn(call, at) : null;
  if (sent !== null) return sent;
  return isFull && call.queuedAt === at
    ? farewell(call, 'queueFull', { by: 'hotline', outcome: 'queueFull', cause: null }, at)
    : turn(call);
}

/** Back from an offer that failed: whatever ran out meanwhile is done now, since its timer does not come again. */
export function waitOn(call: CallIn<'queued'>, at: EpochMs): Turn {
  const { overflow } = treatmentOf(call);
  if (at >= waitsUntil(call, call.queuedAt)) return waitedTooLong(call, at);
  return overflow?.waitMs != null && at >= after(call.queuedAt, overflow.waitMs)
    ? overflowDue(call, at)
    : turn(call);
}

export const waitedTooLong = (call: CallIn<'queued'>, at: EpochMs): Turn =>
  farewell(call, 'waitedTooLong', { by: 'hotline', outcome: 'waitedTooLong', cause: null }, at);

/** A key pressed while waiting: the one that asks for a call-back, once the caller was told of it. Any other changes nothing. */
export function pressedWaiting(call: CallIn<'queued' | 'offering'>, digit: Digit, at: EpochMs): Turn {
  const { callBack } = treatmentOf(call);
  if (callBack === null || call.from === null) return turn(call);
  if (call.said.callBackAt === null || digit !== callBack.key) return turn(call);
  return farewell(call, 'callBackAsked', { by: 'caller', outcome: 'callBackAsked', cause: null }, at);
}
