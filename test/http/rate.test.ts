import fc from 'fast-check';
import t from 'tap';
import { type Bucket, takeOne } from '../../src/http/rate.ts';

const rule = { burst: 5, perSecond: 2 };

t.test('a burst passes, then so many a second', (t) => {
  let bucket: Bucket | undefined;
  const passes = (at: number): boolean => {
    const taken = takeOne(bucket, rule, at);
    bucket = taken.bucket;
    return taken.waitMs === 0;
  };
  t.same(
    [1, 2, 3, 4, 5, 6].map(() => passes(0)),
    [true, true, true, true, true, false],
  );
  t.equal(takeOne(bucket, rule, 0).waitMs, 500);
  t.equal(passes(499), false);
  t.equal(passes(500), true);
  t.equal(passes(500), false);
  t.end();
});

t.test('never more than burst and rate allow, and who waits as told is let in', (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }), (gaps) => {
      let bucket: Bucket | undefined;
      let at = 0;
      let passed = 0;
      for (const gap of gaps) {
        at += gap;
        const taken = takeOne(bucket, rule, at);
        bucket = taken.bucket;
        if (taken.waitMs === 0) passed += 1;
        else if (takeOne(bucket, rule, at + taken.waitMs).waitMs > 0) return false;
      }
      return passed <= rule.burst + (at / 1_000) * rule.perSecond + 1e-6;
    }),
  );
  t.end();
});

t.test('a clock set back empties no bucket', (t) => {
  t.equal(takeOne({ left: 3, at: 10_000 }, rule, 0).bucket.left, 2);
  t.end();
});
