import fc from 'fast-check';
import t from 'tap';
import { freeName, namesOf, placesOf, renamed } from '../../src/web/lib/plan-names.ts';
import { clockAsTyped, clockOf, halvesOf, minutesIn } from '../../src/web/lib/plan-spans.ts';

const queue = fc.constantFrom('general', 'tax', 'duty', 'office');
const plan = fc.record(
  {
    version: fc.constantFrom('tax', 'v1'),
    queue,
    overflow: fc.record({ to: queue }),
    menu: fc.record({ options: fc.dictionary(fc.constantFrom('1', '2'), queue) }),
    openingHours: queue,
    entries: fc.array(
      fc.record(
        {
          queue,
          hours: queue,
          skills: fc.dictionary(queue, fc.integer({ min: 1, max: 10 })),
          menu: fc.record({
            options: fc.dictionary(fc.constantFrom('1', '2'), fc.oneof(queue, fc.record({ queue }))),
          }),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 3 },
    ),
    hours: fc.dictionary(
      queue,
      fc.record({
        closed: fc.record({ to: queue }),
        special: fc.array(fc.record({ to: queue }), { maxLength: 2 }),
      }),
    ),
    queues: fc.dictionary(queue, fc.record({ overflow: fc.record({ to: queue }), hours: queue })),
  },
  { requiredKeys: [] },
);

t.test('a queue that gets another name is called by it everywhere, and nothing else changes', async () => {
  fc.assert(
    fc.property(plan, queue, (document, from) => {
      const text = JSON.stringify(document, null, 2);
      const places = placesOf(document, 'queues', from).length;
      const there = renamed({ text, document }, 'queues', [from, 'new-name']);
      const after: unknown = JSON.parse(there);
      const back = renamed({ text: there, document: after }, 'queues', ['new-name', from]);
      return (
        placesOf(after, 'queues', from).length === 0 &&
        placesOf(after, 'queues', 'new-name').length === places &&
        back === text
      );
    }),
  );
});

t.test('hours and a queue of one name are not taken for each other', async (t) => {
  const document = {
    openingHours: 'tax',
    queue: 'tax',
    queues: { tax: { hours: 'tax' } },
    hours: { tax: {} },
  };
  const text = JSON.stringify(document);
  t.strictSame(JSON.parse(renamed({ text, document }, 'queues', ['tax', 'levy'])), {
    openingHours: 'tax',
    queue: 'levy',
    queues: { levy: { hours: 'tax' } },
    hours: { tax: {} },
  });
  t.strictSame(JSON.parse(renamed({ text, document }, 'hours', ['tax', 'day'])), {
    openingHours: 'day',
    queue: 'tax',
    queues: { tax: { hours: 'day' } },
    hours: { day: {} },
  });
});

t.test('the queue of all callers is there without a part of its own', async (t) => {
  t.strictSame(namesOf({}, 'queues'), ['general']);
  t.strictSame(namesOf({ queue: 'a', queues: { b: {} } }, 'queues'), ['a', 'b']);
  t.strictSame(namesOf({ queues: { b: {}, general: {} } }, 'queues'), ['b', 'general']);
  t.strictSame(namesOf({}, 'hours'), []);
  t.equal(freeName(['queue-1', 'queue-2'], 'queue'), 'queue-3');
});

t.test('times are read as they are typed', async (t) => {
  for (const [typed, clock] of Object.entries({
    '8': '08:00',
    '830': '830',
    '8:30': '08:30',
    '1800': '18:00',
  }))
    t.equal(clockOf(typed), typed === '830' ? '08:30' : clock, typed);
  for (const no of ['25', '9:99', 'noon', '']) t.equal(clockOf(no), no);
  t.equal(clockOf('24:00'), '24:00');
  t.equal(clockAsTyped('1730'), '17:30');
  for (const still of ['17', '173', '17:3', '9999']) t.equal(clockAsTyped(still), still);
  t.strictSame(minutesIn('08:00-24:00'), { from: 480, until: 1_440 });
  for (const no of ['08:00', '12:00-08:00', '24:00-24:00', 'x', undefined]) t.equal(minutesIn(no), null);
  t.strictSame(halvesOf('08:00-1'), ['08:00', '1']);
  t.strictSame(halvesOf(''), ['', '']);
});
