import fc from 'fast-check';
import t, { type Test } from 'tap';
import type { NewAccount } from '../../src/people/service.ts';
import type { CaseView } from '../../src/tickets/life-wire.ts';
import { indexWords, queryOf } from '../../src/tickets/words.ts';
import type { UnitId } from '../../src/units/model.ts';
import { password, running } from '../http/running.ts';

const no = '20261124-000001';
const filled = {
  kind: 'complaint',
  title: '路灯不亮',
  text: '江南街道三角地路灯不亮已三天',
  district: '梅江区',
  place: '江南街道',
} as const;
const staff: readonly Omit<NewAccount, 'password' | 'displayName'>[] = [
  { username: 'clerk', roles: ['unitClerk'], unit: 'cgj' as UnitId },
  { username: 'reviewer', roles: ['unitReviewer'], unit: 'cgj' as UnitId },
  { username: 'other', roles: ['unitClerk'], unit: 'rsj' as UnitId },
  { username: 'meijiang', roles: ['districtOffice'], district: '梅江区' },
  { username: 'meixian', roles: ['districtOffice'], district: '梅县区' },
  { username: 'office', roles: ['managementOffice'] },
  { username: 'inspector', roles: ['inspector'] },
  { username: 'cleared', roles: ['managementOffice'], cleared: true },
];

/** The real server with a city's offices, and a ticket that a call has opened. */
async function scene(t: Test) {
  const house = await running(t);
  house.arrive(1);
  for (const id of ['cgj', 'rsj'])
    house.units.put({ id: id as UnitId, name: id, shortName: id, district: null, member: true });
  for (const person of staff)
    await house.people.create({ ...person, displayName: person.username, password });
  const cookies = new Map<string, string>();
  const as = async (username: string): Promise<string> => {
    const cookie = cookies.get(username) ?? (await house.signedIn(username));
    cookies.set(username, cookie);
    return cookie;
  };
  const get = async (username: string, url: string) =>
    house.ask(await as(username), { method: 'GET', url: `/api/v1${url}` });
  let version = 1;
  const act = async (username: string, action: object, at = version) => {
    const payload = { version: at, action };
    const response = await house.ask(await as(username), {
      method: 'POST',
      url: `/api/v1/tickets/${no}/actions`,
      payload,
    });
    if (response.statusCode === 200) version = response.json<CaseView>().version;
    return response;
  };
  const put = async (username: string, url: string, payload: object) =>
    house.ask(await as(username), { method: 'PUT', url: `/api/v1${url}`, payload });
  return { ...house, get, act, put };
}
type Scene = Awaited<ReturnType<typeof scene>>;

async function dispatched(t: Test): Promise<Scene> {
  const house = await scene(t);
  await house.act('agent1', { type: 'fill', content: filled });
  const to = [{ unit: 'cgj', role: 'sole' }];
  const { statusCode } = await house.act('agent1', { type: 'dispatch', to, otherLimits: [] });
  t.equal(statusCode, 200);
  return house;
}

t.test('from the call to the archive, over the API', async (t) => {
  const { act, get } = await dispatched(t);
  const seen = (await get('clerk', `/tickets/${no}/life`)).json<CaseView>();
  t.match(seen, {
    state: 'withUnits',
    parts: [{ unit: 'cgj' }],
    duties: [
      { part: 1, unit: 'cgj', step: 'acknowledge', days: 1, source: /第十二条/, card: 'none' },
      { step: 'contact' },
      { step: 'finish' },
    ],
  });
  await act('clerk', { type: 'contact', part: 1 });
  await act('reviewer', { type: 'reply', part: 1, text: '已修复' });
  await act('agent1', {
    type: 'followUp',
    reached: true,
    satisfaction: { timeliness: 5, result: 5 },
    note: '',
  });
  t.match((await act('agent1', { type: 'archive' })).json(), { state: 'archived' });
  const late = await act('agent1', { type: 'fill', content: { title: '改' } });
  t.match(late.json(), { status: 409, code: 'H12_TICKET_STATE', detail: /第十条/ });
  const changes = (await get('leader', `/tickets/${no}/changes`)).json<readonly { actor: string }[]>();
  t.match(
    changes.map(({ actor }) => actor),
    ['agent1', 'agent1', 'clerk', 'reviewer', 'agent1', 'agent1'],
  );
});

