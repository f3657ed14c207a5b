import type { SeatStore } from '../acd/store.ts';
import type { CallBackStore } from '../callbacks/store.ts';
import type { CallStore } from '../calls/store.ts';
import type { FigureStore } from '../figures/store.ts';
import type { Journal, Saved } from '../ports/journal.ts';
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
};

/** The journal over the database: one turn, one transaction. A batch that is written twice changes nothing but the list of steps. */
export function createJournal(deps: JournalDeps): Journal {
  const { db, calls, seats, tickets, recordings, figures, callBacks } = deps;
  return {
    append(batch) {
      tx(db, () => {
        for (const call of batch.calls) calls.put(call);
        for (const seat of batch.seats) seats.put(seat, batch.at);
        for (const row of batch.rows) calls.addStep(row);
        for (const change of batch.tickets) tickets.apply(change);
        for (const change of batch.recordings) recordings.apply(change);
        for (const change of batch.figures) figures.apply(change);
        for (const change of batch.callBacks) callBacks.apply(change);
      });
    },
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
