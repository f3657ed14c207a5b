import type { AgentId } from '../acd/model.ts';
import type { Fact } from '../calls/facts.ts';
import type { PhoneNumber } from '../calls/model.ts';
import { dialable } from '../calls/number.ts';
import { after, dayOf, type EpochMs, startOfDay } from '../lib/time.ts';
import type { CallBack, CallBackChange, CallBackRules, ClosedWhy, Try, TryResult } from './model.ts';

const hourMs = 3_600_000;
/** Between one try and the next, in ms: soon, later the same day, then by the day. */
const gapsMs = [15 * 60_000, 2 * hourMs, 5 * hourMs];
const laterMs = 24 * hourMs;
/** Parts of a day begin at these hours: morning, afternoon, evening. */
const partsFromHour = [0, 12, 17];
/** Given up only after so many tries, */
const enoughTries = 4;
/** over at least so long, */
const enoughMs = 24 * hourMs;
/** on so many parts of the day. */
const enoughParts = 2;
/** A claimed entry that is left alone is free again after this. */
export const claimMs = 15 * 60_000;

/** What a fact of a call does to the list. */
export function callBackChange(fact: Fact): CallBackChange | null {
  if (fact.type === 'CallBegan' || fact.type === 'TalkStarted' || fact.type === 'CallEnded')
    return fact.from === null ? null : changeOf(fact, fact.from);
  return null;
}

type Told = Extract<Fact, { type: 'CallBegan' | 'TalkStarted' | 'CallEnded' }>;

function changeOf(fact: Told, number: PhoneNumber): CallBackChange | null {
  const { call, at } = fact;
  const ours = fact.origin === 'outbound';
  switch (fact.type) {
    case 'CallBegan':
      return ours ? { type: 'CallBackBegan', number, call, at } : null;
    case 'TalkStarted':
      return { type: 'CitizenReached', number, call, rang: !ours, agent: fact.agent, at };
    case 'CallEnded': {
      const { outcome } = fact.ending;
      // Who is blocked is not rung either.
      if (outcome === 'answered' || outcome === 'failSafe' || outcome === 'blocked') return null;
      const { ticketNo, queue, agent } = fact;
      return ours
        ? { type: 'CallBackFailed', number, call, agent, result: outcome, at }
        : { type: 'CallMissed', number, ticketNo, call, queue, outcome, at };
    }
  }
}

type Change<T extends CallBackChange['type']> = Extract<CallBackChange, { type: T }>;

/** One more call of this number was missed. The first one's ticket is kept, and the tries made so far count on. */
export function missed(
  entry: CallBack | null,
  change: Change<'CallMissed'>,
  rules: CallBackRules,
): Omit<CallBack, 'id'> {
  const { number, ticketNo, queue, outcome, at } = change;
  const lost = outcome === 'lost' || outcome === 'fault';
  return {
    number,
    ticketNo: entry?.ticketNo ?? ticketNo,
    queue,
    why: outcome,
    missed: (entry?.missed ?? 0) + 1,
    firstAt: entry?.firstAt ?? at,
    lastAt: at,
    asked: entry?.asked === true || isAsked(outcome),
    first: entry?.first === true || lost,
    tries: entry?.tries ?? [],
    // Who has just rung is at the phone: at once, if that is a time at which one rings people.
    nextAt: intoHours(at, rules),
    call: entry?.call ?? null,
    claim: entry?.claim ?? null,
    closed: null,
  };
}

/** Whether the caller pressed the key to be called back. */
export const isAsked = (outcome: string): boolean => outcome === 'callBackAsked';

/** Results by which a phone was rung, or at least looked for: they count as tries. */
const countedResults: ReadonlySet<TryResult> = new Set(['busy', 'noAnswer', 'refused', 'unreachable']);

/** The call that was under way came to no talk. One that never got as far as the citizen does not count: it may be dialled again at once. */
export function failed(entry: CallBack, change: Change<'CallBackFailed'>, rules: CallBackRules): CallBack {
  const free = { ...entry, call: null, claim: null };
  if (!countedResults.has(change.result)) return { ...free, nextAt: intoHours(change.at, rules) };
  const tries: readonly Try[] = [...entry.tries, { at: change.at, result: change.result }];
  return { ...free, tries, nextAt: nextTry(tries, change.at, rules) };
}

export const close = (entry: CallBack, why: ClosedWhy, at: EpochMs): CallBack => ({
  ...entry,
  call: null,
  claim: null,
  closed: { why, at },
});

