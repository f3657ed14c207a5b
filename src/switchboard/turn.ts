import type { SeatId, SeatInput, SeatSetup } from '../acd/model.ts';
import { decideSeat, newSeat, seatDueAt } from '../acd/seat.ts';
import { decide, timerEvents } from '../calls/decide.ts';
import { type CallEvent, isAsked } from '../calls/events.ts';
import type { FactOf } from '../calls/facts.ts';
import { comesUp } from '../calls/legs.ts';
import type { Call, CallId } from '../calls/model.ts';
import { crowdLimit } from '../calls/queueing.ts';
import type { Turn } from '../calls/table.ts';
import { callFigures, seatFigures } from '../figures/rules.ts';
import type { EpochMs } from '../lib/time.ts';
import type { JournalRow } from '../ports/journal.ts';
import { arrival } from './arrivals.ts';
import { hear } from './hearers.ts';
import { followings, order } from './outgoing.ts';
import { softphoneEvent } from './softphone.ts';
import {
  byTheRules,
  dropSeat,
  expectedWait,
  learnPace,
  letGo,
  putCall,
  putSeat,
  type Rules,
  type State,
  sitsElsewhere,
  undoCall,
} from './state.ts';
import { type Input, type Refusal, type TurnResult, Work } from './work.ts';

export type { Input, TurnResult } from './work.ts';

/**
 * One input, decided to the end: the call or the seat it is for, the hearers of what happened, then every offer that can be made.
 * Synchronous. Changes `state`; when it throws, `state` is as before.
 */
export function turn(state: State, rules: Rules, input: Input): TurnResult {
  const work = new Work();
  const lastTicketNo = state.lastTicketNo;
  const switchUp = state.switchUp;
  try {
    take(state, rules, work, input);
    settle(state, work, input.at);
  } catch (fault) {
    for (const [id, call] of work.calls) undoCall(state, id, call);
    for (const [id, seat] of work.seats) {
      if (seat === undefined) dropSeat(state, id);
      else putSeat(state, seat);
    }
    state.lastTicketNo = lastTicketNo;
    state.switchUp = switchUp;
    throw fault;
  }
  return {
    batch: {
      at: input.at,
      calls: [...work.latest.values()],
      seats: [...work.seats.keys()].flatMap((id) => state.seats.get(id) ?? work.removed.get(id) ?? []),
      rows: work.rows,
      tickets: work.tickets,
      recordings: work.recordings,
      figures: work.figures,
      callBacks: work.callBacks,
    },
    commands: work.commands,
    facts: work.facts,
    refusal: work.refusal,
    faults: work.faults,
  };
}

function take(state: State, rules: Rules, work: Work, input: Input): void {
  switch (input.to) {
    case 'door':
    case 'served': {
      const began = arrival(state, rules, input);
      if (began !== null) apply(state, work, began.input, began.decided);
      return;
    }
    case 'dial':
      dial(state, work, input, order(state, rules, input));
      return;
    case 'call':
      callEvent(state, work, input.call, input.event);
      return;
    case 'seat':
      seatInput(state, work, input.seat, byTheRules(state, rules, input.seat, input.input));
      return;
    case 'timer':
      timer(state, rules, work, input);
      return;
    case 'seatDue':
      seatDue(state, work, input);
      return;
    case 'setUp':
      setUp(state, work, input.setup, input.at);
      return;
    case 'removal':
      remove(state, work, input.seat, input.at);
      return;
    case 'match':
      return;
    case 'rules':
      state.index.refresh();
      return;
    case 'switch':
      state.switchUp = input.up;
  }
}

/** A due time that the seat no longer carries was cancelled by being left out. */
function seatDue(state: State, work: Work, { seat: id, dueAt, at }: Extract<Input, { to: 'seatDue' }>): void {
  const seat = state.seats.get(id);
  if (seat === undefined || seatDueAt(seat) !== dueAt) return;
  seatInput(state, work, id, { type: seat.doing.state === 'wrapUp' ? 'WrapUpOver' : 'PhoneSteady', at });
}

