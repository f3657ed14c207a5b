import t from 'tap';
import type { QueueId } from '../../src/acd/model.ts';
import { epochMs } from '../../src/lib/time.ts';
import { checkPlan } from '../../src/routing/check.ts';
import { planFor } from '../../src/routing/evaluate.ts';
import {
  defaultPlan,
  defaultWholePlan,
  type Plan,
  queueRulesOf,
  usualMatching,
  usualQueueRules,
} from '../../src/routing/model.ts';
import { planInForce } from '../../src/routing/wire.ts';

const china = 'Asia/Shanghai';
const noon = epochMs(Date.parse('2026-11-24T12:00:00+08:00'));
const evening = epochMs(Date.parse('2026-11-24T20:00:00+08:00'));

function planOf(file: unknown): Plan {
  const checked = checkPlan(file);
  if (!checked.ok) throw new Error(checked.problems.join('\n'));
  return checked.plan;
}
const problemsOf = (file: unknown): readonly string[] => {
  const checked = checkPlan(file);
  return checked.ok ? [] : checked.problems;
};

t.test('without a file, and with an empty one, callers are treated as ever', async (t) => {
  const { emergencyKeys } = defaultWholePlan;
  const usual = { ...defaultPlan, emergencyKeys };
  t.strictSame(planFor(defaultWholePlan, { dialled: '12345', at: noon }, china), usual);
  t.strictSame(planFor(planOf({}), { dialled: '12345', at: noon }, china), usual);
});

t.test('the short form of a plan file goes on working: what stands at the top holds for all', async (t) => {
  const plan = planOf({
    version: 'w1',
    queue: 'tax',
    maxWaitMs: 9_000,
    farewell: { goodbye: [] },
    greeting: [],
  });
  t.match(planFor(plan, { dialled: '12345', at: noon }, china), {
    version: 'w1',
    queue: 'tax',
    maxWaitMs: 9_000,
    greeting: [],
    farewell: { ...defaultPlan.farewell, goodbye: [] },
    wrapUpMs: defaultPlan.wrapUpMs,
  });
});

const whole = {
  version: 'city-7',
  wrapUpMs: 15_000,
  comfort: { prompts: ['still-waiting'], everyMs: 30_000 },
  queues: {
    general: {
      overflow: { to: 'night', waitMs: 60_000 },
      callBack: { key: '1', afterMs: 30_000, everyMs: 60_000 },
      survey: { limitMs: 6_000, tries: 2 },
    },
    tax: { maxLength: 5, comfort: null, hours: 'office', farewell: { noSeat: ['tax-closed'] } },
    night: { musicClass: 'night' },
    idle: {},
  },
  entries: [
    { numbers: ['12366'], queue: 'tax', greeting: ['tax-greeting'] },
    { queue: 'general', menu: { prompts: ['menu'], options: { '1': 'general', '2': 'tax' } } },
  ],
  hours: { office: { weekly: { tue: ['08:30-12:00', '14:30-17:30'] }, closed: { to: 'night' } } },
  emergencyKeys: { '7': '110' },
};

t.test(
  'several queues, entries and hours: a call carries its entry and the queues it can come to',
  async (t) => {
    const plan = planOf(whole);
    const general = planFor(plan, { dialled: '12345', at: noon }, china);
    t.match(general, {
      version: 'city-7',
      queue: 'general',
      wrapUpMs: 15_000,
      callBack: { key: '1' },
      survey: { tries: 2 },
      overflow: { to: 'night', waitMs: 60_000, length: null, unstaffed: false, prompts: ['sent-on'] },
      menu: { options: { '1': 'general', '2': 'tax' }, tries: 3, invalid: ['menu-invalid'] },
      emergencyKeys: { '7': '110' },
      closed: null,
    });
    t.strictSame(
      Object.keys(general.others).toSorted(),
      ['night', 'tax'],
      'not the queue that nothing leads to',
    );
    t.match(general.others['tax'], { maxLength: 5, comfort: null, farewell: { noSeat: ['tax-closed'] } });
    t.match(general.others['night'], { musicClass: 'night', comfort: { everyMs: 30_000 } });
    t.match(planFor(plan, { dialled: '12366', at: noon }, china), {
      queue: 'tax',
      greeting: ['tax-greeting'],
      menu: null,
    });
    t.equal(planFor(plan, { dialled: '12366', at: noon }, china).shut[0]?.to, 'night');
  },
);

