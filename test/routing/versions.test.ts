import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { after } from '../../src/lib/time.ts';
import { hostile } from '../../src/routing/document.ts';
import { running } from '../http/running.ts';
import { freshStore, noon } from '../store/samples.ts';
import { plansIn } from './place.ts';

type Answer = { readonly statusCode: number; json: () => unknown };

/** A running house with people who write and publish plans. */
async function withEditors(
  t: Test,
  { file = null, approval = false }: { file?: string | null; approval?: boolean } = {},
) {
  const house = await running(t, {}, file, approval);
  for (const username of ['routing', 'second'])
    await house.people.create({
      ...{ username, displayName: username, roles: ['routingAdministrator'], password: 'a good password' },
    });
  const as = async (name: string) => {
    const cookie = await house.signedIn(name);
    return (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) =>
      house.ask(cookie, {
        method,
        url: `/api/v1/plan${path}`,
        ...(payload === undefined ? {} : { payload }),
      });
  };
  return { ...house, as };
}

const isRefused = (t: Test, answer: Answer, status: number, code: string): void => {
  t.match(answer.json(), { status, code });
};

t.test('a draft becomes a version: calls in progress keep theirs, new ones have the new', async (t) => {
  const { as, routing, audit } = await withEditors(t);
  const ask = await as('routing');
  t.match((await ask('GET', '/versions')).json(), {
    items: [{ n: 1, name: 'default-1', origin: 'builtIn', author: 'system', inForce: true }],
  });
  const begun = routing.plans.planFor({ dialled: '12345', at: noon }, 'Asia/Shanghai');
  const made = await ask('POST', '/drafts', { title: 'spring', version: 1 });
  t.equal(made.statusCode, 201);
  const document = { version: 'spring-1', maxWaitMs: 90_000 };
  t.match((await ask('PUT', '/drafts/1', { title: 'spring', revision: 1, document })).json(), {
    revision: 2,
    state: 'draft',
    difference: [
      { at: '/maxWaitMs', kind: 'added', before: null, after: 90_000 },
      { at: '/version', kind: 'added' },
    ],
  });
  t.match((await ask('POST', '/drafts/1/check')).json(), { draft: { state: 'checked' }, findings: [] });
  const publish = { revision: 2, over: 1, reason: 'it is spring' };
  t.match((await ask('POST', '/drafts/1/publish', publish)).json(), {
    version: 2,
    state: 'inForce',
    until: null,
  });
  t.match((await ask('GET', '')).json(), { version: 'spring-1' });
  t.match(routing.plans.planFor({ dialled: '12345', at: noon }, 'Asia/Shanghai'), {
    version: 'spring-1',
    maxWaitMs: 90_000,
  });
  t.match(begun, { version: 'default-1', maxWaitMs: 300_000 });
  t.match((await ask('GET', '/versions/2')).json(), {
    ...{ document, author: 'routing', reason: 'it is spring', base: 1, inForce: true, approvedBy: null },
    difference: [{ at: '/maxWaitMs' }, { at: '/version' }],
  });
  isRefused(t, await ask('GET', '/drafts/1'), 404, 'H12_NO_SUCH_PLAN_DRAFT');
  t.match(
    audit.newest(4).map(({ actor, action, target }) => [actor, action, target]),
    [
      ['routing', 'plan.publish', 'spring-1'],
      ['routing', 'plan.check', 'draft 1 r2'],
      ['routing', 'plan.edit', 'draft 1 r2'],
      ['routing', 'plan.edit', 'draft 1'],
    ],
  );
  const back = await ask('POST', '/versions/1/return', { reason: 'too short' });
  t.match(back.json(), { version: 3, state: 'inForce' });
  t.match((await ask('GET', '/versions/3')).json(), { name: 'v3', origin: 'return', document: {} });
  t.match(routing.plans.plan, { version: 'v3' });
});

