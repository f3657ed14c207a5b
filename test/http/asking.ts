import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import type { Test } from 'tap';
import { type Right, rights, roles } from '../../src/access/roles.ts';
import { usualSettings } from '../../src/tickets/life/settings.ts';
import { noon } from '../store/samples.ts';
import { cookieOf, password, type Running, running } from './running.ts';

export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body: boolean;
};
export type Described = {
  readonly security: readonly unknown[];
  readonly 'x-h12-right': Right | 'public';
  readonly 'x-h12-codes': readonly string[];
  readonly responses: Readonly<Record<string, unknown>>;
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: unknown;
};

const known = { id: '8001', no: '20261124-000001' };
const unknown = { seats: '9999', calls: 'C1.1', tickets: '20261124-999999' };

/** All routes, as the server itself describes them. */
export async function routesOf({
  ask,
}: Running): Promise<readonly (Route & { readonly described: Described })[]> {
  const response = await ask('', { method: 'GET', url: '/api/v1/openapi.json' });
  const { paths } = response.json<{ paths: Record<string, Record<string, Described>> }>();
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      method: method.toUpperCase() as Route['method'],
      path,
      body: described.requestBody !== undefined,
      described,
    })),
  );
}

/** The address of things that are there. */
export const concrete = (path: string, call: string): string =>
  path
    .replace('/plan/versions/{version}', '/plan/versions/1')
    .replace('/calls/{id}', `/calls/${call}`)
    .replace('/emergency-routes/{id}', '/emergency-routes/110-1')
    .replace('/units/{id}', '/units/rsj')
    .replace('/remote-seats/{id}', '/remote-seats/rsj-1')
    .replace('{remoteSeat}', 'rsj-1')
    .replace('/recordings/{id}', `/recordings/R${call.slice(1)}`)
    .replace('{link}', 'A'.repeat(43))
    .replace('{unit}', 'rsj')
    .replace('{bookmark}', '7')
    .replace('{hold}', '7')
    .replace('/accounts/{id}', '/accounts/agent2')
    .replace('/tokens/{id}', '/tokens/T0123456789ab')
    .replace('{session}', '0123456789abcdef')
    .replace('{id}', known.id)
    .replace('/recording-requests/{no}', '/recording-requests/E20261124-000001')
    .replace('{no}', known.no)
    .replace('{agent}', 'agent1')
    .replace('/prompts/{name}', '/prompts/greeting')
    .replace('{version}', '0')
    .replace('{name}', 'mine')
    .replace('{hook}', '0123456789abcdef')
    .replace('{file}', '0123456789abcdef')
    .replace('{draft}', '1')
    .replace('{publication}', '1')
    .replace('{entry}', '1')
    .replace('{proposal}', '1')
    .replace('{year}', '2026')
    .replace('{day}', '2026-12-01');
/** The address of things that are not. */
export const absent = (path: string): string =>
  path
    .replace('/plan/versions/{version}', '/plan/versions/99')
    .replace('/calls/{id}', `/calls/${unknown.calls}`)
    .replace('/units/{id}', '/units/nobody')
    .replace('/remote-seats/{id}', '/remote-seats/nobody')
    .replace('{remoteSeat}', 'nobody')
    .replace('/recordings/{id}', '/recordings/R1.1')
    .replace('{link}', 'A'.repeat(43))
    .replace('{unit}', 'nobody')
    .replace('{bookmark}', '9')
    .replace('{hold}', '9')
    .replace('/accounts/{id}', '/accounts/nobody')
    .replace('/tokens/{id}', '/tokens/T0123456789ab')
    .replace('{session}', '0123456789abcdef')
    .replace('{id}', unknown.seats)
    .replace('/recording-requests/{no}', '/recording-requests/E20261124-000009')
    .replace('{no}', unknown.tickets)
    .replace('{version}', '7')
    .replace('{name}', 'nothing')
    .replace('{hook}', '0123456789abcdef')
    .replace('{file}', '0123456789abcdef')
    .replace('{draft}', '99')
    .replace('{publication}', '99')
    .replace('{agent}', 'nobody')
    .replace('{entry}', '99')
    .replace('{proposal}', '99');
