import type { Device, SeatId } from '../acd/model.ts';
import { type BridgeId, type CallId, callOfLeg, type LegId, legId, type PlaybackId } from '../calls/model.ts';

/**
 * How the house's ids and Asterisk's are the same words. The caller's channel has an id that Asterisk gave it, its uniqueid
 * (`1763978815.12`, or `node1-1763978815.12` with a `systemname`); everything else has an id that the house chose:
 *
 *     call C<uniqueid>   caller's channel <uniqueid>   seat's channel C<uniqueid>.seat.<n>
 *                        party's channel C<uniqueid>.party.<n>
 *                        bridges C<uniqueid>.bridge, .aside and .watch   playback C<uniqueid>.play.<n>
 *                        a supervisor's spy C<uniqueid>.spy.<n>, which is no leg
 *
 * A citizen whom the house dials has a channel whose id the house chose in the same form, `out-1763978815.12`.
 * So after a crash of either side whatever is found says where it belongs.
 */
const uniqueId = '(?:[A-Za-z0-9._-]{1,64}-)?[0-9]{1,12}\\.[0-9]{1,10}';
const callerChannel = new RegExp(`^${uniqueId}$`);
const seatChannel = new RegExp(`^(C${uniqueId})\\.seat\\.[0-9]{1,6}$`);
const partyChannel = new RegExp(`^(C${uniqueId})\\.party\\.[0-9]{1,6}$`);
const bridge = new RegExp(`^C${uniqueId}\\.(?:bridge|aside|watch)$`);
const playback = new RegExp(`^(C${uniqueId})\\.play\\.[0-9]{1,6}$`);
const seat = /^[A-Za-z0-9_-]{1,64}$/;
const browserPhone = /^([0-9]{1,16})w$/;

export type LegOfChannel =
  | { readonly role: 'caller'; readonly call: CallId; readonly leg: LegId }
  | { readonly role: 'seat' | 'party'; readonly call: CallId; readonly leg: LegId };

/** The call and the leg that a channel is; null for a channel that is none of the house's. */
export function legOfChannel(channel: string): LegOfChannel | null {
  if (callerChannel.test(channel)) {
    const call = `C${channel}` as CallId;
    return { role: 'caller', call, leg: legId(call, 'caller') };
  }
  const seated = callIn(seatChannel, channel);
  if (seated !== null) return { role: 'seat', call: seated, leg: channel as LegId };
  const call = callIn(partyChannel, channel);
  return call === null ? null : { role: 'party', call, leg: channel as LegId };
}

/** The id of a leg's channel. */
export const channelOfLeg = (leg: LegId): string =>
  leg.endsWith('.caller') ? channelOfCaller(callOfLeg(leg)) : leg;

/** The id of the caller's channel. */
export const channelOfCaller = (call: CallId): string => call.slice(1);

/** Whether a bridge is one of the house's. */
export const isBridge = (id: string): id is BridgeId => bridge.test(id);

/** The call a playback belongs to; null for one that is none of the house's. */
export const callOfPlayback = (id: PlaybackId | string): CallId | null => callIn(playback, id);

/** The seat's phone that an endpoint is (`phones/model.ts` names them); null for a name that no seat has. */
export function phoneOfEndpoint(resource: string): { readonly seat: SeatId; readonly device: Device } | null {
  const browser = browserPhone.exec(resource)?.[1];
  if (browser !== undefined) return { seat: browser as SeatId, device: 'browser' };
  return seat.test(resource) ? { seat: resource as SeatId, device: 'desk' } : null;
}

const callIn = (form: RegExp, id: string): CallId | null => (form.exec(id)?.[1] ?? null) as CallId | null;
