import type { Duty, DutyRules, PartFigures } from './duties.ts';
import { dutiesOf, figuresOf } from './duties.ts';
import { type FollowUpResult, followedUp, satisfactionOf } from './follow-up.ts';
import type { Reckoning } from './limits.ts';
import type { Case, Satisfaction } from './model.ts';
import type { FollowUpRules } from './settings.ts';

/** The rules in force: limits, cards, reminders, tries, and the calendar they are reckoned by. */
export type Book = DutyRules & { readonly followUp: FollowUpRules; readonly reckoning: Reckoning };

/** What follows from a case by the calendar and the rules as they are: kept beside it, for lists and figures. */
export type Settled = {
  readonly duties: readonly Duty[];
  /** By the part's id. */
  readonly parts: ReadonlyMap<number, PartFigures>;
  readonly followUp: FollowUpResult | null;
  readonly satisfaction: Satisfaction | null;
};

/** Reckons all of it. Pure. */
export const settledOf = (found: Case, book: Book): Settled => ({
  duties: dutiesOf(found, book.reckoning, book),
  parts: new Map(found.parts.map((part) => [part.id, figuresOf(part, book.reckoning)])),
  followUp: found.parts.length === 0 ? null : followedUp(found, book.followUp),
  satisfaction: satisfactionOf(found),
});
