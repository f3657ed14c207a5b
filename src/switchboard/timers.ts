import type { Seat, SeatId } from '../acd/model.ts';
import { seatDueAt } from '../acd/seat.ts';
import { compareText } from '../acd/strategies.ts';
import type { Call, CallId, TimerName } from '../calls/model.ts';
import { SortedList } from '../lib/sorted.ts';
import type { EpochMs } from '../lib/time.ts';
import { timersOf } from './state.ts';
import type { Input } from './turn.ts';

type Due =
  | {
      readonly of: 'call';
      readonly key: string;
      readonly dueAt: EpochMs;
      readonly call: CallId;
      readonly name: TimerName;
    }
  | { readonly of: 'seat'; readonly key: string; readonly dueAt: EpochMs; readonly seat: SeatId };

/** Due times in order. What is due is said by calls and seats themselves; this only knows which comes next. */
export class Timers {
  readonly #due = new SortedList<Due>((a, b) => a.dueAt - b.dueAt || compareText(a.key, b.key));
  readonly #calls = new Map<CallId, readonly Due[]>();
  readonly #seats = new Map<SeatId, Due>();

  /** Takes in a call's timers as they are now; those it no longer carries are forgotten. */
  putCall(id: CallId, call: Call | undefined): void {
    for (const due of this.#calls.get(id) ?? []) this.#due.remove(due);
    const now = timersOf(call).map(
      ({ name, dueAt }): Due => ({ of: 'call', key: `${id}/${name}`, dueAt, call: id, name }),
    );
    for (const due of now) this.#due.add(due);
    if (now.length > 0) this.#calls.set(id, now);
    else this.#calls.delete(id);
  }

  putSeat(seat: Seat): void {
    const before = this.#seats.get(seat.id);
    if (before !== undefined) this.#due.remove(before);
    this.#seats.delete(seat.id);
    const dueAt = seatDueAt(seat);
    if (dueAt === null) return;
    const due: Due = { of: 'seat', key: seat.id, dueAt, seat: seat.id };
    this.#due.add(due);
    this.#seats.set(seat.id, due);
  }

  /** When the next one is due; null when there is none. */
  nextAt(): EpochMs | null {
    return this.#due.first()?.dueAt ?? null;
  }

  /** How many there are. */
  get size(): number {
    return this.#due.size;
  }

  /** Takes out the next one that is due at `at`; null when none is. */
  take(at: EpochMs): Input | null {
    const due = this.#due.first();
    if (due === undefined || due.dueAt > at) return null;
    this.#due.remove(due);
    return due.of === 'call'
      ? { to: 'timer', at, call: due.call, name: due.name, dueAt: due.dueAt }
      : { to: 'seatDue', at, seat: due.seat, dueAt: due.dueAt };
  }
}
