import type { Change, DeskView } from './protocol.ts';

type Rows<T> = { readonly set: readonly T[]; readonly gone: readonly string[] };

/** The view after a change that follows on it. Pure: what the desk does with each message. */
export function merged(view: DeskView, change: Change): DeskView {
  const { at, me = view.me, figures = view.figures } = change;
  const queues = mergedRows(view.queues, change.queues, byName, ({ queue }) => queue);
  const seats = mergedRows(view.seats, change.seats, byNumber, ({ id }) => id);
  const calls = mergedRows(view.calls, change.calls, byArrival, ({ id }) => id);
  return {
    at,
    me,
    ...(figures === undefined ? {} : { figures }),
    ...(queues === undefined ? {} : { queues }),
    ...(seats === undefined ? {} : { seats }),
    ...(calls === undefined ? {} : { calls }),
  };
}

function mergedRows<T>(
  before: readonly T[] | undefined,
  change: Rows<T> | undefined,
  order: (a: T, b: T) => number,
  keyOf: (row: T) => string,
): readonly T[] | undefined {
  if (before === undefined || change === undefined) return before;
  const rows = new Map(before.map((row) => [keyOf(row), row]));
  for (const key of change.gone) rows.delete(key);
  for (const row of change.set) rows.set(keyOf(row), row);
  return [...rows.values()].toSorted(order);
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
type Named = { readonly id: string };

/** The orders in which lists stand on screens; the server makes its snapshots in them. */
export const byName = (a: { readonly queue: string }, b: { readonly queue: string }): number =>
  byText(a.queue, b.queue);
export const byNumber = (a: Named, b: Named): number => a.id.localeCompare(b.id, 'en', { numeric: true });
export const byArrival = (
  a: Named & { readonly arrivedAt: number },
  b: Named & { readonly arrivedAt: number },
): number => a.arrivedAt - b.arrivedAt || byText(a.id, b.id);
