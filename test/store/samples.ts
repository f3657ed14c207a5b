import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { AgentId, Seat, SeatId } from '../../src/acd/model.ts';
import { newSeat } from '../../src/acd/seat.ts';
import { createAssignmentStore, createSeatStore } from '../../src/acd/store.ts';
import { createCallBackStore } from '../../src/callbacks/store.ts';
import { begin, decide } from '../../src/calls/decide.ts';
import type { CallEvent } from '../../src/calls/events.ts';
import { type Call, type CallId, legId, type PhoneNumber, type TicketNo } from '../../src/calls/model.ts';
import type { Eyes } from '../../src/calls/seen.ts';
import { createCallStore } from '../../src/calls/store.ts';
import { callFigures, promiseOf } from '../../src/figures/rules.ts';
import { createFigureStore } from '../../src/figures/store.ts';
import { type EpochMs, epochMs } from '../../src/lib/time.ts';
import type { Batch } from '../../src/ports/journal.ts';
import { type Measures, type RecordingId, recordingOf } from '../../src/recordings/model.ts';
import { createRecordingStore } from '../../src/recordings/store.ts';
import type { Sealed } from '../../src/recordings/vault.ts';
import { defaultPlan, usualQueueRules } from '../../src/routing/model.ts';
import { createJournal } from '../../src/store/journal.ts';
import { migrate, migrationsDir } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/open.ts';
import { createTicketStore } from '../../src/tickets/store.ts';
import { createUnitStore } from '../../src/units/store.ts';
import { callBackRules } from '../callbacks/rules-of-tests.ts';

export const noon = epochMs(Date.UTC(2026, 10, 24, 4));
export const agent = 'agent1' as AgentId;
export const seatId = '8001' as SeatId;

/** Eyes for which every call is there. */
export const everything: Eyes = { cleared: true, agent, supervises: false };

/** The test's own folder; its fixtures stay when it has some already. */
const folderOf = (t: Test): string => (existsSync(t.testdirName) ? t.testdirName : t.testdir());

/** A new database file with all stores, closed at the end of the test. */
export function freshStore(t: Test, file = join(folderOf(t), 'hotline.db'), queueRules = usualQueueRules) {
  const db = openStore(file);
  t.teardown(() => db.close());
  migrate(db, migrationsDir, noon);
  const stores = {
    db,
    calls: createCallStore(db),
    seats: createSeatStore(db),
    assignments: createAssignmentStore(db),
    tickets: createTicketStore(db),
    callBacks: createCallBackStore(db, callBackRules),
    recordings: createRecordingStore(db),
    figures: createFigureStore(db, (queue) => promiseOf(queueRules(queue))),
    units: createUnitStore(db),
  };
  const damaged: string[] = [];
  /** What the database did not take, for what was in it. */
  const aside: Batch[] = [];
  const journal = createJournal({
    ...stores,
    onDamaged: (what, id) => damaged.push(`${what} ${id}`),
    onUnwritable: (batch) => aside.push(batch),
  });
  return { ...stores, journal, damaged, aside, file };
}

export const ticketNo = (n: number): TicketNo => `20261124-${String(n).padStart(6, '0')}` as TicketNo;
export const callId = (n: number): CallId => `C1763978815.${String(n)}` as CallId;

/** Call number `n`, arrived `n` seconds after noon, as it is after these events; made by the real rules. */
export function sampleCall(n: number, ...events: readonly CallEvent[]): Call {
  const began = begin({
    call: callId(n),
    at: epochMs(noon + n * 1000),
    from: '13912342211' as PhoneNumber,
    dialled: '12345',
    ticketNo: ticketNo(n),
    plan: { ...defaultPlan, greeting: [] },
  }).call;
  return events.reduce((call, event) => decide(call, event).call, began);
}

export const offered = (at: EpochMs = noon): CallEvent => ({ type: 'SeatOffered', at, seat: seatId, agent });
export const answered = (n: number, at: EpochMs = noon): CallEvent => ({
  type: 'SeatAnswered',
  at,
  leg: legId(callId(n), 'seat', 1),
});
export const callerHungUp = (at: EpochMs = noon): CallEvent => ({ type: 'CallerHungUp', at, cause: 16 });
export const seatLegEnded = (n: number, at: EpochMs = noon): CallEvent => ({
  type: 'SeatLegEnded',
  at,
  leg: legId(callId(n), 'seat', 1),
  cause: 16,
});

export const sampleSeat = (id: SeatId = seatId): Seat => ({
  ...newSeat(id, [defaultPlan.queue], noon),
  phone: 'reachable',
  agent,
  doing: { state: 'ready', idleSince: noon },
  since: noon,
});

/** What a turn that brings this call would write; its ticket and recording are opened with it. */
export function batchOf(call: Call, seats: readonly Seat[] = []): Batch {
  const { id, from, arrivedAt } = call;
  const at = arrivedAt;
  return {
    at,
    calls: [call],
    seats,
    rows: [{ call: id, at, input: { type: 'CallArrived', at }, from: null, to: call.phase, commands: [] }],
    tickets: [{ type: 'TicketOpened', no: call.ticketNo, call: id, callerNumber: from, at }],
    callBacks: [],
    recordings: [
      {
        type: 'RecordingBegan',
        recording: recordingOf(id),
        call: id,
        kind: 'call',
        ticketNo: call.ticketNo,
        at,
      },
    ],
    figures: callFigures(undefined, call, at),
  };
}

/** What an intake notes of a recording, where no test looks at the file. */
export const sealedSample = (recording: RecordingId, durationMs = 0): readonly [Sealed, Measures] => [
  {
    recording,
    fileId: 'ab'.repeat(16) as Sealed['fileId'],
    file: '2026/11/24/x.h12v',
    bytes: 44,
    plainBytes: 1,
    sha256: 'ab',
  },
  {
    durationMs,
    loudness: [-20, -20],
    silenceShare: 0.5,
    waveform: [
      [1, 2],
      [3, 4],
    ],
  },
];