type Dial = Extract<Input, { to: 'dial' }>;

function dial(state: State, work: Work, { at, queue }: Dial, ordered: Turn | Refusal): void {
  if ('code' in ordered) work.refusal = ordered;
  else
    apply(
      state,
      work,
      { type: 'CallOrdered', at, queuedAt: null, ...(queue === undefined ? {} : { queue }) },
      ordered,
    );
}

function callEvent(state: State, work: Work, id: CallId, event: CallEvent): void {
  const call = state.calls.get(id);
  // A call that is not here has ended and has no leg left. A phone that rings or is answered nevertheless does so for nobody.
  if (call !== undefined) apply(state, work, event, decide(call, event));
  else if (comesUp(event))
    work.commands.push({ type: 'HangUp', call: id, leg: event.leg, reason: 'answered_elsewhere' });
  // A caller who leaves while the inventory that lists him is on its way is not to be taken in by it.
  else if (event.type === 'CallerHungUp') letGo(state, id);
  else if (isAsked(event)) work.refusal = { code: 'H12_CALL_ENDED', why: 'the call has ended already' };
}

function timer(state: State, rules: Rules, work: Work, input: Extract<Input, { to: 'timer' }>): void {
  const call = state.calls.get(input.call);
  const due = call?.timers.find((t) => t.name === input.name && t.dueAt === input.dueAt);
  // A timer that the call no longer carries was cancelled by being left out.
  if (call === undefined || due === undefined) return;
  const woken: Call = { ...call, timers: call.timers.filter((t) => t !== due) };
  const event = timerEvent(state, rules, woken, input);
  apply(state, work, event, decide(woken, event));
}

/** What a due timer tells its call. Of a wait the house knows more than the call does: with an announcement that comes along. */
function timerEvent(
  state: State,
  rules: Rules,
  call: Call,
  { name, at }: Extract<Input, { to: 'timer' }>,
): CallEvent {
  const type = timerEvents[name];
  if (type !== 'AnnouncementDue') return { type, at };
  const { position, waitMs } = expectedWait(state, rules, call.id) ?? { position: null, waitMs: null };
  return { type, at, position, expectedWaitMs: waitMs };
}

/** Takes in what a decision said: the call, the record of it, the commands, and what the hearers make of its facts. */
function apply(state: State, work: Work, input: JournalRow['input'], decided: Turn): void {
  work.step();
  const { call, commands, facts } = decided;
  const before = state.calls.get(call.id);
  if (decided.refusal !== undefined) work.refusal = decided.refusal;
  if (call === before && commands.length === 0 && facts.length === 0) return;
  if (!work.calls.has(call.id)) work.calls.set(call.id, before);
  work.latest.set(call.id, call);
  putCall(state, call);
  work.rows.push({
    call: call.id,
    at: input.at,
    input,
    from: before?.phase ?? null,
    to: call.phase,
    commands,
  });
  work.commands.push(...commands);
  work.figures.push(...callFigures(before, call, input.at));
  for (const fact of facts) {
    work.facts.push(fact);
    if (fact.type === 'TalkStarted') talkStarted(state, call, fact);
    if (fact.type === 'CallQueued' || fact.type === 'QueueChanged') work.joined.add(fact.call);
    const heard = hear(fact);
    if (heard.seat !== null) seatInput(state, work, heard.seat.id, heard.seat.input);
    if (heard.ticket !== null) work.tickets.push(heard.ticket);
    if (heard.recording !== null) work.recordings.push(heard.recording);
    if (heard.callBack !== null) work.callBacks.push(heard.callBack);
    for (const one of followings(state, call, fact)) apply(state, work, one.input, one.decided);
  }
}

function talkStarted(state: State, { from }: Call, fact: FactOf<'TalkStarted'>): void {
  if (from !== null) state.lastAgents.learn({ number: from, agent: fact.agent, at: fact.at });
  state.lastQueue.set(fact.seat, fact.queue);
}

