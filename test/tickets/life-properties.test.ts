import fc from 'fast-check';
import t from 'tap';
import { roles } from '../../src/access/roles.ts';
import type { CallId, TicketNo } from '../../src/calls/model.ts';
import { after as later } from '../../src/lib/time.ts';
import type { Action } from '../../src/tickets/life/actions.ts';
import { decideCase } from '../../src/tickets/life/decide.ts';
import { dutiesOf } from '../../src/tickets/life/duties.ts';
import { decideHouse } from '../../src/tickets/life/house.ts';
import { nextDue, regulationLimits, usualCards } from '../../src/tickets/life/limits.ts';
import { kinds, states } from '../../src/tickets/life/model.ts';
import { activeParts } from '../../src/tickets/life/parts.ts';
import { usualSettings } from '../../src/tickets/life/settings.ts';
import {
  after,
  agent,
  at,
  clerk,
  opened,
  part,
  person,
  reckoning,
  setting,
  toRsj,
  unitId,
} from './life-scene.ts';

const monday = at('2026-11-23T09:00');
const satisfied = { timeliness: 5, result: 4 } as const;

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

const dutyRules = { limits: regulationLimits, cards: usualCards, reminders: usualSettings.reminders };

t.test(
  'the clock of a returned ticket restarts from zero, whenever it is given to whom (Art. 16)',
  async () => {
    const when = fc.integer({ min: 0, max: 400 }).map((days) => later(monday, days * 86_400_000));
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        when,
        fc.integer({ min: 0, max: 3_000 }),
        (kind, sent, minutes) => {
          const given = after(opened(kind, sent), [agent, toRsj, sent]);
          const back: Action = { type: 'return', part: part(1), reason: '非本单位' };
          const again = later(sent, minutes * 60_000);
          const returned = decideCase(given, back, setting(clerk, sent));
          if ('refusal' in returned) return false;
          const anew = after(returned.next, [
            agent,
            { ...toRsj, to: [{ unit: unitId('cgj'), role: 'sole' }] },
            again,
          ]);
          const fresh = after(opened(kind, again), [agent, toRsj, again]).parts[0];
          const [, now] = anew.parts;
          if (now === undefined || fresh === undefined) return false;
          return JSON.stringify(now.limits) === JSON.stringify(fresh.limits);
        },
      ),
    );
  },
);

t.test('an archived ticket changes no more, whoever does what (Art. 14)', async () => {
  const done = after(
    opened('help'),
    [agent, { type: 'resolve', answer: 'x' }, monday],
    [agent, { type: 'archive' }, monday],
  );
  fc.assert(
    fc.property(
      anybody,
      anyAction,
      (actor, action) => 'refusal' in decideCase(done, action, setting(actor, monday)),
    ),
  );
  const house = { by: agent.id, at: monday, limits: regulationLimits };
  if (decideHouse(done, { type: 'noteCall', call: 'C9.9' as CallId, failure: null }, house) !== done)
    throw new Error('the house has changed it');
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
          const duties = dutiesOf(found, reckoning, dutyRules);
          const over = found.state === 'archived' || found.state === 'merged';
          if (over !== (duties.length === 0)) return false;
          if ((found.state === 'withUnits') !== active.length > 0) return false;
          if (new Set(active.map(({ unit }) => unit)).size !== active.length) return false;
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
