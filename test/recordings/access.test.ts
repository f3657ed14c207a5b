import fc from 'fast-check';
import t from 'tap';
import type { Actor } from '../../src/access/model.ts';
import { type Role, roles } from '../../src/access/roles.ts';
import type { AgentId } from '../../src/acd/model.ts';
import { after } from '../../src/lib/time.ts';
import {
  type Asked,
  accessRules,
  decideAccess,
  type How,
  hows,
  type Purpose,
  purposes,
  type RecordingFacts,
  scopesOf,
  usualAccess,
} from '../../src/recordings/access.ts';
import { recordingOf } from '../../src/recordings/model.ts';
import type { UnitId } from '../../src/units/model.ts';
import { callId, noon, ticketNo } from '../store/samples.ts';

const unit = 'rsj' as UnitId;
const actor = (role: Role, more: Partial<Actor> = {}): Actor => ({
  id: 'agent1' as AgentId,
  roles: [role],
  unit,
  district: '梅江区',
  cleared: false,
  ...more,
});
const recording: RecordingFacts = {
  id: recordingOf(callId(1)),
  call: callId(1),
  ticketNo: ticketNo(1),
  state: 'kept',
  redacting: false,
  startedAt: noon,
  agent: 'agent1' as AgentId,
  confidential: false,
  district: '梅江区',
  assigned: [unit],
  released: [unit],
};

/** Every case a recording may be in for somebody; `ours`: it is in every respect. */
const cases = {
  ours: {},
  "another agent's": { agent: 'agent2' as AgentId },
  "nobody's": { agent: null },
  'old ': { startedAt: after(noon, -usualAccess.ownCallsMs - 1) },
  'not assigned': { assigned: [], released: [unit] },
  'assigned to another unit': { assigned: ['gaj' as UnitId], released: ['gaj' as UnitId] },
  'not released': { released: [] },
  elsewhere: { district: '梅县区' },
  nowhere: { district: null },
  confidential: { confidential: true },
  'not taken in': { state: 'expected' },
  destroyed: { state: 'destroyed' },
  'being redacted': { redacting: true },
} as const satisfies Record<string, Partial<RecordingFacts>>;
type Case = keyof typeof cases;

/** Which cases are another's to each role, and the word of the refusal. What is not here is no hindrance. */
const hindrances: Readonly<Partial<Record<Role, Readonly<Partial<Record<Case, string>>>>>> = {
  agent: { "another agent's": 'notYours', "nobody's": 'notYours', 'old ': 'tooOld' },
  shiftLeader: {},
  unitClerk: {
    'not assigned': 'notAssigned',
    'assigned to another unit': 'notAssigned',
    'not released': 'notReleased',
  },
  unitReviewer: {
    'not assigned': 'notAssigned',
    'assigned to another unit': 'notAssigned',
    'not released': 'notReleased',
  },
  districtOffice: { elsewhere: 'notYourDistrict', nowhere: 'notYourDistrict' },
  managementOffice: {},
  recordingCustodian: {},
};
/** What each role may do at all, and why. A role that is not here has nothing to do with recordings. */
const uses: Readonly<Partial<Record<Role, readonly [readonly How[], readonly Purpose[]]>>> = {
  agent: [['see', 'play'], ['handling']],
  shiftLeader: [
    ['see', 'play', 'download'],
    ['handling', 'review', 'complaint'],
  ],
  unitClerk: [['see', 'play'], ['handling']],
  unitReviewer: [['see', 'play', 'download'], ['handling']],
  districtOffice: [hows, ['handling', 'complaint', 'inspection', 'evidence']],
  managementOffice: [hows, ['handling', 'review', 'complaint', 'inspection', 'evidence']],
  recordingCustodian: [hows, ['complaint', 'evidence', 'custody']],
};

/** What must come out, said by the two tables above and not by the rules. */
function expected(role: Role, of: Case, { how, purpose, approved }: Asked, cleared: boolean): string {
  const [ways = [], whys = []] = uses[role] ?? [];
  if (!ways.includes(how)) return 'no';
  const hindered = hindrances[role]?.[of];
  if (hindered !== undefined) return hindered;
  if (of === 'confidential' && !cleared) return 'notCleared';
  if (how === 'see') return 'yes';
  if (of === 'not taken in' || of === 'destroyed') return 'notKept';
  if (of === 'being redacted') return 'beingRedacted';
  if (purpose === null) return 'noPurpose';
  if (!whys.includes(purpose)) return 'wrongPurpose';
  return how === 'play' || approved ? 'yes' : 'notApproved';
}

