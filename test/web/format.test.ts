import t from 'tap';
import {
  clockTime,
  dayTime,
  duration,
  isDay,
  phoneNumber,
  secondsLeft,
  size,
} from '../../src/web/lib/format.ts';

t.test('a duration shows hours only when there are any, and never less than nothing', async (t) => {
  t.equal(duration(0), '00:00');
  t.equal(duration(192_999), '03:12');
  t.equal(duration(3_729_000), '1:02:09');
  t.equal(duration(-5_000), '00:00');
});

t.test('a countdown shows 0 only when no time is left', async (t) => {
  t.equal(secondsLeft(1), 1);
  t.equal(secondsLeft(30_000), 30);
  t.equal(secondsLeft(0), 0);
  t.equal(secondsLeft(-1), 0);
});

t.test(
  'a number is grouped to be read aloud; masked, short and foreign ones stay as they came',
  async (t) => {
    t.equal(phoneNumber('13901232211'), '139 0123 2211');
    t.equal(phoneNumber('+8613901232211'), '139 0123 2211');
    t.equal(phoneNumber('139****2211'), '139****2211');
    t.equal(phoneNumber('07532250123'), '0753 225 0123');
    t.equal(phoneNumber('02081234567'), '020 8123 4567');
    t.equal(phoneNumber('12345'), '12345');
    t.equal(phoneNumber('+4930123456'), '+4930123456');
  },
);

t.test('instants are written in the time of the city, whatever the machine has', async (t) => {
  const at = Date.parse('2026-11-23T16:30:07Z');
  t.equal(clockTime(at), '00:30:07');
  t.equal(dayTime(at, at), '00:30:07');
  t.equal(dayTime(at, at + 86_400_000), '11-24 00:30:07');
});

t.test('a half-typed or impossible day is no day', async (t) => {
  t.ok(isDay('2026-11-24'));
  for (const text of ['', '2026-11-', '2026-13-40', '0']) t.notOk(isDay(text), text);
});

t.test('sizes are rounded to what a person wants to know', async (t) => {
  t.equal(size(12), '12 B');
  t.equal(size(44_032), '43 kB');
  t.equal(size(1_258_291), '1.2 MB');
});
