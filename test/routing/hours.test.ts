import fc from 'fast-check';
import t from 'tap';
import type { Day } from '../../src/calendar/model.ts';
import type { PromptName } from '../../src/calls/model.ts';
import { epochMs, minuteOfDay } from '../../src/lib/time.ts';
import { instantOf, shutsOf, weekdayOf } from '../../src/routing/hours.ts';
import type { Announcement, Hours, Span } from '../../src/routing/model.ts';

const china = 'Asia/Shanghai';
const day = (text: string): Day => text as Day;
const says = (name: string, outcome: 'closed' | 'holiday' = 'closed'): Announcement => ({
  outcome,
  prompts: [name as PromptName],
  to: null,
});
const span = (from: number, until: number): Span => ({ fromMin: from * 60, untilMin: until * 60 });
const office: Hours = {
  weekly: { 1: [span(8, 12), span(14, 18)], 2: [span(8, 12)], 6: [span(0, 24)] },
  closed: says('closed'),
  special: [
    { from: day('2026-10-01'), until: day('2026-10-07'), open: [], closed: says('holiday', 'holiday') },
    { from: day('2026-10-10'), until: day('2026-10-10'), open: [span(9, 10)], closed: says('make-up') },
  ],
};
const utc = (text: string) => epochMs(Date.parse(`${text}:00+08:00`));
/** Whether it is closed then, and what is said. */
const at = (text: string): string | null => {
  const now = utc(text);
  const shut = shutsOf(office, now, china).find(({ from, until }) => from <= now && now < until);
  return shut?.prompts[0] ?? null;
};

t.test('open and closed by day of the week, to the minute', async (t) => {
  t.equal(weekdayOf(day('2026-11-23')), 1);
  t.equal(weekdayOf(day('2026-11-29')), 7);
  for (const [when, said] of [
    ['2026-11-23T07:59', 'closed'],
    ['2026-11-23T08:00', null],
    ['2026-11-23T11:59', null],
    ['2026-11-23T12:00', 'closed'],
    ['2026-11-23T14:00', null],
    ['2026-11-23T18:00', 'closed'],
    ['2026-11-25T10:00', 'closed'],
    ['2026-11-28T00:00', null],
    ['2026-11-28T23:59', null],
    ['2026-11-29T00:00', 'closed'],
  ] as const)
    t.equal(at(when), said, when);
});

t.test('a special day counts instead of the day of the week, with its own announcement', async (t) => {
  t.equal(at('2026-10-05T09:00'), 'holiday', 'a Monday');
  t.equal(at('2026-10-10T09:30'), null, 'a Saturday of work');
  t.equal(at('2026-10-10T10:00'), 'make-up');
});

t.test('the times of a day are instants, also where clocks are changed', async (t) => {
  const berlin = 'Europe/Berlin';
  const shown = (text: string, minute: number) => minuteOfDay(instantOf(day(text), minute, berlin), berlin);
  t.equal(shown('2026-03-29', 8 * 60), 8 * 60, 'an hour is left out at night');
  t.equal(shown('2026-10-25', 8 * 60), 8 * 60, 'an hour comes twice at night');
  t.equal(
    instantOf(day('2026-10-25'), 1_440, berlin),
    instantOf(day('2026-10-26'), 0, berlin),
    'the end of a day is the beginning of the next',
  );
});

t.test('closed times follow each other, cover what is not open, and nothing else', async () => {
  const minute = fc.integer({ min: 0, max: 1_440 });
  const spans = fc.array(
    fc.tuple(minute, minute).map(([a, b]) => ({ fromMin: Math.min(a, b), untilMin: Math.max(a, b) })),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(spans, fc.integer({ min: 0, max: 1_439 }), (open, asked) => {
      const hours: Hours = { weekly: { 2: open }, closed: says('closed'), special: [] };
      const now = epochMs(utc('2026-11-24T00:00') + asked * 60_000);
      const shuts = shutsOf(hours, now, china);
      const isShut = shuts.some(({ from, until }) => from <= now && now < until);
      const isOpen = open.some(({ fromMin, untilMin }) => fromMin <= asked && asked < untilMin);
      const inOrder = shuts.every(({ from, until }, n) => from < until && from >= (shuts[n - 1]?.until ?? 0));
      return isShut !== isOpen && inOrder;
    }),
  );
});
