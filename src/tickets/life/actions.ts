import type { CallId, TicketNo } from '../../calls/model.ts';
import type { UnitId } from '../../units/model.ts';
import type { Content, Level, PartId, Satisfaction, SatisfactionLevel, ScopeReason } from './model.ts';

/** A unit that a ticket is given to. More than one: the first of role `lead` leads (Art. 17). */
export type Given = { readonly unit: UnitId; readonly role: 'sole' | 'lead' | 'assisting' };

/** A limit that another rule sets for the matter, for the units' finishing (Art. 11, last sentence). */
export type OtherLimit = { readonly days: number; readonly source: string };

/** All that people do to a ticket. */
export type Action =
  | { readonly type: 'fill'; readonly content: Partial<Content> }
  | { readonly type: 'setLevel'; readonly level: Level }
  | { readonly type: 'linkCall'; readonly call: CallId }
  | { readonly type: 'refuseScope'; readonly reason: ScopeReason }
  | { readonly type: 'resolve'; readonly answer: string }
  /** To the management office (district null) or a district office, which passes it on (Art. 11-2). */
  | { readonly type: 'handToOffice'; readonly district: string | null }
  | {
      readonly type: 'dispatch';
      readonly to: readonly Given[];
      readonly otherLimits: readonly OtherLimit[];
    }
  | { readonly type: 'acknowledge'; readonly part: PartId }
  | { readonly type: 'contact'; readonly part: PartId }
  | {
      readonly type: 'decideReport';
      readonly part: PartId;
      readonly accepted: boolean;
      readonly reason: string;
    }
  | { readonly type: 'reply'; readonly part: PartId; readonly text: string }
  | { readonly type: 'return'; readonly part: PartId; readonly reason: string }
  | {
      readonly type: 'askExtension';
      readonly part: PartId;
      readonly days: number;
      readonly reason: string;
    }
  | {
      readonly type: 'decideExtension';
      readonly part: PartId;
      readonly granted: boolean;
      readonly why: string;
    }
  | { readonly type: 'urge'; readonly part: PartId; readonly text: string }
  | { readonly type: 'inspect'; readonly text: string }
  | { readonly type: 'instruct'; readonly text: string }
  | {
      readonly type: 'followUp';
      readonly reached: boolean;
      readonly satisfaction: Satisfaction | null;
      /** The call by which it was tried, where there was one. */
      readonly call?: CallId | undefined;
      readonly note: string;
    }
  | { readonly type: 'redo'; readonly reason: string }
  | { readonly type: 'archive' }
  | { readonly type: 'merge'; readonly into: TicketNo };

/** What the house itself does to a ticket; nobody can ask for it. */
export type HouseAction =
  /** The hotline's limits have changed: those of parts that are open are reckoned anew. */
  | { readonly type: 'renewLimits' }
  /** The citizen has pressed a key after the talk of a follow-up. */
  | { readonly type: 'keySatisfaction'; readonly call: CallId; readonly level: SatisfactionLevel }
  /** Something was attached. */
  | { readonly type: 'addFile'; readonly name: string }
  /** A call that was dialled for the ticket is over; `failure`: it came to no talk. */
  | { readonly type: 'noteCall'; readonly call: CallId; readonly failure: string | null };

export type ActionType = Action['type'];
export type ActionOf<A extends ActionType> = Extract<Action, { type: A }>;
