import chineseDays from 'chinese-days';
import { addDays, dayFromNumber, dayNumber } from './days.ts';
import type { Day } from './model.ts';

/**
 * The days that the law itself gives everybody off, which count in a year whose schedule the State Council has not published: Regulation on
 * Public Holidays for National Annual Festivals and Memorial Days (全国年节及纪念日放假办法), Art. 2, as amended in 2024: from 2025 on Lunar New
 * Year's Eve and a second day of Labour Day are among them.
 * @returns the festival; null when the day is none
 */
export const festivalOn = (day: Day): string | null => festivalsOf(Number(day.slice(0, 4))).get(day) ?? null;

const years = new Map<number, ReadonlyMap<Day, string>>();

function festivalsOf(year: number): ReadonlyMap<Day, string> {
  let found = years.get(year);
  if (found === undefined) {
    found = reckon(year);
    years.set(year, found);
  }
  return found;
}

function reckon(year: number): ReadonlyMap<Day, string> {
  const solar = (monthDay: string): Day => `${String(year)}-${monthDay}` as Day;
  const newYear = lunarDay(year, 1, 1);
  const amended = year >= 2025;
  return new Map<Day, string>([
    [solar('01-01'), '元旦'],
    ...(amended ? [[addDays(newYear, -1), '春节'] as const] : []),
    [newYear, '春节'],
    [addDays(newYear, 1), '春节'],
    [addDays(newYear, 2), '春节'],
    [solar(qingming(year)), '清明节'],
    [solar('05-01'), '劳动节'],
    ...(amended ? [[solar('05-02'), '劳动节'] as const] : []),
    [lunarDay(year, 5, 5), '端午节'],
    [lunarDay(year, 8, 15), '中秋节'],
    [solar('10-01'), '国庆节'],
    [solar('10-02'), '国庆节'],
    [solar('10-03'), '国庆节'],
  ]);
}

/** Lunar 1900-01-01, where the table of chinese-days begins. */
const firstNewYear = { year: 1900, day: '1900-01-31' as Day };

/**
 * A day of the lunar calendar, by the table of chinese-days. Not by its functions, which reckon in the machine's time zone, nor by ICU, which
 * has the New Year of 2027 a day late: the new moon is at 23:56 in Beijing.
 * @param month not a leap month: no festival falls in one
 */
function lunarDay(year: number, month: number, day: number): Day {
  let number = dayNumber(firstNewYear.day);
  for (let before = firstNewYear.year; before < year; before += 1) number += daysBefore(before, 13);
  return dayFromNumber(number + daysBefore(year, month) + day - 1);
}

/** Days of a lunar year before a month; 13: of the whole year. */
function daysBefore(year: number, month: number): number {
  const { leapMonth, days } = chineseDays.getYearLeapMonth(year);
  let sum = leapMonth !== undefined && leapMonth < month ? days : 0;
  for (let m = 1; m < month; m += 1) sum += chineseDays.monthDays(year, m);
  return sum;
}

/**
 * Qingming's day (清明) as `MM-DD`: the sun's longitude of 15°, by the usual formula for 2000 to 2099; checked in the tests against every
 * published year.
 */
function qingming(year: number): string {
  const y = year % 100;
  return `04-${String(Math.floor(y * 0.2422 + 4.81) - Math.floor(y / 4)).padStart(2, '0')}`;
}
