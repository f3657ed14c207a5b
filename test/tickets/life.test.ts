import fc from 'fast-check';
import t from 'tap';
import { roles } from '../../src/access/roles.ts';
import type { TicketNo } from '../../src/calls/model.ts';
import { after as later } from '../../src/lib/time.ts';
import type { Action, ActionOf } from '../../src/tickets/life/actions.ts';
import { decideCase, life } from '../../src/tickets/life/decide.ts';
import { cardAt, nextDue, usualCards } from '../../src/tickets/life/limits.ts';
import { type Case, type Kind, kinds, states } from '../../src/tickets/life/model.ts';
import { activeParts } from '../../src/tickets/life/parts.ts';
import {
  after,
  agent,
  at,
  clerk,
  district,
  office,
  opened,
  part,
  person,
  reckoning,
  refusedBy,
  reviewer,
  setting,
  shown,
  toRsj,
  unitId,
} from './life-scene.ts';

const monday = at('2026-11-23T09:00');
const satisfied = { timeliness: 5, result: 4 } as const;

/** When each step of the first part is due, with its rule. */
const dueOf = (kind: Kind, from = monday) => {
  const [first] = after(opened(kind), [agent, toRsj, from]).parts;
  const next = first === undefined ? null : nextDue({ ...first, state: 'acknowledged' }, reckoning);
  return next === null ? null : [next.step, shown(next.due.at), next.limit.source];
};

t.test('a matter answered on the call is resolved and archived (Art. 11-1, 14)', async (t) => {
  const done = after(
    opened('consultation'),
    [agent, { type: 'resolve', answer: '带身份证到窗口补办' }, monday],
    [agent, { type: 'archive' }, monday],
  );
  t.match(done, { state: 'archived', closedAt: monday, version: 3 });
  t.equal(refusedBy(opened(null), agent, { type: 'resolve', answer: 'x' }, monday), 'H12_TICKET_INCOMPLETE');
});

t.test('out of scope, with its reason (Art. 9)', async (t) => {
  const refused = after(opened(null), [agent, { type: 'refuseScope', reason: 'militaryOrPending' }, monday]);
  t.match(refused, { state: 'outOfScope', scopeReason: 'militaryOrPending', closedAt: monday });
  t.equal(refusedBy(refused, agent, toRsj, monday), 'H12_TICKET_STATE');
});

t.test('each kind has its own first step and its own limit (Art. 11)', async (t) => {
  t.same(dueOf('consultation'), ['finish', '2026-11-27 00:00', '第十一条（二）1']);
  t.same(dueOf('complaint'), ['contact', '2026-11-25 00:00', '第十一条（二）2']);
  t.same(dueOf('report'), ['decide', '2026-11-25 00:00', '第十一条（二）3']);
  t.same(dueOf('appeal'), ['contact', '2026-11-25 00:00', '第十一条（二）4']);
  t.same(dueOf('help'), ['contact', '2026-11-25 00:00', '第十一条（二）5']);
});

t.test("a report's thirty days count from its acceptance", async (t) => {
  const accepted = after(
    opened('report'),
    [agent, toRsj, monday],
    [clerk, { type: 'decideReport', part: part(1), accepted: true, reason: '' }, at('2026-11-24T10:00')],
  );
  const [first] = accepted.parts;
  const next = first === undefined ? null : nextDue(first, reckoning);
  t.equal(next?.step, 'finish');
  t.equal(shown(next?.due.at ?? monday), '2027-01-07 00:00', 'New Year 2027, whose schedule is not out');
  t.equal(next?.due.provisional, true);
});

t.test('a report that is not taken up goes to the citizen with the reason', async (t) => {
  const declined: Action = { type: 'decideReport', part: part(1), accepted: false, reason: '已由公安立案' };
  const refused = after(opened('report'), [agent, toRsj, monday], [clerk, declined, monday]);
  t.match(refused, { state: 'followUp', parts: [{ state: 'replied', reply: { text: '已由公安立案' } }] });
  const early = after(opened('report'), [agent, toRsj, monday]);
  t.equal(
    refusedBy(early, reviewer, { type: 'reply', part: part(1), text: 'x' }, monday),
    'H12_TICKET_STATE',
  );
});

