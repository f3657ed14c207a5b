import fc from 'fast-check';
import t from 'tap';
import { addDays, dayAt, dayFromNumber, dayNumber, isDay, isWeekend } from '../../src/calendar/days.ts';
import { festivalOn } from '../../src/calendar/festivals.ts';
import { type CountingRules, type Day, defaultCounting, type Schedule } from '../../src/calendar/model.ts';
import { calendarOf } from '../../src/calendar/rules.ts';
import { publishedSchedule } from '../../src/calendar/source.ts';
import { dueAfter, leftBefore, workdaysBetween } from '../../src/calendar/workdays.ts';
import { type EpochMs, epochMs } from '../../src/lib/time.ts';

const timeZone = 'Asia/Shanghai';
const rules: CountingRules = { ...defaultCounting, timeZone };
const schedule = publishedSchedule();
const calendar = calendarOf(schedule, new Map());
/** An instant of Beijing time. */
const at = (text: string): EpochMs => epochMs(Date.parse(`${text}:00+08:00`));
const shown = (instant: EpochMs): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(instant);
const day = (text: string): Day => text as Day;

t.test('days are counted as calendars do, in whatever time zone the machine is', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_900_000 }), (n) => {
      const made = dayFromNumber(n);
      return dayNumber(made) === n && isDay(made) && new Date(n * 86_400_000).toISOString().startsWith(made);
    }),
  );
  t.ok(isWeekend(day('2026-11-28')));
  t.notOk(isWeekend(day('2026-11-24')));
  for (const text of ['2026-02-29', '2026-13-01', '2026-00-10', '1969-12-31', '2026-1-1', ''])
    t.notOk(isDay(text), text);
  t.equal(dayAt(at('2026-11-24T00:00'), timeZone), '2026-11-24');
});

t.test('the published schedule: holidays, make-up days, weekends', async (t) => {
  t.match(calendar(day('2026-10-01')), { work: false, why: 'holiday', name: '国庆节', provisional: false });
  t.match(calendar(day('2026-10-10')), { work: true, why: 'makeUp', name: '国庆节' });
  t.match(calendar(day('2026-02-14')), { work: true, why: 'makeUp', name: '春节' });
  t.match(calendar(day('2026-11-28')), { work: false, why: 'weekend', name: null });
  t.match(calendar(day('2026-11-24')), { work: true, why: 'weekday', provisional: false });
  t.match(calendar(day('2014-10-01')), { work: false, why: 'holiday' }, 'past years as well');
});

t.test(
  'a year that is not published: the festival days of the law itself, lunar ones included, provisional',
  async (t) => {
    const off = [
      '2027-01-01',
      '2027-02-05',
      '2027-02-06',
      '2027-02-07',
      '2027-02-08',
      '2027-04-05',
      '2027-05-01',
      '2027-05-02',
    ].concat(['2027-06-09', '2027-09-15', '2027-10-01', '2027-10-02', '2027-10-03']);
    for (const one of off)
      t.match(calendar(day(one)), { work: false, why: 'festival', provisional: true }, one);
    t.equal(calendar(day('2027-02-05')).name, '春节', "Lunar New Year's Eve");
    t.match(calendar(day('2027-02-09')), { work: true, why: 'weekday', provisional: true });
    const festivals = Array.from({ length: 365 }, (_, n) => addDays(day('2027-01-01'), n)).filter(
      (one) => festivalOn(one) !== null,
    );
    t.same(festivals, off, 'and no other day');
  },
);

t.test('the days of the law are among those given off in every published year', async (t) => {
  const years = Array.from({ length: 80 }, (_, n) => 2008 + n).filter(schedule.covers);
  t.ok(years.length >= 19);
  for (const year of years)
    for (let one = day(`${String(year)}-01-01`); one.startsWith(String(year)); one = addDays(one, 1))
      if (festivalOn(one) !== null && calendar(one).work) t.fail(`${one} ${festivalOn(one) ?? ''}`);
});

t.test('a correction goes before the schedule, for past years as well', async (t) => {
  const corrections = new Map(
    [
      { day: day('2026-11-25'), work: false, name: '台风停工' },
      { day: day('2015-09-03'), work: true, name: '加班' },
    ].map((one) => [one.day, one]),
  );
  const corrected = calendarOf(schedule, corrections);
  t.match(corrected(day('2026-11-25')), { work: false, why: 'correction', name: '台风停工' });
  t.match(corrected(day('2015-09-03')), { work: true, why: 'correction' });
  t.equal(shown(dueAfter(at('2026-11-24T10:00'), 1, corrected, rules).at), '2026-11-27 00:00');
});

