import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { Value } from 'typebox/value';
import type { Seat, SeatId } from '../../src/acd/model.ts';
import type { Call, CallId } from '../../src/calls/model.ts';
import { Ledger } from '../../src/desk/ledger.ts';
import { merged } from '../../src/desk/merge.ts';
import { Change, DeskView } from '../../src/desk/protocol.ts';
import { callRow, type Scene, type Sight } from '../../src/desk/views.ts';
import { nothingToday } from '../../src/figures/rules.ts';
import { epochMs } from '../../src/lib/time.ts';
import { answered, callerHungUp, callId, noon, offered, sampleCall, sampleSeat } from '../store/samples.ts';

const leader: Sight = { figures: true, seats: true, calls: 'whole' };
const agent: Sight = { figures: true, seats: false, calls: 'masked' };
const clerk: Sight = { figures: false, seats: false, calls: 'none' };

/** A small house that can be changed by hand. */
class Toy {
  readonly calls = new Map<CallId, Call>();
  readonly seats = new Map<SeatId, Seat>();
  readonly secret = new Set<CallId>();
  at = noon;
  waiting = 0;
  readonly scene: Scene = {
    now: () => this.at,
    seats: () => this.seats.values(),
    seat: (id) => this.seats.get(id),
    calls: () => this.calls.values(),
    call: (id) => this.calls.get(id),
    figures: () => ({
      at: this.at,
      switchUp: true,
      journalOk: true,
      calls: this.calls.size,
      seats: { offline: 0, notReady: 0, ready: this.seats.size, offered: 0, talking: 0, wrapUp: 0 },
      queues: [
        {
          ...{ queue: 'general' as never, waiting: this.waiting, staffed: 0, ready: 0, talking: 0 },
          today: nothingToday,
          longestWaitMs: this.waiting > 0 ? this.at - noon : null,
        },
      ],
    }),
    nameOf: () => 'somebody',
    whyListed: () => null,
    isSecret: ({ id }) => this.secret.has(id),
  };
}

const me = '"me":{"seat":null,"call":null}';
const read = (members: string): DeskView => JSON.parse(`{${members},${me}}`) as DeskView;
const snapshotOf = (ledger: Ledger, sight: Sight): DeskView => read(ledger.snapshot(sight));

/** What a desk does with a change, checked against the protocol. */
function follow(view: DeskView, body: string, [after, n]: readonly [number, number]): DeskView {
  const members = [`"after":${after},"n":${n},"at":${view.at}`, body].filter((part) => part !== '');
  const change: unknown = JSON.parse(`{"type":"change",${members.join(',')}}`);
  if (!Value.Check(Change, change)) throw new Error(`not in the protocol: ${body}`);
  return merged(view, change);
}

type Step = { readonly what: 'call' | 'seat'; readonly n: number; readonly state: number };
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom('call' as const, 'seat' as const),
  n: fc.integer({ min: 1, max: 12 }),
  state: fc.integer({ min: 0, max: 3 }),
});

/** Makes a step, and tells the ledger. */
function take(toy: Toy, ledger: Ledger, { what, n, state }: Step): void {
  toy.at = epochMs(toy.at + 1_000);
  if (what === 'seat') {
    const id = String(8_000 + n) as SeatId;
    toy.seats.set(id, { ...sampleSeat(id), since: epochMs(noon + state) });
    ledger.take({ calls: [], seats: [id] });
    return;
  }
  const history = [offered(), answered(n), callerHungUp()].slice(0, state);
  const call = sampleCall(n, ...history);
  if (call.phase === 'ended') toy.calls.delete(call.id);
  else toy.calls.set(call.id, call);
  toy.waiting = [...toy.calls.values()].filter(({ phase }) => phase === 'queued').length;
  ledger.take({ calls: [call.id], seats: [] });
}

