import t from 'tap';
import type { DueRow, FoundRow } from '../../src/tickets/found-wire.ts';
import { city, no } from './city.ts';

t.test(
  'a new instruction or inspection note marks the ticket in its unit’s lists until the unit opens it',
  async (t) => {
    const { asks, act, view, dispatched } = await city(t);
    const list = async <T>(username: string, path: string): Promise<readonly T[]> =>
      (await asks(username, 'GET', path)).json<{ items: T[] }>().items;
    const inbox = async (username: string, query = ''): Promise<readonly number[]> =>
      (await list<DueRow>(username, `/tickets/due?mine=true${query}`)).map(({ unread }) => unread);
    const found = async (username: string, query = ''): Promise<readonly number[]> =>
      (await list<FoundRow>(username, `/tickets/found?limit=50${query}`)).map(({ unread }) => unread);
    const all = new Set<number>();
    await dispatched();
    for (const unread of await inbox('clerk')) all.add(unread);
    t.same([...all], [0], 'nothing was said');
    t.same(await inbox('clerk', '&unread=true'), []);
    t.same(await found('clerk', '&unread=true'), []);
    await act('office', { type: 'instruct', text: '限期解决' });
    t.ok((await inbox('clerk')).every((unread) => unread === 1));
    t.same(await found('clerk'), [1]);
    await act('inspector', { type: 'inspect', text: '请说明进展' });
    await act('office', { type: 'urge', part: 1, text: '请抓紧' });
    t.same(await found('clerk'), [2], 'an urging has a mark of its own');
    t.same(await found('reviewer', '&unread=true'), [2], 'the whole unit’s');
    t.same(await found('clerk', '&unread=true&text=%E8%B7%AF%E7%81%AF'), [2]);
    t.same(await found('clerk', '&unread=true&text=%E5%99%AA%E9%9F%B3'), []);
    t.ok((await inbox('clerk', '&unread=true')).length > 0);
    t.same(await found('other', '&unread=true'), [], 'another unit has no part');
    // Lists, what others read and what is not the ticket itself open nothing.
    await view('office');
    await view('leader');
    await asks('clerk', 'GET', `/tickets/${no}/changes`);
    t.same(await found('clerk'), [2]);
    t.equal((await found('office', '&unread=true')).length, 1, 'an office finds what no unit has opened');
    t.equal((await found('leader', '&unread=true&unit=cgj')).length, 1);
    await view('reviewer');
    t.same(await found('clerk'), [0], 'one of the unit has opened it');
    t.same(await found('clerk', '&unread=true'), []);
    t.same(await inbox('clerk', '&unread=true'), []);
    t.same(await found('office', '&unread=true'), []);
    await act('office', { type: 'instruct', text: '再次要求' });
    t.same(await found('clerk'), [1], 'only what is new');
  },
);

t.test(
  'a unit that gets its part anew is shown as new only what it has not read; one that gets it first, all of it',
  async (t) => {
    const { asks, act, view, dispatched } = await city(t);
    const unread = async (username: string): Promise<readonly number[]> =>
      (await asks(username, 'GET', '/tickets/found'))
        .json<{ items: FoundRow[] }>()
        .items.map((row) => row.unread);
    await act('office', { type: 'instruct', text: '限期解决' });
    await dispatched();
    t.same(await unread('clerk'), [1], 'said before the unit had it');
    await view('clerk');
    await act('clerk', { type: 'return', part: 1, reason: '非本单位' });
    await act('agent1', { type: 'dispatch', to: [{ unit: 'cgj', role: 'sole' }], otherLimits: [] });
    t.same(await unread('clerk'), [0, 0], 'of both its parts');
    await act('clerk', { type: 'return', part: 2, reason: '非本单位' });
    await act('agent1', { type: 'dispatch', to: [{ unit: 'rsj', role: 'sole' }], otherLimits: [] });
    t.same(await unread('other'), [1]);
  },
);
