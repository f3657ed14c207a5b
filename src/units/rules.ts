import { dayAt } from '../calendar/days.ts';
import type { DialString, Target, Tried } from '../calls/model.ts';
import { type EpochMs, minuteOfDay } from '../lib/time.ts';
import { weekdayOf } from '../routing/hours.ts';
import { type Contact, type OpenTime, type RemoteSeat, remoteEndpoint } from './model.ts';

/** Why a remote seat is not rung now, though it is there. */
export type NotRungWhy = 'outsideHours' | 'signedOut';

const isOpen = (hours: readonly OpenTime[] | null, at: EpochMs, timeZone: string): boolean => {
  if (hours === null) return true;
  const [day, minute] = [weekdayOf(dayAt(at, timeZone)), minuteOfDay(at, timeZone)];
  return hours.some(
    ({ days, fromMin, untilMin }) => days.includes(day) && fromMin <= minute && minute < untilMin,
  );
};

/** null: it can be rung. */
export function whyNotNow(seat: RemoteSeat, at: EpochMs, timeZone: string): NotRungWhy | null {
  if (!isOpen(seat.hours, at, timeZone)) return 'outsideHours';
  return seat.signsIn && seat.presence === null ? 'signedOut' : null;
}

/** How a remote seat is rung: its own phone, or its number by the one context of the dialplan that leads units' numbers to the trunk. */
const dialOf = ({ id, line }: RemoteSeat): DialString =>
  (line.kind === 'number'
    ? `Local/${line.number}@remote-out/n`
    : `PJSIP/${remoteEndpoint(id)}`) as DialString;

const targetOf = (seat: RemoteSeat): Target => ({
  kind: 'remoteSeat',
  name: seat.name,
  dial: dialOf(seat),
  seat: null,
  agent: null,
  unit: seat.unit,
  ringMs: seat.ringMs,
  location: false,
});

/** Whom to ring of these remote seats, in their order, and why others are left out. */
export function ringable(
  seats: readonly RemoteSeat[],
  at: EpochMs,
  timeZone: string,
): { readonly targets: readonly Target[]; readonly tried: readonly Tried[] } {
  const inOrder = seats.toSorted((a, b) => a.place - b.place);
  return {
    targets: inOrder.filter((seat) => whyNotNow(seat, at, timeZone) === null).map(targetOf),
    tried: inOrder.flatMap((seat) => {
      const why = whyNotNow(seat, at, timeZone);
      return why === null ? [] : [{ name: seat.name, why, at }];
    }),
  };
}

/**
 * The units that an agent means, the likeliest first: by name, by what they are asked for, by pinyin or by its first letters. A word at the
 * beginning of a name goes before one within it. Empty: all of them.
 */
export function found(contacts: readonly Contact[], query: string): readonly Contact[] {
  const sought = query.toLowerCase().replaceAll(/\s+/g, '');
  if (sought === '') return contacts;
  return contacts
    .map((contact) => ({ contact, rank: rankOf(contact, sought) }))
    .filter(({ rank }) => rank < never)
    .toSorted((a, b) => a.rank - b.rank || (a.contact.id < b.contact.id ? -1 : 1))
    .map(({ contact }) => contact);
}

const never = 99;

/** 0 for the whole of a name, more the less it fits. */
function rankOf(
  { id, name, shortName, topics, pinyin, initials, remoteSeats }: Contact,
  sought: string,
): number {
  const tiers: readonly (readonly string[])[] = [
    [shortName, name, id],
    topics,
    initials.split(' '),
    pinyin.split(' '),
    remoteSeats.map((seat) => seat.name),
  ];
  const ranks = tiers.flatMap((words, tier) => {
    const lower = words.map((word) => word.toLowerCase());
    if (lower.includes(sought)) return [tier];
    if (lower.some((word) => word.startsWith(sought))) return [10 + tier];
    // Letters from the midst of a pinyin word fit nearly everything.
    return tier !== 3 && lower.some((word) => word.includes(sought)) ? [20 + tier] : [];
  });
  return Math.min(never, ...ranks);
}