t.test('from whatever number a desk goes on, it comes to what a snapshot shows', async (t) => {
  const property = fc.property(
    fc.array(step, { maxLength: 40 }),
    fc.array(step, { maxLength: 40 }),
    fc.constantFrom(leader, agent, clerk),
    (before, later, sight) => {
      const toy = new Toy();
      const ledger = new Ledger('a', toy.scene);
      for (const one of before) take(toy, ledger, one);
      const view = snapshotOf(ledger, sight);
      const { n } = ledger;
      for (const one of later) take(toy, ledger, one);
      const body = ledger.change(sight, n);
      if (body === null) throw new Error('forgotten');
      const now = snapshotOf(ledger, sight);
      if (!Value.Check(DeskView, now)) throw new Error('not in the protocol');
      const { at: _, ...came } = follow(view, body, [n, ledger.n]);
      const { at: __, ...shows } = now;
      if (!isDeepStrictEqual(came, shows))
        throw new Error(`${JSON.stringify(came)} is not ${JSON.stringify(shows)}`);
    },
  );
  fc.assert(property, { numRuns: 2_000 });
  t.pass('2,000 runs');
});

t.test('a change has the rows that changed and no others', async (t) => {
  const toy = new Toy();
  const ledger = new Ledger('a', toy.scene);
  for (const n of [1, 2, 3]) take(toy, ledger, { what: 'call', n, state: 0 });
  const { n } = ledger;
  take(toy, ledger, { what: 'call', n: 2, state: 1 });
  take(toy, ledger, { what: 'call', n: 1, state: 3 });
  t.match(JSON.parse(`{${ledger.change(agent, n) ?? ''}}`), {
    calls: { set: [callRow(toy.calls.get(callId(2)), 'masked', toy.scene)], gone: [callId(1)] },
    queues: { set: [{ waiting: 1 }], gone: [] },
  });
  t.equal(ledger.change(clerk, n), '', 'who sees none of it is told nothing');
});

t.test('a call with a confidential ticket is a row for leaders and cleared agents alone', async (t) => {
  const toy = new Toy();
  const ledger = new Ledger('a', toy.scene);
  const cleared: Sight = { ...agent, calls: 'cleared' };
  take(toy, ledger, { what: 'call', n: 1, state: 2 });
  const { n } = ledger;
  toy.secret.add(callId(1));
  ledger.refresh();
  t.match(JSON.parse(`{${ledger.change(agent, n) ?? ''}}`), { calls: { set: [], gone: [callId(1)] } });
  for (const sight of [leader, cleared]) {
    t.equal(ledger.change(sight, n), '');
    t.match(snapshotOf(ledger, sight).calls, [{ id: callId(1) }]);
  }
  t.match(
    snapshotOf(ledger, cleared).calls,
    [{ from: '139****2211' }],
    'cleared, and yet not to be told the number',
  );
  t.same(snapshotOf(ledger, agent).calls, []);
});

t.test('what is told again does not count as a change', async (t) => {
  const toy = new Toy();
  const ledger = new Ledger('a', toy.scene);
  take(toy, ledger, { what: 'call', n: 1, state: 0 });
  const { n } = ledger;
  toy.at = epochMs(toy.at + 60_000);
  ledger.take({ calls: [callId(1)], seats: [] });
  ledger.refresh();
  t.equal(ledger.n, n);
  t.equal(ledger.change(leader, n), '');
});

t.test('a number that was never given, or is too old, is answered with nothing but a snapshot', async (t) => {
  const toy = new Toy();
  const ledger = new Ledger('a', toy.scene);
  take(toy, ledger, { what: 'call', n: 1, state: 0 });
  t.equal(ledger.change(leader, ledger.n + 1), null);
  const { n } = ledger;
  for (let i = 1; i <= 4_096; i += 1) take(toy, ledger, { what: 'seat', n: 1, state: i });
  t.type(ledger.change(leader, n), 'string', 'the last one remembered');
  take(toy, ledger, { what: 'seat', n: 1, state: 0 });
  t.equal(ledger.change(leader, n), null);
});

t.test('the stream is of one life of the server and of what the screen sees', async (t) => {
  const { scene } = new Toy();
  const streams = [
    new Ledger('a', scene).stream(leader),
    new Ledger('b', scene).stream(leader),
    new Ledger('a', scene).stream(agent),
  ];
  t.equal(new Set(streams).size, 3);
});
