import type { MissedWhy } from '../calls/hunted.ts';
import type { DialString, PromptName } from '../calls/model.ts';
import type { Brand } from '../lib/brand.ts';
import type { EpochMs } from '../lib/time.ts';

/** The police, the ambulance, the fire service. */
export const emergencyNumbers = ['110', '120', '119'] as const;
export type EmergencyNumber = (typeof emergencyNumbers)[number];

/** `110-1`: the number, and the route's place among those of the number, from 1. */
export type RouteId = Brand<string, 'RouteId'>;

/** One way to an emergency desk. */
export type EmergencyRoute = {
  readonly id: RouteId;
  /** As people are told, e.g. `110 市局指挥中心`; of one number no two have the same. */
  readonly name: string;
  readonly dial: DialString;
  /** County or district whose desk it leads to; null: it serves the whole city. */
  readonly district: string | null;
  /** How long the desk is rung before the next route's turn, in ms, 1,000 to 120,000. */
  readonly ringMs: number;
  /** Whether the known place is sent along as a PIDF-LO (RFC 6442). */
  readonly location: boolean;
  /** The way to the trunk's test number, by which the route is tried; null: it cannot be tried. */
  readonly test: DialString | null;
  /** A number of the desk itself, to be read out to the citizen when it could not be reached; null: none is known. */
  readonly direct: string | null;
};

/** Where help is needed, as far as it is known. */
export type KnownPlace = {
  /** County or district; null: not known. */
  readonly district: string | null;
  /** As it was typed; empty: not known. */
  readonly address: string;
};

/** The routes to each desk, in the order in which they are tried. */
export type EmergencyRoutes = Readonly<Record<EmergencyNumber, readonly EmergencyRoute[]>>;

/**
 * Whether a route's trunk answers when Asterisk asks it (SIP OPTIONS). `notChecked`: it is not asked, because the way is none over SIP or
 * because asking is switched off. `unknown`: Asterisk is not there to say.
 */
export const reaches = ['reachable', 'unreachable', 'notChecked', 'unknown'] as const;
export type Reach = (typeof reaches)[number];

/** Why a route did not lead to its desk. */
export const routeFailures = [
  'noAnswer',
  'refused',
  'unreachable',
  'fault',
] as const satisfies readonly MissedWhy[];
export type RouteFailure = (typeof routeFailures)[number];

/** What used the route: somebody in danger, or a trial of the trunk's test number. */
export const routeUses = ['call', 'test'] as const;
export type RouteUse = (typeof routeUses)[number];

/** What came of a route once. `why`: null when the desk, or the test number, answered. `tookMs`: how long that took in a trial. */
export type RouteResult = {
  readonly at: EpochMs;
  readonly by: RouteUse;
  readonly why: RouteFailure | null;
  readonly tookMs?: number | null;
};

/** When the route led to its desk last, and when it last did not; null: never, as far as is known. */
export type RouteHistory = { readonly success: RouteResult | null; readonly failure: RouteResult | null };

/** A route, and how sure it is that it works. */
export type RouteStanding = RouteHistory & {
  readonly number: EmergencyNumber;
  readonly route: EmergencyRoute;
  /** The endpoint it goes over; null: it is no way over SIP. */
  readonly trunk: string | null;
  readonly reach: Reach;
  /** Somebody must see to it. */
  readonly alarming: boolean;
};

/** What a caller hears who is on the way to an emergency desk without an agent. */
export const connectingWords = ['emergency-connecting'] as readonly string[] as readonly PromptName[];

/** What a caller hears whom no desk answered: which number to dial, twice. */
export const failedWords = (number: EmergencyNumber): readonly PromptName[] => {
  const words = `emergency-failed-${number}` as PromptName;
  return [words, words];
};
