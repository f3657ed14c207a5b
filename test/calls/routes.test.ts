import t from 'tap';
import { legId } from '../../src/calls/model.ts';
import type { CallRecord, CallRow } from '../../src/calls/wire.ts';
import { recordingOf } from '../../src/recordings/model.ts';
import { cookieOf, password, running } from '../http/running.ts';
import { batchOf, callId, sampleCall } from '../store/samples.ts';

const get = (url: string) => ({ method: 'GET', url: `/api/v1/calls${url}` }) as const;

t.test('agents see the numbers of their own calls; of the others the ends', async (t) => {
  const { ask, signedIn, ready, arrive } = await running(t);
  ready('agent1');
  ready('agent2', '8002');
  const [mine, other] = [arrive(1, '13912342211'), arrive(2, '13800001234')];
  const cookie = await signedIn('agent1');
  const { items } = (await ask(cookie, get(''))).json<{ items: CallRow[] }>();
  t.same(
    items.map(({ id, from }) => [id, from]),
    [
      [other, '138****1234'],
      [mine, '13912342211'],
    ],
  );
  const record = (await ask(cookie, get(`/${other}`))).json<CallRecord>();
  t.equal(record.from, '138****1234');
  t.equal(record.ticket?.callerNumber, '138****1234');
  t.equal(record.recording, null, 'not even whether there is one');
  t.notMatch(JSON.stringify(record), '13800001234');
  t.equal(
    (await ask(cookie, get(`/${other}/recording`))).json<{ code: string }>().code,
    'H12_NO_SUCH_RECORDING',
  );
  t.match((await ask(cookie, get(`/${mine}`))).json(), {
    from: '13912342211',
    ticket: { callerNumber: '13912342211' },
    recording: { state: 'running' },
  });
});

t.test(
  "a shift leader's look at a number goes on the record, an agent's own and a list do not",
  async (t) => {
    const { ask, signedIn, ready, arrive, audit } = await running(t);
    ready('agent1');
    const call = arrive(1);
    const [agent, leader] = [await signedIn('agent1'), await signedIn('leader')];
    const looks = () => audit.newest(100).filter(({ action }) => action === 'number.read');
    await ask(agent, get(`/${call}`));
    await ask(leader, get(''));
    t.same(looks(), []);
    t.equal((await ask(leader, get(`/${call}`))).json<CallRecord>().from, '13912342211');
    t.match(looks(), [{ actor: 'leader', target: call, outcome: 'done' }]);
  },
);

t.test('what cannot be put on the record is not shown', async (t) => {
  const { ask, signedIn, arrive, db } = await running(t);
  const call = arrive(1);
  const leader = await signedIn('leader');
  db.exec('DROP TABLE audit');
  const response = await ask(leader, get(`/${call}`));
  t.equal(response.statusCode, 500);
  t.notMatch(response.body, '13912342211');
});

t.test('an administrator of the system sees no calls', async (t) => {
  const { ask, signedIn, arrive } = await running(t);
  const call = arrive(1);
  const cookie = await signedIn('admin');
  for (const url of ['', `/${call}`, `/${call}/recording`])
    t.equal((await ask(cookie, get(url))).statusCode, 403, url);
});

t.test('the record of a call has every step, also after its end', async (t) => {
  const { ask, signedIn, ready, arrive, tell, answered, clock } = await running(t);
  ready('agent1');
  const call = arrive(1);
  tell(call, answered(call));
  tell(call, { type: 'CallerHungUp', at: clock.at, cause: 16 });
  const record = (await ask(await signedIn('agent1'), get(`/${call}`))).json<CallRecord>();
  t.same(
    record.steps.map(({ n, event, to }) => [n, event?.type, to]),
    [
      [1, 'CallArrived', 'queued'],
      [2, 'SeatOffered', 'offering'],
      [3, 'SeatAnswered', 'talking'],
      [4, 'CallerHungUp', 'ended'],
    ],
  );
  t.match(record, {
    phase: 'ended',
    outcome: 'answered',
    ending: { by: 'caller', during: 'talking' },
    legs: { length: 2 },
    ticket: { no: record.ticketNo, agent: 'agent1' },
    recording: { state: 'expected' },
  });
});

t.test('the record of a call says who talked to whom in private, and where that is recorded', async (t) => {
  const { ask, signedIn, ready, arrive, tell, answered, clock } = await running(t);
  ready('agent1');
  ready('agent2', '8002');
  const call = arrive(1);
  tell(call, answered(call));
  const cookie = await signedIn('agent1');
  const post = (path: string, payload: object) =>
    ask(cookie, { method: 'POST', url: `/api/v1/calls/${call}/${path}`, payload });
  const seat = { kind: 'seat', seat: '8002' };
  t.equal((await post('invite', { to: seat, way: 'announced' })).statusCode, 204);
  const from = clock.at;
  tell(call, { type: 'SeatAnswered', at: clock.at, leg: legId(call, 'seat', 2) });
  const recordFor = async (who: string) =>
    (await ask(await signedIn(who), get(`/${call}`))).json<CallRecord>().consultations;
  const id = `${recordingOf(call)}.consultation.1`;
  const private_ = { agent: 'agent1', from, to: null };
  t.match(await recordFor('agent1'), [
    { ...private_, recording: { id, kind: 'consultation', state: 'running' } },
  ]);
  t.equal((await post('return', { bring: false })).statusCode, 204);
  t.match(await recordFor('agent1'), [{ agent: 'agent1', to: Number, recording: { state: 'expected' } }]);
  t.match(await recordFor('agent2'), [{ agent: 'agent1', recording: null }], 'by the rules of recordings');
});

