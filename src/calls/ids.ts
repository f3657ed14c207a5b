import type { AgentId, SeatId } from '../acd/model.ts';
import type { Brand } from '../lib/brand.ts';
import type { EpochMs } from '../lib/time.ts';

/**
 * `C` + Asterisk's uniqueid of the citizen's channel, e.g. `C1763978815.12`: after a crash the call is found by its channel alone. When the
 * citizen is dialled, the house chooses that id: `Cout-1763978815.12`.
 */
export type CallId = Brand<string, 'CallId'>;
/** `<call>.caller`, `<call>.seat.<n>` or `<call>.party.<n>`. */
export type LegId = Brand<string, 'LegId'>;
/** `<call>.bridge`, where the caller is, or `<call>.aside`, where the agent talks to somebody in private. */
export type BridgeId = Brand<string, 'BridgeId'>;
/** `<call>.play.<n>`. */
export type PlaybackId = Brand<string, 'PlaybackId'>;
/** A citizen's number as the network gave it, cleaned to digits and a leading `+`, at most 32 characters. */
export type PhoneNumber = Brand<string, 'PhoneNumber'>;
/** `YYYYMMDD-NNNNNN`, numbered from 1 each day of the city's time zone. */
export type TicketNo = Brand<string, 'TicketNo'>;
/** A prompt's name: a file below the sounds folder, `hotline/<name>`. */
export type PromptName = Brand<string, 'PromptName'>;
/** A language in which callers hear prompts: a BCP 47 tag in its usual spelling, `yue`, `zh-Hant-HK`. */
export type Language = Brand<string, 'Language'>;
/** What callers hear who were not asked, and where a language has no such prompt of its own. */
export const usualLanguage = 'zh-CN' as Language;
/** Language, script and region, each as it is usually spelled. */
export const languagePattern = '^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$';

/**
 * `caller`: the citizen (or, dialled by a desk, the unit), whoever rang whom: the outside party. `party`: neither that nor a seat of the
 * centre: an emergency desk, a unit's remote seat, a number over the trunk.
 */
export type LegRole = 'caller' | 'seat' | 'party';

/** Who rang whom: the citizen the hotline, or the hotline the citizen. */
export type Origin = 'inbound' | 'outbound';
const outboundIds = 'Cout-';
/** Who rang whom, told from the id alone: what is found in the switch after a crash says so of itself. */
export const originOf = (call: CallId): Origin => (call.startsWith(outboundIds) ? 'outbound' : 'inbound');
/** The call with which a caller is called back who pressed the key for it: one for each call in which it was pressed. */
export const callBackOf = (call: CallId): CallId => `${outboundIds}${call.slice(1)}` as CallId;
/** The id of a call dialled from a desk. @param n 0 to 999,999,999, by chance */
export const deskCallId = (at: EpochMs, n: number): CallId =>
  `${outboundIds}desk-${String(Math.floor(at / 1_000))}.${String(n)}` as CallId;

/** Why a number is dialled. `callBack`: nobody talked to the citizen; `followUp`: about a ticket that is in hand (Art. 13). */
export type DialPurpose = 'callBack' | 'followUp';

/** What was ordered with a call that the hotline makes; the number is the call's `from`. */
export type DialOrder = {
  readonly purpose: DialPurpose;
  /** The desk that dials; null while matching is to find one. */
  readonly by: { readonly seat: SeatId; readonly agent: AgentId } | null;
  /** How long the citizen's phone rings, in ms. */
  readonly ringLimitMs: number;
};

/** The id of a call's leg. Legs are numbered within the call, so that the same journal gives the same ids again. */
export function legId(call: CallId, role: 'caller'): LegId;
export function legId(call: CallId, role: 'seat' | 'party', n: number): LegId;
export function legId(call: CallId, role: LegRole, n?: number): LegId {
  return (role === 'caller' ? `${call}.caller` : `${call}.${role}.${String(n)}`) as LegId;
}

/** The call a leg belongs to, read from the leg's id. */
export const callOfLeg = (leg: LegId): CallId =>
  leg.replace(/\.(?:caller|(?:seat|party)\.\d+)$/, '') as CallId;

export const bridgeId = (call: CallId): BridgeId => `${call}.bridge` as BridgeId;
export const asideId = (call: CallId): BridgeId => `${call}.aside` as BridgeId;
/** Where a supervisor hears the agent's line. */
export const watchId = (call: CallId): BridgeId => `${call}.watch` as BridgeId;
/** The spy on an agent's channel: a channel of the switch, and nobody's leg. */
export const spyId = (call: CallId, n: number): LegId => `${call}.spy.${String(n)}` as LegId;
/** The call a bridge belongs to, read from the bridge's id. */
export const callOfBridge = (bridge: BridgeId): CallId =>
  bridge.replace(/\.(?:bridge|aside|watch)$/, '') as CallId;
export const playbackId = (call: CallId, n: number): PlaybackId => `${call}.play.${String(n)}` as PlaybackId;
