import t, { type Test } from 'tap';
import type { DueRow, FoundRow } from '../../src/tickets/found-wire.ts';
import { city, no } from './city.ts';

type City = Awaited<ReturnType<typeof city>>;

const everybody = [
  'agent1',
  'agent2',
  'leader',
  'clerk',
  'reviewer',
  'other',
  'meijiang',
  'meixian',
  'office',
  'inspector',
] as const;
const rows = async (house: City, username: string, path: string): Promise<readonly FoundRow[]> =>
  (await house.asks(username, 'GET', path)).json<{ items: FoundRow[] }>().items;

t.test('field by field, role by role: who the citizen is', async (t: Test) => {
  const house = await city(t);
  await house.dispatched();
  const seen = async (): Promise<Record<string, unknown>> => {
    const table: Record<string, unknown> = {};
    for (const username of everybody) {
      const [row] = await rows(house, username, '/tickets/found');
      const one = await house.asks(username, 'GET', `/tickets/${no}/life`);
      const view = one.statusCode === 200 ? one.json<Awaited<ReturnType<City['view']>>>() : null;
      const told = await house.asks(username, 'POST', `/tickets/${no}/citizen`);
      table[username] = [
        row === undefined ? 'no row' : [row.callerNumber, row.callerName],
        view === null ? 'no ticket' : [view.callerNumber, view.content.callerName],
        told.statusCode === 200 ? told.json<{ number: string }>().number : told.json<{ code: string }>().code,
      ];
    }
    return table;
  };
  const masked = ['139****2211', '王**'];
  t.same(await seen(), {
    agent1: [masked, ['139****2211', '王小明'], '13912342211'],
    agent2: [masked, ['139****2211', '王小明'], 'H12_NEED_NOT_CALL'],
    leader: [masked, ['139****2211', '王小明'], '13912342211'],
    clerk: [masked, masked, '13912342211'],
    reviewer: [masked, masked, '13912342211'],
    other: ['no row', 'no ticket', 'H12_NO_SUCH_TICKET'],
    meijiang: [masked, masked, 'H12_NEED_NOT_CALL'],
    meixian: ['no row', 'no ticket', 'H12_NO_SUCH_TICKET'],
    office: [masked, masked, 'H12_NEED_NOT_CALL'],
    inspector: [[null, null], [null, ''], 'H12_NEED_NOT_CALL'],
  });
  const told = house.audit.newest(50).filter(({ action }) => action === 'number.read');
  t.same(
    told.map(({ actor }) => actor),
    ['reviewer', 'clerk', 'leader', 'agent1'],
    'each who was told is on the record',
  );
  // The citizen asks for secrecy (保密): the ticket comes back and goes out again with it.
  await house.act('clerk', { type: 'return', part: 1, reason: '非本单位' });
  await house.act('agent1', { type: 'fill', content: { keepIdentity: true } });
  await house.act('agent1', { type: 'dispatch', to: [{ unit: 'cgj', role: 'sole' }], otherLimits: [] });
  const secret = await seen();
  t.same(secret['clerk'], [[null, null], [null, ''], 'H12_NEED_NOT_CALL'], 'units are not told');
  t.same(secret['office'], [masked, masked, 'H12_NEED_NOT_CALL']);
  t.same((await house.view('clerk')).calls, [], 'nor whose voice it is');
  // By whom it is asked is not found by who may not know it.
  const by = async (username: string, query: string) =>
    (await rows(house, username, `/tickets/found?${query}`)).length;
  t.equal(await by('agent2', 'callerNumber=13912342211'), 1);
  t.equal(await by('office', 'callerName=%E7%8E%8B%E5%B0%8F%E6%98%8E'), 1);
  for (const username of ['clerk', 'meijiang', 'inspector'])
    t.equal(await by(username, 'callerNumber=13912342211'), 0, username);
  t.equal(await by('agent1', 'text=%E7%8E%8B%E5%B0%8F%E6%98%8E'), 0, 'the name is not among the words');
});

