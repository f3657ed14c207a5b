import fc from 'fast-check';
import t from 'tap';
import { located } from '../../src/asterisk/place.ts';

const info = 'GEOLOC_PROFILE(location_info)';

t.test('district and address become parts of a civic address', async (t) => {
  t.match(located({ district: '梅江区', address: '江南路 1 号, 三楼' }), {
    'GEOLOC_PROFILE(format)': 'civicAddress',
    [info]: 'country=CN,A3="梅江区",LOC="江南路 1 号, 三楼"',
  });
  t.match(located({ district: null, address: 'x' }), { [info]: 'country=CN,LOC="x"' });
  t.match(located({ district: '梅县区', address: ' ' }), { [info]: 'country=CN,A3="梅县区"' });
});

t.test('without a place there is nothing', async (t) => {
  t.same(located(null), {});
  t.same(located({ district: null, address: '' }), {});
  t.same(located({ district: '"', address: '$ \\' }), {}, 'nor of what holds no text');
});

t.test('whatever was typed, it stays within its value and is evaluated by nobody', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (district, address) => {
      const text = located({ district, address })[info];
      if (text === undefined) return;
      t.match(text, /^country=CN(?:,A3="[^"]+")?(?:,LOC="[^"]+")?$/u);
      t.notMatch(text, /[\p{C}\\$<>]/u);
      t.notMatch(text, /&(?!amp;|lt;|gt;)/);
      t.ok(Array.from(text).length < 2_100);
    }),
    { numRuns: 300 },
  );
});
