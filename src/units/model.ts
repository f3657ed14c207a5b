import type { AgentId } from '../acd/model.ts';
import type { PhoneNumber } from '../calls/ids.ts';
import type { Brand } from '../lib/brand.ts';
import type { EpochMs } from '../lib/time.ts';
import type { DeskPhoneKind } from '../phones/model.ts';

export type UnitId = Brand<string, 'UnitId'>;
/** Of lower-case letters, digits and `-`: it is a part of the name of a SIP endpoint. */
export type RemoteSeatId = Brand<string, 'RemoteSeatId'>;

/** A unit (承办单位) that handles dispatched tickets (Art. 7). */
export type Unit = {
  readonly id: UnitId;
  readonly name: string;
  readonly shortName: string;
  /** County or district it works in; null for the whole city. */
  readonly district: string | null;
  /** Whether it is a member of the hotline: tickets for others go to the offices, which pass them on (Art. 11-2). */
  readonly member: boolean;
};

/** How a unit is asked into a call. */
export type Reach = {
  /** What it is asked for, in words an agent would type. */
  readonly topics: readonly string[];
  /** All its remote seats ring at once; else one after the other, in their order. */
  readonly atOnce: boolean;
  /** After so long nobody new is rung, in ms, 5,000 to 600,000. */
  readonly limitMs: number;
};
export const usualReach: Reach = { topics: [], atOnce: false, limitMs: 60_000 };

/** A time of the week in which somebody is there; minutes from the beginning of the day, the end not included. */
export type OpenTime = {
  /** 1 Monday to 7 Sunday. */
  readonly days: readonly number[];
  readonly fromMin: number;
  readonly untilMin: number;
};

/** A remote seat (远端座席): a SIP phone of the unit's, or an ordinary number over the trunk (专线电话). */
export type RemoteSeat = {
  readonly id: RemoteSeatId;
  readonly unit: UnitId;
  readonly name: string;
  /** Its turn among the unit's, from 1. */
  readonly place: number;
  readonly line: { readonly kind: DeskPhoneKind } | { readonly kind: 'number'; readonly number: PhoneNumber };
  /** How long it rings before the next one's turn, in ms, 1,000 to 120,000. */
  readonly ringMs: number;
  /** null: always. */
  readonly hours: readonly OpenTime[] | null;
  /** Whether it is rung only while somebody of the unit is signed in at it. */
  readonly signsIn: boolean;
  /** Who is signed in at it; null: nobody. */
  readonly presence: { readonly by: AgentId; readonly at: EpochMs } | null;
};

/** Names as they are typed without Chinese characters: the whole words, and their first letters. */
export type Sounds = { readonly pinyin: string; readonly initials: string };

/** All that is known of how a unit is found and reached. */
export type Contact = Unit & Reach & Sounds & { readonly remoteSeats: readonly RemoteSeat[] };

/** A remote seat's SIP phone, as Asterisk must know it. */
export type RemotePhone = {
  readonly id: RemoteSeatId;
  readonly kind: DeskPhoneKind;
  readonly secret: string;
};

/** The SIP endpoint of a remote seat's phone. No seat of the centre has such a name: theirs are digits. */
export const remoteEndpoint = (id: RemoteSeatId): string => `r-${id}`;
