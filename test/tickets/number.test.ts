import fc from 'fast-check';
import t from 'tap';
import type { TicketNo } from '../../src/calls/model.ts';
import { dayOf, epochMs } from '../../src/lib/time.ts';
import { nextTicketNo } from '../../src/tickets/number.ts';

const zone = 'Asia/Shanghai';
const utc = (text: string) => epochMs(Date.parse(text));
const no = (text: string): TicketNo => text as TicketNo;

t.test('the first number of all is the first of its day', async (t) => {
  t.equal(nextTicketNo(null, utc('2026-11-24T04:00:00Z'), zone), '20261124-000001');
});

t.test('numbers go on within a day, and begin again with the next', async (t) => {
  t.equal(nextTicketNo(no('20261124-000041'), utc('2026-11-24T15:59:59.999Z'), zone), '20261124-000042');
  t.equal(nextTicketNo(no('20261124-000042'), utc('2026-11-24T16:00:00.000Z'), zone), '20261125-000001');
});

t.test('the day is the city’s: five past midnight in China is still yesterday in London', async (t) => {
  const at = utc('2026-12-31T16:05:00Z');
  t.equal(nextTicketNo(null, at, zone), '20270101-000001');
  t.equal(nextTicketNo(null, at, 'Europe/London'), '20261231-000001');
});

t.test('a clock set back over midnight goes on with the later day: no number is given twice', async (t) => {
  t.equal(nextTicketNo(no('20261125-000003'), utc('2026-11-24T15:59:00Z'), zone), '20261125-000004');
});

t.test('the millionth call of a day gets a number of seven digits', async (t) => {
  t.equal(nextTicketNo(no('20261124-999999'), utc('2026-11-24T04:00:00Z'), zone), '20261124-1000000');
  t.equal(nextTicketNo(no('20261124-1000000'), utc('2026-11-24T04:00:00Z'), zone), '20261124-1000001');
});

t.test('the old summer time of 1986 to 1991 moves no day of today', async (t) => {
  // China kept summer time then: the only hours in which Asia/Shanghai is not UTC+8.
  t.equal(dayOf(utc('1990-07-01T15:30:00Z'), zone), '19900702');
  t.equal(dayOf(utc('2026-07-01T15:30:00Z'), zone), '20260701');
});

t.test('whatever the clock does, numbers only grow', async (t) => {
  const day = 86_400_000;
  const start = utc('2026-11-24T04:00:00Z');
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3 * day, max: 3 * day }), { maxLength: 50 }), (jumps) => {
      let last: TicketNo | null = null;
      for (const jump of jumps) {
        const next: TicketNo = nextTicketNo(last, epochMs(start + jump), zone);
        if (last !== null && next <= last) throw new Error(`${next} after ${last}`);
        last = next;
      }
    }),
  );
  t.pass('grown');
});
