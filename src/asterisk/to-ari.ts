import type { Device, SeatId } from '../acd/model.ts';
import type { Command } from '../calls/commands.ts';
import {
  type BridgeId,
  type Language,
  type LegId,
  originOf,
  type PhoneNumber,
  type PromptName,
} from '../calls/model.ts';
import { placeFor } from '../emergency/choose.ts';
import type { KnownPlace } from '../emergency/model.ts';
import { endpointName } from '../phones/model.ts';
import { channelOfCaller, channelOfLeg, phoneOfEndpoint } from './ids.ts';
import { located } from './place.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
/** A request to ARI. `uri` is below `/ari/`, with its query; `body` becomes JSON. */
export type AriRequest = {
  readonly method: Method;
  readonly uri: string;
  readonly body?: Readonly<Record<string, unknown>>;
};

export type ToAriOptions = {
  /** The Stasis application that a seat's leg comes into when it is answered. */
  readonly app: string;
  /** Which of a seat's phones is rung. */
  readonly deviceOf: (seat: SeatId) => Device;
  /**
   * Whether a desk phone is asked to answer by itself (`Call-Info: …;answer-after=0`); whether it obeys is its maker's choice. The page that
   * is a softphone is always asked, and obeys if its agent wishes.
   */
  readonly autoAnswer: boolean;
  /** Where help is needed, by the ticket of the call; never known if not given. */
  readonly placeOf?: (ticketNo: string) => KnownPlace | null;
  /** The sound of a prompt in a language, below the folder of sounds; that of the usual language if not given. */
  readonly soundOf?: (prompt: PromptName, language: Language) => string;
};

/**
 * The request that does a command. Pure.
 * @returns null for a seat whose id is no endpoint's name, and for a number that is none: nothing may be dialled that was not provisioned
 */
export function toAri(command: Command, options: ToAriOptions): AriRequest | null {
  switch (command.type) {
    case 'Play':
    case 'StopPlay':
      return playOrStop(command, options);
    case 'StartMusic':
    case 'StopMusic':
    case 'StartRinging':
    case 'StopRinging':
    case 'Mute':
    case 'Unmute':
      return toLeg(command);
    case 'RingSeat':
      return ringSeat(command, options);
    case 'PrepareDial':
      return prepareDial(command, options);
    case 'Dial':
      return dial(command);
    case 'RingParty':
      return ringParty(command, options);
    case 'Spy':
      return spy(command, options);
    case 'Record':
      return record(command);
    case 'EndSpy':
    case 'EndRecord':
      return endListening(command);
    case 'CreateBridge':
    case 'Join':
    case 'Leave':
    case 'DestroyBridge':
      return toBridge(command);
    case 'HangUp':
      // ARI knows the house's reasons by the same names; of another it says 400.
      return {
        method: 'DELETE',
        uri: `${path('channels', channelOfLeg(command.leg))}?reason=${command.reason}`,
      };
  }
}

const endListening = (command: Extract<Command, { type: 'EndSpy' | 'EndRecord' }>): AriRequest => ({
  method: 'DELETE',
  uri: path('channels', command.type === 'EndSpy' ? command.spy : command.recorder),
});

/** Each prompt is looked up by itself: Asterisk takes one language for all of a playback, and where it finds no file says nothing. */
const playOrStop = (
  command: Extract<Command, { type: 'Play' | 'StopPlay' }>,
  { soundOf = (prompt) => `hotline/${prompt}` }: ToAriOptions,
): AriRequest =>
  command.type === 'Play'
    ? {
        method: 'POST',
        uri: path('channels', channelOfLeg(command.leg), 'play', command.playback),
        body: { media: command.prompts.map((prompt) => `sound:${soundOf(prompt, command.language)}`) },
      }
    : { method: 'DELETE', uri: path('playbacks', command.playback) };
type ToLeg = Extract<
  Command,
  { type: 'StartMusic' | 'StopMusic' | 'StartRinging' | 'StopRinging' | 'Mute' | 'Unmute' }
>;

