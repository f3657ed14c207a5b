import type { Calendar, CountingRules } from '../../calendar/model.ts';
import { type Due, dueAfter, leftBefore } from '../../calendar/workdays.ts';
import type { EpochMs } from '../../lib/time.ts';
import type { OtherLimit } from './actions.ts';
import type { Kind, Limit, Part, Step } from './model.ts';

/** How many working days a step has, and from what: the numbers stand in the regulation, or in the configuration where it is silent. */
export type LimitRules = {
  readonly acknowledge: number;
  readonly kinds: Readonly<Record<Kind, readonly KindLimit[]>>;
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

const limit = (
  step: KindLimit['step'],
  days: number,
  n: number,
  counts: KindLimit['counts'] = 'receipt',
): KindLimit => ({ step, days, source: `第十一条（二）${String(n)}`, counts });

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
    { step: 'acknowledge', days: rules.acknowledge, from, source: '第十二条（二）' },
    ...rules.kinds[kind]
      .filter(({ counts }) => counts === 'receipt')
      .map(({ step, days, source }): Limit => ({ step, days, source, from })),
    ...others.map(({ days, source }): Limit => ({ step: 'finish', days, source, from })),
  ];
}

/** What a report's acceptance adds. */
export const limitsAtAcceptance = (kind: Kind, from: EpochMs, rules: LimitRules): readonly Limit[] =>
  rules.kinds[kind]
    .filter(({ counts }) => counts === 'acceptance')
    .map(({ step, days, source }): Limit => ({ step, days, source, from }));

/** What is due next of a part, by when and by which rule. */
export type NextDue = { readonly step: Step; readonly limit: Limit; readonly due: Due };

/** How deadlines are reckoned. */
export type Reckoning = { readonly calendar: Calendar; readonly counting: CountingRules };

/** When a limit is over. */
export const dueOf = (limit: Limit, { calendar, counting }: Reckoning): Due =>
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
    const due = dueOf(one, reckoning);
    if (found === null || due.at < found.due.at) found = { step, limit: one, due };
  }
  return found;
}

/** What is due next of a part that is not over; null when nothing is. */
export function nextDue(part: Part, reckoning: Reckoning): NextDue | null {
  const open = (['acknowledge', 'contact', 'decide', 'finish'] as const)
    .filter((step) => !done[step](part))
    .flatMap((step) => effective(part, step, reckoning) ?? []);
  return open.toSorted((a, b) => a.due.at - b.due.at)[0] ?? null;
}

export type Card = 'none' | 'yellow' | 'red';
/** When a limit shows yellow: at most `days` working days or `share` of the limit left, whichever is later (DOMAIN.md, Supervision). */
export type CardRules = { readonly days: number; readonly share: number };
export const usualCards: CardRules = { days: 1, share: 0.2 };

/** The card a limit shows at an instant (Art. 12-4). */
export function cardAt(next: NextDue, at: EpochMs, reckoning: Reckoning, rules: CardRules): Card {
  if (at >= next.due.at) return 'red';
  return at >= yellowAt(next, reckoning, rules) ? 'yellow' : 'none';
}

/** When the card turns yellow. */
export function yellowAt(
  { limit, due }: NextDue,
  { calendar, counting }: Reckoning,
  rules: CardRules,
): EpochMs {
  const days = Math.min(rules.days, rules.share * limit.days);
  return leftBefore(due, days, calendar, counting);
}
