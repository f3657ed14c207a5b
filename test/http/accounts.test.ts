import type { InjectOptions } from 'fastify';
import t, { type Test } from 'tap';
import { after } from '../../src/lib/time.ts';
import { codeOf, stepAt } from '../../src/people/totp.ts';
import { cookieOf, password, type Running, running } from './running.ts';

const api = (path: string): string => `/api/v1${path}`;

/** Asks, and gives status, code and body in one. */
const asker =
  ({ ask }: Running) =>
  async (cookie: string, method: NonNullable<InjectOptions['method']>, path: string, payload?: object) => {
    const answer = await ask(cookie, {
      method,
      url: api(path),
      ...(payload === undefined ? {} : { payload }),
    });
    const body = answer.body === '' ? {} : answer.json<Record<string, unknown>>();
    return { status: answer.statusCode, code: body['code'], body, cookie: cookieOf(answer) };
  };

async function office(t: Test) {
  const house = await running(t);
  const say = asker(house);
  const admin = await house.signedIn('admin');
  const signIn = (username: string, word: string, code?: string) =>
    say('', 'POST', '/session', { username, password: word, ...(code === undefined ? {} : { code }) });
  return { ...house, say, admin, signIn };
}

t.test('a new account must change its password before anything else', async (t) => {
  const { say, admin, signIn, audit } = await office(t);
  const made = await say(admin, 'POST', '/accounts', {
    username: 'chen',
    displayName: '陈静',
    roles: ['agent'],
  });
  t.equal(made.status, 201);
  const first = made.body['password'] as string;
  t.ok(first.length >= 16);
  t.equal(
    (await say(admin, 'POST', '/accounts', { username: 'chen', displayName: 'x', roles: [] })).code,
    'H12_ACCOUNT_EXISTS',
  );
  const { cookie, body } = await signIn('chen', first);
  t.equal(body['limit'], 'passwordChange');
  for (const path of ['/calls', '/seats', '/units', '/tokens'])
    t.equal((await say(cookie, 'GET', path)).code, 'H12_PASSWORD_CHANGE_NEEDED', path);
  const change = (current: string, next: string) =>
    say(cookie, 'PUT', '/session/password', { current, next });
  t.equal((await change('wrong', 'another good one')).code, 'H12_WRONG_PASSWORD');
  t.equal((await change(first, first)).code, 'H12_PASSWORD_UNCHANGED');
  t.equal((await change(first, 'short')).code, 'H12_INVALID');
  const other = await signIn('chen', first);
  t.equal((await change(first, 'another good one')).status, 204);
  t.equal((await say(cookie, 'GET', '/calls')).status, 200);
  t.equal((await say(other.cookie, 'GET', '/session')).status, 401, 'other sessions have ended');
  t.equal((await signIn('chen', first)).code, 'H12_WRONG_CREDENTIALS');
  t.ok(
    audit
      .newest(50)
      .some(({ action, target }) => action === 'account.create' && target?.includes('roles=agent') === true),
  );
  t.notOk(JSON.stringify(audit.newest(50)).includes(first));
});

t.test('roles change at once and on the record; a disabled account is out at once', async (t) => {
  const { say, admin, signedIn, signIn, audit } = await office(t);
  const agent = await signedIn('agent1');
  t.equal((await say(agent, 'GET', '/accounts')).code, 'H12_FORBIDDEN');
  await say(admin, 'PATCH', '/accounts/agent1', { roles: ['inspector'] });
  t.equal((await say(agent, 'GET', '/calls')).code, 'H12_FORBIDDEN');
  t.match(audit.newest(1)[0], {
    action: 'account.change',
    actor: 'admin',
    target: 'agent1 roles=agent > roles=inspector',
  });
  t.equal((await say(admin, 'PATCH', '/accounts/agent1', { disabled: true })).status, 200);
  t.equal((await say(agent, 'GET', '/session')).status, 401);
  t.equal((await signIn('agent1', password)).code, 'H12_WRONG_CREDENTIALS');
  t.equal((await say(admin, 'PATCH', '/accounts/agent1', { more: 1 })).code, 'H12_INVALID');
});

