import t from 'tap';
import type { Actor } from '../../src/access/model.ts';
import type { AgentId, Seat } from '../../src/acd/model.ts';
import type { Call } from '../../src/calls/model.ts';
import {
  callsView,
  meView,
  type Scene,
  screenKind,
  seatsView,
  showsSeats,
  steadyFigures,
} from '../../src/desk/views.ts';
import { epochMs } from '../../src/lib/time.ts';
import { defaultPlan } from '../../src/routing/model.ts';
import { answered, callerHungUp, noon, offered, sampleCall, sampleSeat } from '../store/samples.ts';

const actor = (id: string, ...roles: Actor['roles']): Actor => ({
  id: id as AgentId,
  roles,
  unit: null,
  district: null,
  cleared: false,
});
const talking = sampleCall(2, offered(), answered(2));
const ended = sampleCall(3, offered(), answered(3), callerHungUp());
const scene = (calls: readonly Call[], seats: readonly Seat[] = []): Scene => ({
  now: () => noon,
  seats: () => seats,
  calls: () => calls,
  call: (id) => calls.find((call) => call.id === id),
  figures: () => ({ at: noon, switchUp: true, journalOk: true, calls: 0, queues: [] }),
  nameOf: (id) => `name of ${id}`,
});

t.test('each role has its kind of screen', async (t) => {
  t.equal(screenKind(actor('a', 'agent')), 'masked');
  t.equal(screenKind(actor('a', 'shiftLeader')), 'all');
  t.equal(screenKind(actor('a', 'agent', 'shiftLeader')), 'all');
  t.equal(screenKind(actor('a', 'systemAdministrator')), 'none');
  t.same(
    [actor('a', 'agent'), actor('a', 'shiftLeader'), actor('a', 'systemAdministrator')].map(showsSeats),
    [false, true, true],
  );
});

t.test(
  'calls are the living ones, the oldest first, with as much of the number as the screen may show',
  async (t) => {
    const all = [talking, sampleCall(1), ended];
    t.same(
      callsView('masked', scene(all)).map(({ id, from }) => [id, from]),
      [
        [sampleCall(1).id, '139****2211'],
        [talking.id, '139****2211'],
      ],
    );
    t.same(
      callsView('all', scene(all)).map(({ from }) => from),
      ['13912342211', '13912342211'],
    );
    t.same(callsView('none', scene(all)), []);
  },
);

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

t.test('seats stand in order of their numbers', async (t) => {
  const seats = ['8010', '8002', '801'].map((id) => ({ ...sampleSeat(), id: id as Seat['id'] }));
  t.same(
    seatsView(scene([], seats)).map(({ id }) => id),
    ['801', '8002', '8010'],
  );
});

t.test('figures that only grew older are the same', async (t) => {
  const at = (ms: number) =>
    steadyFigures({
      at: epochMs(noon + ms),
      switchUp: true,
      journalOk: true,
      calls: 1,
      queues: [
        { queue: defaultPlan.queue, waiting: 1, longestWaitMs: 1000 + ms, staffed: 1, ready: 0, talking: 1 },
      ],
    });
  t.same(at(0), at(5000));
});