function seatInput(state: State, work: Work, id: SeatId, input: SeatInput): void {
  work.step();
  const seat = state.seats.get(id);
  if (seat === undefined) {
    work.refusal = { code: 'H12_NO_SUCH_SEAT', why: 'there is no such seat' };
    return;
  }
  if (input.type === 'SignInAsked' && sitsElsewhere(state, id, input.agent)) {
    work.refusal = { code: 'H12_AGENT_SIGNED_IN_ELSEWHERE', why: 'you are signed in at another seat' };
    return;
  }
  const decided = decideSeat(seat, input);
  if (decided.refusal !== undefined) work.refusal = decided.refusal;
  if (decided.seat !== seat) {
    if (!work.seats.has(id)) work.seats.set(id, seat);
    work.figures.push(...seatFigures(seat, decided.seat));
    putSeat(state, decided.seat);
    learnPace(state, seat, decided.seat);
  }
  const told = softphoneEvent(seat, input);
  if (told !== null) callEvent(state, work, told.call, told.event);
}

/** A seat as it is to be from now on: calls, sign-in and all that it does go on. */
function setUp(state: State, work: Work, setup: SeatSetup, at: EpochMs): void {
  if (state.seats.has(setup.id)) {
    seatInput(state, work, setup.id, { type: 'SetUp', setup, at });
    return;
  }
  work.seats.set(setup.id, undefined);
  putSeat(state, newSeat(setup.id, setup.queues, at, setup.devices));
}

/** Takes a seat away, and signs out who sits there; while it has a call it stays. */
function remove(state: State, work: Work, id: SeatId, at: EpochMs): void {
  const agent = state.seats.get(id)?.agent ?? null;
  if (agent !== null) seatInput(state, work, id, { type: 'SignOutAsked', agent, at });
  const seat = state.seats.get(id);
  if (seat === undefined || work.refusal !== null) return;
  if (!work.seats.has(id)) work.seats.set(id, seat);
  work.removed.set(id, seat);
  dropSeat(state, id);
}

/**
 * Offers every waiting caller whom a ready seat can serve, and tells those who cannot stay: too many wait before them, or nobody is signed
 * in. Who is sent on to another queue by it is offered there; since nobody is sent back, this comes to rest.
 */
function settle(state: State, work: Work, at: EpochMs): void {
  if (!state.switchUp) return;
  do {
    for (let match = state.index.next(at); match !== null; match = state.index.next(at)) {
      const { call, seat, agent, beside } = match;
      const several = beside.length === 0 ? {} : { beside };
      matched(state, work, call, { type: 'SeatOffered', at, seat, agent, ...several });
    }
    const joined = [...work.joined];
    work.joined.clear();
    for (const id of joined) crowd(state, work, id, at);
    for (const call of state.index.unstaffed()) matched(state, work, call, { type: 'QueueUnstaffed', at });
  } while (work.joined.size > 0);
}

/** Tells a call that has just come into a queue when more wait there already than its treatment allows. */
function crowd(state: State, work: Work, id: CallId, at: EpochMs): void {
  const call = state.calls.get(id);
  const limit = call?.phase === 'queued' ? crowdLimit(call) : null;
  if (call === undefined || limit === null) return;
  const waiting = state.index.view(call.queue).waiting - 1;
  if (waiting >= limit) matched(state, work, id, { type: 'QueueCrowded', at, waiting });
}

/** A call that cannot be decided does not wait any more: it would be the first to be matched in each turn to come. */
function matched(state: State, work: Work, id: CallId, event: CallEvent): void {
  const call = state.calls.get(id);
  if (call === undefined) return;
  let decided: Turn;
  try {
    decided = decide(call, event);
  } catch (err) {
    work.faults.push({ call: id, err });
    state.index.putCall(id, null);
    return;
  }
  apply(state, work, event, decided);
}