/** When the citizen is to be rung next: later each time, within the hours for it, and on another part of the day while there is one untried. */
export function nextTry(tries: readonly Try[], at: EpochMs, rules: CallBackRules): EpochMs {
  const earliest = intoHours(after(at, gapsMs[tries.length - 1] ?? laterMs), rules);
  const tried = new Set(tries.map((one) => partOf(one.at, rules)));
  if (tries.length < 2 || !tried.has(partOf(earliest, rules))) return earliest;
  return partStarts(earliest, rules).find((start) => !tried.has(partOf(start, rules))) ?? earliest;
}

const timeOfDay = (at: EpochMs, { timeZone }: CallBackRules): number =>
  at - startOfDay(dayOf(at, timeZone), timeZone);

/** 0 morning, 1 afternoon, 2 evening. */
export function partOf(at: EpochMs, rules: CallBackRules): number {
  const hour = timeOfDay(at, rules) / hourMs;
  return partsFromHour.findLastIndex((from) => hour >= from);
}

/** Beginnings of the parts of the day that come after an instant, within the hours: those of two days. */
function partStarts(from: EpochMs, rules: CallBackRules): readonly EpochMs[] {
  const midnight = startOfDay(dayOf(from, rules.timeZone), rules.timeZone);
  return [0, 24].flatMap((day) =>
    partsFromHour
      .map((hour) => intoHours(after(midnight, (day + hour) * hourMs), rules))
      .filter((start) => start >= from),
  );
}

/** The instant itself if citizens are rung then; else when that begins again. */
export function intoHours(at: EpochMs, rules: CallBackRules): EpochMs {
  const now = timeOfDay(at, rules);
  const midnight = after(at, -now);
  if (now < rules.fromMs) return after(midnight, rules.fromMs);
  return now < rules.untilMs ? at : after(midnight, 24 * hourMs + rules.fromMs);
}

/** Whether enough was tried: often enough, over long enough, on different parts of the day. */
export function mayGiveUp({ tries }: CallBack, rules: CallBackRules): boolean {
  const [first, last] = [tries.at(0), tries.at(-1)];
  if (first === undefined || last === undefined || tries.length < enoughTries) return false;
  const parts = new Set(tries.map(({ at }) => partOf(at, rules)));
  return last.at - first.at >= enoughMs && parts.size >= enoughParts;
}

/** Who holds an entry now; a claim that was left alone does not count. */
export const holderOf = ({ claim }: CallBack, at: EpochMs): AgentId | null =>
  claim !== null && claim.until > at ? claim.by : null;

export type CallBackRefusal = { readonly code: string; readonly why: string };

/** Why this agent may not work on the entry now; null: may. Of two who ask at once, the second is told who was first. */
export function whyNotWork(entry: CallBack, agent: AgentId, at: EpochMs): CallBackRefusal | null {
  if (entry.closed !== null)
    return { code: 'H12_CALL_BACK_CLOSED', why: 'this citizen need not be called back any more' };
  if (entry.call !== null)
    return {
      code: 'H12_BEING_CALLED',
      why: 'this citizen is being called, or waits in the queue for a seat',
    };
  const holder = holderOf(entry, at);
  return holder === null || holder === agent
    ? null
    : { code: 'H12_CALL_BACK_TAKEN', why: `${holder} has this call-back` };
}

/** Why the citizen may not be rung now; null: may. */
export function whyNotNow(entry: CallBack, at: EpochMs, rules: CallBackRules): CallBackRefusal | null {
  if (intoHours(at, rules) !== at)
    return { code: 'H12_OUTSIDE_CALLING_HOURS', why: 'citizens are not rung at this time of the day' };
  return at < entry.nextAt
    ? { code: 'H12_TOO_EARLY', why: 'this citizen was rung a short while ago; the next try is later' }
    : null;
}

/**
 * The number to be dialled for a ticket, or why none is. Nobody names a number: it is the ticket's own, and of a form that leads to a
 * citizen's telephone. The dialplan looks at the form again.
 */
export function mayDial(ticket: {
  readonly callerNumber: PhoneNumber | null;
}): PhoneNumber | CallBackRefusal {
  if (ticket.callerNumber === null)
    return { code: 'H12_NO_NUMBER', why: 'the citizen did not show a number' };
  return (
    dialable(ticket.callerNumber) ?? {
      code: 'H12_NUMBER_NOT_ALLOWED',
      why: 'only mobile and landline numbers of the country are dialled',
    }
  );
}
