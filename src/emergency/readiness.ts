import type { Fact } from '../calls/facts.ts';
import type { DialString } from '../calls/model.ts';
import {
  type EmergencyNumber,
  type Reach,
  type RouteFailure,
  type RouteHistory,
  type RouteResult,
  routeFailures,
} from './model.ts';

/** The endpoint that a way goes over; null for a way that is none over SIP. */
export const trunkOf = (dial: DialString): string | null =>
  /^PJSIP\/(?:[^@/]+@)?([A-Za-z0-9_+-]+)$/.exec(dial)?.[1] ?? null;

/** The endpoint that Asterisk asks in the place of a trunk, where there is one. */
export const checkOf = (trunk: string): string => `${trunk}-check`;

/** What happened to a route, by the name people know it by. */
export type RouteOutcome = {
  readonly number: EmergencyNumber;
  readonly name: string;
  readonly result: RouteResult;
};

/**
 * What a fact about a call says of routes: the desk that came in was reached, and those that were tried before it were not. A hunt that was
 * given up, or lost with the connection, says nothing of a route. Pure.
 */
export function outcomesOf(fact: Fact): readonly RouteOutcome[] {
  if (fact.type === 'PartyJoined' && fact.number !== null) {
    const { number, name, at } = fact;
    return [{ number, name, result: { at, by: 'call', why: null } }];
  }
  if (fact.type !== 'HuntEnded' || fact.report.number === null) return [];
  const { number, tried } = fact.report;
  return tried.flatMap(({ name, why, at }) =>
    isRouteFailure(why) ? [{ number, name, result: { at, by: 'call' as const, why } }] : [],
  );
}

export const isRouteFailure = (why: string): why is RouteFailure =>
  (routeFailures as readonly string[]).includes(why);

export const noHistory: RouteHistory = { success: null, failure: null };

/** The history with one more result; one that is older than what is known changes nothing. */
export function withResult(history: RouteHistory, result: RouteResult): RouteHistory {
  const which = result.why === null ? 'success' : 'failure';
  const known = history[which];
  return known !== null && known.at >= result.at ? history : { ...history, [which]: result };
}

/**
 * Whether somebody must see to a route: its trunk does not answer, or what failed last was the way itself and nobody has come through since.
 * A desk that was busy or did not answer has been reached; a test number is there to answer.
 */
export function isAlarming(reach: Reach, { success, failure }: RouteHistory): boolean {
  if (reach === 'unreachable') return true;
  if (failure === null || (success !== null && success.at >= failure.at)) return false;
  return failure.by === 'test' || failure.why === 'unreachable' || failure.why === 'fault';
}
