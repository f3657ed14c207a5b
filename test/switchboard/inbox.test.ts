import type { Logger } from 'pino';
import t from 'tap';
import type { Command, Outcome } from '../../src/calls/commands.ts';
import type { CallEvent } from '../../src/calls/events.ts';
import { type CallPlan, legId } from '../../src/calls/model.ts';
import type { Inventory } from '../../src/ports/switch.ts';
import { usualQueueRules } from '../../src/routing/model.ts';
import { createSwitchboard } from '../../src/switchboard/house.ts';
import { restore } from '../../src/switchboard/state.ts';
import { target } from '../calls/given.ts';
import { SimulatedClock, settled } from '../simulated/clock.ts';
import { MemoryJournal } from '../simulated/journal.ts';
import { agentId, callId, from, noon, plan, readySeat, seatId } from './scene.ts';

const empty: Inventory = {
  legs: new Map(),
  playing: new Set(),
  callers: new Map(),
  bridges: new Set(),
  phones: [],
};

/** An inbox over a switch that does everything at once, unless it is told to wait. */
function house(of: CallPlan = plan) {
  const clock = new SimulatedClock(noon);
  const journal = new MemoryJournal();
  const state = restore(journal.load(), [readySeat(7), readySeat(9)], {
    queueRules: usualQueueRules,
  });
  const given: Command[] = [];
  const order: string[] = [];
  const errors: string[] = [];
  const peer = {
    /** What the next commands and inventories wait for. */
    gate: Promise.resolve(),
    inventory: (): Promise<Inventory> => Promise.resolve(empty),
    asked: 0,
  };
  const write = journal.append.bind(journal);
  journal.append = (batch) => {
    write(batch);
    order.push('written');
  };
  const keep = (_: unknown, message: string): void => {
    errors.push(message);
  };
  const quiet = (): void => undefined;
  const { house: asked, inbox } = createSwitchboard({
    state,
    rules: { planFor: () => of, queueRules: usualQueueRules, timeZone: 'Asia/Shanghai' },
    journal,
    switch: {
      async execute(command): Promise<Outcome> {
        given.push(command);
        order.push('given');
        await peer.gate;
        return { result: 'done' };
      },
      async inventory() {
        peer.asked += 1;
        await peer.gate;
        return peer.inventory();
      },
    },
    clock: clock.forHouse(),
    log: { debug: quiet, info: quiet, warn: quiet, error: keep, fatal: keep } as unknown as Logger,
  });
  const connection = async (up: boolean): Promise<void> => {
    inbox.hear({ to: 'connection', at: clock.now(), up });
    await settled();
  };
  const arrives = (n: number): void =>
    inbox.hear({ to: 'door', call: callId(n), at: clock.now(), from, dialled: '12345' });
  return { clock, journal, state, given, order, errors, peer, asked, inbox, connection, arrives };
}
/** A gate that is shut until it is opened. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

t.test('a turn is written before its commands are given', async (t) => {
  const { arrives, connection, order } = house();
  await connection(true);
  arrives(1);
  t.strictSame(order.slice(0, 2), ['written', 'given']);
});

t.test('an emergency desk alone is rung before its turn is written', async (t) => {
  const desk = target('110');
  const { arrives, asked, clock, connection, given, order } = house({
    ...plan,
    emergency: { ...plan.emergency, '110': [desk] },
  });
  await connection(true);
  arrives(1);
  const call = asked.call(callId(1));
  const leg = call?.phase === 'offering' ? call.offer.leg : legId(callId(1), 'caller');
  const seat = call?.phase === 'offering' ? call.offer.seat : seatId(7);
  const told = (event: CallEvent): void =>
    void asked.askCall(callId(1), event as Parameters<typeof asked.askCall>[1]);
  told({ type: 'SeatAnswered', at: clock.now(), leg });
  order.length = 0;
  given.length = 0;
  told({ type: 'EmergencyAsked', at: clock.now(), seat, number: '110', targets: [] });
  t.equal(given[0]?.type, 'RingParty');
  t.strictSame(order.slice(0, 2), ['given', 'written']);
});

t.test(
  'a full disk stops no call: commands are given, turns are written later, in their order',
  async (t) => {
    const { arrives, asked, clock, connection, errors, given, inbox, journal } = house();
    await connection(true);
    journal.full = true;
    arrives(1);
    inbox.hear({ to: 'call', call: callId(1), event: { type: 'CallerHungUp', at: clock.now(), cause: 16 } });
    arrives(2);
    t.ok(given.some((command) => command.type === 'RingSeat' && command.call === callId(2)));
    t.equal(asked.figures().journalOk, false);
    t.equal(inbox.pending().unwritten, 3);
    t.equal(journal.calls.size, 0);
    await clock.pass(1_000);
    t.ok(errors.filter((message) => message === 'journal not written').length > 3, 'tried and told again');
    journal.full = false;
    await clock.pass(250);
    t.equal(asked.figures().journalOk, true);
    t.strictSame(
      [...journal.rowsOf(callId(1)), ...journal.rowsOf(callId(2))].map(({ input }) => input.type),
      ['CallArrived', 'SeatOffered', 'CallerHungUp', 'CallArrived', 'SeatOffered'],
    );
    t.strictSame(journal.times, journal.times.toSorted());
  },
);

t.test('a turn that comes while others are unwritten does not overtake them', async (t) => {
  const { arrives, clock, connection, journal } = house();
  await connection(true);
  journal.full = true;
  arrives(1);
  journal.full = false;
  arrives(2);
  t.equal(journal.calls.size, 0, 'not before the retry');
  await clock.pass(250);
  t.strictSame([...journal.calls.keys()], [callId(1), callId(2)]);
});

t.test(
  'closing waits for commands under way, writes what is unwritten, and takes in nothing more',
  async (t) => {
    const { arrives, connection, inbox, journal, peer } = house();
    await connection(true);
    const { opened, open } = gate();
    peer.gate = opened;
    journal.full = true;
    arrives(1);
    let closed = false;
    const closing = inbox.close().then(() => {
      closed = true;
    });
    await settled();
    t.equal(closed, false);
    journal.full = false;
    open();
    await closing;
    t.strictSame(inbox.pending().commands, 0);
    t.equal(journal.calls.size, 1);
  },
);

t.test(
  'while the connection is away nothing is offered; a new one is believed after its inventory',
  async (t) => {
    const { arrives, asked, connection, peer } = house();
    await connection(true);
    await connection(false);
    arrives(1);
    t.equal(asked.call(callId(1))?.phase, 'queued');
    const { opened, open } = gate();
    peer.gate = opened;
    peer.inventory = () =>
      Promise.resolve({ ...empty, legs: new Map([[`${callId(1)}.caller` as never, 'up']]) });
    await connection(true);
    t.equal(asked.call(callId(1))?.phase, 'queued');
    open();
    await settled();
    t.equal(asked.call(callId(1))?.phase, 'offering');
  },
);

t.test(
  'a connection made anew without a word of its loss is not believed before its inventory either',
  async (t) => {
    const { asked, connection, peer } = house();
    await connection(true);
    t.equal(asked.figures().switchUp, true);
    const { opened, open } = gate();
    peer.gate = opened;
    await connection(true);
    t.equal(asked.figures().switchUp, false);
    open();
    await settled();
    t.equal(asked.figures().switchUp, true);
  },
);

t.test('an inventory that fails is asked for again, until the connection is lost', async (t) => {
  const { asked, clock, connection, errors, peer } = house();
  peer.inventory = () => Promise.reject(new Error('500'));
  await connection(true);
  await clock.pass(1_000);
  t.equal(peer.asked, 5);
  t.ok(errors.every((message) => message === 'inventory failed'));
  t.equal(asked.figures().switchUp, false);
  await connection(false);
  await clock.pass(1_000);
  t.equal(peer.asked, 5, 'not while there is nobody to ask');
  peer.inventory = () => Promise.resolve(empty);
  await connection(true);
  t.equal(asked.figures().switchUp, true);
});

t.test('a recovery that is overtaken by a lost connection is left', async (t) => {
  const { asked, connection, peer } = house();
  const { opened, open } = gate();
  peer.gate = opened;
  await connection(true);
  await connection(false);
  open();
  await settled();
  t.equal(asked.figures().switchUp, false);
});

t.test(
  'a phone that rang too long while the switch was lost, and was answered, is answered; no timer comes before the inventory',
  async (t) => {
    const { arrives, asked, clock, connection, peer } = house();
    await connection(true);
    arrives(1);
    await settled();
    t.equal(asked.call(callId(1))?.phase, 'offering');
    await connection(false);
    await clock.pass(plan.ringLimitMs + plan.maxWaitMs);
    t.equal(asked.call(callId(1))?.phase, 'offering');
    const legs = new Map([
      [legId(callId(1), 'caller'), 'up'],
      [legId(callId(1), 'seat', 1), 'up'],
    ] as const);
    peer.inventory = () => Promise.resolve({ ...empty, legs });
    await connection(true);
    t.equal(asked.call(callId(1))?.phase, 'talking');
  },
);

t.test('what a listener asks of the house waits for its place', async (t) => {
  const { arrives, asked, clock, connection, journal } = house();
  await connection(true);
  let once = false;
  asked.onChange(() => {
    if (once) return;
    once = true;
    const hangUp = { type: 'DeclineAsked', at: clock.now(), seat: seatId(9) } as const;
    t.equal(asked.askCall(callId(1), hangUp), null);
    t.equal(asked.call(callId(1))?.phase, 'offering', 'not yet done');
  });
  arrives(1);
  t.strictSame(
    journal.rowsOf(callId(1)).map(({ input }) => input.type),
    ['CallArrived', 'SeatOffered', 'DeclineAsked', 'SeatOffered'],
  );
});

t.test('a listener that fails, or has left, harms nobody', async (t) => {
  const { arrives, asked, connection, errors } = house();
  await connection(true);
  let told = 0;
  asked.onChange(() => {
    throw new Error('a bug of a desk');
  });
  const leave = asked.onChange(() => {
    told += 1;
  });
  arrives(1);
  leave();
  arrives(2);
  t.equal(told, 1);
  t.strictSame(errors, ['listener failed', 'listener failed']);
});

t.test('a turn that fails is refused with a code, and the house goes on', async (t) => {
  const broken: CallPlan = { ...plan };
  const { arrives, asked, connection, errors, inbox } = house(broken);
  await connection(true);
  arrives(1);
  const { maxOffers } = plan;
  Object.defineProperty(broken, 'maxOffers', {
    configurable: true,
    get(): never {
      throw new Error('a damaged plan');
    },
  });
  const decline = { type: 'DeclineAsked', at: noon, seat: seatId(9) } as const;
  t.equal(asked.askCall(callId(1), decline)?.code, 'H12_FAULT');
  t.strictSame(errors, ['turn failed']);
  t.equal(asked.call(callId(1))?.phase, 'offering');
  Object.defineProperty(broken, 'maxOffers', { value: maxOffers });
  t.equal(inbox.put({ to: 'call', at: noon, call: callId(1), event: decline }), null);
});

t.test('timers wake the house when they are due', async (t) => {
  const { arrives, asked, clock, connection } = house({ ...plan, maxOffers: 1 });
  await connection(true);
  arrives(1);
  await clock.pass(plan.ringLimitMs - 1);
  t.equal(asked.call(callId(1))?.phase, 'offering');
  await clock.pass(1);
  t.equal(asked.call(callId(1))?.phase, 'farewell');
});

t.test('figures count who waits, who is ready and who talks', async (t) => {
  const { arrives, asked, clock, connection, inbox } = house();
  await connection(true);
  for (const n of [1, 2, 3]) arrives(n);
  inbox.hear({
    to: 'call',
    call: callId(1),
    event: { type: 'SeatAnswered', at: clock.now(), leg: `${callId(1)}.seat.1` as never },
  });
  await clock.pass(1_000);
  t.match(asked.figures(), {
    switchUp: true,
    calls: 3,
    queues: [{ queue: plan.queue, waiting: 1, longestWaitMs: 1_000, staffed: 2, ready: 0, talking: 1 }],
  });
  t.equal(
    asked.askSeat(seatId(9), { type: 'SignOutAsked', agent: agentId(9), at: noon })?.code,
    'H12_SEAT_BUSY',
  );
  t.equal([...asked.seats()].length, 2);
  t.equal([...asked.calls()].length, 3);
  t.equal(asked.now(), noon + 1_000);
});
