import { SqliteError } from 'better-sqlite3';
import type { SeatStore } from '../acd/store.ts';
import type { CallBackStore } from '../callbacks/store.ts';
import type { CallStore } from '../calls/store.ts';
import type { FigureStore } from '../figures/store.ts';
import type { Batch, Journal, Saved } from '../ports/journal.ts';
import type { RecordingStore } from '../recordings/store.ts';
import type { TicketStore } from '../tickets/store.ts';
import type { Db } from './open.ts';
import { tx } from './tx.ts';

export type JournalDeps = {
  readonly db: Db;
  readonly calls: CallStore;
  readonly seats: SeatStore;
  readonly tickets: TicketStore;
  readonly recordings: RecordingStore;
  readonly figures: FigureStore;
  readonly callBacks: CallBackStore;
  /** Told of each record that cannot be read; it is left where it is, and the house goes on without it. */
  readonly onDamaged: (what: 'call' | 'seat', id: string) => void;
  /** Is given what the database will never take, which is a bug, to be kept elsewhere. */
  readonly onUnwritable: (batch: Batch, fault: unknown) => void;
};

/** Whether the fault lies in what was to be written, and not in the database's disk, locks or rights: trying again would not help. */
function isForGood(fault: unknown, db: Db): boolean {
  if (fault instanceof SqliteError) return /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(fault.code);
  return db.open && (fault instanceof TypeError || fault instanceof RangeError);
}

/** Each call and each other change by itself; of batches without steps, which were put together from many turns. */
function apart(batch: Batch): readonly Batch[] {
  const nothing = {
    at: batch.at,
    ...{ calls: [], seats: [], rows: [], tickets: [], recordings: [], figures: [], callBacks: [] },
  };
  const parts = ['calls', 'seats', 'tickets', 'recordings', 'figures', 'callBacks'] as const;
  return parts.flatMap((part) => batch[part].map((one): Batch => ({ ...nothing, [part]: [one] })));
}

/** The journal over the database: one turn, one transaction. A batch that is written twice changes nothing but the list of steps. */
export function createJournal(deps: JournalDeps): Journal {
  const { db, calls, seats, tickets, recordings, figures, callBacks } = deps;
  const write = (batch: Batch): void =>
    tx(db, () => {
      for (const call of batch.calls) calls.put(call);
      for (const seat of batch.seats) seats.put(seat, batch.at);
      for (const row of batch.rows) calls.addStep(row);
      for (const change of batch.tickets) tickets.apply(change);
      for (const change of batch.recordings) recordings.apply(change);
      for (const change of batch.figures) figures.apply(change);
      for (const change of batch.callBacks) callBacks.apply(change);
    });
  const append = (batch: Batch): void => {
    try {
      write(batch);
    } catch (fault) {
      if (!isForGood(fault, db)) throw fault;
      const parts = batch.rows.length === 0 ? apart(batch) : [];
      if (parts.length > 1) for (const part of parts) append(part);
      else deps.onUnwritable(batch, fault);
    }
  };
  return {
    append,
    load(): Saved {
      const alive = calls.alive();
      const saved = seats.all();
      for (const id of alive.damaged) deps.onDamaged('call', id);
      for (const id of saved.damaged) deps.onDamaged('seat', id);
      return {
        calls: alive.calls,
        seats: saved.seats,
        lastTicketNo: tickets.lastNo(),
        lastTalks: calls.lastTalks(),
      };
    },
  };
}
