import t from 'tap';
import { running } from '../http/running.ts';

const post = (url: string, payload: object = {}) =>
  ({ method: 'POST', url: `/api/v1/seats/${url}`, payload }) as const;

t.test('an agent sits down, is ready, takes a break and leaves', async (t) => {
  const { ask, signedIn } = await running(t);
  const cookie = await signedIn('agent1');
  for (const [request, doing] of [
    [post('8001/sign-in'), { state: 'notReady', reason: 'signedIn' }],
    [post('8001/ready'), { state: 'ready' }],
    [post('8001/not-ready', { reason: 'break' }), { state: 'notReady', reason: 'break' }],
    [post('8001/sign-out'), { state: 'offline' }],
  ] as const) {
    const response = await ask(cookie, request);
    t.equal(response.statusCode, 200, request.url);
    t.match(response.json(), { id: '8001', doing }, request.url);
  }
});

t.test('refusals of the house are conflicts with their code', async (t) => {
  const { ask, signedIn } = await running(t);
  const [one, two] = [await signedIn('agent1'), await signedIn('agent2')];
  const refused = async (cookie: string, request: ReturnType<typeof post>) =>
    (await ask(cookie, request)).json<object>();
  t.match(await refused(one, post('8001/ready')), { status: 409, code: 'H12_SEAT_OFFLINE' });
  await ask(one, post('8001/sign-in'));
  t.match(await refused(two, post('8001/sign-in')), { status: 409, code: 'H12_SEAT_TAKEN' });
  t.match(await refused(one, post('8002/sign-in')), { status: 409, code: 'H12_AGENT_SIGNED_IN_ELSEWHERE' });
  t.match(await refused(one, post('8001/wrap-up-over')), { status: 409, code: 'H12_SEAT_ALREADY' });
  t.match(await refused(one, post('8009/ready')), { status: 404, code: 'H12_NO_SUCH_SEAT' });
  t.match(await refused(one, post('8001/not-ready', { reason: 'noAnswer' })), {
    status: 400,
    code: 'H12_INVALID',
  });
});

t.test("an agent does not command another's seat, and nothing happens to it", async (t) => {
  const { ask, signedIn, ready, house } = await running(t);
  ready('agent1');
  const before = house.seat('8001' as never);
  const cookie = await signedIn('agent2');
  for (const action of ['sign-out', 'ready', 'not-ready', 'wrap-up-over'])
    t.match(
      (await ask(cookie, post(`8001/${action}`, action === 'not-ready' ? { reason: 'meal' } : {}))).json(),
      { status: 403, code: 'H12_SEAT_NOT_YOURS' },
      action,
    );
  t.same(house.seat('8001' as never), before);
});

t.test('a shift leader does, and it goes on the record', async (t) => {
  const { ask, signedIn, ready, audit } = await running(t);
  ready('agent1');
  const cookie = await signedIn('leader');
  t.equal((await ask(cookie, post('8001/sign-out'))).statusCode, 200);
  t.match(audit.newest(1), [
    {
      actor: 'leader',
      action: 'seat.command',
      target: '8001 SignOutAsked',
      outcome: 'done',
      address: '127.0.0.1',
    },
  ]);
});

t.test('after-call work ends when the agent says so', async (t) => {
  const { ask, signedIn, ready, arrive, tell, answered, clock } = await running(t);
  ready('agent1');
  const call = arrive(1);
  tell(call, answered(call));
  tell(call, { type: 'CallerHungUp', at: clock.at, cause: 16 });
  const cookie = await signedIn('agent1');
  t.match((await ask(cookie, { method: 'GET', url: '/api/v1/seats/8001' })).json(), {
    doing: { state: 'wrapUp' },
  });
  t.match((await ask(cookie, post('8001/wrap-up-over'))).json(), { doing: { state: 'ready' } });
});

const put = (agent: string, payload: object) =>
  ({ method: 'PUT', url: `/api/v1/agents/${agent}/assignment`, payload }) as const;
const hakka = { skills: [{ skill: 'hakka', level: 7 }], places: [{ queue: 'tax', tier: 1, order: 0 }] };

