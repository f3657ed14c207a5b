import t from 'tap';
import { toAri } from '../../src/asterisk/to-ari.ts';
import type { DialString, PhoneNumber } from '../../src/calls/model.ts';
import { chooseDesks, desksAnywhere, knownPlace, plainRoutes } from '../../src/emergency/choose.ts';
import { routeForm, routeOf, wayOf } from '../../src/emergency/route-text.ts';
import { checkPlan } from '../../src/routing/check.ts';
import { defaultWholePlan } from '../../src/routing/model.ts';
import { id, partyLeg, ticketNo } from '../calls/given.ts';

const routes = plainRoutes({
  '110': [
    'PJSIP/110@trunk;district=梅县区;name=梅县分局',
    'PJSIP/110@trunk;name=市局;seconds=15;direct=07532110110',
    'PJSIP/1101@trunk;district=梅江区;location',
  ],
  '120': ['PJSIP/120@trunk'],
  '119': [],
});

const ringParty = {
  type: 'RingParty',
  call: id,
  leg: partyLeg(1),
  dial: 'PJSIP/110@trunk' as DialString,
  from: null,
  ticketNo,
  ringLimitMs: 30_000,
  urgent: true,
  location: false,
  district: null,
} as const;

t.test('a route says its way, and for whom, for how long and with what', async (t) => {
  t.match(routes['110'], [
    { name: '梅县分局', dial: 'PJSIP/110@trunk', district: '梅县区', ringMs: 20_000, location: false },
    { name: '市局', district: null, ringMs: 15_000, direct: '07532110110' },
    { name: '110 (3)', dial: 'PJSIP/1101@trunk', district: '梅江区', location: true, direct: null },
  ]);
  t.equal(wayOf('PJSIP/110@trunk;district=梅县区'), 'PJSIP/110@trunk');
  t.match(routeOf('120', 'PJSIP/120@trunk', 0), { name: '120', direct: null });
});

t.test('the desk of the district is tried first, and no route is left out', async (t) => {
  const names = (district: string | null) => chooseDesks(routes, '110', district).map(({ name }) => name);
  t.same(names('梅江区'), ['110 (3)', '市局', '梅县分局']);
  t.same(names('梅县区'), ['梅县分局', '市局', '110 (3)']);
  t.same(names(null), ['市局', '梅县分局', '110 (3)'], 'the city’s own where the place is not known');
  t.same(names('别处'), ['市局', '梅县分局', '110 (3)']);
  t.match(desksAnywhere(routes)['110'][0], { direct: '07532110110' });
});

t.test('what is no route is refused', async (t) => {
  for (const text of [
    'PJSIP/110@trunk',
    'PJSIP/110@trunk;seconds=120;location',
    'PJSIP/110;name=市局 指挥中心',
  ])
    t.match(text, routeForm);
  for (const text of [
    'SIP/110',
    'PJSIP/110@trunk;seconds=0',
    'PJSIP/110@trunk;seconds=121',
    'PJSIP/110@trunk;colour=red',
    'PJSIP/110@trunk;direct=+86',
    'PJSIP/110@trunk;name=',
    'Local/110@demo-carrier/n',
  ])
    t.notMatch(text, routeForm);
});

t.test('the place is that which is being typed, else that which was filed', async (t) => {
  const filed = { district: '梅县区', place: '新城路 5 号' };
  t.same(knownPlace(filed), { district: '梅县区', address: '新城路 5 号' });
  t.same(knownPlace(filed, { place: '江南路 1 号' }), { district: '梅县区', address: '江南路 1 号' });
  t.same(knownPlace(undefined, { district: '梅江区' }), { district: '梅江区', address: '' });
  t.equal(knownPlace({ district: null, place: '' }, { district: 5, place: null }), null);
  t.equal(knownPlace(), null);
});

t.test('a marked route alone is told the place', async (t) => {
  const variables = (location: boolean, district: string | null = null) =>
    toAri(
      { ...ringParty, location, district },
      {
        app: 'x',
        deviceOf: () => 'desk',
        autoAnswer: false,
        placeOf: () => ({ district: '梅江区', address: '' }),
      },
    )?.body?.['variables'];
  t.match(variables(true), { 'GEOLOC_PROFILE(location_info)': 'country=CN,A3="梅江区"' });
  t.notHas(variables(false), { 'GEOLOC_PROFILE(location_info)': String });
  t.match(
    variables(true, '梅县区'),
    { 'GEOLOC_PROFILE(location_info)': 'country=CN,A3="梅县区"' },
    'what was asked for goes before the ticket',
  );
});

t.test('a desk is told who calls, and only a desk', async (t) => {
  const ring = (urgent: boolean, from: string | null) =>
    toAri(
      { ...ringParty, from: from as PhoneNumber | null, urgent },
      { app: 'x', deviceOf: () => 'desk', autoAnswer: false },
    )?.body?.['variables'];
  const header = 'PJSIP_HEADER(add,P-Asserted-Identity)';
  t.match(ring(true, '13800138000'), { [header]: '<tel:13800138000;phone-context=+86>' });
  t.match(ring(true, '+8613800138000'), { [header]: '<tel:+8613800138000>' });
  t.notHas(ring(true, null), { [header]: String });
  t.notHas(ring(true, '1>\r\nX: y'), { [header]: String });
  t.notHas(ring(false, '13800138000'), { [header]: String });
});

t.test('without a word in the plan there are emergency keys, where they mean nothing else', async (t) => {
  t.same(defaultWholePlan.emergencyKeys, { '7': '110', '8': '120', '0': '119' });
  const keysOf = (file: object) => {
    const checked = checkPlan(file);
    return checked.ok ? checked.plan.emergencyKeys : checked.problems;
  };
  t.same(keysOf({}), { '7': '110', '8': '120', '0': '119' });
  t.same(keysOf({ emergencyKeys: {} }), {}, 'none, when the plan says so');
  t.same(keysOf({ menu: { prompts: ['menu'], options: { '1': 'general', '8': 'general' } } }), {
    '7': '110',
    '0': '119',
  });
  t.same(keysOf({ emergencyKeys: { '1': '110' } }), { '1': '110' });
});
