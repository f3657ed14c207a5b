import { type Static, Type } from 'typebox';
import { type KnownCaller, type ListKind, listKinds } from '../callers/model.ts';
import type { PhoneNumber, PromptName } from '../calls/model.ts';
import { cleanNumber } from '../calls/number.ts';
import { type EpochMs, epochMs } from '../lib/time.ts';
import { Instant, list, nullable, strict, word } from '../lib/wire.ts';
import { stepKinds } from './steps.ts';
import { type Destination, rangBefore, type Situation, type TriedCall } from './trying.ts';

const SituationPart = strict({
  staffed: Type.Boolean({ description: 'false: nobody is signed in there' }),
  freeAfterMs: nullable(
    Type.Integer({
      minimum: 0,
      maximum: 3_600_000,
      description: 'after so much waiting a seat is free for the caller; null: never',
    }),
  ),
  answers: Type.Optional(
    Type.Boolean({ description: 'whether a phone that rings is answered; usually it is' }),
  ),
  waiting: Type.Integer({ minimum: 0, maximum: 1_000, description: 'how many wait before' }),
});

const draftId = Type.Integer({ minimum: 1 });
export const TryBody = strict({
  draft: Type.Optional(draftId),
  dialled: Type.String({ pattern: '^[0-9A-Za-z+*#]{1,32}$' }),
  from: Type.Optional(nullable(Type.String({ maxLength: 64, description: 'null: withheld' }))),
  at: Instant,
  listed: Type.Optional(
    Type.Unsafe<ListKind | 'none'>({
      ...{ type: 'string', enum: [...listKinds, 'none'] },
      description: 'on which list the number is supposed to be; not given: as it is now',
    }),
  ),
  earlier: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 100, description: 'calls of the same number just before' }),
  ),
  keys: Type.Optional(
    Type.Immutable(
      Type.Array(
        strict({
          key: word(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#', '-']),
          afterMs: Type.Optional(
            nullable(
              Type.Integer({
                minimum: 0,
                maximum: 3_600_000,
                description:
                  'after the arrival; not given: when a key is asked for, an emergency key at once',
              }),
            ),
          ),
        }),
        { maxItems: 30, description: 'in turn; `-`: a question is left unanswered' },
      ),
    ),
  ),
  situation: Type.Optional(SituationPart),
  queues: Type.Optional(
    Type.Immutable(
      Type.Array(
        strict({ queue: Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' }), situation: SituationPart }),
        {
          maxItems: 50,
          description: 'queues in which it is otherwise',
        },
      ),
    ),
  ),
  desksAnswer: Type.Optional(
    Type.Boolean({ description: 'whether the emergency desks answer; usually they do' }),
  ),
});
export type TryBody = Static<typeof TryBody>;

const usual: Situation = { staffed: true, freeAfterMs: 0, answers: true, waiting: 0 };
const situationIn = (said: Static<typeof SituationPart>): Situation => ({ ...usual, ...said });

/** What is known of a number at an instant. */
export type Known = (from: PhoneNumber | null, at: EpochMs) => KnownCaller;

function callerIn({ listed, earlier, from, at }: Omit<TryBody, 'draft'>, known: Known): KnownCaller {
  const is = known(cleanNumber(from ?? ''), epochMs(at));
  return {
    listed: listed === undefined ? is.listed : listed === 'none' ? null : { kind: listed, entry: null },
    earlier: earlier === undefined ? is.earlier : rangBefore(earlier, epochMs(at)),
  };
}

/** What is tried, as a body says. @param known what is known of who rings, where nothing is supposed */
export const triedIn = (body: Omit<TryBody, 'draft'>, known: Known): TriedCall => ({
  dialled: body.dialled,
  from: cleanNumber(body.from ?? ''),
  at: epochMs(body.at),
  caller: callerIn(body, known),
  keys: (body.keys ?? []).map(({ key, afterMs = null }) => ({
    key,
    when: afterMs === null ? null : { during: 'greeting', afterMs },
  })),
  leaves: null,
  elsewhere: situationIn(body.situation ?? usual),
  queues: Object.fromEntries(
    (body.queues ?? []).map(({ queue, situation }) => [queue, situationIn(situation)]),
  ),
  desksAnswer: body.desksAnswer ?? true,
});

const StepRow = strict({
  at: Instant,
  kind: word(stepKinds),
  values: Type.Record(Type.String(), Type.String(), { description: 'what the step speaks of' }),
  prompts: list(Type.Unsafe<PromptName>(Type.String({ description: 'what the caller hears from then on' }))),
});
const DestinationRow = strict({
  queue: nullable(Type.String()),
  passed: list(Type.String()),
  outcome: Type.String(),
  emergency: nullable(Type.String()),
});
const PathRow = strict({ plan: Type.String(), steps: list(StepRow), destination: DestinationRow });
export type PathRow = Static<typeof PathRow>;
export const TryAnswer = strict({
  live: PathRow,
  draft: nullable(PathRow),
  parted: nullable(Type.Integer({ description: 'the first step in which they differ; null: in none' })),
  elsewhere: Type.Boolean({ description: 'whether the caller comes to somewhere else in the end' }),
});
export type TryAnswer = Static<typeof TryAnswer>;

export const ReplayBody = strict({
  revision: Type.Integer({ minimum: 1, description: 'as it was read' }),
  days: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 31, description: 'the last so many; 7 if not given' }),
  ),
  cursor: Type.Optional(
    Type.String({
      maxLength: 200,
      description: '`nextCursor` of the answer before; not given: the newest calls',
    }),
  ),
});
export type ReplayBody = Static<typeof ReplayBody>;
const ReplayRow = strict({
  call: Type.String(),
  at: Instant,
  from: nullable(Type.String()),
  dialled: Type.String(),
  real: strict({ queue: Type.String(), outcome: nullable(Type.String()) }),
  was: DestinationRow,
  would: DestinationRow,
});
export const ReplayAnswer = strict({
  live: Type.String({ description: 'the plan the draft is compared with' }),
  since: Instant,
  reached: Type.Integer({ description: 'how far back it has come' }),
  walked: Type.Integer({ description: 'calls looked at, of a hundred at a time' }),
  items: list(ReplayRow),
  nextCursor: nullable(Type.String()),
});
export type ReplayAnswer = Static<typeof ReplayAnswer>;
export type ReplayRow = Static<typeof ReplayRow>;
export const destinationRow = (destination: Destination): Static<typeof DestinationRow> => destination;
