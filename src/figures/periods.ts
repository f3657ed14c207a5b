import { dayOf, type EpochMs, epochMs, startOfDay } from '../lib/time.ts';
import { intervalMs, intervalOf } from './counts.ts';
import type { Granularity, Stretch } from './model.ts';

const hourMs = 3_600_000;
const longerThanADayMs = 48 * hourMs;

/**
 * The stretches of a period in the city's own time, in order and without gap. A day on which clocks are changed has 23 or 25 hours; an hour is
 * counted from the beginning of its day, so it is never one that came twice.
 */
export function stretchesOf(
  { since, until }: Stretch,
  granularity: Granularity,
  timeZone: string,
): readonly Stretch[] {
  if (granularity === 'all') return [{ since, until }];
  const found: Stretch[] = [];
  const step = { '15min': intervalMs, hour: hourMs, day: longerThanADayMs }[granularity];
  for (let begin: number = since; begin < until; ) {
    const day = dayOf(epochMs(begin), timeZone);
    const start = startOfDay(day, timeZone);
    const end = Math.min(until, startOfDay(`${day}~`, timeZone));
    while (begin < end) {
      const next = Math.min(end, start + (Math.floor((begin - start) / step) + 1) * step);
      found.push({ since: epochMs(begin), until: epochMs(next) });
      begin = next;
    }
  }
  return found;
}

/** The period that has whole intervals, and the one asked for. */
export const wholeIntervals = ({ since, until }: Stretch): Stretch => ({
  since: intervalOf(since),
  until: epochMs(Math.ceil(until / intervalMs) * intervalMs),
});

/** The city's day that an instant is in. */
export function dayOfInstant(at: EpochMs, timeZone: string): Stretch {
  const day = dayOf(at, timeZone);
  return { since: startOfDay(day, timeZone), until: startOfDay(`${day}~`, timeZone) };
}
