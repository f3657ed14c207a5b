import { failedWords } from '../emergency/model.ts';
import { after, type EpochMs } from '../lib/time.ts';
import type { Command } from './commands.ts';
import { base, lastWords, promptLimitMs, talkEnded } from './endings.ts';
import type { Fact } from './facts.ts';
import { type HuntStep, hasFailed, letGo, reportOf } from './hunt.ts';
import { layout, nobody, rearrange } from './layout.ts';
import { hangUp } from './legs.ts';
import type {
  Call,
  CallIn,
  Ending,
  Gathering,
  Hunt,
  HuntReport,
  Leg,
  LegId,
  Party,
  PlaybackId,
  Timer,
} from './model.ts';
import { queued, waitingAgainSince } from './queueing.ts';
import { type Turn, then, turn } from './table.ts';

/** A gathering on its way from one arrangement to the next. `arrange` makes a turn of it. */
export type Draft = Gathering & {
  readonly hunt: Hunt | null;
  readonly playing: PlaybackId | null;
  readonly lastHunt: HuntReport | null;
  readonly legs: readonly Leg[];
  readonly plays: number;
  /** Given before anybody is moved: who is to be rung waits for nothing. */
  readonly first: readonly Command[];
  /** Given when everybody is in place. */
  readonly last: readonly Command[];
  readonly facts: readonly Fact[];
  /** Legs that are being hung up. */
  readonly hungUp: readonly LegId[];
};

/** The call as it is now, to be changed. Whoever waits for a seat has no agent yet; whoever hears a farewell has none any more. */
export function draftOf(call: Call): Draft {
  const gathered = call.phase === 'emergency' || call.phase === 'conference';
  const talk = 'talk' in call ? call.talk : null;
  const beside: Gathering = gathered
    ? { talk, seatIn: call.seatIn, parties: call.parties, muted: call.muted }
    : { talk, seatIn: call.phase === 'talking' ? 'main' : 'gone', parties: [], muted: [] };
  return {
    ...beside,
    hunt: gathered ? call.hunt : null,
    playing: call.phase === 'emergency' ? call.playing : null,
    lastHunt: call.lastHunt,
    legs: call.legs,
    plays: call.plays,
    first: [],
    last: [],
    facts: [],
    hungUp: [],
  };
}

/** Hangs up legs of the draft. */
export const hangingUp = (call: Call, draft: Draft, legs: readonly LegId[]): Draft => ({
  ...draft,
  first: [...draft.first, ...legs.map((leg) => hangUp(call, leg, 'normal'))],
  hungUp: [...draft.hungUp, ...legs],
});

/** Takes in a hunt's step; one that has failed is over. */
export function hunting(call: Call, draft: Draft, step: HuntStep, at: EpochMs): Draft {
  const stepped: Draft = {
    ...draft,
    hunt: step.hunt,
    legs: step.legs,
    first: [...draft.first, ...step.commands],
    facts: [...draft.facts, ...step.facts],
  };
  return hasFailed(step.hunt) ? huntOver(call, stepped, 'failed', at) : stepped;
}

/** The hunt is over. Without anybody to talk to in private the agent is back with the citizen, and sees why. */
export function huntOver(call: Call, draft: Draft, result: HuntReport['result'], at: EpochMs): Draft {
  if (draft.hunt === null) return draft;
  const report = reportOf(draft.hunt, result, at);
  const told: Fact = { type: 'HuntEnded', call: call.id, at, ticketNo: call.ticketNo, report };
  const over: Draft = { ...draft, hunt: null, lastHunt: report, facts: [...draft.facts, told] };
  return result === 'reached' ? over : backUnlessAside(over);
}

/** Whoever is being rung is rung no more, without having been reached. */
export function cancelHunt(call: Call, draft: Draft, at: EpochMs): Draft {
  if (draft.hunt === null) return draft;
  const { commands, facts } = letGo(call, draft.hunt.ringing, at);
  const quiet = { ...draft, first: [...draft.first, ...commands], facts: [...draft.facts, ...facts] };
  return huntOver(call, quiet, 'cancelled', at);
}

/** An agent who is aside with nobody comes back to the citizen. */
export const backUnlessAside = (draft: Draft): Draft =>
  draft.seatIn === 'aside' && !draft.parties.some(({ aside }) => aside)
    ? { ...draft, seatIn: 'main' }
    : draft;

/** The agent leaves: whoever was aside goes to the citizen, who is never left alone with somebody still there. */
export function agentLeaves(call: Call, draft: Draft, at: EpochMs): Draft {
  const { talk, seatIn } = draft;
  if (talk === null || seatIn === 'gone') return draft;
  const isLive = draft.legs.some(({ id, state }) => id === talk.leg && state !== 'gone');
  const left: Draft = {
    ...draft,
    seatIn: 'gone',
    parties: draft.parties.map((party) => ({ ...party, aside: false })),
    // Whoever is still rung is rung for the citizen now.
    hunt: draft.hunt === null ? null : { ...draft.hunt, goal: huntedFor(draft.hunt) },
    muted: draft.muted.filter((leg) => leg !== talk.leg),
    facts: [...draft.facts, talkEnded(call, talk, at)],
  };
  return isLive ? hangingUp(call, left, [talk.leg]) : left;
}

