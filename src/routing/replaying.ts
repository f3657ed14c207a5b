import { type KnownCaller, type Standing, unknownCaller } from '../callers/model.ts';
import type { Digit, PhoneNumber } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { JournalRow } from '../ports/journal.ts';
import type { Plan } from './model.ts';
import { type Moment, rangBefore, type Situation, type TriedCall, type TriedKey } from './trying.ts';

/** A call that was made, as far as it says what its caller did and met. */
export type RealCall = {
  readonly from: PhoneNumber | null;
  readonly dialled: string;
  readonly arrivedAt: EpochMs;
  /** As what its caller was treated; null: like everybody. */
  readonly standing: Standing | null;
  /** The keys that led to the emergency services then. */
  readonly emergencyKeys: Plan['emergencyKeys'];
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
  const isIn = (phase: string): boolean => real.steps.some(({ to }) => to === phase);
  return {
    ...{ dialled, from, at, elsewhere, caller: callerOf(real) },
    keys: real.steps.flatMap((step) => keyOf(step, real)),
    leaves: patienceOf(real),
    queues: Object.fromEntries([...leftOf(real, elsewhere), ...crowdsOf(real, elsewhere)]),
    desksAnswer: !isIn('emergency') || real.steps.some(({ event }) => event?.type === 'PartyAnswered'),
  };
}

/** On the list that it was on, or with as many calls before as were counted. */
function callerOf({ standing, arrivedAt }: RealCall): KnownCaller {
  if (standing === null) return unknownCaller;
  const { kind, calls } = standing;
  if (kind !== 'repeat') return { listed: { kind, entry: null }, earlier: [] };
  return { listed: null, earlier: rangBefore((calls ?? 1) - 1, arrivedAt) };
}

function keyOf({ event, from, to, at }: RealStep, real: RealCall): readonly TriedKey[] {
  const isQuestion = from === 'menu' || from === 'survey';
  if (event?.type === 'KeyOverdue' && isQuestion) return [{ key: '-', when: null }];
  if (event?.type !== 'DigitPressed') return [];
  const key: Digit = event.digit;
  if (real.emergencyKeys[key] !== undefined) return [{ key, when: momentOf(real, at) }];
  // Any other key changed nothing when it was pressed.
  return isQuestion || to === 'farewell' || to === 'ended' ? [{ key, when: null }] : [];
}

/** An instant of the call by its last stage: prompts may take longer in another plan, or when they are only supposed. */
function momentOf(real: RealCall, at: EpochMs): Moment {
  const [menu, queued] = [firstIn(real, 'menu'), firstIn(real, 'queued')];
  if (queued !== null && queued <= at) return { during: 'queued', afterMs: at - queued };
  return menu !== null && menu <= at
    ? { during: 'menu', afterMs: at - menu }
    : { during: 'greeting', afterMs: at - real.arrivedAt };
}

/** When it came into a phase first; null: never. */
const firstIn = ({ steps }: RealCall, phase: string): EpochMs | null =>
  steps.find(({ to }) => to === phase)?.at ?? null;

function situationOf(real: RealCall): Situation {
  const queuedAt = firstIn(real, 'queued');
  const isSilent = real.outcome === 'nobodyAnswered';
  const offers = real.steps.filter(({ event }) => event?.type === 'SeatOffered');
  const talk = real.steps.find(({ to }) => to === 'talking');
  // Of several offers the one that was answered; where none ever was, the first of those that nobody took.
  const offered = isSilent ? offers[0] : offers.findLast(({ at }) => talk !== undefined && at <= talk.at);
  const freeAfterMs = offered === undefined || queuedAt === null ? null : Math.max(0, offered.at - queuedAt);
  return { staffed: true, freeAfterMs, answers: !isSilent, waiting: 0 };
}

/** Who hangs up in a talk, or while being told goodbye, was served, or was not to be. */
function patienceOf(real: RealCall): Moment | null {
  const left = real.steps.find(({ event }) => event?.type === 'CallerHungUp');
  return left?.from != null && unserved.has(left.from) ? momentOf(real, left.at) : null;
}
const unserved: ReadonlySet<string> = new Set(['greeting', 'menu', 'queued', 'offering', 'emergency']);

/** The queues that it was sent on from: no seat came free there before it was. */
const leftOf = (
  { passed }: RealCall,
  { freeAfterMs, ...usual }: Situation,
): readonly (readonly [string, Situation])[] =>
  passed.map((queue) => [queue, { ...usual, freeAfterMs: freeAfterMs === null ? null : freeAfterMs + 1 }]);

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
    return [[queue, { ...usual, freeAfterMs, waiting: event.waiting }]];
  });
}

const sends = ({ type }: JournalRow['input']): boolean =>
  type === 'QueueUnstaffed' || type === 'QueueCrowded' || type === 'OverflowDue';