t.test('what is not as somebody thinks is refused, and changes nothing', async (t) => {
  const { as, routing } = await withEditors(t);
  const [ask, other] = [await as('routing'), await as('second')];
  await ask('POST', '/drafts', { title: 'a', version: 1 });
  await other('PUT', '/drafts/1', { title: 'b', revision: 1, document: { maxOffers: 3 } });
  isRefused(
    t,
    await ask('PUT', '/drafts/1', { title: 'c', revision: 1, document: {} }),
    409,
    'H12_PLAN_DRAFT_CHANGED',
  );
  t.match((await ask('GET', '/drafts/1')).json(), { title: 'b', revision: 2, document: { maxOffers: 3 } });
  const reason = 'because';
  isRefused(
    t,
    await ask('POST', '/drafts/1/publish', { revision: 1, over: 1, reason }),
    409,
    'H12_PLAN_DRAFT_CHANGED',
  );
  await other('POST', '/versions/1/return', { reason });
  isRefused(
    t,
    await ask('POST', '/drafts/1/publish', { revision: 2, over: 1, reason }),
    409,
    'H12_PLAN_BASE_OLD',
  );
  await ask('PUT', '/drafts/1', {
    title: 'd',
    revision: 2,
    document: { maxOffers: 0, queues: { tax: { hours: 'never' } } },
  });
  t.match((await ask('POST', '/drafts/1/check')).json(), {
    draft: { state: 'draft' },
    findings: [
      { severity: 'error', code: 'badValue', at: '/maxOffers', zh: { what: /取值不对/, mend: /./ } },
    ],
  });
  const refused = await ask('POST', '/drafts/1/publish', { revision: 3, over: 2, reason });
  t.match(refused.json(), { status: 409, code: 'H12_PLAN_UNUSABLE', errors: [{ path: '/maxOffers' }] });
  isRefused(t, await ask('POST', '/publications/2/withdraw'), 409, 'H12_PLAN_LASTING');
  isRefused(t, await ask('POST', '/versions/1/return', { reason, from: 1 }), 400, 'H12_PLAN_BAD_TIME');
  t.equal(routing.plans.version, 2);
});

t.test('where somebody else must approve, nobody who wrote in a draft does', async (t) => {
  const file = join(t.testdir({ 'plan.json': '{"version":"f-1"}' }), 'plan.json');
  const { as, routing, audit } = await withEditors(t, { approval: true, file });
  const [ask, other] = [await as('routing'), await as('second')];
  t.equal(routing.plans.plan.version, 'f-1', 'the first version needs nobody');
  await ask('POST', '/drafts', { title: 'a', version: 1, document: { maxOffers: 3 } });
  const publish = { revision: 1, over: 1, reason: 'because' };
  isRefused(t, await ask('POST', '/drafts/1/publish', publish), 409, 'H12_PLAN_NOT_APPROVED');
  isRefused(t, await ask('POST', '/drafts/1/approve', { revision: 1 }), 403, 'H12_SAME_PERSON');
  t.match((await other('POST', '/drafts/1/approve', { revision: 1 })).json(), {
    state: 'approved',
    approvedBy: 'second',
  });
  t.match(audit.newest(1), [{ actor: 'second', action: 'plan.approve' }]);
  await ask('PUT', '/drafts/1', { title: 'a', revision: 1, document: { maxOffers: 4 } });
  isRefused(
    t,
    await ask('POST', '/drafts/1/publish', { ...publish, revision: 2 }),
    409,
    'H12_PLAN_NOT_APPROVED',
  );
  await other('POST', '/drafts/1/approve', { revision: 2 });
  await ask('POST', '/drafts/1/publish', { ...publish, revision: 2 });
  t.match((await ask('GET', '/versions/2')).json(), { author: 'routing', approvedBy: 'second' });
  writeFileSync(file, '{"version":"f-2"}');
  isRefused(t, await ask('POST', '/publish'), 409, 'H12_PLAN_NOT_APPROVED');
});

t.test('who runs the system does not edit how calls are treated', async (t) => {
  const { as } = await withEditors(t);
  const admin = await as('admin');
  t.equal((await admin('GET', '/versions')).statusCode, 200);
  for (const [method, path, body] of [
    ['POST', '/drafts', { title: 'a', version: 1 }],
    ['POST', '/versions/1/return', { reason: 'x' }],
    ['GET', '/drafts', undefined],
  ] as const)
    isRefused(t, await admin(method, path, body), 403, 'H12_FORBIDDEN');
});

t.test('what comes later comes by itself, and what ends gives way to the one before', async (t) => {
  const { as, routing, clock, audit } = await withEditors(t);
  const ask = await as('routing');
  const { plans } = routing;
  const [monday, friday] = [after(clock.at, 600_000), after(clock.at, 1_200_000)];
  await ask('POST', '/drafts', { title: 'a', version: 1, document: { version: 'typhoon' } });
  const typhoon = { revision: 1, over: 1, reason: 'typhoon', from: monday, until: friday };
  t.match((await ask('POST', '/drafts/1/publish', typhoon)).json(), { id: 2, state: 'scheduled' });
  const nameAt = (at: typeof monday): string =>
    plans.planFor({ dialled: '12345', at: at }, 'Asia/Shanghai').version;
  t.strictSame(
    [after(monday, -1), monday, after(friday, -1), friday].map(nameAt),
    ['default-1', 'typhoon', 'typhoon', 'default-1'],
    'to the millisecond, whoever looks when',
  );
  t.notOk(plans.look());
  clock.at = monday;
  t.ok(plans.look());
  t.match(audit.newest(1), [{ at: monday, actor: 'system', action: 'plan.inForce', target: 'typhoon' }]);
  t.notOk(plans.look(), 'once');
  t.match((await ask('GET', '')).json(), { version: 'typhoon', publishedAt: monday });
  clock.at = after(clock.at, 1_000);
  t.match((await ask('POST', '/publications/2/withdraw')).json(), { state: 'over' });
  t.match((await ask('GET', '')).json(), { version: 'default-1' }, 'ended before its time');
  isRefused(t, await ask('POST', '/publications/2/withdraw'), 404, 'H12_NO_SUCH_PUBLICATION');
});

