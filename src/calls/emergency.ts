import type { AgentId } from '../acd/model.ts';
import { connectingWords, type EmergencyNumber } from '../emergency/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Command } from './commands.ts';
import { partings } from './endings.ts';
import type { Fact } from './facts.ts';
import { arrange, cancelHunt, type Draft, draftOf, hunting, partyLeaves } from './gathering.ts';
import { beginHunt } from './hunt.ts';
import { hangUp, offersOf } from './legs.ts';
import { type Call, type CallIn, type Digit, legId, type Phase, playbackId, type Target } from './model.ts';
import type { Turn } from './table.ts';

/**
 * An emergency desk is rung, from any phase of a call that lives. The agent stays with the citizen; a citizen alone hears that the desk is
 * being rung. Whatever else went on is dropped: this goes before everything.
 * @param by the agent who asked for it; null: the citizen's own key
 * @param targets the routes for the place, in order; empty: those of the call's plan
 */
export function beginEmergency(
  call: CallIn<Exclude<Phase, 'ended'>>,
  number: EmergencyNumber,
  { by, at, targets = [] }: { by: AgentId | null; at: EpochMs; targets?: readonly Target[] },
): Turn {
  const began: Fact = { type: 'EmergencyBegan', call: call.id, at, ticketNo: call.ticketNo, number, by };
  const cleared = dropOthers(call, { ...draftOf(call), facts: [began] }, at);
  const quest = { goal: 'emergency', name: number, unit: null, number } as const;
  const order = {
    quest,
    targets: targets.length > 0 ? targets : call.plan.emergency[number],
    atOnce: false,
    untilAt: null,
  };
  const step = beginHunt({ ...call, legs: cleared.legs }, order, at);
  // Before anything is taken apart: the desk is rung first.
  const urgent = { ...cleared, first: [] };
  const hunted = hunting(call, urgent, step, at);
  return arrange(call, quieted(call, { ...hunted, first: [...hunted.first, ...cleared.first] }), at);
}

/** A key that the plan leads to an emergency desk; null: it is no such key. */
export function emergencyKey(
  call: CallIn<Exclude<Phase, 'ended'>>,
  { digit, at }: { readonly digit: Digit; readonly at: EpochMs },
): Turn | null {
  const number = call.plan.emergencyKeys[digit];
  return number === undefined ? null : beginEmergency(call, number, { by: null, at });
}

/** What else went on in the call is over: an offer, another hunt, a private talk, a prompt. */
function dropOthers(call: Call, draft: Draft, at: EpochMs): Draft {
  let next = draft;
  if (call.phase === 'offering')
    next = {
      ...next,
      first: [...next.first, ...offersOf(call).map(({ leg }) => hangUp(call, leg, 'answered_elsewhere'))],
      facts: [...next.facts, ...partings(call, at)],
      hungUp: [...next.hungUp, ...offersOf(call).map(({ leg }) => leg)],
    };
  next = cancelHunt(call, next, at);
  for (const party of next.parties) if (party.aside) next = partyLeaves(call, next, party, at);
  return next.seatIn === 'aside' ? { ...next, seatIn: 'main' } : next;
}

/** A prompt under way is stopped, and a citizen alone is told what happens; with somebody to talk to no prompt is needed. */
function quieted(call: Call, draft: Draft): Draft {
  const stop: readonly Command[] =
    'playing' in call && call.playing !== null
      ? [{ type: 'StopPlay', call: call.id, playback: call.playing }]
      : [];
  const first = [...draft.first, ...stop];
  const alone = draft.seatIn === 'gone' && draft.parties.length === 0;
  if (!alone || draft.hunt === null) return { ...draft, first, playing: null };
  const plays = draft.plays + 1;
  const playing = playbackId(call.id, plays);
  const leg = legId(call.id, 'caller');
  const play: Command = {
    type: 'Play',
    call: call.id,
    leg,
    playback: playing,
    prompts: connectingWords,
    language: call.language,
  };
  return { ...draft, first, plays, playing, last: [...draft.last, play] };
}
