import type { Seat } from '../../src/acd/model.ts';
import { canTake, seatDueAt } from '../../src/acd/seat.ts';
import { isAbout, liveLegs, offersOf } from '../../src/calls/legs.ts';
import {
  type Call,
  type CallIn,
  callOfLeg,
  type Dialling,
  type LegId,
  legId,
  type Offer,
  type Talk,
} from '../../src/calls/model.ts';
import { replay } from './replay.ts';
import { queueRules, type World } from './world.ts';

/** What is wrong with the world now; nothing, it is to be hoped. Every line says what a caller or an agent would notice. */
export function violations(world: World): readonly string[] {
  const now = [...world.faults, ...seatsAndCalls(world), ...waitingBesideReady(world), ...endless(world)];
  if (!world.quiet) return now;
  return [
    ...now,
    ...written(world),
    ...phones(world),
    ...(world.lost ? [] : [...strayLegs(world), ...heard(world)]),
  ];
}

/** The seats that ring for the call, dial in it or talk with it. */
function atSeats(call: Call): readonly (Offer | Talk | Dialling)[] {
  if (call.phase === 'offering') return offersOf(call);
  if (call.phase === 'dialling') return [call.dialling];
  return call.phase === 'talking' ? [call.talk] : [];
}

/** No seat is offered or talking twice, no call is at two seats, no seat is held by a call that is not about it. */
function seatsAndCalls({ state }: World): readonly string[] {
  const found: string[] = [];
  const held = new Map<string, string>();
  for (const call of state.calls.values()) {
    for (const { seat, leg } of atSeats(call)) {
      if (held.has(seat)) found.push(`seat ${seat} has two calls`);
      held.set(seat, leg);
    }
  }
  for (const { id, doing, agent } of state.seats.values()) {
    const leg = doing.state === 'offered' || doing.state === 'talking' ? doing.leg : undefined;
    if (held.get(id) !== leg)
      found.push(`seat ${id} is ${doing.state}, calls hold ${held.get(id) ?? 'nothing'}`);
    const phase = leg === undefined ? null : state.calls.get(callOfLeg(leg))?.phase;
    if (doing.state === 'offered' && phase !== 'offering') found.push(`seat ${id} is offered in ${phase}`);
    if (doing.state === 'talking' && phase !== 'talking' && phase !== 'dialling')
      found.push(`seat ${id} talks in ${phase}`);
    if ((agent === null) !== (doing.state === 'offline')) found.push(`seat ${id} without its agent`);
  }
  return found;
}

/** A ready seat and a caller it could serve never coexist; said from calls and seats, not from the index. */
function waitingBesideReady(world: World): readonly string[] {
  const { state } = world;
  if (!state.switchUp) return [];
  const waiting = [...state.calls.values()].filter((call) => call.phase === 'queued');
  const ready = [...state.seats.values()].filter((seat) => canTake(seat));
  return waiting.flatMap((call) =>
    ready.some((seat) => seat.queues.includes(call.plan.queue) && !isKeptFromOthers(world, call, seat))
      ? [`${call.id} waits beside a ready seat`]
      : [],
  );
}

/** Whether the call waits for the agent of last time, who is at work and is not the one at this seat. */
function isKeptFromOthers({ state, clock }: World, call: CallIn<'queued'>, ready: Seat): boolean {
  const { lastAgent } = call.claim;
  const last = [...state.seats.values()].find(({ agent }) => agent !== null && agent === lastAgent);
  return (
    last !== undefined &&
    last !== ready &&
    last.doing.state !== 'notReady' &&
    last.queues.includes(call.plan.queue) &&
    clock.now() <= call.queuedAt + queueRules(call.plan.queue).lastAgentWaitMs
  );
}