t.test('a restart finds what was due meanwhile, and what was published before', async (t) => {
  const clock = { at: noon };
  const now = () => clock.at;
  const { db } = freshStore(t);
  const who = { agent: 'routing' as never, actor: 'routing', address: null };
  const { drafts } = plansIn(db, { now });
  const publish = (document: object, from: number | null, until: number | null = null): void => {
    const draft = drafts.begin({ title: 'a', version: 1 as never, document: document as never }, who);
    if ('code' in draft) throw new Error(draft.code);
    const over = plansIn(db, { now }).store.newest() ?? (1 as never);
    const asked = { reason: 'x', from: from as never, until: until as never, revision: 1, over };
    t.type(drafts.publish(draft.id, asked, who), 'number');
  };
  publish({ version: 'winter' }, null);
  publish({ version: 'spring' }, noon + 1_000);
  publish({ version: 'storm' }, noon + 5_000, noon + 6_000);
  t.equal(plansIn(db, { now }).plans.plan.version, 'winter');
  clock.at = after(noon, 5_500);
  const back = plansIn(db, { now });
  t.equal(back.plans.plan.version, 'storm');
  t.equal(back.store.inForce()?.version, 4);
  clock.at = after(noon, 6_500);
  t.equal(plansIn(db, { now }).plans.plan.version, 'spring');
  t.throws(() => db.exec("UPDATE plan_versions SET reason = 'other'"), /stays as it is/);
  t.throws(() => db.exec('DELETE FROM plan_versions'), /is kept/);
});

t.test('the file is the first version; later it is taken in only when somebody says so', async (t) => {
  const file = join(t.testdir({ 'plan.json': '{"version":"f-1"}' }), 'plan.json');
  const { db } = freshStore(t);
  const now = () => noon;
  t.equal(plansIn(db, { now, file }).plans.plan.version, 'f-1');
  writeFileSync(file, '{"version":"f-2"}');
  const { plans, store } = plansIn(db, { now, file });
  t.equal(plans.plan.version, 'f-1');
  t.ok(plans.fileDiffers());
  const who = { author: 'routing', actor: 'routing', address: null };
  t.strictSame(plans.publishFile(who), []);
  t.equal(plans.plan.version, 'f-2');
  t.strictSame(plans.publishFile(who), []);
  t.equal(store.newest(), 2, 'the same again is no new version');
});

t.test('hostile documents are refused by name before anybody looks into them', async (t) => {
  const { as, ask: send, signedIn } = await withEditors(t);
  const [ask, cookie] = [await as('routing'), await signedIn('routing')];
  const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  const save = (document: string) =>
    send(cookie, {
      ...{ method: 'POST', url: '/api/v1/plan/drafts', headers: { 'content-type': 'application/json' } },
      payload: `{"title":"a","version":1,"document":${document}}`,
    });
  isRefused(t, await save(nested(40)), 400, 'H12_PLAN_TOO_DEEP');
  isRefused(t, await save(nested(50_000)), 400, 'H12_PLAN_TOO_DEEP');
  isRefused(t, await save('{"constructor":{}}'), 400, 'H12_PLAN_BAD_NAME');
  isRefused(t, await save(`{"outside":[${'0,'.repeat(41_000)}0]}`), 413, 'H12_PLAN_TOO_LARGE');
  isRefused(t, await save(`{"version":"${'x'.repeat(10_000_000)}"}`), 413, 'H12_BODY_TOO_LARGE');
  isRefused(t, await save('{"queues":{"__proto__":{"x":1}}}'), 400, 'H12_MALFORMED');
  t.match(hostile(JSON.parse('{"queues":{"__proto__":{}}}')), { code: 'H12_PLAN_BAD_NAME' });
  t.equal(({} as Record<string, unknown>)['polluted'], undefined);
  const file = {
    greeting: ['../../etc/passwd'],
    entries: [{ numbers: ['12345;rm'] }],
    outside: [{ name: 'x', number: '110' }],
  };
  t.equal((await save(JSON.stringify(file))).statusCode, 201, 'a draft may be wrong');
  const checked = await ask('POST', '/drafts/1/check');
  t.match(
    checked.json<{ findings: { at: string }[] }>().findings.map(({ at }) => at),
    ['/greeting/0', '/entries/0/numbers/0'],
  );
});
