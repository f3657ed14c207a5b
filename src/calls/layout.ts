import type { Command } from './commands.ts';
import {
  asideId,
  type BridgeId,
  bridgeId,
  type Call,
  type Gathered,
  type LegId,
  legId,
  watchId,
} from './model.ts';
import { treatmentOf } from './plan.ts';

/** Who is where, and what is heard by those who are in no bridge. Everybody else hears whatever was played to them, or nothing. */
export type Layout = {
  /**
   * Whether the citizen's bridge may stand, be it empty: as long as the talk or what became of it lasts. Asterisk takes a moment to forget a
   * bridge, and one that is made anew under the same id meanwhile is gone with the old one, and whoever was joined (seen on Asterisk 22.10):
   * so none is destroyed that may be needed again. One that stands is asked for all the same, since a recovery destroys those that are empty.
   */
  readonly stands: boolean;
  /** The citizen and whoever hears the citizen; empty rather than a bridge of one. */
  readonly main: readonly LegId[];
  /** The agent and whoever is asked in private; empty rather than a bridge of one. */
  readonly aside: readonly LegId[];
  readonly music: readonly LegId[];
  readonly ringing: readonly LegId[];
  readonly muted: readonly LegId[];
};

export const nobody: Layout = { stands: false, main: [], aside: [], music: [], ringing: [], muted: [] };

/** What a phase promises to those who are in the call: the only place that says who hears whom. */
export function layout(call: Call): Layout {
  const caller = legId(call.id, 'caller');
  switch (call.phase) {
    case 'menu':
    case 'queued':
    case 'offering':
    case 'survey':
      // An announcement takes the place of the music.
      return call.playing === null ? { ...nobody, music: [caller] } : nobody;
    case 'dialling':
      return call.dialling.dialledAt === null
        ? nobody
        : { ...nobody, stands: true, main: [caller, call.dialling.leg] };
    case 'talking':
      return { ...nobody, stands: true, main: [caller, call.talk.leg, ...joinedSupervisor(call)] };
    case 'emergency':
    case 'conference':
      return gathered(call, caller);
    default:
      return nobody;
  }
}

function gathered(call: Gathered, caller: LegId): Layout {
  const { main, aside } = placesOf(call);
  const inside = [caller, ...main, ...joinedSupervisor(call)];
  const alone = inside.length === 1;
  const agentAlone = aside.length === 1;
  const waits = call.phase === 'conference';
  return {
    stands: true,
    main: alone ? [] : inside,
    aside: agentAlone ? [] : aside,
    music: alone && waits ? [caller] : [],
    // A caller alone on the way to an emergency desk first hears a prompt, then that it rings.
    ringing: [
      ...(alone && call.phase === 'emergency' && call.playing === null ? [caller] : []),
      ...(agentAlone && call.hunt !== null ? aside : []),
    ],
    muted: call.muted,
  };
}

/** A supervisor who speaks to everybody. */
const joinedSupervisor = ({ supervision }: Call): readonly LegId[] =>
  supervision?.up === true && supervision.mode === 'join' ? [supervision.leg] : [];

/** Who is with the citizen, and who is aside, each in order: the agent first. */
function placesOf({ talk, seatIn, parties }: Gathered): {
  readonly main: readonly LegId[];
  readonly aside: readonly LegId[];
} {
  const agent = talk === null ? [] : [talk.leg];
  const legs = (aside: boolean): readonly LegId[] =>
    parties.filter((party) => party.aside === aside).map(({ leg }) => leg);
  return {
    main: [...(seatIn === 'main' ? agent : []), ...legs(false)],
    aside: [...(seatIn === 'aside' ? agent : []), ...legs(true)],
  };
}

const without = (legs: readonly LegId[], others: readonly LegId[]): readonly LegId[] =>
  legs.filter((leg) => !others.includes(leg));

/**
 * What makes one layout of another: first out, then in, then what is heard outside. A prompt or music that reaches Asterisk while a leg is
 * still on the way out of a destroyed bridge is never heard (seen on Asterisk 22.10), so everybody is taken out before.
 * @param gone legs that have ended or are being hung up: nothing is asked for them
 */
