import t from 'tap';
import { checkPlan } from '../../src/routing/check.ts';
import { matchingNames, PlanFile, treatmentNames } from '../../src/routing/schema.ts';
import { en, zh } from '../../src/web/i18n/plan-form.ts';
import { builtIn, inheritedAt } from '../../src/web/lib/plan-inherit.ts';
import { controlOf, membersOf, mistakeIn, type Schema, schemaAt } from '../../src/web/lib/plan-schema.ts';

const schema = PlanFile as unknown as Schema;

t.test('every member of the schema has its words in both languages', async (t) => {
  for (const member of membersOf(schema)) {
    const name = member.split('.').at(-1) ?? '';
    for (const { members } of [zh, en]) t.ok(members[member] ?? members[name], member);
  }
  t.ok(membersOf(schema).size > 60);
  t.strictSame(Object.keys(zh.members), Object.keys(en.members));
  t.strictSame(Object.keys(zh.values), Object.keys(en.values));
  t.strictSame(Object.keys(zh.units), Object.keys(en.units));
});

/** Every schema of a value that the form fills in at once. */
const leavesOf = (one: Schema): readonly Schema[] => {
  const control = controlOf(one);
  switch (control.kind) {
    case 'object':
      return Object.values(control.schema.properties ?? {}).flatMap(leavesOf);
    case 'record':
      return leavesOf(control.values);
    case 'list':
      return leavesOf(control.items);
    case 'short':
      return leavesOf(control.whole);
    default:
      return [one];
  }
};

t.test('the form knows how each member is filled in, and its words for each choice', async (t) => {
  for (const leaf of leavesOf(schema)) {
    const control = controlOf(leaf);
    t.not(control.kind, 'other', JSON.stringify(leaf));
    if (control.kind !== 'choice') continue;
    for (const value of control.values) t.ok(zh.values[value] ?? /^\d+$/.test(value), value);
  }
});

const kindAt = (...path: (string | number)[]): string => controlOf(schemaAt(schema, path) ?? {}).kind;

t.test('a place is found by its path, in objects, lists, by name and beside null', async (t) => {
  t.equal(kindAt('queues', 'tax', 'overflow', 'waitMs'), 'number');
  t.equal(kindAt('entries', 0, 'menu', 'options', '1'), 'short');
  t.equal(kindAt('entries', 0, 'menu', 'options', '1', 'skills', 'tax'), 'number');
  t.equal(kindAt('hours', 'office', 'weekly', 'mon'), 'spans');
  t.equal(kindAt('hours', 'office', 'special', 0, 'from'), 'day');
  t.equal(kindAt('greeting'), 'prompts');
  t.equal(kindAt('emergencyKeys', '7'), 'choice');
  t.equal(schemaAt(schema, ['nothing', 'like', 'it']), null);
});

t.test('what does not fit is told of', async (t) => {
  const at = (value: unknown, ...path: (string | number)[]) =>
    mistakeIn(schemaAt(schema, path) ?? {}, value, false)?.kind ?? null;
  t.equal(at(20_000, 'ringLimitMs'), null);
  t.equal(at('soon', 'ringLimitMs'), 'number');
  t.equal(at(1, 'ringLimitMs'), 'range');
  t.equal(at(null, 'ringLimitMs'), 'type');
  t.equal(at(null, 'maxLength'), null);
  t.equal(at('Tax', 'queue'), 'name');
  t.equal(at('2026-1-1', 'hours', 'x', 'special', 0, 'from'), 'format');
  t.equal(at('quickest', 'strategy'), 'type');
  t.equal(
    at(
      Array.from({ length: 11 }, () => 'a'),
      'greeting',
    ),
    'length',
  );
  t.same(mistakeIn({ type: 'string' }, undefined, true), { kind: 'missing' });
});

const said = new Set(['calls', 'withinMs', 'shorterThanMs']);

t.test('what a plan leaves out is shown as the check fills it', async (t) => {
  const document = {
    maxWaitMs: 60_000,
    farewell: { noSeat: ['a'] },
    menu: { prompts: [], options: {} },
    queues: { tax: {}, general: { overflow: { to: 'tax' } } },
    hours: {
      office: {
        weekly: {},
        closed: {},
        special: [{ from: '2026-10-01' }, { from: '2026-10-02', outcome: 'closed' }],
      },
    },
    callers: {
      repeat: { calls: 3, withinMs: 60_000 },
      harassing: { calls: 3, withinMs: 60_000, shorterThanMs: 5_000 },
    },
    entries: [{ menu: { prompts: [], options: {} } }],
  };
  const checked = checkPlan(document);
  if (!checked.ok) throw new Error(checked.problems.join());
  const { queues, entries, hours } = checked.plan;
  const { tax, general } = queues;
  const at = (...path: (string | number)[]): unknown => inheritedAt(document, path);
  const filled: Readonly<Record<string, unknown>> = { ...tax, ...tax?.matching, skills: {} };
  for (const name of [...treatmentNames, ...matchingNames, 'hours'])
    if (name !== 'farewell') t.strictSame(at('queues', 'tax', name), filled[name], name);
  for (const [name, value] of Object.entries(tax?.farewell ?? {}))
    t.strictSame(at('queues', 'tax', 'farewell', name), value, name);
  for (const name of ['waitMs', 'length', 'unstaffed', 'prompts'] as const)
    t.strictSame(at('queues', 'general', 'overflow', name), general?.overflow?.[name], name);
  for (const name of ['limitMs', 'tries', 'invalid'] as const)
    t.strictSame(at('entries', 0, 'menu', name), entries[0]?.menu?.[name], name);
  t.strictSame(at('entries', 0, 'queue'), entries[0]?.queue);
  t.strictSame(at('entries', 0, 'greeting'), entries[0]?.greeting);
  t.strictSame(at('entries', 0, 'hours'), entries[0]?.hours);
  for (const name of ['outcome', 'prompts'] as const) {
    t.strictSame(at('hours', 'office', 'closed', name), hours['office']?.closed[name], name);
    for (const n of [0, 1]) {
      if (n === 1 && name === 'outcome') continue;
      t.strictSame(
        at('hours', 'office', 'special', n, name),
        hours['office']?.special[n]?.closed[name],
        name,
      );
    }
  }
  const { callers } = checked.plan;
  for (const list of ['blocked', 'restricted', 'vip', 'repeat', 'harassing'] as const)
    for (const [name, value] of Object.entries(callers[list] ?? {}))
      if (!said.has(name) && name !== 'skills')
        t.strictSame(at('callers', list, name), value, `${list} ${name}`);
  t.strictSame(at('maxWaitMs'), builtIn['maxWaitMs']);
});