t.test('an entry that is closed: its callers hear so, or are taken by the queue on duty', async (t) => {
  const hours = { weekly: { tue: ['08:30-17:30'] } };
  const closed = planOf({ openingHours: 'office', hours: { office: hours } });
  t.equal(planFor(closed, { dialled: '12345', at: noon }, china).closed, null);
  t.strictSame(planFor(closed, { dialled: '12345', at: evening }, china).closed, {
    outcome: 'closed',
    prompts: ['greeting', 'closed'],
  });
  const onDuty = planOf({
    openingHours: 'office',
    queues: { night: {} },
    hours: { office: { ...hours, closed: { to: 'night', prompts: ['night-greeting'] } } },
  });
  t.match(planFor(onDuty, { dialled: '12345', at: evening }, china), {
    queue: 'night',
    greeting: ['night-greeting'],
    closed: null,
  });
  const holiday = { from: '2026-11-24', prompts: ['festival'] };
  const feast = planOf({ openingHours: 'office', hours: { office: { ...hours, special: [holiday] } } });
  t.strictSame(planFor(feast, { dialled: '12345', at: noon }, china).closed, {
    outcome: 'holiday',
    prompts: ['festival'],
  });
});

t.test('how a queue matches: its own line, then the top, then the usual', async (t) => {
  const plan = planOf({
    strategy: 'roundRobin',
    serviceLevel: { percent: 90, answerWithinMs: 15_000 },
    queues: {
      general: {},
      dialect: {
        strategy: 'weighted',
        skills: { 'social-insurance': 3, hakka: 5 },
        relaxSkillsAfterMs: 60_000,
        lastAgentWaitMs: 20_000,
        priority: 2,
      },
    },
  });
  t.strictSame(queueRulesOf(plan, 'general' as QueueId), {
    ...usualQueueRules('general' as QueueId),
    strategy: 'roundRobin',
    serviceLevel: { percent: 90, answerWithinMs: 15_000 },
  });
  t.match(queueRulesOf(plan, 'dialect' as QueueId), {
    id: 'dialect',
    strategy: 'weighted',
    skills: [
      { skill: 'hakka', level: 5 },
      { skill: 'social-insurance', level: 3 },
    ],
    relaxSkillsAfterMs: 60_000,
    lastAgentWaitMs: 20_000,
    priority: 2,
    ageingMs: usualMatching.ageingMs,
    serviceLevel: { percent: 90 },
  });
  t.strictSame(queueRulesOf(plan, 'nowhere' as QueueId), usualQueueRules('nowhere' as QueueId));
  t.notMatch(
    planFor(plan, { dialled: '12345', at: noon }, china),
    { strategy: /./ },
    'a call carries none of it',
  );
});

t.test(
  'entries and choices of a menu say what their callers need, and how they go before others',
  async (t) => {
    const plan = planOf({
      queues: { tax: {} },
      entries: [
        { numbers: ['12366'], priority: 3, skills: { tax: 2 } },
        {
          menu: {
            prompts: ['menu'],
            options: { '1': 'general', '2': { queue: 'tax', skills: { hakka: 4 } } },
          },
        },
      ],
    });
    t.strictSame(planFor(plan, { dialled: '12366', at: noon }, china).wish, {
      priority: 3,
      skills: [{ skill: 'tax', level: 2 }],
    });
    const { menu, wish, others } = planFor(plan, { dialled: '12345', at: noon }, china);
    t.strictSame(wish, { priority: 0, skills: [] });
    t.match(menu, {
      options: { '1': 'general', '2': 'tax' },
      wishes: { '2': { priority: 0, skills: [{ skill: 'hakka', level: 4 }] } },
    });
    t.strictSame(Object.keys(menu?.wishes ?? {}), ['2']);
    t.ok('tax' in others);
  },
);