export const unitBody = {
  name: '人力资源和社会保障局',
  shortName: '人社局',
  district: null,
  member: true,
  topics: ['社保'],
  atOnce: false,
  limitMs: 60_000,
};
export const remoteSeatBody = {
  name: '窗口',
  place: 1,
  line: { kind: 'plain' },
  ringMs: 15_000,
  hours: null,
  signsIn: false,
};
/** A request that a route can read; what a body must say for it stands here. */
export const asking = ({ method, path }: Route, url = path): InjectOptions => ({
  method,
  url,
  ...(path.endsWith('/speak') ? { payload: { text: '您好' } } : {}),
  ...(path.endsWith('not-ready') ? { payload: { reason: 'break' } } : {}),
  ...(path.endsWith('/actions') ? { payload: { version: 1, action: { type: 'archive' } } } : {}),
  ...(method === 'POST' && path.endsWith('/phones/{id}')
    ? { payload: { queues: ['general'], desk: 'plain', browser: true } }
    : {}),
  ...(path.endsWith('/emergency') ? { payload: { number: '110' } } : {}),
  ...(path.endsWith('/units/{id}') && method === 'PUT' ? { payload: unitBody } : {}),
  ...(path.endsWith('/remote-seats/{remoteSeat}') && method === 'PUT' ? { payload: remoteSeatBody } : {}),
  ...(path.endsWith('/presence') ? { payload: { present: true } } : {}),
  ...(path.endsWith('/supervise') ? { payload: { mode: 'listen' } } : {}),
  ...(path.endsWith('/invite') ? { payload: { to: { kind: 'unit', unit: 'rsj' }, way: 'direct' } } : {}),
  ...(path.endsWith('/transfer') ? { payload: { to: { kind: 'seat', seat: '8002' }, way: 'blind' } } : {}),
  ...(path.endsWith('/return') ? { payload: { bring: false } } : {}),
  ...(path.endsWith('/mute') ? { payload: { leg: 'C1.1.caller', on: true } } : {}),
  ...(path.endsWith('/drop') ? { payload: { leg: 'C1.1.caller' } } : {}),
  ...(path.endsWith('/requests')
    ? { payload: { how: 'download', purpose: 'handling', reason: 'asked' } }
    : {}),
  ...(path.endsWith('/decision') ? { payload: { granted: true, word: 'yes, do' } } : {}),
  ...(path.endsWith('/unkept') ? { payload: { on: true } } : {}),
  ...(path.endsWith('/alarm/seen') ? { payload: { word: 'looked at' } } : {}),
  ...(path.endsWith('/recording-holds') && method === 'POST'
    ? { payload: { recording: 'R1.1', reason: 'a court asks' } }
    : {}),
  ...(path.endsWith('/plays') ? { payload: { purpose: 'handling', note: 'to fill in the ticket' } } : {}),
  ...(path.includes('/releases/') && method === 'PUT' ? { payload: { why: 'the unit asked' } } : {}),
  ...(path.endsWith('/redactions') ? { payload: { fromMs: 0, toMs: 1, reason: 'a number' } } : {}),
  ...(path.endsWith('/bookmarks') ? { payload: { atMs: 1, text: 'here' } } : {}),
  ...(path.endsWith('/move') ? { payload: { queues: ['general'] } } : {}),
  ...(path.endsWith('/assignment') && method === 'PUT' ? { payload: { skills: [], places: null } } : {}),
  ...(path.endsWith('/draft') && method === 'PUT' ? { payload: { version: 1, content: {} } } : {}),
  ...(path.endsWith('/ticket-views') && method === 'POST' ? { payload: { name: 'mine', query: {} } } : {}),
  ...(path.endsWith('/ticket-topics') && method === 'POST'
    ? { payload: { name: 'roads', confidential: false, units: [] } }
    : {}),
  ...(path.endsWith('/webhooks') && method === 'POST'
    ? { payload: { url: 'https://city.example/h12', unit: null } }
    : {}),
  ...(path.endsWith('/ticket-settings') && method === 'PUT' ? { payload: usualSettings } : {}),
  ...(path.includes('/calendar/') && method === 'PUT' ? { payload: { work: false, name: 'x' } } : {}),
  ...(method === 'PATCH' ? { payload: {} } : {}),
  ...(/\/(?:callers|caller-proposals)\b|report-harassment/.test(path) && method !== 'GET'
    ? callerBody(path)
    : {}),
  ...(path.includes('/plan/') && method !== 'GET' ? planBody(path) : {}),
});

