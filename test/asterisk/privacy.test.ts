import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import { codeOf, stepAt } from '../../src/people/totp.ts';
import { askApi, type Session, signInAt } from './api.ts';
import { accountOf, eventually, type Hotline, startHotline } from './hotline.ts';
import { startCallers } from './sipp.ts';
import { type SpawnedDaemon, spawnDaemon } from './spawned.ts';

const number = '13800004711';
const wrongPassword = 'not-the-password-4711';
const bearer = 'Bearer-of-nothing-4711';
const strangersToken = 'S'.repeat(43);

const call = async ({ asterisk }: Hotline, from = number): Promise<unknown> =>
  (await startCallers({ asterisk: asterisk.sip, from, name: `name of ${number}`, talkMs: 1_500 })).done;

/** Right and wrong ways to sign in. @returns an agent's session */
async function signIns(t: Test, hotline: Hotline, address: string): Promise<Session> {
  const agent = accountOf(hotline, 'agent2');
  const wrong = [
    { username: agent.username, password: wrongPassword },
    { username: number, password: wrongPassword },
  ];
  for (const body of wrong)
    t.equal(
      (await askApi(address, '/session', { method: 'POST', cookie: '', body })).code,
      'H12_WRONG_CREDENTIALS',
    );
  const half = await fetch(`${address}/api/v1/session`, {
    method: 'POST',
    headers: { 'x-h12-request': '1', 'content-type': 'application/json', authorization: bearer },
    body: `{"username":"${number}","password":"${wrongPassword}`,
  });
  t.equal(half.status, 400);
  const stranger = await askApi(address, '/calls', {
    method: 'GET',
    cookie: `h12_session=${strangersToken}`,
  });
  t.equal(stranger.code, 'H12_NO_SESSION');
  return signInAt(address, agent);
}

type Told = { secret: string; uri: string; recoveryCodes: string[]; password: string };

/** Passwords reset and changed, a second factor, a token: all that is told once. @returns what must stand nowhere */
async function doors(t: Test, hotline: Hotline, address: string): Promise<readonly string[]> {
  const told: string[] = [];
  const by = async (cookie: string, method: string, path: string, body?: object): Promise<Told> => {
    const answer = await askApi(address, path, { method, cookie, body });
    const { secret, recoveryCodes = [], password } = (answer.body ?? {}) as Partial<Told>;
    told.push(...[secret, password, ...recoveryCodes].filter((one) => one !== undefined));
    return answer.body as Told;
  };
  const admin = await signInAt(address, accountOf(hotline, 'admin'));
  const agent = await signInAt(address, accountOf(hotline, 'agent3'));
  await by(admin.cookie, 'POST', '/accounts/agent4/reset-password');
  await by(agent.cookie, 'PUT', '/session/password', {
    current: wrongPassword,
    next: `${wrongPassword}-next`,
  });
  const { secret } = await by(agent.cookie, 'POST', '/session/second-factor');
  await by(agent.cookie, 'PUT', '/session/second-factor', { code: '000000' });
  const codes = await by(agent.cookie, 'PUT', '/session/second-factor', {
    code: codeOf(secret, stepAt(Date.now())),
  });
  t.equal(codes.recoveryCodes.length, 10);
  const { username, password } = accountOf(hotline, 'agent3');
  for (const code of [undefined, codes.recoveryCodes[0], codes.recoveryCodes[0]])
    await by('', 'POST', '/session', { username, password, ...(code === undefined ? {} : { code }) });
  const token = await by(admin.cookie, 'POST', '/tokens', {
    name: 'x',
    rights: ['metrics.read'],
    expiresAt: Date.now() + 3_600_000,
  });
  const headers = { authorization: `Bearer ${token.secret}` };
  const metrics = await fetch(`${address}/metrics`, { headers });
  t.equal(metrics.status, 200);
  t.notMatch(await metrics.text(), number, 'metrics tell no number');
  for (const path of ['/api/v1/calls', `/metrics?token=${token.secret}`, `/api/v1/${token.secret}`])
    await fetch(address + path, { headers });
  t.ok(told.length >= 13, 'there was something to tell');
  return told;
}

