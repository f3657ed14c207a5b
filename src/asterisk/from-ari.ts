import type { CallEvent } from '../calls/events.ts';
import { type CallId, type Digit, originOf, type PlaybackId } from '../calls/model.ts';
import { cleanNumber } from '../calls/number.ts';
import { isTrialChannel, type TrialChannel } from '../emergency/trial.ts';
import { isObject } from '../lib/shape.ts';
import type { EpochMs } from '../lib/time.ts';
import type { SwitchEvent } from '../ports/switch.ts';
import { callOfPlayback, type LegOfChannel, legOfChannel, phoneOfEndpoint } from './ids.ts';

export type Ignored = { readonly ignored: string };
type Json = Readonly<Record<string, unknown>>;
type Heard = SwitchEvent | Ignored;

/**
 * The events that are translated. The daemon asks Asterisk for these alone: most of what a call makes Asterisk tell is none of them.
 * `RESTResponse` must be among them, since Asterisk puts even the answers to requests through the application's filter.
 */
export const callEventTypes = [
  'RESTResponse',
  'ApplicationReplaced',
  'StasisStart',
  'StasisEnd',
  'ChannelStateChange',
  'ChannelHangupRequest',
  'ChannelDestroyed',
  'ChannelDtmfReceived',
  'PlaybackFinished',
] as const;
/** Of the phones: told on each change of an endpoint's state, and only then. */
export const phoneEventTypes = ['RESTResponse', 'PeerStatusChange'] as const;

const ignore = (why: string): Ignored => ({ ignored: why });

/**
 * What an event of Asterisk means in the house's words, or why it means nothing. Pure.
 * @param event whatever came: nothing of it is believed before it is looked at
 * @param at when it came, by the house's clock: Asterisk may have another
 */
export function fromAri(event: unknown, at: EpochMs): Heard {
  if (!isObject(event)) return ignore('not an event');
  const type = event['type'];
  switch (type) {
    case 'StasisStart':
      return onLeg(event, at, (leg, channel) => entered(event, leg, channel, at));
    case 'StasisEnd':
      return onLeg(event, at, (leg) => callerEnded(leg, at));
    case 'ChannelHangupRequest':
      return onLeg(event, at, (leg) => callerEnded(leg, at));
    case 'ChannelStateChange':
      return onLeg(event, at, (leg, channel) => stateChanged(leg, channel, at));
    case 'ChannelDestroyed':
      return onLeg(event, at, (leg) => destroyed(event, leg, at));
    case 'ChannelDtmfReceived':
      return onLeg(event, at, (leg) => digitPressed(event, leg, at));
    case 'PlaybackFinished':
      return playbackFinished(event, at);
    case 'PeerStatusChange':
    case 'ContactStatusChange':
    case 'EndpointStateChange':
      return phoneFound(event, at);
    case 'DeviceStateChanged':
      return deviceChanged(event, at);
    default:
      return ignore('nothing the house listens to');
  }
}

function onLeg(event: Json, at: EpochMs, next: (leg: LegOfChannel, channel: Json) => Heard): Heard {
  const channel = event['channel'];
  if (!isObject(channel)) return ignore('no channel in it');
  const id = textOf(channel['id']);
  const leg = legOfChannel(id);
  if (leg !== null) return next(leg, channel);
  return isTrialChannel(id) ? trialTold(event, id, at) : ignore('not a channel of the house');
}

/** A trial's channel comes into the application when it is answered; its end is told with its cause. */
function trialTold(event: Json, channel: TrialChannel, at: EpochMs): Heard {
  if (event['type'] === 'StasisStart') return { to: 'trial', event: { type: 'Answered', channel, at } };
  if (event['type'] !== 'ChannelDestroyed') return ignore('of a trial, only answer and end count');
  return { to: 'trial', event: { type: 'Ended', channel, at, cause: causeOf(event['cause']) } };
}

const toCall = (call: CallId, event: CallEvent): SwitchEvent => ({ to: 'call', call, event });

/**
 * A channel came into the application. A caller's is a call at the door. A seat's has been answered: told from here and not from its
 * state `Up` a moment before, because only in the application it can be joined with the caller.
 */
function entered(event: Json, leg: LegOfChannel, channel: Json, at: EpochMs): Heard {
  if (leg.role === 'seat') return toCall(leg.call, { type: 'SeatAnswered', at, leg: leg.leg });
  // One whom the house dials enters when its channel is made, long before it answers.
  if (originOf(leg.call) === 'outbound') return toCall(leg.call, { type: 'CitizenReady', at, leg: leg.leg });
  if (leg.role === 'party') return toCall(leg.call, { type: 'PartyAnswered', at, leg: leg.leg });
  const [way, dialled] = Array.isArray(event['args']) ? (event['args'] as readonly unknown[]) : [];
  if (way !== 'inbound') return ignore('not sent in by the dialplan of the trunk');
  return { to: 'door', call: leg.call, at, from: numberOf(channel), dialled: cleanDialled(dialled) };
}

/** The caller's number, from a channel as ARI shows it. */
export function numberOf(channel: Json): ReturnType<typeof cleanNumber> {
  const caller = channel['caller'];
  return cleanNumber(isObject(caller) ? textOf(caller['number']) : '');
}

