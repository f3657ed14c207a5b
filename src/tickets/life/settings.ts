import { type CountingRules, defaultCounting } from '../../calendar/model.ts';
import type { ReminderRules } from './duties.ts';
import { type CardRules, type LimitRules, regulationLimits, usualCards } from './limits.ts';
import { type DeskStep, deskSteps, type Kind, kinds, type Step } from './model.ts';

type KindStep = Exclude<Step, 'acknowledge'>;

/** When a follow-up is over though nobody was reached: so many tries, so far apart (Art. 13). */
export type FollowUpRules = { readonly tries: number; readonly apartMs: number };

/** What the management office may set: numbers of working days, and how they are counted. Which steps there are is the regulation's. */
export type TicketSettings = {
  readonly acknowledge: number;
  readonly returnWithin: number;
  readonly kinds: Readonly<Record<Kind, Readonly<Partial<Record<KindStep, number>>>>>;
  readonly desk: Readonly<Record<DeskStep, number>>;
  readonly cards: CardRules;
  readonly reminders: ReminderRules;
  readonly followUp: FollowUpRules;
  readonly counting: Omit<CountingRules, 'timeZone'>;
};

const hourMs = 3_600_000;

/** By the regulation, and the defaults of DOMAIN.md where it leaves a value open. */
export const usualSettings: TicketSettings = {
  acknowledge: regulationLimits.acknowledge,
  returnWithin: regulationLimits.returnWithin,
  kinds: Object.fromEntries(
    kinds.map((kind) => [
      kind,
      Object.fromEntries(regulationLimits.kinds[kind].map(({ step, days }) => [step, days])),
    ]),
  ) as TicketSettings['kinds'],
  desk: Object.fromEntries(
    deskSteps.map((step) => [step, regulationLimits.desk[step].days]),
  ) as TicketSettings['desk'],
  cards: usualCards,
  reminders: { beforeDays: 2, afterDays: 1 },
  followUp: { tries: 3, apartMs: 3 * hourMs },
  counting: defaultCounting,
};

/** The limits by these settings; steps the regulation does not name are not made up. */
export const limitsOf = (settings: TicketSettings): LimitRules => ({
  acknowledge: settings.acknowledge,
  returnWithin: settings.returnWithin,
  kinds: Object.fromEntries(
    kinds.map((kind) => [
      kind,
      regulationLimits.kinds[kind].map((one) => ({
        ...one,
        days: settings.kinds[kind][one.step] ?? one.days,
      })),
    ]),
  ) as unknown as LimitRules['kinds'],
  desk: Object.fromEntries(
    deskSteps.map((step) => [step, { ...regulationLimits.desk[step], days: settings.desk[step] }]),
  ) as LimitRules['desk'],
});

/** Whether two settings give the same limits and the same counting: then no deadline moves. */
export const sameDeadlines = (a: TicketSettings, b: TicketSettings): boolean =>
  JSON.stringify([limitsOf(a), a.counting, a.cards, a.reminders]) ===
  JSON.stringify([limitsOf(b), b.counting, b.cards, b.reminders]);