t.test('the shortest of several limits applies, and says which rule it is', async (t) => {
  const special: Action = { ...toRsj, otherLimits: [{ days: 5, source: '市政设施条例第九条' }] };
  const given = after(opened('complaint'), [agent, special, monday]);
  const [first] = given.parts;
  if (first === undefined) throw new Error('no part');
  const next = nextDue({ ...first, state: 'acknowledged', contactedAt: monday }, reckoning);
  t.match(next, { step: 'finish', limit: { days: 5, source: '市政设施条例第九条' } });
});

t.test(
  'a unit returns what is not its matter within two working days; the clock starts anew (Art. 16)',
  async (t) => {
    const sent = after(opened('complaint'), [agent, toRsj, monday]);
    const back: Action = { type: 'return', part: part(1), reason: '属城管局职责' };
    t.equal(refusedBy(sent, clerk, back, at('2026-11-26T00:00')), 'H12_TICKET_TOO_LATE');
    const returned = after(sent, [clerk, back, at('2026-11-25T23:59')]);
    t.match(returned, { state: 'returned' });
    const again = after(returned, [
      agent,
      { ...toRsj, to: [{ unit: unitId('cgj'), role: 'sole' }] },
      at('2026-11-26T09:00'),
    ]);
    t.match(again, { state: 'withUnits', parts: [{ state: 'returned' }, { state: 'sent', unit: 'cgj' }] });
    const other = person('unitClerk', { unit: unitId('cgj') });
    t.equal(
      after(again, [other, { type: 'acknowledge', part: part(2) }, at('2026-11-26T10:00')]).state,
      'withUnits',
    );
    const fresh = again.parts[1];
    t.equal(fresh?.receivedAt, at('2026-11-26T09:00'));
    t.ok(
      fresh?.limits.every(({ from }) => from === fresh.receivedAt),
      'every limit counts from zero',
    );
  },
);

t.test(
  'an extension is asked for with a reason and decided by the office responsible (Art. 15)',
  async (t) => {
    const sent = after(opened('complaint'), [agent, toRsj, monday]);
    const ask: Action = { type: 'askExtension', part: part(1), days: 10, reason: '需现场检测' };
    const asked = after(sent, [clerk, ask, monday]);
    t.equal(refusedBy(asked, clerk, ask, monday), 'H12_TICKET_STATE', 'not twice at once');
    const decide = (granted: boolean): Action => ({
      type: 'decideExtension',
      part: part(1),
      granted,
      why: '同意',
    });
    t.equal(refusedBy(asked, clerk, decide(true), monday), 'H12_TICKET_ROLE');
    t.equal(
      refusedBy(asked, person('districtOffice', { district: '梅县区' }), decide(true), monday),
      'H12_TICKET_NOT_YOURS',
    );
    const days = (found: Case) => found.parts[0]?.limits.find(({ step }) => step === 'finish')?.days;
    t.equal(days(after(asked, [district, decide(true), monday])), 25);
    t.equal(days(after(asked, [office, decide(false), monday])), 15);
    const help = after(opened('help'), [agent, toRsj, monday]);
    t.equal(
      refusedBy(help, clerk, ask, monday),
      'H12_TICKET_STATE',
      'help and consultation are not extended',
    );
  },
);

