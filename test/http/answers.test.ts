import t from 'tap';
import { type Right, rights, roles } from '../../src/access/roles.ts';
import { after } from '../../src/lib/time.ts';
import { codeOf, stepAt } from '../../src/people/totp.ts';
import { recordingOf } from '../../src/recordings/model.ts';
import { tone } from '../prompts/sounds.ts';
import { sealedSample } from '../store/samples.ts';
import { asking, concrete, type Described, remoteSeatBody, unitBody, withRoutes } from './asking.ts';
import { password } from './running.ts';

type House = Awaited<ReturnType<typeof withRoutes>>;
type Say = (
  cookie: string,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
) => Promise<Record<string, unknown>>;

/** Routes that tell something when it was done, and need not be upgraded to another protocol. */
const tells = ({ responses }: Described, path: string): boolean =>
  path !== '/api/v1/desk' && Object.keys(responses).some((status) => status === '200' || status === '201');

/** What everybody who may can be told at once: nothing needs to have happened before. */
async function askAll({ ask, routes, call, as, clock }: House): Promise<void> {
  for (const role of roles) {
    clock.at = after(clock.at, 60_000);
    for (const route of routes)
      if (route.path !== '/api/v1/session' || route.method === 'GET')
        await ask(await as(role), asking(route, concrete(route.path, call)));
  }
}

/** Citizens give up and are called back; one of them was tried often enough. */
async function callBacks(
  { arrive, tell, clock, signedIn, inbox, call: talk, callBacks: list }: House,
  say: Say,
) {
  const [agent, leader] = [await signedIn('agent1'), await signedIn('leader')];
  for (const n of [2, 3, 4])
    tell(arrive(n, `1391234000${String(n)}`), { type: 'CallerHungUp', at: clock.at, cause: 16 });
  await say(agent, 'GET', `/calls/${talk}/unkept`);
  tell(talk, { type: 'CallerHungUp', at: clock.at, cause: 16 });
  await say(agent, 'POST', '/seats/8001/wrap-up-extend');
  await say(agent, 'POST', '/seats/8001/wrap-up-over');
  const { items } = await say(agent, 'GET', '/call-backs');
  const [first = '', second = '', third = ''] = (items as readonly { readonly id: number }[]).map(({ id }) =>
    String(id),
  );
  await say(agent, 'GET', `/call-backs/${first}`);
  await say(agent, 'POST', `/call-backs/${first}/claim`);
  await say(agent, 'POST', `/call-backs/${first}/release`);
  const { call } = await say(agent, 'POST', `/call-backs/${first}/dial`);
  const at = clock.at;
  tell(call as typeof talk, { type: 'HangUpAsked', at, seat: '8001' as never });
  inbox.put({ to: 'seat', at, seat: '8001' as never, input: { type: 'WrapUpOver', at } });
  await say(agent, 'POST', '/tickets/20261124-000001/dial');
  await say(leader, 'POST', `/call-backs/${second}/wish`);
  const entry = list.read(Number(third) as never);
  if (entry === null) throw new Error('no third entry');
  const tries = [90, 80, 53, 1].map((hours) => ({
    at: after(at, -hours * 3_600_000),
    result: 'noAnswer' as const,
  }));
  list.put({ ...entry, tries }, { at, who: null, what: 'tried', detail: null });
  await say(leader, 'POST', `/call-backs/${third}/give-up`);
}

/** A role that has a right, wherever it reaches. */
const holding = (right: Right) => roles.find((role) => rights[role][right] === 'any') ?? 'agent';

/** A recording is listened to, and given to a unit. */
async function recordings({ as, call, recordings: store, db }: House, say: Say) {
  const id = recordingOf(call);
  store.keep(...sealedSample(id), () => undefined);
  const because = { purpose: 'handling', note: 'to fill in the ticket' };
  await say(await as('shiftLeader'), 'POST', `/recordings/${id}/plays`, because);
  db.exec(
    `INSERT INTO ticket_parts (no, part, unit, state, received_at) VALUES ('20261124-000001', 1, 'rsj', 'sent', 1)`,
  );
  const custodian = await as(holding('recording.release'));
  await say(custodian, 'PUT', `/recordings/${id}/releases/rsj`, { why: 'the unit asked' });
  await say(custodian, 'DELETE', `/recordings/${id}/releases/rsj`);
  const keeper = await as(holding('recording.keep'));
  await say(keeper, 'POST', '/recording-holds', { recording: id, reason: 'a court asks' });
  // Last: nobody hears it from here on.
  store.keep(...sealedSample(id, 5_000), () => undefined);
  await say(keeper, 'POST', `/recordings/${id}/redactions`, { fromMs: 0, toMs: 900, reason: 'a number' });
}

