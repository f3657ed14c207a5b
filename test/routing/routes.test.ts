import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { AgentId, QueueId, SeatId } from '../../src/acd/model.ts';
import { running } from '../http/running.ts';

const publish = { method: 'POST', url: '/api/v1/plan/publish', payload: {} } as const;
const plan = { method: 'GET', url: '/api/v1/plan' } as const;

t.test(
  'a plan is put in force while calls are live: who waits is matched by the new rules at once',
  async (t) => {
    const file = join(t.testdir({ 'plan.json': '{}' }), 'plan.json');
    const write = (value: unknown): void => writeFileSync(file, JSON.stringify(value));
    const { ask, as, house, arrive, audit, ready, lines } = await withRouting(t, file);
    const cookie = await as('routing');
    write({
      version: 'w-1',
      skills: { hakka: 5 },
      queues: { tax: { strategy: 'ringAll', wrapUpMs: 5_000 } },
    });
    t.match((await ask(cookie, publish)).json(), {
      version: 'w-1',
      skills: ['hakka'],
      queues: [
        {
          queue: 'general',
          strategy: 'longestIdle',
          skills: [{ skill: 'hakka', level: 5 }],
          wrapUpMs: 30_000,
        },
        { queue: 'tax', strategy: 'ringAll', wrapUpMs: 5_000 },
      ],
    });
    ready('agent1');
    const call = arrive(1);
    t.match(
      house.call(call),
      { phase: 'farewell', ending: { outcome: 'noSeat' } },
      'nobody here speaks Hakka',
    );
    house.askSeat('8002' as SeatId, {
      type: 'SignInAsked',
      agent: 'agent2' as AgentId,
      assignment: { skills: [{ skill: 'hakka' as never, level: 9 }], places: null },
      at: house.now(),
    });
    const waiting = arrive(2);
    t.equal(house.call(waiting)?.phase, 'queued', 'kept for who does');
    write({ version: 'w-2', serviceLevel: { percent: 90, answerWithinMs: 10_000 } });
    t.match((await ask(cookie, publish)).json(), { version: 'w-2', skills: [] });
    t.equal(house.call(waiting)?.phase, 'offering', 'the skill is asked for no more');
    t.match(audit.newest(1), [{ actor: 'routing', action: 'plan.publish', target: 'w-2', outcome: 'done' }]);
    t.notMatch(lines.join(''), 'turn failed');
  },
);

t.test('a file with a mistake changes nothing, and says where', async (t) => {
  const file = join(t.testdir({ 'plan.json': JSON.stringify({ version: 'good' }) }), 'plan.json');
  const { ask, as, audit } = await withRouting(t, file);
  const cookie = await as('routing');
  await ask(cookie, publish);
  for (const [text, problem] of [
    ['{', /cannot be read/],
    [JSON.stringify({ strategy: 'best', ringLimit: 1 }), /\/ringLimit is not known here\n\/strategy/],
  ] as const) {
    writeFileSync(file, text);
    const answer = await ask(cookie, publish);
    t.match(answer.json(), { status: 409, code: 'H12_PLAN_UNUSABLE', detail: problem });
    t.match((await ask(cookie, plan)).json(), { version: 'good' });
    t.match(audit.newest(1), [{ action: 'plan.publish', target: null, outcome: 'H12_PLAN_UNUSABLE' }]);
  }
});

t.test('what the plan promises of a queue is what its figures are counted by', async (t) => {
  const file = join(
    t.testdir({ 'plan.json': JSON.stringify({ serviceLevel: { percent: 80, answerWithinMs: 3_000 } }) }),
    'plan.json',
  );
  const { ask, as, arrive, ready, tell, answered, clock, figures } = await withRouting(t, file);
  await ask(await as('routing'), publish);
  ready('agent1');
  for (const n of [1, 2]) {
    const call = arrive(n);
    clock.at = (clock.at + n * 2_000) as typeof clock.at;
    tell(call, answered(call));
    tell(call, { type: 'CallerHungUp', at: clock.at, cause: 16 });
    clock.at = (clock.at + 40_000) as typeof clock.at;
    ready('agent1');
  }
  const wholeTime = { since: 0, until: Number.MAX_SAFE_INTEGER, queue: 'general' as QueueId } as never;
  t.match(figures.queues(wholeTime), [{ answered: 2, answeredWithin: 1 }]);
});

/** A running house with somebody who may publish. */
async function withRouting(t: Parameters<typeof running>[0], file: string) {
  const house = await running(t, {}, file);
  await house.people.create({
    username: 'routing',
    displayName: 'routing',
    roles: ['routingAdministrator'],
    password: 'a good password',
  });
  return { ...house, as: house.signedIn };
}