t.test('every role, every case, every use, every purpose', async (t) => {
  let decided = 0;
  for (const role of roles)
    for (const of of Object.keys(cases) as Case[])
      for (const how of hows)
        for (const purpose of [null, ...purposes])
          for (const approved of [false, true])
            for (const cleared of [false, true]) {
              const asked = { how, purpose, approved, at: noon };
              const facts = { ...recording, ...cases[of] };
              const answer = decideAccess(actor(role, { cleared }), facts, asked, usualAccess);
              const word = answer.allow ? 'yes' : answer.reason;
              const must = expected(role, of, asked, cleared);
              const name = `${role} ${how} ${of} ${String(purpose)} approved=${String(approved)} cleared=${String(cleared)}`;
              decided += 1;
              if (must === 'no') t.ok(['noRight', 'noRule'].includes(word), `${name}: ${word}`);
              else if (word !== must) t.equal(word, must, name);
            }
  t.equal(decided, roles.length * Object.keys(cases).length * hows.length * (purposes.length + 1) * 4);
});

t.test('no line gives anything to those who have nothing to do with recordings', async (t) => {
  const named = new Set<string>(accessRules.map(({ role }) => role));
  t.same(
    roles.filter((role) => !named.has(role)),
    ['inspector', 'routingAdministrator', 'systemAdministrator'],
  );
  for (const { how, why } of accessRules) t.ok(how.includes('see') && why.length > 0);
});

const anyRoles = fc.subarray([...roles]);
const anyFacts = fc.constantFrom(...(Object.values(cases) as Partial<RecordingFacts>[])).map((more) => ({
  ...recording,
  ...more,
}));
const anyAsked = fc.record({
  how: fc.constantFrom(...hows),
  purpose: fc.option(fc.constantFrom(...purposes), { nil: null }),
  approved: fc.boolean(),
  at: fc.constant(noon),
});

t.test('whoever is not cleared never gets near what is confidential, with whatever roles', async () => {
  fc.assert(
    fc.property(anyRoles, anyFacts, anyAsked, (own, facts, asked) => {
      const who = { ...actor('agent'), roles: own };
      return !decideAccess(who, { ...facts, confidential: true }, asked, usualAccess).allow;
    }),
  );
});

t.test(
  'another role never takes away, and without roles or with a narrow token there is nothing',
  async () => {
    fc.assert(
      fc.property(anyRoles, fc.constantFrom(...roles), anyFacts, anyAsked, (own, more, facts, asked) => {
        const who = { ...actor('agent', { cleared: true }), roles: own };
        const before = decideAccess(who, facts, asked, usualAccess).allow;
        const then = decideAccess({ ...who, roles: [...own, more] }, facts, asked, usualAccess).allow;
        const machine = decideAccess({ ...who, scope: ['calls.read'] }, facts, asked, usualAccess).allow;
        return (!before || then) && !machine && (own.length > 0 || !before);
      }),
    );
  },
);

t.test('whatever may be seen lies within the scopes that lists look into', async () => {
  fc.assert(
    fc.property(anyRoles, anyFacts, (own, facts) => {
      const who = { ...actor('agent', { cleared: true }), roles: own };
      const asked = { how: 'see', purpose: null, approved: false, at: noon } as const;
      const found = scopesOf(who, noon, usualAccess).some((scope) => {
        if (scope.of === 'agent') return facts.agent === scope.agent && facts.startedAt >= scope.since;
        if (scope.of === 'unit') return facts.released.includes(scope.unit);
        return scope.of === 'all' || facts.district === scope.district;
      });
      return found || !decideAccess(who, facts, asked, usualAccess).allow;
    }),
  );
});

t.test('nobody is bound by what both lack', async (t) => {
  const nowhere = actor('districtOffice', { district: null, unit: null });
  const asked = { how: 'see', purpose: null, approved: false, at: noon } as const;
  t.match(decideAccess(nowhere, { ...recording, district: null }, asked, usualAccess), { allow: false });
  t.match(decideAccess({ ...nowhere, roles: ['unitClerk'] }, recording, asked, usualAccess), {
    reason: 'notAssigned',
  });
  t.same(scopesOf(nowhere, noon, usualAccess), []);
});