t.test(
  'skills and queues are set while the agent is signed in, and are there at the next sign-in',
  async (t) => {
    const { ask, signedIn, ready, audit } = await running(t);
    ready('agent1');
    const [leader, agent] = [await signedIn('leader'), await signedIn('agent1')];
    t.match((await ask(leader, put('agent1', hakka))).json(), hakka);
    const seat = { method: 'GET', url: '/api/v1/seats/8001' } as const;
    t.match((await ask(agent, seat)).json(), { queues: ['tax'], skills: hakka.skills });
    t.match(audit.newest(1), [{ actor: 'leader', action: 'agent.assign', target: 'agent1 assigned' }]);
    await ask(agent, post('8001/sign-out'));
    t.match((await ask(agent, seat)).json(), { queues: ['general'], skills: [] });
    await ask(agent, post('8001/sign-in'));
    t.match((await ask(agent, seat)).json(), { queues: ['tax'], skills: hakka.skills });
    const twice = { ...hakka, skills: [...hakka.skills, ...hakka.skills] };
    t.match((await ask(leader, put('agent1', twice))).json(), { status: 400, code: 'H12_INVALID' });
    t.match((await ask(leader, put('nobody', hakka))).json(), { status: 404, code: 'H12_NO_SUCH_AGENT' });
    t.match((await ask(agent, put('agent1', hakka))).json(), { status: 403, code: 'H12_FORBIDDEN' });
  },
);

t.test('who sits at seats is listed with skills, queues and seat, by role', async (t) => {
  const { ask, signedIn, ready } = await running(t);
  ready('agent1');
  const leader = await signedIn('leader');
  await ask(leader, put('agent1', hakka));
  const list = async (query: string) =>
    (await ask(leader, { method: 'GET', url: `/api/v1/agents${query}` })).json<{
      items: readonly { agent: string }[];
      nextCursor: string | null;
    }>();
  const all = await list('');
  t.strictSame(
    all.items.toSorted((a, b) => (a.agent < b.agent ? -1 : 1)),
    [
      { agent: 'agent1', name: 'name of agent1', seat: '8001', ...hakka },
      { agent: 'agent2', name: 'name of agent2', seat: null, skills: [], places: null },
    ],
  );
  t.match(await list('?role=shiftLeader'), { items: [{ agent: 'leader' }], nextCursor: null });
  const first = await list('?limit=1');
  t.equal(first.items.length, 1);
  const second = await list(`?limit=1&cursor=${first.nextCursor ?? ''}`);
  t.strictSame([...first.items, ...second.items], all.items);
});

t.test(
  'a shift leader moves, signs out and unreadies a seat with a call; each is on the record',
  async (t) => {
    const { ask, signedIn, ready, arrive, tell, answered, audit } = await running(t);
    ready('agent1');
    const call = arrive(1);
    tell(call, answered(call));
    const [leader, agent] = [await signedIn('leader'), await signedIn('agent1')];
    for (const [request, expected] of [
      [post('8001/move', { queues: ['tax'] }), { queues: ['tax'], doing: { state: 'talking' } }],
      [post('8001/not-ready', { reason: 'meeting' }), { doing: { after: { reason: 'meeting' } } }],
      [post('8001/sign-out'), { doing: { state: 'talking', after: { state: 'offline' } } }],
    ] as const) {
      t.match((await ask(leader, request)).json(), expected, request.url);
      t.match(audit.newest(1), [{ actor: 'leader', action: 'seat.command', outcome: 'done' }]);
    }
    t.match((await ask(agent, post('8001/ready'))).json(), { status: 409, code: 'H12_SEAT_LEAVING' });
    t.match((await ask(agent, post('8001/move', { queues: null }))).json(), { code: 'H12_FORBIDDEN' });
  },
);

t.test('the agent makes the after-call work longer, up to its limit', async (t) => {
  const { ask, signedIn, ready, arrive, tell, answered, clock } = await running(t);
  ready('agent1');
  const call = arrive(1);
  tell(call, answered(call));
  tell(call, { type: 'CallerHungUp', at: clock.at, cause: 16 });
  const agent = await signedIn('agent1');
  let codes: (string | undefined)[] = [];
  for (let n = 0; n < 10; n += 1)
    codes = [...codes, (await ask(agent, post('8001/wrap-up-extend'))).json<{ code?: string }>().code];
  t.strictSame(codes, [...Array<undefined>(9).fill(undefined), 'H12_WRAP_UP_LIMIT']);
});
