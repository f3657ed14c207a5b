import { type Due, dueAfter, leftBefore } from '../../calendar/workdays.ts';
import type { EpochMs } from '../../lib/time.ts';
import type { UnitId } from '../../units/model.ts';
import {
  type Bound,
  type CardRules,
  type DeskLimit,
  effective,
  type LimitRules,
  openDues,
  type Reckoning,
  yellowAt,
} from './limits.ts';
import type { Case, DeskStep, Part, State, Step } from './model.ts';
import { activeParts } from './parts.ts';

/** Who must do it: a unit, the call centre, or the office responsible (district null: the management office). */
export type Owner =
  | { readonly of: 'unit'; readonly unit: UnitId }
  | { readonly of: 'centre' }
  | { readonly of: 'office'; readonly district: string | null };

/** What is raised about a duty when; `escalated` goes to the office responsible, the others to who must do it (Art. 12-1, 12-4). */
export const alerts = ['before', 'yellow', 'red', 'after', 'escalated'] as const;
export type AlertKind = (typeof alerts)[number];
export type Alert = { readonly kind: AlertKind; readonly at: EpochMs };

/** Something that is to be done about a ticket, by when, and by which rule. */
export type Duty = {
  /** 0: of the ticket as a whole. */
  readonly part: number;
  readonly step: Step | DeskStep;
  readonly owner: Owner;
  readonly days: number;
  readonly source: string;
  readonly due: Due;
  readonly yellowAt: EpochMs;
  /** In the order of time. */
  readonly alerts: readonly Alert[];
};

/** When reminders come besides the cards, in working days. */
export type ReminderRules = { readonly beforeDays: number; readonly afterDays: number };

export type DutyRules = {
  readonly limits: LimitRules;
  readonly cards: CardRules;
  readonly reminders: ReminderRules;
};

/** What the call centre does in each state; in the others it is somebody else's turn, or nobody's. */
const centreSteps: Readonly<Record<State, DeskStep | null>> = {
  open: 'dispatch',
  returned: 'dispatch',
  followUp: 'followUp',
  outOfScope: 'archive',
  resolved: 'archive',
  atOffice: null,
  withUnits: null,
  archived: null,
  merged: null,
};

/** Everything that is to be done about a ticket now. No ticket that is not archived or merged is without. */
export function dutiesOf(found: Case, reckoning: Reckoning, rules: DutyRules): readonly Duty[] {
  const made = (duty: Omit<Duty, 'yellowAt' | 'alerts'>): Duty => {
    const bound: Bound = { limit: { days: duty.days }, due: duty.due };
    const yellow = yellowAt(bound, reckoning, rules.cards);
    return { ...duty, yellowAt: yellow, alerts: ladder(bound, yellow, reckoning, rules.reminders) };
  };
  const ofDesk = (part: number, step: DeskStep, owner: Owner, from: EpochMs): Duty => {
    const limit = rules.limits.desk[step];
    return made({ part, step, owner, ...limit, due: deskDue(limit, from, reckoning) });
  };
  const centre = centreSteps[found.state];
  const office: Owner = { of: 'office', district: officeOf(found) };
  return [
    ...(centre === null ? [] : [ofDesk(0, centre, { of: 'centre' }, found.since)]),
    ...(found.state === 'atOffice' ? [ofDesk(0, 'passOn', office, found.since)] : []),
    ...activeParts(found.parts).flatMap((part) => [
      ...openDues(part, reckoning).map(({ step, limit, due }) =>
        made({
          part: part.id,
          step,
          owner: { of: 'unit', unit: part.unit },
          days: limit.days,
          source: limit.source,
          due,
        }),
      ),
      ...(part.extension?.decided === null
        ? [ofDesk(part.id, 'extension', office, part.extension.askedAt)]
        : []),
    ]),
  ].toSorted((a, b) => a.due.at - b.due.at);
}

/** The district whose office is responsible; null: the management office (Art. 5). */
export const officeOf = ({ office, content }: Pick<Case, 'office' | 'content'>): string | null =>
  office === null ? content.district : office.district;

const deskDue = ({ days, sameDay }: DeskLimit, from: EpochMs, { calendar, counting }: Reckoning): Due =>
  dueAfter(from, days, calendar, sameDay ? { ...counting, from: 'sameDay' } : counting);

/** A reminder before, never earlier than half of the limit; the yellow card; at the limit the red one; then again, and to the office. */
function ladder(
  { limit, due }: Bound,
  yellow: EpochMs,
  { calendar, counting }: Reckoning,
  rules: ReminderRules,
): readonly Alert[] {
  const before = leftBefore(due, Math.min(rules.beforeDays, limit.days / 2), calendar, counting);
  const late = dueAfter(due.at, rules.afterDays, calendar, { ...counting, from: 'sameDay' }).at;
  const all: readonly Alert[] = [
    { kind: 'before', at: before },
    { kind: 'yellow', at: yellow },
    { kind: 'red', at: due.at },
    { kind: 'after', at: late },
    { kind: 'escalated', at: late },
  ];
  return all.toSorted((a, b) => a.at - b.at);
}

/** What is counted of a part: when it was to be done, and when it was. */
export type PartFigures = {
  readonly acknowledgeDue: EpochMs | null;
  readonly finishDue: EpochMs | null;
  /** The last of all its limits, and whether any is provisional: what a change of the calendar may touch. */
  readonly lastDue: EpochMs;
  readonly provisional: boolean;
};

/** By the calendar as it is now; also of a part that is over, so that a corrected past year is counted by it. */
export function figuresOf(part: Part, reckoning: Reckoning): PartFigures {
  const all = part.limits.flatMap(({ step }) => effective(part, step, reckoning) ?? []);
  const dueOfStep = (step: Step): EpochMs | null => all.find((one) => one.step === step)?.due.at ?? null;
  return {
    acknowledgeDue: dueOfStep('acknowledge'),
    finishDue: dueOfStep('finish'),
    lastDue: Math.max(part.receivedAt, ...all.map(({ due }) => due.at)) as EpochMs,
    provisional: all.some(({ due }) => due.provisional),
  };
}
