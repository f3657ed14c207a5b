import t from 'tap';
import { backoffMs } from '../../src/web/state/backoff.ts';

t.test(
  'tries to connect are doubled apart up to ten seconds, and spread so that desks do not come back all at once',
  async (t) => {
    t.same(
      [1, 2, 3, 4, 5, 6, 100].map((tries) => backoffMs(tries, 0)),
      [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000],
    );
    t.ok(backoffMs(6, 1) >= 6_000 && backoffMs(6, 1) < 10_000);
  },
);
