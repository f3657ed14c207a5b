import type { EpochMs } from '../lib/time.ts';
import { end } from './endings.ts';
import type { EventOf } from './events.ts';
import type { Fact } from './facts.ts';
import {
  type Alone,
  agentLeaves,
  arrange,
  backUnlessAside,
  cancelHunt,
  type Draft,
  draftOf,
  hunting,
  huntOver,
  partyLeaves,
} from './gathering.ts';
import { letGo, missed, resumed, timedOut } from './hunt.ts';
import { arrangeAgain } from './layout.ts';
import { hangUp, whyNotRung } from './legs.ts';
import type { Ending, Gathered, Hunt, LegId, MissedWhy, Party, Rung } from './model.ts';
import { type Turn, turn } from './table.ts';

/** The citizen leaves: everybody else is hung up. Who was put through to an emergency desk without an agent was served by it. */
export function callerLeaves(call: Gathered, how: Pick<Ending, 'by' | 'cause'>, at: EpochMs): Turn {
  const alone = call.parties.length > 0 ? 'emergency' : 'abandoned';
  return end(call, { ...how, outcome: call.talk === null ? alone : 'answered' }, at);
}

/** Whoever was rung has answered: they come in, to where the hunt wanted them. Nobody else is rung any more. */
export function answered(call: Gathered, leg: LegId, at: EpochMs): Turn {
  const { hunt } = call;
  const rung = hunt?.ringing.find((one) => one.leg === leg);
  if (hunt === null || rung === undefined) return turn(call);
  const others = letGo(
    call,
    hunt.ringing.filter((one) => one !== rung),
    at,
  );
  const over = huntOver(
    call,
    { ...draftOf(call), facts: others.facts, first: others.commands, playing: null },
    'reached',
    at,
  );
  const silenced: Draft =
    call.phase === 'emergency' && call.playing !== null
      ? { ...over, first: [...over.first, { type: 'StopPlay', call: call.id, playback: call.playing }] }
      : over;
  return arrange(call, comesIn(call, silenced, { hunt, rung }, at), at);
}

function comesIn(
  call: Gathered,
  draft: Draft,
  { hunt, rung: { leg, target } }: { readonly hunt: Hunt; readonly rung: Rung },
  at: EpochMs,
): Draft {
  if (hunt.goal === 'transfer' && target.seat !== null && target.agent !== null) {
    const left = agentLeaves(call, draft, at);
    const { seat, agent } = target;
    const waitedMs = call.queuedAt === null ? 0 : (call.talk?.startedAt ?? at) - call.queuedAt;
    const { ticketNo, id } = call;
    const queue = call.plan.queue;
    const { origin, from } = call;
    const told = { call: id, origin, purpose: null, from, at, ticketNo, seat, agent, leg, queue, waitedMs };
    const started: Fact = { type: 'TalkStarted', ...told };
    return {
      ...left,
      talk: { seat, agent, leg, startedAt: at },
      seatIn: 'main',
      facts: [...left.facts, started],
    };
  }
  const aside = hunt.goal === 'consult' && draft.seatIn === 'aside';
  const party: Party = { leg, target, joinedAt: at, aside };
  const { name, unit, seat } = target;
  const facts: readonly Fact[] = [
    ...draft.facts,
    ...(seat === null ? [] : [{ type: 'SeatJoined', call: call.id, at, seat, leg } as const]),
    {
      type: 'PartyJoined',
      ...{ call: call.id, at, ticketNo: call.ticketNo, leg, name, unit, aside },
      number: hunt.number,
    },
  ];
  const inside: Draft = { ...draft, parties: [...draft.parties, party], facts };
  return hunt.goal === 'transfer' ? agentLeaves(call, inside, at) : inside;
}

/** A leg of the gathering is gone: the agent's, a party's, or one that was rung. */
export function legLeaves(
  call: Gathered,
  { leg, why, cause }: { readonly leg: LegId; readonly why: MissedWhy; readonly cause: number | null },
  at: EpochMs,
): Turn {
  const draft = draftOf(call);
  if (call.seatIn !== 'gone' && call.talk?.leg === leg)
    return arrange(call, agentLeaves(call, draft, at), at, { by: 'seat', cause });
  const party = call.parties.find((one) => one.leg === leg);
  const alone: Alone = { by: 'hotline', cause };
  if (party !== undefined)
    return arrange(call, backUnlessAside(partyLeaves(call, draft, party, at)), at, alone);
  return call.hunt === null
    ? turn(call)
    : arrange(call, hunting(call, draft, missed(call, call.hunt, { leg, why }, at), at), at, alone);
}

/** The switch could not ring somebody. No answer to the command: the phone may ring all the same. */
export function ringFailed(
  call: Gathered,
  { leg, outcome, at }: EventOf<'RingFailed' | 'PartyRingFailed'>,
): Turn {
  const next = legLeaves(call, { leg, why: whyNotRung(outcome), cause: null }, at);
  const stop = outcome === 'timeout' ? [hangUp(call, leg, 'failure')] : [];
  return { ...next, commands: [...stop, ...next.commands] };
}

/** Whoever is rung has rung long enough. */
export const targetTimedOut = (call: Gathered, at: EpochMs): Turn =>
  call.hunt === null
    ? turn(call)
    : arrange(call, hunting(call, draftOf(call), timedOut(call, call.hunt, at), at), at);

/**
 * The switch could not bring somebody in. Parties who were to come are let go, and the others' places are asked for again, since nobody of
 * the same command may have been moved. A desk that answered and could not be joined is hunted for again, through the routes that are left.
 */
export function joinFailed(call: Gathered, { legs, at }: EventOf<'JoinFailed'>): Turn {
  const out = call.parties.filter(({ leg }) => legs.includes(leg));
  const agentOut = out.length === 0 && call.talk !== null && legs.includes(call.talk.leg);
  const left = out.reduce((draft, party) => partyLeaves(call, draft, party, at), draftOf(call));
  const moved = agentOut ? agentLeaves(call, left, at) : backUnlessAside(huntAgain(call, left, out, at));
  const arranged = arrange(call, moved, at, { by: 'switch', cause: null });
  const next = arranged.call;
  const goesOn = next.phase === 'conference' || next.phase === 'emergency' || next.phase === 'talking';
  return { ...arranged, commands: [...arranged.commands, ...(goesOn ? arrangeAgain(next) : [])] };
}

/** Who was reached is not in the call: an emergency desk is hunted for again, everybody else was not reached after all. */
function huntAgain(call: Gathered, draft: Draft, out: readonly Party[], at: EpochMs): Draft {
  const { lastHunt } = call;
  const [party] = out;
  if (party === undefined || lastHunt?.result !== 'reached') return draft;
  if (lastHunt.goal === 'emergency') {
    // The desk goes before anybody else who is being rung.
    const alone = cancelHunt(call, draft, at);
    const hung = { ...call, legs: alone.legs };
    return hunting(call, alone, resumed(hung, lastHunt, party, at), at);
  }
  const tried = [...lastHunt.tried, { name: party.target.name, why: 'fault', at } as const];
  return { ...draft, lastHunt: { ...lastHunt, result: 'failed', tried, at } };
}
