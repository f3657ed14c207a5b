import fc from 'fast-check';
import t from 'tap';
import { type CallerEntryId, type KnownCaller, listKinds, unknownCaller } from '../../src/callers/model.ts';
import { begin, decide } from '../../src/calls/decide.ts';
import type { CallId, Digit, PhoneNumber, TicketNo } from '../../src/calls/model.ts';
import { after, epochMs } from '../../src/lib/time.ts';
import { checkPlan } from '../../src/routing/check.ts';
import { planFor } from '../../src/routing/evaluate.ts';
import { defaultPlan, type Plan } from '../../src/routing/model.ts';
import { reachableIn, waysIn } from '../../src/routing/soundness.ts';

const china = 'Asia/Shanghai';
const noon = epochMs(Date.parse('2026-11-24T12:00:00+08:00'));
const minute = 60_000;

function planOf(file: object): Plan {
  const checked = checkPlan(file);
  if (!checked.ok) throw new Error(checked.problems.join('\n'));
  return checked.plan;
}
const problemsOf = (callers: unknown): readonly string[] => {
  const checked = checkPlan({ callers });
  return checked.ok ? [] : checked.problems;
};
const on = (kind: (typeof listKinds)[number]): KnownCaller => ({
  listed: { kind, entry: 7 as CallerEntryId },
  earlier: [],
});
const again = (...minutesAgo: readonly number[]): KnownCaller => ({
  listed: null,
  earlier: minutesAgo.map((ago) => after(noon, -ago * minute)),
});
const forCaller = (plan: Plan, caller: KnownCaller) =>
  planFor(plan, { dialled: '12345', at: noon, caller }, china);

const city = {
  queues: { general: {}, quiet: {}, priority: {}, tax: {} },
  entries: [
    {
      greeting: ['greeting'],
      priority: 1,
      skills: { cantonese: 3 },
      menu: { prompts: ['menu'], options: { '1': 'tax', '2': { queue: 'general', priority: 2 } } },
    },
  ],
};

t.test('without a word in the plan the lists are treated as usual, and nobody else differs', async (t) => {
  const plan = planOf({});
  t.equal(forCaller(plan, unknownCaller).standing, null);
  t.equal(forCaller(plan, again(1, 2, 3, 4, 5)).standing, null, 'nobody is a repeat caller by themselves');
  t.match(forCaller(plan, on('blocked')), {
    standing: { kind: 'blocked', entry: 7, calls: null },
    closed: {
      outcome: 'blocked',
      prompts: [
        ...['greeting', 'caller-blocked', 'emergency-press-110', 'number-7'],
        ...['emergency-press-120', 'number-8', 'emergency-press-119', 'number-0'],
      ],
    },
  });
  t.match(forCaller(plan, on('restricted')), {
    closed: null,
    greeting: [...defaultPlan.greeting, 'caller-restricted'],
    wish: { priority: -3 },
  });
  t.match(forCaller(plan, on('vip')), {
    closed: null,
    greeting: defaultPlan.greeting,
    wish: { priority: 3 },
  });
});

t.test('a treatment goes on top of the entry, and of what is chosen in the menu', async (t) => {
  const vip = { priority: 4, skills: { cantonese: 5, sign: 1 }, prompts: ['known'] };
  const { wish, menu, greeting, queue } = forCaller(planOf({ ...city, callers: { vip } }), on('vip'));
  const skills = [
    { skill: 'cantonese', level: 5 },
    { skill: 'sign', level: 1 },
  ];
  t.strictSame(wish, { priority: 5, skills });
  t.match(menu, { options: { '1': 'tax' }, wishes: { '2': { priority: 6 } } });
  t.strictSame(greeting, ['greeting', 'known']);
  t.equal(queue, 'general');
  const nine = forCaller(planOf({ ...city, callers: { vip: { priority: 9 } } }), on('vip'));
  t.equal(nine.wish.priority, 9, 'never beyond what priorities are');
});

t.test('a queue of their own goes before the menu', async (t) => {
  const plan = planOf({ ...city, callers: { restricted: { queue: 'quiet' } } });
  t.match(forCaller(plan, on('restricted')), { queue: 'quiet', menu: null });
  t.ok(reachableIn(plan).has('quiet'));
  t.match(forCaller(plan, unknownCaller), { queue: 'general', menu: { prompts: ['menu'] } });
});

t.test('who is restricted may be let go after the announcement', async (t) => {
  const plan = planOf({
    callers: { restricted: { prompts: ['caller-restricted'], next: 'end' } },
    emergencyKeys: {},
  });
  t.strictSame(forCaller(plan, on('restricted')).closed, {
    outcome: 'blocked',
    prompts: ['caller-restricted', 'emergency-dial'],
  });
});