t.test('the last system administrator cannot lock everybody out', async (t) => {
  const { say, admin } = await office(t);
  for (const change of [{ disabled: true }, { roles: ['agent'] }, { roles: [] }])
    t.equal((await say(admin, 'PATCH', '/accounts/admin', change)).code, 'H12_LAST_ADMINISTRATOR');
  t.equal((await say(admin, 'GET', '/accounts/admin')).status, 200, 'nothing was changed');
  await say(admin, 'PATCH', '/accounts/leader', { roles: ['shiftLeader', 'systemAdministrator'] });
  t.equal((await say(admin, 'PATCH', '/accounts/admin', { roles: ['agent'] })).status, 200);
});

t.test('a reset password ends all sessions; sessions are listed and ended one by one', async (t) => {
  const { say, admin, signedIn, signIn } = await office(t);
  const [first, second] = [await signedIn('agent1'), await signedIn('agent1')];
  const own = (await say(first, 'GET', '/session/sessions')).body['items'] as {
    id: string;
    current: boolean;
  }[];
  t.same(own.map(({ current }) => current).toSorted(), [false, true]);
  const other = own.find(({ current }) => !current)?.id ?? '';
  t.equal((await say(first, 'DELETE', `/session/sessions/${other}`)).status, 204);
  t.equal((await say(second, 'GET', '/session')).status, 401);
  t.equal((await say(first, 'DELETE', `/session/sessions/${other}`)).code, 'H12_NO_SUCH_SESSION');
  const agent2 = await signedIn('agent2');
  const foreign = (await say(agent2, 'GET', '/session/sessions')).body['items'] as { id: string }[];
  t.equal(
    (await say(first, 'DELETE', `/session/sessions/${foreign[0]?.id ?? ''}`)).code,
    'H12_NO_SUCH_SESSION',
  );
  const made = await say(admin, 'POST', '/accounts/agent1/reset-password');
  t.equal((await say(first, 'GET', '/session')).status, 401);
  t.equal((await signIn('agent1', made.body['password'] as string)).body['limit'], 'passwordChange');
});

t.test('failed sign-ins are counted in the database, and an administrator unlocks', async (t) => {
  const { say, admin, signIn, db } = await office(t);
  for (let n = 0; n < 5; n += 1) await signIn('agent1', 'wrong');
  t.equal((await signIn('agent1', password)).code, 'H12_TOO_MANY_SIGN_INS');
  const kept = JSON.stringify(db.prepare('SELECT * FROM sign_in_failures').all());
  t.ok(kept.length > 10);
  t.notOk(kept.includes('agent1'), 'a name may be a password: it is kept as a digest');
  t.equal((await say(admin, 'POST', '/accounts/agent1/unlock')).status, 204);
  t.equal((await signIn('agent1', password)).status, 200);
});

