import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { useDoor } from '../../src/http/sign-in.ts';
import { after } from '../../src/lib/time.ts';
import { cookieOf, password, running } from './running.ts';

t.test('a route that does not say who may ask for it keeps the server from starting', async (t) => {
  const { default: Fastify } = await import('fastify');
  const app = Fastify();
  useDoor(app, { who: () => null, bearer: () => null, cookieSecure: false, origins: [] });
  t.throws(() => app.get('/open', () => 'to everybody'), {
    message: 'route GET /open does not say who may ask for it',
  });
  await app.close();
});

t.test('signing in sets a cookie that scripts and other sites never see', async (t) => {
  const { ask } = await running(t);
  const payload = { username: 'agent1', password };
  const response = await ask('', { method: 'POST', url: '/api/v1/session', payload });
  t.same(response.json(), {
    username: 'agent1',
    displayName: 'name of agent1',
    roles: ['agent'],
    unit: null,
    district: null,
    cleared: false,
    limit: null,
    secondFactor: false,
  });
  t.match(response.headers['set-cookie'], /^h12_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  const secure = await running(t, { cookieSecure: true });
  const answer = await secure.ask('', { method: 'POST', url: '/api/v1/session', payload });
  t.match(
    answer.headers['set-cookie'],
    /^__Host-h12_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
});

t.test('a session is there until it is signed out of', async (t) => {
  const { ask, signedIn } = await running(t);
  const cookie = await signedIn('agent1');
  const who = () => ask(cookie, { method: 'GET', url: '/api/v1/session' });
  t.match((await who()).json(), { username: 'agent1' });
  const out = await ask(cookie, { method: 'DELETE', url: '/api/v1/session' });
  t.equal(out.statusCode, 204);
  t.equal(out.body, '');
  t.match(out.headers['set-cookie'], /^h12_session=; Max-Age=0;/);
  t.equal((await who()).statusCode, 401);
});

t.test('signing in again ends the session before', async (t) => {
  const { ask, signedIn } = await running(t);
  const first = await signedIn('agent1');
  const payload = { username: 'agent2', password };
  const second = cookieOf(await ask(first, { method: 'POST', url: '/api/v1/session', payload }));
  t.equal((await ask(first, { method: 'GET', url: '/api/v1/session' })).statusCode, 401);
  t.match((await ask(second, { method: 'GET', url: '/api/v1/session' })).json(), { username: 'agent2' });
});

t.test('wrong names and passwords get one answer; who goes on is told to wait', async (t) => {
  const { ask, clock } = await running(t);
  const attempt = (username: string, word: string) =>
    ask('', { method: 'POST', url: '/api/v1/session', payload: { username, password: word } });
  const [wrong, nobody] = [await attempt('agent1', 'x'), await attempt('nobody', 'x')];
  t.same(wrong.json(), nobody.json());
  t.match(wrong.json(), { status: 401, code: 'H12_WRONG_CREDENTIALS' });
  for (let n = 0; n < 4; n += 1) await attempt('agent1', 'x');
  const locked = await attempt('agent1', password);
  t.match(locked.json(), { status: 429, code: 'H12_TOO_MANY_SIGN_INS' });
  t.equal(locked.headers['retry-after'], '60');
  clock.at = after(clock.at, 60_000);
  t.equal((await attempt('agent1', password)).statusCode, 200);
});

t.test('a session that was not used is over', async (t) => {
  const { ask, signedIn, clock } = await running(t);
  const cookie = await signedIn('agent1');
  clock.at = after(clock.at, 3_600_000);
  t.equal((await ask(cookie, { method: 'GET', url: '/api/v1/session' })).statusCode, 401);
});

t.test('health and readiness are public and tell nothing else', async (t) => {
  const { app, inbox, clock } = await running(t);
  t.same((await app.inject('/health')).json(), { status: 'ok' });
  t.same((await app.inject('/ready')).json(), { status: 'ready' });
  inbox.hear({ to: 'connection', at: clock.at, up: false });
  t.match((await app.inject('/ready')).json(), { status: 503, code: 'H12_NOT_READY' });
  t.equal((await app.inject('/health')).statusCode, 200);
});

t.test('not ready while calls cannot be written down; the process lives', async (t) => {
  const { app, db, arrive } = await running(t);
  db.exec('ALTER TABLE journal RENAME TO gone');
  arrive(1);
  t.match((await app.inject('/ready')).json(), {
    status: 503,
    code: 'H12_NOT_READY',
    detail: /written down/,
  });
  t.equal((await app.inject('/health')).statusCode, 200);
});

t.test('only the folder of the screens is served as files', async (t) => {
  const dir = t.testdir({
    web: { 'index.html': '<h1>desk</h1>', 'app.js': 'run()', '.secret': 'x', sub: { 'a.txt': 'a' } },
  });
  const { app } = await running(t, { webDir: join(dir, 'web') });
  t.equal((await app.inject('/')).body, '<h1>desk</h1>');
  t.match((await app.inject('/app.js')).headers, { 'content-type': /javascript/ });
  t.equal((await app.inject('/sub/a.txt')).body, 'a');
  for (const url of [
    '/.secret',
    '/../hotline.db',
    '/%2e%2e/hotline.db',
    '/..%2fhotline.db',
    '/sub/',
    '/sub',
    '/none',
  ]) {
    const response = await app.inject(url);
    t.ok([400, 403, 404].includes(response.statusCode), `${url} ${response.statusCode}`);
    t.match(response.headers['content-type'], 'application/problem+json', url);
  }
  t.match((await app.inject({ method: 'POST', url: '/app.js' })).json(), { status: 404 });
  t.match((await app.inject('/api/v1/none')).json(), { status: 404, code: 'H12_NOT_FOUND' });
});

t.test('a damaged database makes a problem, not a page of secrets', async (t) => {
  const { ask, signedIn, db, lines } = await running(t);
  const cookie = await signedIn('leader');
  db.exec('ALTER TABLE tickets RENAME TO gone');
  const response = await ask(cookie, { method: 'GET', url: '/api/v1/tickets' });
  t.match(response.json(), { status: 500, code: 'H12_FAULT' });
  t.notMatch(response.body, /SELECT|tickets\.ts|gone/);
  t.match(lines.join(''), /request failed/);
});

t.test('requests that are no HTTP are answered and cut off', async (t) => {
  const { app } = await running(t);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  const say = (words: string): Promise<string> => {
    const socket = connect(address.port, '127.0.0.1');
    socket.write(words);
    return text(socket);
  };
  t.match(await say('nonsense\r\n\r\n'), /^HTTP\/1\.1 400 .*H12_BAD_REQUEST/s);
  const long = `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`;
  t.match(await say(long), /^HTTP\/1\.1 431 .*H12_HEADERS_TOO_LARGE/s);
});
