import type { SeatId } from '../../src/acd/model.ts';
import type { Command, HangUpReason, OutcomeResult } from '../../src/calls/commands.ts';
import type { CallEvent } from '../../src/calls/events.ts';
import type { BridgeId, DialString, LegId, LegRole, PhoneNumber, PlaybackId } from '../../src/calls/model.ts';
import { callOfLeg, originOf } from '../../src/calls/model.ts';
import type { EpochMs } from '../../src/lib/time.ts';
import type { PhoneSeen } from '../../src/ports/switch.ts';

export type Channel = {
  readonly id: LegId;
  readonly role: LegRole;
  readonly seat: SeatId | null;
  /** That of a citizen who is to be dialled. */
  number: PhoneNumber | null;
  state: 'ringing' | 'up';
  bridge: BridgeId | null;
  music: boolean;
  /** Music was asked for during a prompt: it begins after it. */
  musicNext: boolean;
  tone: boolean;
  /** Likewise for the ringing tone. */
  toneNext: boolean;
  /** A citizen is muted by the bridge, and for as long as it is there; everybody else wherever they are. */
  muted: boolean;
  playback: PlaybackId | null;
  /** Prompts that were asked for during another: each begins after the one before. */
  readonly next: { readonly playback: PlaybackId; begin(): void }[];
  /** Forgets the end that the prompt would come to by itself. */
  promptOver: () => void;
  /** What is done when nothing is played any more. */
  readonly afterPrompts: (() => void)[];
  /** What is still to happen to it by itself. */
  readonly planned: (() => void)[];
};

/** How often things go wrong, in percent, besides what the steps of a run say. */
export type Weather = {
  readonly refusedPercent: number;
  readonly doubledPercent: number;
  readonly latePercent: number;
};
export const fairWeather: Weather = { refusedPercent: 0, doubledPercent: 0, latePercent: 0 };

/** The longest answer to an inventory that the house waits for. */
export const inventoryLimitMs = 5_000;

/** Lines over the trunk of which it is known what they do; every other one does as the dice fall. */
export const deadLine = 'PJSIP/dead@trunk' as DialString;
export const goodLine = 'PJSIP/good@trunk' as DialString;

export function newChannel(id: LegId, seat: SeatId | null, state: Channel['state']): Channel {
  const made = seat === null ? 'party' : 'seat';
  const role = id.endsWith('.caller') ? 'caller' : made;
  const silent = { bridge: null, music: false, musicNext: false, tone: false, toneNext: false };
  const heard = { muted: false, playback: null };
  return {
    id,
    role,
    seat,
    number: null,
    state,
    ...silent,
    ...heard,
    promptOver: () => undefined,
    next: [],
    afterPrompts: [],
    planned: [],
  };
}

export const ringing = { caller: 'CitizenRinging', seat: 'SeatRinging', party: 'PartyRinging' } as const;
export const answering = { caller: 'CitizenAnswered', seat: 'SeatAnswered', party: 'PartyAnswered' } as const;

export const isInbound = ({ id, role }: Channel): boolean =>
  role === 'caller' && originOf(callOfLeg(id)) === 'inbound';

/** How the end of a channel is told: without its cause for one who rang in. */
export const endOf =
  (channel: Channel, cause: number | null) =>
  (at: EpochMs): CallEvent => {
    const { id: leg, role } = channel;
    if (role === 'caller') return { type: 'CallerHungUp', at, cause: isInbound(channel) ? null : cause };
    return { type: role === 'seat' ? 'SeatLegEnded' : 'PartyLegEnded', at, leg, cause };
  };

/** Whether the application holds a channel, and can do something with it: not before an answer, if the house rings it. */
export const isHeld = ({ role, state }: Channel): boolean => role === 'caller' || state === 'up';

/** Whether a prompt is played on a channel, or is going to be after the one that is. */
export const plays = ({ playback, next }: Channel, id: PlaybackId | null): boolean =>
  playback === id || next.some((one) => one.playback === id);

/** The Q.850 cause of a leg whose end the house asked for. */
export const hangUpCause: Readonly<Record<HangUpReason, number>> = {
  normal: 16,
  no_answer: 19,
  answered_elsewhere: 26,
  failure: 38,
};

type ToLeg = Extract<
  Command,
  { type: 'StartMusic' | 'StopMusic' | 'StartRinging' | 'StopRinging' | 'Mute' | 'Unmute' }
>;

/** What is asked of one leg alone. */
export function toLeg(channel: Channel | undefined, { type }: ToLeg): OutcomeResult {
  if (channel === undefined) return 'gone';
  if (!isHeld(channel)) return 'conflict';
  if (type === 'Mute' || type === 'Unmute') channel.muted = type === 'Mute';
  // What is asked of a channel is done after the prompt that it plays (Asterisk, res/stasis/control.c, control_dispatch_all).
  else if (type === 'StartRinging' || type === 'StopRinging')
    channel[channel.playback === null ? 'tone' : 'toneNext'] = type === 'StartRinging';
  else channel[channel.playback === null ? 'music' : 'musicNext'] = type === 'StartMusic';
  return 'done';
}

/** The desk phones, as an inventory tells of them. */
export const phonesSeen = (phones: ReadonlyMap<SeatId, boolean>): readonly PhoneSeen[] =>
  [...phones].map(([seat, there]) => ({ seat, device: 'desk', phone: there ? 'reachable' : 'unreachable' }));

/** Whoever is there already is put there anew, muted or not. */
export function enterBridge(channel: Channel, { bridge, muted }: Extract<Command, { type: 'Join' }>): void {
  channel.bridge = bridge;
  if (channel.role === 'caller') channel.muted = muted === true;
}

export function leaveBridge(channel: Channel): void {
  channel.bridge = null;
  if (channel.role === 'caller') channel.muted = false;
}
