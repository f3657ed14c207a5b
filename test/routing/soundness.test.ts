import fc from 'fast-check';
import t from 'tap';
import { checkPlan } from '../../src/routing/check.ts';
import { told } from '../../src/routing/findings.ts';
import type { Plan } from '../../src/routing/model.ts';
import { reachableIn, waysIn } from '../../src/routing/soundness.ts';

function planOf(document: object): Plan {
  const checked = checkPlan(document);
  if (!checked.ok) throw new Error(checked.problems.join('\n'));
  return checked.plan;
}
const found = (document: object): readonly string[] =>
  waysIn(planOf(document)).map(({ severity, code, at }) => `${severity} ${code} ${at}`);

const all = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const always = { weekly: Object.fromEntries(all.map((day) => [day, ['00:00-24:00']])) };
const office = (closed: object) => ({ weekly: { mon: ['08:00-12:00', '14:00-18:00'] }, closed });

t.test('the built-in plan, and one with queues that lead somewhere, are as they should be', async (t) => {
  t.strictSame(found({}), []);
  const document = {
    entries: [
      { numbers: ['12345'], menu: { prompts: ['menu'], options: { '1': 'tax' } }, queue: 'general' },
      { queue: 'general' },
    ],
    queues: { general: { overflow: { to: 'tax', waitMs: 60_000 } }, tax: { hours: 'office' }, night: {} },
    hours: { office: office({ to: 'night' }), always },
  };
  t.strictSame(found(document), []);
});

t.test('overflows in a circle are told where the circle closes', async (t) => {
  const queues = {
    general: { overflow: { to: 'b' } },
    b: { overflow: { to: 'c' } },
    c: { overflow: { to: 'b' } },
  };
  t.strictSame(found({ queues }), ['error overflowLoop /queues/c/overflow/to']);
  const [finding] = waysIn(planOf({ queues }));
  t.match(finding && told(finding), {
    zh: { what: '溢出成环：b → c → b' },
    en: { what: 'is part of a circle of overflows: b → c → b' },
  });
});

t.test('a queue on duty that leads back is told', async (t) => {
  const queues = { general: { hours: 'day' }, night: { hours: 'late' } };
  const hours = { day: office({ to: 'night' }), late: office({ to: 'general' }) };
  t.strictSame(found({ queues, hours }), ['error dutyLoop /hours/late/closed/to']);
});

t.test('what no call comes to, and calls that no entry takes', async (t) => {
  t.strictSame(found({ queues: { tax: {} } }), ['warning unreachableQueue /queues/tax']);
  const entries = [{ numbers: ['12345'] }, { numbers: ['12345', '12366'] }];
  t.strictSame(found({ entries }), [
    'warning numberTaken /entries/1/numbers/0',
    'warning noEntryForOthers /entries',
  ]);
  t.strictSame(found({ entries: [{}, { queue: 'general' }] }), ['warning unreachableEntry /entries/1']);
});

t.test('menus without a way on', async (t) => {
  const menu = (part: object) => ({ menu: { prompts: ['menu'], options: { '1': 'general' }, ...part } });
  t.strictSame(found(menu({})), []);
  t.strictSame(found(menu({ prompts: [] })), ['warning menuSilent /entries/0/menu/prompts']);
  t.strictSame(found(menu({ limitMs: 30_000, tries: 4 })), ['warning menuSlow /entries/0/menu']);
});

t.test('times that overlap, gaps that nobody meant, days that never come', async (t) => {
  const times = (part: object) =>
    found({ openingHours: 'h', hours: { h: { weekly: { mon: ['08:00-18:00'] }, ...part } } });
  t.strictSame(times({}), []);
  t.strictSame(times({ weekly: { mon: ['08:00-12:00', '11:00-18:00'] } }), [
    'warning spansOverlap /hours/h/weekly/mon/1',
  ]);
  t.strictSame(times({ weekly: { mon: ['08:00-12:00', '12:01-23:59'] } }), [
    'warning hoursGap /hours/h/weekly/mon/0',
    'warning hoursGap /hours/h/weekly/mon/1',
  ]);
  t.strictSame(times({ weekly: {} }), ['warning neverOpen /hours/h/weekly']);
  const day = { from: '2026-10-01', until: '2026-10-07' };
  t.strictSame(times({ special: [day, { from: '2026-10-02' }] }), [
    'warning specialHidden /hours/h/special/1',
  ]);
  t.strictSame(times({ closed: { prompts: [] } }), ['warning closedSilent /hours/h/closed']);
});

t.test('an emergency number without a key is told', async (t) => {
  t.strictSame(found({ emergencyKeys: { '7': '110', '8': '120' } }), [
    'warning noEmergencyKey /emergencyKeys',
  ]);
});

t.test('random overflows: a circle is told exactly when following them comes back to a queue', async (t) => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const to = fc.array(fc.option(fc.constantFrom(...ids)), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(to, (targets) => {
      const next = new Map(ids.map((id, n) => [id, targets[n] === id ? null : (targets[n] ?? null)]));
      const queues = Object.fromEntries(
        ids.map((id) => [id, { overflow: next.get(id) == null ? null : { to: next.get(id) } }]),
      );
      const plan = planOf({ queue: 'a', queues });
      const comesBack = (id: string): boolean => {
        let at: string | null = id;
        for (let steps = 0; steps <= ids.length && at !== null; steps += 1) at = next.get(at) ?? null;
        return at !== null;
      };
      const told = waysIn(plan).some(({ code }) => code === 'overflowLoop');
      t.equal(told, ids.some(comesBack));
      // Whatever there is: from the entry on each queue is found once, and the search comes to its end.
      const reachable = reachableIn(plan);
      let at: string | null = 'a';
      for (let steps = 0; steps < ids.length && at !== null; steps += 1) {
        t.ok(reachable.has(at));
        at = next.get(at) ?? null;
      }
    }),
    { numRuns: 300 },
  );
});
