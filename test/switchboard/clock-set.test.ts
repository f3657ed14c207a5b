import { pino } from 'pino';
import t from 'tap';
import type { CallPlan } from '../../src/calls/model.ts';
import { legId } from '../../src/calls/model.ts';
import { systemClock } from '../../src/lib/system-clock.ts';
import { usualQueueRules } from '../../src/routing/model.ts';
import { createSwitchboard } from '../../src/switchboard/house.ts';
import { restore } from '../../src/switchboard/state.ts';
import { SimulatedClock, settled } from '../simulated/clock.ts';
import { MemoryJournal } from '../simulated/journal.ts';
import { callId, from, noon, plan, readySeat, seatId } from './scene.ts';

const hour = 3_600_000;

/** A house on a machine whose clock is set by hand; `pass` lets real time pass, whatever that clock shows. */
async function house(of: Partial<CallPlan>) {
  const real = new SimulatedClock(noon);
  let off = 0;
  const clock = systemClock(
    {},
    {
      wallMs: () => real.now() + off,
      steadyMs: () => real.now(),
      uptimeMs: () => real.now(),
      wakeIn: (ms, wake) => real.after(ms, wake),
    },
  );
  const seats = [readySeat(7)];
  const journal = new MemoryJournal();
  const { house: asked, inbox } = createSwitchboard({
    state: restore(journal.load(), seats, { queueRules: usualQueueRules }),
    rules: { planFor: () => ({ ...plan, ...of }), queueRules: usualQueueRules, timeZone: 'Asia/Shanghai' },
    journal,
    switch: {
      execute: () => Promise.resolve({ result: 'done' }),
      inventory: () =>
        Promise.resolve({
          legs: new Map(),
          playing: new Set(),
          callers: new Map(),
          bridges: new Set(),
          phones: [{ seat: seatId(7), device: 'desk', phone: 'reachable' }],
        }),
    },
    clock,
    log: pino({ level: 'silent' }),
  });
  inbox.hear({ to: 'connection', at: clock.now(), up: true });
  await settled();
  return {
    asked,
    inbox,
    clock,
    set(byMs: number): void {
      off += byMs;
    },
    async pass(ms: number): Promise<void> {
      await real.pass(ms);
    },
    arrives: (n: number) =>
      inbox.hear({ to: 'door', at: clock.now(), call: callId(n), from, dialled: '12345' }),
    phaseOf: (n: number) => asked.call(callId(n))?.phase ?? 'ended',
  };
}

for (const byMs of [-hour, hour])
  t.test(
    `the clock is set by ${String(byMs / hour)} h while one waits and a phone rings: nothing is early, nothing hangs`,
    async (t) => {
      const { set, pass, arrives, phaseOf, asked } = await house({
        maxWaitMs: 300_000,
        ringLimitMs: 20_000,
        maxOffers: 100,
      });
      arrives(1);
      t.equal(phaseOf(1), 'offering');
      await pass(5_000);
      set(byMs);
      await pass(13_000);
      t.equal(phaseOf(1), 'offering', 'it rings on');
      await pass(3_500);
      t.equal(phaseOf(1), 'queued', 'and no longer than it should');
      t.match(asked.seat(seatId(7)), { doing: { state: 'notReady', reason: 'noAnswer' } });
      await pass(260_000);
      arrives(2);
      t.equal(phaseOf(1), 'queued', 'still within the longest wait');
      await pass(35_000);
      t.equal(phaseOf(1), 'farewell', 'over after five minutes and a twentieth at most');
      t.equal(phaseOf(2), 'queued');
      set(-byMs);
      await pass(229_000);
      t.equal(phaseOf(2), 'queued', 'set right again meanwhile');
      await pass(52_000);
      t.equal(phaseOf(2), 'farewell');
    },
  );

for (const byMs of [-hour, hour])
  t.test(
    `the clock is set by ${String(byMs / hour)} h in after-call work: it lasts as long as it should`,
    async (t) => {
      const { set, pass, arrives, inbox, asked, clock } = await house({ wrapUpMs: 60_000 });
      arrives(1);
      const leg = legId(callId(1), 'seat', 1);
      inbox.hear({ to: 'call', call: callId(1), event: { type: 'SeatAnswered', at: clock.now(), leg } });
      await pass(10_000);
      set(byMs);
      await pass(30_000);
      inbox.hear({
        to: 'call',
        call: callId(1),
        event: { type: 'CallerHungUp', at: clock.now(), cause: 16 },
      });
      const seat = asked.seat(seatId(7));
      t.equal(seat?.doing.state, 'wrapUp');
      const talkMs = seat?.tally.talkMs ?? 0;
      t.ok(talkMs >= 38_000 && talkMs <= 42_000, `talked ${String(talkMs)} ms of 40 s`);
      await pass(56_000);
      t.equal(asked.seat(seatId(7))?.doing.state, 'wrapUp');
      await pass(8_000);
      t.equal(asked.seat(seatId(7))?.doing.state, 'ready');
    },
  );
