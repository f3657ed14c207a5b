import t from 'tap';
import { running } from '../http/running.ts';

type Items = { readonly items: readonly { readonly id: number; readonly number: string }[] };

/** A citizen rings, nobody has time, the citizen gives up. */
async function withEntry(test: Parameters<typeof running>[0]) {
  const house = await running(test);
  house.ready('agent1', '8001');
  house.ready('agent2', '8002');
  const calls = [1, 2, 3].map((n) => house.arrive(n, `1391234221${String(n)}`));
  const third = calls[2];
  if (third === undefined) throw new Error('no third call');
  house.tell(third, { type: 'CallerHungUp', at: house.clock.at, cause: 16 });
  const [agent1, agent2] = [await house.signedIn('agent1'), await house.signedIn('agent2')];
  const list = (await house.ask(agent1, { method: 'GET', url: '/api/v1/call-backs' })).json<Items>();
  const [entry] = list.items;
  if (entry === undefined) throw new Error('no entry');
  const post = (cookie: string, what: string, payload?: object) =>
    house.ask(cookie, {
      method: 'POST',
      url: `/api/v1/call-backs/${String(entry.id)}/${what}`,
      ...(payload === undefined ? {} : { payload }),
    });
  return { ...house, entry, agent1, agent2, post };
}

t.test(
  'two agents claim one call-back: the first has it and sees the number, the second is told',
  async (t) => {
    const { post, agent1, agent2, entry, ask, audit } = await withEntry(t);
    t.equal(entry.number, '139****2213');
    t.match((await post(agent1, 'claim')).json(), { number: '13912342213', holder: 'agent1' });
    const second = await post(agent2, 'claim');
    t.equal(second.statusCode, 409);
    t.match(second.json(), { code: 'H12_CALL_BACK_TAKEN', detail: /agent1/ });
    for (const what of ['dial', 'wish', 'release'])
      t.match((await post(agent2, what)).json(), { code: 'H12_CALL_BACK_TAKEN' });
    const seen = await ask(agent2, { method: 'GET', url: '/api/v1/call-backs' });
    t.match(seen.json<Items>().items, [{ number: '139****2213' }], 'hidden from the others');
    t.match(
      audit.newest(5).map(({ outcome }) => outcome),
      ['H12_CALL_BACK_TAKEN'],
    );
    t.match((await post(agent1, 'release')).json(), { holder: null });
    t.equal((await post(agent2, 'claim')).statusCode, 200);
  },
);

t.test('a call-back ends by the citizen’s wish, or when enough was tried, and not before', async (t) => {
  const { post, agent1, ask, entry } = await withEntry(t);
  t.match((await post(agent1, 'give-up')).json(), { code: 'H12_NOT_TRIED_ENOUGH' });
  t.match((await post(agent1, 'wish')).json(), { closed: { why: 'wish' } });
  t.match((await post(agent1, 'dial')).json(), { code: 'H12_CALL_BACK_CLOSED' });
  const record = await ask(agent1, { method: 'GET', url: `/api/v1/call-backs/${String(entry.id)}` });
  t.match(record.json(), {
    history: [{ what: 'missed' }, { what: 'closed', who: 'agent1', detail: 'wish' }],
  });
});

t.test('the citizen rings again and is answered: nobody calls back any more', async (t) => {
  const { arrive, tell, clock, answered, ask, agent1, inbox } = await withEntry(t);
  inbox.put({
    to: 'seat',
    at: clock.at,
    seat: '8003' as never,
    input: { type: 'SignInAsked', agent: 'agent3' as never, at: clock.at },
  });
  inbox.put({
    to: 'seat',
    at: clock.at,
    seat: '8003' as never,
    input: { type: 'ReadyAsked', agent: 'agent3' as never, at: clock.at },
  });
  const again = arrive(4, '13912342213');
  tell(again, answered(again));
  const open = await ask(agent1, { method: 'GET', url: '/api/v1/call-backs' });
  t.strictSame(open.json<Items>().items, []);
  const closed = await ask(agent1, { method: 'GET', url: '/api/v1/call-backs?state=closed' });
  t.match(closed.json(), { items: [{ closed: { why: 'rangAgain' } }] });
});

t.test('a dial takes no number, and needs a seat', async (t) => {
  const { post, agent1, ask, signedIn } = await withEntry(t);
  for (const payload of [{ number: '110' }, { number: '13900000000' }, { seat: '8002' }])
    t.equal((await post(agent1, 'dial', payload)).statusCode, 400);
  t.match((await post(await signedIn('leader'), 'dial')).json(), { code: 'H12_SEAT_OFFLINE' });
  t.equal((await post(await signedIn('admin'), 'dial')).statusCode, 403);
  const busy = await post(agent1, 'dial');
  t.match(busy.json(), { code: 'H12_SEAT_BUSY' });
  const unknown = await ask(agent1, { method: 'POST', url: '/api/v1/tickets/20200101-000001/dial' });
  t.match(unknown.json(), { code: 'H12_NO_SUCH_TICKET' });
});
