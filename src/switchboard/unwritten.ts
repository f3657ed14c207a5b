import type { Batch } from '../ports/journal.ts';

/** Turns that are kept whole while nothing can be written; those after them are put together. */
export const mostTurns = 20_000;

/**
 * Turns that could not be written yet, in their order. Memory is bounded: what comes beyond `mostTurns` is put together into one batch,
 * which holds each call and each seat once, as it is now, and every change of a ticket, a recording, a figure or a call-back, but no
 * steps. So what grows on is a little for each call that comes.
 */
export class Unwritten {
  #turns: Batch[] = [];
  #beyond: Beyond | null = null;

  get size(): number {
    return this.#turns.length + (this.#beyond?.turns ?? 0);
  }

  /** @returns whether its steps are kept as well */
  add(batch: Batch): boolean {
    if (this.#beyond === null && this.#turns.length < mostTurns) {
      this.#turns.push(batch);
      return true;
    }
    this.#beyond ??= nothing(batch);
    putTogether(this.#beyond, batch);
    return false;
  }

  /** Writes as many as can be, in their order. @throws what stopped it; what was written is not kept any more */
  write(append: (batch: Batch) => void): void {
    let written = 0;
    try {
      for (const turn of this.#turns) {
        append(turn);
        written += 1;
      }
      if (this.#beyond !== null) append(batchOf(this.#beyond));
      this.#beyond = null;
    } finally {
      this.#turns = this.#turns.slice(written);
    }
  }
}

type Beyond = {
  turns: number;
  at: Batch['at'];
  readonly calls: Map<string, Batch['calls'][number]>;
  readonly seats: Map<string, Batch['seats'][number]>;
  readonly tickets: Batch['tickets'][number][];
  readonly recordings: Batch['recordings'][number][];
  readonly figures: Batch['figures'][number][];
  readonly callBacks: Batch['callBacks'][number][];
};

const nothing = ({ at }: Batch): Beyond => ({
  turns: 0,
  at,
  calls: new Map(),
  seats: new Map(),
  tickets: [],
  recordings: [],
  figures: [],
  callBacks: [],
});

function putTogether(all: Beyond, batch: Batch): void {
  all.turns += 1;
  all.at = batch.at;
  for (const call of batch.calls) all.calls.set(call.id, call);
  for (const seat of batch.seats) all.seats.set(seat.id, seat);
  all.tickets.push(...batch.tickets);
  all.recordings.push(...batch.recordings);
  all.figures.push(...batch.figures);
  all.callBacks.push(...batch.callBacks);
}

const batchOf = ({ turns: _, calls, seats, ...rest }: Beyond): Batch => ({
  ...rest,
  calls: [...calls.values()],
  seats: [...seats.values()],
  rows: [],
});
