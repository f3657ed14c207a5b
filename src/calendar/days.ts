import { dayOf, daysSince1970, type EpochMs, startOfDay } from '../lib/time.ts';
import type { Day } from './model.ts';

/** The day an instant falls on. @param timeZone IANA name */
export function dayAt(at: EpochMs, timeZone: string): Day {
  const compact = dayOf(at, timeZone);
  return `${compact.slice(0, 4)}-${compact.slice(4, 6)}-${compact.slice(6)}` as Day;
}

const beginnings = new Map<string, EpochMs>();

/** The first instant of a day; kept, since finding one costs about 50 µs and a ticket asks for a dozen. @param timeZone IANA name */
export function beginningOf(day: Day, timeZone: string): EpochMs {
  const key = `${day} ${timeZone}`;
  let found = beginnings.get(key);
  if (found === undefined) {
    found = startOfDay(day.replaceAll('-', ''), timeZone);
    beginnings.set(key, found);
  }
  return found;
}

export const yearOf = (day: Day): number => Number(day.slice(0, 4));

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysIn = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (monthDays[month - 1] ?? 0);

/** Whether a text names a day that there is, 1970 to 9999. */
export function isDay(text: string): text is Day {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (Number(year) < 1970) return false;
  return Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month));
}

/** Days since 1970-01-01. */
export function dayNumber(day: Day): number {
  const [y = 0, m = 0, d = 0] = day.split('-').map(Number);
  return daysSince1970(y, m, d);
}

/** The day so many days after 1970-01-01 (Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days). */
export function dayFromNumber(n: number): Day {
  const shifted = n + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const day = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as Day;
}

/** The day `n` days after, or before. */
export const addDays = (day: Day, n: number): Day => dayFromNumber(dayNumber(day) + n);

/** Saturday or Sunday. 1970-01-01 was a Thursday. */
export const isWeekend = (day: Day): boolean => [2, 3].includes(((dayNumber(day) % 7) + 7) % 7);
