import type { FailedOutcome } from '../calls/commands.ts';
import { whyEnded, whyNotRung } from '../calls/legs.ts';
import type { DialString } from '../calls/model.ts';
import type { Brand } from '../lib/brand.ts';
import { after, type EpochMs } from '../lib/time.ts';
import type { RouteFailure, RouteId } from './model.ts';
import { isRouteFailure } from './readiness.ts';

/*
 * A small machine of its own, beside calls and not one of them. A call has a citizen, a ticket, a recording, a place in a queue, and a journal that is
 * replayed: a trial has none of these, and must take nothing of what calls have. It is one channel at most, it waits for nothing of theirs, and it is
 * dropped as soon as somebody in danger needs the trunk. What a death of the daemon leaves of it is a channel whose name says what it is.
 */

/** A channel of a trial, named by the route and the moment: `T110-1.trial.1763978815123`. */
export type TrialChannel = Brand<string, 'TrialChannel'>;

export const trialChannel = (route: RouteId, at: EpochMs): TrialChannel =>
  `T${route}.trial.${String(at)}` as TrialChannel;

export const isTrialChannel = (id: string): id is TrialChannel =>
  /^T[0-9]{3}-[0-9]{1,3}\.trial\.[0-9]{1,16}$/.test(id);

/** A route to be tried: the way to its trunk's test number, and who asked. */
export type Wanted = { readonly route: RouteId; readonly dial: DialString; readonly by: string };

export type Trial = Wanted & {
  readonly channel: TrialChannel;
  readonly beganAt: EpochMs;
  /** When it has rung long enough. */
  readonly dueAt: EpochMs;
};

/** What is tried now, and what waits for it: one after the other, so that a trunk is never busy with trials. */
export type Trials = { readonly now: Trial | null; readonly waiting: readonly Wanted[] };
export const noTrials: Trials = { now: null, waiting: [] };

/** How long a test number may take to answer, in ms. */
export const trialLimitMs = 15_000;

export type TrialEvent =
  | { readonly type: 'TrialAsked'; readonly wanted: readonly Wanted[]; readonly at: EpochMs }
  | { readonly type: 'Answered'; readonly channel: TrialChannel; readonly at: EpochMs }
  | {
      readonly type: 'Ended';
      readonly channel: TrialChannel;
      readonly at: EpochMs;
      readonly cause: number | null;
    }
  | {
      readonly type: 'NotRung';
      readonly channel: TrialChannel;
      readonly at: EpochMs;
      readonly outcome: FailedOutcome;
    }
  | { readonly type: 'TimePassed'; readonly at: EpochMs }
  /** Somebody in danger is put through. */
  | { readonly type: 'EmergencyBegan'; readonly at: EpochMs }
  | { readonly type: 'SwitchLost'; readonly at: EpochMs };

export type TrialCommand =
  | {
      readonly type: 'RingTrial';
      readonly channel: TrialChannel;
      readonly dial: DialString;
      readonly limitMs: number;
    }
  | { readonly type: 'EndTrial'; readonly channel: TrialChannel };

/** `gaveWay`, `lost`: it was not tried to the end, and says nothing of the route. */
export type TrialResult = 'answered' | RouteFailure | 'gaveWay' | 'lost';
export type TrialOver = {
  readonly trial: Trial;
  readonly at: EpochMs;
  readonly result: TrialResult;
};

export type TrialStep = {
  readonly trials: Trials;
  readonly commands: readonly TrialCommand[];
  readonly over: readonly TrialOver[];
};

/** What one event does to the trials. Pure. */
export function decideTrial(trials: Trials, event: TrialEvent): TrialStep {
  const { now } = trials;
  switch (event.type) {
    case 'TrialAsked': {
      const news = event.wanted.filter(({ route }) => !isTried(trials, route));
      return next({ ...trials, waiting: [...trials.waiting, ...news] }, event.at);
    }
    case 'Answered':
      return now?.channel === event.channel
        ? finish(trials, 'answered', event.at)
        : stray(trials, event.channel);
    case 'Ended':
      // It answered before it ended, or the time was over: then it is not the one of now.
      return now?.channel === event.channel
        ? finish(trials, failureOf(whyEnded(event.cause)), event.at)
        : same(trials);
    case 'NotRung':
      return now?.channel === event.channel
        ? finish(trials, event.outcome === 'down' ? 'lost' : failureOf(whyNotRung(event.outcome)), event.at)
        : same(trials);
    case 'TimePassed':
      return now !== null && event.at >= now.dueAt ? finish(trials, 'noAnswer', event.at) : same(trials);
    case 'EmergencyBegan':
      return finish({ now, waiting: [] }, 'gaveWay', event.at);
    case 'SwitchLost':
      return finish({ now, waiting: [] }, 'lost', event.at);
  }
}

/** Whether a route is being tried, or waits for it. */
export const isTried = ({ now, waiting }: Trials, route: RouteId): boolean =>
  now?.route === route || waiting.some((one) => one.route === route);

const same = (trials: Trials): TrialStep => ({ trials, commands: [], over: [] });

/** Answered when its time was over: nobody is left in a call with a test number. */
const stray = (trials: Trials, channel: TrialChannel): TrialStep => ({
  trials,
  commands: [{ type: 'EndTrial', channel }],
  over: [],
});

const failureOf = (why: string): RouteFailure => (isRouteFailure(why) ? why : 'fault');

/** The trial of now is over, and its channel is hung up whatever it does; the next one begins. */
function finish(trials: Trials, result: TrialResult, at: EpochMs): TrialStep {
  const { now } = trials;
  if (now === null) return same(trials);
  const begun = next({ ...trials, now: null }, at);
  return {
    trials: begun.trials,
    commands: [{ type: 'EndTrial', channel: now.channel }, ...begun.commands],
    over: [{ trial: now, at, result }],
  };
}

function next(trials: Trials, at: EpochMs): TrialStep {
  const [first, ...waiting] = trials.waiting;
  if (trials.now !== null || first === undefined) return same(trials);
  const channel = trialChannel(first.route, at);
  const now: Trial = { ...first, channel, beganAt: at, dueAt: after(at, trialLimitMs) };
  return {
    trials: { now, waiting },
    commands: [{ type: 'RingTrial', channel, dial: first.dial, limitMs: trialLimitMs }],
    over: [],
  };
}
