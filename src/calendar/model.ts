import type { Brand } from '../lib/brand.ts';

/** A calendar day in the city's time zone, `YYYY-MM-DD`. */
export type Day = Brand<string, 'Day'>;

/**
 * Why a day is a working day or not. `weekday`, `weekend`: no rule says otherwise. `holiday`: the State Council's schedule for the year gives
 * it off. `makeUp` (调休): a weekend day that is worked instead. `festival`: a day that the law itself gives off, in a year whose schedule is
 * not published yet. `correction`: an administrator's word, which goes before everything.
 */
export type DayWhy = 'weekday' | 'weekend' | 'holiday' | 'makeUp' | 'festival' | 'correction';

export type DayInfo = {
  readonly day: Day;
  readonly work: boolean;
  readonly why: DayWhy;
  /** What the day is called; null for an ordinary one. */
  readonly name: string | null;
  /** The year's schedule is not published: the day may yet become another. */
  readonly provisional: boolean;
};

/** What an administrator says of a day. */
export type Correction = { readonly day: Day; readonly work: boolean; readonly name: string };

/** The schedule as the State Council has published it. */
export type Schedule = {
  /** Another one when anything in it is: then what was provisional is reckoned anew. */
  readonly version: string;
  readonly covers: (year: number) => boolean;
  /** What it says of a day; null: nothing. */
  readonly special: (day: Day) => { readonly work: boolean; readonly name: string } | null;
};

/** Tells what a day is. Pure: the same calendar gives the same answer. */
export type Calendar = (day: Day) => DayInfo;

/**
 * How working days are counted. Art. 11 says how many and not from which moment; the defaults are those of the Civil Code, Art. 201 and 203:
 * the day of receipt does not count, the last day ends at midnight.
 */
export type CountingRules = {
  /** IANA name. */
  readonly timeZone: string;
  /** Whether the day of receipt, if worked and received before `workEndsAt`, is the first day. */
  readonly from: 'nextDay' | 'sameDay';
  /** When the last day ends: at midnight, or with the working hours. */
  readonly until: 'midnight' | 'workEnd';
  /** Working hours, `HH:MM`: parts of a working day are counted in them. */
  readonly workBeginsAt: string;
  readonly workEndsAt: string;
};

export const defaultCounting: Omit<CountingRules, 'timeZone'> = {
  from: 'nextDay',
  until: 'midnight',
  workBeginsAt: '08:30',
  workEndsAt: '17:30',
};
