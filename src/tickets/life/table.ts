import type { Actor } from '../../access/model.ts';
import type { Role } from '../../access/roles.ts';
import type { CallId, TicketNo } from '../../calls/model.ts';
import type { EpochMs } from '../../lib/time.ts';
import type { Unit, UnitId } from '../../units/model.ts';
import type { Topic } from '../topics.ts';
import type { ActionOf, ActionType } from './actions.ts';
import type { LimitRules, Reckoning } from './limits.ts';
import type { Case, State } from './model.ts';
import type { FollowUpRules } from './settings.ts';

/** Why something was not done: a stable code, in words, and the article it rests on. */
export type Refusal = { readonly code: RefusalCode; readonly why: string; readonly article: string };
export type RefusalCode =
  | 'H12_TICKET_STATE'
  | 'H12_TICKET_ROLE'
  | 'H12_TICKET_NOT_YOURS'
  | 'H12_TICKET_INCOMPLETE'
  | 'H12_TICKET_PART'
  | 'H12_TICKET_UNITS'
  | 'H12_TICKET_TOO_LATE'
  | 'H12_TICKET_TARGET';

/** What a decision is made with. */
export type Setting = {
  readonly actor: Actor;
  readonly at: EpochMs;
  readonly limits: LimitRules;
  readonly reckoning: Reckoning;
  readonly unit: (id: UnitId) => Unit | undefined;
  readonly topic: (name: string) => Topic | undefined;
  /** Whether there was such a call. */
  readonly call: (id: CallId) => boolean;
  /** Another ticket, as far as the actor may see it. */
  readonly other: (no: TicketNo) => Case | null;
  readonly followUp: FollowUpRules;
};

export type Outcome = { readonly next: Case } | { readonly refusal: Refusal };

/** Whose ticket it must be: of the actor's unit, or of the actor's district where the actor is a district office. */
export type Scope = 'any' | 'unit' | 'district';

/** One line of the table: in which states, by whom, by which article, and what comes of it. */
export type Row<A extends ActionType> = {
  readonly article: string;
  readonly from: readonly State[];
  readonly by: Readonly<Partial<Record<Role, Scope>>>;
  /** States in which only some of them may. */
  readonly only?: Readonly<Partial<Record<State, readonly Role[]>>>;
  readonly act: (found: Case, action: ActionOf<A>, setting: Setting, article: string) => Outcome;
};

export type Table = { readonly [A in ActionType]: Row<A> };

export const next = (changed: Case): Outcome => ({ next: changed });
export const refuse = (code: RefusalCode, why: string, article: string): Outcome => ({
  refusal: { code, why, article },
});
