import fc from 'fast-check';
import { listKinds } from '../../src/callers/model.ts';
import type { PhoneNumber } from '../../src/calls/model.ts';
import { after } from '../../src/lib/time.ts';
import { checkPlan } from '../../src/routing/check.ts';
import { hasErrors } from '../../src/routing/findings.ts';
import type { Plan } from '../../src/routing/model.ts';
import { waysIn } from '../../src/routing/soundness.ts';
import type { Situation, TriedCall, TriedKey } from '../../src/routing/trying.ts';
import { desks, tuesday } from './tried.ts';

const hourMs = 3_600_000;

const queueNames = ['general', 'tax', 'police', 'night'] as const;
const prompts = fc.array(fc.constantFrom('greeting', 'menu', 'closed', 'wait-a-little'), { maxLength: 3 });
const queue = fc.constantFrom(...queueNames);
const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 2 });
const key = fc.constantFrom('1', '2', '3', '6', '7', '9', '*', '#');
const skills = fc.dictionary(fc.constantFrom('hakka', 'law'), fc.integer({ min: 1, max: 10 }));
const clock = (minute: number): string =>
  minute === 1_440
    ? '24:00'
    : `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const span = fc
  .tuple(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 1_440 }))
  .filter(([from, until]) => from < until)
  .map(([from, until]) => `${clock(from)}-${clock(until)}`);
const spans = fc.array(span, { maxLength: 3 });

const hours = fc.record(
  {
    weekly: fc.dictionary(fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'), spans),
    closed: fc.record(
      { prompts, to: queue, outcome: fc.constantFrom('closed', 'holiday') },
      { requiredKeys: [] },
    ),
    special: fc.array(
      fc.record(
        { from: fc.constantFrom('2026-11-24', '2026-11-25'), open: spans, prompts, to: queue },
        { requiredKeys: ['from'] },
      ),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ['weekly'] },
);

const menu = fc.record(
  {
    prompts,
    options: fc.dictionary(
      key,
      fc.oneof(queue, fc.record({ queue, priority: fc.integer({ min: -9, max: 9 }), skills })),
    ),
    limitMs: fc.integer({ min: 1_000, max: 20_000 }),
    tries: fc.integer({ min: 1, max: 4 }),
    invalid: prompts,
  },
  { requiredKeys: ['prompts', 'options'] },
);

const tag = fc.constantFrom('zh-CN', 'yue', 'en');
const languages = fc.record(
  {
    prompts,
    options: fc.dictionary(
      key,
      fc.oneof(
        tag,
        fc.record({ language: tag, numbers: fc.boolean(), skills }, { requiredKeys: ['language'] }),
      ),
      {
        maxKeys: 6,
      },
    ),
    limitMs: fc.integer({ min: 1_000, max: 20_000 }),
    default: tag,
  },
  { requiredKeys: ['prompts', 'options'] },
);

const treatment = {
  maxWaitMs: fc.integer({ min: 1_000, max: 900_000 }),
  ringLimitMs: fc.integer({ min: 1_000, max: 60_000 }),
  maxOffers: fc.integer({ min: 1, max: 3 }),
  farewell: fc.record({ noSeat: prompts, waitedTooLong: prompts, goodbye: prompts, queueFull: prompts }),
  maxLength: some(fc.integer({ min: 0, max: 3 })),
  comfort: some(
    fc.record({
      prompts: fc.constant(['wait-a-little']),
      everyMs: fc.integer({ min: 10_000, max: 90_000 }),
    }),
  ),
  position: some(
    fc.record({
      ...{
        firstMs: fc.integer({ min: 1_000, max: 60_000 }),
        everyMs: fc.integer({ min: 10_000, max: 90_000 }),
      },
      wait: fc.boolean(),
    }),
  ),
  callBack: some(
    fc.record({
      key,
      afterMs: fc.integer({ min: 0, max: 60_000 }),
      everyMs: fc.integer({ min: 10_000, max: 90_000 }),
    }),
  ),
  overflow: some(
    fc.record(
      {
        to: queue,
        waitMs: some(fc.integer({ min: 1_000, max: 300_000 })),
        length: some(fc.integer({ min: 0, max: 3 })),
        unstaffed: fc.boolean(),
        prompts,
      },
      { requiredKeys: ['to'] },
    ),
  ),
  survey: some(
    fc.record({ limitMs: fc.integer({ min: 1_000, max: 9_000 }), tries: fc.integer({ min: 1, max: 3 }) }),
  ),
  priority: fc.integer({ min: 0, max: 9 }),
  skills,
};

const queuePlan = fc.record(
  { ...treatment, hours: some(fc.constantFrom('office', 'late')) },
  { requiredKeys: [] },
);

/** Documents of the shape of a plan; most of them lead their callers somewhere, some do not and are refused by the checks. */
const documents: fc.Arbitrary<object> = fc.record(
  {
    queues: fc.record({ general: queuePlan, tax: queuePlan, police: queuePlan, night: queuePlan }),
    hours: fc.record({ office: hours, late: hours }),
    entries: fc.array(
      fc.record(
        {
          numbers: fc.subarray(['12345', '02112345']),
          queue,
          greeting: prompts,
          languages: some(languages),
          menu: some(menu),
          hours: some(fc.constantFrom('office', 'late')),
          priority: fc.integer({ min: -9, max: 9 }),
          skills,
        },
        { requiredKeys: ['queue'] },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    emergencyKeys: fc.dictionary(fc.constantFrom('0', '7', '8', '#'), fc.constantFrom('110', '120', '119')),
  },
  { requiredKeys: ['queues', 'hours', 'entries'] },
);

/** Plans that the checks let through; null: it was refused. */
export const plans: fc.Arbitrary<Plan> = documents
  .map((value) => {
    const checked = checkPlan(value);
    return checked.ok && !hasErrors(waysIn(checked.plan)) ? { ...checked.plan, emergency: desks } : null;
  })
  .filter((plan) => plan !== null);

const situations: fc.Arbitrary<Situation> = fc.record({
  staffed: fc.boolean(),
  freeAfterMs: fc.option(fc.integer({ min: 0, max: 600_000 }), { freq: 2 }),
  answers: fc.boolean(),
  waiting: fc.nat({ max: 4 }),
});
const digits = fc.constantFrom<TriedKey['key'][]>('0', '1', '2', '3', '6', '7', '8', '9', '*', '#', '-');
const moments = fc.record({
  during: fc.constantFrom('greeting', 'menu', 'queued'),
  afterMs: fc.nat({ max: 300_000 }),
});
const when = fc.option(moments, { freq: 2 });
export const callers: fc.Arbitrary<TriedCall> = fc.record({
  dialled: fc.constantFrom('12345', '02112345', '1'),
  from: fc.constantFrom('13912342211' as PhoneNumber, null),
  at: fc.nat({ max: 7 * 24 * hourMs }).map((ms) => after(tuesday, ms)),
  caller: fc.record({
    listed: fc.option(fc.record({ kind: fc.constantFrom(...listKinds), entry: fc.constant(null) })),
    earlier: fc.constant([]),
  }),
  keys: fc.array(fc.record({ key: digits, when }), { maxLength: 6 }),
  leaves: fc.option(moments),
  elsewhere: situations,
  queues: fc.dictionary(fc.constantFrom('general', 'tax', 'police', 'night'), situations),
  desksAnswer: fc.boolean(),
});
