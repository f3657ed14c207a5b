import t, { type Test } from 'tap';
import { type Eyes, eyesOf, mayKnow } from '../../src/calls/seen.ts';
import type { CallRecord, CallRow } from '../../src/calls/wire.ts';
import { listStart } from '../../src/store/page.ts';
import { password } from '../http/running.ts';
import {
  agent,
  answered,
  batchOf,
  callerHungUp,
  callId,
  freshStore,
  offered,
  sampleCall,
  ticketNo,
} from '../store/samples.ts';
import { city, no } from '../tickets/city.ts';

/** A city in whose first call, which goes on, a confidential matter is spoken of. */
async function secret(t: Test) {
  const house = await city(t);
  const staff = { displayName: 'x', password, roles: ['agent'] } as const;
  await house.people.create({ ...staff, username: 'trusted', cleared: true });
  t.equal((await house.act('office', { type: 'setLevel', level: 'confidential' })).statusCode, 200);
  const list = async (username: string, query = '') =>
    (await house.asks(username, 'GET', `/calls${query}`)).json<{
      items: CallRow[];
      nextCursor: string | null;
    }>();
  const ids = async (username: string, query = '') =>
    (await list(username, query)).items.map(({ id }): string => id);
  const code = async (username: string, path: string, body?: object): Promise<string> => {
    const response = await house.asks(username, body === undefined ? 'GET' : 'POST', path, body);
    return response.statusCode < 300 ? 'done' : response.json<{ code: string }>().code;
  };
  const hangUp = (call: string): void => {
    house.tell(call as never, { type: 'CallerHungUp', at: house.clock.at, cause: 16 });
  };
  return { ...house, list, ids, code, hangUp };
}

t.test('the call of a confidential ticket is not there for who is not cleared', async (t) => {
  const { ids, code, call, hangUp } = await secret(t);
  const queries = ['', '?phase=live', '?seat=8001', `?ticket=${no}`, '?queue=general', '?since=2026-11-24'];
  const seen = async (username: string): Promise<string[][]> => {
    const found: string[][] = [];
    for (const query of queries) found.push(await ids(username, query));
    return found;
  };
  const [all, none] = [queries.map(() => [call]), queries.map(() => [])];
  t.same(await seen('agent2'), none, 'neither listed nor found');
  t.equal(await code('agent2', `/calls/${call}`), 'H12_NO_SUCH_CALL');
  t.equal(await code('agent2', `/calls/${call}/hang-up`, {}), 'H12_NO_SUCH_CALL', 'nor by what is refused');
  // Who has it, and who watches over live calls, until it has ended.
  t.same(await seen('agent1'), all);
  t.same(await seen('leader'), all);
  t.same(await seen('trusted'), all);
  for (const username of ['agent1', 'leader', 'trusted'])
    t.equal(await code(username, `/calls/${call}`), 'done', username);
  hangUp(call);
  for (const username of ['agent1', 'agent2', 'leader']) {
    t.same(await ids(username), [], username);
    for (const query of ['?phase=ended', '?outcome=answered', `?ticket=${no}`])
      t.same(await ids(username, query), [], `${username} ${query}`);
    t.equal(await code(username, `/calls/${call}`), 'H12_NO_SUCH_CALL');
    t.equal(await code(username, `/calls/${call}/hang-up`, {}), 'H12_NO_SUCH_CALL');
  }
  t.equal(await code('leader', `/calls/${call}/supervise`, { mode: 'listen' }), 'H12_NO_SUCH_CALL');
  t.same(await ids('trusted'), [call]);
  t.equal(await code('trusted', `/calls/${call}/hang-up`, {}), 'H12_CALL_ENDED');
});