t.test('a language can ask for skills; one that asks for none is as one that says nothing', async (t) => {
  const yue = { language: 'yue', numbers: true, skills: { cantonese: 3 } };
  const options = { '1': 'zh-CN', '2': yue, '3': { language: 'en', skills: {} } };
  const plan = planOf({ languages: { prompts: ['choose-language'], options } });
  t.match(planFor(plan, { dialled: '12345', at: noon }, china).languages, {
    options: { '1': 'zh-CN', '2': 'yue', '3': 'en' },
    numbers: ['yue'],
  });
  t.strictSame(plan.entries[0]?.languages?.skills, { '2': [{ skill: 'cantonese', level: 3 }] });
  t.strictSame(planInForce(plan, noon).skills, ['cantonese'], 'told to who assigns skills');
});

t.test('every problem is named, with its place', async (t) => {
  for (const [file, problem] of [
    [{ ringLimit: 1 }, /^\/ringLimit is not known here/],
    [{ maxWaitMs: 1 }, /^\/maxWaitMs must be >= 1000/],
    [{ comfort: { prompts: [], everyMs: 30_000 } }, /^\/comfort\/prompts/],
    [{ queues: { tax: { everyMs: 1 } } }, /^\/queues\/tax\/everyMs is not known here/],
    [
      { queues: { tax: { overflow: { to: 'moon' } } } },
      /^\/queues\/tax\/overflow\/to names a queue that is not in/,
    ],
    [
      { overflow: { to: 'general', waitMs: 60_000 } },
      /^\/queues\/general\/overflow\/to leads to the queue itself/,
    ],
    [{ entries: [{ queue: 'moon' }] }, /^\/entries\/0\/queue names a queue/],
    [{ menu: { prompts: [], options: { '1': 'moon' } } }, /^\/entries\/0\/menu\/options\/1 names a queue/],
    [
      { menu: { prompts: [], options: { '1': { queue: 'moon' } } } },
      /^\/entries\/0\/menu\/options\/1 names a queue/,
    ],
    [{ strategy: 'best' }, /^\/strategy/],
    [{ skills: { Hakka: 3 } }, /^\/skills\/Hakka is not known here/],
    [
      { languages: { prompts: [], options: { '2': { language: 'yue', skills: { cantonese: 11 } } } } },
      /^\/languages\/options\/2 /,
    ],
    [{ queues: { Tax: {} } }, /^\/queues\/Tax is not known here/],
    [{ queues: { tax: { skills: { hakka: 11 } } } }, /^\/queues\/tax\/skills\/hakka must be <= 10/],
    [{ priority: 10 }, /^\/priority must be <= 9/],
    [{ ageingMs: 600_001 }, /^\/ageingMs must be <= 600000/],
    [{ serviceLevel: { percent: 80 } }, /^\/serviceLevel/],
    [{ openingHours: 'never' }, /^\/entries\/0\/hours names hours that are not in/],
    [{ queues: { tax: { hours: 'never' } } }, /^\/queues\/tax\/hours names hours/],
    [{ hours: { a: { weekly: { mon: ['08:00-25:00'] } } } }, /^\/hours\/a\/weekly\/mon\/0/],
    [
      { hours: { a: { weekly: { mon: ['18:00-08:00'] } } } },
      /^\/hours\/a\/weekly\/mon\/0 must end after it begins/,
    ],
    [{ hours: { a: { weekly: {}, special: [{ from: '2026-02-30' }] } } }, /special\/0\/from is no day/],
    [
      { hours: { a: { weekly: {}, special: [{ from: '2026-03-02', until: '2026-03-01' }] } } },
      /special\/0\/until lies before its from/,
    ],
    [{ hours: { a: { weekly: {}, closed: { to: 'moon' } } } }, /^\/hours\/a\/closed\/to names a queue/],
    [
      { emergencyKeys: { '1': '110' }, callBack: { key: '1', afterMs: 0, everyMs: 60_000 } },
      /callBack\/key is an emergency key already: 1/,
    ],
    [
      { emergencyKeys: { '3': '110' }, survey: { limitMs: 5_000, tries: 1 } },
      /survey is asked with a key that is an emergency key/,
    ],
    [
      { emergencyKeys: { '1': '110' }, menu: { prompts: [], options: { '1': 'general' } } },
      /menu\/options\/1 is an emergency key already/,
    ],
  ] as const)
    t.match(problemsOf(file)[0] ?? '', problem, JSON.stringify(file));
  t.equal(problemsOf({ maxWaitMs: 1, ringLimitMs: 1, x: 1 }).length, 3, 'all at once');
});
