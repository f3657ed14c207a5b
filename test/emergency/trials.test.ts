import t, { type Test } from 'tap';
import { createAuditStore } from '../../src/audit/store.ts';
import type { Outcome } from '../../src/calls/commands.ts';
import { plainRoutes } from '../../src/emergency/choose.ts';
import type { RouteId } from '../../src/emergency/model.ts';
import { testProblems } from '../../src/emergency/route-text.ts';
import type { TrialChannel } from '../../src/emergency/trial.ts';
import { type TrialDeps, TrialService } from '../../src/emergency/trials.ts';
import { after, type EpochMs } from '../../src/lib/time.ts';
import { id, ticketNo } from '../calls/given.ts';
import { freshStore, noon } from '../store/samples.ts';
import { idleRoutes } from './idle.ts';

const asker = { name: 'admin', address: '127.0.0.1' };
const route = (text: string): RouteId => text as RouteId;

/** Trials over a switch that notes what it is told. */
function trying(t: Test, more: Partial<TrialDeps> = {}) {
  const { db } = freshStore(t);
  const audit = createAuditStore(db);
  const ways = idleRoutes(db);
  const clock: { at: EpochMs } = { at: noon };
  const told: string[] = [];
  const service = new TrialService({
    ways,
    isUp: () => true,
    ring: ({ channel, dial }) => {
      told.push(`ring ${channel} ${dial}`);
      return Promise.resolve<Outcome>({ result: 'done' });
    },
    hangUp: (channel) => {
      told.push(`end ${channel}`);
      return Promise.resolve();
    },
    left: () => Promise.resolve([]),
    audit: (entry) => audit.add(entry),
    now: () => clock.at,
    failed: (err) => {
      throw err;
    },
    ...more,
  });
  t.teardown(() => service.close());
  const record = () =>
    audit.newest(10).map(({ actor, target, outcome }) => `${actor} ${target ?? ''} ${outcome}`);
  return { service, ways, clock, told, record };
}
const channel = (of: string): TrialChannel => `T${of}.trial.${String(noon)}` as TrialChannel;

t.test(
  'a way is tried at its test number, and the time it took is on the record and in its standing',
  async (t) => {
    const { service, ways, clock, told, record } = trying(t);
    t.equal(service.ask(route('110-1'), asker), null);
    t.equal(service.stateOf(route('110-1')), 'ringing');
    t.match(service.ask(route('110-1'), asker), { code: 'H12_ROUTE_TESTING' });
    clock.at = after(clock.at, 830);
    service.told({ to: 'trial', event: { type: 'Answered', channel: channel('110-1'), at: clock.at } });
    t.equal(service.stateOf(route('110-1')), null);
    t.same(told, [`ring ${channel('110-1')} PJSIP/99001@trunk`, `end ${channel('110-1')}`]);
    t.match(ways.standings()[0], { success: { by: 'test', tookMs: 830, at: clock.at }, failure: null });
    t.same(record(), [
      'admin 110-1 answered after 830 ms done',
      'admin 110-1 asked H12_ROUTE_TESTING',
      'admin 110-1 asked done',
    ]);
  },
);

t.test('without a test number nothing is rung, and it is said why', async (t) => {
  const { service, told, record } = trying(t);
  t.match(service.ask(route('110-2'), asker), { code: 'H12_ROUTE_NOT_TESTABLE' });
  t.match(service.ask(route('110-9'), asker), { code: 'H12_NO_SUCH_ROUTE' });
  t.same(told, []);
  t.same(record(), ['admin 110-2 asked H12_ROUTE_NOT_TESTABLE']);
  const down = trying(t, { isUp: () => false });
  t.match(down.service.askAll(asker), { code: 'H12_NOT_READY' });
});

t.test('all are tried in turn; a failure is an alarm until somebody comes through', async (t) => {
  const { service, ways, told } = trying(t);
  service.daily();
  t.equal(service.stateOf(route('120-1')), 'waiting');
  service.told({ to: 'trial', event: { type: 'Ended', channel: channel('110-1'), at: noon, cause: 17 } });
  t.match(ways.standings()[0], { failure: { by: 'test', why: 'refused' }, alarming: true });
  t.equal(service.stateOf(route('120-1')), 'ringing');
  service.told({ to: 'trial', event: { type: 'Answered', channel: channel('120-1'), at: noon } });
  t.equal(ways.alarming(), 1);
  t.equal(told.filter((one) => one.startsWith('ring')).length, 2);
});

t.test('what cannot be put on the record is not done', async (t) => {
  const { service, told } = trying(t, {
    audit: () => {
      throw new Error('database is locked');
    },
  });
  t.throws(() => service.ask(route('110-1'), asker), /locked/);
  t.same(told, []);
});

t.test('somebody in danger ends a trial, which then says nothing of the way', async (t) => {
  const { service, ways, told, record } = trying(t);
  service.askAll(asker);
  service.heard({ type: 'EmergencyBegan', call: id, at: noon, ticketNo, number: '119', by: null });
  t.equal(told.at(-1), `end ${channel('110-1')}`);
  t.equal(service.stateOf(route('120-1')), null, 'and nobody waits for a turn any more');
  t.match(ways.standings()[0], { success: null, failure: null });
  t.match(record()[0], 'admin 110-1 gaveWay after 0 ms gaveWay');
});

t.test('a channel that a dead daemon left is hung up, one of now is not', async (t) => {
  const left = [channel('110-1'), 'T120-1.trial.5' as TrialChannel];
  const { service, told } = trying(t, { left: () => Promise.resolve(left) });
  service.ask(route('110-1'), asker);
  service.told({ to: 'connection', at: noon, up: true });
  await new Promise(setImmediate);
  t.same(told.slice(1), ['end T120-1.trial.5']);
});

t.test('a test number is of the route’s own trunk, and never one that could ring a desk', async (t) => {
  const wrong = (text: string): string =>
    testProblems({ '110': [text], '120': ['PJSIP/1201@trunk;direct=07532250120'], '119': [] })
      .map(({ number, text: words }) => `${number} ${words}`)
      .join();
  t.equal(wrong('PJSIP/110@trunk;test=PJSIP/99001@trunk'), '');
  t.match(wrong('PJSIP/110@trunk;test=PJSIP/99001@trunk2'), 'over another trunk');
  t.match(wrong('PJSIP/8001;test=PJSIP/99001@trunk'), 'over another trunk');
  for (const number of ['110', '1201', '07532250120', '0753110', '9122'])
    t.match(wrong(`PJSIP/110@trunk;test=PJSIP/${number}@trunk`), /^110 .*real desk/, number);
  const { '110': routes } = plainRoutes({
    '110': ['PJSIP/110@trunk;test=PJSIP/99001@trunk'],
    '120': [],
    '119': [],
  });
  t.equal(routes[0]?.test, 'PJSIP/99001@trunk');
});
