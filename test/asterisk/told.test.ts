import fc from 'fast-check';
import t from 'tap';
import { readTold } from '../../src/asterisk/told.ts';

const name = '1763978815.12.told';
const began = 'began 1763978815 13800138000\n';

t.test('how the dialplan served a call is read from what it told', async (t) => {
  const cases = [
    ['over 1763978875 answered ', 'failSafe'],
    ['over 1763978875 unanswered ', 'lost'],
    ['over 1763978875 answered 110', 'emergency'],
    ['over 1763978875 unanswered 119', 'emergencyFailed'],
  ] as const;
  for (const [line, outcome] of cases)
    t.strictSame(readTold(name, `${began}${line}\n`, null), {
      over: true,
      call: {
        call: 'C1763978815.12',
        from: '13800138000',
        dialled: '12345',
        beganAt: 1_763_978_815_000,
        overAt: 1_763_978_875_000,
        outcome,
      },
    });
});

t.test(
  'a call that goes on is left alone; one that died with Asterisk ends with its recording',
  async (t) => {
    t.strictSame(readTold(name, began, null), { over: false });
    t.match(readTold(name, began, 1_763_978_900_000), {
      over: true,
      call: { overAt: 1_763_978_900_000, outcome: 'lost' },
    });
  },
);

t.test('a withheld number is none; a file that is none of the dialplan is none', async (t) => {
  t.match(readTold(name, 'began 1763978815 \nover 1763978816 answered \n', null), { call: { from: null } });
  for (const [file, text] of [
    ['../x.told', began],
    ['1763978815.12.raw', began],
    [name, ''],
    [name, 'over 1763978875 answered'],
  ] as const)
    t.equal(readTold(file, text, 1), null);
});

t.test('whatever stands in the file, reading it harms nothing', async (t) => {
  fc.assert(
    fc.property(fc.string(), fc.option(fc.nat()), (text, deadAt) => {
      const told = readTold(name, text, deadAt);
      return told === null || !told.over || told.call.overAt >= told.call.beganAt;
    }),
  );
  t.pass();
});
