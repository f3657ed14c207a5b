import fc from 'fast-check';
import t from 'tap';
import { codeOf, newTotpSecret, stepAt, stepOfCode, toBase32, totpUri } from '../../src/people/totp.ts';

/** The secret of RFC 6238's and RFC 4226's test values. */
const secret = toBase32(Buffer.from('12345678901234567890'));

t.test('the values of RFC 6238, appendix B', (t) => {
  for (const [seconds, code] of [
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ] as const)
    t.equal(codeOf(secret, stepAt(seconds * 1_000), 8), code);
  t.end();
});

t.test('the values of RFC 4226, appendix D', (t) => {
  const codes = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871'];
  for (const [step, code] of codes.entries()) t.equal(codeOf(secret, step), code);
  t.end();
});

t.test('Base32 as in RFC 4648, 10, without padding', (t) => {
  for (const [text, base32] of [
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ] as const)
    t.equal(toBase32(Buffer.from(text)), base32);
  t.equal(newTotpSecret().length, 32);
  t.not(newTotpSecret(), newTotpSecret());
  t.end();
});

t.test('a code fits its own step and the two beside it, and none that was used or lies before one', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 2 ** 31 }),
      fc.integer({ min: -4, max: 4 }),
      fc.integer({ min: -4, max: 4 }),
      (step, off, used) => {
        const code = codeOf(secret, step + off);
        const found = stepOfCode(secret, code, step * 30_000 + 7, step + used);
        const fits = Math.abs(off) <= 1 && off > used;
        // Two steps may have one code by chance, once in a million: then either is right.
        const twin = [-1, 0, 1].some((d) => d > used && codeOf(secret, step + d) === code);
        return fits ? found !== null : twin || found === null;
      },
    ),
  );
  for (const code of ['', '12345', '1234567', 'abcdef', '１２３４５６'])
    t.equal(stepOfCode(secret, code, 0, -1), null);
  t.end();
});

t.test('the address that an app reads', (t) => {
  t.equal(totpUri('12345', 'a.b', 'ABC'), 'otpauth://totp/12345:a.b?secret=ABC&issuer=12345');
  t.end();
});
