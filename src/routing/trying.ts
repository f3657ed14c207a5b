import type { KnownCaller } from '../callers/model.ts';
import type { Command } from '../calls/commands.ts';
import type { Call, Digit, PhoneNumber, PromptName } from '../calls/model.ts';
import { after, type EpochMs } from '../lib/time.ts';
import type { JournalRow } from '../ports/journal.ts';
import type { Plan } from './model.ts';

/** A call that nobody makes: who would call which number when, what they would do, and what they would meet. */
export type TriedCall = {
  readonly dialled: string;
  readonly from: PhoneNumber | null;
  readonly at: EpochMs;
  /** What is known of who rings, or supposed. */
  readonly caller: KnownCaller;
  readonly keys: readonly TriedKey[];
  /** When the caller gives up; null: never. */
  readonly leaves: Moment | null;
  /** What there is in every queue that is not named in `queues`. */
  readonly elsewhere: Situation;
  readonly queues: Readonly<Record<string, Situation>>;
  /** Whether the emergency desks answer, all of them or none. */
  readonly desksAnswer: boolean;
};

/** So many calls of the same number, a second apart. */
export const rangBefore = (calls: number, at: EpochMs): readonly EpochMs[] =>
  Array.from({ length: calls }, (_, n) => after(at, -1_000 * (n + 1)));

/**
 * A key, or `-`: the next question is left unanswered. Without a time it is pressed when the caller is next asked for one, an emergency key
 * at once; with one at that moment.
 */
export type TriedKey = { readonly key: Digit | '-'; readonly when: Moment | null };

/** So long after this stage has begun, or the one after it where it is left out; in ms. */
export type Moment = { readonly during: 'greeting' | 'menu' | 'queued'; readonly afterMs: number };

/** What a caller meets in a queue. */
export type Situation = {
  /** False: nobody is signed in there. */
  readonly staffed: boolean;
  /** After so much waiting a seat is free for the caller, in ms; 0: at once; null: never. */
  readonly freeAfterMs: number | null;
  /** Whether a phone that rings is answered. */
  readonly answers: boolean;
  /** How many wait before. Nobody does where a seat is free. */
  readonly waiting: number;
};

/** One step of the call, as the record of a live one has it, with the call before and after it. */
export type Seen = { readonly before: Call | null; readonly row: JournalRow; readonly after: Call };

/** All that became of a call that was tried. `whole`: it came to its end within the bounds. */
export type Walked = { readonly seen: readonly Seen[]; readonly call: Call; readonly whole: boolean };

/** Takes a call through a plan, by the rules by which live calls are taken. */
export type Walk = (plan: Plan, tried: TriedCall) => Walked;

/** Where a call comes to in the end. */
export type Destination = {
  /** Null: it joined none. */
  readonly queue: string | null;
  /** Queues it was sent on from. */
  readonly passed: readonly string[];
  readonly outcome: string;
  /** Which emergency desk was rung; null: none. */
  readonly emergency: string | null;
};

/** Where a call came to. Pure. */
export function destinationOf(call: Call): Destination {
  const hunt = 'hunt' in call ? call.hunt : null;
  return {
    queue: call.queuedAt === null ? null : call.queue,
    passed: call.passed,
    outcome: 'ending' in call ? call.ending.outcome : call.phase,
    emergency: call.lastHunt?.number ?? hunt?.number ?? null,
  };
}

export const isSame = (a: Destination, b: Destination): boolean =>
  a.queue === b.queue &&
  a.outcome === b.outcome &&
  a.emergency === b.emergency &&
  a.passed.join(' ') === b.passed.join(' ');

/** What a step of a record makes a caller hear. */
export const heardIn = (commands: readonly Command[]): readonly PromptName[] =>
  commands.flatMap((command) => (command.type === 'Play' ? command.prompts : []));
