import fc from 'fast-check';
import t from 'tap';
import { unknownCaller } from '../../src/callers/model.ts';
import type { Digit } from '../../src/calls/model.ts';
import { after } from '../../src/lib/time.ts';
import { checkPlan } from '../../src/routing/check.ts';
import type { Plan } from '../../src/routing/model.ts';
import { pathOf } from '../../src/routing/steps.ts';
import type { Seen, TriedCall } from '../../src/routing/trying.ts';
import { walk } from '../../src/switchboard/walk.ts';
import { callers, plans } from './plans.ts';
import { busy, caller, desks, free, keys, nobody, path, planOf, timeZone, tuesday } from './tried.ts';

const hourMs = 3_600_000;
const document = {
  entries: [
    {
      numbers: ['12345'],
      menu: { prompts: ['menu'], options: { '1': 'tax', '2': { queue: 'police', priority: 2 } }, tries: 2 },
      queue: 'general',
    },
    { queue: 'general', hours: 'office' },
  ],
  queues: {
    general: {
      overflow: { to: 'tax', waitMs: 60_000 },
      callBack: { key: '9', afterMs: 10_000, everyMs: 60_000 },
    },
    tax: { hours: 'office', maxLength: 2, maxWaitMs: 120_000, survey: { limitMs: 5_000, tries: 2 } },
    police: { overflow: { to: 'general', unstaffed: true } },
    night: {},
  },
  hours: {
    office: {
      weekly: { tue: ['08:00-12:00', '14:00-18:00'] },
      special: [{ from: '2026-11-25', to: 'night' }],
    },
  },
};
const steps = (call: Partial<TriedCall>): string => path(document, call).join(' | ');
const begin = 'entryByNumber general 12345 | greeting | menu';
const answered = (queue: string): string => `offered ${queue} | answered ${queue}`;

t.test('keys of the menu, a wrong one, and none', async (t) => {
  t.equal(
    steps({ keys: keys('15') }),
    `${begin} | keyOption tax 1 | queued tax | ${answered('tax')} | survey | keyLevel 5 | farewell tax answered | ended answered`,
  );
  t.equal(
    steps({ keys: keys('5-') }),
    `${begin} | keyNotThere 5 | menuAgain | noKey | queued general | ${answered('general')} | farewell general answered | ended answered`,
  );
});

t.test('the language first: a key, another key, none; then the menu as it is', async (t) => {
  const languages = { prompts: ['choose-language'], options: { '1': 'zh-CN', '2': 'yue' } };
  const menu = { prompts: ['menu'], options: { '1': 'tax' } };
  const spoken = { languages, entries: [{ menu }], queues: { tax: {} } };
  const told = (pressed: string): string => path(spoken, { keys: keys(pressed) }).join(' | ');
  t.match(
    told('21'),
    'entryOfOthers general 12345 | languageAsked | keyLanguage 2 yue | greeting | menu | keyOption tax 1',
  );
  t.match(told('521'), 'languageAsked | keyNotThere 5 | languageAsked | keyLanguage 2 yue | greeting | menu');
  t.match(told('55-'), 'languageAsked | keyNotThere 5 | greeting | menu | noKey');
  t.match(told('-1'), 'languageAsked | noKey | greeting | menu | keyOption tax 1');
  t.match(told('7'), 'languageAsked | keyEmergency 7 110 | emergency 110 | deskRung 110');
});

t.test(
  'what the chosen language asks of a seat is told with the key, and when the queue is joined',
  async (t) => {
    const options = { '1': 'zh-CN', '2': { language: 'yue', skills: { cantonese: 3 } } };
    const plan = planOf({ languages: { prompts: ['choose-language'], options } });
    const skillsIn = (pressed: string): readonly (string | undefined)[] => {
      const tried = { ...caller, keys: keys(pressed) };
      return pathOf(plan, tried, walk(plan, tried, timeZone), timeZone)
        .filter(({ kind }) => kind === 'keyLanguage' || kind === 'queued')
        .map(({ values }) => values['skills']);
    };
    t.strictSame(skillsIn('2'), ['cantonese 3', 'cantonese 3']);
    t.strictSame(skillsIn('1'), ['', '']);
  },
);

