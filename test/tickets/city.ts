import type { Test } from 'tap';
import type { NewAccount } from '../../src/people/service.ts';
import type { CaseView } from '../../src/tickets/life-wire.ts';
import type { UnitId } from '../../src/units/model.ts';
import { password, running } from '../http/running.ts';

export const no = '20261124-000001';
export const filled = {
  kind: 'complaint',
  title: '路灯不亮',
  text: '江南街道三角地路灯不亮已三天',
  district: '梅江区',
  place: '江南街道',
  callerName: '王小明',
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

/** The real server with a city's offices, and a ticket that a call has opened; each person is signed in once. */
export async function city(t: Test) {
  const house = await running(t);
  house.ready('agent1');
  const call = house.arrive(1);
  house.tell(call, house.answered(call));
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
  const ask = async (
    username: string,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
  ) =>
    house.ask(await as(username), {
      method,
      url: `/api/v1${url}`,
      ...(payload === undefined ? {} : { payload }),
    });
  const view = async (username: string, of = no) =>
    (await ask(username, 'GET', `/tickets/${of}/life`)).json<CaseView>();
  /** Does it to the ticket as it is now. */
  const act = async (username: string, action: object, of = no) => {
    const { version } = house.office.lives.read(of as never) ?? { version: 1 };
    return ask(username, 'POST', `/tickets/${of}/actions`, { version, action });
  };
  const dispatched = async (of = no): Promise<void> => {
    await act('agent1', { type: 'fill', content: filled }, of);
    const to = [{ unit: 'cgj', role: 'sole' }];
    const { statusCode } = await act('agent1', { type: 'dispatch', to, otherLimits: [] }, of);
    t.equal(statusCode, 200);
  };
  /** After hours have passed a session is over. */
  const again = (username: string): boolean => cookies.delete(username);
  return { ...house, call, as, again, asks: ask, view, act, dispatched };
}