/** Nobody hears a prompt, waits or rings without an end: each has its timer. An ended call is kept for legs that live, with theirs. */
function endless({ state, inbox }: World): readonly string[] {
  const needed = {
    greeting: 'prompt',
    farewell: 'prompt',
    offering: 'ring',
    dialling: 'dial',
    queued: 'maxWait',
    ended: 'linger',
  };
  const found: string[] = [];
  let timers = 0;
  for (const call of state.calls.values()) {
    timers += call.timers.length;
    if (call.phase === 'talking') continue;
    const name = call.phase === 'dialling' && call.dialling.dialledAt === null ? 'ring' : needed[call.phase];
    if (!call.timers.some((timer) => timer.name === name))
      found.push(`${call.id} ${call.phase} without an end`);
  }
  for (const seat of state.seats.values()) timers += seatDueAt(seat) === null ? 0 : 1;
  if (inbox.pending().timers !== timers) found.push(`${inbox.pending().timers} timers, should be ${timers}`);
  return found;
}

/** What is in memory is what was written. */
function written({ state, inbox, journal }: World): readonly string[] {
  if (inbox.pending().unwritten > 0) return [];
  const found: string[] = [];
  for (const call of state.calls.values())
    if (journal.calls.get(call.id) !== JSON.stringify(call)) found.push(`${call.id} is not as written`);
  for (const seat of state.seats.values()) {
    const text = journal.seats.get(seat.id);
    const doing =
      text === undefined ? '{"state":"offline"}' : JSON.stringify((JSON.parse(text) as Seat).doing);
    if (doing !== JSON.stringify(seat.doing)) found.push(`seat ${seat.id} is not as written`);
  }
  return found;
}

/** What is thought of each phone is so, and nobody is ready at one that cannot be reached. */
function phones({ state, switch: peer }: World): readonly string[] {
  return [...state.seats.values()].flatMap(({ id, phone, doing }) => [
    ...((peer.phones.get(id) === true) === (phone === 'reachable') ? [] : [`phone of ${id} is not ${phone}`]),
    ...(doing.state === 'ready' && phone === 'unreachable' ? [`${id} is ready without a phone`] : []),
  ]);
}

/** Every live leg belongs to its call, which is about it; every call has its caller; every bridge its talk. */
function strayLegs(world: World): readonly string[] {
  const { state, switch: peer } = world;
  const found: string[] = [];
  for (const { id, seat } of peer.channels.values()) {
    const call = state.calls.get(callOfLeg(id));
    if (call === undefined) found.push(`${id} lives without a call`);
    else if (!liveLegs(call).some((leg) => leg.id === id)) found.push(`${id} lives, its call thinks it gone`);
    else if (seat !== null && !isAbout(call, id)) found.push(`${id} lives for nothing in ${call.phase}`);
    else if (call.phase === 'ended') found.push(`${id} outlives its call`);
  }
  // A leg that was hung up may be thought alive until its hang-up is answered, or asked for again: not those a call lives from.
  for (const call of state.calls.values())
    for (const leg of needs(call))
      if (!peer.channels.has(leg)) found.push(`${leg} is gone, ${call.phase} goes on`);
  for (const id of peer.bridges)
    if (!['talking', 'dialling'].includes(state.calls.get(id)?.phase ?? ''))
      found.push(`bridge of ${id} without a talk`);
  return found;
}

/** The legs from which a call lives. A citizen who is to be called back has none yet. */
function needs(call: Call): readonly LegId[] {
  if (call.phase === 'ended') return [];
  const dialled = call.legs.some(({ role }) => role === 'caller');
  return [...(dialled ? [legId(call.id, 'caller')] : []), ...atSeats(call).map((s) => s.leg)];
}

/** The caller never hears silence: a prompt, music, or the seat. */
function heard(world: World): readonly string[] {
  return [...world.state.calls.values()].flatMap((call) => {
    const silence = silent(world, call);
    return silence === null ? [] : [`${call.id} in ${call.phase}: ${silence}`];
  });
}