/** Another system follows tickets, and one of them has a file. */
async function around({ as, signedIn, ask }: House, say: Say) {
  const admin = await as(holding('webhooks.manage'));
  const { id } = await say(admin, 'POST', '/webhooks', { url: 'https://city.invalid/hook', unit: null });
  const hook = `/webhooks/${id as string}`;
  await say(admin, 'GET', `${hook}/deliveries`);
  await say(admin, 'POST', `${hook}/pause`);
  await say(admin, 'POST', `${hook}/resume`);
  await say(admin, 'DELETE', hook);
  await ask(await signedIn('agent1'), {
    ...{ method: 'POST', url: '/api/v1/tickets/20261124-000001/files?name=place.png' },
    headers: { 'content-type': 'application/octet-stream' },
    payload: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  });
}

/** A prompt is spoken, uploaded and put in force. */
async function sounds({ as, ask }: House, say: Say) {
  const routing = await as(holding('prompts.write'));
  await say(routing, 'POST', '/prompts/greeting/speak', { text: '您好' });
  await ask(routing, {
    ...{ method: 'POST', url: '/api/v1/prompts/greeting/upload' },
    headers: { 'content-type': 'application/octet-stream' },
    payload: tone(500),
  });
  await say(routing, 'POST', '/prompts/greeting/versions/1/use');
}

/** What has a life of its own away from the telephone. */
async function office({ as, signedIn }: House, say: Say) {
  const agent = await signedIn('agent1');
  const fill = { type: 'fill', content: { title: 'x' } };
  await say(agent, 'POST', '/tickets/20261124-000001/actions', { version: 1, action: fill });
  await say(await as(holding('ticket.figures')), 'GET', '/tickets/statistics?by=unit');
  const rules = await as(holding('ticket.rules'));
  await say(rules, 'POST', '/ticket-topics', { name: 'mine', confidential: false, units: [] });
  await say(rules, 'DELETE', '/ticket-topics/mine');
  const writer = await as(holding('units.write'));
  await say(writer, 'POST', '/units', { id: 'rsj', ...unitBody });
  await say(writer, 'PUT', '/units/rsj', unitBody);
  await say(writer, 'GET', '/units/rsj');
  await say(writer, 'PUT', '/units/rsj/remote-seats/rsj-1', remoteSeatBody);
  await say(writer, 'POST', '/units/rsj/remote-seats/rsj-1/password');
}

/** A plan is written by one person, approved by another, published, and taken back. */
async function plans({ as, people, signedIn, clock }: House, say: Say) {
  const editor = await as(holding('plan.edit'));
  await people.create({
    ...{ username: 'second', displayName: 'second', roles: ['routingAdministrator'], password },
  });
  const draft = '/plan/drafts/1';
  await say(editor, 'POST', '/plan/drafts', { title: 'spring', version: 1 });
  await say(editor, 'PUT', draft, { title: 'spring', revision: 1, document: { maxWaitMs: 60_000 } });
  await say(editor, 'POST', `${draft}/check`);
  await say(editor, 'POST', '/plan/try', { draft: 1, dialled: '12345', at: clock.at });
  await say(editor, 'POST', `${draft}/replay`, { revision: 2, days: 31 });
  await say(editor, 'GET', draft);
  await say(editor, 'GET', '/plan/versions/1');
  await say(await signedIn('second'), 'POST', `${draft}/approve`, { revision: 2 });
  await say(editor, 'POST', `${draft}/publish`, { revision: 2, over: 1, reason: 'it is spring' });
  const from = clock.at + 3_600_000;
  const { id } = await say(editor, 'POST', '/plan/versions/1/return', { reason: 'as it was', from });
  await say(editor, 'POST', `/plan/publications/${String(id)}/withdraw`);
  await say(editor, 'POST', '/plan/drafts', { title: 'to be thrown away', version: 2 });
}

