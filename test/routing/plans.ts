import fc from 'fast-check';

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
export const documents: fc.Arbitrary<object> = fc.record(
  {
    queues: fc.record({ general: queuePlan, tax: queuePlan, police: queuePlan, night: queuePlan }),
    hours: fc.record({ office: hours, late: hours }),
    entries: fc.array(
      fc.record(
        {
          numbers: fc.subarray(['12345', '02112345']),
          queue,
          greeting: prompts,
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
