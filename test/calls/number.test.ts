import fc from 'fast-check';
import t from 'tap';
import { cleanNumber } from '../../src/calls/number.ts';

t.test('a number is kept, with its leading plus and without the signs that group it', (t) => {
  const rows = [
    ['13800138000', '13800138000'],
    ['+8613800138000', '+8613800138000'],
    ['0753-2345678', '07532345678'],
    ['(0753) 234 5678', '07532345678'],
    [' 110 ', '110'],
    ['8'.repeat(32), '8'.repeat(32)],
  ] as const;
  for (const [text, number] of rows) t.equal(cleanNumber(text), number, text);
  t.end();
});

t.test('what is no number is none', (t) => {
  const hostile = ['', ' ', '+', 'anonymous', 'unknown', '8'.repeat(33), '1+2', '++86138', '１２３４５'];
  const nasty = [
    '1;DROP',
    '1"<sip:x>',
    '1\r\nX-Evil: 1',
    '138${EXEC}',
    "1'",
    '1&PJSIP',
    '0x1F',
    '1e5',
    '*21#',
  ];
  for (const text of [...hostile, ...nasty, '-'.repeat(1_000_000)]) t.equal(cleanNumber(text), null);
  t.end();
});

t.test('whatever comes, a number is digits with at most a plus before them, 32 characters at most', (t) => {
  const likely = fc.stringMatching(/^[0-9+() ./;"<>&\r\n-]{0,60}$/);
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), likely), (text) => {
      const number = cleanNumber(text);
      return number === null || (/^\+?[0-9]+$/.test(number) && number.length <= 32);
    }),
    { numRuns: 2_000 },
  );
  t.end();
});

t.test('a cleaned number stays as it is', (t) => {
  fc.assert(fc.property(fc.stringMatching(/^\+?[0-9]{1,31}$/), (number) => cleanNumber(number) === number));
  t.end();
});