/** What one leg hears, or whether it is heard. */
function toLeg(command: ToLeg): AriRequest {
  const channel = path('channels', channelOfLeg(command.leg));
  switch (command.type) {
    case 'StartMusic':
      return { method: 'POST', uri: `${channel}/moh?mohClass=${encodeURIComponent(command.musicClass)}` };
    case 'StopMusic':
      return { method: 'DELETE', uri: `${channel}/moh` };
    case 'StartRinging':
      return { method: 'POST', uri: `${channel}/ring` };
    case 'StopRinging':
      return { method: 'DELETE', uri: `${channel}/ring` };
    case 'Mute':
      return { method: 'POST', uri: `${channel}/mute?direction=in` };
    case 'Unmute':
      return { method: 'DELETE', uri: `${channel}/mute?direction=in` };
  }
}

type ToBridge = Extract<Command, { type: 'CreateBridge' | 'Join' | 'Leave' | 'DestroyBridge' }>;

/** A bridge, and who is in it. */
function toBridge(command: ToBridge): AriRequest {
  switch (command.type) {
    case 'CreateBridge':
      // `video_sfu` makes Asterisk mix two parties, too, instead of passing their packets on (simple_bridge). Passed on, they keep their
      // sequence numbers, and when somebody else speaks with the citizen whose numbers are lower, MixMonitor leaves that voice out of the
      // recording until they have caught up, minutes perhaps (seen on Asterisk 22.10). No video is offered, so nothing else changes.
      return { method: 'POST', uri: `${path('bridges', command.bridge)}?type=mixing,video_sfu` };
    case 'Join':
      return {
        method: 'POST',
        uri: `${bridged('addChannel', command.bridge, command.legs)}${command.muted === true ? '&mute=true' : ''}`,
      };
    case 'Leave':
      return { method: 'POST', uri: bridged('removeChannel', command.bridge, [command.leg]) };
    case 'DestroyBridge':
      return { method: 'DELETE', uri: path('bridges', command.bridge) };
  }
}

const bridged = (what: 'addChannel' | 'removeChannel', bridge: BridgeId, legs: readonly LegId[]): string =>
  `${path('bridges', bridge, what)}?channel=${legs.map((leg) => encodeURIComponent(channelOfLeg(leg))).join(',')}`;

const spy = ({ leg, spy }: Extract<Command, { type: 'Spy' }>, { app }: ToAriOptions): AriRequest => ({
  method: 'POST',
  uri: `${path('channels', channelOfLeg(leg), 'snoop', spy)}?spy=both&whisper=out&app=${encodeURIComponent(app)}&appArgs=spy`,
});

/**
 * A channel in the dialplan's "consultation", which listens to both legs and writes the file. Nothing of it needs the daemon: it
 * goes on while that is away, and ends with either leg.
 */
const record = ({ recorder, agent, party }: Extract<Command, { type: 'Record' }>): AriRequest => ({
  method: 'POST',
  uri: path('channels', recorder),
  body: {
    endpoint: 'Local/record@consultation/n',
    // Without it the channel takes the highest rate there is, and all sound is converted to it and back.
    formats: 'slin',
    context: 'consultation',
    extension: 'agent',
    priority: 1,
    variables: {
      RECORDING: recorder.slice(1),
      AGENT: channelOfLeg(agent),
      // By the underlines it is handed on to the channel that listens to who was asked.
      __PARTY: channelOfLeg(party),
    },
  },
});

function ringSeat(command: Extract<Command, { type: 'RingSeat' }>, options: ToAriOptions): AriRequest | null {
  const device = options.deviceOf(command.seat);
  const endpoint = endpointName(command.seat, device);
  if (phoneOfEndpoint(endpoint)?.seat !== command.seat) return null;
  return {
    method: 'POST',
    uri: path('channels', command.leg),
    body: {
      endpoint: `PJSIP/${endpoint}`,
      app: options.app,
      appArgs: 'seat',
      timeout: Math.ceil(command.ringLimitMs / 1_000),
      callerId: callerId(command.from),
      // The phone is offered the caller's codec first, so that nothing is transcoded; without a caller nobody is rung. A citizen who is to be
      // called has no channel yet.
      ...(originOf(command.call) === 'inbound' ? { originator: channelOfCaller(command.call) } : {}),
      variables: headers(command.ticketNo, options.autoAnswer || device === 'browser'),
    },
  };
}