/** What was dialled, without whatever cannot be dialled; empty when it is not known. */
export const cleanDialled = (dialled: unknown): string =>
  textOf(dialled)
    .replace(/[^0-9A-Za-z+*#]/g, '')
    .slice(0, 32);

/**
 * The caller hangs up. The request for it is told first, StasisEnd about 0.5 ms later, and ChannelDestroyed not at all, since the
 * application lets go of the channel with StasisEnd (seen on Asterisk 22.10). The first is the right one: between the two Asterisk
 * ends a prompt under way, which would send the leaving caller into the queue and ring a phone. Told again, it changes nothing.
 */
function callerEnded(leg: LegOfChannel, at: EpochMs): Heard {
  if (leg.role !== 'caller')
    return ignore('the end of a leg that the house made is told by ChannelDestroyed, with its cause');
  if (originOf(leg.call) === 'outbound')
    return ignore('the end of a citizen who was dialled is told by ChannelDestroyed, with its cause');
  return toCall(leg.call, { type: 'CallerHungUp', at, cause: null });
}

function stateChanged(leg: LegOfChannel, channel: Json, at: EpochMs): Heard {
  if (leg.role === 'caller' && originOf(leg.call) === 'outbound') return dialledChanged(leg, channel, at);
  if (leg.role === 'caller') return ignore('a caller’s channel is answered by the dialplan');
  const type = leg.role === 'seat' ? 'SeatRinging' : 'PartyRinging';
  if (channel['state'] === 'Ringing') return toCall(leg.call, { type, at, leg: leg.leg });
  return ignore('an answer is told by StasisStart');
}

function dialledChanged({ call, leg }: LegOfChannel, channel: Json, at: EpochMs): Heard {
  if (channel['state'] === 'Ringing') return toCall(call, { type: 'CitizenRinging', at, leg });
  if (channel['state'] === 'Up') return toCall(call, { type: 'CitizenAnswered', at, leg });
  return ignore('neither rings nor answers');
}

/** The application keeps its hold on a channel that it originated: a seat's end is told before and after the answer. */
function destroyed(event: Json, leg: LegOfChannel, at: EpochMs): Heard {
  const cause = causeOf(event['cause']);
  if (leg.role === 'caller') return toCall(leg.call, { type: 'CallerHungUp', at, cause });
  const type = leg.role === 'seat' ? 'SeatLegEnded' : 'PartyLegEnded';
  return toCall(leg.call, { type, at, leg: leg.leg, cause });
}

/** Q.850 has causes 1 to 127; Asterisk says 0 where it does not know. */
const causeOf = (cause: unknown): number | null =>
  typeof cause === 'number' && Number.isInteger(cause) && cause >= 1 && cause <= 127 ? cause : null;

/** Keys A to D are on no telephone; what a seat presses is for whoever it talks to. */
function digitPressed(event: Json, leg: LegOfChannel, at: EpochMs): Heard {
  if (leg.role !== 'caller') return ignore('only the caller’s keys mean something to the hotline');
  const digit = textOf(event['digit']);
  if (!/^[0-9*#]$/.test(digit)) return ignore('not a key of a telephone');
  return toCall(leg.call, { type: 'DigitPressed', at, digit: digit as Digit });
}

/** A playback of several prompts is finished once, after its last; between them Asterisk tells `PlaybackContinuing`. */
function playbackFinished(event: Json, at: EpochMs): Heard {
  const playback = isObject(event['playback']) ? event['playback'] : {};
  const id = textOf(playback['id']);
  const call = callOfPlayback(id);
  if (call === null) return ignore('not a playback of the house');
  const played = playback['state'] === 'done';
  return toCall(call, { type: 'PromptFinished', at, playback: id as PlaybackId, played });
}

/** All events about an endpoint hold its state. A phone that registers and then never answers OPTIONS is never `online`. */
function phoneFound(event: Json, at: EpochMs): Heard {
  const endpoint = isObject(event['endpoint']) ? event['endpoint'] : {};
  const found = phoneOfEndpoint(textOf(endpoint['resource']));
  if (endpoint['technology'] !== 'PJSIP' || found === null) return ignore('not the phone of a seat');
  return { to: 'seat', ...found, at, phone: phoneOf(endpoint['state']) };
}

/** Whether a phone can be reached, by its endpoint's state. */
export const phoneOf = (state: unknown): 'reachable' | 'unreachable' =>
  state === 'online' ? 'reachable' : 'unreachable';

const unreachableStates: ReadonlySet<unknown> = new Set(['UNAVAILABLE', 'INVALID', 'UNKNOWN']);

function deviceChanged(event: Json, at: EpochMs): Heard {
  const device = isObject(event['device_state']) ? event['device_state'] : {};
  const found = phoneOfEndpoint(/^PJSIP\/(.*)$/.exec(textOf(device['name']))?.[1] ?? '');
  if (found === null) return ignore('not the phone of a seat');
  const phone = unreachableStates.has(device['state']) ? 'unreachable' : 'reachable';
  return { to: 'seat', ...found, at, phone };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
