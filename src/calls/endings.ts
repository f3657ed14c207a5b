import type { WithdrawnWhy } from '../acd/model.ts';
import { after, type EpochMs } from '../lib/time.ts';
import type { Command } from './commands.ts';
import type { Fact } from './facts.ts';
import { bridgesOf, layout, nobody, rearrange } from './layout.ts';
import { currentLegs, hangUp, liveLegs, offersOf } from './legs.ts';
import {
  type Call,
  type CallIn,
  type Ending,
  type Farewell,
  type Gathered,
  legId,
  type Offer,
  type PromptName,
  playbackId,
  type Talk,
} from './model.ts';
import { type Turn, then, turn } from './table.ts';

/** How long a hung-up leg may live before it is hung up again. */
const lingerMs = 5_000;
/** No prompt is longer than this; when its end was not told by then, the call goes on without it. */
export const promptLimitMs = 120_000;

type LiveCall = CallIn<Exclude<Call['phase'], 'ended'>>;

/**
 * The one way a call ends: hangs up every leg that still lives, takes the bridge away, tells the house. A call in `farewell` keeps the
 * ending it was given there.
 */
export function end(call: LiveCall, how: Omit<Ending, 'during'>, at: EpochMs): Turn {
  const ending: Ending = call.phase === 'farewell' ? call.ending : { ...how, during: call.phase };
  const live = liveLegs(call);
  const ended: Call = {
    ...base(call),
    phase: 'ended',
    timers: live.length > 0 ? [{ name: 'linger', dueAt: after(at, lingerMs) }] : [],
    ending,
    endedAt: at,
    talk: talkOf(call),
  };
  const hangUps = live.map((leg) =>
    hangUp(call, leg.id, leg.state === 'up' ? 'normal' : 'answered_elsewhere'),
  );
  const told: Fact = {
    type: 'CallEnded',
    call: call.id,
    origin: call.origin,
    purpose: call.order?.purpose ?? null,
    agent: call.phase === 'dialling' ? call.dialling.agent : (talkOf(call)?.agent ?? null),
    recorded: call.legs.some((leg) => leg.role === 'caller' && leg.upAt !== null),
    at,
    ticketNo: call.ticketNo,
    from: call.from,
    queue: call.plan.queue,
    ending,
    waitedMs: waitedMs(ended, at),
  };
  return turn(ended, [...hangUps, ...unbridge(call)], [...partings(call, at), told]);
}

/**
 * The hotline decides to end the call and tells the caller why first. Without a prompt for it the caller is hung up at once.
 * @param ending how it will have ended, whoever hangs up first
 */
export function farewell(
  call: CallIn<'queued' | 'talking' | 'emergency' | 'conference'>,
  which: Farewell,
  ending: Omit<Ending, 'during'>,
  at: EpochMs,
): Turn {
  const prompts = call.plan.farewell[which];
  // A citizen who is to be called back is not there yet: nobody hears it.
  const heard = liveLegs(call).some((leg) => leg.role === 'caller');
  if (prompts.length === 0 || !heard) return end(call, ending, at);
  const others = currentLegs(call).filter((leg) => liveLegs(call).some(({ id }) => id === leg));
  const gone = call.legs.filter(({ role }) => role !== 'caller').map(({ id }) => id);
  const hangUps = others.map((leg) => hangUp(call, leg, 'normal'));
  const quiet = [...hangUps, ...rearrange(call, layout(call), nobody, gone)];
  const told = { call, commands: quiet, facts: [] };
  return then(told, (c) => lastWords(c, prompts, ending, at));
}

/** The caller, who hears nothing else any more, is told something and then hung up; at once when there is nothing to tell. */
export function lastWords(
  call: LiveCall,
  prompts: readonly PromptName[],
  ending: Omit<Ending, 'during'>,
  at: EpochMs,
): Turn {
  if (prompts.length === 0) return end(call, ending, at);
  const playing = playbackId(call.id, call.plays + 1);
  const leg = legId(call.id, 'caller');
  const next: Call = {
    ...base(call),
    phase: 'farewell',
    timers: [{ name: 'prompt', dueAt: after(at, promptLimitMs) }],
    plays: call.plays + 1,
    playing,
    ending: { ...ending, during: call.phase },
    talk: talkOf(call),
  };
  return turn(next, [{ type: 'Play', call: call.id, leg, playback: playing, prompts }], partings(call, at));
}