/** What a request about the lists of callers says. */
function callerBody(path: string): { readonly payload: object } {
  const reason = 'rings and shouts';
  const expiresAt = noon + 86_400_000;
  const last = path.split('/').at(-1);
  if (last === 'callers')
    return { payload: { number: '13900009999', kind: 'restricted', reason, expiresAt } };
  if (last === 'accept') return { payload: { kind: 'restricted', reason, expiresAt } };
  return { payload: last === 'review' ? { reason, expiresAt } : { reason } };
}

/** What a request about the routing plan says. */
function planBody(path: string): { readonly payload?: object } {
  const last = path.split('/').at(-1) ?? '';
  const bodies: Readonly<Record<string, object>> = {
    drafts: { title: 'spring', version: 1 },
    '{draft}': { title: 'spring', revision: 1, document: {} },
    approve: { revision: 1 },
    publish: path.includes('/drafts/') ? { revision: 1, over: 1, reason: 'it is spring' } : {},
    return: { reason: 'as it was' },
    try: { dialled: '12345', at: 0 },
    replay: { revision: 1 },
  };
  const payload = bodies[last];
  return payload === undefined ? {} : { payload };
}

/** A running house with a call that is talked, its routes, and somebody of each role. */
export async function withRoutes(t: Test) {
  const house = await running(t, {}, join(t.testdir({ 'plan.json': '{}' }), 'plan.json'));
  house.ready('agent1');
  const call = house.arrive(1);
  house.tell(call, house.answered(call));
  const routes = await routesOf(house);
  const guarded = routes.filter(({ described }) => described.security.length > 0);
  return { ...house, call, routes, guarded, ...signers(house) };
}

const usual: Partial<Record<(typeof roles)[number], string>> = {
  agent: 'agent1',
  shiftLeader: 'leader',
  systemAdministrator: 'admin',
};

/** Somebody of each role, signed in when first asked for. */
function signers({ people, ask }: Running) {
  const cookies = new Map<string, Promise<string>>();
  const begin = async (role: (typeof roles)[number]): Promise<string> => {
    const username = usual[role] ?? `one-${role.toLowerCase()}`;
    if (usual[role] === undefined)
      await people.create({ username, displayName: role, roles: [role], password });
    const payload = { username, password };
    return cookieOf(await ask('', { method: 'POST', url: '/api/v1/session', payload }));
  };
  const as = (role: (typeof roles)[number]): Promise<string> => {
    const cookie = cookies.get(role) ?? begin(role);
    cookies.set(role, cookie);
    return cookie;
  };
  /** Somebody who has the route's right, as far as it reaches. */
  const allowed = (route: { readonly described: Described }): Promise<string> => {
    const right = route.described['x-h12-right'];
    const those = roles.filter((role) => right === 'public' || rights[role][right] !== undefined);
    const far = those.find((role) => right !== 'public' && rights[role][right] === 'any');
    return as(those.find((role) => role === 'shiftLeader') ?? far ?? those[0] ?? 'agent');
  };
  return { as, allowed };
}
