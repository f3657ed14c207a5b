import type { Seat } from '../../src/acd/model.ts';
import { canTake, seatDueAt } from '../../src/acd/seat.ts';
import { currentLegs, liveLegs, offersOf } from '../../src/calls/legs.ts';
import {
  asideId,
  bridgeId,
  type Call,
  type CallIn,
  callOfBridge,
  callOfLeg,
  type Gathered,
  type LegId,
  legId,
  type PlaybackId,
} from '../../src/calls/model.ts';
import { type Channel, plays } from './channel.ts';
import { textOf } from './journal.ts';
import { replay } from './replay.ts';
import { queueRules, type World } from './world.ts';

/** What is wrong with the world now; nothing, it is to be hoped. Every line says what a caller or an agent would notice. */
export function violations(world: World): readonly string[] {
  const now = [
    ...world.faults,
    ...seatsAndCalls(world),
    ...waitingBesideReady(world),
    ...endless(world),
    ...unreached(world),
  ];
  if (!world.quiet) return now;
  return [
    ...now,
    ...written(world),
    ...phones(world),
    ...(world.lost ? [] : [...strayLegs(world), ...heard(world), ...recorded(world)]),
  ];
}

/** No seat is offered or talking twice, no call is at two seats, no seat is held by a call that is not about it. */
function seatsAndCalls({ state }: World): readonly string[] {
  const found: string[] = [];
  const held = new Map<string, string>();
  for (const call of state.calls.values())
    for (const [seat, leg] of seatsOf(call)) {
      if (held.has(seat)) found.push(`seat ${seat} has two calls`);
      held.set(seat, leg);
    }
  for (const { id, doing, agent } of state.seats.values()) {
    const leg = doing.state === 'offered' || doing.state === 'talking' ? doing.leg : undefined;
    if (held.get(id) !== leg)
      found.push(`seat ${id} is ${doing.state}, calls hold ${held.get(id) ?? 'nothing'}`);
    const phase = leg === undefined ? null : state.calls.get(callOfLeg(leg))?.phase;
    const beside = phase === 'emergency' || phase === 'conference';
    if (doing.state === 'offered' && phase !== 'offering' && !beside)
      found.push(`seat ${id} is offered in ${phase}`);
    if (doing.state === 'talking' && phase !== 'talking' && phase !== 'dialling' && !beside)
      found.push(`seat ${id} talks in ${phase}`);
    if ((agent === null) !== (doing.state === 'offline')) found.push(`seat ${id} without its agent`);
  }
  return found;
}

/** The seats that a call holds, each with its leg: rung, talking, or asked into somebody else's call. */
function seatsOf(call: Call): readonly (readonly [string, string])[] {
  if (call.phase === 'offering') return offersOf(call).map(({ seat, leg }) => [seat, leg]);
  if (call.phase === 'dialling') return [[call.dialling.seat, call.dialling.leg]];
  if (call.phase === 'talking') return [[call.talk.seat, call.talk.leg]];
  if (call.phase !== 'emergency' && call.phase !== 'conference') return [];
  const { talk, seatIn, parties, hunt } = call;
  return [
    ...(talk === null || seatIn === 'gone' ? [] : [[talk.seat, talk.leg] as const]),
    ...[...parties, ...(hunt?.ringing ?? [])].flatMap(({ leg, target: { seat } }) =>
      seat === null ? [] : [[seat, leg] as const],
    ),
  ];
}

/** A ready seat and a caller it could serve never coexist; said from calls and seats, not from the index. */
function waitingBesideReady(world: World): readonly string[] {
  const { state } = world;
  if (!state.switchUp) return [];
  const waiting = [...state.calls.values()].filter((call) => call.phase === 'queued');
  const ready = [...state.seats.values()].filter((seat) => canTake(seat));
  return waiting.flatMap((call) =>
    ready.some((seat) => seat.queues.includes(call.queue) && !isKeptFromOthers(world, call, seat))
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
    last.queues.includes(call.queue) &&
    clock.now() <= call.queuedAt + queueRules(call.queue).lastAgentWaitMs
  );
}

/** An emergency fails only after every route, the one that works too, was tried. */
function unreached({ state }: World): readonly string[] {
  return [...state.calls.values()].flatMap(({ id, lastHunt }) => {
    if (lastHunt?.goal !== 'emergency' || lastHunt.result !== 'failed' || lastHunt.number === '119')
      return [];
    return lastHunt.tried.some(({ name }) => name === 'good') ? [] : [`${id}: a working route was not tried`];
  });
}