t.test(
  'who rings again and again within the span is treated so, to the call and to the millisecond',
  async (t) => {
    const repeat = { calls: 3, withinMs: 30 * minute, priority: 2, prompts: ['again'] };
    const plan = planOf({ callers: { repeat } });
    t.equal(forCaller(plan, again(1)).standing, null);
    t.match(forCaller(plan, again(1, 29)), {
      standing: { kind: 'repeat', entry: null, calls: 3 },
      wish: { priority: 2 },
      greeting: [...defaultPlan.greeting, 'again'],
    });
    t.equal(forCaller(plan, again(1, 30)).standing, null, 'the span is over at its end');
    const both = { ...again(1, 2, 3), listed: on('vip').listed };
    t.equal(forCaller(plan, both).standing?.kind, 'vip', 'a list goes before');
  },
);

t.test('outside the hours the queue on duty takes them with what they hear besides', async (t) => {
  const closed = { to: 'general', prompts: ['closed'] };
  const plan = planOf({ openingHours: 'never', hours: { never: { weekly: {}, closed } } });
  t.strictSame(forCaller(plan, on('restricted')).greeting, ['closed', 'caller-restricted']);
});

t.test('mistakes in it are told with their place', async (t) => {
  t.match(problemsOf({ vip: { queue: 'nowhere' } }), [/callers\/vip\/queue/]);
  const harassing = { calls: 3, withinMs: minute, shorterThanMs: 2 * minute };
  t.match(problemsOf({ harassing }), [/callers\/harassing\/shorterThanMs/]);
  t.match(problemsOf({ repeat: { calls: 1, withinMs: minute } }), [/callers\/repeat\/calls/]);
  const silent = planOf({ callers: { blocked: { prompts: [] } } });
  t.match(
    waysIn(silent).filter(({ at }) => at.startsWith('/callers')),
    [{ code: 'turnedAwaySilent', at: '/callers/blocked/prompts' }],
  );
});

const way = fc.record(
  {
    priority: fc.integer({ min: -9, max: 9 }),
    prompts: fc.subarray(['greeting', 'again', 'menu']),
    queue: fc.constantFrom('general', 'quiet'),
    skills: fc.dictionary(fc.constantFrom('cantonese', 'sign'), fc.integer({ min: 1, max: 10 })),
  },
  { requiredKeys: [] },
);
const anyPlan = fc
  .record(
    {
      blocked: fc.record({ prompts: fc.subarray(['greeting', 'closed']) }),
      restricted: fc.tuple(way, fc.constantFrom('wait', 'end')).map(([one, next]) => ({ ...one, next })),
      vip: way,
      repeat: way.map((one) => ({ ...one, calls: 2, withinMs: 60 * minute })),
    },
    { requiredKeys: [] },
  )
  .chain((callers) =>
    fc
      .constantFrom({}, { openingHours: 'never' })
      .map((hours) => planOf({ ...city, ...hours, hours: { never: { weekly: {} } }, callers })),
  );
const anyCaller: fc.Arbitrary<KnownCaller> = fc.record({
  listed: fc.option(fc.constantFrom(...listKinds).map((kind) => ({ kind, entry: 1 as CallerEntryId }))),
  earlier: fc.array(
    fc.integer({ min: 0, max: 3_600_000 }).map((ago) => after(noon, -ago)),
    { maxLength: 5 },
  ),
});

t.test(
  'whatever the lists say, the emergency keys lead to the emergency desk from the first sound on',
  async (t) => {
    const check = (plan: Plan, caller: KnownCaller, digit: Digit): void => {
      const carried = forCaller(plan, caller);
      const desk = {
        kind: 'emergency',
        name: '110',
        dial: 'Local/110',
        seat: null,
        unit: null,
        number: '110',
        ringMs: 20_000,
      };
      const emergency = { '110': [desk], '120': [desk], '119': [desk] } as unknown as Plan['emergency'];
      const begun = begin({
        ...{ call: 'C1' as CallId, at: noon, from: '13900001111' as PhoneNumber, dialled: '12345' },
        ...{ ticketNo: '20261124-000001' as TicketNo, plan: { ...carried, emergency } },
      });
      if (begun.call.phase === 'ended') throw new Error('ended without a word');
      const pressed = decide(begun.call, { type: 'DigitPressed', at: after(noon, 500), digit });
      if (pressed.call.phase !== 'emergency') throw new Error(`key ${digit} led to ${pressed.call.phase}`);
    };
    fc.assert(fc.property(anyPlan, anyCaller, fc.constantFrom<Digit[]>('7', '8', '0'), check));
    t.pass();
  },
);

t.test(
  'who is turned away always hears the keys; nobody is turned away who is on no such list',
  async (t) => {
    fc.assert(
      fc.property(anyPlan, anyCaller, (plan, caller) => {
        const { closed, standing } = forCaller(plan, caller);
        if (closed?.outcome !== 'blocked') return standing?.kind !== 'blocked';
        const keys = ['number-7', 'number-8', 'number-0'];
        const said = closed.prompts as readonly string[];
        return (
          ['blocked', 'restricted'].includes(caller.listed?.kind ?? '') &&
          keys.every((key) => said.includes(key))
        );
      }),
    );
    t.pass();
  },
);
