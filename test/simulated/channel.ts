import type { SeatId } from '../../src/acd/model.ts';
import type { BridgeId, DialString, LegId, LegRole, PlaybackId } from '../../src/calls/model.ts';

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
