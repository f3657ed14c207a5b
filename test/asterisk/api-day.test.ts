import { once } from 'node:events';
import t, { type Test } from 'tap';
import type { TSchema } from 'typebox';
import Value from 'typebox/value';
import { WebSocket } from 'ws';
import { ServerMessage } from '../../src/desk/protocol.ts';
import { type ApiAnswer, askApi } from './api.ts';
import { accountOf, eventually, startHotline } from './hotline.ts';
import { startCallers, startPhone } from './sipp.ts';
import { spawnDaemon } from './spawned.ts';

type Described = {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly responses: Readonly<
              Record<string, { readonly content?: Readonly<Record<string, { readonly schema: TSchema }>> }>
            >;
          }
        >
      >
    >
  >;
};

/** A client that knows the hotline by its own description alone, and holds every answer against it. */
async function clientOf(t: Test, address: string) {
  const answer = await fetch(`${address}/api/v1/openapi.json`);
  const { paths } = (await answer.json()) as Described;
  const fitting = (method: string, path: string) =>
    Object.entries(paths).find(
      ([known, of]) =>
        method.toLowerCase() in of &&
        new RegExp(`^${known.replace(/\{\w+\}/g, '[^/]+')}$`).test(`/api/v1${path}`),
    )?.[1][method.toLowerCase()];
  let cookie = '';
  const ask = async (method: string, path: string, body?: object): Promise<ApiAnswer> => {
    const given = await askApi(address, path, { method, cookie, body });
    const responses = fitting(method, path.split('?', 1)[0] ?? '')?.responses;
    const described = responses?.[String(given.status)];
    t.ok(described, `${method} ${path} ${String(given.status)} is described`);
    const schema = Object.values(described?.content ?? {})[0]?.schema;
    if (schema !== undefined)
      t.ok(Value.Check(schema, given.body), `${method} ${path} answers as described`, { body: given.body });
    if (given.setCookie !== null) cookie = given.setCookie.split(';', 1)[0] ?? '';
    return given;
  };
  return { ask, cookie: () => cookie };
}

/** The desk's socket: the messages that came, each as the protocol describes it. */
async function deskOf(t: Test, address: string, cookie: string) {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/desk`, {
    headers: { cookie, origin: address },
  });
  const told: string[] = [];
  socket.on('message', (data: Buffer) => {
    const text = data.toString('utf8');
    if (!Value.Check(ServerMessage, JSON.parse(text))) t.fail('a message is not as described', { text });
    told.push(text);
  });
  await once(socket, 'message');
  t.teardown(() => socket.terminate());
  return {
    /** Resolves when the desk has been told such a thing. */
    tells: (word: string) =>
      eventually(`the desk tells ${word}`, () => told.some((text) => text.includes(word)) || null),
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

t.test("an agent's whole day goes over the API and the desk's socket alone", async (t) => {
  const hotline = await startHotline(t, { plan: { wrapUpMs: 30_000, greeting: [] } });
  const password = hotline.access.phones.find(({ seat }) => seat === '8001')?.password ?? '';
  const child = await spawnDaemon(t, hotline);
  const behaviour = { type: 'answer', ringMs: 100, talkMs: 60_000 } as const;
  const phone = await startPhone({ asterisk: hotline.asterisk.sip, endpoint: '8001', password, behaviour });
  t.teardown(() => phone.stop());
  const { ask, cookie } = await clientOf(t, child.address);
  const seat = (word: string, body?: object) => ask('POST', `/seats/8001/${word}`, body);
  const doing = async (): Promise<string> =>
    ((await ask('GET', '/seats/8001')).body as { doing: { state: string } }).doing.state;

  t.equal(
    (await ask('POST', '/session', accountOf(hotline, 'agent1'))).status,
    400,
    'no more than is described',
  );
  const { username, password: word } = accountOf(hotline, 'agent1');
  t.equal((await ask('POST', '/session', { username, password: word })).status, 200);
  const desk = await deskOf(t, child.address, cookie());
  await eventually('the phone is there', async () => {
    const { body } = await ask('GET', '/seats/8001');
    return (body as { phone: string }).phone === 'reachable' || null;
  });
  t.equal((await seat('sign-in')).status, 200);
  t.equal((await seat('ready')).status, 200);

  const caller = await startCallers({ asterisk: hotline.asterisk.sip, from: '13800001122', talkMs: 1_000 });
  await desk.tells('"state":"offered"');
  await desk.tells('"state":"talking"');
  const live = (await ask('GET', '/calls?phase=live')).body as { items: { id: string; from: string }[] };
  t.equal(live.items[0]?.from, '13800001122', 'the own caller is seen whole');
  t.equal((await seat('sign-out')).code, 'H12_SEAT_BUSY');
  await caller.done;
  await desk.tells('"state":"wrapUp"');
  t.equal((await seat('wrap-up-over')).status, 200);
  t.equal((await seat('not-ready', { reason: 'meal' })).status, 200);
  t.equal(await doing(), 'notReady');
  await desk.tells('"reason":"meal"');

  const past = (await ask('GET', '/calls?phase=ended&seat=8001')).body as {
    items: { id: string; outcome: string; ticketNo: string }[];
  };
  t.same(
    past.items.map(({ outcome }) => outcome),
    ['answered'],
  );
  t.equal((await ask('GET', `/calls/${past.items[0]?.id ?? ''}`)).status, 200);
  t.equal((await ask('GET', `/tickets/${past.items[0]?.ticketNo ?? ''}`)).status, 200);
  t.equal((await ask('GET', '/call-backs?state=open')).status, 200);
  t.equal((await seat('sign-out')).status, 200);
  await desk.close();
  t.equal((await ask('DELETE', '/session')).status, 204);
  t.equal((await ask('GET', '/calls')).code, 'H12_NO_SESSION');
  await child.stop();
  await hotline.startDaemon();
  await hotline.ended(1);
});