/** A number is put on a list and taken off it; a call is reported, and the report decided about. */
async function callers({ as, signedIn, call, arrive, tell, clock }: House, say: Say) {
  const editor = await as(holding('callers.edit'));
  const reason = 'shouts at agents';
  const expiresAt = clock.at + 86_400_000;
  const vip = { number: '110', kind: 'vip', reason: 'hands citizens over', expiresAt: null };
  const { id } = await say(editor, 'POST', '/callers', vip);
  await say(editor, 'POST', `/callers/${String(id)}/review`, { reason, expiresAt });
  await say(editor, 'GET', `/callers/${String(id)}`);
  await say(editor, 'GET', `/callers/${String(id)}/calls`);
  await say(editor, 'POST', `/callers/${String(id)}/remove`, { reason });
  const leader = await signedIn('leader');
  const other = arrive(91, '13900008888');
  const { id: first } = await say(leader, 'POST', `/calls/${call}/report-harassment`, { reason });
  const { id: second } = await say(leader, 'POST', `/calls/${other}/report-harassment`, { reason });
  const accepted = { kind: 'blocked', reason, expiresAt };
  await say(editor, 'POST', `/caller-proposals/${String(first)}/accept`, accepted);
  await say(editor, 'POST', `/caller-proposals/${String(second)}/dismiss`, { reason });
  tell(other, { type: 'CallerHungUp', at: clock.at, cause: 16 });
}

/** An account is made, has a second factor and a token, and loses them. */
async function accounts({ as, signedIn, clock }: House, say: Say) {
  const admin = await as('systemAdministrator');
  await say(admin, 'POST', '/accounts', { username: 'new', displayName: 'new', roles: ['agent'] });
  const agent = await signedIn('agent1');
  const factor = '/session/second-factor';
  const secret = (await say(agent, 'POST', factor))['secret'] as string;
  const code = (): string => codeOf(secret, stepAt(clock.at));
  await say(agent, 'PUT', factor, { code: code() });
  clock.at = after(clock.at, 30_000);
  await say(agent, 'POST', `${factor}/recovery-codes`, { password });
  await say(admin, 'PUT', '/second-factor-roles', { roles: [] });
  const rights = ['metrics.read'];
  await say(admin, 'POST', '/tokens', { name: 'x', rights, expiresAt: clock.at + 86_400_000 });
}

/** A seat is added, and its page becomes its phone. */
async function phones({ as, signedIn, inbox, clock }: House, say: Say) {
  const admin = await as('systemAdministrator');
  await say(admin, 'POST', '/phones', { seat: '8017', queues: ['general'], desk: 'plain', browser: true });
  await say(admin, 'POST', '/phones/8017/password');
  const agent = await signedIn('agent2');
  const at = clock.at;
  const input = {
    type: 'SetUp',
    setup: { id: '8002', queues: ['general'], devices: ['desk', 'browser'] },
    at,
  };
  inbox.put({ to: 'seat', at, seat: '8002' as never, input: input as never });
  await say(agent, 'POST', '/seats/8002/sign-in', { device: 'browser' });
  await say(agent, 'POST', '/seats/8002/softphone');
}

t.test('every route that tells something tells what it says it does', async (t) => {
  const house = await withRoutes(t);
  const say: Say = async (cookie, method, path, payload) => {
    const answer = await house.ask(cookie, {
      method,
      url: `/api/v1${path}`,
      ...(payload === undefined ? {} : { payload }),
    });
    t.ok(
      answer.statusCode < 300,
      `${method} ${path} ${String(answer.statusCode)} ${answer.body.slice(0, 300)}`,
    );
    return answer.body === '' ? {} : answer.json<Record<string, unknown>>();
  };
  for (const story of [callBacks, phones, office, recordings, around, sounds, plans, callers, accounts])
    await story(house, say);
  await askAll(house);
  const silent = house.routes
    .filter(({ described, path }) => tells(described, path))
    .map(({ method, path }) => `${method} ${path}`)
    .filter((route) => !house.checked.has(route));
  t.strictSame(
    silent,
    [],
    'each has answered here: one that needs something to happen before needs a line above',
  );
  t.notMatch(house.lines.join(''), 'request failed');
});