t.test('pages go on past calls that are not there, and are full', async (t) => {
  const { list, ids, call, hangUp, arrive, db } = await secret(t);
  hangUp(call);
  const [second, third, fourth] = [arrive(2), arrive(3), arrive(4)];
  for (const one of [second, third, fourth]) hangUp(one);
  db.prepare("UPDATE tickets SET level = 'confidential' WHERE call_id = ?").run(third);
  t.same(await ids('trusted'), [fourth, third, second, call]);
  const first = await list('agent2', '?limit=1');
  t.same(
    first.items.map(({ id }) => id),
    [fourth],
  );
  const rest = await list('agent2', `?limit=1&cursor=${first.nextCursor ?? ''}`);
  t.same(
    rest.items.map(({ id }) => id),
    [second],
  );
  t.equal(rest.nextCursor, null, 'and not even that more would be behind');
  t.same(await ids('agent2'), [fourth, second]);
});

t.test('a call that is linked to a confidential ticket is hidden like its own', async (t) => {
  const { act, ids, call, hangUp, arrive, code } = await secret(t);
  hangUp(call);
  const second = arrive(2);
  hangUp(second);
  t.same(await ids('agent2'), [second]);
  // Nobody learns by linking that there is a call.
  const other = '20261124-000002';
  t.match((await act('agent2', { type: 'linkCall', call }, other)).json(), { code: 'H12_TICKET_TARGET' });
  t.equal((await act('trusted', { type: 'linkCall', call: second })).statusCode, 200);
  t.same(await ids('agent2'), []);
  t.equal(await code('agent2', `/calls/${second}`), 'H12_NO_SUCH_CALL');
  t.same(await ids('trusted'), [second, call]);
});

t.test('who is cleared and looks at such a call is on the record, as for its ticket', async (t) => {
  const { call, asks, audit, arrive } = await secret(t);
  const looks = () => audit.newest(200).filter(({ action }) => action === 'ticket.read');
  const before = looks().length;
  const other = arrive(2);
  await asks('trusted', 'GET', `/calls/${other}`);
  await asks('trusted', 'GET', '/calls');
  await asks('leader', 'GET', `/calls/${call}`);
  t.equal(looks().length, before, 'an ordinary one, a list, and who is shown no ticket are not');
  const shown = (await asks('trusted', 'GET', `/calls/${call}`)).json<CallRecord>();
  t.equal(shown.ticket?.no, no);
  t.equal(looks().length, before + 1);
  t.match(looks()[0], { actor: 'trusted', target: no, outcome: 'done' });
});

t.test('lists and single calls go by one rule', async (t) => {
  const { calls, journal, db } = freshStore(t);
  const made = [
    sampleCall(1),
    sampleCall(2, offered()),
    sampleCall(3, offered(), answered(3)),
    sampleCall(4, offered(), answered(4), callerHungUp()),
    sampleCall(5, offered(), answered(5), callerHungUp()),
  ];
  for (const call of made) journal.append(batchOf(call));
  for (const n of [1, 2, 3, 4])
    db.prepare("UPDATE tickets SET level = 'confidential' WHERE no = ?").run(ticketNo(n));
  const all: readonly Eyes[] = [true, false].flatMap((cleared) =>
    [true, false].flatMap((supervises) =>
      [agent, 'agent9' as typeof agent].map((one) => ({ cleared, supervises, agent: one })),
    ),
  );
  for (const eyes of all) {
    const listed = calls.list({}, eyes, { after: listStart, limit: 50 }).items.map(({ id }) => id);
    const single = made.map(({ id }) => calls.line(id)).filter((line) => line !== null);
    const known = single.filter((line) => mayKnow(eyes, line, () => calls.isSecret(line)));
    t.same(listed.toSorted(), known.map(({ id }) => id).toSorted(), JSON.stringify(eyes));
    t.ok(listed.includes(callId(5)), 'what is ordinary is there for everybody');
  }
  t.match(
    eyesOf({ id: agent, roles: ['agent'], unit: null, district: null, cleared: false }),
    { cleared: false, supervises: false, agent },
    'agents do not supervise',
  );
});
