import type { Calendar, CountingRules } from '../../calendar/model.ts';
import { type Due, dueAfter, leftBefore } from '../../calendar/workdays.ts';
import type { EpochMs } from '../../lib/time.ts';
import type { OtherLimit } from './actions.ts';
import { type DeskStep, type Kind, type Limit, type Part, type Step, steps } from './model.ts';

/** How many working days a step has, and from what: the numbers stand in the regulation, or in the settings where it is silent. */
export type LimitRules = {
  readonly acknowledge: number;
  readonly kinds: Readonly<Record<Kind, readonly KindLimit[]>>;
  /** Of the call centre and the offices. */
  readonly desk: Readonly<Record<DeskStep, DeskLimit>>;
  /** Working days within which a unit may return a ticket (Art. 16). */
  readonly returnWithin: number;
};
type KindLimit = {
  readonly step: Exclude<Step, 'acknowledge'>;
  readonly days: number;
  readonly source: string;
  /** `acceptance`: counts from the unit's decision to take the report up. */
  readonly counts: 'receipt' | 'acceptance';
};
/** `sameDay`: the day of receipt is the first one, if it is worked. */
export type DeskLimit = { readonly days: number; readonly source: string; readonly sameDay: boolean };

const limit = (
  step: KindLimit['step'],
  days: number,
  n: number,
  counts: KindLimit['counts'] = 'receipt',
): KindLimit => ({ step, days, source: `第十一条（二）${String(n)}`, counts });

/** Where the regulation names no number it is the hotline's own rule, and says so. */
const desk = (days: number, article: string, sameDay = false): DeskLimit => ({
  days,
  source: sameDay ? article : `${article}，时限由热线设定`,
  sameDay,
});

/** Art. 11; acknowledging (查收) is assessed by Art. 12-2, which names no limit: one working day. */
export const regulationLimits: LimitRules = {
  acknowledge: 1,
  kinds: {
    consultation: [limit('finish', 3, 1)],
    complaint: [limit('contact', 1, 2), limit('finish', 15, 2)],
    report: [limit('decide', 1, 3), limit('finish', 30, 3, 'acceptance')],
    appeal: [limit('contact', 1, 4), limit('finish', 30, 4)],
    help: [limit('contact', 1, 5), limit('finish', 15, 5)],
  },
  desk: {
    dispatch: desk(1, '第十一条（二）'),
    passOn: desk(1, '第十一条（二）当日转派', true),
    extension: desk(1, '第十五条'),
    followUp: desk(3, '第十三条'),
    archive: desk(3, '第十四条'),
  },
  returnWithin: 2,
};

/** The limits of a part that a unit has just been given. */
export function limitsAtReceipt(
  kind: Kind,
  from: EpochMs,
  others: readonly OtherLimit[],
  rules: LimitRules,
): readonly Limit[] {
  return [
    { step: 'acknowledge', days: rules.acknowledge, from, source: '第十二条（二）', own: true },
    ...ofKind(kind, from, rules, 'receipt'),
    ...others.map(({ days, source }): Limit => ({ step: 'finish', days, source, from, own: false })),
  ];
}

/** What a report's acceptance adds. */
export const limitsAtAcceptance = (kind: Kind, from: EpochMs, rules: LimitRules): readonly Limit[] =>
  ofKind(kind, from, rules, 'acceptance');

const ofKind = (kind: Kind, from: EpochMs, rules: LimitRules, since: KindLimit['counts']): readonly Limit[] =>
  rules.kinds[kind]
    .filter(({ counts }) => counts === since)
    .map(({ step, days, source }): Limit => ({ step, days, source, from, own: true }));

/** The limits of a part by the rules as they are now; those that rest on other rules stay. */
export function renewed(part: Part, kind: Kind, rules: LimitRules): Part {
  const now = [
    ...limitsAtReceipt(kind, part.receivedAt, [], rules),
    ...(part.accepted?.yes === true ? limitsAtAcceptance(kind, part.accepted.at, rules) : []),
    ...part.limits.filter(({ own }) => !own),
  ];
  return JSON.stringify(now) === JSON.stringify(part.limits) ? part : { ...part, limits: now };
}

/** What is due next of a part, by when and by which rule; the limit has in it what was granted. */
export type NextDue = { readonly step: Step; readonly limit: Limit; readonly due: Due };

/** How deadlines are reckoned. */
export type Reckoning = { readonly calendar: Calendar; readonly counting: CountingRules };

/** When a limit is over. */
export const dueOf = (limit: Pick<Limit, 'from' | 'days'>, { calendar, counting }: Reckoning): Due =>
  dueAfter(limit.from, limit.days, calendar, counting);

const done: Readonly<Record<Step, (part: Part) => boolean>> = {
  acknowledge: ({ state }) => state !== 'sent',
  contact: ({ contactedAt, state }) => contactedAt !== null || isOver(state),
  decide: ({ accepted, state }) => accepted !== null || isOver(state),
  finish: ({ state }) => isOver(state),
};
const isOver = (state: Part['state']): boolean => state !== 'sent' && state !== 'acknowledged';

/** The limit that binds a step: the one that is over first (Art. 11, last sentence: 按最短的时限办理). */
export function effective(part: Part, step: Step, reckoning: Reckoning): NextDue | null {
  let found: NextDue | null = null;
  for (const one of part.limits) {
    if (one.step !== step) continue;
    const limit = step === 'finish' && one.own ? { ...one, days: one.days + part.extendedDays } : one;
    const due = dueOf(limit, reckoning);
    if (found === null || due.at < found.due.at) found = { step, limit, due };
  }
  return found;
}

/** All that is due of a part that is not over, the soonest first. */
export const openDues = (part: Part, reckoning: Reckoning): readonly NextDue[] =>
  steps
    .filter((step) => !done[step](part))
    .flatMap((step) => effective(part, step, reckoning) ?? [])
    .toSorted((a, b) => a.due.at - b.due.at);

/** What is due next of a part that is not over; null when nothing is. */
export const nextDue = (part: Part, reckoning: Reckoning): NextDue | null =>
  openDues(part, reckoning)[0] ?? null;

export type Card = 'none' | 'yellow' | 'red';
/** When a limit shows yellow: at most `days` working days or `share` of the limit left, whichever is later (DOMAIN.md, Supervision). */
export type CardRules = { readonly days: number; readonly share: number };
export const usualCards: CardRules = { days: 1, share: 0.2 };

/** A limit of which only its length and its end matter. */
export type Bound = { readonly limit: { readonly days: number }; readonly due: Due };

/** The card a limit shows at an instant (Art. 12-4). */
export function cardAt(next: Bound, at: EpochMs, reckoning: Reckoning, rules: CardRules): Card {
  if (at >= next.due.at) return 'red';
  return at >= yellowAt(next, reckoning, rules) ? 'yellow' : 'none';
}

/** When the card turns yellow. */
export function yellowAt(
  { limit, due }: Bound,
  { calendar, counting }: Reckoning,
  rules: CardRules,
): EpochMs {
  const days = Math.min(rules.days, rules.share * limit.days);
  return leftBefore(due, days, calendar, counting);
}
