import t from 'tap';
import type { SeatId } from '../../src/acd/model.ts';
import type { Fact } from '../../src/calls/facts.ts';
import type { Reach } from '../../src/emergency/model.ts';
import { RouteService } from '../../src/emergency/service.ts';
import { createRouteStore } from '../../src/emergency/store.ts';
import type { Db } from '../../src/store/open.ts';
import { id, partyLeg, ticketNo } from '../calls/given.ts';
import { freshStore, noon } from '../store/samples.ts';
import { cityRoutes, idleRoutes } from './idle.ts';

const reached: Fact = {
  type: 'PartyJoined',
  call: id,
  at: noon,
  ticketNo,
  leg: partyLeg(1),
  name: '梅江分局',
  unit: null,
  number: '110',
  aside: false,
};

/** Ways over trunks of which the test says whether they answer. */
function ways(db: Db, answers: Map<string, Reach | null>) {
  const asked: string[] = [];
  const service = idleRoutes(db, (trunk) => {
    asked.push(trunk);
    return Promise.resolve(answers.get(trunk) ?? null);
  });
  const reachOf = () => service.standings().map(({ route, reach }) => `${route.id} ${reach}`);
  return { service, asked, reachOf };
}

t.test('each trunk is asked once, and a way that is none over SIP is not', async (t) => {
  const { db } = freshStore(t);
  const answers = new Map<string, Reach | null>([
    ['trunk', 'reachable'],
    ['trunk2', 'unreachable'],
  ]);
  const { service, asked, reachOf } = ways(db, answers);
  t.same(reachOf(), ['110-1 unknown', '110-2 unknown', '120-1 unknown', '119-1 notChecked']);
  service.told({ to: 'connection', at: noon, up: true });
  await service.idle();
  t.same(asked, ['trunk', 'trunk2']);
  t.same(reachOf(), ['110-1 reachable', '110-2 unreachable', '120-1 reachable', '119-1 notChecked']);
  t.equal(service.alarming(), 1);
  service.told({ to: 'connection', at: noon, up: false });
  t.same(reachOf(), ['110-1 unknown', '110-2 unknown', '120-1 unknown', '119-1 notChecked']);
  t.equal(service.alarming(), 0, 'the lost switch is an alarm of its own');
});

t.test('a trunk’s change is looked at when it is told, also while a look is under way', async (t) => {
  const { db } = freshStore(t);
  const answers = new Map<string, Reach | null>([
    ['trunk', 'unreachable'],
    ['trunk2', 'reachable'],
  ]);
  const { service, reachOf } = ways(db, answers);
  const tell = (name: string) =>
    service.told({ to: 'seat', seat: name as SeatId, device: 'desk', phone: 'reachable', at: noon });
  tell('8001');
  await service.idle();
  t.match(reachOf()[0], 'unknown', 'a seat’s phone is no trunk');
  tell('trunk-check');
  answers.set('trunk', 'reachable');
  tell('trunk');
  await service.idle();
  t.match(reachOf()[0], '110-1 reachable', 'the last word counts');
});

t.test('what came of a way outlives a restart, and belongs to the way', async (t) => {
  const { db } = freshStore(t);
  const { service } = ways(db, new Map());
  service.heard(reached);
  const again = ways(db, new Map()).service.standings();
  t.match(
    again.map(({ route, success }) => [route.id, success?.at ?? null]),
    [
      ['110-1', null],
      ['110-2', noon],
      ['120-1', null],
      ['119-1', null],
    ],
  );
});

t.test('what could not be written is known all the same, and written later', async (t) => {
  const { db } = freshStore(t);
  const store = createRouteStore(db);
  const faults: unknown[] = [];
  const stalls = { now: true };
  const service = new RouteService({
    routes: cityRoutes,
    store: {
      read: store.read,
      put: (...args) => {
        if (stalls.now) throw new Error('database is locked');
        store.put(...args);
      },
    },
    reachOf: () => Promise.resolve(null),
    failed: (err) => faults.push(err),
  });
  service.heard(reached);
  t.equal(service.standings()[1]?.success?.at, noon);
  t.equal(faults.length, 1);
  t.equal(store.read('110', cityRoutes['110'][1]?.dial ?? ('' as never)), null);
  stalls.now = false;
  service.look();
  t.match(store.read('110', cityRoutes['110'][1]?.dial ?? ('' as never)), { success: { at: noon } });
  await service.idle();
});
