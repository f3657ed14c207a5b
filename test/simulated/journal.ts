import type { Seat } from '../../src/acd/model.ts';
import type { CallBackChange } from '../../src/callbacks/model.ts';
import { liveLegs } from '../../src/calls/legs.ts';
import type { Call, CallId, TicketNo } from '../../src/calls/model.ts';
import type { Batch, Journal, JournalRow, Saved } from '../../src/ports/journal.ts';
import type { RecordingChange } from '../../src/recordings/model.ts';
import type { TicketChange } from '../../src/tickets/model.ts';

const texts = new WeakMap<Call, string>();
/** A call as text, made once for each of its versions: no version is ever changed. */
export function textOf(call: Call): string {
  const text = texts.get(call) ?? JSON.stringify(call);
  texts.set(call, text);
  return text;
}

/** A journal in memory. Everything is kept as JSON text: nothing is shared with the house by reference. */
export class MemoryJournal implements Journal {
  /** While true the disk is full: nothing can be written. */
  full = false;
  readonly calls = new Map<CallId, string>();
  readonly seats = new Map<string, string>();
  /** Steps of each call, in their order. */
  readonly rows = new Map<CallId, string[]>();
  readonly tickets: TicketChange[] = [];
  readonly recordings: RecordingChange[] = [];
  readonly callBacks: CallBackChange[] = [];
  /** The time of each batch, as written. */
  readonly times: number[] = [];

  append(batch: Batch): void {
    if (this.full) throw new Error('SQLITE_FULL: database or disk is full');
    for (const call of batch.calls) this.calls.set(call.id, textOf(call));
    for (const seat of batch.seats) this.seats.set(seat.id, JSON.stringify(seat));
    for (const row of batch.rows) {
      const rows = this.rows.get(row.call) ?? [];
      rows.push(JSON.stringify(row));
      this.rows.set(row.call, rows);
    }
    this.tickets.push(...(JSON.parse(JSON.stringify(batch.tickets)) as TicketChange[]));
    this.recordings.push(...(JSON.parse(JSON.stringify(batch.recordings)) as RecordingChange[]));
    this.callBacks.push(...(JSON.parse(JSON.stringify(batch.callBacks)) as CallBackChange[]));
    this.times.push(batch.at);
  }

  load(): Saved {
    const calls = this.everyCall().filter((call) => call.phase !== 'ended' || liveLegs(call).length > 0);
    const numbers = this.tickets.flatMap((change): TicketNo[] =>
      change.type === 'TicketOpened' ? [change.no] : [],
    );
    return {
      calls,
      seats: [...this.seats.values()].map((text) => JSON.parse(text) as Seat),
      lastTicketNo: numbers.toSorted().at(-1) ?? null,
    };
  }

  everyCall(): readonly Call[] {
    return [...this.calls.values()].map((text) => JSON.parse(text) as Call);
  }

  rowsOf(call: CallId): readonly JournalRow[] {
    return (this.rows.get(call) ?? []).map((text) => JSON.parse(text) as JournalRow);
  }
}
