import type { LightMyRequestResponse } from 'fastify';
import t, { type Test } from 'tap';
import { rights, roles } from '../../src/access/roles.ts';
import { after } from '../../src/lib/time.ts';
import { absent, asking, concrete, withRoutes } from './asking.ts';

function isProblem(t: Test, response: LightMyRequestResponse, status: number, code: string): void {
  const name = `${response.raw.req.method ?? ''} ${response.raw.req.url ?? ''} ${code}`;
  t.equal(response.headers['content-type'], 'application/problem+json; charset=utf-8', name);
  t.match(
    response.json(),
    { type: 'about:blank', title: String, status, detail: /./, code, instance: /^\// },
    name,
  );
  t.equal(response.statusCode, status, name);
}

t.test('without a session every guarded route answers 401', async (t) => {
  const { ask, guarded, call } = await withRoutes(t);
  for (const cookie of ['', 'h12_session=x', `h12_session=${'A'.repeat(43)}`])
    for (const route of guarded)
      isProblem(t, await ask(cookie, asking(route, concrete(route.path, call))), 401, 'H12_NO_SESSION');
});

t.test('without the right every guarded route answers 403', async (t) => {
  const { ask, guarded, call, people, db } = await withRoutes(t);
  t.equal(
    await people.create({ username: 'visitor', displayName: 'x', roles: [], password: 'a good password' }),
    null,
  );
  db.exec(`UPDATE accounts SET roles = '["king"]' WHERE id = 'visitor'`);
  const signedIn = await ask('', {
    method: 'POST',
    url: '/api/v1/session',
    payload: { username: 'visitor', password: 'a good password' },
  });
  const cookie = `h12_session=${signedIn.cookies[0]?.value ?? ''}`;
  for (const route of guarded)
    isProblem(t, await ask(cookie, asking(route, concrete(route.path, call))), 403, 'H12_FORBIDDEN');
});

t.test('what changes something needs the header or the origin of this server', async (t) => {
  const { app, ask, routes, call, signedIn } = await withRoutes(t);
  const cookie = await signedIn('agent1');
  for (const route of routes.filter(({ method }) => method !== 'GET'))
    for (const headers of [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'x-h12-request': '0' },
    ])
      isProblem(
        t,
        await app.inject({
          ...asking(route, concrete(route.path, call)),
          headers: { cookie, host: 'desk.example', ...headers },
        }),
        403,
        'H12_CSRF',
      );
  const own = { cookie, host: 'desk.example', origin: 'https://desk.example' };
  const answer = await app.inject({ method: 'POST', url: '/api/v1/seats/8001/ready', headers: own });
  t.equal(answer.statusCode, 200);
  t.equal((await ask(cookie, { method: 'GET', url: '/api/v1/seats' })).statusCode, 200);
});

t.test(
  'bodies that are malformed, oversized, of another kind or with more in them are refused',
  async (t) => {
    const { ask, routes, call, allowed, signedIn, clock } = await withRoutes(t);
    const cookie = await signedIn('agent1');
    for (const route of routes.filter(({ body, path }) => body && !path.includes('password'))) {
      // One person asks very often: whoever is patient is not limited.
      clock.at = after(clock.at, 10_000);
      const own = await allowed(route);
      const send = (payload: string, type = 'application/json') =>
        ask(own, {
          method: route.method,
          url: concrete(route.path, call),
          payload,
          headers: { 'content-type': type },
        });
      isProblem(t, await send('{"a":'), 400, 'H12_MALFORMED');
      isProblem(t, await send(''), 400, 'H12_MALFORMED');
      // A routing plan may be longer than anything else.
      const tooLong = route.path.includes('/plan/drafts') ? 600_000 : 65_536;
      isProblem(t, await send(`"${'x'.repeat(tooLong)}"`), 413, 'H12_BODY_TOO_LARGE');
      isProblem(t, await send('<a/>', 'text/xml'), 415, 'H12_MEDIA_TYPE');
      isProblem(t, await send('a=b', 'application/x-www-form-urlencoded'), 415, 'H12_MEDIA_TYPE');
      isProblem(t, await send('{}', 'text/plain'), 415, 'H12_MEDIA_TYPE');
      for (const body of [
        '[]',
        '1',
        '"x"',
        '{"__proto__":{"a":1}}',
        '{"reason":"break","more":1}',
        '{"more":1}',
      ]) {
        const response = await send(body);
        t.match(
          response.json(),
          { status: 400, code: /^H12_(?:INVALID|MALFORMED)$/ },
          `${route.path} ${body}`,
        );
      }
    }
    const wrong = await ask(cookie, {
      method: 'POST',
      url: '/api/v1/session',
      payload: { username: 'agent1', password: 5 },
    });
    t.match(wrong.json(), {
      code: 'H12_INVALID',
      errors: [{ path: 'body/password', message: 'must be string' }],
    });
  },
);

