import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentId, QueueId, Seat, SeatId } from '../src/acd/model.ts';
import { newSeat } from '../src/acd/seat.ts';
import { createSeatStore } from '../src/acd/store.ts';
import { createCallBackStore } from '../src/callbacks/store.ts';
import { type CallId, legId, type PhoneNumber } from '../src/calls/model.ts';
import { createCallStore } from '../src/calls/store.ts';
import { promiseOf } from '../src/figures/rules.ts';
import { createFigureStore } from '../src/figures/store.ts';
import { type EpochMs, epochMs } from '../src/lib/time.ts';
import type { Journal } from '../src/ports/journal.ts';
import { createRecordingStore } from '../src/recordings/store.ts';
import { defaultPlan, usualQueueRules } from '../src/routing/model.ts';
import { startCheckpointer } from '../src/store/checkpointer.ts';
import { createJournal } from '../src/store/journal.ts';
import { migrate, migrationsDir } from '../src/store/migrate.ts';
import { openStore } from '../src/store/open.ts';
import { type Rules, restore, type State } from '../src/switchboard/state.ts';
import { type Input, turn } from '../src/switchboard/turn.ts';
import { createTicketStore } from '../src/tickets/store.ts';
import { callBackRules } from '../test/callbacks/rules-of-tests.ts';
import { distribution, type Report } from './report.ts';

const seatCount = 50;
const callCount = 4_000;
const begin = Date.UTC(2026, 10, 24, 4);
const rules: Rules = {
  planFor: () => ({
    ...defaultPlan,
    greeting: [],
    wrapUpMs: 0,
    farewell: { ...defaultPlan.farewell, goodbye: [] },
  }),
  queueRules: usualQueueRules,
  timeZone: 'Asia/Shanghai',
};

const seat = (n: number): Seat => ({
  ...newSeat(String(8_001 + n) as SeatId, ['general' as QueueId], epochMs(begin)),
  phone: 'reachable',
  agent: `agent${String(n)}` as AgentId,
  doing: { state: 'ready', idleSince: epochMs(begin) },
  since: epochMs(begin),
});

/** A call's whole life in four turns: it comes and is offered, rings, is answered, is hung up. */
function life(n: number, at: EpochMs): readonly Input[] {
  const call = `C1795500000.${String(n)}` as CallId;
  const leg = legId(call, 'seat', 1);
  return [
    { to: 'door', at, call, from: `139${String(n).padStart(8, '0')}` as PhoneNumber, dialled: '12345' },
    { to: 'call', at, call, event: { type: 'SeatRinging', at, leg } },
    { to: 'call', at, call, event: { type: 'SeatAnswered', at, leg } },
    { to: 'call', at, call, event: { type: 'CallerHungUp', at, cause: 16 } },
    { to: 'call', at, call, event: { type: 'SeatLegEnded', at, leg, cause: 16 } },
  ];
}

/** How long each turn takes, decided and written, in ms. */
function turnTimes(journal: Journal): readonly number[] {
  const state: State = restore(
    journal.load(),
    Array.from({ length: seatCount }, (_, n) => seat(n)),
    rules,
  );
  state.switchUp = true;
  const times: number[] = [];
  for (let n = 0; n < callCount; n += 1) {
    for (const input of life(n, epochMs(begin + n))) {
      const before = performance.now();
      journal.append(turn(state, rules, input).batch);
      times.push(performance.now() - before);
    }
  }
  return times;
}

/** Turns a second, decided and written: what the loop does for a call, with the journal in a real file. */
export async function benchTurns(): Promise<readonly Report[]> {
  const folder = mkdtempSync(join(tmpdir(), 'h12-bench-turns-'));
  const file = join(folder, 'hotline.db');
  const db = openStore(file);
  migrate(db, migrationsDir, epochMs(begin));
  const journal = createJournal({
    db,
    calls: createCallStore(db),
    seats: createSeatStore(db),
    tickets: createTicketStore(db),
    recordings: createRecordingStore(db),
    figures: createFigureStore(db, (queue) => promiseOf(usualQueueRules(queue))),
    callBacks: createCallBackStore(db, callBackRules),
    onDamaged: () => undefined,
    onUnwritable: (_, fault) => {
      throw fault;
    },
  });
  const checkpointer = startCheckpointer(file, (fault) => {
    throw fault;
  });
  const began = performance.now();
  const times = turnTimes(journal);
  const perSecond = times.length / ((performance.now() - began) / 1_000);
  await checkpointer.close();
  db.close();
  rmSync(folder, { recursive: true });
  return [
    {
      title: 'turns with the journal on (SQLite, WAL, synchronous=NORMAL)',
      rows: [
        ['turns a second', Math.round(perSecond).toLocaleString('en')],
        ['one turn', distribution(times, 'ms')],
      ],
    },
  ];
}