t.test('who sees what: units their own, districts theirs, and for the others it is not there', async (t) => {
  const { get } = await dispatched(t);
  for (const username of ['agent1', 'leader', 'clerk', 'meijiang', 'office', 'inspector'])
    t.equal((await get(username, `/tickets/${no}/life`)).statusCode, 200, username);
  for (const username of ['other', 'meixian'])
    t.match((await get(username, `/tickets/${no}/life`)).json(), { code: 'H12_NO_SUCH_TICKET' }, username);
  t.match((await get('admin', `/tickets/${no}/life`)).json(), { code: 'H12_FORBIDDEN' });
  const found = async (username: string, query: string) =>
    (await get(username, `/tickets/found?${query}`)).json<{ items: unknown[] }>().items.length;
  t.equal(await found('clerk', 'text=路灯'), 1);
  t.equal(await found('other', 'text=路灯'), 0);
  t.equal(await found('other', 'text=路灯&unit=cgj'), 0, "another unit's cannot be asked for");
  t.equal(await found('meixian', 'text=路灯&district=梅江区'), 0);
  const due = async (username: string) =>
    (await get(username, '/tickets/due?mine=true')).json<{ items: unknown[] }>().items.length;
  t.equal(await found('meijiang', ''), 1);
  t.equal(await due('clerk'), 3);
  t.equal(await due('other'), 0);
});

t.test(
  'a confidential ticket is there only for people cleared for it, and each look is on the record',
  async (t) => {
    const { act, get, audit } = await dispatched(t);
    await act('office', { type: 'setLevel', level: 'confidential' });
    t.equal((await get('clerk', `/tickets/${no}/life`)).statusCode, 404);
    t.equal((await get('office', '/tickets/found?text=路灯')).json<{ items: unknown[] }>().items.length, 0);
    t.equal((await get('cleared', `/tickets/${no}/life`)).statusCode, 200);
    t.equal((await get('cleared', '/tickets/found?text=路灯')).json<{ items: unknown[] }>().items.length, 1);
    t.match(audit.newest(1), [{ actor: 'cleared', action: 'ticket.read', target: no }]);
  },
);

t.test(
  'two people fill in at once: both are kept where they touched different fields, neither is overwritten',
  async (t) => {
    const { act } = await scene(t);
    await act('agent1', { type: 'fill', content: { title: '路灯' } }, 1);
    const other = await act('agent2', { type: 'fill', content: { text: '不亮' } }, 1);
    t.match(other.json(), { content: { title: '路灯', text: '不亮' }, version: 3 });
    const same = await act('agent1', { type: 'fill', content: { text: '闪烁' } }, 1);
    t.match(same.json(), { status: 409, code: 'H12_TICKET_CHANGED' });
    t.match((await act('agent1', { type: 'refuseScope', reason: 'abusive' }, 1)).json(), {
      code: 'H12_TICKET_CHANGED',
    });
  },
);

t.test('a corrected calendar moves the deadlines of open tickets', async (t) => {
  const { act, get, put } = await dispatched(t);
  await act('clerk', { type: 'contact', part: 1 });
  const due = async () =>
    (await get('clerk', '/tickets/due')).json<{ items: { dueAt: number }[] }>().items[0]?.dueAt ?? 0;
  const before = await due();
  t.equal((await put('clerk', '/calendar/days/2026-12-01', { work: false, name: '台风' })).statusCode, 403);
  const corrected = await put('office', '/calendar/days/2026-12-01', { work: false, name: '台风' });
  t.match(corrected.json(), { work: false, why: 'correction' });
  t.ok((await due()) > before);
  t.match((await put('office', '/calendar/days/2026-02-30', { work: false, name: 'x' })).json(), {
    code: 'H12_BAD_DAY',
  });
  t.equal((await get('agent1', '/calendar/2027')).json<{ provisional: boolean }[]>()[0]?.provisional, true);
});

t.test('Chinese is found inside sentences, by two characters, by one, and not across them', async (t) => {
  const { act, get } = await dispatched(t);
  const linked = await act('agent1', { type: 'linkCall', call: 'C1763978815.12' });
  t.match(linked.json(), { code: 'H12_TICKET_TARGET' }, 'there was no such call');
  for (const [text, n] of [
    ['三角地', 1],
    ['路灯', 1],
    ['灯', 1],
    ['江南街道 不亮', 1],
    ['灯路', 0],
    ['角路', 0],
    ['"; DROP', 0],
    ['???', 0],
  ] as const)
    t.equal(
      (await get('agent1', `/tickets/found?text=${encodeURIComponent(text)}`)).json<{ items: unknown[] }>()
        .items.length,
      n,
      text,
    );
});

t.test('no text makes the query of words one that SQLite cannot read', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const query = queryOf(text);
      return /^(?:"[^"]*"\*?(?: AND )?)*$/.test(query ?? '') && !/["*]/.test(indexWords(text));
    }),
  );
});