function silent({ switch: peer }: World, call: Call): string | null {
  const caller = peer.channels.get(legId(call.id, 'caller'));
  if (caller === undefined) return null;
  switch (call.phase) {
    case 'greeting':
    case 'farewell':
      if (caller.bridge !== null) return 'a prompt in a bridge';
      if (caller.music) return 'music beside the prompt';
      return caller.playback === call.playing ? null : 'no prompt';
    case 'offering':
      if (offersOf(call).some(({ leg }) => peer.channels.get(leg)?.state === 'up'))
        return 'answered, and not joined';
      return caller.music && caller.bridge === null ? null : 'no music';
    case 'queued':
      return caller.music && caller.bridge === null ? null : 'no music';
    case 'dialling': {
      const seat = peer.channels.get(call.dialling.leg);
      return caller.bridge === call.id && seat?.bridge === call.id
        ? null
        : 'the seat does not hear the ringing';
    }
    case 'talking': {
      const seat = peer.channels.get(call.talk.leg);
      if (caller.music) return 'music in the talk';
      return caller.bridge === call.id && seat?.bridge === call.id ? null : 'not joined';
    }
    case 'ended':
      return null;
  }
}

/** What is left when everybody has gone, and what the record lacks of those who were there. */
export function leftOvers(world: World): readonly string[] {
  const { state, inbox, switch: peer, journal } = world;
  const found: string[] = [];
  const nothing = (what: string, count: number): void => {
    if (count !== 0) found.push(`${count} ${what} left`);
  };
  nothing('channels', peer.channels.size);
  nothing('bridges', peer.bridges.size);
  nothing('calls', state.calls.size);
  for (const [what, count] of Object.entries(inbox.pending())) nothing(what, count);
  for (const { id, doing } of state.seats.values())
    if (!['offline', 'notReady', 'ready'].includes(doing.state))
      found.push(`seat ${id} is stuck: ${doing.state}`);
  for (const id of world.knownCallers)
    if (!world.lost && !journal.calls.has(id)) found.push(`${id} was there and has no record`);
  for (const call of journal.everyCall()) found.push(...record(world, call));
  const numbers = journal.tickets.flatMap((change) => (change.type === 'TicketOpened' ? [change.no] : []));
  if (new Set(numbers).size !== numbers.length) found.push('a ticket number was given twice');
  if (journal.times.some((at, n) => at < (journal.times[n - 1] ?? 0))) found.push('written out of order');
  return found;
}

/** Every call has ended with its record, one ticket, its recording expected; and its history decides to the same again. */
function record(world: World, call: Call): readonly string[] {
  const { journal } = world;
  const found: string[] = [];
  const count = (changes: readonly { readonly type: string }[], type: string, wanted: number): void => {
    const there = changes.filter((change) => change.type === type).length;
    if (there !== wanted) found.push(`${call.id}: ${there} ${type}, should be ${wanted}`);
  };
  if (call.phase !== 'ended') return [`${call.id} has not ended: ${call.phase}`];
  const tickets = journal.tickets.filter(
    (change) => change.no === call.ticketNo || (change.type === 'TicketOpened' && change.call === call.id),
  );
  const recordings = journal.recordings.filter((change) => change.call === call.id);
  const rang = call.origin === 'inbound';
  if (rang) {
    count(tickets, 'TicketOpened', 1);
    count(tickets, 'TicketAbandoned', call.ending.outcome === 'answered' ? 0 : 1);
  }
  const recorded = rang || call.talk !== null ? 1 : 0;
  count(recordings, 'RecordingBegan', recorded);
  count(recordings, 'RecordingEnded', recorded);
  if (call.ending.outcome === 'answered' && call.talk === null) found.push(`${call.id} answered by nobody`);
  const differs = replay(journal.rowsOf(call.id), call, world.plan(call.dialled));
  if (differs !== null) found.push(`${call.id} decided again: ${differs}`);
  return found;
}
