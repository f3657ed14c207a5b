import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { Actor } from '../../src/access/model.ts';
import type { TicketNo } from '../../src/calls/model.ts';
import { type EpochMs, after as later } from '../../src/lib/time.ts';
import { createOffice, type Office } from '../../src/office.ts';
import type { Db } from '../../src/store/open.ts';
import type { Action } from '../../src/tickets/life/actions.ts';
import { freshStore, sampleCall } from '../store/samples.ts';
import { agent, at, clerk, filled, office as manager, toRsj, units } from './life-scene.ts';

const monday = at('2026-11-23T09:00');
const numbered = (n: number): TicketNo => `20261123-${String(n).padStart(6, '0')}` as TicketNo;

/** The office over a real database, with a clock that is set by hand. */
function scene(t: Test) {
  const stores = freshStore(t);
  const clock = { at: monday };
  const office = createOffice({
    ...stores,
    units: { all: () => units },
    audit: () => undefined,
    now: () => clock.at,
    timeZone: 'Asia/Shanghai',
    failed: (err) => {
      throw err;
    },
  });
  t.teardown(() => office.stop());
  const open = (n: number): TicketNo => {
    const call = sampleCall(n);
    stores.calls.put(call);
    stores.tickets.apply({
      ...{ type: 'TicketOpened', no: numbered(n), call: call.id, callerNumber: null, at: clock.at },
    });
    return numbered(n);
  };
  const act = (actor: Actor, no: TicketNo, action: Action): void => {
    const version = office.lives.read(no)?.version ?? 0;
    const acted = office.life.act(actor, no, { action, version, address: '' });
    if ('refusal' in acted) throw new Error(JSON.stringify(acted.refusal));
  };
  const dispatched = (n: number, kind: 'complaint' | 'help' = 'complaint'): TicketNo => {
    const no = open(n);
    act(agent, no, { type: 'fill', content: filled(kind) });
    act(agent, no, toRsj);
    return no;
  };
  return { ...stores, clock, office, open, act, dispatched };
}

type Raised = { readonly step: string; readonly kind: string; readonly at: EpochMs; readonly owner: string };
const raised = (db: Db, no?: TicketNo): readonly Raised[] =>
  db
    .prepare<[string | null, string | null], Raised>(
      'SELECT step, kind, at, owner FROM ticket_notices WHERE ? IS NULL OR no = ? ORDER BY at, kind',
    )
    .all(no ?? null, no ?? null);
const run = async (office: Office, clock: { at: EpochMs }, when: string): Promise<void> => {
  clock.at = at(when);
  await office.alerts.run();
};

t.test('reminders before, at and after a limit, cards by rule, then the office (Art. 12)', async (t) => {
  const { db, clock, office, act, dispatched } = scene(t);
  const no = dispatched(1);
  act(clerk, no, { type: 'contact', part: 1 as never });
  // Fifteen working days from Monday 23 November end with 14 December.
  await run(office, clock, '2026-12-10T17:29');
  t.same(raised(db), []);
  await run(office, clock, '2026-12-11T08:30');
  t.match(raised(db), [{ step: 'finish', kind: 'before', owner: 'unit', at: at('2026-12-11T08:30') }]);
  await run(office, clock, '2026-12-14T08:30');
  t.match(raised(db).at(-1), { kind: 'yellow' });
  await run(office, clock, '2026-12-15T00:00');
  t.match(raised(db).at(-1), { kind: 'red', at: at('2026-12-15T00:00') });
  await run(office, clock, '2026-12-16T00:00');
  t.same(
    raised(db).map(({ kind, owner }) => [kind, owner]),
    [
      ['before', 'unit'],
      ['yellow', 'unit'],
      ['red', 'unit'],
      ['after', 'unit'],
      ['escalated', 'office'],
    ],
  );
  await run(office, clock, '2027-03-01T00:00');
  t.equal(raised(db).length, 5, 'nothing comes twice');
});

t.test(
  'what was missed while the daemon was away comes at the next start, once, and what is done not at all',
  async (t) => {
    const { db, clock, office, act, dispatched } = scene(t);
    const late = dispatched(1);
    const done = dispatched(2);
    act(clerk, done, { type: 'contact', part: 1 as never });
    clock.at = at('2026-11-30T10:00');
    office.start();
    await office.alerts.run();
    t.same(
      raised(db, late).map(({ step, kind }) => `${step} ${kind}`),
      ['acknowledge', 'contact']
        .flatMap((step) => [
          `${step} before`,
          `${step} yellow`,
          `${step} red`,
          `${step} after`,
          `${step} escalated`,
        ])
        .toSorted((a, b) => order(a) - order(b)),
    );
    t.same(raised(db, done), [], 'acknowledged and contacted in time');
    act(clerk, late, { type: 'acknowledge', part: 1 as never });
    await run(office, clock, '2026-11-30T11:00');
    t.equal(raised(db, late).length, 10, 'an action does not raise again what was raised');
  },
);
/** As they come: by instant, then by the kind's name. */
const order = (text: string): number => {
  const [step = '', kind = ''] = text.split(' ');
  const kinds = ['before', 'yellow', 'red', 'after', 'escalated'];
  return kinds.indexOf(kind) * 2 + (step === 'contact' ? 1 : 0);
};

