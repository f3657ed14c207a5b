import { begin, decide, timerEvents } from '../../src/calls/decide.ts';
import type { Call, CallPlan } from '../../src/calls/model.ts';
import { beginAtDesk, beginInQueue } from '../../src/calls/outbound.ts';
import type { Turn } from '../../src/calls/table.ts';
import type { JournalRow } from '../../src/ports/journal.ts';

/**
 * Decides a call again from its journal.
 * @param written the call as it was written last
 * @returns where the second history differs from the first; null when it is the same byte for byte
 */
export function replay(rows: readonly JournalRow[], written: Call, plan: CallPlan): string | null {
  let call: Call | null = null;
  for (const [n, row] of rows.entries()) {
    const turn = again(call, row, written, plan);
    if (turn === null) return `step ${n}: ${row.input.type} before the arrival`;
    if (turn.call.phase !== row.to) return `step ${n}: ${turn.call.phase} instead of ${row.to}`;
    if ((call?.phase ?? null) !== row.from) return `step ${n}: not from ${row.from}`;
    if (JSON.stringify(turn.commands) !== JSON.stringify(row.commands)) return `step ${n}: other commands`;
    call = turn.call;
  }
  return JSON.stringify(call) === JSON.stringify(written) ? null : 'another call in the end';
}

function again(call: Call | null, { input }: JournalRow, written: Call, plan: CallPlan): Turn | null {
  if (input.type === 'CallArrived') {
    const { id, from, dialled, ticketNo, claim } = written;
    return begin({ call: id, at: input.at, from, dialled, ticketNo, plan, claim });
  }
  if (input.type === 'CallOrdered') {
    const { id, from, ticketNo, order } = written;
    if (from === null || order === null) return null;
    const { type: _, queuedAt, ...place } = input;
    const what = {
      call: id,
      number: from,
      ticketNo,
      plan: written.plan,
      order,
      claim: written.claim,
      ...place,
    };
    return order.by === null ? beginInQueue(what, queuedAt ?? input.at) : beginAtDesk(what, order.by);
  }
  // Nothing is served by a dialplan here.
  if (call === null || input.type === 'ServedMeanwhile') return null;
  const timers = call.timers.filter(({ name }) => timerEvents[name] !== input.type);
  return decide(timers.length === call.timers.length ? call : { ...call, timers }, input);
}