t.test('deadlines across National Day 2026 and Spring Festival 2026, with their make-up days', async (t) => {
  const cases = [
    // Tuesday before National Day; off 1 to 7 October, made up on 20 September (Sunday) and 10 October (Saturday).
    ['2026-09-29T09:00', 1, '2026-10-01 00:00'],
    ['2026-09-30T18:00', 1, '2026-10-09 00:00'],
    ['2026-09-30T18:00', 3, '2026-10-11 00:00'],
    ['2026-09-18T09:00', 1, '2026-09-21 00:00'],
    // Friday before Spring Festival; off 15 to 23 February, made up on 14 (Saturday) and 28 February (Saturday).
    ['2026-02-13T10:00', 1, '2026-02-15 00:00'],
    ['2026-02-13T10:00', 3, '2026-02-26 00:00'],
    ['2026-02-13T10:00', 15, '2026-03-13 00:00'],
  ] as const;
  for (const [from, limit, due] of cases)
    t.equal(shown(dueAfter(at(from), limit, calendar, rules).at), due, `${from} + ${String(limit)}`);
  t.equal(dueAfter(at('2026-09-30T18:00'), 3, calendar, rules).provisional, false);
});

t.test(
  'a deadline across Spring Festival 2027 is provisional, and moves when the schedule is published',
  async (t) => {
    const from = at('2027-02-04T10:00');
    const before = dueAfter(from, 3, calendar, rules);
    t.equal(shown(before.at), '2027-02-12 00:00');
    t.ok(before.provisional);
    const off = (one: Day): boolean => one >= day('2027-02-05') && one <= day('2027-02-12');
    const published: Schedule = {
      version: '',
      covers: () => true,
      special: (one) =>
        off(one)
          ? { work: false, name: '春节' }
          : one === day('2027-02-13')
            ? { work: true, name: '春节' }
            : schedule.special(one),
    };
    const then = dueAfter(from, 3, calendarOf(published, new Map()), rules);
    t.equal(shown(then.at), '2027-02-17 00:00');
    t.notOk(then.provisional);
  },
);

t.test('counting may begin the same day, and end with the working hours', async (t) => {
  const same: CountingRules = { ...rules, from: 'sameDay', until: 'workEnd' };
  t.equal(shown(dueAfter(at('2026-11-24T10:00'), 1, calendar, same).at), '2026-11-24 17:30');
  t.equal(shown(dueAfter(at('2026-11-24T17:30'), 1, calendar, same).at), '2026-11-25 17:30', 'after hours');
  t.equal(shown(dueAfter(at('2026-11-28T10:00'), 1, calendar, same).at), '2026-11-30 17:30', 'on a Saturday');
});

t.test('how much is left is counted in working hours', async (t) => {
  const due = dueAfter(at('2026-11-24T10:00'), 3, calendar, rules);
  t.equal(shown(due.at), '2026-11-28 00:00');
  t.equal(shown(leftBefore(due, 1, calendar, rules)), '2026-11-27 08:30');
  t.equal(shown(leftBefore(due, 0.5, calendar, rules)), '2026-11-27 13:00');
  t.equal(shown(leftBefore(due, 2, calendar, rules)), '2026-11-26 08:30');
  t.equal(workdaysBetween(day('2026-09-30'), day('2026-10-10'), calendar), 3);
  t.equal(workdaysBetween(day('2026-10-10'), day('2026-09-30'), calendar), -3);
});

t.test('a longer limit is never due earlier, and a due day is always worked', async () => {
  const instant = fc.integer({ min: Date.parse('2014-01-01'), max: Date.parse('2028-12-01') }).map(epochMs);
  fc.assert(
    fc.property(instant, fc.integer({ min: 1, max: 40 }), (from, limit) => {
      const due = dueAfter(from, limit, calendar, rules);
      const next = dueAfter(from, limit + 1, calendar, rules);
      return (
        calendar(due.day).work &&
        due.at > from &&
        next.at > due.at &&
        workdaysBetween(dayAt(from, timeZone), due.day, calendar) === limit
      );
    }),
    { numRuns: 300 },
  );
});

t.test('a calendar without working days is a fault, not an endless search', async (t) => {
  const never = (one: Day) => ({ ...calendar(one), work: false });
  t.throws(() => dueAfter(at('2026-11-24T10:00'), 1, never, rules), RangeError);
});
