import type { SeatId } from '../../src/acd/model.ts';
import type { Command, OutcomeResult } from '../../src/calls/commands.ts';
import type { BridgeId, DialString, LegId, LegRole, PlaybackId } from '../../src/calls/model.ts';
import type { PhoneSeen } from '../../src/ports/switch.ts';

export type Channel = {
  readonly id: LegId;
  readonly role: LegRole;
  readonly seat: SeatId | null;
  state: 'ringing' | 'up';
  bridge: BridgeId | null;
  music: boolean;
  /** Music was asked for during a prompt: it begins after it. */
  musicNext: boolean;
  tone: boolean;
  muted: boolean;
  playback: PlaybackId | null;
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

/** Lines over the trunk of which it is known what they do; every other one does as the dice fall. */
export const deadLine = 'PJSIP/dead@trunk' as DialString;
export const goodLine = 'PJSIP/good@trunk' as DialString;

export function newChannel(id: LegId, seat: SeatId | null, state: Channel['state']): Channel {
  const made = seat === null ? 'party' : 'seat';
  const role = id.endsWith('.caller') ? 'caller' : made;
  const silent = { bridge: null, music: false, musicNext: false, tone: false, muted: false, playback: null };
  return { id, role, seat, state, ...silent, planned: [] };
}

type ToLeg = Extract<
  Command,
  { type: 'StartMusic' | 'StopMusic' | 'StartRinging' | 'StopRinging' | 'Mute' | 'Unmute' }
>;

/** What is asked of one leg alone. */
export function toLeg(channel: Channel | undefined, { type }: ToLeg): OutcomeResult {
  if (channel === undefined) return 'gone';
  if (type === 'Mute' || type === 'Unmute') channel.muted = type === 'Mute';
  else if (type === 'StartRinging' || type === 'StopRinging') channel.tone = type === 'StartRinging';
  // What is asked of a channel is done after the prompt that it plays (Asterisk, res/stasis/control.c, control_dispatch_all).
  else if (channel.playback === null) channel.music = type === 'StartMusic';
  else channel.musicNext = type === 'StartMusic';
  return 'done';
}

/** The desk phones, as an inventory tells of them. */
export const phonesSeen = (phones: ReadonlyMap<SeatId, boolean>): readonly PhoneSeen[] =>
  [...phones].map(([seat, there]) => ({ seat, device: 'desk', phone: there ? 'reachable' : 'unreachable' }));