export function rearrange(
  call: Call,
  before: Layout,
  after: Layout,
  gone: readonly LegId[] = [],
): readonly Command[] {
  const { id } = call;
  const leg = (
    type: 'StopMusic' | 'StopRinging' | 'StartRinging' | 'Mute' | 'Unmute',
    legs: readonly LegId[],
  ) => without(legs, gone).map((one): Command => ({ type, call: id, leg: one }));
  const caller = legId(id, 'caller');
  const main = moved(call, bridgeId(id), [inMain(before), inMain(after)], gone);
  const aside = moved(call, asideId(id), [inAside(before), inAside(after)], gone);
  const others = (legs: readonly LegId[]): readonly LegId[] => without(legs, [caller]);
  return [
    ...leg('StopMusic', without(before.music, after.music)),
    ...leg('StopRinging', without(before.ringing, after.ringing)),
    ...main.out,
    ...aside.out,
    ...main.in,
    ...aside.in,
    ...(gone.includes(caller) ? [] : citizenMuted(call, before, after)),
    ...leg('Unmute', others(without(before.muted, after.muted))),
    ...leg('Mute', others(without(after.muted, before.muted))),
    ...without(after.music, before.music).map((one): Command => startMusic(call, one)),
    ...leg('StartRinging', without(after.ringing, before.ringing)),
  ];
}

/**
 * The citizen is muted by the bridge and not by the channel: Asterisk would give a muted channel's recording neither what the citizen says
 * nor, for as long, what the citizen hears (seen on Asterisk 22.10). Whoever is in a bridge already is put there anew.
 */
function citizenMuted({ id }: Call, before: Layout, after: Layout): readonly Command[] {
  const caller = legId(id, 'caller');
  const isMuted = ({ main, muted }: Layout): boolean => main.includes(caller) && muted.includes(caller);
  if (!after.main.includes(caller) || isMuted(before) === isMuted(after)) return [];
  const join = { type: 'Join', call: id, bridge: bridgeId(id), legs: [caller] } as const;
  return [isMuted(after) ? { ...join, muted: true } : join];
}

const startMusic = (call: Call, leg: LegId): Command => ({
  type: 'StartMusic',
  call: call.id,
  leg,
  musicClass: treatmentOf(call).musicClass,
});

/** Who is in a bridge, and whether there is one. */
type Filled = { readonly stands: boolean; readonly legs: readonly LegId[] };
const inMain = ({ stands, main }: Layout): Filled => ({ stands, legs: main });
const inAside = ({ aside }: Layout): Filled => ({ stands: aside.length > 0, legs: aside });

function moved(
  { id: call }: Call,
  bridge: BridgeId,
  [before, after]: readonly [Filled, Filled],
  gone: readonly LegId[],
): { readonly out: readonly Command[]; readonly in: readonly Command[] } {
  const leaving = without(without(before.legs, after.legs), gone);
  const coming = without(after.legs, before.legs);
  return {
    out: [
      ...leaving.map((leg): Command => ({ type: 'Leave', call, bridge, leg })),
      ...(before.stands && !after.stands ? [{ type: 'DestroyBridge', call, bridge } as const] : []),
    ],
    in: [
      ...(before.legs.length === 0 && after.legs.length > 0
        ? [{ type: 'CreateBridge', call, bridge } as const]
        : []),
      ...(coming.length > 0 ? [{ type: 'Join', call, bridge, legs: coming } as const] : []),
    ],
  };
}

/**
 * All of what a call's phase promises, asked for again after a restart: who must not be somewhere is taken out, in case the command for it
 * was lost; what is so already is not changed.
 */
export function arrangeAgain(call: Call): readonly Command[] {
  const { id } = call;
  const now = layout(call);
  const up = call.legs.filter(({ state }) => state === 'up').map((leg) => leg.id);
  const parted = (
    [
      [bridgeId(id), now.main],
      [asideId(id), now.aside],
    ] as const
  ).flatMap(([bridge, legs]) =>
    without(up, legs).map((leg): Command => ({ type: 'Leave', call: id, bridge, leg })),
  );
  const silent = (type: 'StopMusic' | 'StopRinging' | 'Unmute', not: readonly LegId[]): readonly Command[] =>
    without(up, not).map((leg): Command => ({ type, call: id, leg }));
  return [
    ...parted,
    ...silent('StopMusic', now.music),
    ...silent('StopRinging', now.ringing),
    ...silent('Unmute', now.muted),
    ...rearrange(call, nobody, now),
  ];
}

/** The bridges in which somebody of the call is to be now. */
export const bridgesOf = (call: Call): readonly BridgeId[] =>
  bridgesWhere(call, ({ main }) => main.length > 0);

/** The bridges that may be there for a call, be they empty. */
export const standingBridges = (call: Call): readonly BridgeId[] =>
  bridgesWhere(call, ({ stands }) => stands);

function bridgesWhere(call: Call, hasMain: (laid: Layout) => boolean): readonly BridgeId[] {
  const laid = layout(call);
  const { supervision } = call;
  const isWatched = supervision?.up === true && supervision.mode !== 'join';
  return [
    ...(hasMain(laid) ? [bridgeId(call.id)] : []),
    ...(laid.aside.length > 0 ? [asideId(call.id)] : []),
    ...(isWatched ? [watchId(call.id)] : []),
  ];
}
