import t from 'tap';
import type { Actor } from '../../src/access/model.ts';
import { type Role, roles } from '../../src/access/roles.ts';
import type { AgentId, Seat } from '../../src/acd/model.ts';
import type { Call } from '../../src/calls/model.ts';
import { callRow, meView, queueRow, type Scene, type Sight, sightOf } from '../../src/desk/views.ts';
import { nothingToday } from '../../src/figures/rules.ts';
import { epochMs } from '../../src/lib/time.ts';
import { defaultPlan } from '../../src/routing/model.ts';
import { answered, callerHungUp, noon, offered, sampleCall, sampleSeat } from '../store/samples.ts';

const actor = (id: string, ...has: Actor['roles']): Actor => ({
  id: id as AgentId,
  roles: has,
  unit: null,
  district: null,
  cleared: false,
});
const nameOf = (id: AgentId): string => `name of ${id}`;
const whyListed = (entry: number): string => `why ${String(entry)}`;
const seeing = { nameOf, whyListed, isSecret: () => false };
const talking = sampleCall(2, offered(), answered(2));
const ended = sampleCall(3, offered(), answered(3), callerHungUp());
const scene = (calls: readonly Call[], seats: readonly Seat[] = []): Scene => ({
  now: () => noon,
  seats: () => seats,
  seat: (id) => seats.find((seat) => seat.id === id),
  calls: () => calls,
  call: (id) => calls.find((call) => call.id === id),
  figures: () => {
    throw new Error('not asked for');
  },
  ...seeing,
});

const own: Sight = { figures: false, seats: false, calls: 'none' };
const figures: Sight = { ...own, figures: true };
const sights: Readonly<Record<Role, Sight>> = {
  agent: { ...figures, calls: 'masked' },
  shiftLeader: { figures: true, seats: true, calls: 'whole' },
  unitClerk: own,
  unitReviewer: own,
  districtOffice: figures,
  managementOffice: figures,
  inspector: figures,
  routingAdministrator: figures,
  systemAdministrator: { ...figures, seats: true },
  recordingCustodian: own,
};

t.test('each role sees its own parts and no others', async (t) => {
  for (const role of roles) t.same(sightOf(actor('a', role)), sights[role], role);
  t.same(sightOf(actor('a')), own, 'without a role: the own seat');
  t.same(sightOf(actor('a', 'agent', 'shiftLeader')), sights.shiftLeader);
  t.same(sightOf({ ...actor('a', 'agent'), cleared: true }), { ...figures, calls: 'cleared' });
});

t.test('a call is shown while it goes on, with as much of the number as the screen may show', async (t) => {
  t.match(callRow(talking, 'masked', seeing), { id: talking.id, from: '139****2211' });
  t.match(callRow(talking, 'whole', seeing), { id: talking.id, from: '13912342211' });
  t.equal(callRow(ended, 'whole', seeing), null);
  t.equal(callRow(undefined, 'whole', seeing), null);
});

t.test('the own call is the one that rings or talks at the own seat, with its number', async (t) => {
  const leg = talking.legs[1]?.id;
  if (leg === undefined) throw new Error('no seat leg');
  const seat: Seat = { ...sampleSeat(), doing: { state: 'talking', leg, after: { state: 'ready' } } };
  const me = actor('agent1', 'agent');
  t.match(meView(me, seat, scene([talking])), {
    seat: { id: '8001', agentName: 'name of agent1' },
    call: { id: talking.id, from: '13912342211', phase: 'talking' },
  });
  t.equal(
    meView(
      me,
      { ...seat, doing: { state: 'wrapUp', leg, until: noon, after: { state: 'ready' } } },
      scene([ended]),
    ).call,
    null,
  );
  t.same(meView(me, undefined, scene([talking])), { seat: null, call: null });
});

t.test('a queue that only grew older is the same', async (t) => {
  const at = (ms: number) =>
    queueRow(
      {
        ...{
          queue: defaultPlan.queue,
          waiting: 1,
          longestWaitMs: 1000 + ms,
          staffed: 1,
          ready: 0,
          talking: 1,
        },
        today: nothingToday,
      },
      epochMs(noon + ms),
    );
  t.same(at(0), at(5000));
  t.equal(at(0).waitingSince, noon - 1000);
});
