import t, { type Test } from 'tap';
import type { UnitId } from '../../src/units/model.ts';
import { type Running, running } from '../http/running.ts';

const unit = {
  name: '市人力资源和社会保障局',
  shortName: '人社局',
  district: null,
  member: true,
  topics: ['社保'],
  atOnce: false,
  limitMs: 60_000,
};
const phone = {
  name: '窗口',
  place: 1,
  line: { kind: 'plain' },
  ringMs: 15_000,
  hours: null,
  signsIn: true,
};

async function withUnit(t: Test) {
  const house = await running(t);
  const admin = await house.signedIn('admin');
  const asked = (as: string) => (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) =>
    house.ask(as, { method, url: `/api/v1${path}`, ...(payload === undefined ? {} : { payload }) });
  const ask = asked(admin);
  await ask('POST', '/units', { id: 'rsj', ...unit });
  return { ...house, admin: ask, asked };
}

/** A clerk of the unit. */
async function clerk({ people, ask }: Running, of: string): Promise<string> {
  const username = `clerk-${of}`;
  await people.create({
    username,
    displayName: username,
    roles: ['unitClerk'],
    unit: of as UnitId,
    password: 'a good password',
  });
  const payload = { username, password: 'a good password' };
  const answer = await ask('', { method: 'POST', url: '/api/v1/session', payload });
  return `h12_session=${answer.cookies[0]?.value ?? ''}`;
}

t.test('an administrator adds units and remote seats, and they are found at once', async (t) => {
  const { admin, audit, contacts } = await withUnit(t);
  t.match((await admin('POST', '/units', { id: 'rsj', ...unit })).json(), { code: 'H12_UNIT_EXISTS' });
  const made = await admin('PUT', '/units/rsj/remote-seats/rsj-1', phone);
  t.match(made.json(), {
    remoteSeat: { id: 'rsj-1', unit: 'rsj', presence: null },
    password: 'a-new-secret',
    endpoint: 'r-rsj-1',
    taken: 'taken',
  });
  t.match((await admin('PUT', '/units/rsj/remote-seats/rsj-1', { ...phone, name: '大厅' })).json(), {
    remoteSeat: { name: '大厅' },
    password: null,
  });
  const line = { kind: 'number', number: '+86 753 211-0001' };
  t.match((await admin('PUT', '/units/rsj/remote-seats/rsj-2', { ...phone, place: 2, line })).json(), {
    remoteSeat: { line: { kind: 'number', number: '07532110001' } },
    password: null,
    endpoint: null,
    taken: null,
  });
  const search = await admin('GET', '/units/search?q=rsj');
  t.match(search.json(), [
    {
      id: 'rsj',
      topics: ['社保'],
      remoteSeats: [
        { id: 'rsj-1', name: '大厅', kind: 'plain', notNow: 'signedOut' },
        { id: 'rsj-2', kind: 'number' },
      ],
    },
  ]);
  t.notMatch(search.body, '2110001', 'numbers are for those who set them');
  t.match((await admin('GET', '/units/rsj')).json(), {
    remoteSeats: [{}, { line: { number: '07532110001' } }],
  });
  await admin('PUT', '/units/rsj', { ...unit, topics: ['医保'] });
  t.match(contacts.find('医保'), [{ id: 'rsj', remoteSeats: [{}, {}] }]);
  const unitWrites = audit.newest(20).filter(({ action }) => action === 'unit.write');
  t.same(
    unitWrites.map(({ target, outcome }) => `${String(target)} ${outcome}`),
    [
      'rsj changed done',
      'rsj-2 set done',
      'rsj-1 set done',
      'rsj-1 set done',
      'rsj added H12_UNIT_EXISTS',
      'rsj added done',
    ],
  );
});

t.test('nobody writes down a number that is not dialled', async (t) => {
  const { admin, contacts } = await withUnit(t);
  for (const number of [
    '110',
    '95598',
    '16800',
    '008613800138000x',
    '+1 212 555 0100',
    'sip:900@evil.example',
    '',
  ]) {
    const answer = await admin('PUT', '/units/rsj/remote-seats/x', {
      ...phone,
      line: { kind: 'number', number },
    });
    t.match(answer.json(), { code: 'H12_NUMBER_NOT_ALLOWED' }, number);
  }
  t.same(contacts.contact('rsj' as UnitId)?.remoteSeats, []);
});

t.test('a remote seat belongs to one unit, and can be taken away', async (t) => {
  const { admin, units } = await withUnit(t);
  await admin('POST', '/units', { id: 'cgj', ...unit });
  await admin('PUT', '/units/rsj/remote-seats/one', phone);
  t.match((await admin('PUT', '/units/cgj/remote-seats/one', phone)).json(), {
    code: 'H12_REMOTE_SEAT_EXISTS',
  });
  t.match((await admin('DELETE', '/units/cgj/remote-seats/one')).json(), { code: 'H12_NO_SUCH_REMOTE_SEAT' });
  const again = await admin('POST', '/units/rsj/remote-seats/one/password');
  t.match(again.json(), { password: 'a-new-secret' });
  t.equal((await admin('DELETE', '/units/rsj/remote-seats/one')).statusCode, 204);
  t.same(units.phones(), []);
  const line = { kind: 'number', number: '07532110001' };
  await admin('PUT', '/units/rsj/remote-seats/two', { ...phone, line });
  t.match((await admin('POST', '/units/rsj/remote-seats/two/password')).json(), {
    code: 'H12_REMOTE_SEAT_HAS_NO_PHONE',
  });
});

t.test('somebody of the unit signs in at a remote seat, and nobody of another', async (t) => {
  const house = await withUnit(t);
  const { admin, asked, contacts } = house;
  await admin('PUT', '/units/rsj/remote-seats/rsj-1', phone);
  const own = asked(await clerk(house, 'rsj'));
  const other = asked(await clerk(house, 'cgj'));
  const presence = () => contacts.contact('rsj' as UnitId)?.remoteSeats[0]?.presence;
  t.match((await other('POST', '/remote-seats/rsj-1/presence', { present: true })).json(), {
    code: 'H12_NO_SUCH_REMOTE_SEAT',
  });
  t.equal(presence(), null);
  t.equal((await own('POST', '/remote-seats/rsj-1/presence', { present: true })).statusCode, 204);
  t.match(presence(), { by: 'clerk-rsj' });
  t.match((await own('GET', '/remote-seats/own')).json(), [{ id: 'rsj-1', presence: { by: 'clerk-rsj' } }]);
  t.same((await other('GET', '/remote-seats/own')).json(), []);
  await admin('PUT', '/units/rsj/remote-seats/rsj-1', { ...phone, name: '大厅' });
  t.match(presence(), { by: 'clerk-rsj' }, 'a change leaves who is there');
  t.equal((await own('POST', '/remote-seats/rsj-1/presence', { present: false })).statusCode, 204);
  t.equal(presence(), null);
  await admin('PUT', '/units/rsj/remote-seats/rsj-1', { ...phone, signsIn: false });
  t.match((await own('POST', '/remote-seats/rsj-1/presence', { present: true })).json(), {
    code: 'H12_REMOTE_SEAT_ALWAYS_THERE',
  });
});