t.test('a call whose record is damaged is still listed and shown as far as it is known', async (t) => {
  const { ask, signedIn, journal, db } = await running(t);
  journal.append(batchOf(sampleCall(7)));
  db.prepare('UPDATE calls SET snapshot = ? WHERE id = ?').run('{', callId(7));
  const record = (await ask(await signedIn('leader'), get(`/${callId(7)}`))).json<CallRecord>();
  t.match(record, { id: callId(7), from: '13912342211', ending: null, legs: [], steps: { length: 1 } });
});

t.test('hanging up and declining are for the agent who has the call', async (t) => {
  const { ask, signedIn, ready, arrive, tell, answered, house, audit } = await running(t);
  const [one, two, leader] = [await signedIn('agent1'), await signedIn('agent2'), await signedIn('leader')];
  const asked = async (cookie: string, call: string, action: string) => {
    const response = await ask(cookie, { method: 'POST', url: `/api/v1/calls/${call}/${action}` });
    return response.statusCode === 204 ? 'done' : response.json<{ code: string }>().code;
  };
  ready('agent1');
  ready('agent2', '8002');
  const first = arrive(1);
  t.equal(await asked(two, first, 'decline'), 'H12_NOT_YOUR_CALL');
  t.equal(await asked(one, first, 'hang-up'), 'H12_OUT_OF_TURN', 'not answered yet');
  t.equal(await asked(one, first, 'decline'), 'done');
  t.match(house.call(first), { phase: 'offering', offer: { seat: '8002' } }, 'the next seat rings');
  tell(first, answered(first, 2));
  t.equal(await asked(one, first, 'hang-up'), 'H12_NOT_YOUR_CALL');
  t.equal(await asked(two, first, 'hang-up'), 'done');
  t.equal(await asked(two, first, 'hang-up'), 'H12_OUT_OF_TURN', 'twice');
  const second = arrive(2);
  t.equal(house.call(second)?.phase, 'queued');
  t.equal(await asked(one, second, 'hang-up'), 'H12_NOT_YOUR_CALL');
  t.equal(await asked(leader, second, 'hang-up'), 'H12_OUT_OF_TURN', 'nobody has it');
  t.equal(audit.newest(1)[0]?.action, 'session.signIn', 'nothing happened');
  ready('agent1');
  t.match(house.call(second), { phase: 'offering', offer: { seat: '8001' } });
  t.equal(await asked(leader, second, 'decline'), 'done');
  t.match(audit.newest(1), [{ actor: 'leader', target: `${second} DeclineAsked`, outcome: 'done' }]);
});

t.test('a call that has ended is told from one that never was', async (t) => {
  const { ask, signedIn, ready, arrive, tell, clock } = await running(t);
  ready('agent1');
  const call = arrive(1);
  tell(call, { type: 'CallerHungUp', at: clock.at, cause: 16 });
  tell(call, { type: 'SeatLegEnded', at: clock.at, leg: `${call}.seat.1` as never, cause: 16 });
  const cookie = await signedIn('agent1');
  const code = async (id: string) =>
    (await ask(cookie, { method: 'POST', url: `/api/v1/calls/${id}/hang-up` })).json<{ code: string }>().code;
  t.equal(await code(call), 'H12_CALL_ENDED');
  t.equal(await code('C9.9'), 'H12_NO_SUCH_CALL');
});

t.test('calls are found by day of the city, instant, outcome, seat and phase', async (t) => {
  const { ask, ready, arrive, tell, clock, people } = await running(t);
  ready('agent1');
  const [first, second] = [arrive(1), arrive(2)];
  tell(second, { type: 'CallerHungUp', at: clock.at, cause: 16 });
  await people.create({ username: 'late', displayName: 'late', roles: ['agent'], password });
  const payload = { username: 'late', password };
  const cookie = cookieOf(await ask('', { method: 'POST', url: '/api/v1/session', payload }));
  const found = async (query: string) =>
    (await ask(cookie, get(`?${query}`))).json<{ items: CallRow[] }>().items.map(({ id }) => id);
  t.same(await found('since=2026-11-24&until=2026-11-24'), [second, first]);
  t.same(await found('since=2026-11-25'), []);
  t.same(await found('until=2026-11-23'), []);
  t.same(await found(`since=${String(clock.at)}`), [second]);
  t.same(await found('phase=live'), [first]);
  t.same(await found('outcome=abandoned'), [second]);
  t.same(await found('seat=8001'), [first]);
  const page = (await ask(cookie, get('?limit=1'))).json<{ items: CallRow[]; nextCursor: string }>();
  t.same(await found(`limit=1&cursor=${page.nextCursor}`), [first]);
});
