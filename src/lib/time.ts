import type { Brand } from './brand.ts';

/** An instant: milliseconds since 1970-01-01T00:00:00Z. Durations are plain numbers whose names end in `Ms`. */
export type EpochMs = Brand<number, 'EpochMs'>;

/** Names a number as an instant. @param ms milliseconds since the epoch; parts of one, as the times of files have them, are left out */
export const epochMs = (ms: number): EpochMs => Math.floor(ms) as EpochMs;

/** The instant `durationMs` after `at`. */
export const after = (at: EpochMs, durationMs: number): EpochMs => (at + durationMs) as EpochMs;

/**
 * The calendar day of an instant in a time zone, as `YYYYMMDD`.
 * @param timeZone IANA name; China's whole territory uses `Asia/Shanghai`
 */
export function dayOf(at: EpochMs, timeZone: string): string {
  const parts = dayFormat(timeZone).formatToParts(at);
  const part = (type: string): string => parts.find((p) => p.type === type)?.value ?? '';
  return `${part('year')}${part('month')}${part('day')}`;
}

/** After the last instant that has a calendar day of four-digit year. */
const endOfCalendarMs = 253_402_300_800_000;

/**
 * The first instant of a calendar day in a time zone, found by halving: it holds in every zone, also where clocks are changed.
 * @param day `YYYYMMDD`, 1970 or later
 */
export function startOfDay(day: string, timeZone: string): EpochMs {
  const name = `${timeZone} ${day}`;
  const known = starts.get(name);
  if (known !== undefined) return known;
  const found = startOfDayIn(day, timeZone);
  if (starts.size >= mostStarts) starts.clear();
  starts.set(name, found);
  return found;
}

/** A report over two years asks for each of its days: found once, an instant of the calendar does not change. */
const starts = new Map<string, EpochMs>();
const mostStarts = 2_000;
/** No zone is further from UTC. */
const farthestMs = 16 * 3_600_000;

function startOfDayIn(day: string, timeZone: string): EpochMs {
  const [year, month, date] = [day.slice(0, 4), day.slice(4, 6), day.slice(6, 8)].map(Number);
  const inUtc = daysSince1970(year ?? 0, month ?? 0, date ?? 0) * 24 * 3_600_000;
  const isIn = (at: number): boolean => at >= 0 && at < endOfCalendarMs && dayOf(epochMs(at), timeZone) < day;
  // The day before and the one after, if it is a day at all: a few steps of halving are left.
  const near = isIn(inUtc - farthestMs) && !isIn(inUtc + 24 * 3_600_000 + farthestMs);
  let before = near ? inUtc - farthestMs : -1;
  let notBefore = near ? inUtc + 24 * 3_600_000 + farthestMs : endOfCalendarMs;
  while (notBefore - before > 1) {
    const middle = Math.floor((before + notBefore) / 2);
    if (dayOf(epochMs(middle), timeZone) < day) before = middle;
    else notBefore = middle;
  }
  return epochMs(notBefore);
}

/** Days from 1970-01-01 to a day of the calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil). */
export function daysSince1970(y: number, m: number, d: number): number {
  const year = m <= 2 ? y - 1 : y;
  const era = Math.floor(year / 400);
  const ofEra = year - era * 400;
  const ofYear = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

/** A stretch of time in a query: days of the city as `YYYY-MM-DD`, or instants in ms. */
type PeriodQuery = { readonly since?: string | undefined; readonly until?: string | undefined };

/** The instants a query asks for. `since` is included, `until` is not; a day named as `until` is. */
export function periodOf({ since, until }: PeriodQuery, timeZone: string) {
  return {
    since: since === undefined ? undefined : instantOf(since, '', timeZone),
    // `~` stands after every digit: this names what comes after all instants of the day.
    until: until === undefined ? undefined : instantOf(until, '~', timeZone),
  };
}

const instantOf = (text: string, end: '' | '~', timeZone: string): EpochMs =>
  text.includes('-') ? startOfDay(`${text.replaceAll('-', '')}${end}`, timeZone) : epochMs(Number(text));

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making an Intl format costs about 50 µs, using one about 1 µs: kept by zone, since a turn asks for the day of each call. */
function dayFormat(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock in this zone shows at an instant, in minutes from midnight, 0 to 1,439. @param timeZone IANA name */
export function minuteOfDay(at: EpochMs, timeZone: string): number {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    clocks.set(timeZone, clock);
  }
  const [hours = 0, minutes = 0] = clock.format(at).split(':').map(Number);
  return hours * 60 + minutes;
}