t.test('a ticket that a call has opened has its deadline and its owner within the minute', async (t) => {
  const { office, clock, open, db, tickets } = scene(t);
  const no = open(1);
  t.equal(db.prepare('SELECT due_at FROM tickets WHERE no = ?').pluck().get(no), null);
  await run(office, clock, '2026-11-23T09:01');
  t.match(office.lives.dues(no), [{ part: 0, step: 'dispatch', dueAt: at('2026-11-25T00:00') }]);
  tickets.apply({ type: 'TicketAbandoned', no, outcome: 'abandoned', at: clock.at });
  t.same(office.lives.dues(no), [], 'nobody dispatches what nobody has heard');
});

t.test(
  'a corrected day moves what is due around it, and tells whose; what ends before it stays',
  async (t) => {
    const { db, office, act, dispatched, clock } = scene(t);
    const moved = dispatched(1);
    act(clerk, moved, { type: 'contact', part: 1 as never });
    const stays = dispatched(2);
    office.calendar.correct({ day: '2026-12-02' as never, work: false, name: '台风停工' }, 'office');
    await office.alerts.run();
    t.same(
      db
        .prepare('SELECT no, step, unit, was_due_at AS was, due_at AS now FROM ticket_notices ORDER BY no')
        .all(),
      [moved, stays].map((no) => ({
        ...{ no, step: 'finish', unit: 'rsj' },
        ...{ was: at('2026-12-15T00:00'), now: at('2026-12-16T00:00') },
      })),
      'the first steps, which end before, are not touched',
    );
    t.match(office.notices.reckonings(1), [
      { actor: 'office', what: 'calendar 2026-12-02', looked: 2, moved: 2, doneAt: clock.at },
    ]);
    office.calendar.withdraw('2026-12-02' as never, 'office');
    await office.alerts.run();
    t.equal(office.lives.dues(moved)[0]?.dueAt, at('2026-12-15T00:00'));
  },
);

t.test(
  'a past year is corrected for what is archived, too: its figures are by the calendar as it was',
  async (t) => {
    const { db, office, act, dispatched, clock } = scene(t);
    const no = dispatched(1, 'help');
    clock.at = at('2026-12-15T10:00');
    act({ ...clerk, roles: ['unitReviewer'] }, no, { type: 'reply', part: 1 as never, text: '已办' });
    const late = (): unknown =>
      db.prepare('SELECT count(*) FROM ticket_parts WHERE done_at >= finish_due').pluck().get();
    t.equal(late(), 1);
    office.calendar.correct({ day: '2026-12-01' as never, work: false, name: '台风停工' }, 'office');
    await office.alerts.run();
    t.equal(late(), 0);
  },
);

t.test('a changed limit moves what is open and says so in its history', async (t) => {
  const { office, dispatched } = scene(t);
  const no = dispatched(1);
  const before = office.settings.settings();
  const kinds = { ...before.kinds, complaint: { contact: 1, finish: 10 } };
  office.settings.putSettings({ ...before, kinds });
  office.alerts.changed('settings', manager.id, null);
  await office.alerts.run();
  t.equal(office.lives.dues(no).find(({ step }) => step === 'finish')?.dueAt, at('2026-12-08T00:00'));
  t.match(office.lives.changes(no).at(-1), { actor: manager.id, action: { type: 'renewLimits' } });
});

t.test('a schedule published meanwhile is reckoned at the next start', async (t) => {
  const { office, db } = scene(t);
  office.start();
  t.same(office.notices.reckonings(1), [], 'a first start has nothing to compare');
  db.exec("UPDATE ticket_settings SET schedule = 'of last year'");
  office.start();
  t.match(office.notices.reckonings(1), [{ what: 'published schedule' }]);
});

t.test('killed at any moment, nothing is raised twice and nothing is left out', async (t) => {
  const { db, office, dispatched, clock, file } = scene(t);
  const tickets = 400;
  for (let n = 1; n <= tickets; n += 1) dispatched(n);
  clock.at = later(monday, 40 * 86_400_000);
  for (let kill = 1; kill <= 4; kill += 1) {
    const child = spawn(
      process.execPath,
      ['--import=tsx', join(import.meta.dirname, 'raise-and-die.ts'), file, String(clock.at)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    // It says each slice; the kill comes while it is in the next one.
    let slices = 0;
    for await (const line of child.stdout) {
      slices += String(line).split('\n').length - 1;
      if (slices >= kill) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  await office.alerts.run();
  const perTicket = db.prepare('SELECT count(*) AS n FROM ticket_notices GROUP BY no').pluck().all();
  t.equal(perTicket.length, tickets);
  t.same(new Set(perTicket), new Set([15]), 'three steps, five notices each');
});
