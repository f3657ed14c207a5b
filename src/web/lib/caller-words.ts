import { texts } from '../i18n/index.ts';
import type { CallerRow, CallRecord } from '../state/wire.ts';
import { day } from './format.ts';
import type { Tone } from './seat-words.ts';

const dayMs = 86_400_000;
/** A little less than the longest that is allowed: clocks differ. */
const longestMs = 90 * dayMs - 60_000;

/** The day on which an entry ends if nobody says otherwise. @param at ms since the epoch */
export const usualEnd = (at: number): string => day(at + 7 * dayMs);

/**
 * The end of a day of the city, as an instant; within the longest time from `now` on that an entry may have, where the day is the last one of it.
 * @returns null without a day
 */
export function endOf(until: string, now: number): number | null {
  if (until === '') return null;
  const end = Date.parse(`${until}T23:59:59+08:00`) + 1_000;
  return end > now + longestMs && end - dayMs <= now + longestMs ? now + longestMs : end;
}

export const untilWord = (expiresAt: number | null): string =>
  expiresAt === null ? texts.value.callers.forever : day(expiresAt - 1);

export const madeByWord = ({ madeBy, madeByName }: Pick<CallerRow, 'madeBy' | 'madeByName'>): string =>
  madeBy === 'rule' ? texts.value.callers.rule : (madeByName ?? madeBy);

/** Who is restricted may be rude to the agent; who rings again may be in need. */
export const standingTone = ({ kind }: NonNullable<CallRecord['standing']>): Tone =>
  kind === 'vip' ? 'full' : 'wait';

/** As what a caller was treated. */
export function standingWord({ kind, calls }: NonNullable<CallRecord['standing']>): string {
  const t = texts.value.callers;
  return kind === 'repeat' ? t.repeat(calls ?? 0) : t.kinds[kind];
}