t.test('a queue on which nobody serves, that is full, or in which nobody comes free', async (t) => {
  const nowhere = 'farewell general noSeat | ended noSeat';
  t.equal(
    steps({ keys: keys('2'), elsewhere: nobody }),
    `${begin} | keyOption police 2 | queued police | sentOnUnstaffed police general | ${nowhere}`,
  );
  t.equal(
    steps({ keys: keys('1'), elsewhere: { ...busy, waiting: 2 } }),
    `${begin} | keyOption tax 1 | queued tax | farewell tax queueFull | ended queueFull`,
  );
  t.equal(
    steps({ keys: keys('--9'), elsewhere: busy }),
    `${begin} | noKey | menuAgain | noKey | queued general | announced | keyCallBack 9 | farewell general callBackAsked | ended callBackAsked`,
  );
  t.equal(
    steps({ keys: keys('--'), elsewhere: busy, queues: { tax: free }, from: null }),
    `${begin} | noKey | menuAgain | noKey | queued general | sentOnWait general tax | ${answered('tax')} | survey | noKey | farewell tax answered | ended answered`,
  );
});

t.test(
  'who was sent on with a longer wait than the new queue allows is rung for there, or told: nobody waits for ever',
  async (t) => {
    const impatient = {
      queues: { general: { overflow: { to: 'tax', waitMs: 60_000 } }, tax: { maxWaitMs: 30_000 } },
    };
    const told = 'queued general | sentOnWait general tax | farewell tax waitedTooLong | ended waitedTooLong';
    t.match(path(impatient, { elsewhere: busy }).join(' | '), told);
    const rung = `sentOnWait general tax | ${answered('tax')} | farewell tax answered`;
    t.match(path(impatient, { elsewhere: busy, queues: { tax: free } }).join(' | '), rung);
  },
);

t.test('phones that nobody answers ring one after the other, then the caller is told', async (t) => {
  const silent = { ...free, answers: false };
  const told = 'farewell general nobodyAnswered | ended nobodyAnswered';
  const offers = 'offered general | offered general | offered general';
  t.match(path({ maxOffers: 3 }, { elsewhere: silent }).join(' | '), `queued general | ${offers} | ${told}`);
});

t.test('closed hours, a special day with a queue on duty, a queue that is closed', async (t) => {
  const at = after(tuesday, 3 * hourMs);
  t.equal(
    steps({ dialled: '1', at }),
    'entryOfOthers general 1 | closed | farewell general closed | ended closed',
  );
  t.equal(
    steps({ keys: keys('1'), at }),
    `${begin} | keyOption tax 1 | queueClosed tax | farewell general closed | ended closed`,
  );
  t.match(
    steps({ keys: keys('1'), at: after(tuesday, 24 * hourMs) }),
    `${begin} | keyOption tax 1 | onDuty tax night | queued night | ${answered('night')}`,
  );
});

t.test('an emergency key: the desk, its other route, or the words which number to dial', async (t) => {
  const rung = 'keyEmergency 7 110 | emergency 110 | deskRung 110';
  t.match(
    steps({ keys: keys('7') }),
    `${rung} | deskAnswered 110 | farewell general emergency | ended emergency`,
  );
  t.match(
    steps({ keys: keys('7'), desksAnswer: false }),
    `${rung} | deskMissed 110 | deskRung 110 by the other trunk | deskMissed 110 by the other trunk | farewell general emergencyFailed`,
  );
  t.match(
    steps({ keys: keys('0') }),
    'emergency 119 | farewell general emergencyFailed | ended emergencyFailed',
  );
});

t.test('who gives up leaves; a seat that comes free after a wait is not offered before', async (t) => {
  t.equal(
    steps({ keys: keys('1'), elsewhere: busy, leaves: { during: 'queued', afterMs: 7_000 } }),
    `${begin} | keyOption tax 1 | queued tax | leaves | ended abandoned`,
  );
  const plan = planFrom(document);
  const tried = { ...callerOf('1'), elsewhere: { ...busy, freeAfterMs: 30_000, waiting: 1 } };
  const seen = pathOf(plan, tried, walk(plan, tried, timeZone), timeZone);
  t.match(
    seen.find(({ kind }) => kind === 'offered'),
    { values: { seconds: '30' } },
  );
});

