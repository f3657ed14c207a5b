import { type KnownCaller, type Standing, unknownCaller } from '../callers/model.ts';
import type { Digit, PhoneNumber } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { JournalRow } from '../ports/journal.ts';
import { type Patience, rangBefore, type Situation, type TriedCall, type TriedKey } from './trying.ts';

/** A call that was made, as far as it says what its caller did and met. */
export type RealCall = {
  readonly from: PhoneNumber | null;
  readonly dialled: string;
  readonly arrivedAt: EpochMs;
  /** As what its caller was treated; null: like everybody. */
  readonly standing: Standing | null;
  /** Where it was last. */
  readonly queue: string;
  /** Queues it was sent on from. */
  readonly passed: readonly string[];
  readonly outcome: string | null;
  readonly steps: readonly RealStep[];
};
export type RealStep = {
  readonly at: EpochMs;
  /** Null: it is not known any more. */
  readonly event: JournalRow['input'] | null;
  readonly from: string | null;
  readonly to: string;
};

/**
 * The call as one that is tried: the same number, instant and keys; a seat is free for it after as long a wait as there was, in whatever
 * queue; who gave up gives up after as long in the same stage; a queue that was full or had nobody is so again. Pure.
 */
export function triedOf(real: RealCall): TriedCall {
  const { from, dialled, arrivedAt: at } = real;
  const elsewhere = situationOf(real);
  return {
    ...{ dialled, from, at, elsewhere, caller: callerOf(real) },
    keys: real.steps.flatMap((step) => keyOf(step, at)),
    leaves: patienceOf(real),
    queues: Object.fromEntries(crowdsOf(real, elsewhere)),
    desksAnswer: real.outcome !== 'emergencyFailed',
  };
}

/** On the list that it was on, or with as many calls before as were counted. */
function callerOf({ standing, arrivedAt }: RealCall): KnownCaller {
  if (standing === null) return unknownCaller;
  const { kind, calls } = standing;
  if (kind !== 'repeat') return { listed: { kind, entry: null }, earlier: [] };
  return { listed: null, earlier: rangBefore((calls ?? 1) - 1, arrivedAt) };
}

function keyOf({ event, from, to, at }: RealStep, arrivedAt: EpochMs): readonly TriedKey[] {
  const isQuestion = from === 'menu' || from === 'survey';
  if (event?.type === 'KeyOverdue' && isQuestion) return [{ key: '-', afterMs: null }];
  if (event?.type !== 'DigitPressed') return [];
  const key: Digit = event.digit;
  if (to === 'emergency' && from !== 'emergency') return [{ key, afterMs: at - arrivedAt }];
  // Any other key changed nothing when it was pressed.
  return isQuestion || to === 'farewell' ? [{ key, afterMs: null }] : [];
}

/** When it came into a phase first; null: never. */
const firstIn = ({ steps }: RealCall, phase: string): EpochMs | null =>
  steps.find(({ to }) => to === phase)?.at ?? null;

function situationOf(real: RealCall): Situation {
  const queuedAt = firstIn(real, 'queued');
  const talk = real.steps.findIndex(({ to }) => to === 'talking');
  const offered = real.steps
    .slice(0, Math.max(talk, 0))
    .findLast(({ event }) => event?.type === 'SeatOffered');
  const freeAfterMs = offered === undefined || queuedAt === null ? null : Math.max(0, offered.at - queuedAt);
  return { staffed: true, freeAfterMs, waiting: 0 };
}

function patienceOf(real: RealCall): Patience | null {
  const left = real.steps.find(({ event }) => event?.type === 'CallerHungUp');
  if (left === undefined) return null;
  if (left.from === 'greeting') return { during: 'greeting', afterMs: left.at - real.arrivedAt };
  const isMenu = left.from === 'menu';
  if (!isMenu && left.from !== 'queued' && left.from !== 'offering') return null;
  const during = isMenu ? 'menu' : 'queued';
  return { during, afterMs: left.at - (firstIn(real, during) ?? real.arrivedAt) };
}

/** The queues in which the call could not stay, and why: told from the steps that sent it on, the last of them first. */
function crowdsOf(real: RealCall, usual: Situation): readonly (readonly [string, Situation])[] {
  const queues = [...real.passed, real.queue].toReversed();
  const sent = real.steps.filter(({ event, from }) => from === 'queued' && event !== null && sends(event));
  const stayed = sent.at(-1)?.to === 'queued' ? 1 : 0;
  return sent.toReversed().flatMap(({ event }, n): readonly (readonly [string, Situation])[] => {
    const queue = queues[n + stayed];
    if (queue === undefined || event === null) return [];
    if (event.type === 'QueueUnstaffed') return [[queue, { ...usual, staffed: false }]];
    if (event.type !== 'QueueCrowded') return [];
    // A seat that were free at once would take the caller before it is counted who waits.
    const freeAfterMs = usual.freeAfterMs === 0 ? null : usual.freeAfterMs;
    return [[queue, { staffed: true, freeAfterMs, waiting: event.waiting }]];
  });
}

const sends = ({ type }: JournalRow['input']): boolean =>
  type === 'QueueUnstaffed' || type === 'QueueCrowded' || type === 'OverflowDue';
