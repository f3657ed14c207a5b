import t from 'tap';
import { after, dayOf, epochMs } from '../../src/lib/time.ts';

t.test('a day is told by the zone asked for, on both sides of midnight', async (t) => {
  const midnight = epochMs(Date.parse('2027-01-01T00:00:00+08:00'));
  t.equal(dayOf(midnight, 'Asia/Shanghai'), '20270101');
  t.equal(dayOf(epochMs(midnight - 1), 'Asia/Shanghai'), '20261231');
  t.equal(dayOf(midnight, 'UTC'), '20261231');
});

t.test('in a zone with summer time a day is not always of 24 hours', async (t) => {
  const spring = epochMs(Date.parse('2026-03-29T00:00:00+01:00'));
  t.equal(dayOf(after(spring, 23 * 3_600_000 - 1), 'Europe/Berlin'), '20260329');
  t.equal(dayOf(after(spring, 23 * 3_600_000), 'Europe/Berlin'), '20260330');
});