t.test('several units are named by the office: one leads, the others assist (Art. 17)', async (t) => {
  const both: ActionOf<'dispatch'> = {
    ...toRsj,
    to: [
      { unit: unitId('cgj'), role: 'lead' },
      { unit: unitId('rsj'), role: 'assisting' },
    ],
  };
  t.equal(refusedBy(opened(), agent, both, monday), 'H12_TICKET_UNITS');
  const atOffice = after(opened(), [agent, { type: 'handToOffice', district: '梅江区' }, monday]);
  t.equal(refusedBy(atOffice, agent, toRsj, monday), 'H12_TICKET_ROLE', 'the office has it now');
  const given = after(atOffice, [district, both, monday]);
  const replied = after(given, [reviewer, { type: 'reply', part: part(2), text: '已配合' }, monday]);
  t.equal(replied.state, 'withUnits', 'the lead has not replied yet');
  const lead = person('unitReviewer', { unit: unitId('cgj') });
  t.equal(after(replied, [lead, { type: 'reply', part: part(1), text: '已修复' }, monday]).state, 'followUp');
  const twoLeads = { ...both, to: both.to.map((one) => ({ ...one, role: 'lead' as const })) };
  t.equal(refusedBy(atOffice, district, twoLeads, monday), 'H12_TICKET_UNITS');
});

t.test('a unit that is not a member is reached through the office (Art. 11-2)', async (t) => {
  const toGdj: Action = { ...toRsj, to: [{ unit: unitId('gdj'), role: 'sole' }] };
  t.equal(refusedBy(opened(), agent, toGdj, monday), 'H12_TICKET_UNITS');
  const atOffice = after(opened(), [agent, { type: 'handToOffice', district: null }, monday]);
  t.equal(after(atOffice, [office, toGdj, monday]).state, 'withUnits');
});

t.test('a perfunctory result is sent back to be done again, with a new clock (Art. 13)', async (t) => {
  const replied = after(
    opened(),
    [agent, toRsj, monday],
    [reviewer, { type: 'reply', part: part(1), text: '已处理' }, monday],
    [
      agent,
      { type: 'followUp', reached: true, satisfaction: { timeliness: 2, result: 1 }, note: '' },
      monday,
    ],
  );
  const again = after(replied, [office, { type: 'redo', reason: '路灯仍不亮' }, at('2026-11-25T09:00')]);
  t.match(again, { state: 'withUnits', parts: [{ state: 'redone' }, { state: 'sent', unit: 'rsj' }] });
  const replied2 = after(again, [reviewer, { type: 'reply', part: part(2), text: '已更换' }, monday]);
  t.equal(replied2.state, 'followUp');
  t.equal(refusedBy(replied2, agent, { type: 'archive' }, monday), 'H12_TICKET_STATE', 'to be asked again');
  const third = after(replied2, [office, { type: 'redo', reason: '又坏' }, at('2026-11-26T09:00')]);
  t.equal(activeParts(third.parts).length, 1, 'one part a unit, however often it is redone');
});

t.test('who cannot be reached at several tries is a result of its own (Art. 13)', async (t) => {
  const none: Action = { type: 'followUp', reached: false, satisfaction: null, note: '无人接听' };
  const replied = after(
    opened(),
    [agent, toRsj, monday],
    [reviewer, { type: 'reply', part: part(1), text: 'x' }, monday],
  );
  const twice = after(replied, [agent, none, monday], [agent, none, monday]);
  t.equal(refusedBy(twice, agent, { type: 'archive' }, monday), 'H12_TICKET_STATE');
  t.equal(after(twice, [agent, none, monday], [agent, { type: 'archive' }, monday]).state, 'archived');
});

t.test('confidential tickets are for people cleared for it (Art. 21)', async (t) => {
  const secret = after(opened(), [agent, { type: 'setLevel', level: 'confidential' }, monday]);
  t.equal(refusedBy(secret, agent, toRsj, monday), 'H12_TICKET_NOT_YOURS');
  t.equal(refusedBy(secret, { ...agent, cleared: true }, toRsj, monday), null);
});

