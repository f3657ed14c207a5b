import fc from 'fast-check';
import t from 'tap';
import type { QueueId } from '../../src/acd/model.ts';
import type { CallId } from '../../src/calls/model.ts';
import { intervalMs, noQueueCounts, slices, visitCounts } from '../../src/figures/counts.ts';
import { csvOf } from '../../src/figures/csv.ts';
import { stretchesOf } from '../../src/figures/periods.ts';
import { queueRatios, seatRatios } from '../../src/figures/rules.ts';
import { epochMs } from '../../src/lib/time.ts';
import { noon } from '../store/samples.ts';

const visit = {
  ...{ call: 'C1.1' as CallId, queue: 'general' as QueueId, joinedAt: noon },
  ...{ answerWithinMs: 20_000, shortAbandonMs: 5_000 },
};
const after = (ms: number) => epochMs(noon + ms);

t.test('answered within the promise: the very instant is within', async (t) => {
  t.match(visitCounts(visit, after(20_000), 'answered'), {
    answered: 1,
    answeredWithin: 1,
    answeredWaitMs: 20_000,
  });
  t.match(visitCounts(visit, after(20_001), 'answered'), { answered: 1, answeredWithin: 0 });
});

t.test('a short abandon is one before its threshold, and no abandon', async (t) => {
  t.same(visitCounts(visit, after(4_999), 'abandoned'), { shortAbandoned: 1, longestWaitMs: 4_999 });
  t.same(visitCounts(visit, after(5_000), 'abandoned'), {
    ...{ abandoned: 1, abandonedWaitMs: 5_000, longestWaitMs: 5_000 },
  });
});

t.test('the formulas of docs/figures.md', async (t) => {
  const counts = {
    ...{ ...noQueueCounts, offered: 20, answered: 10, answeredWithin: 8, abandoned: 3, shortAbandoned: 2 },
    ...{ overflowed: 1, callBack: 1, turnedAway: 1, lost: 1, answeredWaitMs: 120_000 },
    ...{ handled: 4, talkMs: 400_000, wrapUpMs: 80_000 },
  };
  t.same(queueRatios(counts), {
    ...{ waiting: 1, due: 16, serviceLevel: 0.5, answerRate: 0.625, abandonRate: 3 / 16 },
    ...{ asaMs: 12_000, ahtMs: 120_000 },
  });
  t.match(
    queueRatios(noQueueCounts),
    { serviceLevel: null, asaMs: null, ahtMs: null },
    'of nothing: nothing',
  );
  const times = { readyMs: 30, offeredMs: 10, talkingMs: 50, wrapUpMs: 10, notReadyMs: 900 };
  t.same(
    seatRatios({
      ...{ ...times, answered: 1, missed: 0 },
      ...{ handled: 2, handledTalkMs: 50, handledWrapUpMs: 10 },
    }),
    { signedInMs: 1000, occupancy: 0.6, ahtMs: 30 },
  );
});

t.test('whatever is cut into intervals is whole again', async (t) => {
  const length = fc.integer({ min: 0, max: 20_000_000 });
  const property = fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), length, (since, ms) => {
    const parts = slices(epochMs(since), epochMs(since + ms));
    const sum = parts.reduce((total, part) => total + part.ms, 0);
    return (
      sum === ms && parts.every((part) => part.at % intervalMs === 0 && part.ms > 0 && part.ms <= intervalMs)
    );
  });
  fc.assert(property, { numRuns: 5_000 });
  t.pass('5,000 runs');
});

t.test('a day has 24 hours in China, and 23 or 25 where clocks are changed', async (t) => {
  const count = (
    [day, next]: readonly [string, string],
    offset: readonly [string, string],
    zone: string,
    granularity: 'hour' | '15min',
  ) =>
    stretchesOf(
      {
        since: epochMs(Date.parse(`${day}T00:00:00${offset[0]}`)),
        until: epochMs(Date.parse(`${next}T00:00:00${offset[1]}`)),
      },
      granularity,
      zone,
    ).length;
  t.equal(count(['2026-11-24', '2026-11-25'], ['+08:00', '+08:00'], 'Asia/Shanghai', '15min'), 96);
  t.equal(count(['2026-03-29', '2026-03-30'], ['+01:00', '+02:00'], 'Europe/Berlin', 'hour'), 23);
  t.equal(count(['2026-10-25', '2026-10-26'], ['+02:00', '+01:00'], 'Europe/Berlin', '15min'), 100);
  t.equal(count(['2026-10-04', '2026-10-05'], ['+10:30', '+11:00'], 'Australia/Lord_Howe', '15min'), 94);
});

t.test('CSV: quotes where needed, and nothing that a spreadsheet would run', async (t) => {
  t.equal(
    csvOf(
      ['a', 'b'],
      [
        { a: '=1+1', b: -3 },
        { a: 'say "x", y', b: null },
      ],
    ),
    `\uFEFFa,b\r\n'=1+1,-3\r\n"say ""x"", y",\r\n`,
  );
});