/** Reads whatever there is, and asks for what is not. */
async function readings(t: Test, leader: Session): Promise<void> {
  const { body } = await leader.get('/calls');
  const { items } = body as { items: readonly { id: string; from: string | null; ticketNo: string }[] };
  t.ok(items.some(({ from }) => from !== null));
  const known = items.flatMap(({ id, ticketNo }) => [
    `/calls/${id}`,
    `/tickets/${ticketNo}`,
    `/recordings/${id}`,
  ]);
  const unknown = [
    number,
    `calls/C${number}`,
    `calls?cursor=${number}`,
    `calls?queue=${number}`,
    `seats/${number}`,
  ];
  for (const path of [
    ...known,
    '/tickets',
    '/recordings',
    '/seats',
    '/state',
    ...unknown.map((one) => `/${one}`),
  ])
    await leader.get(path);
  await leader.post(`/calls/${items[0]?.id ?? ''}/hang-up`, { number, password: wrongPassword });
}

/** A desk that shows a call, and desks that are not let in. */
async function desks(t: Test, { address, leader }: SpawnedDaemon): Promise<void> {
  const url = `${address.replace('http', 'ws')}/api/v1/desk`;
  const desk = new WebSocket(url, { headers: { cookie: leader.cookie, origin: address } });
  await once(desk, 'message');
  desk.send(JSON.stringify({ type: 'dial', number, password: wrongPassword }));
  await once(desk, 'message');
  desk.send(number.repeat(1_000));
  await once(desk, 'close');
  for (const [query, headers] of [
    ['', { cookie: `h12_session=${strangersToken}`, origin: address }],
    [`?token=${strangersToken}`, { cookie: leader.cookie, origin: `http://${number}.example` }],
  ] as const) {
    const refused: unknown[] = await once(new WebSocket(url + query, { headers }), 'unexpected-response');
    t.match(refused[1], { statusCode: /^40[013]$/ });
  }
}

t.test(
  'calls, requests, desks and a lost Asterisk leave no number, password or token in any log',
  async (t) => {
    const hotline = await startHotline(t, { plan: { wrapUpMs: 0, greeting: [] } });
    await hotline.readySeat('8001', { type: 'answer', ringMs: 50, talkMs: 500 });
    const child = await spawnDaemon(t, hotline);
    const agent = await signIns(t, hotline, child.address);
    for (const from of [number, 'anonymous', `${number};phone-context=4711`])
      await call(hotline, encodeURIComponent(from));
    await readings(t, child.leader);
    const told = await doors(t, hotline, child.address);
    await desks(t, child);
    await hotline.asterisk.kill();
    await eventually('the daemon knows', async () => !(await fetch(`${child.address}/ready`)).ok || null);
    await hotline.asterisk.restart();
    await eventually('it is there again', async () => (await fetch(`${child.address}/ready`)).ok || null);
    await child.stop();
    await hotline.startDaemon();
    await hotline.ended(3);

    const log = readFileSync(hotline.logFile, 'utf8');
    for (const told of ['"msg":"turn"', '"msg":"request"', '"level":20', 'desk', 'not connected to asterisk'])
      t.ok(log.includes(told), `it was talkative: ${told}`);
    const cookies = [agent, child.leader].map(({ cookie }) => cookie.split('=', 2)[1] ?? cookie);
    const secrets = [number, wrongPassword, bearer, strangersToken, 'h12_session', 'api_key=', ...cookies];
    const known = [...hotline.access.accounts, ...hotline.access.phones].map(({ password }) => password);
    const passwords = [...known, ...told];
    for (const [name, text] of [
      ['daemon', log],
      ['Asterisk', hotline.asterisk.log()],
    ] as const)
      for (const secret of [...secrets, ...passwords, hotline.asterisk.ariPassword])
        if (text.includes(secret))
          t.fail(`the log of ${name} tells ${secret}`, {
            line: text.split('\n').find((line) => line.includes(secret)),
          });
  },
);
