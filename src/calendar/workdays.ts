import { after, type EpochMs } from '../lib/time.ts';
import { addDays, beginningOf, dayAt } from './days.ts';
import type { Calendar, CountingRules, Day } from './model.ts';

/** A deadline: the instant it passes, the last day, and whether a day on the way is not settled yet. */
export type Due = { readonly at: EpochMs; readonly day: Day; readonly provisional: boolean };

/** No limit of the regulation is longer; a calendar that never works would otherwise never end. */
const mostDays = 3_700;

/**
 * The end of the `limit`-th working day after `from` (Art. 11; counted as the rules say).
 * @param limit working days, 1 to 1,000
 * @throws RangeError when the calendar has no such day within ten years
 */
export function dueAfter(from: EpochMs, limit: number, calendar: Calendar, rules: CountingRules): Due {
  const received = dayAt(from, rules.timeZone);
  let left = limit;
  let provisional = false;
  for (let n = 0; n < mostDays; n += 1) {
    const day = addDays(received, n);
    if (n === 0 && !countsFirst(day, from, rules)) continue;
    const info = calendar(day);
    provisional ||= info.provisional;
    if (info.work) left -= 1;
    if (left <= 0 && info.work) return { at: endOf(day, rules), day, provisional };
  }
  throw new RangeError('the calendar has no working days');
}

/** Whether the day of receipt can be the first one. */
const countsFirst = (day: Day, from: EpochMs, rules: CountingRules): boolean =>
  rules.from === 'sameDay' && from < clock(day, rules.workEndsAt, rules);

const endOf = (day: Day, rules: CountingRules): EpochMs =>
  rules.until === 'midnight'
    ? beginningOf(addDays(day, 1), rules.timeZone)
    : clock(day, rules.workEndsAt, rules);

/** The instant of a time `HH:MM` of a day. China has had no summer time since 1991. */
const clock = (day: Day, time: string, rules: CountingRules): EpochMs =>
  after(beginningOf(day, rules.timeZone), minutesOf(time) * 60_000);

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/**
 * The instant at which so many working days are left before a deadline; parts of a day are counted in working hours.
 * @param days 0 or more, e.g. 0.6
 */
export function leftBefore(due: Due, days: number, calendar: Calendar, rules: CountingRules): EpochMs {
  const lengthMs = (minutesOf(rules.workEndsAt) - minutesOf(rules.workBeginsAt)) * 60_000;
  let leftMs = days * lengthMs;
  for (let n = 0; n < mostDays; n += 1) {
    const day = addDays(due.day, -n);
    if (!calendar(day).work) continue;
    if (leftMs <= lengthMs) return after(clock(day, rules.workEndsAt, rules), -leftMs);
    leftMs -= lengthMs;
  }
  throw new RangeError('the calendar has no working days');
}

/** Working days that lie wholly between two days, the later one included; negative when `to` is before `from`. */
export function workdaysBetween(from: Day, to: Day, calendar: Calendar): number {
  if (to < from) return -workdaysBetween(to, from, calendar);
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (calendar(day).work) count += 1;
  return count;
}