/** Nobody hears a prompt, waits or rings without an end: each has its timer. An ended call is kept for legs that live, with theirs. */
function endless({ state, inbox }: World): readonly string[] {
  const key = (call: { readonly playing: unknown }): string => (call.playing === null ? 'key' : 'prompt');
  const found: string[] = [];
  let timers = 0;
  for (const call of state.calls.values()) {
    timers += call.timers.length;
    if (call.phase === 'talking' || (call.phase === 'conference' && call.hunt === null)) continue;
    const needed = {
      greeting: ['prompt'],
      menu: call.phase === 'menu' ? [key(call)] : [],
      farewell: ['prompt'],
      offering: ['ring', ...(call.phase === 'offering' && call.playing !== null ? ['prompt'] : [])],
      queued: ['maxWait', ...(call.phase === 'queued' && call.playing !== null ? ['prompt'] : [])],
      dialling: call.phase === 'dialling' && call.dialling.dialledAt === null ? ['ring'] : ['dial'],
      survey: call.phase === 'survey' ? [key(call)] : [],
      ended: ['linger'],
      emergency: ['target'],
      conference: ['target'],
    };
    for (const name of needed[call.phase])
      if (!call.timers.some((timer) => timer.name === name))
        found.push(`${call.id} ${call.phase} without its ${name}`);
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
    if (journal.calls.get(call.id) !== textOf(call)) found.push(`${call.id} is not as written`);
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
  for (const { id, role } of peer.channels.values()) {
    const call = state.calls.get(callOfLeg(id));
    if (call === undefined) found.push(`${id} lives without a call`);
    else if (!liveLegs(call).some((leg) => leg.id === id)) found.push(`${id} lives, its call thinks it gone`);
    else if (role !== 'caller' && !currentLegs(call).includes(id))
      found.push(`${id} lives for nothing in ${call.phase}`);
    else if (call.phase === 'ended') found.push(`${id} outlives its call`);
  }
  // A leg that was hung up may be thought alive until its hang-up is answered, or asked for again: not those a call lives from.
  for (const call of state.calls.values())
    for (const leg of needs(call))
      if (!peer.channels.has(leg)) found.push(`${leg} is gone, ${call.phase} goes on`);
  for (const id of peer.bridges) {
    const call = state.calls.get(callOfBridge(id));
    const inside = [...peer.channels.values()].filter(({ bridge }) => bridge === id);
    const mayBe = ['talking', 'dialling', 'emergency', 'conference'];
    if (call === undefined || !mayBe.includes(call.phase)) found.push(`${id} without a talk`);
    else if (call.phase === 'talking' && inside.length < 2) found.push(`nobody talks in ${id}`);
    // The citizen's bridge stands empty while nobody is with the citizen.
    else if (inside.length === 1 && call.phase !== 'dialling')
      found.push(`${inside[0]?.id ?? ''} alone in ${id} in ${call.phase}`);
    else if (inside.length === 0 && id !== bridgeId(call.id)) found.push(`nobody in ${id} in ${call.phase}`);
  }
  return found;
}

/** A private talk is recorded, and nothing else is: who is in the private bridge, and nobody besides. */
function recorded({ state, switch: peer }: World): readonly string[] {
  const inPrivate = [...state.calls.values()].flatMap(({ id }) => {
    const legs = [...peer.channels.values()].filter(({ bridge }) => bridge === asideId(id));
    return legs.length < 2 ? [] : [namesOf(legs.map((channel) => channel.id))];
  });
  const heard = peer.recorders.talks(peer.channels).map(namesOf);
  return [
    ...inPrivate.filter((talk) => !heard.includes(talk)).map((talk) => `${talk} talk in private, unrecorded`),
    ...heard
      .filter((talk) => !inPrivate.includes(talk))
      .map((talk) => `${talk} are recorded, not in private`),
  ];
}
const namesOf = (legs: readonly LegId[]): string => legs.toSorted().join(' and ');

/** The legs from which a call lives. A citizen who is to be called back has none yet. */
function needs(call: Call): readonly LegId[] {
  if (call.phase === 'ended') return [];
  const dialled = call.legs.some(({ role }) => role === 'caller');
  return [...(dialled ? [legId(call.id, 'caller')] : []), ...currentLegs(call)];
}

/** The caller never hears silence: a prompt, music, or the seat. */
function heard(world: World): readonly string[] {
  return [...world.state.calls.values()].flatMap((call) => {
    const silence = silent(world, call);
    return silence === null ? [] : [`${call.id} in ${call.phase}: ${silence}`];
  });
}

function silent(world: World, call: Call): string | null {
  const peer = world.switch;
  const caller = peer.channels.get(legId(call.id, 'caller'));
  if (caller === undefined) return null;
  switch (call.phase) {
    case 'greeting':
    case 'farewell':
      if (caller.bridge !== null) return 'a prompt in a bridge';
      if (caller.music) return 'music beside the prompt';
      return plays(caller, call.playing) ? null : 'no prompt';
    case 'offering':
      if (offersOf(call).some(({ leg }) => peer.channels.get(leg)?.state === 'up'))
        return 'answered, and not joined';
      return promptOrMusic(caller, call.playing);
    case 'menu':
    case 'queued':
    case 'survey':
      return promptOrMusic(caller, call.playing);
    case 'dialling': {
      const seat = peer.channels.get(call.dialling.leg);
      return caller.bridge === bridgeId(call.id) && seat?.bridge === bridgeId(call.id)
        ? null
        : 'the seat does not hear the ringing';
    }
    case 'emergency':
    case 'conference':
      return silentBeside(world, call, caller);
    case 'talking': {
      const seat = peer.channels.get(call.talk.leg);
      if (caller.music) return 'music in the talk';
      return caller.bridge === bridgeId(call.id) && seat?.bridge === bridgeId(call.id) ? null : 'not joined';
    }
    case 'ended':
      return null;
  }
}

/** With parties: everybody is where they belong, hears something, and is muted or not as the agent wants it. */
function silentBeside({ switch: peer }: World, call: Gathered, caller: Channel): string | null {
  const { talk, seatIn, parties, muted, hunt } = call;
  const agent = talk === null || seatIn === 'gone' ? undefined : peer.channels.get(talk.leg);
  const others = parties.map(({ leg, aside }) => ({ aside, channel: peer.channels.get(leg) }));
  const withCitizen = [
    ...(seatIn === 'main' && agent !== undefined ? [agent] : []),
    ...others.filter(({ aside }) => !aside).map(({ channel }) => channel),
  ];
  const inPrivate = others.filter(({ aside }) => aside).map(({ channel }) => channel);
  if (withCitizen.some((channel) => channel?.bridge !== bridgeId(call.id))) return 'not with the citizen';
  if (inPrivate.some((channel) => channel?.bridge !== asideId(call.id))) return 'not in private';
  if (inPrivate.length > 0 && agent?.bridge !== asideId(call.id)) return 'the agent is not in private';
  if (inPrivate.length === 0 && seatIn === 'aside' && agent?.bridge !== null) return 'the agent is somewhere';
  for (const channel of [caller, agent, ...others.map((one) => one.channel)]) {
    if (channel === undefined) continue;
    const isHeard = channel !== caller || caller.bridge !== null;
    if (channel.muted !== (isHeard && muted.includes(channel.id))) return `${channel.id} muted wrongly`;
  }
  if (withCitizen.length > 0) {
    if (caller.music || caller.tone) return 'music or a tone in the talk';
    return caller.bridge === bridgeId(call.id) ? null : 'the citizen is not there';
  }
  if (caller.bridge !== null) return 'the citizen is in a bridge alone';
  if (call.phase === 'emergency') {
    if (call.playing !== null) return plays(caller, call.playing) ? null : 'no prompt';
    return caller.tone || (caller.playback !== null && caller.toneNext) ? null : 'no ringing';
  }
  if (seatIn === 'gone' && hunt === null) return 'nobody is there, and nobody on the way';
  return caller.music || musicComes(caller) ? null : 'no music';
}

/** A prompt that the house had given up is played late, and the music that was asked for comes after it. */
const musicComes = ({ playback, musicNext }: Channel): boolean => playback !== null && musicNext;

/** A caller who waits hears what the call says is playing, or music, and never both; after a prompt that was asked for late comes music. */
function promptOrMusic(caller: Channel, playing: PlaybackId | null): string | null {
  if (caller.bridge !== null) return 'waits in a bridge';
  if (caller.tone) return 'hears a ringing tone';
  if (caller.playback !== null && caller.music) return 'music beside the prompt';
  if (playing !== null) return plays(caller, playing) ? null : 'no prompt';
  return caller.music || musicComes(caller) ? null : 'no music';
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
    count(tickets, 'TicketAbandoned', ['answered', 'emergency'].includes(call.ending.outcome) ? 0 : 1);
  }
  // Of a citizen who answers when the desk has just given up, nothing is kept.
  const reached =
    call.ending.during !== 'dialling' &&
    call.legs.some(({ role, upAt }) => role === 'caller' && upAt !== null);
  // The call's own, and one of each private talk.
  const recorded = (rang || reached ? 1 : 0) + call.consultations.length;
  count(recordings, 'RecordingBegan', recorded);
  count(recordings, 'RecordingEnded', recorded);
  if (call.ending.outcome === 'answered' && call.talk === null) found.push(`${call.id} answered by nobody`);
  const differs = replay(journal.rowsOf(call.id), call, world.plan(call.dialled));
  if (differs !== null) found.push(`${call.id} decided again: ${differs}`);
  return found;
}
