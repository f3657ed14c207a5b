import type { AgentId, SeatId, WithdrawnWhy } from '../acd/model.ts';
import type { EmergencyNumber } from '../emergency/model.ts';
import type { Brand } from '../lib/brand.ts';
import type { EpochMs } from '../lib/time.ts';
import type { UnitId } from '../units/model.ts';
import type { LegId } from './ids.ts';

/** How Asterisk is told whom to ring, e.g. `PJSIP/110@trunk`. Made of what an administrator wrote, never of what somebody typed. */
export type DialString = Brand<string, 'DialString'>;

/** Somebody who can be rung into a call. */
export type Target = {
  readonly kind: 'desk' | 'remoteSeat' | 'seat' | 'number';
  /** As people are told. */
  readonly name: string;
  readonly dial: DialString;
  /** The seat of the centre and who sits there; null for everybody else. */
  readonly seat: SeatId | null;
  readonly agent: AgentId | null;
  readonly unit: UnitId | null;
  /** How long it rings before the next one's turn, in ms, 1,000 to 120,000. */
  readonly ringMs: number;
  /** Whether the known place is sent with the call as a PIDF-LO (RFC 6442). */
  readonly location: boolean;
  /** Of an emergency desk: the district that was asked for, where one was; it goes before what the ticket says. */
  readonly district?: string | null;
  /** Of an emergency desk: a number of its own, to be read out when it was not reached. */
  readonly direct?: string | null;
};

/** Why a target did not come into the call. Outside its hours, or with nobody signed in at it, a remote seat is not even rung. */
export type MissedWhy = WithdrawnWhy | 'cancelled' | 'outsideHours' | 'signedOut';
export type Tried = { readonly name: string; readonly why: MissedWhy; readonly at: EpochMs };

/**
 * Whom a hunt is for. `emergency`: the desk joins agent and citizen. `join`: somebody joins at once. `consult`: the agent speaks to them
 * first, the citizen waits. `transfer`: they take the agent's place.
 */
export type HuntGoal = 'emergency' | 'join' | 'consult' | 'transfer';

/** What is looked for. */
export type Quest = {
  readonly goal: HuntGoal;
  /** Whom, as people are told: a unit, a desk, a person. */
  readonly name: string;
  readonly unit: UnitId | null;
  readonly number: EmergencyNumber | null;
};

/** A hunt that goes on: targets rung one after the other, or all at once, until one answers. */
export type Hunt = Quest & {
  readonly atOnce: boolean;
  /** Still to be rung. */
  readonly targets: readonly Target[];
  /** Ringing now. */
  readonly ringing: readonly Rung[];
  readonly tried: readonly Tried[];
  /** When those that ring have rung long enough. */
  readonly dueAt: EpochMs;
  /** When nobody new is rung any more; null: every target gets its turn. */
  readonly untilAt: EpochMs | null;
};
export type Rung = { readonly leg: LegId; readonly target: Target };

export type HuntReport = Quest & {
  readonly result: 'reached' | 'failed' | 'cancelled';
  readonly tried: readonly Tried[];
  /** Whom it did not have to ring any more. */
  readonly left: readonly Target[];
  readonly at: EpochMs;
};
