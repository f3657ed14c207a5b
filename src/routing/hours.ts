import { addDays, beginningOf, dayAt, dayNumber } from '../calendar/days.ts';
import type { Day } from '../calendar/model.ts';
import type { Shut } from '../calls/plan.ts';
import { after, type EpochMs, minuteOfDay } from '../lib/time.ts';
import type { Announcement, Hours, Span, SpecialDays, Weekday } from './model.ts';

/** A call never waits as long as to the end of tomorrow: no longest wait is beyond an hour. */
const daysAhead = 1;

/** The times of today and tomorrow in which it is closed, as instants and in their order, for a call that arrives at `at`. */
export function shutsOf(hours: Hours, at: EpochMs, timeZone: string): readonly Shut[] {
  const today = dayAt(at, timeZone);
  return Array.from({ length: daysAhead + 1 }, (_, n) => addDays(today, n)).flatMap((day) =>
    shutsOfDay(hours, day, timeZone),
  );
}

/**
 * What holds at an instant: why it is closed, or null; and the special day that says so, or null where the day of the week does.
 * Pure.
 */
export function ruleOfDay(
  hours: Hours,
  at: EpochMs,
  timeZone: string,
): { readonly shut: Shut | null; readonly special: Day | null } {
  const day = dayAt(at, timeZone);
  const special = specialOf(hours, day) === undefined ? null : day;
  const shut = shutsOf(hours, at, timeZone).find(({ from, until }) => from <= at && at < until) ?? null;
  return { shut, special };
}

function shutsOfDay(hours: Hours, day: Day, timeZone: string): readonly Shut[] {
  const { open, closed } = rulesOf(hours, day);
  const [begins, ends] = [beginningOf(day, timeZone), beginningOf(addDays(day, 1), timeZone)];
  const shuts: Shut[] = [];
  let from = begins;
  for (const { fromMin, untilMin } of open.toSorted((a, b) => a.fromMin - b.fromMin)) {
    const opens = instantOf(day, fromMin, timeZone);
    if (opens > from) shuts.push({ from, until: opens, ...closed });
    from = Math.max(from, instantOf(day, untilMin, timeZone)) as EpochMs;
  }
  return from < ends ? [...shuts, { from, until: ends, ...closed }] : shuts;
}

/** What holds on a day: a special one, or the day of the week. */
const rulesOf = (hours: Hours, day: Day): { readonly open: readonly Span[]; readonly closed: Announcement } =>
  specialOf(hours, day) ?? { open: hours.weekly[weekdayOf(day)] ?? [], closed: hours.closed };

const specialOf = ({ special }: Hours, day: Day): SpecialDays | undefined =>
  special.find(({ from, until }) => from <= day && day <= until);

/** 1970-01-01 was a Thursday. */
export const weekdayOf = (day: Day): Weekday => (((((dayNumber(day) + 3) % 7) + 7) % 7) + 1) as Weekday;

const minuteMs = 60_000;
const dayMin = 1_440;

/**
 * The instant of a time of a day. On a day whose clocks are changed it is found by what the clock shows; a time that is left out is the
 * moment of the change, one that comes twice is the first.
 */
export function instantOf(day: Day, minute: number, timeZone: string): EpochMs {
  if (minute >= dayMin) return beginningOf(addDays(day, 1), timeZone);
  const guess = after(beginningOf(day, timeZone), minute * minuteMs);
  const shown = minuteOfDay(guess, timeZone);
  const offBy = minute - shown;
  // Around midnight the difference would be almost a day: clocks are changed by less than half of one.
  return Math.abs(offBy) > dayMin / 2 ? guess : after(guess, offBy * minuteMs);
}
