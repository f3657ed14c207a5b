import t from 'tap';
import type { AgentId } from '../../src/acd/model.ts';
import type { PhoneNumber } from '../../src/calls/model.ts';
import { epochMs } from '../../src/lib/time.ts';
import type { Contact, RemoteSeat, RemoteSeatId, UnitId } from '../../src/units/model.ts';
import { usualReach } from '../../src/units/model.ts';
import { found, ringable, whyNotNow } from '../../src/units/rules.ts';
import { soundsOf } from '../../src/units/sounds.ts';

const zone = 'Asia/Shanghai';
/** Tuesday noon in China. */
const noon = epochMs(Date.UTC(2026, 10, 24, 4));

const seat = (id: string, more: Partial<RemoteSeat> = {}): RemoteSeat => ({
  id: id as RemoteSeatId,
  unit: 'rsj' as UnitId,
  name: id,
  place: 1,
  line: { kind: 'plain' },
  ringMs: 15_000,
  hours: null,
  signsIn: false,
  presence: null,
  ...more,
});

const unit = (id: string, name: string, shortName: string, more: Partial<Contact> = {}): Contact => ({
  id: id as UnitId,
  name,
  shortName,
  district: null,
  member: true,
  ...usualReach,
  ...soundsOf({ name, shortName }),
  remoteSeats: [],
  ...more,
});

const contacts = [
  unit('rsj', '市人力资源和社会保障局', '人社局', { topics: ['社保', '工资拖欠'] }),
  unit('cgj', '市城市管理和综合执法局', '城管局', { topics: ['占道经营', '噪音'] }),
  unit('sthjj', '市生态环境局', '生态环境局', { topics: ['噪音', '污水'] }),
  unit('gaj', '市公安局', '公安局', { remoteSeats: [seat('gaj-1', { name: '户政大厅' })] }),
];
const ids = (query: string): readonly string[] => found(contacts, query).map(({ id }) => id);

t.test('a unit is found by its names, its topics, pinyin and first letters', async (t) => {
  t.same(ids('人社'), ['rsj']);
  t.same(ids('生态环境局'), ['sthjj']);
  t.same(ids('rsj'), ['rsj'], 'first letters of the short name');
  t.same(ids('srlzyhshbzj'), ['rsj'], 'and of the whole one');
  t.same(ids('renshe'), ['rsj']);
  t.same(ids('Gong An'), ['gaj'], 'as it is typed, with spaces and capitals');
  t.same(ids('拖欠'), ['rsj']);
  t.same(ids('户政'), ['gaj'], 'by a remote seat');
  t.same(ids('没有'), []);
});

t.test('the likeliest unit comes first, and without a word all of them', async (t) => {
  t.same(ids('噪音'), ['cgj', 'sthjj'], 'of two that fit as well, in the order of their ids');
  t.same(ids('cg'), ['cgj'], 'the beginning of first letters');
  t.same(ids('市'), ['cgj', 'gaj', 'rsj', 'sthjj']);
  t.same(
    ids('  '),
    contacts.map(({ id }) => id),
  );
});

t.test('a remote seat is rung in its hours, by the city’s clock, the end not included', async (t) => {
  const hours = [{ days: [1, 2, 3, 4, 5], fromMin: 510, untilMin: 720 }];
  const at = (day: number, hour: number, minute: number) =>
    epochMs(Date.UTC(2026, 10, day, hour - 8, minute));
  t.equal(whyNotNow(seat('a', { hours }), at(24, 11, 59), zone), null);
  t.equal(whyNotNow(seat('a', { hours }), at(24, 12, 0), zone), 'outsideHours');
  t.equal(whyNotNow(seat('a', { hours }), at(24, 8, 29), zone), 'outsideHours');
  t.equal(whyNotNow(seat('a', { hours }), at(28, 9, 0), zone), 'outsideHours', 'on a Saturday');
  t.equal(whyNotNow(seat('a', { hours: [] }), noon, zone), 'outsideHours', 'never');
});

t.test('one that signs in is rung only while somebody is signed in at it', async (t) => {
  t.equal(whyNotNow(seat('a', { signsIn: true }), noon, zone), 'signedOut');
  const presence = { by: 'rsj1' as AgentId, at: noon };
  t.equal(whyNotNow(seat('a', { signsIn: true, presence }), noon, zone), null);
});

t.test('remote seats are rung in their order; those that cannot be are told with the reason', async (t) => {
  const seats = [
    seat('b', { place: 2, line: { kind: 'number', number: '07532345678' as PhoneNumber } }),
    seat('c', { place: 3, signsIn: true }),
    seat('a'),
  ];
  const { targets, tried } = ringable(seats, noon, zone);
  t.match(targets, [
    { kind: 'remoteSeat', name: 'a', dial: 'PJSIP/r-a', unit: 'rsj', ringMs: 15_000 },
    { kind: 'remoteSeat', name: 'b', dial: 'Local/07532345678@remote-out/n' },
  ]);
  t.same(tried, [{ name: 'c', why: 'signedOut', at: noon }]);
});
