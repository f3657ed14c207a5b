import { uptime } from 'node:os';
import type { Clock } from '../ports/clock.ts';
import { type EpochMs, epochMs } from './time.ts';

/** What a machine says of time. */
export type Machine = {
  /** What its clock shows, in ms since 1970; people and time servers set it. */
  wallMs(): number;
  /** Goes on steadily and is never set; stands still while the machine sleeps. In ms, from whenever. */
  steadyMs(): number;
  /** Since the machine was started, its sleep included; in ms. */
  uptimeMs(): number;
  /** Calls `wake` after so many steady ms. @returns what cancels it */
  wakeIn(ms: number, wake: () => void): () => void;
};

export type ClockSettings = {
  /** The latest instant on the record: after a restart the clock does not begin before it. */
  readonly notBefore?: EpochMs | null;
  /** Told by how many ms the machine's clock is away from the house's, when it was set. */
  readonly wasSet?: (byMs: number) => void;
};

/** The longest delay a Node timer takes; a later wake is asked for again on the way. */
const longestMs = 2_147_483_647;
/** How fast the house's clock comes near the machine's after that was set: 3 s a minute. A wait is at most this part longer or shorter. */
const slew = 0.05;
/** A difference that grew by more than this at once: the machine's clock was set, or the machine has slept. */
const jumpMs = 1_000;
/** A record that is further ahead than this was written under a clock that was wrong. */
const mostAheadMs = 3_600_000;

/** The machine that this process runs on. */
const thisMachine: Machine = {
  wallMs: () => Date.now(),
  steadyMs: () => performance.now(),
  uptimeMs: () => uptime() * 1_000,
  wakeIn(ms, wake) {
    const timer = setTimeout(wake, Math.min(ms, longestMs));
    return () => {
      clearTimeout(timer);
    };
  },
};

/** What the machine's clock shows: for what must agree with clocks elsewhere, whoever set it, such as the codes of a second factor. */
export const wallClock = (): EpochMs => epochMs(thisMachine.wallMs());

/**
 * The house's clock. It shows the time of day, and yet never goes back and never jumps: a clock that is set must not end a wait early or
 * keep a caller for ever. When the machine's clock is set, the house's comes near it little by little; when the machine has slept,
 * that time has passed.
 */
export function systemClock(
  { notBefore = null, wasSet }: ClockSettings = {},
  machine: Machine = thisMachine,
): Clock {
  const wall = machine.wallMs();
  let house = notBefore !== null && notBefore - wall <= mostAheadMs ? Math.max(wall, notBefore) : wall;
  let steady = machine.steadyMs();
  let offMs = wall - house;
  let asleepMs = machine.uptimeMs() - steady;

  /** How long the machine has slept since this was asked last. */
  const slept = (): number => {
    const before = asleepMs;
    asleepMs = machine.uptimeMs() - machine.steadyMs();
    // The uptime is told in hundredths of a second.
    return asleepMs - before > jumpMs ? asleepMs - before : 0;
  };
  const now = (): EpochMs => {
    const before = steady;
    steady = machine.steadyMs();
    const passed = Math.max(0, steady - before);
    house += passed;
    let off = machine.wallMs() - house;
    if (Math.abs(off - offMs) > jumpMs) {
      house += slept();
      off = machine.wallMs() - house;
      if (Math.abs(off - offMs) > jumpMs) wasSet?.(Math.round(off));
    }
    const nearer = Math.min(Math.abs(off), passed * slew) * Math.sign(off);
    house += nearer;
    offMs = off - nearer;
    return epochMs(Math.floor(house));
  };
  return { now, wakeAt: oneWake(now, machine) };
}

/** A wake that is asked for takes the place of the one before. */
function oneWake(now: () => EpochMs, machine: Machine): Clock['wakeAt'] {
  let cancel = (): void => undefined;
  return (due, wake) => {
    cancel();
    cancel = due === null ? () => undefined : machine.wakeIn(Math.max(due - now(), 0), wake);
  };
}