function planFrom(value: object): Plan {
  const checked = checkPlan(value);
  if (!checked.ok) throw new Error(checked.problems.join('\n'));
  return { ...checked.plan, emergency: desks };
}
const callerOf = (pressed: string): TriedCall => ({
  ...{ dialled: '12345', from: null, at: tuesday, caller: unknownCaller, keys: keys(pressed), leaves: null },
  ...{ elsewhere: free, queues: {}, desksAnswer: true },
});

const seed =
  process.env['WALK_SEED'] === undefined ? Date.now() % 1_000_000_000 : Number(process.env['WALK_SEED']);
const numRuns = Number(process.env['WALK_RUNS'] ?? 400);

t.test(
  `whatever the plan and the caller: there is always a next step, and an end (WALK_SEED=${seed})`,
  async (t) => {
    const property = fc.property(plans, callers, (plan, tried) => {
      const walked = walk(plan, tried, timeZone);
      if (!walked.whole) throw new Error(`no end: ${walked.call.phase}`);
      for (const { after: call } of walked.seen) {
        const isServed = call.phase === 'talking' || call.phase === 'conference' || call.phase === 'ended';
        if (!isServed && call.timers.length === 0) throw new Error(`left alone in ${call.phase}`);
      }
      const path = pathOf(plan, tried, walked, timeZone);
      if (path.at(-1)?.kind !== 'ended')
        throw new Error(`the path ends with ${path.at(-1)?.kind ?? 'nothing'}`);
      const again = pathOf(plan, tried, walk(plan, tried, timeZone), timeZone);
      if (JSON.stringify(again) !== JSON.stringify(path)) throw new Error('another path the second time');
    });
    fc.assert(property, { numRuns, seed });
    t.pass(`${numRuns} runs`);
  },
);

t.test(`whatever the plan: its emergency key lets through at any moment (WALK_SEED=${seed})`, async (t) => {
  const withKeys = plans.filter(({ emergencyKeys }) => Object.keys(emergencyKeys).length > 0);
  const property = fc.property(
    withKeys,
    callers,
    fc.nat(),
    fc.nat({ max: 600_000 }),
    (plan, caller, n, afterMs) => {
      const own = Object.keys(plan.emergencyKeys) as Digit[];
      const key = own[n % own.length] ?? '7';
      const number = plan.emergencyKeys[key] ?? '110';
      const others = caller.keys.filter((one) => !own.includes(one.key as Digit));
      const tried = { ...caller, keys: [...others, { key, when: { during: 'greeting', afterMs } as const }] };
      const { seen } = walk(plan, tried, timeZone);
      const pressedAt = after(tried.at, afterMs);
      const isPress = ({ row: { input } }: Seen): boolean =>
        input.type === 'DigitPressed' && input.digit === key;
      const then = seen.findLast((one) => one.row.at <= pressedAt && !isPress(one))?.after;
      const pressed = seen.find(isPress);
      // A talk is for whoever listens, and whoever has left presses nothing.
      if (pressed === undefined) return then === undefined || ['talking', 'ended'].includes(then.phase);
      const rung = seen.flatMap(({ row: { commands } }) =>
        commands.flatMap((command) => (command.type === 'RingParty' ? [command.dial] : [])),
      );
      const wanted = desks[number].map(({ dial }) => dial);
      const isCut = tried.leaves !== null;
      const expected = tried.desksAnswer || isCut ? wanted.slice(0, 1) : wanted;
      const { after: call } = pressed;
      const isThere = wanted.length === 0 ? call.lastHunt?.result === 'failed' : call.phase === 'emergency';
      return isThere && expected.every((dial, i) => rung[i] === dial);
    },
  );
  fc.assert(property, { numRuns, seed });
  t.pass(`${numRuns} runs`);
});
