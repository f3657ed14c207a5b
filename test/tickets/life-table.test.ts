import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { renderTicketLife } from '../../scripts/lib/ticket-life.ts';
import { roles } from '../../src/access/roles.ts';
import type { CallId, TicketNo } from '../../src/calls/model.ts';
import type { ActionOf, ActionType } from '../../src/tickets/life/actions.ts';
import { actionsFor, decideCase, life } from '../../src/tickets/life/decide.ts';
import { type Case, states } from '../../src/tickets/life/model.ts';
import { after, at, filled, office, opened, part, person, setting, toRsj, unitId } from './life-scene.ts';

const monday = at('2026-11-23T09:00');
const one = part(1);

/** One of each action, as a person would send it. */
const samples: { readonly [A in ActionType]: ActionOf<A> } = {
  fill: { type: 'fill', content: filled('help') },
  setLevel: { type: 'setLevel', level: 'confidential' },
  linkCall: { type: 'linkCall', call: 'C2.1' as CallId },
  refuseScope: { type: 'refuseScope', reason: 'abusive' },
  resolve: { type: 'resolve', answer: '已答复' },
  handToOffice: { type: 'handToOffice', district: '梅江区' },
  dispatch: toRsj,
  acknowledge: { type: 'acknowledge', part: one },
  contact: { type: 'contact', part: one },
  decideReport: { type: 'decideReport', part: one, accepted: true, reason: '' },
  reply: { type: 'reply', part: one, text: '已办结' },
  return: { type: 'return', part: one, reason: '非本单位' },
  askExtension: { type: 'askExtension', part: one, days: 5, reason: '需鉴定' },
  decideExtension: { type: 'decideExtension', part: one, granted: true, why: '' },
  urge: { type: 'urge', part: one, text: '催' },
  inspect: { type: 'inspect', text: '请说明' },
  instruct: { type: 'instruct', text: '抓紧' },
  followUp: { type: 'followUp', reached: false, satisfaction: null, note: '' },
  redo: { type: 'redo', reason: '敷衍' },
  archive: { type: 'archive' },
  merge: { type: 'merge', into: '20261124-000009' as TicketNo },
};
const types = Object.keys(samples) as readonly ActionType[];
const given = after(opened('report'), [office, toRsj, monday]);
const inState = (state: Case['state']): Case => ({ ...given, state });

t.test('the page of the table is the table', async (t) => {
  const page = join(import.meta.dirname, '..', '..', 'docs', 'ticket-life.md');
  t.equal(readFileSync(page, 'utf8'), renderTicketLife(life));
  t.same(types.toSorted(), Object.keys(life).toSorted());
});

t.test(
  'each role, action and state: what the table does not name is refused, with its article',
  async (t) => {
    for (const role of roles) {
      const actor = person(role, { unit: unitId('rsj'), district: '梅江区' });
      for (const type of types)
        for (const state of states) {
          const row = life[type];
          const { by, from, article } = row;
          const only = 'only' in row ? row.only : undefined;
          const found = inState(state);
          const outcome = decideCase(found, samples[type], setting(actor, monday));
          const refusal = 'refusal' in outcome ? outcome.refusal : null;
          const may = by[role] !== undefined && (only?.[state]?.includes(role) ?? true);
          const named = may && from.includes(state);
          const want = may ? 'H12_TICKET_STATE' : 'H12_TICKET_ROLE';
          if (!named && (refusal?.code !== want || refusal.article !== article))
            t.fail(`${role} ${type} ${state}: ${JSON.stringify(refusal)}`);
          if (named && refusal?.code === 'H12_TICKET_ROLE')
            t.fail(`${role} ${type} ${state} is in the table`);
          if (actionsFor(actor, found).includes(type) !== named)
            t.fail(`${role} ${type} ${state} is offered`);
        }
    }
  },
);

t.test('of another unit or district nothing is done', async (t) => {
  const strangers = [
    person('unitClerk', { unit: unitId('cgj') }),
    person('unitReviewer', { unit: unitId('cgj') }),
    person('districtOffice', { district: '梅县区' }),
  ];
  for (const actor of strangers)
    for (const type of types)
      for (const state of states) {
        const outcome = decideCase(inState(state), samples[type], setting(actor, monday));
        const code = 'refusal' in outcome ? outcome.refusal.code : null;
        if (code !== 'H12_TICKET_ROLE' && code !== 'H12_TICKET_NOT_YOURS')
          t.fail(`${actor.id} ${type} ${state}: ${String(code)}`);
      }
});