const huntedFor = ({ goal }: Hunt): Hunt['goal'] => (goal === 'emergency' ? 'emergency' : 'transfer');

/** A party is no longer in the call. */
export function partyLeaves(call: Call, draft: Draft, party: Party, at: EpochMs): Draft {
  const { leg, target } = party;
  const { seat, name, unit } = target;
  const isLive = draft.legs.some(({ id, state }) => id === leg && state !== 'gone');
  const facts: readonly Fact[] = [
    ...(seat === null ? [] : [{ type: 'SeatLeft', call: call.id, at, seat, leg, wrapUpMs: 0 } as const]),
    { type: 'PartyLeft', call: call.id, at, ticketNo: call.ticketNo, leg, name, unit },
  ];
  const left: Draft = {
    ...draft,
    parties: draft.parties.filter((one) => one !== party),
    muted: draft.muted.filter((one) => one !== leg),
    facts: [...draft.facts, ...facts],
  };
  return isLive ? hangingUp(call, left, [leg]) : left;
}

/** How a call ends, or goes on, when nobody is left with the citizen. */
export type Alone = { readonly by: Ending['by']; readonly cause: number | null };

/** Makes a turn of a draft: the phase it is in now, and what brings everybody to their places. */
export function arrange(
  call: Call,
  draft: Draft,
  at: EpochMs,
  alone: Alone = { by: 'hotline', cause: null },
): Turn {
  const next = settled(call, draft, at);
  if (next === null) return leftAlone(call, draft, at, alone);
  const moves = rearrange(next, layout(call), layout(next), goneOf(draft));
  return turn(next, [...draft.first, ...moves, ...draft.last], draft.facts);
}

const goneOf = ({ legs, hungUp }: Draft): readonly LegId[] => [
  ...hungUp,
  ...legs.filter(({ state }) => state === 'gone').map(({ id }) => id),
];

/** @returns null when nobody is with the citizen, and nobody is on the way */
function settled(call: Call, draft: Draft, at: EpochMs): Call | null {
  const { talk, seatIn, parties, muted, hunt, playing } = draft;
  const kept = { ...base(call), legs: draft.legs, plays: draft.plays, lastHunt: draft.lastHunt };
  const beside: Gathering = { talk, seatIn, parties, muted };
  const target: readonly Timer[] = hunt === null ? [] : [{ name: 'target', dueAt: hunt.dueAt }];
  if (hunt?.goal === 'emergency') {
    const timers = playing === null ? target : [...target, promptTimer(call, at)];
    return { ...kept, ...beside, phase: 'emergency', hunt, playing, timers };
  }
  if (seatIn === 'gone' && parties.length === 0 && hunt === null) return null;
  const twoTalk = seatIn === 'main' && parties.length === 0 && muted.length === 0 && hunt === null;
  if (twoTalk && talk !== null) return { ...kept, phase: 'talking', talk, timers: [] };
  return { ...kept, ...beside, phase: 'conference', hunt, timers: target };
}

/** The prompt under way keeps its timer. */
const promptTimer = (call: Call, at: EpochMs): Timer =>
  (call.phase === 'emergency' ? call.timers.find(({ name }) => name === 'prompt') : undefined) ?? {
    name: 'prompt',
    dueAt: after(at, promptLimitMs),
  };

/**
 * Nobody is with the citizen. Whom no emergency desk answered hears which number to dial; who was to be passed on waits for another agent
 * with the time already waited; everybody else has been served and hears goodbye.
 */
function leftAlone(call: Call, draft: Draft, at: EpochMs, { by, cause }: Alone): Turn {
  const { lastHunt } = draft;
  const failed = lastHunt !== call.lastHunt && lastHunt?.result === 'failed' ? lastHunt : null;
  const kept = { ...base(call), legs: draft.legs, plays: draft.plays, lastHunt: draft.lastHunt };
  if (failed !== null && failed.number === null) {
    const waiting = queued(kept, waitingAgainSince(call, draft.talk?.startedAt ?? null, at), at);
    return turn(
      waiting,
      [...draft.first, ...rearrange(call, layout(call), layout(waiting), goneOf(draft))],
      [...draft.facts, { type: 'CallQueued', call: call.id, origin: call.origin, at, queue: waiting.queue }],
    );
  }
  const silenced = [...draft.first, ...rearrange(call, layout(call), nobody, goneOf(draft))];
  const { talk } = draft;
  const rest: CallIn<'conference'> = {
    ...kept,
    phase: 'conference',
    talk,
    seatIn: 'gone',
    parties: [],
    muted: [],
    hunt: null,
    timers: [],
  };
  const apart = { call: rest, commands: silenced, facts: draft.facts };
  if (failed?.number == null) {
    const outcome = talk === null ? 'emergency' : 'answered';
    return then(apart, (c) => lastWords(c, c.plan.farewell.goodbye, { by, outcome, cause }, at));
  }
  const words = failedWords(failed.number);
  const outcome = talk === null ? 'emergencyFailed' : 'answered';
  return then(apart, (c) => lastWords(c, words, { by: 'hotline', outcome, cause: null }, at));
}
