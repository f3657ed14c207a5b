import t from 'tap';
import type { CallId, TicketNo } from '../../src/calls/model.ts';
import type { Action, ActionOf } from '../../src/tickets/life/actions.ts';
import { dutiesOf } from '../../src/tickets/life/duties.ts';
import { effective, regulationLimits, usualCards } from '../../src/tickets/life/limits.ts';
import type { Kind } from '../../src/tickets/life/model.ts';
import { usualSettings } from '../../src/tickets/life/settings.ts';
import {
  after,
  agent,
  at,
  clerk,
  district,
  filled,
  nowhere,
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
const cgj = person('unitClerk', { unit: unitId('cgj') });
const toBoth: ActionOf<'dispatch'> = {
  ...toRsj,
  to: [
    { unit: unitId('cgj'), role: 'lead' },
    { unit: unitId('rsj'), role: 'assisting' },
  ],
};
const reply = (n: number): Action => ({ type: 'reply', part: part(n), text: '已办结' });
const redo: Action = { type: 'redo', reason: '敷衍' };
const rules = { limits: regulationLimits, cards: usualCards, reminders: usualSettings.reminders };

t.test('what was sent back to be redone is done in its new part: the old one stays as it was', async (t) => {
  const again = after(opened(), [agent, toRsj, monday], [reviewer, reply(1), monday], [office, redo, monday]);
  const old: readonly Action[] = [
    { type: 'acknowledge', part: part(1) },
    { type: 'contact', part: part(1) },
    { type: 'return', part: part(1), reason: '非本单位' },
    { type: 'askExtension', part: part(1), days: 5, reason: '需鉴定' },
  ];
  for (const action of old) t.equal(refusedBy(again, clerk, action, monday), 'H12_TICKET_STATE', action.type);
  t.equal(refusedBy(again, reviewer, reply(1), monday), 'H12_TICKET_STATE', 'reply');
  t.equal(after(again, [reviewer, reply(2), monday]).state, 'followUp');
});

t.test('the limit of another rule holds for what is redone, too (Art. 11, last sentence)', async (t) => {
  const special: Action = { ...toRsj, otherLimits: [{ days: 5, source: '市政设施条例第九条' }] };
  const later = at('2026-11-30T09:00');
  const again = after(
    opened(),
    [agent, special, monday],
    [reviewer, reply(1), monday],
    [office, redo, later],
  );
  const [, anew] = again.parts;
  const finish = anew === undefined ? null : effective(anew, 'finish', reckoning);
  t.match(finish, { limit: { days: 5, source: '市政设施条例第九条', own: false, from: later } });
  t.equal(shown(finish?.due.at ?? monday), '2026-12-08 00:00');
});

t.test(
  'when the lead returns a ticket, who assisted is done with it: it is dispatched anew as a whole (Art. 16, 17)',
  async (t) => {
    const given = after(opened(), [office, toBoth, monday]);
    const back: Action = { type: 'return', part: part(1), reason: '非本单位' };
    const returned = after(given, [cgj, back, monday]);
    t.match(returned, {
      state: 'returned',
      parts: [
        { state: 'returned', doneAt: monday },
        { state: 'withdrawn', doneAt: monday },
      ],
    });
    t.same(
      dutiesOf(returned, reckoning, rules).map(({ owner, step }) => [owner.of, step]),
      [['centre', 'dispatch']],
      'no clock runs for a unit that cannot do anything',
    );
    const anew = after(returned, [agent, toRsj, monday]);
    t.equal(refusedBy(anew, reviewer, reply(2), monday), 'H12_TICKET_STATE');
    t.equal(after(anew, [reviewer, reply(3), monday]).state, 'followUp', 'one part is enough');
  },
);

t.test(
  'an assisting unit that returns its part leaves the ticket with the others (Art. 16, 17)',
  async (t) => {
    const given = after(opened(), [office, toBoth, monday]);
    const left = after(given, [clerk, { type: 'return', part: part(2), reason: '不涉及' }, monday]);
    t.match(left, { state: 'withUnits', parts: [{ state: 'sent' }, { state: 'returned' }] });
    const lead = person('unitReviewer', { unit: unitId('cgj') });
    t.equal(after(left, [lead, reply(1), monday]).state, 'followUp');
  },
);

t.test('who returns a ticket or asks for more time has seen it (Art. 12-2)', async (t) => {
  const late = at('2026-11-25T10:00');
  const sent = after(opened(), [agent, toRsj, monday]);
  const back: Action = { type: 'return', part: part(1), reason: '非本单位' };
  t.match(after(sent, [clerk, back, late]).parts, [{ state: 'returned', acknowledgedAt: late }]);
  const ask: Action = { type: 'askExtension', part: part(1), days: 5, reason: '需鉴定' };
  t.match(after(sent, [clerk, ask, late]).parts, [{ state: 'acknowledged', acknowledgedAt: late }]);
});

t.test(
  'what the management office has is not passed on by the office of a district (Art. 11-2)',
  async (t) => {
    const given = after(opened(), [agent, { type: 'handToOffice', district: null }, monday]);
    t.equal(refusedBy(given, district, toRsj, monday), 'H12_TICKET_NOT_YOURS');
    t.equal(after(given, [office, toRsj, monday]).state, 'withUnits');
  },
);

t.test(
  'a matter that units have declared confidential stays so when it is closed on the call (Art. 21)',
  async (t) => {
    const content = { ...filled('consultation'), topic: '举报人保护' };
    const begun = after(opened(null), [agent, { type: 'fill', content }, monday]);
    const resolve: Action = { type: 'resolve', answer: '已答复' };
    t.match(after(begun, [agent, resolve, monday]), { state: 'resolved', level: 'confidential' });
    const refuse: Action = { type: 'refuseScope', reason: 'secretsOrPrivacy' };
    t.match(after(begun, [agent, refuse, monday]), { state: 'outOfScope', level: 'confidential' });
    t.match(after(opened('help'), [agent, resolve, monday]), { level: 'ordinary' });
  },
);

t.test(
  'a confidential ticket is merged into no ordinary one: its calls would go with it (Art. 21)',
  async (t) => {
    const target = { ...opened(), no: '20261124-000009' as TicketNo };
    const merge: Action = { type: 'merge', into: target.no };
    const cleared = { ...agent, cleared: true };
    const secret = { ...opened(), level: 'confidential' } as const;
    const declared = after(opened(), [agent, { type: 'fill', content: { topic: '举报人保护' } }, monday]);
    others.set(target.no, target);
    for (const found of [secret, declared])
      t.equal(refusedBy(found, cleared, merge, monday), 'H12_TICKET_TARGET');
    others.set(target.no, { ...target, level: 'confidential' });
    t.equal(after(secret, [cleared, merge, monday]).state, 'merged');
    others.clear();
  },
);

t.test(
  'a further call is linked to a ticket that is not closed, and only one that there was (Art. 10)',
  async (t) => {
    const link = (call: CallId): Action => ({ type: 'linkCall', call });
    const linked = after(opened(), [agent, toRsj, monday], [agent, link('C2.1' as CallId), monday]);
    t.same(linked.calls, ['C1.1', 'C2.1']);
    t.equal(after(linked, [agent, link('C2.1' as CallId), monday]), linked, 'once');
    t.equal(refusedBy(linked, agent, link(nowhere), monday), 'H12_TICKET_TARGET');
    const replied = after(linked, [reviewer, reply(1), monday]);
    const tried: Action = { type: 'followUp', reached: false, satisfaction: null, call: nowhere, note: '' };
    t.equal(refusedBy(replied, agent, tried, monday), 'H12_TICKET_TARGET');
  },
);

t.test(
  'the limits of Art. 11 across National Day 2026, Spring Festival 2026 and Spring Festival 2027',
  async (t) => {
    const due = (kind: Kind, from: string) =>
      dutiesOf(after(opened(kind), [agent, toRsj, at(from)]), reckoning, rules).map((duty) =>
        [duty.step, shown(duty.due.at), ...(duty.due.provisional ? ['provisional'] : [])].join(' '),
      );
    // Off 1 to 7 October; Saturday 10 October is worked.
    t.same(due('complaint', '2026-09-30T16:00'), [
      'acknowledge 2026-10-09 00:00',
      'contact 2026-10-09 00:00',
      'finish 2026-10-28 00:00',
    ]);
    t.same(due('consultation', '2026-09-30T16:00').at(-1), 'finish 2026-10-11 00:00');
    // Off 15 to 23 February; Saturdays 14 and 28 February are worked.
    t.same(due('help', '2026-02-13T10:00'), [
      'acknowledge 2026-02-15 00:00',
      'contact 2026-02-15 00:00',
      'finish 2026-03-13 00:00',
    ]);
    t.same(due('report', '2026-02-14T10:00').at(-1), 'decide 2026-02-25 00:00');
    // The law gives off 5 to 8 February (New Year's Eve to the third day); the rest is not published.
    t.same(due('consultation', '2027-02-04T10:00'), [
      'acknowledge 2027-02-10 00:00 provisional',
      'finish 2027-02-12 00:00 provisional',
    ]);
  },
);