t.test('a unit sees its own part and what was said of it, and not the others', async (t) => {
  const house = await city(t);
  const { act, view, asks } = house;
  await act('agent1', {
    type: 'fill',
    content: { kind: 'complaint', title: '路灯', text: '不亮', district: '梅江区' },
  });
  await act('agent1', { type: 'handToOffice', district: null });
  const to = [
    { unit: 'cgj', role: 'lead' },
    { unit: 'rsj', role: 'assisting' },
  ];
  t.equal((await act('office', { type: 'dispatch', to, otherLimits: [] })).statusCode, 200);
  await act('other', { type: 'contact', part: 2 });
  await act('office', { type: 'urge', part: 2, text: '请抓紧' });
  await act('office', { type: 'instruct', text: '限期解决' });
  const clerk = await view('clerk');
  t.same(
    clerk.parts.map(({ unit }) => unit),
    ['cgj'],
  );
  t.same(
    clerk.remarks.map(({ text }) => text),
    ['限期解决'],
  );
  t.same(new Set(clerk.duties.map(({ unit }) => unit)), new Set(['cgj']));
  t.same((await rows(house, 'clerk', '/tickets/found'))[0]?.units, ['cgj']);
  t.same((await rows(house, 'office', '/tickets/found'))[0]?.units.toSorted(), ['cgj', 'rsj']);
  const said = (await asks('clerk', 'GET', `/tickets/${no}/changes`)).json<
    { action: string; words: string }[]
  >();
  t.equal(said.find(({ action }) => action === 'urge')?.words, '');
  const other = await view('other');
  t.same(
    other.remarks.map(({ text }) => text),
    ['请抓紧', '限期解决'],
  );
  t.notOk(
    clerk.actions.includes('urge') || clerk.actions.includes('reply'),
    'a clerk does not release the reply',
  );
  t.ok((await view('reviewer')).actions.includes('reply'));
  // What is due: each its own, offices theirs, with the rule.
  const due = async (username: string, query = '') =>
    (await asks(username, 'GET', `/tickets/due${query}`)).json<{ items: DueRow[] }>().items;
  t.same(new Set((await due('clerk')).map(({ unit }) => unit)), new Set(['cgj']));
  t.equal((await due('clerk', '?unit=rsj')).length, 0);
  t.ok((await due('clerk')).every(({ urges }) => urges === 0));
  t.match(await due('other'), [{ part: 2, urges: 1 }], 'an urged unit sees it in its inbox');
  await act('clerk', { type: 'askExtension', part: 1, days: 5, reason: '需鉴定' });
  t.match(await due('meijiang', '?mine=true'), [
    { step: 'extension', owner: 'office', source: /第十五条/, days: 1 },
  ]);
  t.equal((await due('meixian')).length, 0);
});

t.test('searching finds by each filter, pages go on, views are kept for each person alone', async (t) => {
  const house = await city(t);
  const { asks, act, dispatched } = house;
  await dispatched();
  const further = (await asks('agent1', 'POST', `/tickets/${no}/further`)).json<{ no: string }>().no;
  t.equal(further, `${no}-2`, 'several requests in one call');
  await act('agent1', { type: 'fill', content: { title: '噪音扰民', kind: 'help' } }, further);
  const found = async (query: string, username = 'leader') =>
    (await rows(house, username, `/tickets/found?${query}`)).map((row) => row.no);
  for (const [query, want] of [
    ['kind=complaint', [no]],
    ['kind=help', [further]],
    ['stage=withUnits', [no]],
    ['unit=cgj', [no]],
    ['unit=rsj', []],
    ['district=%E6%A2%85%E6%B1%9F%E5%8C%BA', [no]],
    [`no=${no.slice(0, 8)}`, [further, no]],
    ['callerNumber=13912342211', [further, no]],
    ['topic=-', [further, no]],
    ['dueUntil=2026-11-25', [further, no]],
    ['dueUntil=2026-11-24', []],
    ['since=2026-11-25', []],
    ['text=%E4%B8%89%E8%A7%92%E5%9C%B0&unit=cgj', [no]],
  ] as const)
    t.same(await found(query), want, query);
  const first = (await asks('leader', 'GET', '/tickets/found?limit=1')).json<{ nextCursor: string }>();
  t.same(await found(`limit=1&cursor=${first.nextCursor}`), [no]);
  t.match((await asks('leader', 'GET', '/tickets/found?cursor=x')).json(), { code: 'H12_BAD_CURSOR' });
  const related = (await asks('agent1', 'GET', `/tickets/${further}/related`)).json<FoundRow[]>();
  t.match(related, [{ no, callerNumber: '139****2211' }], 'a repeated caller');
  const merged = await act('agent1', { type: 'merge', into: no }, further);
  t.match(merged.json(), { state: 'merged', mergedInto: no });
  const view = { name: '逾期投诉', query: { kind: 'complaint' } };
  t.equal((await asks('office', 'POST', '/ticket-views', view)).statusCode, 200);
  t.same((await asks('office', 'GET', '/ticket-views')).json(), [view]);
  t.same((await asks('leader', 'GET', '/ticket-views')).json(), []);
  t.equal((await asks('office', 'DELETE', `/ticket-views/${encodeURIComponent(view.name)}`)).statusCode, 200);
});

t.test('what is typed is kept for the one who types, and is gone when it is thrown away', async (t) => {
  const { asks } = await city(t);
  const draft = { version: 1, content: { title: '半句' } };
  t.match((await asks('agent1', 'PUT', `/tickets/${no}/draft`, draft)).json(), draft);
  t.match((await asks('agent1', 'GET', `/tickets/${no}/draft`)).json(), draft);
  t.equal((await asks('agent2', 'GET', `/tickets/${no}/draft`)).json(), null);
  await asks('agent1', 'DELETE', `/tickets/${no}/draft`);
  t.equal((await asks('agent1', 'GET', `/tickets/${no}/draft`)).json(), null);
});