t.test(
  'a second factor: enrolled, asked for, each code once, recovery codes, required by role',
  async (t) => {
    const { say, admin, signedIn, signIn, clock } = await office(t);
    const cookie = await signedIn('agent1');
    const factor = '/session/second-factor';
    const { body } = await say(cookie, 'POST', factor);
    const secret = body['secret'] as string;
    const now = (off = 0): string => codeOf(secret, stepAt(clock.at) + off);
    t.equal((await signIn('agent1', password)).status, 200, 'only offered: sign-in is as before');
    t.equal((await say(cookie, 'PUT', factor, { code: now(5) })).code, 'H12_WRONG_CODE');
    const confirmed = await say(cookie, 'PUT', factor, { code: now() });
    const codes = confirmed.body['recoveryCodes'] as string[];
    t.equal(codes.length, 10);
    t.equal((await say(cookie, 'POST', factor)).code, 'H12_HAS_SECOND_FACTOR');
    t.equal(
      (await signIn('agent1', 'wrong', now(1))).code,
      'H12_WRONG_CREDENTIALS',
      'the code alone tells nothing',
    );
    t.equal((await signIn('agent1', password)).code, 'H12_CODE_NEEDED');
    t.equal((await signIn('agent1', password, now())).code, 'H12_WRONG_CODE', 'used at enrolment');
    clock.at = after(clock.at, 30_000);
    const code = now();
    t.equal((await signIn('agent1', password, code)).status, 200);
    t.equal((await signIn('agent1', password, code)).code, 'H12_WRONG_CODE', 'a replay is refused');
    t.equal((await signIn('agent1', password, codes[0])).status, 200);
    t.equal(
      (await signIn('agent1', password, codes[0])).code,
      'H12_WRONG_CODE',
      'a recovery code serves once',
    );
    await say(admin, 'PUT', '/second-factor-roles', { roles: ['agent'] });
    t.equal((await say(cookie, 'POST', `${factor}/remove`, { password })).code, 'H12_SECOND_FACTOR_REQUIRED');
    const without = await signIn('agent2', password);
    t.equal(without.body['limit'], 'secondFactor');
    t.equal((await say(without.cookie, 'GET', '/calls')).code, 'H12_ENROLMENT_NEEDED');
    t.equal((await say(admin, 'DELETE', '/accounts/agent1/second-factor')).status, 204);
    t.equal((await say(cookie, 'GET', '/session')).status, 401);
  },
);

t.test('guessing codes is locked like guessing passwords', async (t) => {
  const { say, signedIn, signIn, clock } = await office(t);
  const cookie = await signedIn('agent1');
  const secret = (await say(cookie, 'POST', '/session/second-factor')).body['secret'] as string;
  await say(cookie, 'PUT', '/session/second-factor', { code: codeOf(secret, stepAt(clock.at)) });
  const codes: unknown[] = [];
  for (let n = 0; n < 7; n += 1) codes.push((await signIn('agent1', password, '000000')).code);
  t.equal(codes[0], 'H12_WRONG_CODE');
  t.equal(codes.at(-1), 'H12_TOO_MANY_SIGN_INS');
});

t.test('a token: shown once, kept as a digest, no more than its maker, never beside a cookie', async (t) => {
  const house = await office(t);
  const { app, say, admin, signedIn, db, clock, audit, lines } = house;
  const leader = await signedIn('leader');
  const expiresAt = clock.at + 86_400_000;
  const body = { name: 'board', rights: ['seat.command', 'seats.read'], expiresAt };
  t.equal(
    (await say(leader, 'POST', '/tokens', { ...body, rights: ['metrics.read'] })).code,
    'H12_MORE_THAN_MAKER',
  );
  t.equal((await say(leader, 'POST', '/tokens', { ...body, rights: ['session.own'] })).code, 'H12_INVALID');
  t.equal((await say(leader, 'POST', '/tokens', { ...body, expiresAt: clock.at })).code, 'H12_BAD_EXPIRY');
  const made = (await say(leader, 'POST', '/tokens', body)).body as { secret: string; token: { id: string } };
  t.notOk(JSON.stringify(db.prepare('SELECT * FROM tokens').all()).includes(made.secret));
  const bear = (url: string, method: 'GET' | 'POST' = 'GET', more: Record<string, string> = {}) =>
    app.inject({ method, url: api(url), headers: { authorization: `Bearer ${made.secret}`, ...more } });
  t.equal((await bear('/seats')).statusCode, 200);
  t.match((await bear('/calls')).json(), { code: 'H12_FORBIDDEN' });
  t.match((await bear('/seats', 'GET', { cookie: leader })).json(), { code: 'H12_TWO_CREDENTIALS' });
  t.equal((await app.inject(api(`/seats?token=${made.secret}`))).statusCode, 401, 'in the header alone');
  house.ready('agent1');
  t.equal((await bear('/seats/8001/sign-out', 'POST')).statusCode, 200, 'nothing to forge, no header needed');
  t.equal(audit.newest(1)[0]?.actor, `leader/${made.token.id}`, 'the machine is named on the record');
  const listed = (await say(admin, 'GET', '/tokens')).body['items'] as { id: string; lastUsedAt: number }[];
  t.equal(listed[0]?.lastUsedAt, clock.at);
  t.notOk(JSON.stringify(listed).includes(made.secret));
  const agent = await signedIn('agent2');
  t.same((await say(agent, 'GET', '/tokens')).body['items'], [], "others' tokens are not seen");
  t.equal((await say(agent, 'DELETE', `/tokens/${made.token.id}`)).code, 'H12_NO_SUCH_TOKEN');
  await say(admin, 'PATCH', '/accounts/leader', { roles: ['unitClerk'] });
  t.match((await bear('/seats')).json(), { code: 'H12_FORBIDDEN' }, 'the maker may less, so may the token');
  await say(admin, 'PATCH', '/accounts/leader', { roles: ['shiftLeader'], disabled: true });
  t.match((await bear('/seats')).json(), { code: 'H12_BAD_TOKEN' });
  await say(admin, 'PATCH', '/accounts/leader', { disabled: false });
  t.equal((await bear('/seats')).statusCode, 200);
  await say(admin, 'DELETE', `/tokens/${made.token.id}`);
  const revoked = await bear('/seats');
  t.match(revoked.json(), { code: 'H12_BAD_TOKEN' });
  t.match(revoked.headers['www-authenticate'], /^Bearer/);
  t.notOk(lines.join('').includes(made.secret), 'no log has it');
});

