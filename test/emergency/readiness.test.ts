import fc from 'fast-check';
import t from 'tap';
import type { Fact } from '../../src/calls/facts.ts';
import type { DialString, Tried } from '../../src/calls/model.ts';
import { plainRoutes } from '../../src/emergency/choose.ts';
import { type RouteResult, reaches, routeFailures } from '../../src/emergency/model.ts';
import { isAlarming, noHistory, outcomesOf, trunkOf, withResult } from '../../src/emergency/readiness.ts';
import { type EpochMs, epochMs } from '../../src/lib/time.ts';
import { id, partyLeg, ticketNo } from '../calls/given.ts';

const at = (ms: number): EpochMs => epochMs(1_000_000 + ms);
const came = (ms: number, why: RouteResult['why'] = null): RouteResult => ({ at: at(ms), by: 'call', why });

const joined = (number: '110' | null): Fact => ({
  type: 'PartyJoined',
  call: id,
  at: at(9),
  ticketNo,
  leg: partyLeg(1),
  name: '市局',
  unit: null,
  number,
  aside: false,
});

const ended = (number: '110' | null, tried: readonly Tried[]): Fact => ({
  type: 'HuntEnded',
  call: id,
  at: at(9),
  ticketNo,
  report: { goal: 'emergency', name: 'x', unit: null, number, result: 'failed', tried, left: [], at: at(9) },
});

t.test('the trunk of a way is its endpoint', async (t) => {
  const of = (text: string) => trunkOf(text as DialString);
  t.equal(of('PJSIP/110@trunk'), 'trunk');
  t.equal(of('PJSIP/8009'), '8009');
  t.equal(of('Local/110@demo-carrier/n'), null);
});

t.test('a desk that came in was reached, and whoever was tried before it was not', async (t) => {
  t.match(outcomesOf(joined('110')), [{ number: '110', name: '市局', result: { why: null, at: at(9) } }]);
  t.same(outcomesOf(joined(null)), [], 'somebody else who joined is no desk');
  const tried = (why: Tried['why']): Tried => ({ name: '市局', why, at: at(5) });
  for (const why of routeFailures)
    t.match(outcomesOf(ended('110', [tried(why)])), [{ name: '市局', result: { why, at: at(5) } }]);
  for (const why of ['cancelled', 'lost', 'callerGone', 'declined'] as const)
    t.same(outcomesOf(ended('110', [tried(why)])), [], `${why} says nothing of the route`);
  t.same(outcomesOf(ended(null, [tried('fault')])), []);
});

t.test(
  'somebody must see to a trunk that does not answer, and to a way that failed and was not used since',
  async (t) => {
    t.ok(isAlarming('unreachable', { success: came(9), failure: null }));
    for (const reach of reaches.filter((reach) => reach !== 'unreachable')) {
      t.notOk(isAlarming(reach, noHistory), reach);
      t.ok(isAlarming(reach, { success: came(1), failure: came(2, 'fault') }));
      t.notOk(isAlarming(reach, { success: came(3), failure: came(2, 'unreachable') }), 'reached since');
      for (const why of ['noAnswer', 'refused'] as const)
        t.notOk(isAlarming(reach, { success: null, failure: came(2, why) }), `the desk itself: ${why}`);
    }
  },
);

t.test('the history holds the newest of each, in whatever order they become known', async (t) => {
  const result = fc.record({
    at: fc.integer({ min: 0, max: 1_000 }).map(at),
    by: fc.constant('call' as const),
    why: fc.option(fc.constantFrom(...routeFailures), { nil: null }),
  });
  const newest = (results: readonly RouteResult[]): number | null =>
    results.length === 0 ? null : Math.max(...results.map((one) => one.at));
  fc.assert(
    fc.property(fc.array(result), (results) => {
      const history = results.reduce(withResult, noHistory);
      t.equal(history.success?.at ?? null, newest(results.filter(({ why }) => why === null)));
      t.equal(history.failure?.at ?? null, newest(results.filter(({ why }) => why !== null)));
      t.equal(history.success?.why ?? null, null);
    }),
    { numRuns: 200 },
  );
});

t.test('routes have ids by their place, and names by which they are told apart', async (t) => {
  const routes = plainRoutes({
    '110': ['PJSIP/110@a;name=市局', 'PJSIP/110@b;name=市局', 'PJSIP/110@c'],
    '120': [],
    '119': [],
  })['110'];
  t.same(
    routes.map(({ id, name }) => `${id} ${name}`),
    ['110-1 市局', '110-2 市局 (2)', '110-3 110 (3)'],
  );
});