t.test('unknown ids are 404, impossible ones and unknown query members 400', async (t) => {
  const { ask, guarded, signedIn, allowed, clock } = await withRoutes(t);
  const leader = await signedIn('leader');
  // A day always is; a prompt is made by its name.
  const named = (path: string): boolean => !/\/calendar\/|\/prompts\/\{name\}\/(?:speak|upload)$/.test(path);
  for (const route of guarded.filter(({ path }) => path.includes('{') && named(path))) {
    // One person asks very often: whoever is patient is not limited.
    clock.at = after(clock.at, 10_000);
    const cookie = await allowed(route);
    const response = await ask(cookie, asking(route, absent(route.path)));
    isProblem(t, response, 404, response.json<{ code: string }>().code);
    for (const id of ['%00', 'x%20y', `C${'1'.repeat(90)}`, "C'--"])
      isProblem(t, await ask(cookie, asking(route, route.path.replace(/\{\w+\}/g, id))), 400, 'H12_INVALID');
    const long = await ask(cookie, asking(route, route.path.replace(/\{\w+\}/g, 'C'.repeat(500))));
    t.ok([404, 414].includes(long.statusCode), route.path);
    t.match(long.headers['content-type'], 'application/problem+json');
  }
  const cookie = leader;
  for (const url of [
    '/calls?limit=0',
    '/calls?limit=201',
    '/calls?limit=x',
    '/calls?more=1',
    '/tickets?state=x',
  ])
    isProblem(t, await ask(cookie, { method: 'GET', url: `/api/v1${url}` }), 400, 'H12_INVALID');
  for (const url of [
    '/calls?limit=1&limit=2',
    '/calls?phase=',
    '/tickets?surveyLevel=6',
    '/calls?since=2026-1-1',
  ])
    isProblem(t, await ask(cookie, { method: 'GET', url: `/api/v1${url}` }), 400, 'H12_INVALID');
  isProblem(t, await ask(cookie, { method: 'GET', url: '/api/v1/calls?cursor=x' }), 400, 'H12_BAD_CURSOR');
});

t.test('what is not there, other methods and addresses that cannot be read', async (t) => {
  const { ask, app, signedIn } = await withRoutes(t);
  const cookie = await signedIn('leader');
  for (const url of [
    '/api/v1/nothing',
    '/api/v2/calls',
    '/nothing',
    '/api',
    '/..%2f..%2fetc%2fpasswd',
    '/.git/config',
  ])
    isProblem(t, await ask(cookie, { method: 'GET', url }), 404, 'H12_NOT_FOUND');
  const put = await ask(cookie, { method: 'PUT', url: '/api/v1/seats/8001/ready' });
  isProblem(t, put, 405, 'H12_METHOD_NOT_ALLOWED');
  t.equal(put.headers.allow, 'POST');
  isProblem(t, await ask(cookie, { method: 'POST', url: '/api/v1/calls' }), 405, 'H12_METHOD_NOT_ALLOWED');
  isProblem(t, await app.inject({ method: 'GET', url: '/api/v1/seats/%zz' }), 400, 'H12_BAD_REQUEST');
  const head = await ask(cookie, { method: 'HEAD', url: '/api/v1/calls' });
  t.equal(head.statusCode, 200);
  t.equal(head.body, '');
  t.equal(
    (await ask('', { method: 'HEAD', url: '/api/v1/calls' })).statusCode,
    401,
    'HEAD is guarded like GET',
  );
});

t.test('every answer tells browsers to be careful, and nothing of the API is kept', async (t) => {
  const { ask } = await withRoutes(t);
  for (const url of ['/api/v1/seats', '/api/v1/nothing', '/health', '/']) {
    const { headers } = await ask('', { method: 'GET', url });
    t.match(headers, {
      'content-security-policy': /default-src 'self'.*frame-ancestors 'none'/,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    if (url.startsWith('/api/')) t.equal(headers['cache-control'], 'no-store');
  }
});

t.test('every route is open to just the roles that the table of rights names', async (t) => {
  const { ask, guarded, call, as } = await withRoutes(t);
  for (const role of roles) {
    const cookie = await as(role);
    // A sign-out would end what the next routes are asked by.
    for (const route of guarded.filter(
      ({ method, path }) => `${method} ${path}` !== 'DELETE /api/v1/session',
    )) {
      const right = route.described['x-h12-right'];
      const may = right !== 'public' && rights[role][right] !== undefined;
      const answer = await ask(cookie, { method: route.method, url: concrete(route.path, call) });
      const code = answer.statusCode < 400 ? '' : answer.json<{ code: string }>().code;
      t.equal(code !== 'H12_FORBIDDEN', may, `${role} ${route.method} ${route.path} ${code}`);
      if (!may) t.equal(answer.statusCode, 403);
      if (code !== '')
        t.ok(
          route.described['x-h12-codes'].includes(code),
          `${route.method} ${route.path} documents ${code}`,
        );
    }
  }
});

t.test('a token opens just the routes of its rights, and none of those that are for people', async (t) => {
  const { app, guarded, call, ask, as } = await withRoutes(t);
  const cookie = await as('shiftLeader');
  const scope = ['calls.read', 'seats.read'];
  const made = await ask(cookie, {
    method: 'POST',
    url: '/api/v1/tokens',
    payload: { name: 'wallboard', rights: scope, expiresAt: Date.parse('2026-12-24') },
  });
  const { secret } = made.json<{ secret: string }>();
  for (const route of guarded) {
    const { 'x-h12-right': right, security } = route.described;
    const answer = await app.inject({
      method: route.method,
      url: concrete(route.path, call),
      headers: { authorization: `Bearer ${secret}` },
    });
    const name = `${route.method} ${route.path}`;
    if (scope.includes(right)) t.not(answer.statusCode, 403, name);
    else isProblem(t, answer, 403, 'H12_FORBIDDEN');
    if (['session.own', 'accounts.write', 'tokens.manage', 'desk.open'].includes(right))
      t.equal(security.length, 1, `${name} is for people`);
  }
});
