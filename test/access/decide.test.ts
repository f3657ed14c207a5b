import t from 'tap';
import { decide, hasRight, reachesTo } from '../../src/access/decide.ts';
import { maskNumber, numberFor } from '../../src/access/mask.ts';
import type { Actor } from '../../src/access/model.ts';
import { type Right, type Role, rights, roles } from '../../src/access/roles.ts';
import type { AgentId } from '../../src/acd/model.ts';
import type { UnitId } from '../../src/units/model.ts';

const me = 'agent1' as AgentId;
const other = { agent: 'agent2' as AgentId };
const mine = { agent: me };
const actor = (...own: readonly Role[]): Actor => ({
  id: me,
  roles: own,
  unit: null,
  district: null,
  cleared: false,
});
const every = [...new Set(roles.flatMap((role) => Object.keys(rights[role])))] as Right[];

t.test('a person without a role may do nothing', async (t) => {
  for (const right of every) {
    t.same(decide(actor(), right, mine), { allow: false, reason: 'noRight' }, right);
    t.notOk(hasRight(actor(), right), right);
  }
});

t.test('what a role does not have is denied', async (t) => {
  for (const role of roles)
    for (const right of every.filter((one) => rights[role][one] === undefined))
      t.same(decide(actor(role), right, mine), { allow: false, reason: 'noRight' }, `${role} ${right}`);
  t.notOk(hasRight(actor('systemAdministrator'), 'calls.read'));
});

t.test('an agent commands only the seat and the call it has', async (t) => {
  for (const right of ['seat.command', 'call.command'] as const) {
    t.same(decide(actor('agent'), right, mine), { allow: true, own: true, audit: false });
    t.same(decide(actor('agent'), right, other), { allow: false, reason: 'notYours' });
    t.same(decide(actor('agent'), right, { agent: null }), { allow: false, reason: 'notYours' });
  }
});

t.test("a shift leader commands any; another's goes on the record", async (t) => {
  t.same(decide(actor('shiftLeader'), 'seat.command', other), { allow: true, own: false, audit: true });
  t.same(decide(actor('shiftLeader'), 'seat.command', mine), { allow: true, own: true, audit: false });
  t.same(decide(actor('shiftLeader'), 'seats.read', other), { allow: true, own: false, audit: false });
});

t.test('a unit and a district reach their own, and whoever has none reaches nobody', async (t) => {
  const reach = rights.shiftLeader['calls.read'];
  t.equal(reach, 'any');
  const clerk: Actor = { ...actor('agent'), unit: 'rsj' as UnitId, district: '梅江区' };
  t.ok(reachesTo.unit(clerk, { agent: null, units: ['gaj' as UnitId, 'rsj' as UnitId] }));
  t.notOk(reachesTo.unit(clerk, { agent: null, units: ['gaj' as UnitId] }));
  t.notOk(reachesTo.unit(clerk, { agent: null }));
  t.notOk(reachesTo.unit(actor('agent'), { agent: null, units: [] }));
  t.ok(reachesTo.district(clerk, { agent: null, district: '梅江区' }));
  t.notOk(reachesTo.district(clerk, { agent: null, district: '梅县区' }));
  t.notOk(reachesTo.district(actor('agent'), { agent: null, district: null }));
});

t.test('what is confidential is for people cleared for it, whatever their role', async (t) => {
  const secret = { ...mine, confidential: true };
  t.same(decide(actor('shiftLeader'), 'calls.read', secret), { allow: false, reason: 'notCleared' });
  t.ok(decide({ ...actor('shiftLeader'), cleared: true }, 'calls.read', secret).allow);
  t.same(decide({ ...actor('inspector'), cleared: true }, 'calls.read', secret), {
    allow: false,
    reason: 'noRight',
  });
});

t.test('several roles add up', async (t) => {
  t.ok(decide(actor('agent', 'shiftLeader'), 'call.command', other).allow);
  t.ok(decide(actor('systemAdministrator', 'agent'), 'calls.read', other).allow);
});

t.test("agents see the numbers of their own calls, and the ends of others'", async (t) => {
  t.equal(numberFor(actor('agent'), '13912342211', mine), '13912342211');
  t.equal(numberFor(actor('agent'), '13912342211', other), '139****2211');
  t.equal(numberFor(actor('shiftLeader'), '13912342211', other), '13912342211');
  t.equal(numberFor(actor('agent'), null, other), null);
});

t.test('a masked number never shows more than its ends', async (t) => {
  t.equal(maskNumber('+8613912342211'), '+86139****2211');
  t.equal(maskNumber('07532345678'), '075****5678');
  t.equal(maskNumber('2345678'), '****78');
  t.equal(maskNumber('110'), '****10');
  t.equal(maskNumber(''), '****');
});
