import { LastAgents } from '../acd/last-agent.ts';
import { MatchIndex } from '../acd/match.ts';
import type { QueueId, QueueRules, Seat, SeatId, SeatInput } from '../acd/model.ts';
import {
  type Expected,
  expectedOf,
  handled,
  handlingMs,
  heldMs,
  noExperience,
  type Pace,
} from '../acd/wait.ts';
import { liveLegs } from '../calls/legs.ts';
import type { Call, CallId, CallPlan, PhoneNumber, TicketNo, Timer } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Saved } from '../ports/journal.ts';

/** All the loop knows: calls that live, seats, and what is derived from them. Only `turn.ts` and `recover.ts` change it. */
export type State = {
  readonly calls: Map<CallId, Call>;
  /** The calls that are over, the latest of them: what is told of them late, or twice, begins no new one. */
  readonly over: Set<CallId>;
  readonly seats: Map<SeatId, Seat>;
  readonly index: MatchIndex;
  /** For callers who ring again. */
  readonly lastAgents: LastAgents;
  /** The queue of the call each seat had last, as far as it is known since the start. */
  readonly lastQueue: Map<SeatId, QueueId>;
  /** What has been learnt since the start of how long each queue's calls hold a seat. */
  readonly paces: Map<QueueId, Pace>;
  /** False until the switch's inventory has been set against the calls; nothing is offered meanwhile. */
  switchUp: boolean;
  lastTicketNo: TicketNo | null;
};

/** What the turn needs and does not change. */
export type Rules = {
  /** The plan for a number dialled and who rings, as it is published now; a call keeps the one it began with. */
  readonly planFor: (dialled: string, at: EpochMs, from: PhoneNumber | null) => CallPlan;
  /** What matching must know of a queue, as it is published now; of one that no plan names, the usual. */
  readonly queueRules: (id: QueueId) => QueueRules;
  readonly timeZone: string;
};

/** The state after a start: what was saved, with the seats as they are provisioned now. */
export function restore(
  saved: Saved,
  provisioned: readonly Seat[],
  { queueRules }: Pick<Rules, 'queueRules'>,
): State {
  const state: State = {
    calls: new Map(),
    over: new Set(),
    seats: new Map(),
    index: new MatchIndex(queueRules),
    lastAgents: new LastAgents(saved.lastTalks ?? []),
    lastQueue: new Map(),
    paces: new Map(),
    switchUp: false,
    lastTicketNo: saved.lastTicketNo,
  };
  const known = new Map(saved.seats.map((seat) => [seat.id, seat]));
  for (const seat of provisioned) {
    const before = known.get(seat.id);
    putSeat(state, before === undefined ? seat : takenUp(before, seat));
  }
  for (const call of saved.calls) putCall(state, call);
  return state;
}

/** Who sits there and what the seat was doing goes on; whether its phones are there is found out anew. */
const takenUp = (before: Seat, { provisioned, devices, device, phone, otherPhone }: Seat): Seat => ({
  ...before,
  provisioned,
  queues: before.places === null ? provisioned : before.queues,
  devices,
  device: devices.includes(before.device) ? before.device : device,
  phone,
  otherPhone,
});

/** Takes in a call as it is now. One that has ended and has no leg left is let go: it lives on in the store. */
export function putCall(state: State, call: Call): void {
  if (call.phase === 'ended' && liveLegs(call).length === 0) letGo(state, call.id);
  else {
    state.calls.set(call.id, call);
    state.over.delete(call.id);
  }
  state.index.putCall(
    call.id,
    call.phase === 'queued'
      ? { id: call.id, queue: call.queue, since: call.queuedAt, claim: call.claim }
      : null,
  );
}

/** Many more than can end while one inventory is on its way. */
const rememberedCalls = 10_000;

/** The call is over, or will never have begun. */
export function letGo(state: State, id: CallId): void {
  state.calls.delete(id);
  state.over.add(id);
  for (const oldest of state.over) {
    if (state.over.size <= rememberedCalls) return;
    state.over.delete(oldest);
  }
}

export function putSeat(state: State, seat: Seat): void {
  state.seats.set(seat.id, seat);
  state.index.putSeat(seat);
}

export function dropSeat(state: State, id: SeatId): void {
  state.seats.delete(id);
  state.index.dropSeat(id);
}

export const timersOf = (call: Call | undefined): readonly Timer[] => call?.timers ?? [];

/** Puts a call back as it was before a turn that failed; one that was not there is forgotten. */
export function undoCall(state: State, id: CallId, call: Call | undefined): void {
  if (call !== undefined) {
    putCall(state, call);
    return;
  }
  state.calls.delete(id);
  state.over.delete(id);
  state.index.putCall(id, null);
}

/** Whether the agent is signed in at another seat than this. */
export function sitsElsewhere(state: State, id: SeatId, agent: Seat['agent']): boolean {
  for (const seat of state.seats.values()) if (seat.agent === agent && seat.id !== id) return true;
  return false;
}

/** Place and expected wait of a waiting caller; null when the call does not wait. */
export const expectedWait = (
  state: State,
  { queueRules }: Pick<Rules, 'queueRules'>,
  id: CallId,
): Expected | null =>
  expectedOf(state.index, id, (queue) =>
    handlingMs(state.paces.get(queue) ?? noExperience, queueRules(queue)),
  );

/** What a seat's change teaches of how long calls hold a seat. */
export function learnPace(state: State, before: Seat, now: Seat): void {
  const [queue, ms] = [state.lastQueue.get(before.id), heldMs(before, now)];
  if (queue !== undefined && ms !== null)
    state.paces.set(queue, handled(state.paces.get(queue) ?? noExperience, ms));
}

/** How long the after-call work may be is for the queue to say whose call it was; of one not known any more, for the seat's first. */
export function byTheRules(
  state: State,
  { queueRules }: Pick<Rules, 'queueRules'>,
  id: SeatId,
  input: SeatInput,
): SeatInput {
  if (input.type !== 'WrapUpExtendAsked') return input;
  const queue = state.lastQueue.get(id) ?? state.seats.get(id)?.queues[0];
  return queue === undefined ? input : { ...input, extension: queueRules(queue).wrapUpExtension };
}
