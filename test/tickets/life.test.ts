import t from 'tap';
import type { CallId, TicketNo } from '../../src/calls/model.ts';
import type { Action, ActionOf, HouseAction } from '../../src/tickets/life/actions.ts';
import { life } from '../../src/tickets/life/decide.ts';
import { followedUp, satisfactionOf } from '../../src/tickets/life/follow-up.ts';
import { decideHouse } from '../../src/tickets/life/house.ts';
import {
  cardAt,
  effective,
  nextDue,
  regulationLimits,
  renewed,
  usualCards,
} from '../../src/tickets/life/limits.ts';
import type { Case, Kind } from '../../src/tickets/life/model.ts';
import { activeParts } from '../../src/tickets/life/parts.ts';
import { limitsOf, usualSettings } from '../../src/tickets/life/settings.ts';
import {
  after,
  agent,
  at,
  clerk,
  district,
  office,
  opened,
  others,
  part,
  person,
  reckoning,
  refusedBy,
  reviewer,
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
    const days = (found: Case) => {
      const [first] = found.parts;
      return first === undefined ? null : effective(first, 'finish', reckoning)?.limit.days;
    };
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
  const archive: Action = { type: 'archive' };
  const atOnce = after(replied, [agent, none, monday], [agent, none, monday], [agent, none, monday]);
  t.equal(refusedBy(atOnce, agent, archive, monday), 'H12_TICKET_STATE', 'three times in a row is one time');
  const evening = at('2026-11-23T19:00');
  const next = at('2026-11-24T10:00');
  const twice = after(atOnce, [agent, none, evening]);
  t.equal(followedUp(twice, usualSettings.followUp), 'open');
  t.equal(refusedBy(twice, agent, archive, evening), 'H12_TICKET_STATE');
  const often = after(twice, [agent, none, next]);
  t.equal(followedUp(often, usualSettings.followUp), 'unreachable');
  t.equal(after(often, [agent, archive, next]).state, 'archived');
});

t.test(
  'what the citizen keyed goes before what the agent wrote down, and is of what was done last',
  async (t) => {
    const replied = after(
      opened(),
      [agent, toRsj, monday],
      [reviewer, { type: 'reply', part: part(1), text: 'x' }, monday],
    );
    const keyed = decideHouse(
      replied,
      { type: 'keySatisfaction', call: 'C2.1' as CallId, level: 2 },
      { by: agent.id, at: monday, limits: regulationLimits },
    );
    t.match(keyed, { version: replied.version + 1, calls: ['C1.1', 'C2.1'] });
    const said = after(keyed, [
      agent,
      { type: 'followUp', reached: true, satisfaction: satisfied, note: '' },
      monday,
    ]);
    t.same(satisfactionOf(said), { timeliness: 2, result: 2 });
    const again = after(said, [office, { type: 'redo', reason: '敷衍' }, at('2026-11-24T09:00')]);
    t.equal(satisfactionOf(again), null);
  },
);

t.test('a call that came to no talk is a try, once however often it is told', async (t) => {
  const replied = after(
    opened(),
    [agent, toRsj, monday],
    [reviewer, { type: 'reply', part: part(1), text: 'x' }, monday],
  );
  const note: HouseAction = { type: 'noteCall', call: 'C2.1' as CallId, failure: 'noAnswer' };
  const house = { by: agent.id, at: monday, limits: regulationLimits };
  const once = decideHouse(replied, note, house);
  t.match(once.followUps, [{ reached: false, call: 'C2.1', note: 'noAnswer' }]);
  t.equal(decideHouse(once, note, house), once);
});

t.test('a ticket is merged into one that is there, can be seen and is not closed', async (t) => {
  const target = { ...opened(), no: '20261124-000009' as TicketNo };
  const merge: Action = { type: 'merge', into: target.no };
  t.equal(refusedBy(opened(), agent, merge, monday), 'H12_TICKET_TARGET', 'it is not there');
  t.equal(refusedBy(target, agent, merge, monday), 'H12_TICKET_TARGET', 'into itself');
  others.set(target.no, target);
  t.match(after(opened(), [agent, merge, monday]), { state: 'merged', mergedInto: target.no });
  for (const state of ['archived', 'merged', 'resolved'] as const) {
    others.set(target.no, { ...target, state });
    t.equal(refusedBy(opened(), agent, merge, monday), 'H12_TICKET_TARGET', state);
  }
  others.clear();
});

t.test(
  'a topic that units have declared confidential makes the ticket so, and goes by the office (Art. 21)',
  async (t) => {
    const topic: Action = { type: 'fill', content: { topic: '举报人保护' } };
    const secret = after(opened('report'), [agent, topic, monday]);
    t.equal(refusedBy(secret, agent, toRsj, monday), 'H12_TICKET_NOT_YOURS');
    const handed = after(secret, [agent, { type: 'handToOffice', district: null }, monday]);
    t.match(handed, { level: 'confidential', state: 'atOffice' });
    t.equal(refusedBy(handed, office, toRsj, monday), 'H12_TICKET_NOT_YOURS');
    t.equal(after(handed, [{ ...office, cleared: true }, toRsj, monday]).state, 'withUnits');
    const unknown: Action = { type: 'fill', content: { topic: '没有这一类' } };
    t.equal(refusedBy(opened(), agent, unknown, monday), 'H12_TICKET_INCOMPLETE');
  },
);

t.test('an extension lengthens what Art. 11 sets, and never the limit of another rule', async (t) => {
  const special: Action = { ...toRsj, otherLimits: [{ days: 5, source: '市政设施条例第九条' }] };
  const given = after(
    opened('complaint'),
    [agent, special, monday],
    [clerk, { type: 'askExtension', part: part(1), days: 10, reason: '需鉴定' }, monday],
    [office, { type: 'decideExtension', part: part(1), granted: true, why: '' }, monday],
  );
  const [first] = given.parts;
  if (first === undefined) throw new Error('no part');
  t.match(effective(first, 'finish', reckoning)?.limit, { days: 5, own: false });
  t.equal(first.extendedDays, 10);
});

t.test('a changed limit changes open parts, and not what other rules say', async (t) => {
  const special: Action = { ...toRsj, otherLimits: [{ days: 12, source: '条例' }] };
  const [first] = after(opened('complaint'), [agent, special, monday]).parts;
  if (first === undefined) throw new Error('no part');
  const rules = limitsOf({
    ...usualSettings,
    kinds: { ...usualSettings.kinds, complaint: { contact: 1, finish: 10 } },
  });
  const now = renewed(first, 'complaint', rules);
  t.match(effective(now, 'finish', reckoning)?.limit, { days: 10, own: true });
  t.equal(now.limits.filter(({ source }) => source === '条例').length, 1);
  t.equal(renewed(now, 'complaint', rules), now, 'the same rules change nothing');
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
