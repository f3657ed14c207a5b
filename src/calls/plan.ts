import type { QueueId, Skill } from '../acd/model.ts';
import type { Standing } from '../callers/model.ts';
import type { EmergencyNumber } from '../emergency/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { usualLanguage } from './ids.ts';
import type { Claim, Digit, Farewell, Language, PromptName, Target } from './model.ts';

/** How callers of one queue are treated. What a queue does not do is null: then the caller hears music alone, as long as it takes. */
export type Treatment = {
  readonly musicClass: string;
  /** How long one seat's phone rings, in ms, 1,000 to 120,000. */
  readonly ringLimitMs: number;
  /** Longest wait in the queue, in ms, 1,000 to 3,600,000. */
  readonly maxWaitMs: number;
  /** After so many offers without an answer the caller is told that nobody answers, 1 to 100. */
  readonly maxOffers: number;
  /** After-call work of a seat, in ms, 0 to 3,600,000. */
  readonly wrapUpMs: number;
  /** What the caller hears at each end that the hotline decides. */
  readonly farewell: Readonly<Record<Farewell, readonly PromptName[]>>;
  /** Callers who wait at once; who comes when there are so many hears that the queue is full. */
  readonly maxLength: number | null;
  /** Said while waiting, one after the other and round again, each `everyMs` after the one before. */
  readonly comfort: { readonly prompts: readonly PromptName[]; readonly everyMs: number } | null;
  /** The place in the queue, and how long it will take if `wait`: first after `firstMs`, then each `everyMs`. */
  readonly position: { readonly firstMs: number; readonly everyMs: number; readonly wait: boolean } | null;
  /** The offer to press a key and be called back: first after `afterMs` of waiting, then each `everyMs`. */
  readonly callBack: { readonly key: Digit; readonly afterMs: number; readonly everyMs: number } | null;
  /** Who is sent on to another queue, with the time already waited. */
  readonly overflow: Overflow | null;
  /** Whether the caller is asked for satisfaction when the seat has hung up, and how long for a key, in ms. */
  readonly survey: { readonly limitMs: number; readonly tries: number } | null;
  /** When nobody may join: the hours of the day of the call as instants, so that the call needs no calendar. In order of time. */
  readonly shut: readonly Shut[];
};

/** When the callers of a queue are sent on: each condition that is not null suffices. */
export type Overflow = {
  readonly to: QueueId;
  /** After so long a wait, in ms. */
  readonly waitMs: number | null;
  /** When so many wait already. */
  readonly length: number | null;
  /** When nobody is signed in. */
  readonly unstaffed: boolean;
  /** What the caller hears of it; may be empty. */
  readonly prompts: readonly PromptName[];
};

/** A time in which a queue or an entry is closed, and what its callers hear; `to`: the queue on duty that takes them all the same. */
export type Shut = {
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly outcome: 'closed' | 'holiday';
  readonly prompts: readonly PromptName[];
  readonly to: QueueId | null;
};

/** Press 2 for …: heard before the greeting. Who presses nothing hears everything in `default`. */
export type Languages = {
  /** In `default`; each language is best named by somebody who speaks it. */
  readonly prompts: readonly PromptName[];
  readonly options: Readonly<Partial<Record<Digit, Language>>>;
  /** Those with digits of their own, read in the order of Mandarin (十二, 一百零五): places and waits are said in them. */
  readonly numbers: readonly Language[];
  /** What a seat must be able to do for who presses the key; one that asks for nothing is not here. */
  readonly skills: Readonly<Partial<Record<Digit, readonly Skill[]>>>;
  /** How long for a key after the prompts, in ms. */
  readonly limitMs: number;
  readonly default: Language;
};

/** What the way in says of a caller's claim: knowledge of a matter, a line that goes first. */
export type Wish = Pick<Claim, 'priority' | 'skills'>;

/** Press 1 for …: heard after the greeting. Who presses nothing, or nothing that is there, joins the plan's own queue. */
export type Menu = {
  readonly prompts: readonly PromptName[];
  readonly options: Readonly<Partial<Record<Digit, QueueId>>>;
  /** What a choice says of the caller besides the queue; a key that says nothing is not here. */
  readonly wishes: Readonly<Partial<Record<Digit, Wish>>>;
  /** How long for a key after the prompts, in ms. */
  readonly limitMs: number;
  /** How often the menu is heard in all, 1 to 10. */
  readonly tries: number;
  /** Said of a key that is not there, before the menu is heard again. */
  readonly invalid: readonly PromptName[];
};

/**
 * How calls are treated: the part of the routing plan a call carries from its beginning to its end. The treatment in it is that of
 * `queue`; `others` are the queues that a menu or an overflow can lead to. `treatmentOf` finds the one in force.
 */
export type CallPlan = Treatment & {
  readonly version: string;
  readonly queue: QueueId;
  /** The question for the language, before everything else; null: nobody is asked. */
  readonly languages: Languages | null;
  /** Heard before the queue; may be empty. */
  readonly greeting: readonly PromptName[];
  readonly menu: Menu | null;
  /** What the entry says of its callers. */
  readonly wish: Wish;
  readonly others: Readonly<Record<string, Treatment>>;
  /** The routes to the emergency desks where nothing is known of the place, in the order in which they are tried. */
  readonly emergency: Readonly<Record<EmergencyNumber, readonly Target[]>>;
  /** Keys that lead to the emergency services, at any time before and after the talk. */
  readonly emergencyKeys: Readonly<Partial<Record<Digit, EmergencyNumber>>>;
  /** As what the caller is treated, by which entry of the lists; null: like everybody. */
  readonly standing: Standing | null;
  /** The entry is closed now, or the caller is blocked: the caller hears why, and no queue is joined. */
  readonly closed: {
    readonly outcome: Shut['outcome'] | 'blocked';
    readonly prompts: readonly PromptName[];
  } | null;
};

/** How the call is treated in its present queue. */
export const treatmentOf = (call: { readonly plan: CallPlan; readonly queue: QueueId }): Treatment =>
  treatmentIn(call.plan, call.queue);

/** How callers of a queue are treated. A queue that the plan does not know is treated as the plan's own. */
export const treatmentIn = (plan: CallPlan, queue: QueueId): Treatment =>
  queue === plan.queue ? plan : (plan.others[queue] ?? plan);

/** What a caller hears who has not chosen yet. */
export const firstLanguage = ({ languages }: Pick<CallPlan, 'languages'>): Language =>
  languages?.default ?? usualLanguage;

/** Whether numbers are said in the call's language: Mandarin digits in the midst of another would not be understood. */
export const saysNumbers = ({
  language,
  plan,
}: {
  readonly language: Language;
  readonly plan: CallPlan;
}): boolean => language === usualLanguage || plan.languages?.numbers.includes(language) === true;

/** Why a queue cannot be joined now; null: it can. */
export const shutAt = (treatment: Treatment, at: EpochMs): Shut | null =>
  treatment.shut.find(({ from, until }) => from <= at && at < until) ?? null;
