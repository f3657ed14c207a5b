import type { WithdrawnWhy } from '../acd/model.ts';
import { after, type EpochMs } from '../lib/time.ts';
import type { Command } from './commands.ts';
import type { Fact } from './facts.ts';
import { layout, nobody, rearrange, standingBridges } from './layout.ts';
import { currentLegs, hangUp, liveLegs, offersOf } from './legs.ts';
import {
  type Call,
  type CallIn,
  type Ending,
  type Farewell,
  type Gathered,
  legId,
  type Offer,
  type Phase,
  type PlaybackId,
  type PromptName,
  playbackId,
  type Talk,
} from './model.ts';
import { treatmentOf } from './plan.ts';
import { type Turn, then, turn } from './table.ts';

/** How long a hung-up leg may live before it is hung up again. */
const lingerMs = 5_000;
/** No prompt is longer than this; when its end was not told by then, the call goes on without it. */
export const promptLimitMs = 120_000;

type LiveCall = CallIn<Exclude<Call['phase'], 'ended'>>;

/**
 * The one way a call ends: hangs up every leg that still lives, takes the bridge away, tells the house. A call in `farewell` or `survey`
 * keeps the ending it was given there.
 */
export function end(call: LiveCall, how: Omit<Ending, 'during'>, at: EpochMs): Turn {
  const settled = call.phase === 'farewell' || call.phase === 'survey';
  const ending: Ending = settled ? call.ending : { ...how, during: call.phase };
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
    queue: call.queue,
    ending,
    waitedMs: waitedMs(ended, at),
    queuedAt: call.queuedAt,
  };
  return turn(ended, [...hangUps, ...unbridge(call)], [...partings(call, at), told]);
}

/**
 * The hotline decides to end the call and tells the caller why first. Without a prompt for it the caller is hung up at once.
 * @param what which of the plan's farewells, or the prompts themselves
 * @param ending how it will have ended, whoever hangs up first
 */
export function farewell(
  call: CallIn<Exclude<Phase, 'farewell' | 'ended'>>,
  what: Farewell | readonly PromptName[],
  ending: Omit<Ending, 'during'>,
  at: EpochMs,
): Turn {
  const prompts = typeof what === 'string' ? treatmentOf(call).farewell[what] : what;
  // A citizen who is to be called back is not there yet: nobody hears it.
  const heard = liveLegs(call).some((leg) => leg.role === 'caller');
  if (prompts.length === 0 || !heard) return end(call, ending, at);
  const told = { call, commands: quiet(call), facts: [] };
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
  const next: Call = {
    ...base(call),
    phase: 'farewell',
    timers: [{ name: 'prompt', dueAt: after(at, promptLimitMs) }],
    plays: call.plays + 1,
    playing,
    ending: call.phase === 'survey' ? call.ending : { ...ending, during: call.phase },
    talk: talkOf(call),
  };
  return turn(next, [play(next, playing, prompts)], partings(call, at));
}

/** Plays prompts to the caller. */
export const play = (call: Call, playback: PlaybackId, prompts: readonly PromptName[]): Command => ({
  type: 'Play',
  call: call.id,
  leg: legId(call.id, 'caller'),
  playback,
  prompts,
  language: call.language,
});

/** Commands after which the caller can hear something else: whoever else is there is let go, and what is heard now ends. */
export function quiet(call: Call): readonly Command[] {
  const others = liveLegs(call).filter(({ id }) => currentLegs(call).includes(id));
  const gone = call.legs.filter(({ role }) => role !== 'caller').map(({ id }) => id);
  return [
    ...others.map(({ id, state }) => hangUp(call, id, state === 'up' ? 'normal' : 'answered_elsewhere')),
    ...stopPlay(call),
    ...rearrange(call, layout(call), nobody, gone),
  ];
}

/** Ends the prompt that a caller hears. */
export const stopPlay = (call: Call): readonly Command[] =>
  'playing' in call && call.playing !== null
    ? [{ type: 'StopPlay', call: call.id, playback: call.playing }]
    : [];

/** Ends the prompt or the music of a caller who talks to nobody. */
export const hush = (call: Call): readonly Command[] => [
  ...stopPlay(call),
  ...layout(call).music.map((leg): Command => ({ type: 'StopMusic', call: call.id, leg })),
];

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
    const wrapUpMs = dialledAt === null ? 0 : treatmentOf(call).wrapUpMs;
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
  wrapUpMs: treatmentOf(call).wrapUpMs,
});

/** Commands that take away the call's bridges. */
export const unbridge = (call: Call): readonly Command[] =>
  standingBridges(call).map((bridge) => ({ type: 'DestroyBridge', call: call.id, bridge }));

/** Hangs up the seat of a talk, if it still lives. */
export const hangUpSeat = (call: Call): readonly Command[] =>
  liveLegs(call)
    .filter((leg) => leg.role === 'seat')
    .map((leg) => hangUp(call, leg.id, 'normal'));

/** The talk that is or was; null before. */
export const talkOf = (call: Call): Talk | null => ('talk' in call ? call.talk : null);

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
  | 'language'
  | 'queue'
  | 'passed'
  | 'arrivedAt'
  | 'legs'
  | 'plays'
  | 'queuedAt'
  | 'failedOffers'
  | 'lastHunt'
  | 'said'
  | 'survey'
  | 'supervision'
  | 'consultations'
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
  language: call.language,
  queue: call.queue,
  passed: call.passed,
  arrivedAt: call.arrivedAt,
  legs: call.legs,
  plays: call.plays,
  queuedAt: call.queuedAt,
  failedOffers: call.failedOffers,
  lastHunt: call.lastHunt,
  said: call.said,
  survey: call.survey,
  supervision: call.supervision,
  consultations: call.consultations,
});
