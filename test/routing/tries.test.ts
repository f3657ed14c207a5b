import type { Test } from 'tap';
import t from 'tap';
import type { CallEvent } from '../../src/calls/events.ts';
import { legId } from '../../src/calls/model.ts';
import type { ReplayAnswer, TryAnswer } from '../../src/routing/try-wire.ts';
import { password, running } from '../http/running.ts';

/** The house, and the session of who writes plans. */
async function withWriter(t: Test) {
  const house = await running(t);
  const roles = ['routingAdministrator'] as const;
  await house.people.create({ username: 'routing', displayName: 'Routing', roles, password });
  return { ...house, cookie: await house.signedIn('routing') };
}

const api = '/api/v1/plan';
const draftOf = async (
  { ask }: Pick<Awaited<ReturnType<typeof running>>, 'ask'>,
  cookie: string,
  document: object,
): Promise<void> => {
  const payload = { title: 'spring', version: 1, document };
  const made = await ask(cookie, { method: 'POST', url: `${api}/drafts`, payload });
  if (made.statusCode !== 201) throw new Error(made.body);
};
const night = {
  queues: { general: {}, night: {} },
  entries: [
    { numbers: ['12345'], queue: 'night' },
    { numbers: [], queue: 'general' },
  ],
};

t.test('a call is tried by the plan in force and by a draft, side by side', async (t) => {
  const { ask, cookie, audit, clock } = await withWriter(t);
  await draftOf({ ask }, cookie, night);
  const body = { draft: 1, dialled: '12345', from: '139 1234 2211', at: clock.at };
  const url = `${api}/try`;
  const { live, draft, ...rest } = (
    await ask(cookie, { method: 'POST', url, payload: body })
  ).json<TryAnswer>();
  t.match(live, { plan: 'default-1', destination: { queue: 'general', outcome: 'answered' } });
  t.match(draft, { plan: 'spring', destination: { queue: 'night', outcome: 'answered' } });
  t.match(live.steps[0], { kind: 'entryOfOthers', values: { number: '12345', queue: 'general' } });
  t.match(draft?.steps[0], { kind: 'entryByNumber', values: { number: '12345', queue: 'night' } });
  t.strictSame(rest, { parted: 0, elsewhere: true });
  t.match(audit.newest(1), [{ actor: 'routing', action: 'plan.try', target: 'draft 1 r1', outcome: 'done' }]);
  const same = { ...body, dialled: '5' };
  t.match((await ask(cookie, { method: 'POST', url, payload: same })).json(), {
    parted: null,
    elsewhere: false,
  });
});

t.test('who rings is looked up on the lists, or supposed to be on one', async (t) => {
  const { ask, cookie, clock } = await withWriter(t);
  const tried = async (more: object): Promise<TryAnswer> => {
    const payload = { dialled: '12345', from: '13912342211', at: clock.at, ...more };
    return (await ask(cookie, { method: 'POST', url: `${api}/try`, payload })).json<TryAnswer>();
  };
  const entry = {
    number: '13912342211',
    kind: 'blocked',
    reason: 'rings at night',
    expiresAt: clock.at + 3_600_000,
  };
  const added = await ask(cookie, { method: 'POST', url: '/api/v1/callers', payload: entry });
  t.equal(added.statusCode, 201, added.body);
  t.match((await tried({})).live, {
    steps: [{ kind: 'entryOfOthers' }, { kind: 'treatedAs', values: { standing: 'blocked' } }],
    destination: { queue: null, outcome: 'blocked' },
  });
  t.match((await tried({ listed: 'none' })).live.destination, { queue: 'general', outcome: 'answered' });
  t.match((await tried({ from: '13900000000', listed: 'blocked' })).live.destination, { outcome: 'blocked' });
});

t.test('a draft that is no plan is not tried, and says why', async (t) => {
  const { ask, cookie, clock } = await withWriter(t);
  await draftOf({ ask }, cookie, { entries: [{ queue: 'nowhere' }] });
  const payload = { draft: 1, dialled: '12345', at: clock.at };
  t.match((await ask(cookie, { method: 'POST', url: `${api}/try`, payload })).json(), {
    ...{ status: 409, code: 'H12_PLAN_UNUSABLE' },
    errors: [{ path: '/entries/0/queue' }],
  });
  const replay = { method: 'POST', url: `${api}/drafts/1/replay`, payload: { revision: 7 } } as const;
  t.match((await ask(cookie, replay)).json(), { code: 'H12_PLAN_UNUSABLE' });
});

t.test(
  'calls that were made are taken through the draft: those that would have come elsewhere are told',
  async (t) => {
    const { ask, cookie, arrive, ready, tell, audit, clock, house } = await withWriter(t);
    await draftOf({ ask }, cookie, night);
    ready('agent1');
    const call = arrive(1);
    const hangUp: CallEvent = { type: 'CallerHungUp', at: clock.at, cause: 16 };
    t.equal(house.call(call)?.phase, 'offering');
    tell(call, hangUp);
    tell(call, { type: 'SeatLegEnded', leg: legId(call, 'seat', 1), at: clock.at, cause: 16 });
    t.equal(house.call(call), undefined, 'it is over');
    clock.at = (clock.at + 60_000) as typeof clock.at;
    const replay = { method: 'POST', url: `${api}/drafts/1/replay` } as const;
    const answer = (await ask(cookie, { ...replay, payload: { revision: 1 } })).json<ReplayAnswer>();
    t.match(answer, {
      ...{ live: 'default-1', walked: 1, nextCursor: null },
      items: [
        {
          ...{ call, dialled: '12345', real: { queue: 'general', outcome: 'abandoned' } },
          was: { queue: 'general', passed: [], outcome: 'abandoned', emergency: null },
          would: { queue: 'night', passed: [], outcome: 'abandoned', emergency: null },
        },
      ],
    });
    t.equal(answer.items[0]?.from?.includes('****'), true, 'of others only the ends of the number');
    t.equal(answer.reached, answer.since);
    t.match(audit.newest(1), [{ action: 'plan.replay', target: 'draft 1 r1', outcome: 'done' }]);
    const old = await ask(cookie, { ...replay, payload: { revision: 2 } });
    t.match(old.json(), { code: 'H12_PLAN_DRAFT_CHANGED' });
  },
);