/** How long the caller waited from joining the queue to the first talk or to the end; null if it never joined. In ms. */
export function waitedMs(call: Call, at: EpochMs): number | null {
  if (call.queuedAt === null) return null;
  return (talkOf(call)?.startedAt ?? at) - call.queuedAt;
}

/** The facts with which the seat is parted from the call. */
export function partings(call: Call, at: EpochMs): readonly Fact[] {
  if (call.phase === 'offering') {
    return offersOf(call).map((offer) => withdrawn(call, offer, 'callerGone', at));
  }
  if (call.phase === 'dialling') {
    const { seat, leg, dialledAt } = call.dialling;
    const wrapUpMs = dialledAt === null ? 0 : call.plan.wrapUpMs;
    return [{ type: 'DiallingEnded', call: call.id, at, seat, leg, wrapUpMs }];
  }
  if (call.phase === 'emergency' || call.phase === 'conference') return gatheringPartings(call, at);
  if (call.phase !== 'talking') return [];
  return [talkEnded(call, call.talk, at)];
}

export const withdrawn = (call: Call, { seat, leg }: Offer, why: WithdrawnWhy, at: EpochMs): Fact => ({
  type: 'OfferWithdrawn',
  call: call.id,
  at,
  seat,
  leg,
  why,
});

/** Everybody who is in a gathering, or rung for it, leaves. */
function gatheringPartings(call: Gathered, at: EpochMs): readonly Fact[] {
  const { talk, seatIn, parties, hunt } = call;
  const id = call.id;
  const rung = (hunt?.ringing ?? []).flatMap(({ leg, target: { seat } }): readonly Fact[] =>
    seat === null ? [] : [{ type: 'OfferWithdrawn', call: id, at, seat, leg, why: 'callerGone' }],
  );
  const left = parties.flatMap(({ leg, target: { seat, name, unit } }): readonly Fact[] => [
    ...(seat === null ? [] : [{ type: 'SeatLeft', call: id, at, seat, leg, wrapUpMs: 0 } as const]),
    { type: 'PartyLeft', call: id, at, ticketNo: call.ticketNo, leg, name, unit },
  ]);
  return [...rung, ...left, ...(talk === null || seatIn === 'gone' ? [] : [talkEnded(call, talk, at)])];
}

export const talkEnded = (call: Call, { seat, leg, startedAt }: Talk, at: EpochMs): Fact => ({
  type: 'TalkEnded',
  call: call.id,
  at,
  seat,
  leg,
  talkedMs: at - startedAt,
  wrapUpMs: call.plan.wrapUpMs,
});

/** Commands that take away the call's bridges. */
export const unbridge = (call: Call): readonly Command[] =>
  bridgesOf(call).map((bridge) => ({ type: 'DestroyBridge', call: call.id, bridge }));

/** Hangs up the seat of a talk, if it still lives. */
export const hangUpSeat = (call: Call): readonly Command[] =>
  liveLegs(call)
    .filter((leg) => leg.role === 'seat')
    .map((leg) => hangUp(call, leg.id, 'normal'));

const talkOf = (call: Call): Talk | null => ('talk' in call ? call.talk : null);

export type Base = Pick<
  Call,
  | 'id'
  | 'origin'
  | 'order'
  | 'ticketNo'
  | 'from'
  | 'dialled'
  | 'plan'
  | 'claim'
  | 'arrivedAt'
  | 'legs'
  | 'plays'
  | 'queuedAt'
  | 'failedOffers'
  | 'lastHunt'
>;

/** What a call keeps through every phase: a phase's own fields never leak into the next one. */
export const base = (call: Base): Base => ({
  id: call.id,
  origin: call.origin,
  order: call.order,
  ticketNo: call.ticketNo,
  from: call.from,
  dialled: call.dialled,
  plan: call.plan,
  claim: call.claim,
  arrivedAt: call.arrivedAt,
  legs: call.legs,
  plays: call.plays,
  queuedAt: call.queuedAt,
  failedOffers: call.failedOffers,
  lastHunt: call.lastHunt,
});