t.test('cards: yellow when little is left, red when the limit has passed (Art. 12-4)', async (t) => {
  const [first] = after(opened('complaint'), [agent, toRsj, monday]).parts;
  if (first === undefined) throw new Error('no part');
  const next = nextDue({ ...first, state: 'acknowledged', contactedAt: monday }, reckoning);
  if (next === null) throw new Error('nothing due');
  t.equal(shown(next.due.at), '2026-12-15 00:00');
  const card = (when: string) => cardAt(next, at(when), reckoning, usualCards);
  t.equal(card('2026-12-14T08:29'), 'none');
  t.equal(card('2026-12-14T08:30'), 'yellow', 'one working day is left');
  t.equal(card('2026-12-14T23:59'), 'yellow');
  t.equal(card('2026-12-15T00:00'), 'red');
});

t.test(
  'every row of the table names an article, and nothing may be done to what is archived or merged',
  async (t) => {
    for (const [type, row] of Object.entries(life)) {
      t.match(row.article, /^第.+条/, type);
      t.notOk(row.from.includes('archived') || row.from.includes('merged'), type);
    }
  },
);

/** Some action, with members that are sometimes right. */
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  fc.constantFrom<Action>(
    toRsj,
    { type: 'archive' },
    { type: 'merge', into: '20261124-000009' as TicketNo },
    { type: 'resolve', answer: '已答复' },
    { type: 'redo', reason: '敷衍' },
    { type: 'refuseScope', reason: 'abusive' },
    { type: 'followUp', reached: true, satisfaction: satisfied, note: '' },
    { type: 'followUp', reached: false, satisfaction: null, note: '' },
    { type: 'handToOffice', district: '梅江区' },
    { type: 'inspect', text: '请说明' },
    { type: 'instruct', text: '抓紧' },
    { type: 'setLevel', level: 'confidential' },
    {
      ...toRsj,
      to: [
        { unit: unitId('cgj'), role: 'lead' },
        { unit: unitId('rsj'), role: 'assisting' },
      ],
    },
  ),
  fc
    .integer({ min: 1, max: 6 })
    .chain((n) =>
      fc.constantFrom<Action>(
        { type: 'acknowledge', part: part(n) },
        { type: 'contact', part: part(n) },
        { type: 'decideReport', part: part(n), accepted: true, reason: '' },
        { type: 'decideReport', part: part(n), accepted: false, reason: '不属实' },
        { type: 'reply', part: part(n), text: '已办结' },
        { type: 'return', part: part(n), reason: '非本单位' },
        { type: 'askExtension', part: part(n), days: 5, reason: '需鉴定' },
        { type: 'decideExtension', part: part(n), granted: true, why: '' },
        { type: 'urge', part: part(n), text: '催' },
      ),
    ),
);
const anybody = fc
  .record({ role: fc.constantFrom(...roles), unit: fc.constantFrom('rsj', 'cgj'), cleared: fc.boolean() })
  .map(({ role, unit, cleared }) => person(role, { unit: unitId(unit), district: '梅江区', cleared }));
const deeds = fc.array(fc.tuple(anybody, anyAction, fc.integer({ min: 0, max: 86_400_000 })), {
  maxLength: 40,
});

t.test(
  'whatever people do in whatever order: no ticket without somebody responsible and a deadline',
  async () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), deeds, (kind, done) => {
        let found = opened(kind);
        let when = monday;
        for (const [actor, action, pauseMs] of done) {
          when = later(when, pauseMs);
          const before = found;
          const outcome = decideCase(before, action, setting(actor, when));
          if ('refusal' in outcome) continue;
          found = outcome.next;
          if (['archived', 'merged'].includes(before.state)) return false;
          if (found !== before && found.version !== before.version + 1) return false;
          if (!states.includes(found.state)) return false;
          const active = activeParts(found.parts);
          if (found.state === 'withUnits' && active.length === 0) return false;
          if (active.some((one) => nextDue(one, reckoning) === null)) return false;
          if (found.state === 'atOffice' && found.office === null) return false;
          if (
            ['outOfScope', 'resolved', 'archived', 'merged'].includes(found.state) &&
            found.closedAt === null
          )
            return false;
        }
        return true;
      }),
      { numRuns: 2_000 },
    );
  },
);