/**
 * What may be dialled: an endpoint, or a number through one; a number by the context for units and the plan's numbers, which looks at it
 * again; or what stands in for the carrier in a demonstration.
 */
const dialable =
  /^(?:PJSIP\/[A-Za-z0-9_+-]{1,64}(?:@[A-Za-z0-9_-]{1,64})?|Local\/[0-9]{7,12}@remote-out\/n|Local\/[0-9]{1,16}@demo-carrier\/n)$/;

function ringParty(
  command: Extract<Command, { type: 'RingParty' }>,
  options: ToAriOptions,
): AriRequest | null {
  if (!dialable.test(command.dial)) return null;
  return {
    method: 'POST',
    uri: path('channels', command.leg),
    body: {
      endpoint: command.dial,
      app: options.app,
      appArgs: 'party',
      timeout: Math.ceil(command.ringLimitMs / 1_000),
      callerId: callerId(command.from, command.ticketNo),
      originator: channelOfCaller(command.call),
      variables: {
        ...headers(command.ticketNo, false),
        ...(command.urgent ? asserted(command.from) : {}),
        ...(command.location
          ? located(placeFor(options.placeOf?.(command.ticketNo) ?? null, command.district))
          : {}),
      },
    },
  };
}

/**
 * The channel towards a citizen: one end here, the other in the dialplan's "dial-out", which alone leads to the trunk and looks at the
 * number again. It may hold digits alone: whatever else could stand there would be read as a part of the address.
 */
function prepareDial(
  command: Extract<Command, { type: 'PrepareDial' }>,
  options: ToAriOptions,
): AriRequest | null {
  if (!/^[0-9]{7,12}$/.test(command.number)) return null;
  return {
    method: 'POST',
    uri: 'channels/create',
    body: {
      endpoint: `Local/${command.number}@dial-out/n`,
      app: options.app,
      appArgs: 'dialled',
      channelId: channelOfLeg(command.leg),
      originator: channelOfLeg(command.beside),
    },
  };
}

/** Dials a channel that was made before. */
const dial = ({ leg, ringLimitMs }: Extract<Command, { type: 'Dial' }>): AriRequest => ({
  method: 'POST',
  uri: `${path('channels', channelOfLeg(leg), 'dial')}?timeout=${String(Math.ceil(ringLimitMs / 1_000))}`,
});

/** Asks for the other half of a channel that was made to be dialled: it enters the dialplan when it is dialled, and not before. */
export const dialledHalf = (leg: LegId): AriRequest => ({
  method: 'GET',
  uri: path('channels', `${channelOfLeg(leg)};2`),
});

/**
 * Asterisk reads a name and a number out of this text, so nothing but a number's own characters may be in it.
 * @param ticketNo shown in the place of the name: a phone outside the centre has no desk that tells it
 */
function callerId(from: PhoneNumber | null, ticketNo = ''): string {
  const number = from !== null && /^\+?[0-9]{1,32}$/.test(from) ? from : 'anonymous';
  return `"${isTicketNo.test(ticketNo) ? ticketNo : number}" <${number}>`;
}

const isTicketNo = /^[0-9A-Za-z-]{1,32}$/;

/** Headers of the INVITE, so that a phone's screen and the desk know which ticket rings. */
function headers(ticketNo: string, autoAnswer: boolean): Readonly<Record<string, string>> {
  return {
    ...(isTicketNo.test(ticketNo) ? { 'PJSIP_HEADER(add,X-Ticket-No)': ticketNo } : {}),
    ...(autoAnswer ? { 'PJSIP_HEADER(add,Call-Info)': '<sip:hotline12345>;answer-after=0' } : {}),
  };
}

/** The network is told who calls whatever it makes of From (RFC 3325, with a `tel` URI, RFC 3966): a desk must be able to ring back. */
function asserted(from: PhoneNumber | null): Readonly<Record<string, string>> {
  if (from === null || !/^\+?[0-9]{1,32}$/.test(from)) return {};
  const uri = from.startsWith('+') ? `tel:${from}` : `tel:${from};phone-context=+86`;
  return { 'PJSIP_HEADER(add,P-Asserted-Identity)': `<${uri}>` };
}

const path = (...parts: readonly string[]): string => parts.map(encodeURIComponent).join('/');