t.test('a token ends when it was said to', async (t) => {
  const { app, say, admin, clock } = await office(t);
  const made = await say(admin, 'POST', '/tokens', {
    name: 'x',
    rights: ['metrics.read'],
    expiresAt: clock.at + 60_000,
  });
  const scrape = () =>
    app.inject({ url: '/metrics', headers: { authorization: `Bearer ${made.body['secret'] as string}` } });
  t.equal((await scrape()).statusCode, 200);
  clock.at = after(clock.at, 60_000);
  t.equal((await scrape()).statusCode, 401);
});

t.test('a foreign origin is not believed, whatever header it sends', async (t) => {
  const { app, signedIn } = await office(t);
  const cookie = await signedIn('agent1');
  const headers = { cookie, host: 'desk.example', origin: 'https://evil.example', 'x-h12-request': '1' };
  const answer = await app.inject({ method: 'DELETE', url: api('/session'), headers });
  t.match(answer.json(), { status: 403, code: 'H12_CSRF' });
});

t.test('who asks too much waits, but never with a call or a seat', async (t) => {
  const known = { burst: 3, perSecond: 1 };
  const { ask, signedIn, clock, house, ready } = await running(t, {
    limits: { known, unknown: { burst: 50, perSecond: 1 } },
  });
  const cookie = await signedIn('agent1');
  const get = () => ask(cookie, { method: 'GET', url: api('/units') });
  for (let n = 0; n < 3; n += 1) t.equal((await get()).statusCode, 200);
  const over = await get();
  t.match(over.json(), { status: 429, code: 'H12_TOO_MANY_REQUESTS' });
  t.equal(over.headers['retry-after'], '1');
  ready('agent1');
  for (let n = 0; n < 10; n += 1)
    t.equal(
      (await ask(cookie, { method: 'POST', url: api('/seats/8001/not-ready'), payload: { reason: 'break' } }))
        .statusCode < 429,
      true,
    );
  t.ok([...house.seats()].length > 0);
  clock.at = after(clock.at, 1_000);
  t.equal((await get()).statusCode, 200);
  const other = await signedIn('agent2');
  t.equal(
    (await ask(other, { method: 'GET', url: api('/units') })).statusCode,
    200,
    'each session for itself',
  );
});
