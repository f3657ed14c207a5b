import { type CallId, type LegId, originOf, type PhoneNumber, type PlaybackId } from '../calls/model.ts';
import { isObject, parseAs } from '../lib/shape.ts';
import type { Inventory, PhoneSeen } from '../ports/switch.ts';
import { cleanDialled, numberOf, phoneOf } from './from-ari.ts';
import { isBridge, legOfChannel, phoneOfEndpoint } from './ids.ts';
import type { Answer } from './outcome.ts';
import type { AriRequest } from './to-ari.ts';

/** What must be asked of Asterisk for an inventory. It lists everything but playbacks: of those it answers one by one. */
export type InventoryRequests = {
  readonly channels: AriRequest;
  readonly bridges: AriRequest;
  readonly endpoints: AriRequest;
  readonly playbacks: readonly { readonly id: PlaybackId; readonly request: AriRequest }[];
};

export const inventoryRequests = (playing: readonly PlaybackId[]): InventoryRequests => ({
  channels: { method: 'GET', uri: 'channels' },
  bridges: { method: 'GET', uri: 'bridges' },
  endpoints: { method: 'GET', uri: 'endpoints/PJSIP' },
  playbacks: playing.map((id) => ({
    id,
    request: { method: 'GET', uri: `playbacks/${encodeURIComponent(id)}` },
  })),
});

/** What Asterisk answered to `InventoryRequests`: three lists, and those playbacks that it knows. */
export type InventoryAnswers = {
  readonly channels: unknown;
  readonly bridges: unknown;
  readonly endpoints: unknown;
  readonly playing: readonly PlaybackId[];
};

type Json = Readonly<Record<string, unknown>>;
type Adopted = { readonly from: PhoneNumber | null; readonly dialled: string };

/**
 * Reads the answers as an inventory; what is not the house's is left out. Pure.
 * @param app the Stasis application: a caller whom the dialplan serves by itself (`fail-safe`) is not in it, and not adopted
 */
export function toInventory(answers: InventoryAnswers, app: string): Inventory {
  const legs = new Map<LegId, 'ringing' | 'up'>();
  const callers = new Map<CallId, Adopted>();
  for (const channel of objects(answers.channels)) {
    const found = legOfChannel(textOf(channel['id']));
    if (found === null) continue;
    if (found.role === 'caller' && originOf(found.call) === 'inbound') {
      const dialled = dialledInto(channel, app);
      if (dialled === null) continue;
      callers.set(found.call, { from: numberOf(channel), dialled });
    }
    legs.set(found.leg, channel['state'] === 'Up' ? 'up' : 'ringing');
  }
  return {
    legs,
    callers,
    playing: new Set(answers.playing),
    bridges: new Set(
      objects(answers.bridges)
        .map((bridge) => textOf(bridge['id']))
        .filter(isBridge),
    ),
    phones: objects(answers.endpoints).flatMap(phone),
  };
}

/** What a caller in the application dialled: the dialplan's step says `Stasis(<app>,inbound,<dialled>)`. */
function dialledInto(channel: Json, app: string): string | null {
  const step = isObject(channel['dialplan']) ? channel['dialplan'] : {};
  if (step['app_name'] !== 'Stasis') return null;
  const [into, way, dialled] = textOf(step['app_data']).split(',');
  return into === app && way === 'inbound' ? cleanDialled(dialled) : null;
}

/** Whether an answer shows a channel that is at a step of the dialplan. */
export function inDialplan({ status, body }: Answer): boolean {
  const step = status === 200 ? parseAs(body, isObject)?.['dialplan'] : null;
  return isObject(step) && textOf(step['app_name']) !== '';
}

function phone(endpoint: Json): readonly PhoneSeen[] {
  const found = phoneOfEndpoint(textOf(endpoint['resource']));
  return found === null ? [] : [{ ...found, phone: phoneOf(endpoint['state']) }];
}

/** The list an answer holds. @throws Error when Asterisk did not answer with one: nothing may be concluded from its absence */
export function listIn(what: string, { status, body }: Answer): unknown {
  const list: unknown = status === 200 ? JSON.parse(body) : null;
  if (!Array.isArray(list)) throw new Error(`Asterisk does not tell its ${what} (status ${String(status)})`);
  return list;
}

const objects = (list: unknown): readonly Json[] => (Array.isArray(list) ? list.filter(isObject) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
